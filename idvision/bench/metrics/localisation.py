"""How well outlines of documents are found.

Quads are clockwise from the printed top left in pixels of the upright picture. An outline that is answered
may begin at any corner; one that is not convex encloses no card and shares nothing with any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from idvision.bench.metrics.counts import Counts
from idvision.geometry import as_quad, homography_from_quad, is_convex, order_quad
from idvision.types import Quad, QuadArray

CARD_WH = (856, 540)
"""The frame in which corners are compared: tenths of a millimetre of an ID-1 card (ISO/IEC 7810)."""
_MIDV_IOU = 0.9
_MIDV_RESIDUAL = 0.017


def iou(answered: Quad | None, true: Quad) -> float:
    """Return intersection over union in the picture, in [0, 1]; 0 of a document that was missed."""
    if answered is None:
        return 0.0
    quad = order_quad(answered)
    return convex_iou(quad, as_quad(true)) if is_convex(quad) else 0.0


def jaccard_index(answered: Quad | None, true: Quad, frame_wh: tuple[int, int] = CARD_WH) -> float:
    """Return the overlap after both outlines are carried to the frame of the document, in [0, 1].

    A near corner no longer weighs more than a far one. An outline that crosses the horizon of the document's
    plane has no end in that frame: 0. The result does not depend on the size of the frame.
    Source: J.-C. Burie et al., ICDAR 2015 competition on smartphone document capture and OCR (SmartDoc),
    challenge 1.
    """
    if answered is None:
        return 0.0
    frame = _frame(frame_wh)
    points = _carried(order_quad(answered), true, frame)
    if points is None:
        return 0.0
    quad = as_quad(points)
    return convex_iou(quad, frame) if is_convex(quad) else 0.0


def convex_iou(first: QuadArray, second: QuadArray) -> float:
    """Return intersection over union of two convex quads that run clockwise.

    The one of `idvision.geometry` is faster, but can be wrong by far where corners are less than 0.001 apart,
    as those of good answers are. Method: I. Sutherland, G. Hodgman, "Reentrant polygon clipping",
    Communications of the ACM 17 (1974), 32-42.
    """
    common = first.astype(np.float64)
    for start, end in zip(second, np.roll(second, -1, axis=0), strict=True):
        common = _clipped(common, start.astype(np.float64), (end - start).astype(np.float64))
    shared = _area(common)
    return shared / (_area(first) + _area(second) - shared)


def _clipped(
    polygon: NDArray[np.float64], start: NDArray[np.float64], along: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the part of a polygon on the right of a line, on the screen."""
    depths = along[0] * (polygon[:, 1] - start[1]) - along[1] * (polygon[:, 0] - start[0])
    kept = []
    for i in range(len(polygon)):
        if depths[i - 1] * depths[i] < 0:
            kept.append(
                polygon[i - 1] + (polygon[i] - polygon[i - 1]) * (depths[i - 1] / (depths[i - 1] - depths[i]))
            )
        if depths[i] >= 0:
            kept.append(polygon[i])
    return np.array(kept, np.float64).reshape(-1, 2)


def _area(polygon: NDArray[np.floating[Any]]) -> float:
    x, y = polygon.astype(np.float64).T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def corner_error(answered: Quad, true: Quad, frame_wh: tuple[int, int] = CARD_WH) -> float | None:
    """Return the mean distance of the corners in pixels of the document's frame.

    The least over the four corners that the answer may begin at; None beyond the horizon.
    """
    distances = _residuals(answered, true, frame_wh)
    return None if distances is None else float(distances.mean(axis=1).min())


def is_localised(answered: Quad | None, true: Quad, frame_wh: tuple[int, int] = CARD_WH) -> bool:
    """Tell whether the outline counts as right in the sense of the MIDV measurements.

    Overlap of at least 0.9 in the document's frame, and no corner further off than 0.017 of its perimeter.
    Source: D. Tropin et al., "Advanced Hough-based method for on-device document localization", Computer
    Optics 45(5), 2021.
    """
    if answered is None or jaccard_index(answered, true, frame_wh) < _MIDV_IOU:
        return False
    distances = _residuals(answered, true, frame_wh)
    return distances is not None and float(distances.max(axis=1).min()) < _MIDV_RESIDUAL * 2 * sum(frame_wh)


def is_upright(answered: Quad, true: Quad) -> bool:
    """Tell whether the first corner answered is the one nearest to the printed top left."""
    return int(np.argmin(np.linalg.norm(as_quad(answered) - as_quad(true)[0], axis=1))) == 0


def detections(overlaps: Sequence[float], outlines: int, threshold: float) -> Counts:
    """Count what was found: `overlaps` has one IoU a document, `outlines` is how many were answered."""
    found = sum(overlap >= threshold for overlap in overlaps)
    return Counts(found, outlines - found, len(overlaps) - found)


def _frame(frame_wh: tuple[int, int]) -> QuadArray:
    width, height = frame_wh
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def _carried(answered: QuadArray, true: Quad, frame: QuadArray) -> NDArray[np.float64] | None:
    """Return the corners in the document's frame, None if one lies on or beyond the horizon."""
    frame_from_image = homography_from_quad(as_quad(true), frame)
    lifted = np.column_stack([answered.astype(np.float64), np.ones(4)]) @ frame_from_image.T
    inside = np.array([*np.mean(true, axis=0), 1.0]) @ frame_from_image.T
    depths = lifted[:, 2] * np.sign(inside[2])
    return None if depths.min() <= 0 else np.asarray(lifted[:, :2] / lifted[:, 2:], np.float64)


def _residuals(answered: Quad, true: Quad, frame_wh: tuple[int, int]) -> NDArray[np.float64] | None:
    """Return the distances of the corners, one row for each corner that the answer may begin at."""
    frame = _frame(frame_wh)
    points = _carried(order_quad(answered), true, frame)
    if points is None:
        return None
    rows = [np.linalg.norm(np.roll(points, turn, axis=0) - frame, axis=1) for turn in range(4)]
    return np.array(rows)
