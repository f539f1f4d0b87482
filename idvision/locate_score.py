"""Judging outlines: hypotheses and the text seen in the photo -> one score each.

A document's outline is an edge all around, is the picture of a rectangle, holds text that runs along a
side, and cuts no line of text. The shape of the rectangle follows from the outline and an assumed focal
length: Z. Zhang, L. He, "Whiteboard scanning and image enhancement", Digital Signal Processing 17 (2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.locate_quads import Hypotheses
from idvision.types import FloatArray

TEXT_THRESHOLD = 0.3
MIN_CORE_PX = 12
# Focal length over the long side: of a phone's main camera, and of a photo cut to its middle.
FOCALS = (0.9, 2.0)
ENOUGH_TEXT = 0.012
PLAUSIBLE_ASPECT = ([1.0, 1.25, 1.75, 2.3, 4.5, 6.0], [0.75, 1.0, 1.0, 0.8, 0.7, 0.2])
# Beside a card lies some texture; the lines of a tiled floor run on without end.
OVERRUN_PENALTY = ([0.0, 0.5, 0.9], [1.0, 0.92, 0.5])
FRAME_FILLED = (0.35, 0.65)
FRAME_SCORE = 0.72
CUT_MARGIN = 0.0125
MAX_CUT_ASPECT = 3.0
MAX_JUDGED = 700
# Panels inside a document have edges as good as its own; of equals the larger is the document.
SIZE_PREFERENCE = 0.08


@dataclass(frozen=True, slots=True)
class Strokes:
    """`M` pieces of text.

    `ends` (M, 2, 2) float32 are those of their axes in centred pixels; `thickness` and `areas` (M,) float32.
    """

    ends: FloatArray
    thickness: FloatArray
    areas: FloatArray


def find_strokes(text: FloatArray, size_wh: tuple[int, int]) -> Strokes:
    """Return the pieces of text in an `(H', W')` probability map of an image of `size_wh` pixels."""
    cores = (text > TEXT_THRESHOLD).astype(np.uint8)
    contours, _ = cv2.findContours(cores, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cv2.minAreaRect(contour) for contour in contours if cv2.contourArea(contour) >= MIN_CORE_PX]
    factor = np.array(size_wh, np.float32) / text.shape[::-1]
    corners = np.array([cv2.boxPoints(box) for box in boxes], np.float32).reshape(-1, 4, 2) * factor
    corners += factor / 2 - 0.5 - (np.array(size_wh, np.float32) - 1) / 2
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]
    lengths = np.linalg.norm(np.stack([first, second]), axis=2)
    along = np.where((lengths[0] > lengths[1])[:, None], first, second) / 2
    centres = corners.mean(axis=1)
    ends = np.stack([centres - along, centres + along], axis=1)
    thickness, areas = lengths.min(axis=0), lengths.prod(axis=0)
    return Strokes(ends.astype(np.float32), thickness.astype(np.float32), areas.astype(np.float32))


def score_quads(found: Hypotheses, strokes: Strokes, long_side: float) -> FloatArray:
    """Return `(N,)` float32 scores in [0, 1]; 0 for all but the MAX_JUDGED most promising outlines."""
    areas = _areas(found.quads)
    edge = 0.55 * found.support.mean(axis=1) + 0.45 * found.support.min(axis=1)
    size = (areas / long_side**2).clip(0, 1) ** SIZE_PREFERENCE
    shape = _rectangular(found.quads, long_side, np.asarray(found.borders.any(axis=1)))
    plain = edge * shape * np.interp(found.overrun, *OVERRUN_PENALTY) * size
    judged = np.argsort(-plain, kind="stable")[:MAX_JUDGED]
    inside, cut, tilt = text_relation(found.quads[judged], strokes)
    written = np.minimum(1, inside / (ENOUGH_TEXT * areas[judged])) ** 0.7
    share = (inside / max(float(strokes.areas.sum()), 1)) ** 0.1
    whole = (1 - cut / np.maximum(inside + cut, 1)).clip(0, 1) ** 2
    scores = np.zeros(len(areas), np.float32)
    scores[judged] = plain[judged] * written * share * whole * (1 - 0.5 * tilt)
    return scores


def _rectangular(quads: FloatArray, long_side: float, cut: NDArray[np.bool_]) -> FloatArray:
    """Rate in [0, 1] how well the quads depict rectangles of a document's proportions.

    Of a document that the frame cuts (`cut`) the proportions are not known.
    """
    rated = []
    for focal in FOCALS:
        aspect, skew = rectangle_shape(quads, focal * long_side)
        unknown = cut & (aspect < MAX_CUT_ASPECT) & (aspect > 1 / MAX_CUT_ASPECT)
        rated.append(np.maximum(_plausible(aspect), 0.95 * unknown) * np.exp(-((skew / 0.3) ** 2)))
    best: FloatArray = np.max(rated, axis=0)
    return best


def score_frame(strokes: Strokes, size_wh: tuple[int, int]) -> float:
    """Return the score in [0, 1] of the reading that the document fills a frame of `size_wh` pixels.

    Text of such a document is spread over the frame and is not cut by it.
    """
    half = np.array(size_wh, np.float32) / 2
    margin = (half - np.abs(strokes.ends).max(axis=1)).min(axis=1)
    touching = float(strokes.areas[margin < CUT_MARGIN * max(size_wh)].sum() / strokes.areas.sum())
    density = float(strokes.areas.sum()) / (size_wh[0] * size_wh[1])
    around = strokes.thickness[:, None, None] / 2
    extent = (strokes.ends + around).max(axis=(0, 1)) - (strokes.ends - around).min(axis=(0, 1))
    # A number plate has a single line of text, but that one fills it.
    filled = float((extent / (2 * half)).min()) + density
    score = FRAME_SCORE * min(1, density / ENOUGH_TEXT) * max(0, 1 - 3 * touching)
    return score * float(np.interp(filled, FRAME_FILLED, (0, 1)) * _plausible(half[0] / half[1]))


def _plausible(aspect: FloatArray | np.float32) -> FloatArray:
    """Rate the ratio of two sides: cards, pages and plates; in [0, 1]."""
    longer = np.maximum(aspect, 1 / np.maximum(aspect, 1e-3))
    return np.asarray(np.interp(longer, *PLAUSIBLE_ASPECT), np.float32)


def text_relation(quads: FloatArray, strokes: Strokes) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return how outlines and text relate, `(N,)` float32 each.

    These are the text area inside, the text area that the outline cuts, and the mean sine of the angle
    between a line of text and the side most nearly parallel to it.
    """
    edges = np.roll(quads, -1, axis=1) - quads
    edges = edges / np.maximum(np.linalg.norm(edges, axis=2, keepdims=True), 1e-6)
    inward = np.stack([-edges[..., 1], edges[..., 0]], axis=2)
    depth = np.einsum("nki,mei->nkme", inward, strokes.ends, optimize=True)
    depth -= np.einsum("nki,nki->nk", inward, quads)[:, :, None, None]
    within = depth.min(axis=1)  # (N, M, 2): how deep an end lies inside
    inside = within.min(axis=2) > -2
    cut = (within.max(axis=2) > 2) & ~inside
    axes = strokes.ends[:, 1] - strokes.ends[:, 0]
    axes /= np.maximum(np.linalg.norm(axes, axis=1, keepdims=True), 1e-6)
    sine = np.abs(np.einsum("nki,mi->nkm", inward, axes, optimize=True)).min(axis=1)
    area_inside = inside @ strokes.areas
    tilt = ((inside * sine) @ strokes.areas) / np.maximum(area_inside, 1)
    return area_inside, cut @ strokes.areas, tilt


