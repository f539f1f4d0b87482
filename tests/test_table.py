"""Results as tables for people."""

from __future__ import annotations

from idvision.table import printable, render_result
from tests.sample_results import EMPTY_RESULT, RESULT


def test_the_table_shows_what_a_person_needs() -> None:
    assert render_result(RESULT, "a.jpg").splitlines() == [
        "a.jpg: 400 x 300 px, 1 card, review",
        "  card 1: chn_resident_id front (0.97), review",
        "    name       0.99  林小舟",
        "    id_number  0.31  990101200001011234  (checksum_failed)",
        "    mrz TD1  0.90  check of composite failed, bad_name",
        "      I<UTOX00000000<<<<<<<<<<<<<<<<",
        "      0001010X3001010UTO<<<<<<<<<<<0",
        "      LIN<<XIAOZHOU<<<<<<<<<<<<<<<<<",
        "      surname  0.99  LIN",
        "    barcode QRCode cccd_qr  missing:name",
        "    barcode Aztec  3 bytes",
        "    reasons: glare:id_number",
        "    -> Tilt it.",
        "    -> 倾斜。",
    ]


def test_the_table_of_an_empty_photo_tells_what_to_do() -> None:
    assert render_result(EMPTY_RESULT, "a.jpg").splitlines() == [
        "a.jpg: 400 x 300 px, 0 cards, reject",
        "  reasons: no_document",
        "  -> Lay it flat.",
        "  -> 放平。",
    ]


def test_text_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2Jb\n") == "a\ufffd[2Jb\ufffd"
    assert printable("林 x") == "林 x"
