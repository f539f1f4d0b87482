"""Judge how well a card is shown: card image, quad -> quality.

All measures look inside the quad only. Each lies in [0, 1] and 0 is best, except `coverage` (share of
the photo that the card fills) and `luminance` (median lightness, which tells too dark from too bright).
They are classical measures; none of them knows a finger, so occlusion is not judged here.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.geometry import (
    frame_quad,
    homography_from_quad,
    intersection_area,
    project,
    quad_sides,
    visible_share,
)
from idvision.types import Box, FieldDefect, FloatArray, Image, QuadArray, Quality

ANALYSIS_HEIGHT_PX = 360
GRID_PX = 8
BLUR_KERNEL_PX = 9
# Glare is brighter than this and has lost its colour and its texture.
GLARE_LEVEL = 247
GLARE_SPREAD = 10
GLARE_MIN_AREA = 0.002
GLARE_FIELD_MIN_SHARE = 0.02
DARK_LEVEL, BRIGHT_LEVEL = 70.0, 225.0


def assess(card_image: Image, quad: QuadArray, photo_shape_hw: tuple[int, int]) -> Quality:
    """Measure one card.

    Args:
        card_image: rectified card `(H, W, 3)` uint8 BGR.
        quad: the card in the photo; corners may lie outside.
        photo_shape_hw: size of the photo in the same pixels.
    """
    height, width = photo_shape_hw
    visible = visible_share(quad, width, height)
    seen = visible_part(card_image, quad, photo_shape_hw)
    gray = cv2.cvtColor(card_image, cv2.COLOR_BGR2GRAY)
    luminance = float(np.median(gray[seen])) if seen.any() else 0.0
    return Quality(
        blur=blur_effect(card_image),
        glare=float(glare_mask(card_image)[seen].mean()) if seen.any() else 0.0,
        exposure=exposure_defect(luminance),
        incomplete=1.0 - visible,
        coverage=min(1.0, intersection_area(quad, frame_quad(width, height)) / (width * height)),
        short_side_px=round(min(quad_sides(quad))),
        luminance=luminance / 255,
    )


def visible_part(card_image: Image, quad: QuadArray, photo_shape_hw: tuple[int, int]) -> NDArray[np.bool_]:
    """Return `(H, W)` bool: which pixels of the card image come from inside the photo."""
    height, width = photo_shape_hw
    card_height, card_width = card_image.shape[:2]
    photo_from_card = homography_from_quad(frame_quad(card_width, card_height), quad)
    y, x = np.mgrid[0:card_height:GRID_PX, 0:card_width:GRID_PX]
    points = project(photo_from_card, np.column_stack([x.ravel(), y.ravel()]))
    inside = np.all((points >= -0.5) & (points <= [width - 0.5, height - 0.5]), axis=1).reshape(x.shape)
    whole = cv2.resize(inside.astype(np.uint8), (card_width, card_height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(whole > 0)


def blur_effect(card_image: Image) -> float:
    """Return the perceptual blur in [0, 1], 0 sharp, 1 fully blurred.

    The loss of neighbouring differences under a further blur is small where the picture was blurred
    already. Measured at 360 px card height, the larger of both directions: values are comparable between
    cards of any resolution. Source: Crété-Roffet et al., "The blur effect", SPIE 2007.
    """
    gray = _gray_at_height(card_image, ANALYSIS_HEIGHT_PX)
    return max(_blur_along(gray, axis) for axis in (0, 1))


def _blur_along(gray: FloatArray, axis: int) -> float:
    size_wh = (1, BLUR_KERNEL_PX) if axis == 0 else (BLUR_KERNEL_PX, 1)
    blurred = cv2.blur(gray, size_wh, borderType=cv2.BORDER_REFLECT)
    sharp_steps = np.abs(np.diff(gray, axis=axis))
    blurred_steps = np.abs(np.diff(blurred, axis=axis))
    lost = float(np.maximum(0, sharp_steps - blurred_steps).sum())
    total = float(sharp_steps.sum())
    return 1.0 - lost / total if total > 0 else 1.0


def glare_mask(card_image: Image) -> NDArray[np.bool_]:
    """Return `(H, W)` bool: pixels of blown-out spots, those of less than 0.2 % of the card left out.

    A spot must be near white, colourless and smooth; printed white paper keeps some texture and tint, but
    an overexposed white card cannot be told from glare by this measure.
    """
    low, high = card_image.min(axis=2), card_image.max(axis=2)
    blown = ((low >= GLARE_LEVEL) & (high - low <= GLARE_SPREAD)).astype(np.uint8)
    blown = cv2.morphologyEx(blown, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(blown)
    large = np.zeros(count, bool)
    large[1:] = stats[1:, cv2.CC_STAT_AREA] >= GLARE_MIN_AREA * blown.size
    return np.asarray(large[labels])


def exposure_defect(luminance: float) -> float:
    """Map the median lightness (0 to 255) to a defect: 0 between dark and bright, 1 at black or white."""
    too_dark = (DARK_LEVEL - luminance) / DARK_LEVEL
    too_bright = (luminance - BRIGHT_LEVEL) / (255 - BRIGHT_LEVEL)
    return float(np.clip(max(too_dark, too_bright), 0, 1))


def field_glare(card_image: Image, boxes: dict[str, Box]) -> tuple[FieldDefect, ...]:
    """Return the share of each field's box (fractions of the card) under glare, small shares left out."""
    mask = glare_mask(card_image)
    shares = ((name, _share_in_box(mask, box)) for name, box in boxes.items())
    return tuple(FieldDefect(name, "glare", share) for name, share in shares if share > GLARE_FIELD_MIN_SHARE)


def _share_in_box(mask: NDArray[np.bool_], box: Box) -> float:
    height, width = mask.shape
    x1, y1, x2, y2 = (np.clip(box, 0, 1) * [width, height, width, height]).round().astype(int)
    window = mask[y1:y2, x1:x2]
    return float(window.mean()) if window.size else 0.0


def _gray_at_height(image: Image, height: int) -> FloatArray:
    width = max(2, round(image.shape[1] * height / image.shape[0]))
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.float32)

