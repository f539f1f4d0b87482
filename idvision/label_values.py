"""Cut values out of the lines by the labels beside or above them: lines, declaration -> found values.

A value is looked for in its label's line, then beside it in the same row, then below; what fits the
field's pattern first is taken. A line below that runs under several labels is cut between its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median

from idvision.documents import DocumentSpec, FieldSpec
from idvision.joined_lines import join_lines
from idvision.labels import LabelMatch, matches_of, spot, texts_of
from idvision.types import Box, FoundValue, ReadLine

# In heights of the label or the value, whichever is larger: how far below it begins, how far lines of one
# value lie apart, how far it may begin to the left of its label, and how level two parts of a row are.
BELOW_REACH = 2.8
NEXT_LINE_REACH = 1.7
# The same gap where nothing stands between a label and a value that begins right under it.
WIDE_GAP = 3.0
LEFT_SLACK = 1.2
LEVEL = 0.6
# How far apart words of one value may stand that were found apart.
WORD_GAP = 1.0
# From here on a value in the row of its label is far from it.
FAR = 3.0
# Up to here a line below a label is close to it.
CLOSE = 2.0
# How much taller words of one value may be than one another, and a value than its label.
ALIKE = 1.8
MUCH_TALLER = 4.0
# The slope of the rows is that of the lines of at least this share of the longest one's length.
LONG_LINE = 0.3
# Marks between a label and its value.
_SEPARATORS = " :：;；.。,，、/|-–—_*·=)）]】"


@dataclass(frozen=True, slots=True)
class _Piece:
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
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def label_values(
    lines: Sequence[ReadLine], spec: DocumentSpec, size_wh: tuple[int, int]
) -> tuple[FoundValue, ...]:
    """Return the values that stand at their labels, in the order of the declaration.

    Args:
        lines: all lines of the card, quads in pixels of the upright card image.
        spec: a declaration; without labels nothing is found.
        size_wh: width and height of that image.
    """
    matches = without_words(lines, matches_of(spot(texts_of(lines), spec.labels), spec.labels))
    page = _Page(lines, matches, size_wh)
    found = (_value_of(page, field) for field in spec.fields)
    return tuple(value for value in found if value is not None)


def without_words(lines: Sequence[ReadLine], matches: Sequence[LabelMatch]) -> list[LabelMatch]:
    """Return the labels without titles that are words among others: `PASSPORT OFFICE` is a value."""
    covered: dict[int, int] = {}
    for match in matches:
        own = lines[match.line].reading.text[match.start : match.end]
        covered[match.line] = covered.get(match.line, 0) + sum(map(str.isalnum, own))
    whole = {
        line for line, count in covered.items() if count >= sum(map(str.isalnum, lines[line].reading.text))
    }
    return [match for match in matches if match.label.field or not match.label.proves or match.line in whole]


class _Page:
    """The lines of a card and the labels in them."""

    def __init__(
        self, lines: Sequence[ReadLine], matches: Sequence[LabelMatch], size_wh: tuple[int, int]
    ) -> None:
        self.lines, self.matches, self.size_wh = lines, matches, size_wh
        slope = _slope(lines)
        self.boxes = [_extent(line, slope) for line in lines]
        self.labels = {match: self.piece(match.line, match.start, match.end) for match in matches}

    def text(self, piece: _Piece) -> str:
        """Return the characters of a piece."""
        return self.lines[piece.line].reading.text[piece.start : piece.end]

    def piece(self, line: int, start: int, end: int) -> _Piece:
        """Return a part of a line; an empty one where `start` is not before `end`."""
        left, top, right, bottom = self.boxes[line]
        centres = self.lines[line].reading.centres
        pitch = 1 / max(1, len(centres))
        if start >= end:
            return _Piece(line, start, start, right, top, right, bottom)
        first, last = centres[start] - pitch / 2, centres[end - 1] + pitch / 2
        wide = right - left
        return _Piece(line, start, end, left + first * wide, top, left + last * wide, bottom)

    def last_of(self, match: LabelMatch) -> LabelMatch:
        """Return the last label of a caption that says the same in several languages."""
        after = [other for other in self._in_line(match) if other.start >= match.start]
        same = takewhile(lambda other: other.label.field == match.label.field, after)
        return list(same)[-1] if match.label.field else match

    def caption(self, match: LabelMatch) -> _Piece:
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

    def free(self, line: int, start: int = 0) -> _Piece:
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


def _value_of(page: _Page, field: FieldSpec) -> FoundValue | None:
    """Return the first candidate that fits the field, of the labels in the order of their exactness."""
    own = [match for match in page.matches if match.label.names(field.name)]
    # A label within a line may be a word of a sentence.
    own.sort(key=lambda match: (-match.exactness, match.start > 0, match.line))
    for match in own:
        for pieces in _candidates(page, match, field.lines):
            value = _fitting(page, pieces, field)
            if value is not None:
                return value
    return None


def _candidates(page: _Page, match: LabelMatch, lines: int) -> Iterator[list[_Piece]]:
    """Yield what may be the value of a label, the likeliest place first."""
    last = page.last_of(match)
    label = page.caption(match)
    if match.label.value == "above":
        yield from ([over] for over in _above(page, label))
        return
    if match.label.value != "below":
        beside = page.free(last.line, last.end)
        if beside.start < beside.end and not page.is_translated(last):
            yield _with_more_lines(page, [beside], lines, label)
    right = _right_of(page, label) if match.label.value != "below" else None
    under = _below(page, label) if match.label.value != "right" else []
    # A caption with something right under its beginning stands above its value, whatever is far to the right.
    far = right is not None and right.left - label.right > FAR * label.height
    if (
        far
        and under
        and abs(under[0].left - label.left) < label.height
        and _distance(label, under[0]) < CLOSE
    ):
        right = None
    for first in (*([right] if right is not None else []), *under):
        if first is right:
            yield _with_more_lines(page, _row_from(page, first), lines, label)
        else:
            yield _with_more_lines(page, _row_from(page, first, _end_of(page, label)), lines)


def _row_from(page: _Page, first: _Piece, end: float = float("inf")) -> list[_Piece]:
    """Return a piece and what follows it closely in its row, up to `end`: words that were found apart."""
    row = [first]
    for line, (left, top, right, bottom) in sorted(enumerate(page.boxes), key=lambda pair: pair[1][0]):
        last, tall = row[-1], max(first.height, bottom - top)
        near = -0.5 * tall < left - last.right < WORD_GAP * tall and left < end and right > last.right
        level = abs((top + bottom) / 2 - first.middle) < LEVEL / 2 * tall
        # A portrait may be taken for a line too.
        alike = tall < ALIKE * min(first.height, bottom - top)
        if line != last.line and near and level and alike and not page.holds_label(line):
            row.append(page.free(line))
    return [piece for piece in row if piece.start < piece.end]


def _right_of(page: _Page, label: _Piece) -> _Piece | None:
    """Return the nearest line to the right in the same row, unless it begins with another label."""
    level = [
        page.free(line)
        for line, (left, top, _, bottom) in enumerate(page.boxes)
        if line != label.line
        and left >= label.right - 0.5 * label.height
        and abs((top + bottom) / 2 - label.middle) < LEVEL * max(label.height, bottom - top)
        and bottom - top < MUCH_TALLER * label.height
    ]
    first = min((piece.left for piece in level), default=0.0)
    beside = [piece for piece in level if piece.left < first + LEFT_SLACK * label.height]
    # Of two lines of one column the more level one.
    nearest = min(beside, key=lambda piece: abs(piece.middle - label.middle), default=None)
    return nearest if nearest is not None and nearest.start < nearest.end else None


def _below(page: _Page, label: _Piece) -> list[_Piece]:
    """Return the pieces under a label, the nearest first, cut where the next label of its row begins."""
    end = _end_of(page, label)
    under = []
    for line, (left, top, right, bottom) in enumerate(page.boxes):
        tall = max(label.height, bottom - top)
        gap = (top + bottom) / 2 - label.middle
        near = LEVEL * tall <= gap <= BELOW_REACH * tall or _stands_next_below(page, label, line)
        if line == label.line or not near or left >= end or right <= label.left:
            continue
        start = label.left - LEFT_SLACK * tall
        # Where captions were found as one line, the place of the second is not known so well.
        start = min(start, left) if left > (_start_of_left(page, label) + label.left) / 2 else start
        # So does a value that is centred under its caption.
        centred = abs(left + right - label.left - label.right) < 2 * LEFT_SLACK * tall
        start = min(start, left - tall) if centred else start
        piece = _between(page, line, start, end)
        if piece is not None and piece.start < piece.end:
            under.append(piece)
    return sorted(under, key=lambda piece: _distance(label, piece))


def _stands_next_below(page: _Page, label: _Piece, line: int) -> bool:
    """Tell whether a line begins right under a label, far below it with nothing between the two."""
    left, top, _, bottom = page.boxes[line]
    tall = max(label.height, bottom - top)
    if abs(left - label.left) > LEFT_SLACK * label.height or top - label.bottom > WIDE_GAP * tall:
        return False
    between = (
        label.middle < (other[1] + other[3]) / 2 < (top + bottom) / 2
        for number, other in enumerate(page.boxes)
        if number not in (line, label.line) and other[0] < label.right and other[2] > label.left
    )
    return label.bottom < top and not any(between)


def _above(page: _Page, label: _Piece) -> list[_Piece]:
    """Return the pieces over a label, the nearest first, cut where the next label of its row begins."""
    end, over = _end_of(page, label), []
    for line, (left, top, right, bottom) in enumerate(page.boxes):
        tall = max(label.height, bottom - top)
        near = LEVEL * tall <= label.middle - (top + bottom) / 2 <= BELOW_REACH * tall
        if near and left < end and right > label.left:
            piece = _between(page, line, label.left - LEFT_SLACK * tall, end)
            over += [piece] if piece is not None and piece.start < piece.end else []
    return sorted(over, key=lambda piece: (label.middle - piece.middle, piece.left))


def _start_of_left(page: _Page, label: _Piece) -> float:
    """Return where the caption to the left begins in a caption's row; the caption itself without one."""
    return max(
        (
            other.left
            for other in map(page.caption, page.matches)
            if other.right < label.left + 0.3 * label.height
            and abs(other.middle - label.middle) < LEVEL * max(label.height, other.height)
        ),
        default=label.left,
    )


