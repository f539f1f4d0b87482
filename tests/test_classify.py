"""What a card is: by its captions, by a number that proves itself, by its machine readable zone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.anchors import IDENTITY_LAYOUT, Classified, Glyph, Row
from idvision.classify import UNCLASSIFIED, by_captions, by_looks, by_mrz, by_number, classify, place_zone
from idvision.documents import (
    AnchorSpec,
    DocumentSpec,
    FieldSpec,
    MrzSpec,
    all_specs,
    get_spec,
    specs_standing,
)
from idvision.looks import Looks
from idvision.types import UNKNOWN_DOCUMENT, Mrz, Side
from tests.drawing import random_resident
from tests.sample_results import MRZ

PITCH = 0.03
ANCHORS = (
    AnchorSpec("NAME", (0.1, 0.2)),
    AnchorSpec("BORN", (0.1, 0.5)),
    AnchorSpec("NUMBER", (0.2, 0.8), weight=2.0),
)
NUMBER_FIELD = FieldSpec(
    "id_number", (0.3, 0.7, 0.95, 0.9), pattern=r"\d{17}[\dX]", checks=("cn_id_number",), identifies=True
)
SPEC = DocumentSpec(
    "library_card", Side.FRONT, "Library card", "借书证", 1.586, "invented", ANCHORS, ("VOID",), 0.5,
    (NUMBER_FIELD,),
)  # fmt: skip
ROWS, EXTENT = (0.7, 0.8, 0.9), (0.05, 0.95)
VISA = DocumentSpec(
    "moon_visa", Side.PAGE, "Visa", "签证", 1.42, "invented", mrz=MrzSpec(("TD1",), ("I", "V"), ROWS, EXTENT)
)
NUMBER = random_resident(5).id_number


def printed(text: str, centre: tuple[float, float]) -> Row:
    """A row of characters with its middle at `centre`."""
    left = centre[0] - PITCH * (len(text) - 1) / 2
    return tuple(Glyph(c, left + PITCH * place, centre[1], PITCH, 0.06, 0.9) for place, c in enumerate(text))


def captions(*wanted: str, shift: float = 0.0) -> list[Row]:
    return [printed(a.text, (a.centre[0], a.centre[1] + shift)) for a in ANCHORS if a.text in wanted]


def zone(*passed: bool) -> Mrz:
    return replace(MRZ, checks=tuple((f"check_{place}", held) for place, held in enumerate(passed)))


def test_looks_count_where_the_print_agrees() -> None:
    looks = Looks(SPEC, 0.9, 0)
    assert by_looks([printed(NUMBER, (0.6, 0.8))], looks).confidence == pytest.approx(0.96)
    assert by_looks(captions("NUMBER"), looks).confidence == pytest.approx(0.95)
    assert by_looks([printed(NUMBER[:-1] + "Q", (0.6, 0.8))], looks) is UNCLASSIFIED
    assert by_looks(captions("NAME", "BORN"), looks) is UNCLASSIFIED
    assert by_looks([*captions("NUMBER"), printed("VOID", (0.5, 0.1))], looks) is UNCLASSIFIED
    assert classify(captions("NUMBER"), None, [SPEC], looks).confidence == pytest.approx(0.95)


def test_a_number_that_fails_its_checks_leaves_the_card_what_it_looks_like() -> None:
    last = "0" if NUMBER[-1] != "0" else "1"
    rows = [printed(NUMBER[:-1] + last, (0.6, 0.8))]
    assert by_number(rows, SPEC) is UNCLASSIFIED
    found = by_looks(rows, Looks(SPEC, 0.9, 0))
    assert (found.spec, found.confidence) == (SPEC, pytest.approx(0.9))


def test_many_values_in_their_places_bear_the_looks_out() -> None:
    places = [(0.1, 0.15), (0.3, 0.35), (0.5, 0.55)]
    masses = tuple(
        FieldSpec(f"mass_{number}", (0.2, top, 0.8, bottom), pattern=r"\d+kg", checks=("mass_kg",))
        for number, (top, bottom) in enumerate(places)
    )
    spec = replace(SPEC, fields=masses)
    rows = [printed(f"{number}250kg", (0.5, top + 0.025)) for number, (top, _) in enumerate(places, start=1)]
    found = by_looks(rows, Looks(spec, 0.9, 0))
    assert (found.spec, found.confidence) == (spec, pytest.approx(0.96))
    assert by_looks(rows[:2], Looks(spec, 0.9, 0)) is UNCLASSIFIED
    astray = [*rows[:2], printed("3250kg", (0.5, 0.9))]
    assert by_looks(astray, Looks(spec, 0.9, 0)) is UNCLASSIFIED
    assert classify(rows, None, [spec]) == UNCLASSIFIED


def illegible(rows: list[Row]) -> list[Row]:
    return [tuple(replace(glyph, probability=0.4) for glyph in row) for row in rows]


def test_a_card_of_which_nothing_can_be_read_is_what_it_clearly_looks_like() -> None:
    smeared = illegible([printed("QWXZVKQWXZVK", (0.5, 0.5)), printed("VVQQXX", (0.5, 0.7))])
    found = classify(smeared, None, [SPEC], Looks(SPEC, 0.95, 0))
    assert (found.spec, found.confidence) == (SPEC, pytest.approx(0.76))
    assert classify(smeared, None, [SPEC], Looks(SPEC, 0.85, 0)) == UNCLASSIFIED
    assert classify(smeared, None, [SPEC]) == UNCLASSIFIED


def test_legible_print_that_proves_nothing_speaks_against_the_looks() -> None:
    rows = [printed("ANYTHINGELSE", (0.5, 0.3)), printed("THATISPRINTED", (0.5, 0.5))]
    assert classify(rows, None, [SPEC], Looks(SPEC, 0.99, 0)) == UNCLASSIFIED


def test_a_number_settles_the_type_and_captions_where_its_print_lies() -> None:
    rows = [*captions("NAME", "BORN", shift=0.25), printed(NUMBER, (0.6, 0.8))]
    found = classify(rows, None, [SPEC])
    assert found.confidence == by_number(rows, SPEC).confidence
    assert [match.anchor.text for match in found.matches] == ["NAME", "BORN"]
    assert found.layout.offset[1] == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(
    ("found", "score"),
    [(("NAME", "BORN", "NUMBER"), 1.0), (("NAME", "NUMBER"), 0.75), (("NUMBER",), 0.5)],
)
def test_the_weight_of_the_captions_found_is_the_confidence(found: tuple[str, ...], score: float) -> None:
    classified = by_captions(captions(*found), SPEC)
    assert classified.spec is SPEC
    assert classified.confidence == pytest.approx(score)
    assert [match.anchor.text for match in classified.matches] == list(found)


def test_too_few_captions_leave_the_card_unknown() -> None:
    assert by_captions(captions("NAME"), SPEC) == UNCLASSIFIED
    assert UNCLASSIFIED.spec.type == UNKNOWN_DOCUMENT


def test_a_caption_of_another_document_rules_the_type_out() -> None:
    rows = captions("NAME", "BORN", "NUMBER")
    assert by_captions([*rows, printed("xVOIDx", (0.5, 0.1))], SPEC) == UNCLASSIFIED
    # Split over two rows it is not that caption.
    split = [*rows, printed("VO", (0.5, 0.1)), printed("ID", (0.5, 0.95))]
    assert by_captions(split, SPEC).spec is SPEC


@pytest.mark.parametrize(("shift", "score"), [(0.04, 1.0), (0.15, 0.85), (0.6, 0.7), (0.9, 0.7)])
def test_captions_out_of_place_cost_confidence_up_to_a_limit(shift: float, score: float) -> None:
    classified = by_captions(captions("NAME", "BORN", "NUMBER", shift=shift), SPEC)
    assert classified.confidence == pytest.approx(score)
    assert classified.layout.offset[1] == pytest.approx(shift)


def test_a_checked_number_in_its_place_proves_the_type_without_captions() -> None:
    classified = by_number([printed(NUMBER, (0.62, 0.8))], SPEC)
    assert (classified.spec, classified.confidence) == (SPEC, 0.6)
    assert classified.layout == IDENTITY_LAYOUT


def test_a_number_proves_nothing_elsewhere_wrong_or_on_an_excluded_card() -> None:
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    assert by_number([printed(NUMBER, (0.62, 0.3))], SPEC) == UNCLASSIFIED
    assert by_number([printed(wrong, (0.62, 0.8))], SPEC) == UNCLASSIFIED
    assert by_number([printed(NUMBER, (0.62, 0.8)), printed("VOID", (0.5, 0.1))], SPEC) == UNCLASSIFIED
    assert by_number([], SPEC) == UNCLASSIFIED


def test_a_number_that_two_rows_make_up_together_proves_nothing() -> None:
    rows = [printed(NUMBER[:9], (0.5, 0.78)), printed(NUMBER[9:], (0.5, 0.83))]
    assert by_number(rows, SPEC) == UNCLASSIFIED


def test_a_payment_card_is_told_by_its_number_alone_in_its_row() -> None:
    bank_card = get_spec("bank_card", Side.FRONT)
    number = printed("6222021234567894", (0.45, 0.62))
    # Cards of some networks repeat the first digits in small print below.
    lying = specs_standing(upright=False)
    assert classify([number, printed("6222", (0.2, 0.69))], None, lying).spec is bank_card
    others = (
        [printed("6222021234567895", (0.45, 0.62))],  # not right by the Luhn formula
        [printed("1111111111111117", (0.45, 0.62))],  # of no payment network
        [printed("6222021234567894", (0.45, 0.3))],  # elsewhere
        [printed("NO6222021234567894", (0.45, 0.62))],
        [printed("62220212", (0.3, 0.6)), printed("34567894", (0.3, 0.68))],
        [number, printed("编号", (0.1, 0.5))],
    )
    for rows in others:
        assert classify(rows, None, lying) == UNCLASSIFIED


def test_an_upright_payment_card_may_stack_the_groups_of_its_number() -> None:
    upright, standing = get_spec("bank_card", Side.FRONT, "upright"), specs_standing(upright=True)
    groups = [
        printed(group, (0.3, 0.5 + 0.07 * row)) for row, group in enumerate(("6222", "0212", "3456", "7894"))
    ]
    assert classify(groups, None, standing).spec is upright
    assert classify([printed("6222021234567894", (0.5, 0.66))], None, standing).spec is upright
    assert classify([printed("6222", (0.3, 0.6)), *groups[:3]], None, standing) == UNCLASSIFIED
    assert classify([*groups, printed("合计", (0.3, 0.9))], None, standing) == UNCLASSIFIED
    assert [spec for spec in standing if spec.key.startswith("bank_card_front")] == [upright]


@pytest.mark.parametrize("lost", ["常住人口登记卡", "户主或与户主关系", "公民身份号码", "曾用名", "出生日期"])
def test_a_page_of_the_household_register_is_no_resident_identity_card(lost: str) -> None:
    spec = get_spec("chn_household_resident", Side.PAGE)
    resident_id = get_spec("chn_resident_id", Side.FRONT)
    rows = [printed(anchor.text, anchor.centre) for anchor in spec.anchors if anchor.text != lost]
    assert classify(rows, None, all_specs()).spec is spec
    assert by_captions(rows, resident_id) == UNCLASSIFIED


def test_captions_that_many_cards_carry_make_no_driving_licence() -> None:
    words = ("姓名", "性别", "国籍", "住址", "出生日期", "准驾车型", "有效期限")
    rows = [printed(text, (0.3, 0.1 + 0.1 * place)) for place, text in enumerate(words)]
    assert classify(rows, None, all_specs()) == UNCLASSIFIED


def test_a_number_proves_nothing_for_a_field_that_does_not_identify() -> None:
    plain = replace(SPEC, fields=(replace(NUMBER_FIELD, identifies=False),))
    assert by_number([printed(NUMBER, (0.62, 0.8))], plain) == UNCLASSIFIED


@pytest.mark.parametrize(
    ("passed", "confidence"),
    [((True, True), 1.0), ((True, False), 0.75), ((False, False), 0.5), ((), 0.5)],
)
def test_a_zone_says_what_the_card_is_the_surer_the_more_digits_hold(
    passed: tuple[bool, ...], confidence: float
) -> None:
    classified = by_mrz(zone(*passed), VISA)
    assert (classified.spec, classified.confidence) == (VISA, confidence)


def test_a_zone_of_another_format_or_code_is_another_document() -> None:
    assert by_mrz(replace(zone(True), format="TD3"), VISA) == UNCLASSIFIED
    assert by_mrz(zone(True), replace(VISA, mrz=MrzSpec(("TD1",), ("P",), ROWS, EXTENT))) == UNCLASSIFIED
    assert by_mrz(zone(True), SPEC) == UNCLASSIFIED


def test_the_surest_declaration_wins_whatever_their_order() -> None:
    rows = captions("NAME", "NUMBER")
    for specs in ((SPEC, VISA), (VISA, SPEC)):
        assert classify(rows, zone(True), specs).spec is VISA
        assert classify(rows, zone(False), specs).spec is SPEC
        assert classify(rows, None, specs).spec is SPEC


def test_nothing_read_and_nothing_declared_are_unknown() -> None:
    assert classify([], None, all_specs()) == UNCLASSIFIED
    assert classify(captions("NAME"), zone(True), ()) == UNCLASSIFIED


@pytest.mark.parametrize(
    "spec", [spec for spec in all_specs() if spec.anchors], ids=lambda s: s.type + s.side
)
def test_every_declared_card_is_told_by_its_own_captions(spec: DocumentSpec) -> None:
    rows = [printed(anchor.text, anchor.centre) for anchor in spec.anchors]
    classified = classify(rows, None, all_specs())
    assert classified.spec is spec
    assert classified.confidence > 0.95


def test_a_residence_permit_is_no_resident_identity_card() -> None:
    spec = get_spec("chn_resident_id", Side.FRONT)
    rows = [printed(anchor.text, anchor.centre) for anchor in spec.anchors]
    assert classify([*rows, printed("居住证", (0.5, 0.05))], None, all_specs()) == UNCLASSIFIED


@pytest.mark.parametrize("spec", [spec for spec in all_specs() if spec.mrz], ids=lambda s: s.type)
def test_every_declared_zone_is_told_by_format_and_code(spec: DocumentSpec) -> None:
    assert spec.mrz is not None
    issuer = spec.mrz.issuers[0] if spec.mrz.issuers else "UTO"
    for format_name in spec.mrz.formats:
        for code in spec.mrz.codes:
            mrz = replace(
                MRZ,
                format=format_name,
                lines=(code.ljust(2, "<") + issuer, "", ""),
                checks=(("composite", True),),
            )
            found = classify([], mrz, all_specs()).spec
            # Which of its forms a document is, its labels tell.
            assert (found.type, found.side) == (spec.type, spec.side)


def test_a_zone_in_its_place_keeps_its_confidence_and_far_from_it_loses_some() -> None:
    quads = tuple(((50.0, y - 10), (950.0, y - 10), (950.0, y + 10), (50.0, y + 10)) for y in (420, 480, 540))
    found = Classified(VISA, 0.9)
    placed = place_zone(found, replace(zone(True), quads=quads), (1000, 600))
    assert placed.confidence == pytest.approx(0.9)
    assert all(mark.seen == pytest.approx(mark.declared) for mark in placed.marks)
    assert len(placed.marks) == 6
    astray = place_zone(found, replace(zone(True), quads=quads), (1000, 1200))
    assert astray.confidence < 0.8


def test_a_document_without_a_zone_is_left_alone() -> None:
    found = Classified(VISA, 0.9)
    assert place_zone(found, None, (1000, 600)) is found


def test_a_card_without_captions_is_known_by_a_number_misread_in_one_figure_if_a_month_bears_it_out() -> None:
    lying = specs_standing(upright=False)
    misread, month = printed("4539578763621487", (0.45, 0.6)), printed("09/31", (0.4, 0.78))
    found = classify([misread, month], None, lying)
    assert (found.spec.key, found.confidence) == ("bank_card_front", 0.5)
    assert classify([misread], None, lying) == UNCLASSIFIED
    assert classify([printed("1139578763621487", (0.45, 0.6)), month], None, lying) == UNCLASSIFIED
    assert classify([misread, month, printed("SIGNATURE", (0.4, 0.9))], None, lying) == UNCLASSIFIED


def test_a_hong_kong_number_is_no_part_of_a_longer_one() -> None:
    lying = specs_standing(upright=False)
    # A date may stand right before it in its row.
    for text in ("U580235(8)", "25-04-23U580235(8)"):
        assert classify([printed(text, (0.7, 0.86))], None, lying).spec.type == "hkg_id"
    for text in ("U58023585", "AU5802358", "U5802358A"):
        assert classify([printed(text, (0.7, 0.86))], None, lying) == UNCLASSIFIED
