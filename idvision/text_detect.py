"""Find text lines: image -> quads of lines.

The network is a differentiable-binarisation detector (Liao et al., "Real-time Scene Text Detection with
Differentiable Binarization", AAAI 2020): it gives the probability that a pixel belongs to the shrunken
core of a text line. A core is grown back by `area * ratio / perimeter` (Vatti clipping, which for a
rectangle is plain growth of every side).
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.tensor import resize_to_multiple, to_nchw
from idvision.types import FloatArray, Image, Session

CORE_THRESHOLD = 0.3
LINE_THRESHOLD = 0.5
GROWTH_RATIO = 1.6
MIN_CORE_SIDE_PX = 3


def preprocess(image: Image, long_side: int) -> FloatArray:
    """Return the `(1, 3, H, W)` input for an `(H, W, 3)` uint8 BGR image."""
    return to_nchw([resize_to_multiple(image, long_side)])


def postprocess(heatmap: FloatArray, shape_hw: tuple[int, int]) -> tuple[FloatArray, FloatArray]:
    """Turn an `(H', W')` heat map into lines of an image of `shape_hw`.

    Returns quads `(N, 4, 2)` float32 in pixels of that image, the first side along the longer
    side of the line, and scores `(N,)` float32 in [0, 1], the mean probability of the core.
    """
    cores = cv2.dilate((heatmap > CORE_THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(cores, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = [line for contour in contours if (line := _line_from_contour(contour, heatmap)) is not None]
    if not found:
        return np.zeros((0, 4, 2), np.float32), np.zeros(0, np.float32)
    scale = np.array([shape_hw[1] / heatmap.shape[1], shape_hw[0] / heatmap.shape[0]], np.float32)
    # The 2 x 2 dilation has made contours run along pixel edges; results count from pixel centres.
    quads = np.stack([quad for quad, _ in found]) * scale - np.float32(0.5)
    return quads, np.array([score for _, score in found], np.float32)


def _line_from_contour(contour: object, heatmap: FloatArray) -> tuple[FloatArray, float] | None:
    centre, (width, height), angle = cv2.minAreaRect(np.asarray(contour))
    if min(width, height) < MIN_CORE_SIDE_PX:
        return None
    score = _mean_inside(heatmap, cv2.boxPoints((centre, (width, height), angle)))
    if score < LINE_THRESHOLD:
        return None
    growth = width * height * GROWTH_RATIO / (2 * (width + height))
    grown = cv2.boxPoints((centre, (width + 2 * growth, height + 2 * growth), angle))
    return reading_order(np.asarray(grown, np.float32)), score


def _mean_inside(heatmap: FloatArray, corners: object) -> float:
    points = np.asarray(corners, np.float32)
    x1, y1 = np.maximum(np.floor(points.min(axis=0)).astype(int), 0)
    x2, y2 = np.ceil(points.max(axis=0)).astype(int) + 1
    window = heatmap[y1:y2, x1:x2]
    mask = np.zeros(window.shape, np.uint8)
    cv2.fillPoly(mask, [np.round(points - [x1, y1]).astype(np.int32)], 1)
    return float(cv2.mean(window, mask)[0])


def reading_order(corners: FloatArray) -> FloatArray:
    """Order the corners of a line clockwise so that its first side runs along the text.

    A line wider than tall starts at its top left and runs to the right; one that is clearly taller
    than wide starts at its bottom left and runs up (text turned by 90 degrees counter-clockwise).
    """
    centre = corners.mean(axis=0)
    clockwise = corners[np.argsort(np.arctan2(*(corners - centre).T[::-1]), kind="stable")]
    sides = np.roll(clockwise, -1, axis=0) - clockwise
    # The top side is the one that runs most nearly to the right.
    first = int(np.argmax(sides[:, 0] / np.maximum(np.linalg.norm(sides, axis=1), 1e-6)))
    upright = np.roll(clockwise, -first, axis=0)
    width, height = np.linalg.norm(upright[1] - upright[0]), np.linalg.norm(upright[3] - upright[0])
    return upright if height < 1.5 * width else np.roll(upright, 1, axis=0)


class TextDetector:
    """Finds text lines. Input `(H, W, 3)` uint8 BGR; output quads in pixels of that image."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def heatmap(self, image: Image, long_side: int) -> FloatArray:
        """Return the `(H', W')` float32 text probability of the image resized to about `long_side`."""
        probability: FloatArray = self._session.run(preprocess(image, long_side))[0][0, 0]
        return probability

    def __call__(self, image: Image, long_side: int) -> tuple[FloatArray, FloatArray]:
        """Return quads `(N, 4, 2)` float32 and scores `(N,)` float32 of the lines in `image`."""
        return postprocess(self.heatmap(image, long_side), image.shape[:2])
