"""Choose the corners of one document: rough quads and the locator's maps -> the best candidates together.

Each corner has a few candidates: where the rough quads have it (the votes', the mask's own region), where the
sides meet when moved onto the mask's outline, and the peaks of the corner heat map about these places. A
side is good when the mask is higher inside than outside; a corner is good when it is a peak and not far from
a rough one. All combinations are compared at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.geometry import is_convex, quad_area, quad_iou
from idvision.locate_refine import refine_quad
from idvision.types import FloatArray, QuadArray

MASK_STRIDE = 4
HEAT_STRIDE = 2
PEAKS = 4
MIN_PEAK = 0.15
# Lengths over the root of the document's area.
SEARCH_SHARE = 0.4
MIN_SEARCH_PX = 6.0
PEAK_WEIGHT = 0.6
DISTANCE_WEIGHT = 0.5
# A corner is so far off at most; beyond, the distance says no more.
MAX_DISTANCE = 0.6
# Where a side is judged, and how many cells of the mask beside it.
SIDE_PART = (0.06, 0.94)
SIDE_SAMPLES = 24
BESIDE_CELLS = 1.5
# How far the mask's outline may be from the votes, over the root of the area, in a first and a second search.
MASK_REACHES = (0.2, 0.06)
MASK_MARGIN = 16
MIN_MASK_IOU = 0.6
_IMPOSSIBLE = -1e3


@dataclass(frozen=True, slots=True)
class Corners:
    """The chosen corners.

    Attributes:
        quad: `(4, 2)` float32, clockwise, in pixels of the network's input.
        peaks: for each corner the height of the heat map's peak that it is on, 0 if it is on none.
        contrast: mean over the sides in the picture of how clearly the mask ends there, in [-1, 1].
    """

    quad: QuadArray
    peaks: tuple[float, float, float, float]
    contrast: float


def choose_corners(guesses: Sequence[QuadArray], mask: FloatArray, heat: FloatArray) -> Corners:
    """Return the best corners about rough quads; the first quad itself where they make no convex one.

    Args:
        guesses: `(4, 2)` clockwise quads in pixels of the network's input, the most trusted first.
        mask: `(h, w)` float32 in [0, 1], one cell for 4 x 4 px.
        heat: `(2 h, 2 w)` float32 in [0, 1], corner heat map.
    """
    rough = aligned(guesses)
    scale = float(np.sqrt(max(quad_area(rough[0]), 1.0)))
    points, heights = _candidates(rough, mask, heat, scale)
    distance = (
        np.linalg.norm(points[:, :, None] - rough.transpose(1, 0, 2)[:, None], axis=3).min(axis=2) / scale
    )
    worth = PEAK_WEIGHT * np.maximum(heights, 0) - DISTANCE_WEIGHT * np.minimum(distance, MAX_DISTANCE)
    worth = np.where(heights < 0, _IMPOSSIBLE, worth)
    contrasts, seen = _side_contrasts(points, mask)
    top, right, bottom, left = contrasts
    total = (
        (top + worth[0][:, None])[:, :, None, None]
        + (right + worth[1][:, None])[None, :, :, None]
        + (bottom + worth[2][:, None])[None, None, :, :]
        + (left + worth[3][:, None]).T[:, None, None, :]
    )
    a, b, c, d = (int(index) for index in np.unravel_index(int(total.argmax()), total.shape))
    chosen = np.array([points[0, a], points[1, b], points[2, c], points[3, d]], np.float32)
    if not is_convex(chosen):
        (a, b, c, d), chosen = (0, 0, 0, 0), rough[0]
    pairs = ((0, a, b), (1, b, c), (2, c, d), (3, d, a))
    weights = [float(seen[pair]) for pair in pairs]
    clear = [float(contrasts[pair]) * weight for pair, weight in zip(pairs, weights, strict=True)]
    return Corners(
        chosen,
        (float(heights[0, a]), float(heights[1, b]), float(heights[2, c]), float(heights[3, d])),
        # A document that the frame cuts on all sides has no side to tell by.
        sum(clear) / sum(weights) if sum(weights) > 0 else 1.0,
    )


def aligned(quads: Sequence[QuadArray]) -> FloatArray:
    """Return the quads `(N, 4, 2)` with their corners named as those of the first."""
    turns = [[np.roll(quad, turn, axis=0) for turn in range(4)] for quad in quads]
    return np.array(
        [min(four, key=lambda one: float(np.abs(one - quads[0]).sum())) for four in turns], np.float32
    )


def _candidates(
    rough: FloatArray, mask: FloatArray, heat: FloatArray, scale: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places `(4, C, 2)` and heights `(4, C)` of peaks, 0 for other places and -1 for no candidate."""
    outlined = [outline_on_mask(quad, mask) for quad in rough]
    reach = max(MIN_SEARCH_PX, SEARCH_SHARE * scale)
    count = len(rough) * (2 + PEAKS)
    points, heights = np.zeros((4, count, 2)), np.full((4, count), -1.0)
    for corner in range(4):
        found = [(quad[corner], 0.0) for quad in (*rough, *outlined)]
        for before, after in zip(rough, outlined, strict=True):
            found += _peaks(heat, (before[corner] + after[corner]) / 2, reach)
        for number, (place, height) in enumerate(found):
            points[corner, number], heights[corner, number] = place, height
    return points, heights


