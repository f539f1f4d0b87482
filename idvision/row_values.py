"""Values of a known document by the order in which it prints them: lines, what was read -> more fields.

Where no caption is legible, the rows of a document still stand one below the other in the order that its
issuer or standard gives them. Lines that nothing else accounts for, between two values that were read, are
the values between those two if there are exactly as many of them; so are those beside a value in its row.
Lines that follow one another more closely than the rows do are one value, where it may have several.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from idvision.bare_values import ORDER_IN_TIME, WHOLE, is_taken
from idvision.checks import latin_date
from idvision.documents import DocumentSpec, FieldSpec
from idvision.errors import InvalidValue
from idvision.joined_lines import box_around, join_lines, stripped
from idvision.label_page import Page
from idvision.row_lines import free_lines
from idvision.row_places import Bounds, Place, around, beside, chains, extent, parted
from idvision.types import Box, Field, FoundValue
from idvision.validate import validate_field

_FIGURES = re.compile(r"\d{1,4} ?([-./ ]) ?\d\d? ?\1 ?\d{2,4}")

_Lines = Sequence[int]
_Fit = Callable[[_Lines, str], FoundValue | None]
_Found = dict[str, tuple[_Lines, FoundValue]]


def row_values(
    page: Page, spec: DocumentSpec, known: Sequence[Field], boxes: Mapping[str, Box]
) -> tuple[FoundValue, ...]:
    """Return the values of missing fields that the declared `rows` tell apart, in no order.

    Args:
        page: the print of the card without a zone, with the labels in it.
        spec: the declaration of a document that is proven by other means; without rows nothing is found.
        known: the fields that were read, with their canonical values.
        boxes: where they stand, in fractions of the card.
    """
    have = {field.name for field in known}
    missing = {field.name: field for field in spec.fields if field.name not in have}

    def fit(lines: _Lines, name: str) -> FoundValue | None:
        if name not in missing:
            return None
        if len(lines) > 1:
            return _fitting_block(page, lines, missing[name])
        return _fitting(page, lines[0], missing[name])

    rows = [row.split() for row in spec.rows]
    elsewhere = [name for name in missing if not any(name in row for row in rows)]
    lines = _worded(page, free_lines(page, spec, boxes), lambda line: any(fit([line], n) for n in missing))
    lines = _unreserved(page, lines, fit, elsewhere)
    free = {line: extent(page, line) for line in lines}
    places = {name: place for name, box in boxes.items() if (place := _place_of(box, page)) is not None}
    down = _down(rows, places, free, fit)
    for name, (own, _) in down.items():
        places[name] = around([free.pop(line) for line in own])
    across = _across(rows, places, free, fit)
    found = [value for _, value in (*down.values(), *across.values())]
    return tuple(found) if _is_in_time(found, missing, known) else ()


def _place_of(box: Box, page: Page) -> Place | None:
    """Return where a value stands, by the lines that it was read in; None where those are gone."""
    taken = (is_taken(box_around([line], page.size_wh), [box]) for line in page.lines)
    own = [extent(page, number) for number, is_own in enumerate(taken) if is_own]
    if not own:
        return None
    width, whole = page.size_wh[0], around(own)
    return Place(box[0] * width, box[2] * width, whole.top, whole.bottom)


def _worded(page: Page, free: Sequence[int], is_value: Callable[[int], bool]) -> list[int]:
    """Return the lines without those of figures that are no missing value: print of a script nobody reads."""
    texts = {line: [char for char in page.lines[line].reading.text if char.isalnum()] for line in free}
    figured = {line for line, text in texts.items() if 2 * sum(map(str.isdigit, text)) > len(text)}
    return [line for line in free if line not in figured or is_value(line)]


def _unreserved(page: Page, free: Sequence[int], fit: _Fit, others: Sequence[str]) -> list[int]:
    """Return the lines without those that are the only one to be a value which stands in no declared row."""

    def is_whole(line: int, name: str) -> bool:
        found = fit([line], name)
        return found is not None and found.text.strip() == page.lines[line].reading.text.strip()

    fitting = ([line for line in free if is_whole(line, name)] for name in others)
    reserved = {lines[0] for lines in fitting if len(lines) == 1}
    return [line for line in free if line not in reserved]


def _fitting(page: Page, line: int, field: FieldSpec) -> FoundValue | None:
    """Return what a line says of a field, or None; a date may be misread, all else keeps the rules."""
    reading = page.lines[line].reading
    start = next((place for place, character in enumerate(reading.text) if character.isalnum()), 0)
    end = len(reading.text.rstrip())
    if field.pattern:
        match = re.search(field.pattern, reading.text[start:end])
        if match is None:
            return None
        first, last = match.span(min(1, match.re.groups))
        start, end = start + first, start + last
    text = reading.text[start:end]
    if sum(map(str.isalnum, text)) < WHOLE * sum(map(str.isalnum, reading.text)):
        return None
    box = box_around([page.lines[line]], page.size_wh)
    found = FoundValue(field.name, text, reading.probabilities[start:end], box)
    if _is_date(text):
        return found if field.name in ORDER_IN_TIME else None
    worded = bool(field.pattern) or 2 * sum(map(str.isalpha, text)) >= sum(map(str.isalnum, text))
    return found if worded and not validate_field(found, field).problems else None


def _fitting_block(page: Page, lines: _Lines, field: FieldSpec) -> FoundValue | None:
    """Return what several lines say together of a field of words that may have so many, or None."""
    if field.pattern or len(lines) > field.lines:
        return None
    own = [page.lines[line] for line in lines]
    text, probabilities = join_lines([stripped(line) for line in own])
    found = FoundValue(field.name, text, probabilities, box_around(own, page.size_wh))
    return None if validate_field(found, field).problems else found


def _is_date(text: str) -> bool:
    """Tell whether a text is a date, if one of figures maybe with a figure misread."""
    try:
        latin_date.validate("".join(text.split()))
    except InvalidValue:
        return _FIGURES.fullmatch(text.strip()) is not None
    return True


def _down(
    rows: Sequence[Sequence[str]], known: Mapping[str, Place], free: Mapping[int, Place], fit: _Fit
) -> _Found:
    """Return the missing first values of rows: each run of them between two rows that are known."""
    column = [known[row[0]] for row in rows if row[0] in known]
    found: _Found = {}
    for names, bounds in _runs(rows, known):
        is_sure = len(names) > 1 or bounds.are_known
        columns = [
            _values_in(chain, free, len(names)) for chain in chains(free, column, bounds, is_sure=is_sure)
        ]
        fitting = [values for values in columns if len(values) == len(names)]
        if len(fitting) == 1:
            found |= _all_found(fitting[0], names, fit)
    return found


def _values_in(chain: _Lines, free: Mapping[int, Place], count: int) -> list[list[int]]:
    """Return the lines of a chain as values, each alone if that makes as many as are looked for."""
    return [[line] for line in chain] if len(chain) == count else parted(chain, free)


def _runs(rows: Sequence[Sequence[str]], known: Mapping[str, Place]) -> Iterator[tuple[list[str], Bounds]]:
    """Yield the first names of rows of which nothing is known, those without a known row between them."""
    levels = [next((known[name] for name in row if name in known), None) for row in rows]
    for is_run, group in groupby(range(len(rows)), lambda row: levels[row] is None):
        run = list(group)
        over, under = [None, *levels][run[0]], [*levels, None][run[-1] + 1]
        if is_run:
            yield [rows[row][0] for row in run], Bounds(over, under)


def _across(
    rows: Sequence[Sequence[str]], known: Mapping[str, Place], free: Mapping[int, Place], fit: _Fit
) -> _Found:
    """Return the missing values beside those that are known, row by row."""
    found: _Found = {}
    for row in rows:
        is_known = [name in known for name in row]
        for is_there, group in groupby(range(len(row)), is_known.__getitem__):
            if is_there:
                continue
            run = list(group)
            before = [known[name] for name in row[: run[0]][-1:]]
            after = [known[name] for name in row[run[-1] + 1 :][:1]]
            lines = beside(free, before, after)
            if len(lines) == len(run):
                found |= _all_found([[line] for line in lines], [row[place] for place in run], fit)
    return found


def _all_found(values: Sequence[_Lines], names: Sequence[str], fit: _Fit) -> _Found:
    """Return what the lines of each value say of one field; nothing if those of one say nothing of theirs."""
    fits = [(lines, fit(lines, name)) for lines, name in zip(values, names, strict=True)]
    found = {value.name: (lines, value) for lines, value in fits if value is not None}
    return found if len(found) == len(names) else {}


def _is_in_time(
    found: Sequence[FoundValue], missing: Mapping[str, FieldSpec], known: Sequence[Field]
) -> bool:
    """Tell whether the dates found follow one another, and those that were known, as they must."""
    read = [validate_field(value, missing[value.name]) for value in found]
    days = [
        (ORDER_IN_TIME[field.name], field.value)
        for field in (*read, *known)
        if field.name in ORDER_IN_TIME and not field.problems
    ]
    return all(a[1] < b[1] for a in days for b in days if a[0] < b[0])
