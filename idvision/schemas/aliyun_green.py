"""Structured card OCR of Alibaba Cloud Content Moderation, API version 2018-05-09: one entry of `results`."""

from __future__ import annotations

from collections.abc import Mapping

from idvision.schemas.aliyun_green_fields import numbers_of, objects, texts_of
from idvision.schemas.aliyun_idcard import turned_deg
from idvision.schemas.card_values import fields_of, values_of
from idvision.schemas.choices import Choices
from idvision.schemas.findings import codes_of
from idvision.schemas.native import Json
from idvision.schemas.vendor_codes import GREEN, code_of, matching, spec_of
from idvision.types import Card, Field, Result

_ID_CARD_TYPES = {"id-card-front": "front", "id-card-back": "back"}
_HOUSEHOLD = frozenset({"household-head", "household-resident"})


def card_kinds() -> tuple[str, ...]:
    """Return every value that `extras.card` may have."""
    return tuple(objects())


def to_green(result: Result, kind: str, choices: Choices) -> Json:
    """Return the entry for a photo; `kind` is one of those in `card_kinds`.

    An identity card is told whichever side is seen: `type` says which. Without such a card there is no
    object, and the label is that of a picture without text.
    """
    wanted = frozenset(_ID_CARD_TYPES) if kind in _ID_CARD_TYPES else frozenset({kind})
    cards = matching(result, lambda card: code_of(spec_of(card), GREEN) in wanted)
    # Of two sides in one photo the one that was asked for counts.
    asked = [card for card in cards if code_of(spec_of(card), GREEN) == kind]
    card = next(iter([*asked, *cards]), None)
    if card is None:
        return {"scene": "ocr", "label": "normal", "suggestion": "pass", "rate": 99.9}
    seen = code_of(spec_of(card), GREEN)
    return {
        "scene": "ocr",
        "label": "ocr",
        "suggestion": "review",
        "rate": _percent(card.document.confidence),
        objects()[kind].name: info_of(card, seen, choices),
    }


def info_of(card: Card, kind: str, choices: Choices) -> Json:
    """Return the result object of one card."""
    values = values_of(card, blank_doubtful=choices.blank_doubtful)
    lines = card.mrz.lines if card.mrz is not None else ()
    return {**texts_of(kind, values, lines), **numbers_of(kind, values), **_extras(card, kind, choices)}


def _extras(card: Card, kind: str, choices: Choices) -> Json:
    """Return what the object says beside the values."""
    fields = fields_of(card)
    if kind in _ID_CARD_TYPES:
        return _id_card_extras(card, kind, choices)
    if kind in _HOUSEHOLD:
        return {"type": kind}
    if kind == "business-license":
        return {"copy": bool(_value(fields, "copy_mark") or _value(fields, "copy_number"))}
    if kind == "vehicle-num":
        names = {"rate": "plate_number", "vehicleTypeRate": "plate_type"}
        return {
            rate: _percent(fields[name].confidence if name in fields else 0.0) for rate, name in names.items()
        }
    return {}


def _id_card_extras(card: Card, kind: str, choices: Choices) -> Json:
    """Return side, turn and, of the front, whether the number obeys its rules."""
    codes, number = codes_of(card), fields_of(card).get("id_number")
    extras: Json = {"angle": round(turned_deg(card.quad), 1), "type": _ID_CARD_TYPES[kind]}
    if kind == "id-card-front":
        extras["numberValid"] = number is not None and bool(number.value) and not number.problems
    if choices.green_copy_remake:
        extras |= {"copy": "photocopy" in codes, "remake": "screen_recapture" in codes}
    return extras


def _value(fields: Mapping[str, Field], name: str) -> str:
    return fields[name].value if name in fields else ""


def _percent(share: float) -> float:
    return round(100 * share, 2)
