"""Find printed captions among the characters of a card and register the declared layout on them.

Positions are fractions of the upright card image, x right, y down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from idvision.documents import AnchorSpec, DocumentSpec
from idvision.tilt import LEVEL, Run, Tilt, tilt_of
from idvision.types import Box, Point, ReadLine

# From this length on a caption may be misread in one character of four.
_FUZZY_LENGTH = 4
_HALF_CAPTION_DISTANCE = 0.08
REGION_MARGIN = 0.035
# Declared places are known to some percent only; captions nearer than this are where they belong.
CAPTION_TOLERANCE = 0.05
# Issuers move a machine readable zone by some millimetres.
ZONE_TOLERANCE = 0.12
# What one row of a stacked number holds: four digits, or six and the rest.
GROUP = re.compile("[0-9]{4,13}")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its middle, its extent and the probability of the reading.

    `spaced` tells whether the line has a space before it.
    """

    character: str
    x: float
    y: float
    width: float
    height: float
    probability: float
    spaced: bool = False


Row = tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class AnchorMatch:
    """A caption found: `row` and the half-open range of its glyphs there."""

    anchor: AnchorSpec
    row: int
    start: int
    end: int
    centre: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the declared layout lies: `card = scale * declared + offset`, per axis, the rows levelled."""

    scale: Point = (1.0, 1.0)
    offset: Point = (0.0, 0.0)
    tilt: Tilt = LEVEL

    def declared(self, x: float, y: float) -> Point:
        """Return the declared position of a point of the card."""
        level = self.tilt.level(x, y)
        return (x - self.offset[0]) / self.scale[0], (level - self.offset[1]) / self.scale[1]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something printed whose place is known: where it is declared and where it was seen."""

    declared: Point
    seen: Point


IDENTITY_LAYOUT = Layout()


