"""Images to network inputs."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from idvision.types import FloatArray, Image


def to_nchw(images: Sequence[Image]) -> FloatArray:
    """Stack `(H, W, 3)` uint8 images of one size to `(N, 3, H, W)` float32 in [-1, 1].

    The mapping is `(x / 255 - 0.5) / 0.5` on every channel, in the colour order of the input.
    """
    stacked = np.stack(images).transpose(0, 3, 1, 2)
    return np.ascontiguousarray(stacked, dtype=np.float32) * np.float32(1 / 127.5) - np.float32(1)


def resize_to_multiple(image: Image, long_side: int, multiple: int = 32) -> Image:
    """Resize so that the longer side is about `long_side` and both sides are multiples of `multiple`."""
    height, width = image.shape[:2]
    scale = long_side / max(height, width)
    size_wh = tuple(max(multiple, round(side * scale / multiple) * multiple) for side in (width, height))
    shrinking = scale < 1
    resized = cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
    return np.asarray(resized, np.uint8)


def halved_to(image: Image, long_side: int) -> tuple[Image, int]:
    """Halve the image until its longer side is under `long_side`; returns it and the whole factor.

    A last odd row or column is left out, so pixel `x` covers exactly the pixels `factor * x` and on.
    """
    factor = 1
    while max(image.shape[:2]) >= long_side and min(image.shape[:2]) >= 2:
        height, width = (length // 2 for length in image.shape[:2])
        even = image[: height * 2, : width * 2]
        image = np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        factor *= 2
    return image, factor


def fit_height(image: Image, height: int, max_width: int) -> Image:
    """Resize to `height` rows keeping the aspect; wider results are squeezed to `max_width`."""
    width = min(max_width, max(1, round(image.shape[1] * height / image.shape[0])))
    shrinking = image.shape[0] > height
    interpolation = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=interpolation), np.uint8)
