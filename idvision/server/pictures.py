"""What a vendor demands of a picture before it is read: format, sides, number of pixels."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from idvision.decode_header import read_header
from idvision.errors import ImageTooLargeError, ImageTooSmallError, UnsupportedFormatError

MB = 1024 * 1024
"""What vendors mean by a megabyte is not said; this is the more generous reading."""


@dataclass(frozen=True, slots=True)
class PictureRules:
    """One vendor's limits.

    Attributes:
        formats: accepted, by the names of `decode_header.Header`.
        min_side, max_side: pixels of width and height, both inclusive.
        max_ratio: the long side is less than so many times the short one.
        max_pixels: width times height, and another number for single formats in `format_pixels`.
    """

    formats: frozenset[str]
    min_side: int
    max_side: int
    max_ratio: float = inf
    max_pixels: int = 8192 * 8192
    format_pixels: tuple[tuple[str, int], ...] = ()


def check_picture(data: bytes, rules: PictureRules) -> None:
    """Refuse a picture that breaks the rules; no pixel is decoded.

    Raises InputError: UnsupportedFormatError, DecodeError, EmptyInputError, ImageTooSmallError or, also for
    one that is too narrow, ImageTooLargeError.
    """
    header = read_header(data, max_pixels=rules.max_side**2, max_bytes=len(data))
    if header.format not in rules.formats:
        raise UnsupportedFormatError(f"{header.format} is not accepted here")
    short, long = sorted((header.width, header.height))
    if short < rules.min_side:
        raise ImageTooSmallError(short, rules.min_side)
    if long > rules.max_side:
        raise ImageTooLargeError(long, rules.max_side, "pixels a side")
    if long >= short * rules.max_ratio:
        raise ImageTooLargeError(long, int(short * rules.max_ratio), "pixels beside the short side")
    most = dict(rules.format_pixels).get(header.format, rules.max_pixels)
    if header.width * header.height > most:
        raise ImageTooLargeError(header.width * header.height, most)