def _distance(label: _Piece, piece: _Piece) -> float:
    """Return how far a piece below a label is from where a value begins, in heights of the label."""
    aside = max(0.0, piece.left - label.right, label.left - piece.left)
    return (piece.middle - label.middle + aside) / max(label.height, 1.0)


def _end_of(page: _Page, label: _Piece) -> float:
    """Return where the next caption of a caption's row begins."""
    return min(
        (
            other.left
            for other in map(page.caption, page.matches)
            if other.left > label.right - 0.3 * label.height
            and abs(other.middle - label.middle) < LEVEL * max(label.height, other.height)
        ),
        default=float("inf"),
    )


def _between(page: _Page, line: int, left: float, right: float) -> _Piece | None:
    """Return the words of a line that begin between two places; None for a line with a label there."""
    text = page.lines[line].reading.text
    words = [page.piece(line, word.start(), word.end()) for word in re.finditer(r"\S+", text)]
    inside = [word for word in words if left <= word.left < right]
    if not inside:
        return None
    start, end = inside[0].start, inside[-1].end
    if any(match.line == line and match.start < end and match.end > start for match in page.matches):
        return None
    return page.piece(line, start, end)


def _with_more_lines(page: _Page, row: list[_Piece], lines: int, label: _Piece | None = None) -> list[_Piece]:
    """Return a row and the lines that continue it below, at most so many, none of them at a label.

    Of a value beside its `label` no line stands beside other print of the label's column.
    """
    pieces, first = list(row), row[0]
    for _ in range(lines - 1):
        last = pieces[-1]
        following = [
            page.free(line)
            for line, (left, top, right, bottom) in enumerate(page.boxes)
            if LEVEL * last.height < (top + bottom) / 2 - last.middle < NEXT_LINE_REACH * last.height
            and _is_aligned((left, right), first)
            and left < max(piece.right for piece in pieces)
            and right > first.left
        ]
        nearest = min(following, key=lambda piece: (piece.top, piece.left), default=None)
        if nearest is None or nearest.start >= nearest.end or _is_of_a_label(page, nearest):
            break
        if label is not None and _has_caption(page, nearest, label):
            break
        pieces.append(nearest)
    return pieces


