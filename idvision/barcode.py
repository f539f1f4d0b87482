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

SCALES = (1.0, 1.5, 2.0)
"""How much the card is enlarged for one search after another, until a code is found.

Of 396 drawn cards with a code, many of them blurred, the first search found 368 codes, the second 12 more and
the third 3; where there is no code, the three take 4, 10 and 17 ms.
"""

# Control characters that texts for machines are made of: tab, line ends, end of transmission and the four
# separators of ISO/IEC 646. Any other says that the payload is no text.
_CONTROLS_OF_TEXT = frozenset("\t\n\r\x04\x1c\x1d\x1e\x1f")


def read_barcodes(card_image: Image, formats: Sequence[str]) -> tuple[Barcode, ...]:
    """Return the codes of the given `BARCODE_FORMATS` on a card, from top to bottom.

    Where none is found, the card is searched again enlarged, in which the modules of a blurred code part.

    Args:
        card_image: `(H, W, 3)` uint8 BGR, straightened; codes may stand upright or lie on any side.
        formats: what is searched; each one costs time.

    Returns:
        Codes whose error correction holds, with quads in pixels of `card_image`; without grammar and fields.
    """
    if not formats:
        return ()
    gray = np.asarray(cv2.cvtColor(card_image, cv2.COLOR_BGR2GRAY), np.uint8)
    searches = (_search(gray, formats, scale) for scale in SCALES)
    found = next((codes for codes in searches if codes), [])
    return tuple(sorted(found, key=lambda code: (code.quad[0][1], code.quad[0][0])))


def _search(gray: Gray, formats: Sequence[str], scale: float) -> list[Barcode]:
    """Return the codes found in a card enlarged by `scale`, with quads in pixels of the card as it is.

    A straightened card has at most a few pixels a module, so smaller versions of it are not tried.
    """
    import zxingcpp

    if scale != 1:
        gray = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    found = zxingcpp.read_barcodes(
        gray,
        formats=zxingcpp.BarcodeFormats([zxingcpp.barcode_format_from_str(name) for name in formats]),
        try_downscale=False,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [_barcode(code, scale) for code in found]


def _barcode(code: zxingcpp.Barcode, scale: float) -> Barcode:
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
