"""Identity documents of South-East Asia and Korea: rules of their values, and a drawn one of each is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

import idvision
from idvision import Models, Options
from idvision.anchors import Glyph, Row
from idvision.checks import CHECKS, CLEANERS
from idvision.classify import UNCLASSIFIED, by_number
from idvision.documents import DocumentSpec, all_specs, get_spec
from idvision.errors import InvalidValue
from idvision.labels import fold
from idvision.types import Side
from training.synth.declared import draw_declared

PREFIXES = ("idn_", "mys_", "sgp_", "phl_", "vnm_", "tha_", "kor_")
SPECS = [spec for spec in all_specs() if spec.type.startswith(PREFIXES)]
RESIDENT = get_spec("kor_resident_id", Side.FRONT)
# Their Vietnamese words are not read whole; what is read of them is named as uncertain.
UNCERTAIN = {"name", "native_place", "address", "birth_place"}


def name_of(spec: DocumentSpec) -> str:
    return "-".join(filter(None, (spec.type, spec.side.value, spec.form)))


def row(text: str, x: float, y: float) -> Row:
    """Characters of one row that begin at `x`."""
    return tuple(Glyph(char, x + 0.025 * (i + 0.5), y, 0.025, 0.06, 0.95) for i, char in enumerate(text))


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        ("latin_expiry", "SEUMUR HIDUP", "long-term"),
        ("latin_expiry", "Không thời hạn", "long-term"),
        ("latin_expiry", "17-08-2031", "2031-08-17"),
        ("citizenship", "WNI", "IDN"),
        ("citizenship", "Việt Nam", "VNM"),
        ("citizenship", "Vit Nam", "VNM"),
        ("citizenship", "Viot Nam", "VNM"),
        ("citizenship", "FILIPNO", "PHL"),
        ("citizenship", "WN!", "IDN"),
        ("citizenship", "PHL", "PHL"),
        ("vn_sex", "Nam", "M"),
        ("vn_sex", "Nữ", "F"),
        ("vn_sex", "N", "F"),
        ("vn_sex", "NO", "F"),
        ("vn_text", "PHẠM  THỊ DIỄM", "PHẠM THỊ DIỄM"),
        ("vn_text", "LÊ MINH ANH", "LÊ MINH ANH"),
        ("vn_text", "ĐINH TRANG", "ĐINH TRANG"),
        ("latin_name", "KUMAR A/L RAJAN", "KUMAR A/L RAJAN"),
        ("latin_name", "LIM SIEW @ ALICE", "LIM SIEW @ ALICE"),
    ],
)
def test_a_good_value_is_put_into_its_canonical_form(check: str, text: str, value: str) -> None:
    assert CHECKS[check](text) == value


@pytest.mark.parametrize(
    ("check", "text", "problem"),
    [
        ("latin_expiry", "SEUMUR", "bad_format"),
        ("latin_expiry", "31-02-2031", "invalid_date"),
        ("citizenship", "WNA", "not_in_lexicon"),
        ("citizenship", "Viot Nom", "not_in_lexicon"),
        ("vn_sex", "Nem", "bad_format"),
        ("vn_sex", "X", "bad_format"),
        ("vn_sex", "NOM", "bad_format"),
        ("vn_text", "PHAM THI DIEM", "diacritics_uncertain"),
        ("vn_text", "12 Nguyen Trai, Ha Noi", "diacritics_uncertain"),
        ("kr_licence", "27-18-123456-61", "unknown_region"),
        ("kr_licence", "11-18-123456-6", "bad_length"),
        ("latin_name", "NAMA/NAME", "bad_format"),
    ],
)
def test_a_bad_value_is_named(check: str, text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as error:
        CHECKS[check](text)
    assert error.value.problem == problem


@pytest.mark.parametrize(
    ("cleaner", "text", "cleaned"),
    [
        ("without_han", "LIM XIN YI (林欣怡)", "LIM XIN YI"),
        ("no_honorific", "Mr. Somchai", "Somchai"),
        ("no_honorific", "Missy", "Missy"),
        ("hidden_half", "800101-", "800101-*******"),
        ("hidden_half", "800101-12", "800101-12"),
        ("nric_letters", "S63074201", "S6307420I"),
        ("nric_letters", "S6307420", "S6307420"),
        ("plain_letters", "MALÁYSIA", "MALAYSIA"),
        ("plain_letters", "NIÑO", "NIÑO"),
    ],
)
def test_a_reading_is_cleaned_of_what_cannot_mean_anything_else(
    cleaner: str, text: str, cleaned: str
) -> None:
    assert CLEANERS[cleaner](text) == cleaned
    assert CLEANERS[cleaner](cleaned) == cleaned


@pytest.mark.parametrize("number", ["800101-1234560", "800101-1******", "800101-"])
def test_a_number_and_a_date_in_their_places_prove_a_korean_card(number: str) -> None:
    rows = [row(number, 0.1, 0.42), row("2020.8.16.", 0.35, 0.79)]
    assert by_number(rows, RESIDENT).spec is RESIDENT
    assert by_number(rows[:1], RESIDENT) == UNCLASSIFIED


@pytest.mark.parametrize("number", ["800101-1234561", "801301-1234560", "800101-14-5677", "8001011234560"])
def test_another_number_in_that_place_proves_nothing(number: str) -> None:
    assert by_number([row(number, 0.1, 0.42), row("2020.8.16.", 0.35, 0.79)], RESIDENT) == UNCLASSIFIED


def test_two_numbers_that_prove_a_type_leave_less_doubt() -> None:
    licence = get_spec("kor_driver_licence", Side.FRONT)
    both = replace(licence, fields=tuple(replace(field, identifies=True) for field in licence.fields[:2]))
    rows = [row("11-12-345678-90", 0.35, 0.22), row("800101-1234560", 0.35, 0.43)]
    assert by_number(rows, licence).confidence == pytest.approx(0.6)
    assert by_number(rows, both).confidence == pytest.approx(0.84)


def test_what_no_network_reads_is_declared_as_missing() -> None:
    assert RESIDENT.unread == ("name", "address", "issuing_authority")
    for spec in SPECS:
        assert not set(spec.unread) & {field.name for field in spec.fields}


@pytest.mark.weights
@pytest.mark.parametrize("spec", SPECS, ids=name_of)
def test_a_drawn_document_is_read(spec: DocumentSpec, models: Models) -> None:
    document = draw_declared(np.random.default_rng([7, 3]), "train", spec, 1400)
    margin = cv2.copyMakeBorder(document.picture, 90, 90, 90, 90, cv2.BORDER_CONSTANT, value=(70, 90, 80))
    data = cv2.imencode(".jpg", margin, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
    (card,) = idvision.analyze(data, models, Options(today=date(2026, 11, 22))).cards
    assert (card.document.type, card.document.side) == (spec.type, spec.side)
    read = {field.name: field for field in card.fields}
    uncertain = UNCERTAIN if spec.type == "vnm_id" else set()
    # Gaps between words are narrow in some faces.
    letters = {name: fold(field.value).text for name, field in read.items()}
    right = [name for name, true in document.fields.items() if letters.get(name) == fold(true).text]
    assert len(right) >= 0.8 * len(set(document.fields) - uncertain), (right, document.fields, read)