def _is_of_a_label(page: _Page, piece: _Piece) -> bool:
    """Tell whether a line holds a label, or stands beside one as its value."""
    if page.holds_label(piece.line):
        return True
    owners = (
        _right_of(page, label)
        for match, label in page.labels.items()
        if match.label.value != "below"
        and page.free(match.line, match.end).start >= page.free(match.line, match.end).end
    )
    return any(owned is not None and owned.line == piece.line for owned in owners)


def _is_aligned(ends: tuple[float, float], first: _Piece) -> bool:
    """Tell whether a line begins about where the first one does, or further right, or ends where it does."""
    reach = LEFT_SLACK * first.height
    return ends[0] > first.left - 2 * reach or abs(ends[1] - first.right) < reach


def _has_caption(page: _Page, piece: _Piece, label: _Piece) -> bool:
    """Tell whether print stands left of a piece in its row that begins where a label does: a label itself."""
    reach = LEFT_SLACK * label.height
    return any(
        abs(left - label.left) < reach
        and right < piece.left + reach
        and abs((top + bottom) / 2 - piece.middle) < LEVEL * max(piece.height, bottom - top)
        for line, (left, top, right, bottom) in enumerate(page.boxes)
        if line not in (piece.line, label.line)
    )


def _fitting(page: _Page, pieces: list[_Piece], field: FieldSpec) -> FoundValue | None:
    """Return the part of some pieces that the field's pattern picks; all of them where it has none."""
    if not field.pattern:
        return _found(page, pieces, field) if any(map(str.isalnum, page.text(pieces[0]))) else None
    for piece in pieces:
        match = re.search(field.pattern, page.text(piece))
        if match is not None:
            start, end = match.span(min(1, match.re.groups))
            whole = field.spaced and end == len(page.text(piece))
            more = pieces[pieces.index(piece) + 1 :] if whole else []
            return _found(
                page, [page.piece(piece.line, piece.start + start, piece.start + end), *more], field
            )
    return None


def _printed_levels(line: ReadLine) -> tuple[float, float]:
    return (line.quad[0][1] + line.quad[1][1]) / 2, (line.quad[2][1] + line.quad[3][1]) / 2


def _found(page: _Page, pieces: Sequence[_Piece], field: FieldSpec) -> FoundValue:
    """Join pieces to a value."""
    text, probabilities = join_lines(
        [
            (page.text(piece), page.lines[piece.line].reading.probabilities[piece.start : piece.end])
            for piece in pieces
        ]
    )
    width, height = page.size_wh
    # The pieces were brought level; where they are printed only their lines know.
    levels = [y for piece in pieces for y in _printed_levels(page.lines[piece.line])]
    box = (
        min(piece.left for piece in pieces) / width,
        min(levels) / height,
        max(piece.right for piece in pieces) / width,
        max(levels) / height,
    )
    return FoundValue(field.name, text, probabilities, box)
