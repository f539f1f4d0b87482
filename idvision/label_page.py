"""The lines of a card with the labels in them: which part of which line stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median

from idvision.labels import LabelMatch
from idvision.types import Box, ReadLine

# The slope of the rows is that of the lines of at least this share of the longest one's length.
LONG_LINE = 0.3
# Marks between a label and its value.
_SEPARATORS = " :：;；.。,，、/|-–—_*·=)）]】"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line, half-open, and their extent in pixels of the card image."""

    line: int
    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom, in pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way down, in pixels."""
        return (self.top + self.bottom) / 2


class Page:
    """The lines of a card and the labels in them."""

    def __init__(
        self, lines: Sequence[ReadLine], matches: Sequence[LabelMatch], size_wh: tuple[int, int]
    ) -> None:
        self.lines, self.matches, self.size_wh = lines, matches, size_wh
        slope = _slope(lines)
        self.boxes = [_extent(line, slope) for line in lines]
        self.labels = {match: self.piece(match.line, match.start, match.end) for match in matches}

    def text(self, piece: Piece) -> str:
        """Return the characters of a piece."""
        return self.lines[piece.line].reading.text[piece.start : piece.end]

    def piece(self, line: int, start: int, end: int) -> Piece:
        """Return a part of a line; an empty one where `start` is not before `end`."""
        left, top, right, bottom = self.boxes[line]
        centres = self.lines[line].reading.centres
        pitch = 1 / max(1, len(centres))
        if start >= end:
            return Piece(line, start, start, right, top, right, bottom)
        first, last = centres[start] - pitch / 2, centres[end - 1] + pitch / 2
        wide = right - left
        return Piece(line, start, end, left + first * wide, top, left + last * wide, bottom)

    def last_of(self, match: LabelMatch) -> LabelMatch:
        """Return the last label of a caption that says the same in several languages."""
        after = [other for other in self._in_line(match) if other.start >= match.start]
        same = takewhile(lambda other: other.label.field == match.label.field, after)
        return list(same)[-1] if match.label.field else match

    def caption(self, match: LabelMatch) -> Piece:
        """Return a label with its other languages in the line, and what precedes all labels there."""
        others = self._in_line(match)
        before = [other for other in others if other.start < match.start]
        alien = [other for other in before if other.label.field != match.label.field]
        same = [other.start for other in before if not alien or other.start > alien[-1].start]
        start = min([0 if not alien else match.start, *same])
        return self.piece(match.line, start, self.last_of(match).end)

    def is_translated(self, match: LabelMatch) -> bool:
        """Tell whether a stroke follows a label, and so the same in a language that is not known."""
        rest = self.lines[match.line].reading.text[match.end :].lstrip(" .:")
        return rest.startswith("/") and not any(character.isdigit() for character in rest)

    def _in_line(self, match: LabelMatch) -> list[LabelMatch]:
        """Return the labels of a label's line from the left to the right, itself among them."""
        return [other for other in self.matches if other.line == match.line]

    def holds_label(self, line: int) -> bool:
        """Tell whether a label stands in a line."""
        return any(match.line == line for match in self.matches)

    def free(self, line: int, start: int = 0) -> Piece:
        """Return what a line holds from `start` on up to its next label, marks at both ends left out."""
        text = self.lines[line].reading.text
        ahead = [match.start for match in self.matches if match.line == line and match.start >= start]
        end = min(ahead, default=len(text))
        while start < end and text[start] in _SEPARATORS:
            start += 1
        while end > start and text[end - 1] in " :：/|":
            end -= 1
        return self.piece(line, start, end)


def _extent(line: ReadLine, slope: float) -> Box:
    """Return left, top, right and bottom of a line in pixels, the rows brought level."""
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = line.quad
    return (
        *(min(x1, x4), (y1 + y2) / 2 - slope * (x1 + x2) / 2),
        *(max(x2, x3), (y3 + y4) / 2 - slope * (x3 + x4) / 2),
    )


def _slope(lines: Sequence[ReadLine]) -> float:
    """Return how far the rows fall from left to right: the median over the longer lines."""
    runs = [(line.quad[1][0] - line.quad[0][0], line.quad[1][1] - line.quad[0][1]) for line in lines]
    longest = max((x for x, _ in runs), default=0.0)
    return median(y / x for x, y in runs if x >= LONG_LINE * longest) if longest > 0 else 0.0
