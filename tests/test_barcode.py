"""Codes on card images: found, decoded, in their places, upright and turned."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision.barcode import read_barcodes
from idvision.types import BARCODE_FORMATS, Barcode, Image
from training.synth.barcodes import code_picture

PAYLOAD = "@\n\x1e\rANSI 636015080101DL00310020DLDCSQUILLBY\nDACJOS\xc9\r"
PAPER = 225


def card_with(code: Image, left: int, top: int) -> Image:
    card = np.full((720, 1142, 3), PAPER, np.uint8)
    card[top : top + code.shape[0], left : left + code.shape[1]] = code
    return card


def the_code(card: Image, *formats: str) -> Barcode:
    (code,) = read_barcodes(card, formats or BARCODE_FORMATS)
    return code


@pytest.mark.parametrize(
    ("symbology", "size_px"),
    [("PDF417", (900, 200)), ("QRCode", (180, 180)), ("Aztec", (160, 160)), ("DataMatrix", (150, 150))],
)
def test_a_code_is_read_where_it_is_printed(symbology: str, size_px: tuple[int, int]) -> None:
    code = the_code(card_with(code_picture(PAYLOAD, symbology, size_px), 100, 300))
    assert (code.format, code.text, code.data) == (symbology, PAYLOAD, b"")
    assert (code.grammar, code.fields, code.problems) == ("", (), ())
    corners = np.array(code.quad)
    printed = np.array([[100, 300], np.add((100, 300), size_px)])
    assert (corners > printed[0] - 2).all()
    assert (corners < printed[1] + 2).all()
    # A quiet zone of a few modules is left around the code.
    assert np.abs(corners[0] - printed[0]).max() < 0.12 * max(size_px)
    assert corners[1][0] > corners[0][0]
    assert corners[3][1] > corners[0][1]


@pytest.mark.parametrize("turns", range(4))
def test_a_card_may_be_turned(turns: int) -> None:
    card = card_with(code_picture(PAYLOAD, "PDF417", (900, 200)), 100, 300)
    assert the_code(np.ascontiguousarray(np.rot90(card, turns))).text == PAYLOAD


def test_codes_are_listed_from_top_to_bottom() -> None:
    card = card_with(code_picture("lower", "QRCode", (150, 150)), 100, 500)
    card[40:190, 700:850] = code_picture("upper", "QRCode", (150, 150))
    assert [code.text for code in read_barcodes(card, ("QRCode",))] == ["upper", "lower"]


def test_only_what_is_asked_for_is_searched() -> None:
    card = card_with(code_picture("text", "QRCode", (150, 150)), 100, 100)
    assert read_barcodes(card, ("PDF417", "Aztec")) == ()
    assert read_barcodes(card, ()) == ()


def test_a_payload_that_is_no_text_is_kept_as_bytes() -> None:
    data = bytes(range(64))
    code = the_code(card_with(code_picture(data, "QRCode", (200, 200)), 100, 100))
    assert (code.text, code.data) == ("", data)


def test_letters_of_other_scripts_are_text() -> None:
    text = "Trần Thị Ánh 漢字"
    assert the_code(card_with(code_picture(text, "QRCode", (200, 200)), 100, 100)).text == text


def test_a_card_without_a_code_gives_none() -> None:
    card = np.random.default_rng(1).integers(0, 256, (720, 1142, 3)).astype(np.uint8)
    assert read_barcodes(card, BARCODE_FORMATS) == ()
    assert read_barcodes(np.full((40, 60, 3), PAPER, np.uint8), BARCODE_FORMATS) == ()


def test_a_blurred_code_is_found_in_the_enlarged_card_at_its_own_place() -> None:
    text = "001199000017|012345678|Trần Thị Ánh|02031999|Nữ|Thôn Đông, Xã An Bình|15062021"
    sharp = card_with(code_picture(text, "QRCode", (100, 100)), 500, 300)
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 1.1), np.uint8)
    code = the_code(blurred, "QRCode")
    assert code.text == text
    assert np.abs(np.mean(code.quad, axis=0) - (549.5, 349.5)).max() < 2
