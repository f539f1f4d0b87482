"""Read the two-dimensional codes of an upright card: card image -> codes, what they say not yet understood.

zxing-cpp finds and decodes them; the first search imports it. It reads the stacked rows of PDF417 only where
they lie along the image's sides, to about three degrees, so it is given the straightened card.
"""

# ruff: noqa: PLC0415
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from idvision.types import Barcode, Gray, Image

if TYPE_CHECKING:
    import zxingcpp

ENLARGED = 2
# Control characters that texts for machines are made of: tab, line ends, end of transmission and the four
# separators of ISO/IEC 646. Any other says that the payload is no text.
_CONTROLS_OF_TEXT = frozenset("\t\n\r\x04\x1c\x1d\x1e\x1f")


def read_barcodes(card_image: Image, formats: Sequence[str]) -> tuple[Barcode, ...]:
    """Return the codes of the given `BARCODE_FORMATS` on a card, from top to bottom.

    Where none is found, the card is searched once more at twice its size: the modules of a blurred code grow
    apart again.

    Args:
        card_image: `(H, W, 3)` uint8 BGR, straightened; codes may stand upright or lie on any side.
        formats: what is searched; each one costs time.

    Returns:
        Codes whose error correction holds, with quads in pixels of `card_image`; without grammar and fields.
    """
    if not formats:
        return ()
    gray = np.asarray(cv2.cvtColor(card_image, cv2.COLOR_BGR2GRAY), np.uint8)
    found = _search(gray, formats, 1)
    if not found:
        twice = cv2.resize(gray, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
        found = _search(np.asarray(twice, np.uint8), formats, ENLARGED)
    return tuple(sorted(found, key=lambda code: (code.quad[0][1], code.quad[0][0])))


def _search(gray: Gray, formats: Sequence[str], scale: int) -> list[Barcode]:
    """Return the codes of a picture that shows the card `scale` times as large as the caller's.

    A straightened card has at most a few pixels a module, so smaller versions of it are not tried.
    """
    import zxingcpp

    found = zxingcpp.read_barcodes(
        gray,
        formats=zxingcpp.BarcodeFormats([zxingcpp.barcode_format_from_str(name) for name in formats]),
        try_downscale=False,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [_barcode(code, scale) for code in found]


def _barcode(code: zxingcpp.Barcode, scale: int) -> Barcode:
    text = code.text
    is_text = text != "" and not any(_is_binary(letter) for letter in text)
    at = code.position
    a, b, c, d = (
        # Pixel centres are whole numbers.
        ((corner.x + 0.5) / scale - 0.5, (corner.y + 0.5) / scale - 0.5)
        for corner in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    )
    return Barcode(code.format.name, text if is_text else "", b"" if is_text else code.bytes, (a, b, c, d))


def _is_binary(letter: str) -> bool:
    return (letter < " " or "\x7f" <= letter < "\xa0") and letter not in _CONTROLS_OF_TEXT
