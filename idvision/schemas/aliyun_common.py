"""What the calls of Alibaba Cloud have in common: envelope, error, signs of a copy."""

from __future__ import annotations

import json
from dataclasses import dataclass

from idvision.schemas.findings import codes_of
from idvision.schemas.native import Json
from idvision.types import Card

SPOOF_TYPES = {"screen_recapture": "SCREEN_REMARK", "photocopy": "PHOTO_COPY", "edited": "TAMPER"}
"""What a sign of a copy is called in `spoofType`."""
GOOD, BAD_PICTURE, SPOOFED, NOT_FOUND = "200", "211", "212", "213"


@dataclass(frozen=True, slots=True)
class CallIds:
    """The names that the server gave a call."""

    request: str
    transaction: str


def success(request_id: str, result: Json) -> Json:
    """Return the body of an answered call."""
    return {"RequestId": request_id, "Code": "Success", "Message": "success", "Result": result}


def failure(request_id: str, host_id: str, code: str, message: str, recommend: str = "") -> Json:
    """Return the body of a refused call, the same for all RPC products; `host_id` is the host asked."""
    return {
        "RequestId": request_id,
        "HostId": host_id,
        "Code": code,
        "Message": message,
        "Recommend": recommend,
    }


def spoof_info(card: Card | None, *, wanted: bool) -> Json:
    """Return what looks copied about a card; nothing does if that is not asked for."""
    found = codes_of(card) if wanted and card is not None else frozenset()
    types = [name for code, name in SPOOF_TYPES.items() if code in found]
    return {"spoofResult": "Y" if types else "N", "spoofType": types}


def as_text(content: Json) -> str:
    """Return an object as the JSON text that stands inside other JSON."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
