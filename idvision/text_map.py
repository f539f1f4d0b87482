"""Find text lines on the assessor's text map: map -> quads of lines.

The map shows the core of every line, CORE_HEIGHT of its height. It costs nothing beyond the assessment that
every card gets, and is fine enough for the values of a card; small print needs `idvision.text_detect`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from idvision.types import FloatArray, QuadArray

CORE_HEIGHT = 0.5
"""Height of a core over its line's."""
THRESHOLD = 0.5
# A core of fewer cells, or less sure than this on average, is no line.
MIN_CELLS = 3
MIN_MEAN = 0.55
# A line is cut a little larger than it is, so that no stroke is lost, nor a digit or a full stop at its ends.
MARGIN = 0.1
END_MARGIN = 0.35
MAX_SLOPE = 0.15
# Lines are pieces of one when, so cut, they overlap end to end and more than half of their height.
MIN_LEVEL = 0.5
# How far, in heights of the line, a break may lie beside the gap that it means.
BREAK_SLACK = 0.25


@dataclass(frozen=True, slots=True)
class Break:
    """Where a value begins, in fractions of the card: `x`, from `top` to `bottom`."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line or a piece of one: its quad with margins, and where its core begins and ends, in cells."""

    quad: QuadArray
    start: float
    end: float


def lines_on_map(text: FloatArray, size_wh: tuple[int, int], breaks: Sequence[Break] = ()) -> FloatArray:
    """Return the quads `(N, 4, 2)` float32 of lines that run to the right, in pixels of a card of that size.

    Args:
        text: `(h, w)` float32 in [0, 1], the map of the upright card.
        size_wh: width and height of the card image in pixels.
        breaks: where pieces of a row are not joined, though they adjoin.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (text > THRESHOLD).astype(np.uint8), connectivity=4
    )
    rows, columns = text.shape
    pieces: list[_Piece] = []
    for label in range(1, count):
        left, top, width, height, cells = stats[label].tolist()
        window = np.s_[top : top + height, left : left + width]
        own = labels[window] == label
        if cells < MIN_CELLS or float(text[window][own].mean()) < MIN_MEAN:
            continue
        quad = _line(np.where(own, text[window], 0)) + np.array([left, top], np.float32)
        pieces.append(_Piece(quad, left - 0.5, left + width - 0.5))
    in_cells = [Break(one.x * columns - 0.5, one.top * rows, one.bottom * rows) for one in breaks]
    joined = _joined(pieces, in_cells)
    if not joined:
        return np.zeros((0, 4, 2), np.float32)
    scale = np.array([size_wh[0] / columns, size_wh[1] / rows], np.float32)
    return ((np.stack(joined) + 0.5) * scale - 0.5).astype(np.float32)


def _joined(pieces: Sequence[_Piece], breaks: Sequence[Break]) -> list[QuadArray]:
    """Join what adjoins in a row, since a cut there could go through a character; from the top down.

    At a break the gap between the pieces is known to be one, and both end in its middle.
    """
    whole: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.start):
        before = next((n for n, line in enumerate(whole) if _adjoin(line.quad, piece.quad)), None)
        if before is None:
            whole.append(piece)
        elif any(_lies_between(one, whole[before], piece) for one in breaks):
            left, right = _parted(whole[before], piece)
            whole[before] = left
            whole.append(right)
        else:
            whole[before] = _spanning(whole[before], piece)
    quads = [piece.quad for piece in whole]
    return sorted(quads, key=lambda quad: (float(quad[0, 1]), float(quad[0, 0])))


def _adjoin(left: QuadArray, right: QuadArray) -> bool:
    """Tell whether the second line begins before the first one ends, at the same level."""
    if right[0, 0] > left[1, 0]:
        return False
    (top, bottom), (other_top, other_bottom) = left[[1, 2], 1], right[[0, 3], 1]
    common = min(bottom, other_bottom) - max(top, other_top)
    return bool(common > MIN_LEVEL * max(bottom - top, other_bottom - other_top))


def _lies_between(one: Break, left: _Piece, right: _Piece) -> bool:
    level = float(right.quad[[0, 3], 1].mean())
    slack = BREAK_SLACK * float(right.quad[3, 1] - right.quad[0, 1])
    return one.top <= level <= one.bottom and left.end - slack <= one.x <= right.start + slack


def _parted(left: _Piece, right: _Piece) -> tuple[_Piece, _Piece]:
    middle = (left.end + right.start) / 2
    before, after = left.quad.copy(), right.quad.copy()
    before[[1, 2], 0] = np.minimum(before[[1, 2], 0], middle)
    after[[0, 3], 0] = np.maximum(after[[0, 3], 0], middle)
    return _Piece(before, left.start, left.end), _Piece(after, right.start, right.end)


def _spanning(left: _Piece, right: _Piece) -> _Piece:
    """Return the line from the beginning of the first to the farther end, as high as the higher one."""
    a, b = left.quad, right.quad
    last = b if b[1, 0] > a[1, 0] else a
    half = max(a[3, 1] - a[0, 1], b[3, 1] - b[0, 1]) / 2
    first_y, last_y = a[[0, 3], 1].mean(), last[[1, 2], 1].mean()
    (x1, x2) = a[0, 0], last[1, 0]
    corners = [[x1, first_y - half], [x2, last_y - half], [x2, last_y + half], [x1, first_y + half]]
    return _Piece(np.array(corners, np.float32), left.start, max(left.end, right.end))


def _line(core: FloatArray) -> FloatArray:
    """Return the quad of a line from its core's cells, `(h, w)` with 0 beside the core."""
    rows, columns = np.nonzero(core)
    weights = core[rows, columns]
    x, y = float(np.average(columns, weights=weights)), float(np.average(rows, weights=weights))
    spread = float(np.average((columns - x) ** 2, weights=weights))
    slope = float(np.average((columns - x) * (rows - y), weights=weights)) / spread if spread > 1 else 0.0
    slope = float(np.clip(slope, -MAX_SLOPE, MAX_SLOPE))
    # The sum over a column is how high the core is there, in parts of a cell; ends are lower than the middle.
    core_height = float(np.percentile(core.sum(axis=0), 75))
    height = core_height / CORE_HEIGHT * (1 + MARGIN)
    beyond = (height - core_height) / 2 + END_MARGIN * height
    ends = np.array([columns.min() - 0.5 - beyond, columns.max() + 0.5 + beyond])
    middles = y + slope * (ends - x)
    (x1, x2), (y1, y2) = ends.tolist(), middles.tolist()
    half = height / 2
    return np.array([[x1, y1 - half], [x2, y2 - half], [x2, y2 + half], [x1, y1 + half]], np.float32)
