"""What a code says beside the print: understood, merged, proving the type, judged, fused, shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

import idvision
from idvision.anchors import Glyph, Row
from idvision.barcode_fields import (
    DECODED,
    belongs_to,
    code_box,
    merge_fields,
    moved,
    searched_formats,
    understood,
)
from idvision.classify import CODE_CONFIDENCE, UNCLASSIFIED, classify
from idvision.documents import UNKNOWN_SPEC, BarcodeSpec, all_specs, get_spec
from idvision.geometry import as_quad, homography_from_quad
from idvision.table import render_result
from idvision.types import BARCODE_FORMATS, Barcode, DocumentClass, Field, Options, Quad, Side
from idvision.verdict import CardEvidence, decide_card
from tests.barcode_samples import CITIZEN, LICENCE
from tests.fuse_frames import LARGE, OPTIONS, QUAD, frame, printed, the_card
from tests.sample_results import CODES, GENUINE, GOOD_QUALITY, RESULT

PLACE: Quad = ((114.4, 72.0), (228.8, 72.0), (228.8, 144.0), (114.4, 144.0))
CITIZEN_CODE = understood(Barcode("QRCode", CITIZEN, b"", PLACE))
LICENCE_CODE = understood(Barcode("PDF417", LICENCE, b"", PLACE))
LICENCE_BACK = next(spec for spec in all_specs() if spec.barcode == BarcodeSpec(("PDF417",), "aamva"))
RESIDENT = get_spec("chn_resident_id", Side.FRONT)


PLAIN = CardEvidence(DocumentClass(RESIDENT.type, RESIDENT.side, 0.98), GOOD_QUALITY, GENUINE)
WORDLESS = replace(PLAIN, document=DocumentClass(UNKNOWN_SPEC.type, UNKNOWN_SPEC.side, 0.0))


def print_row(text: str, centre: tuple[float, float]) -> Row:
    """Return a row of characters with its middle at `centre`."""
    left = centre[0] - 0.02 * (len(text) - 1) / 2
    return tuple(Glyph(c, left + 0.02 * place, centre[1], 0.02, 0.06, 0.9) for place, c in enumerate(text))


def field(name: str, value: str, confidence: float = 0.9, *problems: str) -> Field:
    return Field(name, value, value, confidence, None, problems)


# Understanding.


def test_a_known_grammar_gives_fields_at_the_codes_place() -> None:
    assert (CITIZEN_CODE.grammar, CITIZEN_CODE.problems) == ("cccd_qr", ())
    birth = next(value for value in CITIZEN_CODE.fields if value.name == "birth_date")
    assert birth == Field("birth_date", "1999-03-02", "02031999", DECODED, PLACE)


def test_a_value_with_a_problem_is_less_sure() -> None:
    given = next(value for value in LICENCE_CODE.fields if value.name == "given_names")
    assert given.problems == ("cut_off",)
    assert given.confidence == pytest.approx(0.3 * DECODED)


@pytest.mark.parametrize("text", ["", "https://example.org/1"])
def test_any_other_payload_is_kept_as_it_is(text: str) -> None:
    code = Barcode("QRCode", text, b"\x00" if not text else b"", PLACE)
    assert understood(code) == code


# Merging.


def test_the_code_adds_what_the_print_did_not_give() -> None:
    name, sex = field("name", "A"), field("sex", "F", 0.99)
    assert merge_fields((name,), (sex,)) == (name, sex)
    assert merge_fields((), (sex,)) == (sex,)
    assert merge_fields((name,), ()) == (name,)


def test_a_printed_value_that_the_code_bears_out_is_surer() -> None:
    name = field("name", "TRẦN THỊ ÁNH", 0.8)
    assert merge_fields((name,), (field("name", "Trần Thị Ánh", 0.99),)) == (replace(name, confidence=0.99),)
    assert merge_fields((name,), (field("name", "Trần-Thị Ánh.", 0.5),)) == (name,)


def test_a_printed_value_that_contradicts_the_code_stays_and_is_named() -> None:
    day = field("birth_date", "1990-01-02", 0.9)
    (held,) = merge_fields((day,), (field("birth_date", "1990-02-01", 0.99),))
    assert (held.value, held.raw, held.problems) == (day.value, day.raw, ("inconsistent",))
    assert held.confidence == pytest.approx(0.9 * 0.6)


@pytest.mark.parametrize(
    ("in_print", "in_code"),
    [
        (field("name", "A", 0.2, "bad_format"), field("name", "B")),
        (field("name", "A"), field("name", "B", 0.3, "cut_off")),
    ],
)
def test_what_breaks_a_rule_contradicts_nothing(in_print: Field, in_code: Field) -> None:
    assert merge_fields((in_print,), (in_code,)) == (in_print,)


def test_a_code_of_its_own_kind_belongs_to_a_document() -> None:
    assert belongs_to(LICENCE_CODE, LICENCE_BACK)
    assert not belongs_to(CITIZEN_CODE, LICENCE_BACK)
    assert not belongs_to(replace(LICENCE_CODE, format="QRCode"), LICENCE_BACK)
    assert not belongs_to(LICENCE_CODE, RESIDENT)


def test_known_cards_without_a_code_are_not_searched() -> None:
    assert searched_formats(RESIDENT) == ()
    assert searched_formats(LICENCE_BACK) == ("PDF417",)
    assert searched_formats(UNKNOWN_SPEC) == BARCODE_FORMATS


def test_places_are_told_in_fractions_and_in_other_pictures() -> None:
    assert code_box(CITIZEN_CODE, (1144, 720)) == pytest.approx((0.1, 0.1, 0.2, 0.2))
    larger = moved(CITIZEN_CODE, homography_from_quad(as_quad(QUAD), as_quad(LARGE)))
    assert larger.quad[0] == pytest.approx((2 * 114.4 + 10, 2 * 72.0 + 20), abs=0.01)
    assert {value.quad for value in larger.fields} == {larger.quad}
    bare = replace(CITIZEN_CODE, fields=(field("sex", "F"),))
    assert moved(bare, homography_from_quad(as_quad(QUAD), as_quad(LARGE))).fields == bare.fields


# Proving the type.


def test_a_code_proves_the_type() -> None:
    found = classify([], None, all_specs(), None, (LICENCE_CODE,))
    assert (found.spec, found.confidence) == (LICENCE_BACK, pytest.approx(CODE_CONFIDENCE))


@pytest.mark.parametrize("code", [CITIZEN_CODE, replace(LICENCE_CODE, format="Aztec")])
def test_a_code_of_no_declared_document_proves_nothing(code: Barcode) -> None:
    assert classify([], None, (LICENCE_BACK,), None, (code,)) == UNCLASSIFIED


def test_captions_tell_apart_sides_that_carry_the_same_code() -> None:
    code = BarcodeSpec(("QRCode",), "cccd_qr")
    other = replace(LICENCE_BACK, barcode=code)
    front = replace(RESIDENT, barcode=code)
    rows = [print_row(anchor.text, anchor.centre) for anchor in front.anchors]
    assert classify(rows, None, (other, front), None, (CITIZEN_CODE,)).spec is front
    assert classify([], None, (other, front), None, (CITIZEN_CODE,)).spec is other


# Judging, fusing, showing.


def test_a_code_with_missing_values_asks_for_review() -> None:
    broken = replace(CITIZEN_CODE, problems=("missing:name", "invalid_date:birth_date"))
    assert decide_card(replace(PLAIN, barcodes=(broken,)), Options()).reasons == ("low_confidence:barcode",)
    assert decide_card(replace(PLAIN, barcodes=(CITIZEN_CODE,)), Options()).reasons == ()


def test_a_card_with_a_code_and_no_text_may_be_a_document() -> None:
    assert decide_card(WORDLESS, Options()).reasons == ("not_a_document",)
    assert decide_card(replace(WORDLESS, barcodes=(CITIZEN_CODE,)), Options()).reasons == (
        "unknown_document",
    )


def test_fused_cards_have_the_codes_of_all_frames_in_the_best_ones_places() -> None:
    best = frame(printed(), barcodes=(CODES[1],))
    other = frame(printed(), 0.9, quad=LARGE, barcodes=(moved(CITIZEN_CODE, LARGER), CODES[1]))
    for frames in ((best, other), (other, best)):
        card = the_card(idvision.fuse(frames, OPTIONS))
        assert [code.text for code in card.barcodes] == [CODES[1].text, CITIZEN]
        assert card.barcodes[1].quad[0] == pytest.approx(PLACE[0], abs=0.01)
        assert card.verdict.reasons == ()


LARGER = homography_from_quad(as_quad(QUAD), as_quad(LARGE))


def test_the_table_names_codes_and_cuts_long_payloads() -> None:
    (card,) = RESULT.cards
    long = Barcode("QRCode", "x" * 61, b"", PLACE)
    whole = replace(CITIZEN_CODE, problems=())
    shown = render_result(replace(RESULT, cards=(replace(card, barcodes=(*CODES, long, whole)),)), "a.jpg")
    assert [line.strip() for line in shown.splitlines() if "barcode " in line] == [
        "barcode QRCode cccd_qr  missing:name",
        "barcode Aztec  3 bytes",
        f"barcode QRCode  {'x' * 60}...",
        "barcode QRCode cccd_qr  read as a whole",
    ]
