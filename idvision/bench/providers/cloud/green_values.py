"""The result objects of structured card OCR -> the common answer, by the table of `idvision.schemas`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from idvision.bench.answer import Answer, AnsweredCard
from idvision.bench.providers.cloud.values import answered, day, names_of
from idvision.documents import DocumentSpec, all_specs
from idvision.schemas.aliyun_green_fields import PLATE_TYPES_ZH, Entry, objects
from idvision.schemas.vendor_codes import GREEN, code_of

_ID_CARD = "id-card-"
_ATTACKS = {"photocopy": "copy", "screen_recapture": "remake"}
_COMPOSED = {"*surname": "surname", "*given_names": "given_names", "*han_name": "name"}
_LINES = ("*line0", "*line1")
_PARTS_OF_A_VALUE = frozenset({"chinese_month_and_day", "end_of_term"})
_SCRIPTS = frozenset({"han", "letters"})
_PLATE_TYPES = {words: kind for kind, words in PLATE_TYPES_ZH.items()}


def to_answer(result: Mapping[str, Any], kind: str) -> Answer:
    """Return the common answer to one entry of `results`; without an object nothing was found."""
    info: Mapping[str, Any] | None = result.get(objects()[kind].name)
    if not info:
        return Answer()
    # Of an identity card the side that is seen is told, whichever was asked for.
    seen = f"{_ID_CARD}{info['type']}" if kind.startswith(_ID_CARD) and info.get("type") else kind
    spec = next(spec for spec in all_specs() if code_of(spec, GREEN) == seen)
    lines = tuple(str(info.get(entry.name) or "") for entry in _entries(seen) if entry.values[0] in _LINES)
    card = AnsweredCard(
        spec.type,
        spec.side.value,
        fields=answered(values_of(info, seen, spec)),
        mrz=tuple(line for line in lines if line),
    )
    told = [(own, float(info[name])) for own, name in _ATTACKS.items() if isinstance(info.get(name), bool)]
    return Answer(cards=(card,), attacks=tuple(told) if told and seen.startswith(_ID_CARD) else None)


def values_of(info: Mapping[str, Any], kind: str, spec: DocumentSpec) -> dict[str, str]:
    """Return our values of a result object; what it only holds a part of is left out."""
    found: dict[str, str] = {}
    for entry in _entries(kind):
        own = _COMPOSED.get(entry.values[0], entry.values[0])
        text = str(info.get(entry.name) or "")
        if own.startswith("*") or not text or entry.form in _PARTS_OF_A_VALUE:
            continue
        if entry.form in _SCRIPTS and found.get(own, text) != text:
            # What is printed in two scripts comes in two pieces.
            text = f"{found[own]}/{text}"
        found[own] = _canonical(entry, text)
    side = set(names_of(spec))
    return {name: text for name, text in found.items() if name in side or spec.mrz is not None}


def _canonical(entry: Entry, text: str) -> str:
    match entry.form:
        case "day" | "chinese_day":
            return day(text)
        case "plate_type":
            return _PLATE_TYPES.get(text, text)
    return text


def _entries(kind: str) -> tuple[Entry, ...]:
    return objects()[kind].texts
