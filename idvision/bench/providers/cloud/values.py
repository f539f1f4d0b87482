"""How vendors write days, sexes and periods -> canonical values. What is not understood stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from idvision.bench.answer import AnsweredField
from idvision.documents import DocumentSpec
from idvision.schemas.card_values import LONG_TERM, LONG_TERM_ZH

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:T[\d:.+\-Z]*)?")
_ENDLESS = {LONG_TERM, LONG_TERM_ZH, "longterm"}
_SEX = {"男": "M", "女": "F", "MALE": "M", "FEMALE": "F"}
_PERIOD = re.compile(r"(\d{4}[-/.]?\d{1,2}[-/.]?\d{1,2})?\s*[-~至]\s*(\S.*)")
_DATES_WITHOUT_THE_WORD = frozenset({"valid_from", "renewal_until", "inspection_valid_until"})


def canonical(name: str, value: str) -> str:
    """Return a value in canonical form, by the name of our field."""
    text = value.strip()
    if name == "sex":
        return _SEX.get(text.upper(), text.upper())
    return day(text) if name.endswith("_date") or name in _DATES_WITHOUT_THE_WORD else text


def day(text: str) -> str:
    """Return `1980-02-10` for a day that is written with its year first, `long-term` for no end."""
    if text.casefold().replace(" ", "-") in _ENDLESS:
        return LONG_TERM
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    year, month, day_of_month = found[1], found[2] or found[4], found[3] or found[5]
    try:
        return date(int(year), int(month), int(day_of_month)).isoformat()
    except ValueError:
        return text


def period(text: str) -> tuple[str, str]:
    """Return beginning and end of `2017.08.12-2037.08.12`; a text of another form is all end."""
    found = _PERIOD.fullmatch(text.strip())
    return ("", day(text.strip())) if found is None else (day(found[1] or ""), day(found[2].strip()))


def answered(
    values: Mapping[str, str], confidences: Mapping[str, float] | None = None
) -> tuple[AnsweredField, ...]:
    """Return the values that are not empty, by the names of our fields, in canonical form."""
    known = confidences or {}
    return tuple(
        AnsweredField(name, canonical(name, value), known.get(name))
        for name, value in values.items()
        if value and value.strip()
    )


def names_of(spec: DocumentSpec) -> tuple[str, ...]:
    """Return the values that a side shows."""
    return tuple(field.name for field in spec.fields)
