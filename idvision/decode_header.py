"""Encoded bytes -> `Header`: format, upright size and orientation, with every limit enforced.

Runs before any pixel is decoded, so an oversized or foreign file costs neither memory nor time.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from idvision.decode_layout import (
    PNG_SIGNATURE,
    Layout,
    bmp_layout,
    gif_layout,
    jpeg_layout,
    png_layout,
    tiff_layout,
    webp_layout,
)
from idvision.decode_tiff import exif_orientation
from idvision.errors import (
    DecodeError,
    EmptyInputError,
    ImageTooLargeError,
    ImageTooSmallError,
    UnsupportedFormatError,
)

MIN_SHORT_SIDE_PX = 15
_BMP_HEADER_SIZES = frozenset({12, 40, 52, 56, 64, 108, 124})
# Above these sizes Pillow warns or refuses while it loads the format (`PIL.Image.MAX_IMAGE_PIXELS`).
_PILLOW_PIXELS = 1024**3 // 12
_FORMAT_MAX_PIXELS = {"TIFF": _PILLOW_PIXELS, "GIF": _PILLOW_PIXELS, "WEBP": 2 * _PILLOW_PIXELS}
_LAYOUTS: dict[str, Callable[[bytes], Layout]] = {
    "JPEG": jpeg_layout,
    "PNG": png_layout,
    "BMP": bmp_layout,
    "WEBP": webp_layout,
    "TIFF": tiff_layout,
    "GIF": gif_layout,
}


@dataclass(frozen=True, slots=True)
class Header:
    """What an encoded picture states about itself.

    `width` and `height` are those of the upright picture in pixels; `orientation` is the EXIF value 1..8
    that leads from the stored to the upright picture; `format` is a key such as "JPEG".
    """

    format: str
    width: int
    height: int
    orientation: int

    @property
    def stored_size_wh(self) -> tuple[int, int]:
        """Width and height as stored, before the orientation is applied."""
        is_transposed = self.orientation >= 5
        return (self.height, self.width) if is_transposed else (self.width, self.height)


def read_header(data: bytes, *, max_pixels: int, max_bytes: int) -> Header:
    """Return format, upright size and orientation of an encoded picture without decoding it.

    Raises:
        EmptyInputError: no bytes.
        UnsupportedFormatError: not JPEG, PNG, BMP, WebP, TIFF or GIF.
        DecodeError: the header is damaged or cut short.
        ImageTooLargeError: more than `max_bytes` bytes or `max_pixels` pixels; for TIFF and GIF never
            more than 89 million pixels, for WebP never more than 178 million.
        ImageTooSmallError: a side under 15 pixels.
    """
    if not data:
        raise EmptyInputError("no bytes")
    if len(data) > max_bytes:
        raise ImageTooLargeError(len(data), max_bytes, "bytes")
    picture_format = _sniff(data)
    try:
        layout = _LAYOUTS[picture_format](data)
    except (struct.error, IndexError) as error:
        raise DecodeError(f"{picture_format} header is cut short") from error
    _check_size(layout, min(max_pixels, _FORMAT_MAX_PIXELS.get(picture_format, max_pixels)))
    orientation = exif_orientation(layout.exif)
    width, height = layout.width, layout.height
    if orientation >= 5:
        width, height = height, width
    return Header(picture_format, width, height, orientation)


def _sniff(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(PNG_SIGNATURE):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith((b"II*\0", b"MM\0*")):
        return "TIFF"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADER_SIZES:
        return "BMP"
    raise UnsupportedFormatError("not a JPEG, PNG, BMP, WebP, TIFF or GIF picture")


def _check_size(layout: Layout, max_pixels: int) -> None:
    short_side_px = min(layout.width, layout.height)
    if short_side_px < 1:
        raise DecodeError("header states no size")
    if layout.width * layout.height > max_pixels:
        raise ImageTooLargeError(layout.width * layout.height, max_pixels)
    if short_side_px < MIN_SHORT_SIDE_PX:
        raise ImageTooSmallError(short_side_px, MIN_SHORT_SIDE_PX)
