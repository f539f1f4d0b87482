"""The same pictures at other sizes: what a photo costs with the number of its pixels."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from idvision.decode import decode, read_header
from idvision.types import Image

JPEG_QUALITY = 92
FRAME_WH = (1280, 720)
FRAME_GREY = 128


def at_megapixels(data: bytes, megapixels: float) -> bytes:
    """Return the picture as a JPEG of about so many million pixels, upright."""
    image = _decoded(data)
    scale = (megapixels * 1e6 / (image.shape[0] * image.shape[1])) ** 0.5
    return _encoded(_scaled(image, scale))


def resized(photos: Mapping[str, bytes], megapixels: float) -> dict[str, bytes]:
    """Return every picture at about so many million pixels."""
    return {name: at_megapixels(data, megapixels) for name, data in photos.items()}


def camera_frame(data: bytes) -> Image:
    """Return the picture as a frame `(720, 1280, 3)` uint8 BGR, whole, on grey."""
    image = _decoded(data)
    width, height = FRAME_WH
    image = _scaled(image, min(width / image.shape[1], height / image.shape[0]))[:height, :width]
    frame = np.full((height, width, 3), FRAME_GREY, np.uint8)
    left = (width - image.shape[1]) // 2
    frame[: image.shape[0], left : left + image.shape[1]] = image
    return frame


def _decoded(data: bytes) -> Image:
    header = read_header(data, max_pixels=64_000_000, max_bytes=50_000_000)
    return decode(data, header)


def _scaled(image: Image, scale: float) -> Image:
    size_wh = tuple(max(1, round(length * scale)) for length in (image.shape[1], image.shape[0]))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size_wh, interpolation=interpolation), np.uint8)


def _encoded(image: Image) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()
