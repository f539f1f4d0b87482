"""`IDCardOCR` of Tencent Cloud OCR, API version 2018-11-19: the JSON body; errors travel in it too."""

from __future__ import annotations

import json
from collections.abc import Sequence

from idvision.schemas.choices import Choices
from idvision.schemas.findings import has, subjects_of
from idvision.schemas.native import Json
from idvision.schemas.tencent_idcard import (
    MESSAGES,
    NAMES,
    OCR_FLAGS,
    Crops,
    IdCardRequest,
    border_code,
    cards_of,
    pictures,
    refusal,
    sharpness,
    texts_of,
    warnings_of,
)
from idvision.types import Card, Result

_ADVANCED = frozenset(OCR_FLAGS) - {"MultiCardDetect"}
"""The flags that make the answer carry `AdvancedInfo`."""
_WARNING_FLAGS = frozenset(flag for flag in _ADVANCED if flag.endswith("Warn"))
_COVERED = ("incomplete", "glare", "occlusion")


def to_tencent_ocr(
    result: Result, request: IdCardRequest, crops: Crops, request_id: str, choices: Choices
) -> Json:
    """Return the body of the answer, an error where the photo cannot be read."""
    code = refusal(result, request)
    if code:
        return error_to_tencent(code, MESSAGES[code], request_id)
    cards = cards_of(result, request)
    answer: Json = dict.fromkeys(NAMES, "")
    for card in cards:
        answer |= {name: text for name, text in texts_of(card, request, choices).items() if text}
    if not _ADVANCED.isdisjoint(request.flags):
        # Text within text; the service writes it without escapes.
        answer["AdvancedInfo"] = json.dumps(
            _advanced(cards, request, crops, choices), ensure_ascii=False, separators=(",", ":")
        )
    if request.reflect_detail and "ReflectWarn" in request.flags:
        answer["ReflectDetailInfos"] = [{"Position": place} for place in reflections(cards)]
    return {"Response": {**answer, "RequestId": request_id}}


def error_to_tencent(code: str, message: str, request_id: str) -> Json:
    """Return the body of a refused call."""
    return {"Response": {"Error": {"Code": code, "Message": message}, "RequestId": request_id}}


def _advanced(cards: Sequence[Card], request: IdCardRequest, crops: Crops, choices: Choices) -> Json:
    """Return what was asked for beside the values, the worst of two sides."""
    flags = request.flags
    content: Json = dict(pictures(crops, request))
    if "Quality" in flags:
        content["Quality"] = min(sharpness(card, request.limits) for card in cards)
    if "BorderCheckWarn" in flags:
        content["BorderCodeValue"] = max(border_code(card, request.limits) for card in cards)
    if "KeyCheck" in flags:
        content["IsKeyValid"] = all(_captions_show(card) for card in cards)
    if "ValueCheck" in flags:
        content["IsValueValid"] = all(_values_show(card) for card in cards)
    if not _WARNING_FLAGS.isdisjoint(flags):
        found = [warnings_of(card, request, choices.tencent_expired_code) for card in cards]
        content["WarnInfos"] = list(dict.fromkeys(code for codes in found for code in codes))
    return content


def _captions_show(card: Card) -> bool:
    """Tell whether the captions can be taken to be whole: where they stand exactly is not known."""
    return not any("" in subjects_of(card, code) for code in _COVERED)


def _values_show(card: Card) -> bool:
    """Tell whether every value is whole and without a reflection."""
    hidden = any(set(subjects_of(card, code)) - {"", "portrait"} for code in ("glare", "occlusion"))
    return not (hidden or has(card, ("incomplete", "unreadable")))


def reflections(cards: Sequence[Card]) -> tuple[str, ...]:
    """Return where reflections lie: `Portrait`, `RecognitionField`, `Others` where neither is touched."""
    touched = {subject for card in cards for subject in subjects_of(card, "glare")}
    places = {
        "Portrait": "portrait" in touched,
        "RecognitionField": bool(touched - {"", "portrait"}),
        "Others": touched == {""},
    }
    return tuple(place for place, lies in places.items() if lies)