@dataclass(frozen=True, slots=True)
class Classified:
    """The declaration that fits a card best, how well, and where its captions, layout and zone lie."""

    spec: DocumentSpec
    confidence: float
    matches: tuple[AnchorMatch, ...] = ()
    layout: Layout = IDENTITY_LAYOUT
    zone: tuple[Mark, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What the outline can be held against: the captions, or the ends of the zone's lines."""
        return self.zone or tuple(Mark(match.anchor.centre, match.centre) for match in self.matches)

    @property
    def is_astray(self) -> bool:
        """Whether the marks contradict the outline."""
        return misplacement(self.marks) > (ZONE_TOLERANCE if self.zone else CAPTION_TOLERANCE)


def in_region(glyph: Glyph, region: Box, layout: Layout) -> bool:
    """Tell whether a character stands in a declared region, with some margin at its ends."""
    x, y = layout.declared(glyph.x, glyph.y)
    x1, y1, x2, y2 = region
    return x1 - REGION_MARGIN <= x <= x2 + REGION_MARGIN and y1 <= y <= y2


def glyphs_of(line: ReadLine, size_wh: tuple[int, int]) -> Row:
    """Place the characters of a line on the card; of spaces only the next character knows."""
    (x1, y1), (x2, y2), _, (x4, y4) = line.quad
    width, height = size_wh
    reading = line.reading
    pitch = abs(x2 - x1) / max(1, len(reading.text)) / width
    line_height = float(np.hypot(x4 - x1, y4 - y1)) / height
    middle = ((x4 - x1) / 2, (y4 - y1) / 2)
    return tuple(
        Glyph(
            character,
            (x1 + (x2 - x1) * centre + middle[0]) / width,
            (y1 + (y2 - y1) * centre + middle[1]) / height,
            pitch,
            line_height,
            probability,
            place > 0 and reading.text[place - 1].isspace(),
        )
        for place, (character, centre, probability) in enumerate(
            zip(reading.text, reading.centres, reading.probabilities, strict=True)
        )
        if not character.isspace()
    )


def rows_of(lines: Sequence[ReadLine], size_wh: tuple[int, int]) -> tuple[Row, ...]:
    """Join the lines of a card into rows of glyphs, top to bottom, each from left to right.

    Two lines share a row when their middles differ by less than half the smaller one's height, measured
    across the text: a loosely outlined card shows its rows slanted. Lines that stand one below the other
    never do, such as a caption and its translation that a large line beside them would bring together.
    """
    placed = [glyphs for line in lines if (glyphs := glyphs_of(line, size_wh))]
    tilt = tilt_of(_runs(placed))
    placed.sort(key=lambda glyphs: _level(glyphs, tilt))
    rows: list[list[Row]] = []
    for glyphs in placed:
        last = rows[-1][-1] if rows else None
        gap = _level(glyphs, tilt) - _level(last, tilt) if last else 0.0
        level = last is not None and gap < 0.5 * min(glyphs[0].height, last[0].height)
        if level and not any(_overlap(glyphs, other) for other in rows[-1]):
            rows[-1].append(glyphs)
        else:
            rows.append([glyphs])
    # Lines keep their own order of characters: the ends of two neighbours may overlap.
    return tuple(
        tuple(glyph for glyphs in sorted(row, key=lambda glyphs: glyphs[0].x) for glyph in glyphs)
        for row in rows
    )


def stacked(rows: Sequence[Sequence[Glyph]]) -> Row:
    """Join the rows that hold nothing but a group of digits: a number printed in groups below one another."""
    groups = (row for row in rows if GROUP.fullmatch("".join(glyph.character for glyph in row)))
    return tuple(glyph for row in groups for glyph in row)


def _overlap(a: Row, b: Row) -> bool:
    """Tell whether the shorter of two lines has more than half of its width above or below the other."""
    (left_a, right_a), (left_b, right_b) = _ends(a), _ends(b)
    common = min(right_a, right_b) - max(left_a, left_b)
    return common > 0.5 * min(right_a - left_a, right_b - left_b)


def _ends(row: Row) -> Point:
    """Return where the first character begins and where the last one ends."""
    return row[0].x - row[0].width / 2, row[-1].x + row[-1].width / 2


def _runs(rows: Sequence[Row]) -> list[Run]:
    return [((row[0].x, row[0].y), (row[-1].x, row[-1].y)) for row in rows]


def _level(glyphs: Sequence[Glyph], tilt: Tilt) -> float:
    return float(np.mean([tilt.level(glyph.x, glyph.y) for glyph in glyphs]))


def _middle(glyphs: Sequence[Glyph]) -> float:
    return float(np.mean([glyph.y for glyph in glyphs]))


def find_anchors(rows: Sequence[Row], anchors: Sequence[AnchorSpec]) -> tuple[AnchorMatch, ...]:
    """Return the best place of every caption that is found, in the order of the declaration."""
    texts = ["".join(_small(glyph.character) for glyph in row) for row in rows]
    matches = (_best_match(rows, texts, anchor) for anchor in anchors)
    return tuple(match for match in matches if match is not None)


def _best_match(rows: Sequence[Row], texts: Sequence[str], anchor: AnchorSpec) -> AnchorMatch | None:
    # Of two spellings the one that explains more characters: a caption's second half is no value.
    found = [
        (errors - len(spelling), _distance(match), match)
        for spelling in map(_all_small, (anchor.text, *anchor.variants))
        for index, (row, text) in enumerate(zip(rows, texts, strict=True))
        for errors, match in _matches_in_row(row, text, index, spelling, anchor)
    ]
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def _distance(match: AnchorMatch) -> float:
    return abs(match.centre[0] - match.anchor.centre[0]) + abs(match.centre[1] - match.anchor.centre[1])


def _matches_in_row(
    row: Row, text: str, index: int, spelling: str, anchor: AnchorSpec
) -> list[tuple[int, AnchorMatch]]:
    tolerated = len(spelling) // _FUZZY_LENGTH
    if not set(spelling) & set(text):
        return []
    matches = []
    if len(spelling) == 2 and spelling[1] in text[:2]:
        # The gap between the two characters of a caption is wide enough to lose the first, or to misread it.
        end = text.index(spelling[1]) + 1
        centre = ((row[0].x + row[end - 1].x) / 2, _middle(row[:end]))
        half = AnchorMatch(anchor, index, 0, end, centre)
        matches += [(1, half)] if _distance(half) < _HALF_CAPTION_DISTANCE else []
    for start in range(len(text) - len(spelling) + 1):
        end = start + len(spelling)
        errors = sum(a != b for a, b in zip(text[start:end], spelling, strict=True))
        if errors <= tolerated:
            centre = ((row[start].x + row[end - 1].x) / 2, _middle(row[start:end]))
            matches.append((errors, AnchorMatch(anchor, index, start, end, centre)))
    return matches


@cache
def _all_small(text: str) -> str:
    return "".join(map(_small, text))


def _small(character: str) -> str:
    """Return a letter as a small one, where that is one character too."""
    small = character.lower()
    return small if len(small) == 1 else character


def register(matches: Sequence[AnchorMatch], rows: Sequence[Row] = ()) -> Layout:
    """Fit the declared layout to the captions found in the rows: per axis a scale and an offset.

    An axis along which the captions lie close together keeps its declared scale. Medians of pairwise
    slopes keep one wrong caption harmless (Theil-Sen).
    """
    if not matches:
        return IDENTITY_LAYOUT
    declared = np.array([match.anchor.centre for match in matches])
    tilt = tilt_of(_runs(rows))
    seen = np.array([(match.centre[0], tilt.level(*match.centre)) for match in matches])
    scales = [_slope(declared[:, axis], seen[:, axis]) for axis in (0, 1)]
    scale_x, scale_y = (1.0 if scale is None else scale for scale in scales)
    offset = np.median(seen - declared * [scale_x, scale_y], axis=0)
    return Layout((scale_x, scale_y), (float(offset[0]), float(offset[1])), tilt)


def misplacement(marks: Sequence[Mark]) -> float:
    """Return the marks' mean distance from their declared places, in fractions of the card."""
    distances = [np.abs(np.subtract(mark.seen, mark.declared)).max() for mark in marks]
    return float(np.mean(distances)) if distances else 0.0


def _slope(declared: NDArray[np.float64], seen: NDArray[np.float64]) -> float | None:
    a, b = np.triu_indices(len(declared), 1)
    run = declared[b] - declared[a]
    wide = np.abs(run) > 0.2
    if not wide.any():
        return None
    slope = float(np.median((seen[b] - seen[a])[wide] / run[wide]))
    return slope if 0.2 < slope < 3 else None
