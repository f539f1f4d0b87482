"""Find a document's values among its characters, by the declaration: rows of glyphs -> found values.

A character belongs to the field whose caption precedes it in its row; where the caption was not read, or
a value runs over several rows, it belongs to the field in whose declared region it stands, the layout
being registered on the captions that were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from idvision.anchors import REGION_MARGIN, AnchorMatch, Classified, Glyph, Layout, Row, in_region, stacked
from idvision.checks.clean import HAN
from idvision.documents import DocumentSpec, FieldSpec
from idvision.types import Box, FoundValue

_HAN = re.compile(f"[{HAN}]")
# Characters closer than this many widths are parts of one word.
ADJOINING = 1.6


def parse(rows: Sequence[Row], classified: Classified) -> tuple[FoundValue, ...]:
    """Return the values found, in the order of the declaration; a field without text is left out."""
    spec = classified.spec
    owners = dict(_owners(rows, classified))
    found = []
    for field in spec.fields:
        owned = [place for place, names in owners.items() if field.name in names]
        lines = [[rows[row][place] for row, place in places] for _, places in groupby(owned, itemgetter(0))]
        value = _pick(field, lines)
        if value is not None:
            found.append(value)
    return tuple(found)


def joined(found: Sequence[FoundValue], spec: DocumentSpec) -> tuple[FoundValue, ...]:
    """Return one value a field, in the order of the declaration; of several the last one given stands."""
    by_name = {value.name: value for value in found}
    return tuple(by_name[field.name] for field in spec.fields if field.name in by_name)


def _owners(rows: Sequence[Row], classified: Classified) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Yield the fields that own each glyph, captions left out, in reading order.

    What adjoins the end of a value belongs to it, also beyond the region: a value is never cut short.
    """
    for index, row in enumerate(rows):
        matches = sorted((m for m in classified.matches if m.row == index), key=lambda m: m.start)
        before: tuple[str, ...] = ()
        for place, glyph in enumerate(row):
            if any(match.start <= place < match.end for match in matches):
                before = ()
                continue
            names = _owning_fields(glyph, place, matches, classified)
            if not names and before and _adjoins(row[place - 1], glyph):
                names = before
            before = names
            if names:
                yield (index, place), names


def _adjoins(left: Glyph, right: Glyph) -> bool:
    return right.x - left.x < ADJOINING * max(left.width, right.width)


def _owning_fields(
    glyph: Glyph, place: int, matches: Sequence[AnchorMatch], classified: Classified
) -> tuple[str, ...]:
    spec, layout = classified.spec, classified.layout
    before = [match for match in matches if match.end <= place]
    if before and before[-1].anchor.fields:
        # The caption says which field it is; the region only says where the value column ends.
        names = before[-1].anchor.fields
        right = max((region[2] for field, region in spec.placed if field.name in names), default=1.0)
        if layout.declared(glyph.x, glyph.y)[0] <= right + REGION_MARGIN:
            return names
    return tuple(field.name for field, region in spec.placed if in_region(glyph, region, layout))


def _pick(field: FieldSpec, lines: Sequence[Sequence[Glyph]]) -> FoundValue | None:
    """Cut the value out of a field's lines by its pattern.

    What matches in one line is not joined with the print above and below it. Where nothing matches, all the
    text is the value, for the checks to refuse, unless the field may be missing: then it is.
    """
    if field.han:
        lines = [line for line in lines if any(re.match(_HAN, glyph.character) for glyph in line)] or lines
    glyphs = [glyph for line in lines for glyph in line]
    if not glyphs:
        return None
    if field.pattern:
        places = (stacked(lines), *lines, glyphs) if field.stacked else (*lines, glyphs)
        cut = next((found for line in places if (found := _cut(field.pattern, line))), None)
        if cut is None and not field.required:
            return None
        glyphs = cut or glyphs
    text, probabilities = _worded(lines, glyphs) if field.spaced else _joined(glyphs)
    return FoundValue(field.name, text, probabilities, bounding_box(glyphs))


def _joined(glyphs: Sequence[Glyph]) -> tuple[str, tuple[float, ...]]:
    return "".join(glyph.character for glyph in glyphs), tuple(glyph.probability for glyph in glyphs)


def _worded(lines: Sequence[Sequence[Glyph]], glyphs: Sequence[Glyph]) -> tuple[str, tuple[float, ...]]:
    """Return the text of a value with the spaces between its words and lines, of which nobody doubts."""
    begins = {line[0] for line in lines if line}
    text, probabilities = "", []
    for glyph in glyphs:
        if text and (glyph.spaced or glyph in begins):
            text += " "
            probabilities.append(1.0)
        text += glyph.character
        probabilities.append(glyph.probability)
    return text, tuple(probabilities)


def _cut(pattern: str, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs that a pattern, or its group 1, matches; none where it does not."""
    match = re.search(pattern, "".join(glyph.character for glyph in glyphs))
    start, end = match.span(min(1, match.re.groups)) if match is not None else (0, 0)
    return list(glyphs[start:end])


def bounding_box(glyphs: Sequence[Glyph]) -> Box:
    """Return the box around glyphs in fractions of the card."""
    return (
        min(glyph.x - glyph.width / 2 for glyph in glyphs),
        min(glyph.y - glyph.height / 2 for glyph in glyphs),
        max(glyph.x + glyph.width / 2 for glyph in glyphs),
        max(glyph.y + glyph.height / 2 for glyph in glyphs),
    )


def declared_box(spec: DocumentSpec, name: str, layout: Layout) -> Box:
    """Return where a field's region lies on the card, in fractions. Raises KeyError for another name."""
    regions = {field.name: region for field, region in spec.placed}
    return placed_box(regions[name], layout)


def placed_box(region: Box, layout: Layout) -> Box:
    """Return where a declared region lies on the card, in fractions."""
    x1, y1, x2, y2 = region
    (scale_x, scale_y), (offset_x, offset_y) = layout.scale, layout.offset
    left, right = x1 * scale_x + offset_x, x2 * scale_x + offset_x
    top, bottom = (layout.tilt.printed((left + right) / 2, y * scale_y + offset_y) for y in (y1, y2))
    return left, top, right, bottom
