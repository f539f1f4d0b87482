"""Values of a known document beside captions that are not legible: lines, what was read -> more fields.

Such a value is held to every rule of its field and left out where it breaks one, or is hardly legible
itself. It stays doubtful: it has the problem `caption_unread` and loses confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from idvision.bare_values import bare_values, is_taken
from idvision.documents import DocumentSpec, FieldSpec
from idvision.faint_labels import is_like_label
from idvision.label_page import Page
from idvision.label_values import faint_values, labelled_page
from idvision.last_value import last_value
from idvision.row_lines import HEADING
from idvision.row_values import row_values
from idvision.types import Box, Field, FoundValue, Mrz, ReadLine
from idvision.validate import validate_field
from idvision.zone_fields import DATES, dates_in
from idvision.zone_rest import zone_rest

_Find = Callable[[Page, DocumentSpec, Sequence[Field], Mapping[str, Box]], tuple[FoundValue, ...]]
CAPTION_UNREAD = "caption_unread"
KEPT_WITHOUT_CAPTION = 0.6
WORDED = frozenset({"free_text", "latin_name"})
"""Checks that nearly all words pass, those of a title too."""
LEGIBLE = 0.2
"""A value without a caption that is less sure than this of its own print is left out."""


def with_unlabelled(
    lines: Sequence[ReadLine],
    spec: DocumentSpec,
    fields: Sequence[Field],
    boxes: dict[str, Box],
    mrz: Mrz | None,
    size_wh: tuple[int, int],
) -> tuple[tuple[Field, ...], dict[str, Box]]:
    """Return the fields with those that were missing, in declared order, and where they all stand.

    Args:
        lines: the print of the card without a zone, quads in pixels of the upright card image.
        spec: the declaration that the card was proven to be of; without labels nothing is added.
        fields: what was read.
        boxes: where it stands, in fractions of the card.
        mrz: the zone; what it says is not looked for in the print.
        size_wh: width and height of the card image.
    """
    if not spec.labels:
        return tuple(fields), dict(boxes)
    zone = [field for field in (mrz.fields if mrz is not None else ()) if field.value]
    known, places, added = [*fields, *zone], dict(boxes), []
    page = labelled_page(lines, spec, size_wh)
    by_zone = (partial(zone_rest, mrz=mrz),) if mrz is not None else ()
    for find in _ways(spec, by_zone):
        values = [value for value in find(page, spec, known, places) if not is_day_of_zone(value, mrz)]
        # What the zone leaves over was told from captions by how legible it is.
        if find not in by_zone:
            values = [value for value in values if not is_like_label(value.text, spec)]
        pairs = _sound(values, spec, list(places.values()))
        known += [field for _, field in pairs]
        places |= {found.name: found.box for found, _ in pairs}
        added += [_doubted(field) for _, field in pairs]
    order = [field.name for field in spec.fields]
    return tuple(sorted((*fields, *added), key=lambda field: order.index(field.name))), places


def is_day_of_zone(value: FoundValue, mrz: Mrz | None) -> bool:
    """Tell whether a value is a day that the zone gives another name: some pages print a day twice."""
    fields = mrz.fields if mrz is not None else ()
    days = {field.value for field in fields if field.name in DATES and field.name != value.name}
    return bool(days) and any(day in days for name in DATES for day, _ in dates_in(value.text, name))


def _ways(spec: DocumentSpec, by_zone: tuple[_Find, ...]) -> tuple[_Find, ...]:
    """Return the ways to look for values; what one finds tells the next one where to look."""
    by_rows = (row_values,) if spec.rows else ()
    last = (_bare, last_value) if by_rows else ()
    return (*by_rows, _faint, *by_zone, *by_rows, _bare, *by_rows, *last)


def _faint(
    page: Page, spec: DocumentSpec, known: Sequence[Field], _: Mapping[str, Box]
) -> tuple[FoundValue, ...]:
    have = {field.name for field in known}
    missing = [field.name for field in spec.fields if field.name not in have]
    return faint_values(page.lines, spec, missing, page.size_wh)


def _bare(
    page: Page, spec: DocumentSpec, known: Sequence[Field], boxes: Mapping[str, Box]
) -> tuple[FoundValue, ...]:
    return bare_values(page.lines, spec, known, list(boxes.values()), page.size_wh)


def _sound(
    values: Sequence[FoundValue], spec: DocumentSpec, taken: Sequence[Box]
) -> list[tuple[FoundValue, Field]]:
    """Return the values that keep all rules and stand in no other value's place, nor words in the heading."""
    specs = {field.name: field for field in spec.fields}
    pairs = [(found, validate_field(found, specs[found.name])) for found in values]
    return [
        (found, field)
        for found, field in pairs
        if _is_legible(field, specs[found.name])
        and not field.problems
        and not is_taken(found.box, taken)
        and not (WORDED.intersection(specs[found.name].checks) and _is_in_heading(found.box))
    ]


def _is_in_heading(box: Box) -> bool:
    return (box[1] + box[3]) / 2 < HEADING


def _is_legible(field: Field, spec: FieldSpec) -> bool:
    """Tell whether a value may be one at all: words are letters for the most part."""
    letters = sum(map(str.isalpha, field.value))
    worded = bool(spec.pattern) or 2 * letters >= sum(map(str.isalnum, field.value))
    return bool(field.value) and worded and field.confidence >= LEGIBLE


def _doubted(field: Field) -> Field:
    return replace(
        field, problems=(CAPTION_UNREAD,), confidence=round(field.confidence * KEPT_WITHOUT_CAPTION, 4)
    )
