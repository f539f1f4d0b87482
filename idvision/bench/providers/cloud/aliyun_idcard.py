"""`RecognizeIdcard` of Alibaba Cloud OCR, through `alibabacloud_ocr_api20210707`: the resident card alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from idvision.bench.answer import Answer
from idvision.bench.providers.cloud.aliyun import VENDOR, client_settings, code_of
from idvision.bench.providers.cloud.call import Cloud, RefusedError, described, needed, place
from idvision.bench.providers.cloud.resident_card import cards_from
from idvision.bench.providers.cloud.values import period
from idvision.bench.providers.protocol import About, Hint, Provider, Settings
from idvision.schemas.aliyun_idcard import BACK_VALUES, FACE_VALUES

NAME = "aliyun-recognize-idcard"
PACKAGE = "alibabacloud_ocr_api20210707"
NO_CARD = "unmatchedImageType"
"""Code of a picture without an identity card: an answer, not a failure."""
_HOST = "ocr-api.cn-hangzhou.aliyuncs.com"
_PERIOD = "validPeriod"
_ATTACKS = {"photocopy": "isCopy", "screen_recapture": "isReshoot"}


def open_idcard(settings: Settings) -> Provider:
    """Open the service. Raises NotRun."""
    given = client_settings(settings, place(settings, NAME, _HOST))
    with needed(PACKAGE):
        from alibabacloud_ocr_api20210707.client import Client  # noqa: PLC0415 (an extra)
        from alibabacloud_ocr_api20210707.models import RecognizeIdcardRequest  # noqa: PLC0415
        from alibabacloud_tea_openapi.models import Config  # noqa: PLC0415
        from alibabacloud_tea_util.models import RuntimeOptions  # noqa: PLC0415
    client = Client(Config(**given))

    def ask(picture: bytes, _hint: Hint) -> Answer:
        request = RecognizeIdcardRequest(body=BytesIO(picture), output_quality_info=True)
        try:
            body = client.recognize_idcard_with_options(request, RuntimeOptions()).body.to_map()
        except Exception as failure:
            if code_of(failure) == NO_CARD:
                return Answer()
            raise
        return to_answer(body)

    answers = frozenset({"document", "side", "fields", "confidence", "quality", "attacks"})
    about = About(NAME, described("RecognizeIdcard 2021-07-07", PACKAGE), "cloud", answers)
    return Cloud(about, VENDOR, ask, code_of)


def to_answer(body: Mapping[str, Any]) -> Answer:
    """Return the common answer. Raises RefusedError."""
    if body.get("Code"):
        raise RefusedError(str(body["Code"]))
    sides: Mapping[str, Any] = json.loads(body.get("Data") or "{}").get("data") or {}
    values: dict[str, str] = {}
    confidences: dict[str, float] = {}
    for side in sides.values():
        data: Mapping[str, str] = side.get("data") or {}
        values |= {own: data.get(name) or "" for name, own in FACE_VALUES.items() if name in data}
        values |= {own: data.get(name) or "" for name, own in BACK_VALUES.items() if name in data}
        if _PERIOD in data:
            values["valid_from"], values["expiry_date"] = period(data[_PERIOD] or "")
        confidences |= _confidences(side)
    scores = list(_scores(sides))
    return Answer(
        cards=cards_from(values, confidences),
        quality=min(score["qualityScore"] for score in scores) / 100 if scores else None,
        attacks=_attacks(scores) if scores else None,
    )


def _confidences(side: Mapping[str, Any]) -> dict[str, float]:
    names = {**FACE_VALUES, **BACK_VALUES}
    stated = {
        names[pair["key"]]: pair["valueProb"] / 100
        for pair in side.get("prism_keyValueInfo") or ()
        if pair.get("key") in names and "valueProb" in pair
    }
    # The period is one value there.
    return {**stated, "valid_from": stated["expiry_date"]} if "expiry_date" in stated else stated


def _scores(sides: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the scores of each side, whatever their container is called: no page says."""
    for side in sides.values():
        yield from (one for one in side.values() if isinstance(one, Mapping) and "qualityScore" in one)


def _attacks(scores: list[Mapping[str, Any]]) -> tuple[tuple[str, float], ...]:
    """Return how likely each kind of copy is, of the worse side."""
    named = [(own, max(float(bool(one.get(name))) for one in scores)) for own, name in _ATTACKS.items()]
    return (*named, ("tampered", max(one.get("tamperScore") or 0.0 for one in scores) / 100))
