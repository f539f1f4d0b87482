"""Where a value may stand about its label: beside it, below it, above it, over several lines."""

from __future__ import annotations

import re

from idvision.label_page import Page, Piece

# In heights of the label or the value, whichever is larger: how far below it begins, how far lines of one
# value lie apart, how far it may begin to the left of its label, and how level two parts of a row are.
BELOW_REACH = 2.8
# How far beside its label a value below may begin, in the same heights.
ASIDE_REACH = 10.0
NEXT_LINE_REACH = 1.7
# The same gap where nothing stands between a label and a value that begins right under it.
WIDE_GAP = 3.0
LEFT_SLACK = 1.2
LEVEL = 0.6
# A line that begins under a label is not beside it, so it may stand this close below.
UNDERNEATH = 0.45
# How far apart words of one value may stand that were found apart.
WORD_GAP = 1.0
# How much taller words of one value may be than one another, and a value than its label.
ALIKE = 1.8
MUCH_TALLER = 4.0


def row_from(page: Page, first: Piece, end: float = float("inf")) -> list[Piece]:
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


def right_of(page: Page, label: Piece) -> Piece | None:
    """Return the nearest line to the right in the same row, unless it begins with another label."""
    level = [
        page.free(line)
        for line, (left, top, _, bottom) in enumerate(page.boxes)
        if line != label.line
        and left >= label.right - 0.5 * label.height
        and abs((top + bottom) / 2 - label.middle) < LEVEL * max(label.height, bottom - top)
        and bottom - top < MUCH_TALLER * label.height
    ]
    # Of two lines of one column, be it aligned at its left or its right, the more level one.
    end = min(((piece.left, piece.right) for piece in level), default=(0.0, 0.0))[1]
    beside = [piece for piece in level if piece.left < end]
    nearest = min(beside, key=lambda piece: abs(piece.middle - label.middle), default=None)
    return nearest if nearest is not None and nearest.start < nearest.end else None


def below(page: Page, label: Piece) -> list[Piece]:
    """Return the pieces under a label, the nearest first, cut where the next label of its row begins."""
    end = end_of(page, label)
    under = []
    for line, (left, top, right, bottom) in enumerate(page.boxes):
        tall = max(label.height, bottom - top)
        gap = (top + bottom) / 2 - label.middle
        least = UNDERNEATH if left < (label.left + label.right) / 2 else LEVEL
        near = least * tall <= gap <= BELOW_REACH * tall or _stands_next_below(page, label, line)
        aside = left >= end or right <= label.left or left - label.right > ASIDE_REACH * tall
        if line == label.line or not near or aside:
            continue
        if _is_under_another(page, label, line):
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
    return sorted(under, key=lambda piece: distance(label, piece))


def _stands_next_below(page: Page, label: Piece, line: int) -> bool:
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


def _is_under_another(page: Page, label: Piece, line: int) -> bool:
    """Tell whether a line stands under a later caption of the label's column, and so is no value of it."""
    middle = (page.boxes[line][1] + page.boxes[line][3]) / 2
    return any(
        match.line not in (line, label.line)
        and abs(other.left - label.left) < LEFT_SLACK * label.height
        and label.middle + LEVEL * label.height < other.middle < middle - UNDERNEATH * other.height
        for match, other in page.labels.items()
    )


def above(page: Page, label: Piece) -> list[Piece]:
    """Return the pieces over a label, the nearest first, cut where the next label of its row begins."""
    end, over = end_of(page, label), []
    for line, (left, top, right, bottom) in enumerate(page.boxes):
        tall = max(label.height, bottom - top)
        near = LEVEL * tall <= label.middle - (top + bottom) / 2 <= BELOW_REACH * tall
        if near and left < end and right > label.left:
            piece = _between(page, line, label.left - LEFT_SLACK * tall, end)
            over += [piece] if piece is not None and piece.start < piece.end else []
    return sorted(over, key=lambda piece: (label.middle - piece.middle, piece.left))


def _start_of_left(page: Page, label: Piece) -> float:
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


def distance(label: Piece, piece: Piece) -> float:
    """Return how far a piece below a label is from where a value begins, in heights of the label."""
    aside = max(0.0, piece.left - label.right, label.left - piece.left)
    return (piece.middle - label.middle + aside) / max(label.height, 1.0)


def end_of(page: Page, label: Piece) -> float:
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


def _between(page: Page, line: int, left: float, right: float) -> Piece | None:
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


def with_more_lines(page: Page, row: list[Piece], lines: int, label: Piece | None = None) -> list[Piece]:
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
        if nearest is None or nearest.start >= nearest.end or is_of_a_label(page, nearest):
            break
        if label is not None and _has_caption(page, nearest, label):
            break
        pieces.append(nearest)
    return pieces


def is_of_a_label(page: Page, piece: Piece) -> bool:
    """Tell whether a line holds a label, or stands beside one as its value."""
    if page.holds_label(piece.line):
        return True
    owners = (
        right_of(page, label)
        for match, label in page.labels.items()
        if match.label.value != "below"
        and page.free(match.line, match.end).start >= page.free(match.line, match.end).end
    )
    return any(owned is not None and owned.line == piece.line for owned in owners)


def _is_aligned(ends: tuple[float, float], first: Piece) -> bool:
    """Tell whether a line begins about where the first one does, or further right, or ends where it does."""
    reach = LEFT_SLACK * first.height
    return ends[0] > first.left - 2 * reach or abs(ends[1] - first.right) < reach


def _has_caption(page: Page, piece: Piece, label: Piece) -> bool:
    """Tell whether print stands left of a piece in its row that begins where a label does: a label itself."""
    reach = LEFT_SLACK * label.height
    return any(
        abs(left - label.left) < reach
        and right < piece.left + reach
        and abs((top + bottom) / 2 - piece.middle) < LEVEL * max(piece.height, bottom - top)
        for line, (left, top, right, bottom) in enumerate(page.boxes)
        if line not in (piece.line, label.line)
    )
