"""Take lines apart that the text detector joined with the one below: image, lines as read -> lines.

A small caption right over its value is often found as one line of twice the height, of which then only one
row is read, badly. Such a line is cut across, and stays so if both parts are legible and the value is better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from idvision.rectify import crop_line
from idvision.types import Image, Point, Quad, Reading, ReadLine

FEWEST_LINES = 4
TALL = 1.5
"""From how many median heights on a line may be two."""
SURE = 0.95
"""What is as sure as this on average is one line."""
CUTS = (0.4, 0.47)
"""Where the caption may end, as a share of the height: it is smaller than its value."""
LEGIBLE_CAPTION = 0.65
LEGIBLE_VALUE = 0.8
# Of a line that is worse than this as a whole, a value that is better than that may stand alone.
ILLEGIBLE = 0.5
CLEAR_VALUE = 0.95

Recognize = Callable[[Sequence[Image]], Sequence[Reading]]


def apart(image: Image, lines: Sequence[ReadLine], recognize: Recognize) -> list[ReadLine]:
    """Return the lines with those taken apart that are two.

    Args:
        image: the upright card image, `(H, W, 3)` uint8 BGR.
        lines: what was read in it, quads in its pixels.
        recognize: reads crops of lines.
    """
    usual = float(np.median([_height(line.quad) for line in lines])) if len(lines) >= FEWEST_LINES else np.inf
    tall = [line for line in lines if _height(line.quad) >= TALL * usual and line.reading.confidence < SURE]
    if not tall:
        return list(lines)
    cuts = [_cut(line.quad, share) for line in tall for share in CUTS]
    crops = [crop_line(image, np.array(quad, np.float32)) for pair in cuts for quad in pair]
    readings = iter(recognize(crops))
    rows = {
        line.quad: max(
            ([ReadLine(next(readings), quad) for quad in _cut(line.quad, share)] for share in CUTS),
            key=lambda pair: min(row.reading.confidence for row in pair),
        )
        for line in tall
    }
    return [part for line in lines for part in (_better(line, rows[line.quad]) if line in tall else [line])]


def _better(line: ReadLine, rows: list[ReadLine]) -> list[ReadLine]:
    """Return the two rows of a line, or itself if it is one."""
    whole = line.reading.confidence
    caption, value = (row.reading.confidence if row.reading.text.strip() else 0.0 for row in rows)
    both = caption >= LEGIBLE_CAPTION and value >= max(LEGIBLE_VALUE, whole)
    return rows if both or (whole < ILLEGIBLE and value >= CLEAR_VALUE) else [line]


def _cut(quad: Quad, share: float) -> tuple[Quad, Quad]:
    a, b, c, d = quad
    left, right = _between(a, d, share), _between(b, c, share)
    return (a, b, right, left), (left, right, c, d)


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _height(quad: Quad) -> float:
    corners = np.array(quad, np.float32)
    return float(np.linalg.norm(corners[3] - corners[0]))
