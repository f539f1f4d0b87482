"""Judge how well a card is shown: card image, quad -> quality.

All measures look inside the quad only. Each lies in [0, 1] and 0 is best, except `coverage` (share of
the photo that the card fills) and `luminance` (median lightness, which tells too dark from too bright).
They are classical measures; none of them knows a finger, so occlusion is not judged here.
"""

from __future__ import annotations

from collections.abc import Mapping

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
from idvision.types import Box, FieldDefect, FloatArray, Gray, Image, QuadArray, Quality

ANALYSIS_HEIGHT_PX = 360
GRID_PX = 8
BLUR_KERNEL_PX = 9
GLARE_LEVEL = 247
GLARE_SPREAD = 10
GLARE_MIN_AREA = 0.002
GLARE_FIELD_MIN_SHARE = 0.02
# Dark strokes within this distance of one another, on more than this share of an area, are print.
STROKE_SPAN_PX = 15
STROKE_LEVEL = 150
PAPER_STROKE_SHARE = 0.02
DARK_LIGHTEST, BRIGHT_DARKEST = 120.0, 150.0


def assess(
    card_image: Image, quad: QuadArray, photo_shape_hw: tuple[int, int], boxes: Mapping[str, Box]
) -> Quality:
    """Measure one card.

    Args:
        card_image: rectified card `(H, W, 3)` uint8 BGR.
        quad: the card in the photo; corners may lie outside.
        photo_shape_hw: size of the photo in the same pixels.
        boxes: where fields are, in fractions of the card, for the defects of each.
    """
    height, width = photo_shape_hw
    small = at_height(card_image, ANALYSIS_HEIGHT_PX)
    seen = visible_part(small, quad, photo_shape_hw)
    if not seen.any():
        seen = np.ones_like(seen)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    glare = glare_mask(small)
    return Quality(
        blur=blur_effect(gray),
        glare=float(glare[seen].mean()),
        exposure=exposure_defect(gray[seen]),
        incomplete=max(0.0, 1.0 - visible_share(quad, width, height)),
        coverage=min(1.0, intersection_area(quad, frame_quad(width, height)) / (width * height)),
        short_side_px=round(min(quad_sides(quad))),
        luminance=_percentile(gray[seen], 0.5) / 255,
        field_defects=field_glare(glare, boxes),
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


def at_height(image: Image, height: int) -> Image:
    """Return the image at `height` rows, so that measures compare between cards of any resolution."""
    width = max(2, round(image.shape[1] * height / image.shape[0]))
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def blur_effect(gray: Gray) -> float:
    """Return the perceptual blur of `(H, W)` uint8 in [0, 1], 0 sharp, 1 fully blurred.

    The loss of neighbouring differences under a further blur is small where the picture was blurred
    already; the larger of both directions counts. Only values measured at one picture height compare.
    Source: Crété-Roffet et al., "The blur effect", SPIE 2007.
    """
    values = gray.astype(np.float32)
    return max(_blur_along(values, axis) for axis in (0, 1))


def _blur_along(gray: FloatArray, axis: int) -> float:
    size_wh = (1, BLUR_KERNEL_PX) if axis == 0 else (BLUR_KERNEL_PX, 1)
    blurred = cv2.blur(gray, size_wh, borderType=cv2.BORDER_REFLECT)
    sharp_steps = np.abs(np.diff(gray, axis=axis))
    blurred_steps = np.abs(np.diff(blurred, axis=axis))
    lost = float(np.maximum(0, sharp_steps - blurred_steps).sum())
    total = float(sharp_steps.sum())
    return 1.0 - lost / total if total > 0 else 1.0


def glare_mask(small: Image) -> NDArray[np.bool_]:
    """Return `(H, W)` bool: the pixels of blown-out spots on a card at the analysis height.

    A spot is near white and colourless, and it has swallowed the print: white paper with text on it is as
    bright, but it is pierced by dark strokes. Spots under 0.2 % of the card are left out.
    """
    low, high = small.min(axis=2), small.max(axis=2)
    blown = ((low >= GLARE_LEVEL) & (high - low <= GLARE_SPREAD)).astype(np.uint8)
    blown = cv2.morphologyEx(blown, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(blown)
    is_spot = np.zeros(count, bool)
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] >= GLARE_MIN_AREA * blown.size:
            is_spot[label] = _stroke_share(labels == label, high) < PAPER_STROKE_SHARE
    return np.asarray(is_spot[labels])


def _stroke_share(spot: NDArray[np.bool_], brightness: Gray) -> float:
    """Return the share of dark pixels in the area that a spot encloses."""
    kernel = np.ones((STROKE_SPAN_PX, STROKE_SPAN_PX), np.uint8)
    closed = cv2.morphologyEx(spot.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0
    return float((brightness[closed] < STROKE_LEVEL).mean())


def exposure_defect(gray: Gray) -> float:
    """Map the lightness of a card's pixels to a defect in [0, 1], 0 best.

    A card is too dark when even its lightest parts are dark, too bright when even its print is light;
    a black card with white print, or white paper with black print, is neither.
    """
    darkest, lightest = _percentile(gray, 0.02), _percentile(gray, 0.98)
    too_dark = (DARK_LIGHTEST - lightest) / DARK_LIGHTEST
    too_bright = (darkest - BRIGHT_DARKEST) / (255 - BRIGHT_DARKEST)
    return float(np.clip(max(too_dark * 2, too_bright), 0, 1))


def _percentile(gray: Gray, share: float) -> float:
    counts = np.bincount(gray.ravel(), minlength=256).cumsum()
    return float(np.searchsorted(counts, share * counts[-1]))


def field_glare(mask: NDArray[np.bool_], boxes: Mapping[str, Box]) -> tuple[FieldDefect, ...]:
    """Return the share of each box (fractions of the card) that glare covers, small shares left out."""
    shares = ((name, _share_in_box(mask, box)) for name, box in boxes.items())
    return tuple(FieldDefect(name, "glare", share) for name, share in shares if share > GLARE_FIELD_MIN_SHARE)


def _share_in_box(mask: NDArray[np.bool_], box: Box) -> float:
    height, width = mask.shape
    x1, y1, x2, y2 = (np.clip(box, 0, 1) * [width, height, width, height]).round().astype(int)
    window = mask[y1:y2, x1:x2]
    return float(window.mean()) if window.size else 0.0

