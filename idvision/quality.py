"""Judge how well a card is shown: card image, the network's maps and the quad -> quality.

All measures look inside the quad only, and only at what lies inside the photo. Blur, glare and occlusion come
from the maps of `idvision.assess`; exposure, completeness and size are arithmetic.
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
from idvision.types import Box, DefectMaps, FieldDefect, FloatArray, Gray, Image, QuadArray, Quality

ANALYSIS_HEIGHT_PX = 180
COVERED = 0.5
"""A cell of the map counts as covered by glare or by an object from this share on."""
FIELD_MIN_SHARE = 0.02
FIELD_MIN_BLUR = 0.25
DARK_LIGHTEST, BRIGHT_DARKEST = 120.0, 150.0


def measure(
    card_image: Image,
    maps: DefectMaps,
    quad: QuadArray,
    photo_shape_hw: tuple[int, int],
    boxes: Mapping[str, Box],
) -> Quality:
    """Measure one card.

    Args:
        card_image: rectified card `(H, W, 3)` uint8 BGR, upright.
        maps: what the network says of it, upright too.
        quad: the card in the photo; corners may lie outside.
        photo_shape_hw: size of the photo in the same pixels.
        boxes: where fields are, in fractions of the card, for the defects of each.
    """
    height, width = photo_shape_hw
    seen = seen_cells(maps.blur.shape, quad, photo_shape_hw)
    small = at_height(card_image, ANALYSIS_HEIGHT_PX)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    inside = cv2.resize(seen.astype(np.uint8), gray.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    return Quality(
        blur=float(maps.blur[seen].mean()),
        glare=float((maps.glare[seen] > COVERED).mean()),
        occlusion=float((maps.occlusion[seen] > COVERED).mean()),
        exposure=exposure_defect(gray[inside]),
        incomplete=max(0.0, 1.0 - visible_share(quad, width, height)),
        coverage=min(1.0, intersection_area(quad, frame_quad(width, height)) / (width * height)),
        short_side_px=round(min(quad_sides(quad))),
        luminance=_percentile(gray[inside], 0.5) / 255,
        field_defects=field_defects(maps, boxes),
    )


def seen_cells(
    shape_hw: tuple[int, ...], quad: QuadArray, photo_shape_hw: tuple[int, int]
) -> NDArray[np.bool_]:
    """Return which cells of a grid over the card lie inside the photo; all, if none does."""
    rows, columns = shape_hw
    photo_from_grid = homography_from_quad(frame_quad(columns, rows), quad)
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    points = project(photo_from_grid, np.column_stack([x.ravel(), y.ravel()]))
    limit = np.array(photo_shape_hw[::-1]) - 0.5
    inside = np.all((points >= -0.5) & (points <= limit), axis=1).reshape(rows, columns)
    return inside if inside.any() else np.ones_like(inside)


def at_height(image: Image, height: int) -> Image:
    """Return the image at `height` rows."""
    width = max(2, round(image.shape[1] * height / image.shape[0]))
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


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


def field_defects(maps: DefectMaps, boxes: Mapping[str, Box]) -> tuple[FieldDefect, ...]:
    """Return what spoils each box (fractions of the card), what hardly touches it left out."""
    found = []
    for name, box in boxes.items():
        blur = float(_window(maps.blur, box).mean())
        if blur > FIELD_MIN_BLUR:
            found.append(FieldDefect(name, "blur", blur))
        for defect, grid in (("glare", maps.glare), ("occlusion", maps.occlusion)):
            share = float((_window(grid, box) > COVERED).mean())
            if share > FIELD_MIN_SHARE:
                found.append(FieldDefect(name, defect, share))
    return tuple(found)


def _window(grid: FloatArray, box: Box) -> FloatArray:
    """Return the cells of the grid that the box covers, one at least."""
    rows, columns = grid.shape
    x1, y1 = (int(np.clip(at * size, 0, size - 1)) for at, size in zip(box[:2], (columns, rows), strict=True))
    x2, y2 = (
        int(np.ceil(np.clip(at * size, 0, size))) for at, size in zip(box[2:], (columns, rows), strict=True)
    )
    return grid[y1 : max(y2, y1 + 1), x1 : max(x2, x1 + 1)]