def rectangle_shape(quads: FloatArray, focal_px: float) -> tuple[FloatArray, FloatArray]:
    """Return `(N,)` width over height of the pictured parallelogram and the cosine between its sides."""
    ones = np.ones((len(quads), 1))
    a, b, d, c = (np.concatenate([quads[:, corner] / focal_px, ones], axis=1) for corner in range(4))
    diagonal = np.cross(a, d)
    wide = (_dot(diagonal, c) / _safe(_dot(np.cross(b, d), c)))[:, None] * b - a
    high = (_dot(diagonal, b) / _safe(_dot(np.cross(c, d), b)))[:, None] * c - a
    width, height = np.sqrt(_dot(wide, wide)), np.sqrt(_dot(high, high))
    aspect = width / _safe(height)
    skew = np.abs(_dot(wide, high)) / _safe(width * height)
    return aspect.astype(np.float32), skew.astype(np.float32)


def _dot(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    product: NDArray[np.float64] = (a * b).sum(axis=1)
    return product


def _safe(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.abs(values) < 1e-9, 1e-9, values)


def _areas(quads: FloatArray) -> FloatArray:
    x, y = quads[..., 0], quads[..., 1]
    crossed = x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)
    areas: FloatArray = np.abs(crossed.sum(axis=1)) / 2
    return areas