def _peaks(heat: FloatArray, middle: FloatArray, reach: float) -> list[tuple[FloatArray, float]]:
    """Return the best peaks within `reach` px of a place: sub-pixel position in input pixels, and height."""
    centre, radius = (middle + 0.5) / HEAT_STRIDE - 0.5, reach / HEAT_STRIDE
    left, top = np.maximum(np.floor(centre - radius), 0).astype(int).tolist()
    right, bottom = np.minimum(np.ceil(centre + radius) + 1, heat.shape[::-1]).astype(int).tolist()
    if left >= right or top >= bottom:
        return []
    window = heat[top:bottom, left:right]
    highest = cv2.dilate(window, np.ones((5, 5), np.uint8))
    rows, columns = np.nonzero((window >= highest) & (window > MIN_PEAK))
    distance = np.hypot(columns + left - centre[0], rows + top - centre[1]) / radius
    # A far peak must be higher than a near one to be among the best.
    value = np.where(distance <= 1, window[rows, columns] * np.exp(-0.5 * distance**2), 0)
    best = [number for number in np.argsort(-value, kind="stable")[:PEAKS].tolist() if value[number] > 0]
    return [
        (_subpixel(heat, row + top, column + left), float(window[row, column]))
        for row, column in zip(rows[best].tolist(), columns[best].tolist(), strict=True)
    ]


def _subpixel(heat: FloatArray, row: int, column: int) -> FloatArray:
    """Return the peak `(x, y)` in input pixels: the weighted mean of the 5x5 cells about it."""
    top, left = max(0, row - 2), max(0, column - 2)
    window = heat[top : row + 3, left : column + 3]
    weights = np.maximum(window - 0.25 * heat[row, column], 0)
    y, x = np.mgrid[top : top + window.shape[0], left : left + window.shape[1]]
    cell = np.array([(weights * x).sum(), (weights * y).sum()]) / weights.sum()
    return np.asarray((cell + 0.5) * HEAT_STRIDE - 0.5, np.float32)


def _side_contrasts(
    points: NDArray[np.float64], mask: FloatArray
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two `(4, C, C)`: how much higher the mask is inside a side than outside, and its seen share.

    Element (i, j, k) is the side from candidate j of corner i to candidate k of the next one. Of a side that
    lies outside the picture for the greater part nothing is known, and its contrast is small.
    """
    count = points.shape[1]
    start = np.repeat(points[:, :, None], count, axis=2)
    along = np.repeat(np.roll(points, -1, axis=0)[:, None], count, axis=1) - start
    length = np.linalg.norm(along, axis=3, keepdims=True) + 1e-6
    inwards = np.stack([-along[..., 1], along[..., 0]], axis=3) / length
    steps = np.linspace(*SIDE_PART, SIDE_SAMPLES)[:, None]
    places = start[..., None, :] + along[..., None, :] * steps
    limit = np.array(mask.shape[::-1]) * MASK_STRIDE
    seen = np.all((places > -2) & (places < limit + 1), axis=-1)
    shift = inwards[..., None, :] * BESIDE_CELLS * MASK_STRIDE
    contrast = _sampled(mask, places + shift) - _sampled(mask, places - shift)
    total = np.where(seen, contrast, 0).sum(axis=-1)
    return np.asarray(total / np.maximum(seen.sum(axis=-1), SIDE_SAMPLES // 3), np.float64), seen.mean(
        axis=-1
    )


def _sampled(mask: FloatArray, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mask at places `(..., 2)` in input pixels, 0 outside."""
    cells = ((places - (MASK_STRIDE - 1) / 2) / MASK_STRIDE).astype(np.float32).reshape(-1, SIDE_SAMPLES, 2)
    values = cv2.remap(mask, cells[..., 0], cells[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(values, np.float64).reshape(places.shape[:-1])


def outline_on_mask(quad: QuadArray, mask: FloatArray) -> QuadArray:
    """Move the sides to the outline of the mask, where it has one: beside a touching document it has none."""
    margins = (MASK_MARGIN,) * 4
    framed = cv2.copyMakeBorder(np.rint(mask * 255).astype(np.uint8), *margins, cv2.BORDER_CONSTANT)
    picture = np.asarray(cv2.merge([framed] * 3), np.uint8)
    moved = ((quad + 0.5) / MASK_STRIDE - 0.5 + MASK_MARGIN).astype(np.float32)
    for share in MASK_REACHES:
        reach = int(np.clip(share * np.sqrt(quad_area(moved)), 2, MASK_MARGIN - 4))
        refined = refine_quad(picture, moved, _beyond(moved, mask.shape), reach)
        if not is_convex(refined) or quad_iou(refined, moved) < MIN_MASK_IOU:
            return quad
        moved = refined
    return ((moved - MASK_MARGIN + 0.5) * MASK_STRIDE - 0.5).astype(np.float32)


def _beyond(quad: QuadArray, shape_hw: tuple[int, ...]) -> NDArray[np.bool_]:
    """Tell which sides (the one after each corner) of a quad on the framed mask lie outside the picture."""
    x, y = (quad - MASK_MARGIN).T
    outside = np.stack([x < 0.5, x > shape_hw[1] - 1.5, y < 0.5, y > shape_hw[0] - 1.5])
    return np.asarray((outside & np.roll(outside, -1, axis=1)).any(axis=0))
