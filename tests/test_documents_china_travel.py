"""Travel documents and identity cards of greater China: their numbers, zones, forms, and drawn ones read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

import idvision
from idvision import Models, Options
from idvision.anchors import rows_of
from idvision.checks import CHECKS, CLEANERS, CROSS_CHECKS
from idvision.checks.mrz import check_digit, guess_format, parse_mrz
from idvision.checks.mrz_formats import FORMATS
from idvision.classify import UNCHECKED_ZONE, by_zone, classify
from idvision.documents import DocumentSpec, all_specs, get_spec
from idvision.documents.spec import load_forms
from idvision.errors import DocumentSpecError, InvalidValue
from idvision.forms import issued_form
from idvision.mrz_rows import find_rows
from idvision.types import Field, Mrz, Reading, ReadLine, Side
from training.synth.catalogue import draw_type

TODAY = date(2026, 1, 1)
# C12345678: 12*7+1*3+2*1+3*7+4*3+5*1+6*7+7*3+8*1 = 198; 300101: 21+7+1 = 29; 900101: 63+7+1 = 71.
LINE = "CSC123456788<3001019<9001011<6"
# 2*7+5*3+1*1+8*7+... of fourteen letters and figures: no filler is left in the line.
FULL = "LBMPOLJMNLKLA9"


def problem(check: str, text: str) -> str:
    with pytest.raises(InvalidValue) as raised:
        CHECKS[check](text)
    return raised.value.problem


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        ("cn_permit_line", "csc123456788〈3001019<9001011< 6", LINE),
        ("hk_symbols", "＊＊＊AZ", "***AZ"),
        ("hk_symbols", "***A0", "***AO"),
        ("hk_symbols", "CX", "CX"),
        ("hk_symbols", "*AZ", "*AZ"),
        ("hk_symbols", "**AZ", "***AZ"),
        ("hk_symbols", '"AZ', "***AZ"),
        ("month_year", "(0290)", "1990-02"),
        ("month_year", "(06-96)", "1996-06"),
        ("telecode", "26212535 5174", "2621 2535 5174"),
        ("bilingual_place", "福建 / Fujian", "福建/FUJIAN"),
        ("bilingual_place", "福建FUJIAN", "福建/FUJIAN"),
        ("bilingual_place", "上海", "上海"),
        ("hkmo_id", "A123456(3)", "A123456(3)"),
        ("hkmo_id", "1234567（8）", "1234567(8)"),
        ("hkmo_cn_travel", "HA1234567", "HA1234567"),
    ],
)
def test_values_in_canonical_form(check: str, text: str, value: str) -> None:
    assert CHECKS[check](text) == value
    assert CHECKS[check](value) == value


@pytest.mark.parametrize(
    ("check", "text", "code"),
    [
        ("cn_permit_line", LINE[:-1], "bad_length"),
        ("cn_permit_line", LINE.replace("CSC", "XSC"), "bad_format"),
        ("cn_permit_line", LINE.replace("9001011", "9001012"), "checksum_failed"),
        ("hk_symbols", "'AZ", "bad_format"),
        ("month_year", "June 96", "bad_format"),
        ("month_year", "13-96", "invalid_date"),
        ("telecode", "26212", "bad_length"),
        ("telecode", "2621A535", "bad_format"),
        ("bilingual_place", "1990", "bad_format"),
        ("hkmo_id", "A123456(4)", "checksum_failed"),
        ("hkmo_id", "2234567(8)", "bad_format"),
    ],
)
def test_what_is_wrong_is_named(check: str, text: str, code: str) -> None:
    assert problem(check, text) == code


def test_a_comma_is_followed_by_one_space() -> None:
    assert CLEANERS["comma_space"]("CHAN ,TAI，MAN") == "CHAN, TAI, MAN"


def test_printed_values_are_held_against_the_line() -> None:
    values = {
        "machine_code": LINE,
        "document_number": "C12345678",
        "birth_date": "1990-01-01",
        "expiry_date": "2030-01-01",
    }
    check = CROSS_CHECKS["cn_permit_line"]
    assert check(values) == ()
    assert check({**values, "expiry_date": "2030-01-11"}) == ("expiry_date",)
    assert check({**values, "document_number": "C12345679", "birth_date": "1991-01-01"}) == (
        "document_number",
        "birth_date",
    )
    assert check({**values, "machine_code": "?", "expiry_date": "1999-01-01"}) == ()


def test_forms_share_all_but_what_they_name() -> None:
    old, new = (get_spec("hkg_id", Side.FRONT, form) for form in ("2003", "2018"))
    assert dict(old.codes)["aliyun"] != dict(new.codes)["aliyun"]
    assert replace(old, form=new.form, issued_from=new.issued_from, codes=new.codes) == new
    with pytest.raises(DocumentSpecError, match="colour"):
        load_forms('forms = [{ form = "a", colour = "red" }]', "a.toml")


@pytest.mark.parametrize(
    ("issued", "form"), [("2018-11-25", "2003"), ("2018-11-26", "2018"), ("", ""), ("1999-01-01", "")]
)
def test_the_day_of_issue_tells_the_form(issued: str, form: str) -> None:
    fields = (Field("issue_date", issued, issued, 1.0),) if issued else ()
    first = get_spec("hkg_id", Side.FRONT)
    assert issued_form(first, fields, all_specs()).form == form
    doubtful = tuple(replace(field, problems=("bad_format",)) for field in fields)
    assert issued_form(first, doubtful, all_specs()).form == ""
    assert issued_form(first, (), all_specs()).codes == ()
    plain = get_spec("twn_id", Side.FRONT)
    assert issued_form(plain, fields, all_specs()) is plain


def zone_of(lines: tuple[str, ...], name: str) -> Mrz:
    return Mrz(
        name, lines, lines, (("document_number", True),) if FORMATS[name].check_digits else (), (), 0.9
    )


def best(lines: tuple[str, ...], name: str) -> list[DocumentSpec]:
    found = by_zone(zone_of(lines, name), all_specs())
    most = max(entry.confidence for entry in found)
    return [entry.spec for entry in found if entry.confidence == most]


def test_a_declaration_for_the_issuer_goes_before_the_general_one() -> None:
    assert {spec.form for spec in best(("POCHNLI<<HUA".ljust(44, "<"), "E" * 44), "TD3")} == {"chn"}
    assert {spec.form for spec in best(("P<UTOLI<<HUA".ljust(44, "<"), "E" * 44), "TD3")} == {""}
    rest = ("<" * 30, "<" * 30)
    assert {spec.type for spec in best(("IDMAC12345678".ljust(30, "<"), *rest), "TD1")} == {"mac_id"}
    assert {spec.type for spec in best(("C<CHN12345678".ljust(30, "<"), *rest), "TD1")} == {
        "chn_foreigner_residence"
    }


PERMIT = ("CRH123456784<3001019<9001011<2", "ABCDEFGHCHEN<<TAIMAN".ljust(30, "<"), "01".ljust(30, "<"))


def test_the_zone_of_a_permit_is_kept_as_printed_and_claims_no_checks() -> None:
    zone = parse_mrz(PERMIT, TODAY)
    assert (zone.format, zone.checks, zone.problems) == ("CHN_PERMIT", (), ())
    assert dict(zone.values)["document_code"] == "CR"
    assert zone.lines == PERMIT
    (spec,) = best(PERMIT, "CHN_PERMIT")
    assert (spec.type, spec.side) == ("chn_hkmo_resident_permit", Side.BACK)
    confidences = {entry.confidence for entry in by_zone(zone_of(PERMIT, "CHN_PERMIT"), all_specs())}
    assert confidences == {0.0, UNCHECKED_ZONE}


@pytest.mark.parametrize("first", ["C<USAC123456784", "C1USA1234567890", "CRCHN1234567890"])
def test_cards_that_name_their_issuer_stay_cards_of_the_standard(first: str) -> None:
    assert guess_format([first.ljust(30, "<"), "<" * 30, "<" * 30]) == "TD1"


def test_a_second_line_without_a_filler_is_read() -> None:
    number, birth, expiry = "E12345678", "900101", "300101"
    body = f"{number}{check_digit(number)}CHN{birth}{check_digit(birth)}M{expiry}{check_digit(expiry)}"
    body += FULL + check_digit(FULL)
    covered = body[:10] + body[13:20] + body[21:43]
    lines = ("POCHNLI<<MING".ljust(44, "<"), body + check_digit(covered))
    assert "<" not in lines[1]
    zone = parse_mrz(lines, TODAY)
    assert zone.format == "TD3"
    assert all(held for _, held in zone.checks)
    assert dict(zone.values)["personal_number"] == FULL
    rows = find_rows([printed(lines[0], 400), printed(lines[1], 450)])
    assert [row.text for row in rows] == list(lines)


def printed(text: str, y: int) -> ReadLine:
    quad = ((20.0, y), (980.0, y), (980.0, y + 30.0), (20.0, y + 30.0))
    count = len(text)
    centres = tuple((place + 0.5) / count for place in range(count))
    return ReadLine(Reading(text, (1.0,) * count, centres), quad)


def test_the_numbers_of_residence_permits_are_no_resident_identity_cards() -> None:
    patterns = {
        key: next(field.pattern for field in get_spec(key, Side.FRONT).fields if field.name == "id_number")
        for key in ("chn_resident_id", "chn_residence_permit")
    }
    assert set(patterns.values()) == {r"(?!8[123]0000)\d{17}[\dXx]", r"8[123]0000\d{11}[\dXx]"}


DRAWN = {
    "passport_page_chn": ("birth_place", "issue_date"),
    "chn_hkmo_travel_permit_front": ("document_number", "machine_code"),
    "chn_twn_resident_permit_front": ("document_number", "valid_from", "expiry_date"),
    "chn_hkmo_resident_permit_back": ("id_number",),
    "chn_foreigner_residence_front_2023": ("id_number", "nationality"),
    "chn_residence_permit_front": ("id_number", "birth_date"),
    "hkg_id_front_2018": ("id_number", "issue_date", "first_issue"),
    "mac_id_front_2013": ("id_number", "expiry_date"),
    "twn_id_front": ("id_number", "birth_date"),
    "twn_id_back": ("birth_place",),
}


@pytest.mark.weights
@pytest.mark.parametrize("key", DRAWN)
def test_a_drawn_document_is_read(key: str, models: Models) -> None:
    spec = next(spec for spec in all_specs() if spec.key == key)
    page = draw_type(np.random.default_rng(3), "train", spec, 1300)
    photo = cv2.copyMakeBorder(page.picture, 120, 120, 160, 160, cv2.BORDER_CONSTANT, value=(60, 70, 62))
    data = cv2.imencode(".png", photo)[1].tobytes()
    (card,) = idvision.analyze(data, models, Options(today=TODAY)).cards
    assert (card.document.type, card.document.side, card.document.form) == (spec.type, spec.side, spec.form)
    read = {field.name: field.value for field in card.fields}
    assert {name: read.get(name) for name in DRAWN[key]} == {name: page.fields[name] for name in DRAWN[key]}


@pytest.mark.parametrize(
    ("title", "key"),
    [("主内地通行证", "chn_hkmo_resident_permit_front"), ("往大陆通行证", "chn_twn_resident_permit_front")],
)
def test_a_permit_is_told_by_the_last_part_of_its_title(title: str, key: str) -> None:
    texts = (title, "出生日期", "性别", "有效期限", "证件号码")
    lines = [
        ReadLine(
            Reading(text, (0.9,) * len(text), tuple((place + 0.5) / len(text) for place in range(len(text)))),
            ((400.0, top), (600.0, top), (600.0, top + 30), (400.0, top + 30)),
        )
        for top, text in zip(range(40, 640, 110), texts, strict=False)
    ]
    assert classify(rows_of(lines, (1142, 720)), None, all_specs(), lines=lines).spec.key == key


@pytest.mark.parametrize("key", ["chn_hkmo_travel_permit_front", "chn_twn_travel_permit_front"])
@pytest.mark.parametrize("span", ["2021.07.30-2031.07.29", "2021.07.302031.07.29"])
def test_a_span_of_days_is_cut_with_its_dash_or_without(key: str, span: str) -> None:
    fields = {field.name: field.pattern for spec in all_specs() if spec.key == key for field in spec.fields}
    first, last = (re.search(fields[name], span) for name in ("valid_from", "expiry_date"))
    assert first is not None
    assert last is not None
    assert (first[0], last[1]) == ("2021.07.30", "2031.07.29")
