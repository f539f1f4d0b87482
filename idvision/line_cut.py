"""Cut a caption off its value: line crop and the place where the value should begin -> the gap before it.

The declaration knows the place to some percent of the card; the gap between caption and value, seen in the
columns of the crop, tells it to a pixel.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.types import Image

# A column holds ink when its grey levels vary this much of what they do in columns of full strokes.
_INK_SHARE = 0.35
_FULL_STROKES = 90
# Rows at the crop's edges may hold strokes of the lines above and below.
_MIDDLE = (0.15, 0.85)
# Narrower than this share of the line's height it is the gap between two characters, or within one.
_MIN_GAP = 0.3
# What stays of the gap before the value, in heights of the line.
_ROOM_BEFORE = 0.3


def value_start(crop: Image, declared: float, reach: float) -> float | None:
    """Return where to cut before the value, in fractions of the crop's width; None where no gap shows.

    Args:
        crop: `(h, w, 3)` uint8 BGR, a line that runs to the right.
        declared: where the value should begin, in fractions of the width.
        reach: how far from there the gap may lie.
    """
    height, width = crop.shape[:2]
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    rows = grey[round(_MIDDLE[0] * height) : round(_MIDDLE[1] * height) + 1]
    spread = rows.std(axis=0)
    bare = spread < _INK_SHARE * np.percentile(spread, _FULL_STROKES)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], bare.astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    near = (ends > (declared - reach) * width) & (starts < (declared + reach) * width)
    near &= (ends - starts >= _MIN_GAP * height) & (starts > 0) & (ends < width)
    if not near.any():
        return None
    widest = int(np.argmax(np.where(near, ends - starts, 0)))
    return float(max((starts[widest] + ends[widest]) / 2, ends[widest] - _ROOM_BEFORE * height) / width)
