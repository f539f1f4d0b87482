"""Correct a card's outline by its printed layout.

An edge that the frame cuts off, or that a table's edge imitates, gives a quad that does not match what is
printed. When the captions of a known document say clearly where its layout lies, the outline follows them,
also outside the frame.
"""

from __future__ import annotations

import numpy as np

from idvision.anchors import Classified
from idvision.geometry import as_quad, project
from idvision.types import Homography, QuadArray

MIN_CAPTIONS = 3
# Declared layouts are known to some percent only; less than this is no evidence against an edge.
TOLERANCE = 0.12


def corrected_outline(
    quad: QuadArray, photo_from_card: Homography, size_wh: tuple[int, int], classified: Classified
) -> QuadArray:
    """Return `quad`, or the outline that the captions ask for where they contradict it."""
    if len(classified.matches) < MIN_CAPTIONS:
        return quad
    low = np.array(classified.layout.offset)
    high = low + np.array(classified.layout.scale)
    wrong = (np.abs(low) > TOLERANCE) | (np.abs(high - 1) > TOLERANCE)
    if not wrong.any():
        return quad
    (x1, y1), (x2, y2) = np.where(wrong, low, 0) * size_wh, np.where(wrong, high, 1) * size_wh
    return as_quad(project(photo_from_card, [[x1, y1], [x2, y1], [x2, y2], [x1, y2]]))
