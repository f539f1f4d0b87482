"""Encoded bytes -> `(H, W, 3)` uint8 BGR as stored, through Pillow's format classes.

The classes are called directly, on files without metadata: `PIL.Image.open` and the metadata readers emit
warnings, and warnings can only be silenced for the whole process, not for one thread. No global of Pillow
is written. Whatever Pillow raises on damaged bytes becomes a `DecodeError`.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageChops
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from idvision.decode_layout import jpeg_pixels_only, png_pixels_only
from idvision.decode_tiff import first_page
from idvision.errors import DecodeError
from idvision.types import Image

_PILLOW_ERRORS = (
    AssertionError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
    PillowImage.DecompressionBombError,
)
_OPENERS: dict[str, Callable[[bytes], ImageFile]] = {
    "PNG": lambda data: PngImageFile(io.BytesIO(png_pixels_only(data))),
    "BMP": lambda data: BmpImageFile(io.BytesIO(data)),
    "WEBP": lambda data: WebPImageFile(io.BytesIO(data)),
    "TIFF": lambda data: TiffImageFile(io.BytesIO(first_page(data))),
    "GIF": lambda data: GifImageFile(io.BytesIO(data)),
}


def decode_stored(data: bytes, picture_format: str, size_wh: tuple[int, int]) -> Image:
    """Decode a PNG, BMP, WebP, TIFF or GIF picture, its orientation not applied.

    Raises:
        DecodeError: damaged, cut short, not of `size_wh`, or with samples that are no picture.
    """
    try:
        with _OPENERS[picture_format](data) as picture:
            if picture.size != size_wh:
                raise DecodeError(f"{picture_format} is not the one of its header")
            picture.load()
            return _to_bgr(picture)
    except _PILLOW_ERRORS as error:
        raise DecodeError(f"{picture_format} is damaged or cut short") from error


def decode_cmyk_jpeg(data: bytes, size_wh: tuple[int, int], reduction: int, *, is_inverted: bool) -> Image:
    """Decode a JPEG picture of four inks, reduced in size, its orientation not applied.

    Adobe's files store the inks inverted; Pillow assumes that of all files.

    Raises:
        DecodeError: damaged, cut short or not of `size_wh`.
    """
    width, height = size_wh
    try:
        with JpegImageFile(io.BytesIO(jpeg_pixels_only(data))) as picture:
            if picture.size != size_wh:
                raise DecodeError("JPEG is not the one of its header")
            picture.draft("CMYK", (width // reduction, height // reduction))
            picture.load()
            return _to_bgr(picture if is_inverted else ImageChops.invert(picture))
    except _PILLOW_ERRORS as error:
        raise DecodeError("JPEG is damaged or cut short") from error


def _to_bgr(picture: PillowImage.Image) -> Image:
    if picture.mode in {"P", "PA"} and picture.palette is None:
        raise DecodeError("palette is missing")
    if picture.mode in {"I", "F"}:
        raise DecodeError("samples of 32 bits have no known range")
    if picture.mode.startswith("I;16"):
        # 65535 / 257 = 255; the function rounds.
        gray = cv2.convertScaleAbs(np.asarray(picture), alpha=1 / 257)
        return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), np.uint8)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = PillowImage.alpha_composite(PillowImage.new("RGBA", layer.size, "white"), layer)
    rgb = np.asarray(picture.convert("RGB"))
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)
