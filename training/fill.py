"""Fill quads on a grid of cells with sub-cell precision: the targets of dense maps."""

from __future__ import annotations

import cv2
import numpy as np

from idvision.types import FloatArray

_SUBPIXEL_BITS = 4
# Far outside any grid, and small enough for fixed point.
_LIMIT = 2000


def fill_quad(canvas: np.ndarray, cells: FloatArray, value: int) -> None:
    """Set the cells of `canvas` `(h, w)` whose centre lies in a convex quad `(4, 2)`, centres at integers."""
    fixed = np.rint(np.clip(cells, -_LIMIT, _LIMIT) * 2**_SUBPIXEL_BITS).astype(np.int32)
    cv2.fillConvexPoly(canvas, fixed, value, shift=_SUBPIXEL_BITS)
