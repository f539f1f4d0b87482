"""What a card says, and how vendors write it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.prompts import PROMPTS
from idvision.schemas import card_values as forms
from idvision.schemas.findings import COPIES, KIND, QUALITY, VALUES, picture_fails, subjects_of
from idvision.verdict import LONG_TERM, REASON_ORDER
from tests.schema_results import fields, front, passport


@pytest.mark.parametrize(
    ("form", "day", "long_term"),
    [
        (forms.slashed, "2001/5/8", "long-term"),
        (forms.in_chinese, "2001年5月8日", "长期"),
        (forms.in_chinese_padded, "2001年05月08日", "长期"),
        (forms.dotted, "2001.05.08", "长期"),
    ],
)
def test_a_day_is_written_as_the_vendor_writes_it(form, day, long_term):
    assert form("2001-05-08") == day
    assert form(LONG_TERM) == long_term
    assert form("") == ""


@pytest.mark.parametrize("reading", ["2001-99-08", "2001-02-30", "200105081", "20010508", "2027-05", "五月"])
def test_what_is_no_day_passes_unchanged(reading):
    assert not forms.is_date(reading)
    for form in (forms.slashed, forms.in_chinese, forms.in_chinese_padded, forms.dotted):
        assert form(reading) == reading


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        ("2017-08-12", "2037-08-12", "2017.08.12-2037.08.12"),
        ("2017-08-12", "long-term", "2017.08.12-长期"),
        ("2017-08-12", "", "2017.08.12-"),
        ("", "2037-08-12", "-2037.08.12"),
        ("", "", ""),
    ],
)
def test_a_period_is_written_as_it_is_printed(start, end, printed):
    assert forms.period({"valid_from": start, "expiry_date": end}) == printed


def test_the_sex_in_chinese_is_of_a_known_sex_only():
    assert [forms.sex_in_chinese(sex) for sex in ("M", "F", "X", "")] == ["男", "女", "X", ""]


@pytest.mark.parametrize(
    ("values", "names", "whole"),
    [
        ({"surname": "LIN", "given_names": "XIAO ZHOU"}, ("LIN", "XIAO ZHOU"), "LIN XIAO ZHOU"),
        (
            {"surname": "CRUZ", "given_names": "ANA", "middle_name": "REYES"},
            ("CRUZ", "ANA REYES"),
            "CRUZ ANA REYES",
        ),
        ({"name": "林小舟", "name_latin": "LIN, XIAOZHOU"}, ("LIN", "XIAOZHOU"), "LIN, XIAOZHOU"),
        ({"name": "ANA CRUZ"}, ("", ""), "ANA CRUZ"),
        ({}, ("", ""), ""),
    ],
)
def test_latin_names_are_told_apart_where_the_card_does(values, names, whole):
    assert forms.latin_names(values) == names
    assert forms.latin_name(values) == whole


def test_a_sound_zone_speaks_for_a_doubtful_or_missing_print():
    zone = passport()
    printed = fields({"surname": "LÍN", "birth_date": "1987-13-01", "sex": ""}, birth_date="invalid_date")
    values = forms.values_of(replace(zone, fields=printed))
    assert values["surname"] == "LÍN"
    assert values["birth_date"] == "1987-01-01"
    assert values["sex"] == "M"


def test_doubtful_values_are_left_out_on_request_alone():
    card = front("checksum_failed:id_number", "low_confidence:name", id_number="checksum_failed")
    assert forms.values_of(card)["id_number"] == "990101198701011239"
    blanked = forms.values_of(card, blank_doubtful=True)
    assert (blanked["id_number"], blanked["name"], blanked["sex"]) == ("", "", "M")


def test_every_reason_is_about_one_thing():
    groups = (QUALITY, COPIES, KIND, VALUES)
    assert sorted(code for group in groups for code in group) == sorted(REASON_ORDER) == sorted(PROMPTS)


@pytest.mark.parametrize(
    ("reasons", "reject", "fails", "fails_strictly"),
    [
        ((), False, False, False),
        (("low_confidence:name",), False, False, False),
        (("glare",), False, False, True),
        (("glare",), True, True, True),
        (("glare:id_number",), False, True, True),
        # What rejects is the kind of document; the reflection alone would be reviewed.
        (("wrong_document", "glare"), True, False, True),
    ],
)
def test_a_picture_fails_when_it_rejects_or_hides_a_value(reasons, reject, fails, fails_strictly):
    card = front(*reasons, reject=reject)
    assert picture_fails(card, strict=False) is fails
    assert picture_fails(card, strict=True) is fails_strictly


def test_subjects_are_those_of_the_code():
    card = front("glare", "glare:name", "occlusion:sex", "glare:portrait")
    assert subjects_of(card, "glare") == ("", "name", "portrait")
    assert subjects_of(card, "blur") == ()
