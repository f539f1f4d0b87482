"""Cut a card, or the holder's picture on it, out of a photo: photo and quad -> upright JPEG."""

from __future__ import annotations

import cv2

from idvision.geometry import as_quad, frame_quad, homography_from_quad, quad_sides
from idvision.rectify import warp
from idvision.types import Image, Quad

MAX_SIDE_PX = 2000
"""No side of a crop is longer; a finer photo is scaled down."""
QUALITY = 92


def upright_jpeg(image: Image, quad: Quad, aspect: float | None = None) -> bytes:
    """Return what lies in the quad as a JPEG, upright, about as fine as the photo shows it.

    Args:
        image: `(H, W, 3)` uint8 BGR, the photo that the quad's pixels are of.
        quad: a card or portrait of a result; it starts at the printed top left. What lies beyond the photo is
            filled with its edge.
        aspect: width over height of the real thing; None takes that of the quad, which foreshortening alters.
    """
    _, data = cv2.imencode(".jpg", cut(image, quad, aspect), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return data.tobytes()


def cut(image: Image, quad: Quad, aspect: float | None = None) -> Image:
    """Return the same as an image `(H, W, 3)` uint8 BGR."""
    corners = as_quad(quad)
    size_wh = _size(quad_sides(corners), aspect)
    return warp(image, homography_from_quad(corners, frame_quad(*size_wh)), size_wh)


def _size(sides: tuple[float, float, float, float], aspect: float | None) -> tuple[int, int]:
    """Return width and height in pixels that lose no detail of the longer of opposite sides."""
    top, right, bottom, left = sides
    width, height = max(top, bottom), max(left, right)
    if aspect is not None:
        width, height = max(width, height * aspect), max(height, width / aspect)
    scale = min(1.0, MAX_SIDE_PX / max(width, height))
    return max(2, round(width * scale)), max(2, round(height * scale))
