"""Draws the back of a North American driving licence, whose PDF417 code holds everything about its holder.

Also prints any two-dimensional code that zxing-cpp can write.
"""

from __future__ import annotations

import cv2
import numpy as np
import zxingcpp

from idvision.types import Image
from training.synth import art
from training.synth.blocks import Card, Theme, body_ink, figure, fitted, new_card
from training.synth.chance import chance, pick, random_digits
from training.synth.licences import VERSIONS, Licensee, draw_licensee, payload
from training.synth.types import Document, Split

TYPE = "usa_driver_licence"
SIZE_MM = (85.6, 53.98)

# Every module is drawn with so many pixels before it is brought to its printed size.
_OVERSAMPLED = 6
_NOTICES = (
    "This licence is the property of the issuing authority and must be returned on request.",
    "Report a change of address within 10 days. Tampering voids this card.",
    "If found, drop in any mailbox. Return postage guaranteed.",
    "Endorsements and restrictions are recorded in the code on this side.",
)


def code_picture(text: str | bytes, symbology: str, size_px: tuple[int, int], **options: str) -> Image:
    """Return a code, `(h, w, 3)` uint8 black on white, its quiet zone included.

    Args:
        text: what it says.
        symbology: a name of `idvision.types.BARCODE_FORMATS`.
        size_px: width and height that it is stretched to, whole modules or not, as a print is sampled.
        options: zxing-cpp's own, such as `columns` and `eclevel`.

    Raises:
        ValueError: there is no such symbology, or the code cannot hold the text.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(symbology), **options)
    modules = np.array(code.to_image(scale=_OVERSAMPLED))
    shrunk = cv2.resize(modules, size_px, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(np.clip(shrunk, 22, 250), cv2.COLOR_GRAY2BGR), np.uint8)


def draw_licence_back(rng: np.random.Generator, split: Split, width_px: int, version: int = 0) -> Document:
    """Return the back of a driving licence or identity card of an invented holder.

    Args:
        rng: source of chance.
        split: what may be used.
        width_px: length of its longer side in pixels.
        version: of the standard that its code follows; any when 0.
    """
    person = draw_licensee(rng)
    px_per_mm = width_px / SIZE_MM[0]
    shape = (round(SIZE_MM[1] * px_per_mm), width_px)
    page = art.ground(rng, split, shape, (0.82, 0.96))
    has_stripe = chance(rng, 0.5)
    if has_stripe:
        art.magnetic_stripe(rng, page, 4.0 * px_per_mm, 9.5 * px_per_mm)
    card = new_card(rng, split, page, SIZE_MM, Theme.draw(rng, split))
    top = 15.5 if has_stripe else 4.0
    top = _print_code(card, payload(person, version or pick(rng, VERSIONS)), top)
    _print_small(card, person, top + 1.5)
    return Document(
        art.wear(rng, card.sheet.to_bgr()),
        art.card_outline(rng, shape, 0.037),
        SIZE_MM,
        TYPE,
        "back",
        fields=person.fields(),
        lines=tuple(card.sheet.lines),
        gloss=float(rng.uniform(0.4, 0.9)),
    )


def _print_code(card: Card, text: str, top_mm: float) -> float:
    """Print the code over most of the card's width; returns where it ends in mm.

    Modules are 0.17 to 0.38 mm wide and rows three modules high, as the standard asks.
    """
    columns = int(card.rng.integers(9, 15))
    width_mm = float(card.rng.uniform(66, 76))
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.PDF417, columns=str(columns), eclevel="4")
    height, width = np.array(code.to_image(scale=1)).shape
    height_mm = width_mm * height / width
    left = float(card.rng.uniform(3, SIZE_MM[0] - 3 - width_mm))
    size_px = (card.px(width_mm), card.px(height_mm))
    picture = code_picture(text, "PDF417", size_px, columns=str(columns), eclevel="4")
    figure(card, picture, (left, top_mm))
    return top_mm + height_mm


def _print_small(card: Card, person: Licensee, top_mm: float) -> None:
    """Print a linear code with the inventory number under it, and notices beside it."""
    of_ink = body_ink(card, 1.7)
    number = random_digits(card.rng, 12)
    figure(card, art.barcode(card.rng, (card.px(26), card.px(5))), (5, top_mm))
    card.text((9, top_mm + 7), number, of_ink)
    lines = [f"CLASS: {person.vehicle_class or 'NONE'}   END: NONE   REST: NONE", *_NOTICES]
    y = top_mm + 1.7
    for line in lines:
        if y < SIZE_MM[1] - 1.5:
            card.text((34, y), line, fitted(card, line, of_ink, SIZE_MM[0] - 38))
        y += 2.6
