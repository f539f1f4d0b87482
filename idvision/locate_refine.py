"""Precise corners: a quad known to a few pixels -> its sides fitted to the photo's edges to sub-pixel.

Every side is sampled as a strip across it. All straight edges through the strip are compared by their
summed contrast, so that print or a finger beside the edge does not bend the line; least squares on the
peaks nearby then give the fraction of a pixel.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.geometry import as_quad
from idvision.types import FloatArray, Image, QuadArray

SAMPLES = 80
# Rounded corners (3.18 mm of 54 mm on ISO/IEC 7810 cards) are left out.
SIDE_PART = (0.09, 0.91)
# A side that shows an edge in fewer places stays where it is.
MIN_PLACES = 16
# Lines of a reach up to this are kept, 5 MB in all; those of a reach of 60 alone would take 9 MB.
KEPT_REACH = 16


def refine_quad(image: Image, quad: QuadArray, fixed: object, reach_px: int) -> QuadArray:
    """Return `quad` with each side moved to the edge within `reach_px` pixels of `image` (H, W, 3) uint8.

    Sides that `fixed` (4 bools, the side after each corner) marks stay where they are.
    """
    quad = as_quad(quad)
    ends: FloatArray = np.stack([quad, np.roll(quad, -1, axis=0)], axis=1)
    moved = [
        pair if keep else _refine_side(image, pair, reach_px)
        for pair, keep in zip(ends, np.asarray(fixed, bool), strict=True)
    ]
    (x1, y1), (x2, y2) = np.asarray(moved, np.float64).transpose(1, 2, 0)
    # Each line in homogeneous coordinates, and where it meets the one before it.
    a, b, c = y1 - y2, x2 - x1, x1 * y2 - x2 * y1
    before_a, before_b, before_c = (np.roll(part, 1) for part in (a, b, c))
    w = before_a * b - before_b * a
    corners = np.stack([before_b * c - before_c * b, before_c * a - before_a * c], axis=1) / w[:, None]
    return np.asarray(corners, np.float32)


def _refine_side(image: Image, pair: FloatArray, reach: int) -> FloatArray:
    """Return the two ends of one side `(2, 2)`, shifted across it onto the edge."""
    along = pair[1] - pair[0]
    normal = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-6)
    places = np.linspace(*SIDE_PART, SAMPLES, dtype=np.float32)
    contrast = _contrast(image, pair[0] + places[:, None] * along, normal.astype(np.float32), reach + 2)
    start, end = _best_shifts(contrast[:, 2:-2], reach)
    shifts, weights = _peaks(contrast, start + places * (end - start), reach + 2)
    if np.count_nonzero(weights) < MIN_PLACES:
        return pair
    start, end = _line_through(places, shifts, weights)
    return np.asarray(pair + np.array([[start], [end]]) * normal, np.float32)


def _line_through(places: FloatArray, shifts: FloatArray, weights: FloatArray) -> tuple[float, float]:
    """Return the weighted least-squares line's value at places 0 and 1."""
    total = float(weights.sum())
    x, y = float(weights @ places) / total, float(weights @ shifts) / total
    slope = float(weights @ ((places - x) * (shifts - y))) / float(weights @ (places - x) ** 2)
    return y - slope * x, y + slope * (1 - x)


def _contrast(image: Image, points: FloatArray, normal: FloatArray, reach: int) -> FloatArray:
    """Return `(SAMPLES, 2 * reach + 1)` float32: the colour step across the side at each place."""
    shifts = np.arange(-reach - 1, reach + 2, dtype=np.float32)
    place = (points[:, None] + shifts[None, :, None] * normal).astype(np.float32)
    strip = cv2.remap(image, place[..., 0], place[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    strip = cv2.GaussianBlur(strip.astype(np.float32), (0, 0), sigmaX=1.0, sigmaY=1.5)
    change = strip[:, 2:] - strip[:, :-2]
    step = np.sqrt(np.einsum("abc,abc->ab", change, change))
    height, width = image.shape[:2]
    x, y = place[:, 1:-1, 0], place[:, 1:-1, 1]
    step[(x < 1) | (x > width - 2) | (y < 1) | (y > height - 2)] = 0
    return np.asarray(step, np.float32)


def _best_shifts(contrast: FloatArray, reach: int) -> tuple[float, float]:
    """Return the shifts of the side's two ends whose straight connection collects the most contrast."""
    lines, closeness = (_kept_lines if reach <= KEPT_REACH else _lines_through)(reach)
    # The square root keeps a few strong strokes from outweighing a weak edge all along.
    total = np.sqrt(contrast).ravel()[lines].sum(axis=1) * closeness
    start, end = divmod(int(np.argmax(total)), 2 * reach + 1)
    return float(start - reach), float(end - reach)


def _lines_through(reach: int) -> tuple[NDArray[np.intp], FloatArray]:
    """Return, for every start and end shift, the cells of the flat contrast on the line, and a preference.

    The cells are `((2 * reach + 1) ** 2, SAMPLES)`; of equally clear lines the nearer one is preferred.
    """
    shifts = np.arange(-reach, reach + 1)
    start, end = (grid.reshape(-1, 1) for grid in np.meshgrid(shifts, shifts, indexing="ij"))
    places = np.linspace(*SIDE_PART, SAMPLES)
    column = np.round(start + (end - start) * places).astype(np.intp) + reach
    closeness = 1 - 0.1 * (np.abs(start) + np.abs(end)) / (2 * reach)
    return np.arange(SAMPLES) * len(shifts) + column, closeness.ravel().astype(np.float32)


_kept_lines = cache(_lines_through)


def _peaks(contrast: FloatArray, expected: FloatArray, reach: int) -> tuple[FloatArray, FloatArray]:
    """Return per place the sub-pixel shift of the peak next to `expected` and its weight (0: no peak)."""
    rows = np.arange(SAMPLES)
    nearby = np.round(expected).astype(int)[:, None] + np.array([-1, 0, 1]) + reach
    nearby = nearby.clip(1, contrast.shape[1] - 2)
    column = nearby[rows, np.argmax(contrast[rows[:, None], nearby], axis=1)]
    before, peak, after = (contrast[rows, column + shift] for shift in (-1, 0, 1))
    curvature = 2 * peak - before - after
    rising = (peak > before) & (peak >= after) & (curvature > 1e-3)
    shift = column - reach + np.where(rising, (after - before) / np.where(rising, 2 * curvature, 1), 0)
    return shift.astype(np.float32), np.where(rising, np.sqrt(peak), 0).astype(np.float32)
