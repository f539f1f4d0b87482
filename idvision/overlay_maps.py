"""Tint a photo where its cards are spoilt: what the assessor says of each card, laid back over it.

A result holds no maps, so every card is straightened and assessed once more, as the reading saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np

from idvision.geometry import as_quad, frame_quad, homography_from_quad, order_quad
from idvision.rectify import long_side_first, rectify
from idvision.types import Card, DefectMaps, FloatArray, Image, QuadArray

# Blue, green, red.
BLUR_COLOUR = (255, 80, 0)
GLARE_COLOUR = (0, 255, 255)
OCCLUSION_COLOUR = (0, 0, 255)
OPACITY = 0.6
"""Of the tint where a map is 1: the print below stays legible."""


def draw_maps(image: Image, cards: Iterable[Card], maps_of: Callable[[Image], DefectMaps]) -> Image:
    """Return a new photo with its cards blue where blurred, yellow where they reflect, red where covered.

    Args:
        image: the upright photo, `(H, W, 3)` uint8 blue-green-red, at the scale of the cards' quads.
        cards: what was found in it.
        maps_of: assesses a card image with the long side across.
    """
    canvas = image.copy()
    for card in cards:
        # The order of the corners in which the locator gave them, hence the same card image.
        quad, _ = long_side_first(order_quad(card.quad))
        maps = maps_of(rectify(image, quad))
        for grid, colour in (
            (maps.blur, BLUR_COLOUR),
            (maps.glare, GLARE_COLOUR),
            (maps.occlusion, OCCLUSION_COLOUR),
        ):
            _tint(canvas, grid, quad, colour)
    return canvas


def _tint(canvas: Image, grid: FloatArray, quad: QuadArray, colour: tuple[int, int, int]) -> None:
    """Lay a grid that covers `quad` over `canvas`, which is the caller's fresh copy."""
    limit_xy = (canvas.shape[1], canvas.shape[0])
    left, top = np.clip(np.floor(quad.min(axis=0)), 0, limit_xy).astype(int)
    right, bottom = np.clip(np.ceil(quad.max(axis=0)) + 1, 0, limit_xy).astype(int)
    if left >= right or top >= bottom:
        return
    window_from_grid = homography_from_quad(
        frame_quad(grid.shape[1], grid.shape[0]), as_quad(quad - np.array([left, top], np.float32))
    )
    size_wh = (int(right - left), int(bottom - top))
    opacity = OPACITY * cv2.warpPerspective(grid, window_from_grid, size_wh, flags=cv2.INTER_LINEAR)
    window = canvas[top:bottom, left:right]
    tint = np.full_like(window, colour)
    window[:] = cv2.blendLinear(window, tint, 1 - opacity, opacity)
