"""Values of a known document whose captions nobody can read: by their shape, dates by their order in time.

A line belongs to a field if it is the only one that satisfies the field's rules and satisfies no other
missing field's. A line of two days says from when to when a document is valid. Several dates are told apart
by time where as many are missing as were read: no document is issued before the birth, or expires before the
issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from idvision.documents import DocumentSpec, FieldSpec
from idvision.joined_lines import box_around, stripped
from idvision.types import Box, Field, FoundValue, ReadLine
from idvision.validate import validate_field

# A value of fewer characters, or one that is a smaller part of its line, is found in too many lines.
MIN_CHARACTERS = 6
WHOLE = 0.8
SHORT = frozenset(
    {
        *("sex", "sex_pl", "citizenship", "country_code", "cn_authority", "cn_blood_type", "blood_group"),
        *("vn_sex", "eu_classes", "cn_ethnicity"),
    }
)
"""Checks that only few words pass, so that a shorter value counts where it fills its line."""
_MEASURE = re.compile(r"\d\D{1,2}\d\d?\W*")
ORDER_IN_TIME = {
    "birth_date": 0,
    "first_issue_date": 1,
    "issue_date": 2,
    "valid_from": 2,
    "register_date": 2,
    "expiry_date": 3,
}
"""Name of a date -> its rank; dates of one rank are not told apart."""
BIRTH = "birth_date"
SPAN_ENDS = ("issue_date", "valid_from", "expiry_date")
"""The dates that a line of two days may be."""
# No document that has an expiry is valid for so many years.
LONGEST_VALIDITY = 25
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PRINTED_DAY = r"(?:\d{4}\D?\d{2}\D?\d{2}|\d{2}\D?\d{2}\D?\d{4})"
# The first and the last day of validity, which stand in one line on many cards.
_SPAN = re.compile(rf"\W{{0,2}}{_PRINTED_DAY}\D{{0,3}}{_PRINTED_DAY}\W{{0,2}}")


@dataclass(frozen=True, slots=True)
class _Fit:
    """A line that satisfies a field: the value as found, and its canonical form."""

    line: int
    field: str
    found: FoundValue
    value: str


def bare_values(
    lines: Sequence[ReadLine],
    spec: DocumentSpec,
    known: Sequence[Field],
    boxes: Sequence[Box],
    size_wh: tuple[int, int],
) -> tuple[FoundValue, ...]:
    """Return the values of missing fields that stand alone in their lines, in the order of the declaration.

    Args:
        lines: lines without a label; quads in pixels of the upright card image.
        spec: the declaration of a document that is proven by other means.
        known: the fields that were read, with their canonical values.
        boxes: where they stand, in fractions of the card.
        size_wh: width and height of the card image.
    """
    have = {field.name for field in known}
    missing = [field for field in spec.fields if field.name not in have and field.pattern]
    free = [line for line in lines if not is_taken(box_around([line], size_wh), boxes)]
    fits = [
        fit
        for number, line in enumerate(free)
        for field in missing
        if (fit := _fit(number, line, field, size_wh)) is not None
    ]
    days = [fit for fit in fits if _DAY.fullmatch(fit.value)]
    taken = (*_by_shape([fit for fit in fits if fit not in days]), *_by_time(days, missing, known))
    order = [field.name for field in spec.fields]
    return tuple(sorted((fit.found for fit in taken), key=lambda found: order.index(found.name)))


def is_taken(box: Box, boxes: Sequence[Box]) -> bool:
    """Tell whether the middle of a value stands within a value that was read, or such a value's within it."""
    return any(_holds(one, other) for taken in boxes for one, other in ((box, taken), (taken, box)))


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _fit(number: int, line: ReadLine, field: FieldSpec, size_wh: tuple[int, int]) -> _Fit | None:
    text, probabilities = stripped(line)
    match = re.search(field.pattern, text)
    if match is None:
        return None
    start, end = match.span(min(1, match.re.groups))
    size = sum(map(str.isalnum, text[start:end]))
    spans = _SPAN.fullmatch(text) is not None
    if spans and field.name not in SPAN_ENDS:
        return None
    filled = 1.0 if spans else size / max(1, sum(map(str.isalnum, text)))
    special = bool(SHORT.intersection(field.checks)) or _MEASURE.fullmatch(text) is not None
    if filled < WHOLE or (size < MIN_CHARACTERS and not (special and filled == 1.0)):
        return None
    found = FoundValue(field.name, text[start:end], probabilities[start:end], box_around([line], size_wh))
    read = validate_field(found, field)
    return None if read.problems else _Fit(number, field.name, found, read.value)


def _by_shape(fits: Sequence[_Fit]) -> list[_Fit]:
    """Return those whose line fits no other field and whose field fits no other line."""
    return [
        fit
        for fit in fits
        if not any(other is not fit and fit.field == other.field for other in fits)
        and not any(other is not fit and fit.line == other.line for other in fits)
    ]


def _is_born(day: str, known: Sequence[Field]) -> bool:
    """Tell whether a day lies so long before a known expiry that only a birth does."""
    expiry = next((field.value for field in known if field.name == "expiry_date"), "")
    return bool(_DAY.fullmatch(expiry)) and int(expiry[:4]) - int(day[:4]) > LONGEST_VALIDITY


def _births(days: Sequence[_Fit], wanted: Sequence[tuple[int, str]], known: Sequence[Field]) -> list[_Fit]:
    """Return the birth among fewer dates than are missing: so long before another day no other lies.

    The first issue of a licence may lie as far back.
    """
    first, *later = sorted({fit.value for fit in days})
    last = [Field("expiry_date", later[-1], later[-1], 1.0)] if later else known
    if not _is_born(first, last) or (later and any(name == "first_issue_date" for _, name in wanted)):
        return []
    return [fit for fit in days if fit.field == BIRTH and fit.value == first]


def _by_time(days: Sequence[_Fit], missing: Sequence[FieldSpec], known: Sequence[Field]) -> list[_Fit]:
    """Return the dates that their order alone tells apart; none where that leaves any choice."""
    wanted = sorted(
        (ORDER_IN_TIME[field.name], field.name) for field in missing if field.name in ORDER_IN_TIME
    )
    lines = sorted({(fit.value, fit.line) for fit in days})
    alone = len({fit.field for fit in days} - set(ORDER_IN_TIME)) == 0
    if alone and 0 < len(lines) < len(wanted):
        return _births(days, wanted, known)
    if not alone or len(wanted) != len(lines) or len({rank for rank, _ in wanted}) != len(wanted):
        return []
    by_place = {(fit.line, fit.field): fit for fit in days}
    chosen = [by_place.get((line, name)) for (_, name), (_, line) in zip(wanted, lines, strict=True)]
    taken = [fit for fit in chosen if fit is not None]
    dated = [(ORDER_IN_TIME[field.name], field.value) for field in known if field.name in ORDER_IN_TIME]
    dated += [(ORDER_IN_TIME[fit.field], fit.value) for fit in taken]
    in_order = all(a[1] < b[1] for a in dated for b in dated if a[0] < b[0])
    return taken if in_order and len(taken) == len(wanted) else []
