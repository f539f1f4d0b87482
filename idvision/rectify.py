"""Straighten a card: photo and quad -> upright card image.

The card image is sampled from the photo in one warp. Its height is fixed and its width follows the
card's true proportions, which the quad gives under perspective.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.geometry import as_quad, frame_quad, homography_from_quad, project, quad_sides, roll_quad
from idvision.types import Box, FloatArray, Homography, Image, QuadArray

CARD_HEIGHT_PX = 720
PAGE_HEIGHT_PX = 1440
"""The same of a sheet with small print."""
# Width over height of an ID-1 card and of a passport page (ISO/IEC 7810), and of paper (ISO 216).
STANDARD_ASPECTS = (1.586, 1.42)
ASPECT_TOLERANCE = 0.09
MAX_ASPECT = 3.0


def card_aspect(quad: QuadArray) -> float:
    """Return width over height of the card behind a quad whose first side is a long one, at least 1.

    The mean of opposite sides is right up to a mild tilt; a value near a standard format is taken to
    be that format, since foreshortening moves it by some percent.
    """
    top, right, bottom, left = quad_sides(quad)
    aspect = min(MAX_ASPECT, max(1.0, (top + bottom) / max(right + left, 1e-6)))
    nearest = min(STANDARD_ASPECTS, key=lambda standard: abs(aspect / standard - 1))
    return nearest if abs(aspect / nearest - 1) < ASPECT_TOLERANCE else aspect


def long_side_first(quad: QuadArray) -> tuple[QuadArray, int]:
    """Roll the quad so that its first side is a long one; returns it and the quarter turns (0 or 1)."""
    top, right, bottom, left = quad_sides(quad)
    turns = int(right + left > top + bottom)
    return roll_quad(quad, turns), turns


def sufficient_reduction(quad: QuadArray, at_most: int, height_px: int) -> int:
    """Return the strongest of the reductions 8, 4, 2, 1 that still gives an image so high full detail.

    `quad` is in pixels of the full photo; the answer never exceeds `at_most`.
    """
    long_first, _ = long_side_first(quad)
    _, right, _, left = quad_sides(long_first)
    reductions = (factor for factor in (8, 4, 2) if factor <= at_most)
    return next((factor for factor in reductions if max(right, left) / factor >= height_px), 1)


def rectify(image: Image, quad: QuadArray, height_px: int = CARD_HEIGHT_PX) -> Image:
    """Cut the card out of `image`.

    Args:
        image: `(H, W, 3)` uint8 BGR photo.
        quad: the card in pixels of that photo, first side a long one.
        height_px: of the card image, in which the long side lies across.

    Returns:
        The card image `(height_px, height_px * aspect, 3)` uint8 BGR.
    """
    size_wh = (round(height_px * card_aspect(quad)), height_px)
    return warp(image, homography_from_quad(as_quad(quad), frame_quad(*size_wh)), size_wh)


def warp(
    image: Image,
    target_from_image: Homography,
    size_wh: tuple[int, int],
    interpolation: int = cv2.INTER_CUBIC,
) -> Image:
    """Warp without aliasing: a strongly shrunken photo is first halved as often as needed."""
    shrink = _shrink_factor(target_from_image, size_wh)
    while shrink >= 2:
        height, width = image.shape[:2]
        halved = cv2.resize(image, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
        factor_x, factor_y = halved.shape[1] / width, halved.shape[0] / height
        image_from_halved = np.array(
            [[1 / factor_x, 0, 0.5 / factor_x - 0.5], [0, 1 / factor_y, 0.5 / factor_y - 0.5], [0, 0, 1]]
        )
        image, target_from_image = np.asarray(halved, np.uint8), target_from_image @ image_from_halved
        shrink /= 2
    warped = cv2.warpPerspective(
        image, target_from_image, size_wh, flags=interpolation, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.uint8)


def _shrink_factor(target_from_image: Homography, size_wh: tuple[int, int]) -> float:
    corners = project(np.linalg.inv(target_from_image).astype(np.float64), frame_quad(*size_wh))
    top, right, bottom, left = quad_sides(corners)
    return min(top + bottom, 1e6) / (2 * size_wh[0]) * 0.5 + min(right + left, 1e6) / (2 * size_wh[1]) * 0.5


def turn_image(image: Image, quarter_turns: int) -> Image:
    """Turn an image clockwise by quarter turns."""
    return np.ascontiguousarray(np.rot90(image, -quarter_turns))


def turn_points(points: FloatArray, quarter_turns: int, shape_hw: tuple[int, int]) -> FloatArray:
    """Carry `(..., 2)` points of an image of `shape_hw` along with `turn_image`."""
    height, width = shape_hw
    x, y = points[..., 0], points[..., 1]
    turned = {
        0: (x, y),
        1: (height - 1 - y, x),
        2: (width - 1 - x, height - 1 - y),
        3: (y, width - 1 - x),
    }[quarter_turns % 4]
    return np.stack(turned, axis=-1).astype(np.float32)


def crop_line(image: Image, quad: QuadArray) -> Image:
    """Cut a text line out, so that it runs to the right; at least 2 px on each side."""
    top, right, bottom, left = quad_sides(quad)
    size_wh = (max(2, round(max(top, bottom))), max(2, round(max(left, right))))
    matrix = homography_from_quad(quad, frame_quad(*size_wh))
    crop = cv2.warpPerspective(image, matrix, size_wh, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(crop, np.uint8)


def crop_box(image: Image, box: Box, margin: float) -> Image:
    """Cut a box, given in fractions of the image and widened by `margin` of the height on every side."""
    height, width = image.shape[:2]
    pad = margin * height
    x1, y1 = max(0, int(box[0] * width - pad)), max(0, int(box[1] * height - pad))
    x2, y2 = max(x1 + 2, int(box[2] * width + pad)), max(y1 + 2, int(box[3] * height + pad))
    return image[y1:y2, x1:x2]
