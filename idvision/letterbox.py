"""Fit a picture into the fixed input of a dense network and carry its points back.

The picture is scaled to the input's longer side and centred; the rest is grey. The sides of the input are
multiples of 32, so a few fixed shapes serve every aspect.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from idvision.types import FloatArray, Image

PAD_VALUE = 114
MULTIPLE = 32


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where the picture lies in the input: `input = (picture + 0.5) * scale_xy - 0.5 + offset_xy`."""

    scale_xy: tuple[float, float]
    offset_xy: tuple[int, int]

    def to_picture(self, points: FloatArray) -> FloatArray:
        """Return points `(..., 2)` of the input in pixels of the picture."""
        moved = points - np.array(self.offset_xy, np.float32)
        return np.asarray((moved + 0.5) / np.array(self.scale_xy, np.float32) - 0.5, np.float32)


def letterbox(image: Image, side: int) -> tuple[Image, Letterbox]:
    """Return the picture on an input with a long side of `side` px, and how it lies there."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    inner_wh = (max(1, round(width * scale)), max(1, round(height * scale)))
    outer_wh = tuple(math.ceil(length / MULTIPLE) * MULTIPLE for length in inner_wh)
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(image, inner_wh, interpolation=interpolation)
    left, top = ((outer - inner) // 2 for outer, inner in zip(outer_wh, inner_wh, strict=True))
    padded = np.full((outer_wh[1], outer_wh[0], 3), PAD_VALUE, np.uint8)
    padded[top : top + inner_wh[1], left : left + inner_wh[0]] = resized
    return padded, Letterbox((inner_wh[0] / width, inner_wh[1] / height), (left, top))
