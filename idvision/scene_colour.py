"""Which colour a plate is: pixels in and around its number -> a declared ground colour.

The ground is what there is most of between the strokes. A hue is told by the share of the ground that has it,
because a ground may run from one colour into another; white and black by which of ground and ink is lighter.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.documents import SceneColour
from idvision.geometry import (
    as_quad,
    frame_quad,
    homography_from_quad,
    order_quad,
    project,
    quad_area,
    quad_sides,
)
from idvision.types import FloatArray, Image, QuadArray

# Darker pixels than this share of the lightest tell no hue: in a picture, and next to the ink of a line.
_DARK = 0.12
_DARK_BESIDE_INK = 0.25
# Patches: the picture they are sought in, least and largest size in it, how much of the box is coloured.
_SEARCH_SIDE = 640
_MIN_TILE_WH = (22, 7)
_MAX_TILE_SHARE = 0.3
_MIN_TILE_FILL = 0.45
_TILE_ASPECTS = (1.0, 6.5)
# Ground around a line: height of the line as it is straightened, how many lines are looked at on every side,
# how much of its rectangle is coloured, and how much longer or taller than the line it may be.
_LINE_PX = 40
_AROUND = 2
_MIN_PATCH_FILL = 0.7
_MIN_GROWTH, _MAX_GROWTH = 0.75, 3.2


def ground_colour(crop: Image, colours: Sequence[SceneColour]) -> str:
    """Return the name of the first declared colour that the ground of a line `(h, w, 3)` has, "" for none."""
    hue, saturation, value = _hsv(crop)
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    lighter = grey > threshold
    # Strokes take less than half of a plate.
    is_light = bool(lighter.mean() >= 0.5)
    ground = lighter if is_light else ~lighter
    inked = np.where(value >= _DARK_BESIDE_INK, value, np.float32(0))
    for colour in colours:
        if colour.hue is None:
            if colour.light in (None, is_light):
                return colour.name
        elif float(_has_hue(hue, saturation, inked, colour)[ground].mean()) >= colour.share:
            return colour.name
    return ""


def coloured_places(image: Image, colours: Sequence[SceneColour], most: int) -> FloatArray:
    """Return boxes `(N, 4)` float32 x1, y1, x2, y2 of the patches, by size and shape, that may be plates.

    At most `most`, the largest first; patches so large that their print shows anyway are left out.
    """
    scale = min(1.0, _SEARCH_SIDE / max(image.shape[:2]))
    size_wh = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = np.asarray(cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA), np.uint8)
    hue, saturation, value = _hsv(small)
    boxes: list[tuple[float, ...]] = []
    for colour in colours:
        if colour.hue is not None:
            mask = _has_hue(hue, saturation, value, colour).astype(np.uint8)
            closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 5), np.uint8))
            _, _, stats, _ = cv2.connectedComponentsWithStats(closed)
            boxes += [tuple(row) for row in stats[1:].tolist() if _like_plate(row, size_wh[0])]
    boxes.sort(key=lambda box: -box[4])
    found = np.array([(x, y, x + w, y + h) for x, y, w, h, _ in boxes[:most]], np.float32).reshape(-1, 4)
    return np.asarray(found / np.float32(scale), np.float32)


def _like_plate(row: Sequence[int], width: int) -> bool:
    _, _, w, h, area = row
    low, high = _TILE_ASPECTS
    large_enough = w >= _MIN_TILE_WH[0] and h >= _MIN_TILE_WH[1]
    return (
        large_enough
        and w <= _MAX_TILE_SHARE * width
        and low <= w / h <= high
        and area >= _MIN_TILE_FILL * w * h
    )


def _hsv(image: Image) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return hue in degrees, saturation and value in [0, 1], the brightest of the picture 1."""
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV).astype(np.float32)
    value = hsv[..., 2] / max(1.0, float(hsv[..., 2].max()))
    hue, saturation = hsv[..., 0] * 2, hsv[..., 1] / 255
    return np.asarray(hue, np.float32), np.asarray(saturation, np.float32), np.asarray(value, np.float32)


def _has_hue(
    hue: FloatArray, saturation: FloatArray, value: FloatArray, colour: SceneColour
) -> NDArray[np.bool_]:
    low, high = colour.hue or (0.0, 360.0)
    return (hue >= low) & (hue <= high) & (saturation >= colour.saturation) & (value >= _DARK)


def coloured_outline(image: Image, line: QuadArray, colours: Sequence[SceneColour]) -> QuadArray | None:
    """Return the rectangle around the coloured ground that a line stands on, in pixels of the image.

    None where the line stands on no patch of a declared hue that ends around it, as a plate does.
    """
    top, right, bottom, left = quad_sides(line)
    long = max(1, round(_LINE_PX * (top + bottom) / max(right + left, 1e-6)))
    margin = _AROUND * _LINE_PX
    expected = as_quad(frame_quad(long, _LINE_PX) + margin)
    window_from_image = homography_from_quad(line, expected)
    size_wh = (long + 2 * margin, _LINE_PX + 2 * margin)
    window = np.asarray(
        cv2.warpPerspective(image, window_from_image, size_wh, borderMode=cv2.BORDER_CONSTANT), np.uint8
    )
    hsv = _hsv(window)
    mask = np.any([_has_hue(*hsv, colour) for colour in colours if colour.hue], axis=0).astype(np.uint8)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    _, labels = cv2.connectedComponents(closed)
    inside = labels[margin : margin + _LINE_PX, margin : margin + long]
    counts = np.bincount(inside[inside > 0].ravel(), minlength=2)
    patch = (labels == int(counts.argmax())).astype(np.uint8)
    points = cv2.findNonZero(patch) if counts.max() > 0 else None
    if points is None:
        return None
    rectangle = cv2.minAreaRect(points)
    quad = order_quad(cv2.boxPoints(rectangle))
    wide, tall = (quad[1] - quad[0])[0], (quad[3] - quad[0])[1]
    whole = patch.sum() >= _MIN_PATCH_FILL * quad_area(quad)
    if (
        not whole
        or not _MIN_GROWTH < wide / long < _MAX_GROWTH
        or not _MIN_GROWTH < tall / _LINE_PX < _MAX_GROWTH
    ):
        return None
    return project(np.linalg.inv(window_from_image).astype(np.float64), quad)


def covers(box: FloatArray, quads: FloatArray) -> bool:
    """Tell whether the middle of one of the quads `(N, 4, 2)` lies in a box, and it is not tiny in it."""
    area = float((box[2] - box[0]) * (box[3] - box[1]))
    return any(
        bool(
            np.all(quad.mean(axis=0) >= box[:2])
            and np.all(quad.mean(axis=0) <= box[2:])
            and quad_area(quad) > 0.2 * area
        )
        for quad in quads
    )
