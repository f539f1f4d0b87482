"""`idcard` of Baidu OCR, through `baidu-aip`: the resident card alone.

The service has to be told the side. Where a caller does not, it is asked for the front and, told that it sees
the other side, for the back. `BAIDU_APP_ID`, `BAIDU_API_KEY`, `BAIDU_SECRET_KEY`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from idvision.bench.answer import Answer
from idvision.bench.providers.cloud.call import (
    CONNECT_S,
    READ_S,
    Cloud,
    RefusedError,
    described,
    keys,
    needed,
)
from idvision.bench.providers.cloud.resident_card import cards_from, side_of
from idvision.bench.providers.cloud.tables import Told, table
from idvision.bench.providers.protocol import About, Hint, NotRun, Provider, Settings
from idvision.schemas.vendor_codes import BACK, FRONT

NAME = "baidu-idcard"
PACKAGE = "baidu-aip"
VENDOR = "baidu"
OPTIONS = {"detect_risk": "true", "detect_quality": "true"}
_ANSWERS = frozenset({"document", "fields", "defects", "attacks"})
_SIDES = {FRONT: "front", BACK: "back"}
_OTHER_SIDE = "reversed_side"
_NO_CARD = frozenset({"non_idcard", "other_type_card"})
_DEFECTS_BY_STATUS = {"blurred": "blur", "over_exposure": "glare", "over_dark": "too_dark"}
_DEFECTS_BY_FLAG = {"IsClear": "blur", "IsComplete": "incomplete", "IsNoCover": "occlusion"}
_ATTACKS = {"copy": "photocopy", "screen": "screen_recapture"}


@dataclass(frozen=True, slots=True)
class CheckedTransport:
    """What the client sends its requests with; it asks not to check certificates, which is not heard here."""

    session: Any

    def get(self, url: str, **given: Any) -> Any:
        """Send a GET."""
        return self.session.get(url, **{**given, "verify": True})

    def post(self, url: str, **given: Any) -> Any:
        """Send a POST."""
        return self.session.post(url, **{**given, "verify": True})


def open_baidu(settings: Settings) -> Provider:
    """Open the service. Raises NotRun, also for an endpoint: the client knows no other."""
    if NAME in settings.endpoints:
        raise NotRun("the client of this service cannot be pointed elsewhere")
    account = keys(settings, "BAIDU_APP_ID", "BAIDU_API_KEY", "BAIDU_SECRET_KEY")
    with needed(PACKAGE):
        import requests  # noqa: PLC0415 (comes with the client)
        from aip import AipOcr  # noqa: PLC0415 (an extra)
    client = AipOcr(*account)
    client.setConnectionTimeoutInMillis(1000 * CONNECT_S)
    client.setSocketTimeoutInMillis(1000 * READ_S)
    # Pictures of identity cards must not go to whoever answers in the vendor's name.
    client.s = client._AipBase__client = CheckedTransport(requests.Session())
    return provider(client)


def provider(client: Any) -> Provider:
    """Return the provider that asks a client of the service."""

    def ask(picture: bytes, hint: Hint) -> Answer:
        known = side_of(hint.document, hint.side)
        body = client.idcard(picture, _SIDES[known or FRONT], dict(OPTIONS))
        if known is None and body.get("image_status") == _OTHER_SIDE:
            body = client.idcard(picture, _SIDES[BACK], dict(OPTIONS))
        return to_answer(body)

    about = About(NAME, described("ocr/v1/idcard", PACKAGE), "cloud", _ANSWERS)
    return Cloud(about, VENDOR, ask, lambda _failure: "")


def to_answer(body: Mapping[str, Any]) -> Answer:
    """Return the common answer. Raises RefusedError."""
    if body.get("error_code"):
        raise RefusedError(str(body["error_code"]))
    status = str(body.get("image_status") or "")
    if status in _NO_CARD:
        return Answer(defects=())
    words: Mapping[str, Any] = body.get("words_result") or {}
    told = {name: Told(str(one.get("words") or "")) for name, one in words.items()}
    values, _ = table("baidu").values(told)
    return Answer(cards=cards_from(values), defects=_defects(status, body), attacks=_attacks(body))


def _defects(status: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    flags: Mapping[str, Any] = body.get("card_quality") or {}
    by_flag = (name for flag, name in _DEFECTS_BY_FLAG.items() if str(flags.get(flag)) == "0")
    by_status = (name for word, name in _DEFECTS_BY_STATUS.items() if word == status)
    return tuple(dict.fromkeys((*by_status, *by_flag)))


def _attacks(body: Mapping[str, Any]) -> tuple[tuple[str, float], ...] | None:
    """Return 1 or 0 for each kind of copy; the service names the program that a picture was edited with."""
    if "risk_type" not in body:
        return None
    copies = ((own, float(body["risk_type"] == word)) for word, own in _ATTACKS.items())
    return (*copies, ("tampered", float(bool(body.get("edit_tool")))))
