"""Printed values beside a machine readable zone: what agrees stays, what surely differs is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.types import Field, Mrz, Reading, ReadLine
from idvision.zone_fields import agrees, hold_against_zone, names_are_cut_off


def zone_of(**values: str) -> Mrz:
    fields = tuple(Field(name, value, value, 0.99) for name, value in values.items())
    return Mrz("TD3", ("P<UTOMUELLER<<ANNA<<<", ""), ("", ""), (), fields, 0.99)


def line(text: str) -> ReadLine:
    count = len(text)
    reading = Reading(text, (0.99,) * count, tuple((place + 0.5) / count for place in range(count)))
    return ReadLine(reading, ((0, 0), (100, 0), (100, 20), (0, 20)))


ZONE = zone_of(surname="MUELLER", birth_date="1974-08-12", document_number="C01X7", expiry_date="2030-01-31")
PRINTED = Field("surname", "MÜLLER", "MÜLLER", 0.95)


@pytest.mark.parametrize(
    ("printed", "zone"),
    [
        ("MÜLLER", "MUELLER"),
        ("Müller", "MULLER"),
        ("O'NEIL-COX", "O NEIL COX"),
        ("Łukasz", "LUKASZ"),
        ("IŞIK ısıl", "ISIK ISIL"),
        ("GROß", "GROSS"),
    ],
)
def test_spellings_of_the_zone_agree(printed: str, zone: str) -> None:
    assert agrees(printed, zone)


@pytest.mark.parametrize(
    ("printed", "zone"), [("MÜLLER", "MOELLER"), ("ANNA", "BELL"), ("", "BELL"), ("MARIA", "MARIA LUISA")]
)
def test_other_names_and_parts_of_names_do_not(printed: str, zone: str) -> None:
    assert not agrees(printed, zone)


def test_only_a_zone_whose_names_fill_their_room_may_lack_the_end_of_them() -> None:
    assert agrees("MARIA LUISA ANNA", "MARIA LUI", cut_off=True)
    assert not agrees("MARIA LUISA ANNA", "MARIA LUI")
    assert not names_are_cut_off(ZONE)
    assert names_are_cut_off(replace(ZONE, lines=("P<UTOMUELLER<<ANNAMARIA", "")))
    cards = ("I<UTO", "7408122F", "MUELLER<<ANNA<<")
    assert not names_are_cut_off(replace(ZONE, format="TD1", lines=cards))


def test_a_value_that_agrees_or_that_the_zone_lacks_stays_as_it_is() -> None:
    other = Field("birth_place", "BERN", "BERN", 0.5)
    assert hold_against_zone([PRINTED, other], ZONE) == (PRINTED, other)
    assert hold_against_zone([PRINTED], None) == (PRINTED,)


def test_a_number_or_date_that_the_zone_bears_out_is_as_sure_as_both() -> None:
    (held,) = hold_against_zone(
        [Field("document_number", "CO1X7", "CO1X7", 0.5, problems=("bad_format",))], ZONE
    )
    assert (held.value, held.raw, held.problems) == ("C01X7", "CO1X7", ())
    assert held.confidence == pytest.approx(0.995)


def test_a_sure_contradiction_is_named_and_an_unsure_one_left_out() -> None:
    wrong = replace(PRINTED, value="BELL")
    (named,) = hold_against_zone([wrong], ZONE)
    assert named.problems == ("inconsistent",)
    assert named.confidence == pytest.approx(0.57)
    assert hold_against_zone([replace(wrong, confidence=0.7)], ZONE) == ()
    assert hold_against_zone([replace(wrong, problems=("bad_format",))], ZONE) == ()


def test_a_misread_name_is_no_contradiction_but_another_digit_is() -> None:
    assert hold_against_zone([replace(PRINTED, value="MÜLIER")], ZONE) == ()
    (named,) = hold_against_zone([Field("birth_date", "1974-08-13", "13.08.1974", 0.99)], ZONE)
    assert named.problems == ("inconsistent",)


@pytest.mark.parametrize("text", ["12 AUG/AOUT 74", "Born 12.08.1974 in Bern"])
def test_what_the_zone_says_may_be_printed_elsewhere(text: str) -> None:
    other = Field("birth_date", "2020-02-01", "01.02.2020", 0.99)
    assert hold_against_zone([other], ZONE, [line(text)]) == ()


def test_a_row_of_the_zone_is_no_print() -> None:
    wrong = replace(PRINTED, value="BELL")
    assert hold_against_zone([wrong], ZONE, [line("P<UTOMUELLER<<ANNA<<<")])[0].problems == ("inconsistent",)
    assert hold_against_zone([wrong], ZONE, [line("Müller")]) == ()


def test_a_day_of_issue_lies_between_birth_and_expiry() -> None:
    issued = Field("issue_date", "2020-02-01", "01.02.2020", 0.99)
    assert hold_against_zone([issued], ZONE) == (issued,)
    assert hold_against_zone([replace(issued, value="2030-02-01")], ZONE) == ()
    assert hold_against_zone([replace(issued, value="1974-08-11")], ZONE) == ()


def test_what_the_issuer_puts_into_the_zone_at_will_contradicts_nothing() -> None:
    own = Field("personal_number", "110101/111", "110101/111", 0.99)
    assert hold_against_zone([own], zone_of(personal_number="42")) == (own,)


def test_the_number_in_the_zone_of_a_visa_may_be_that_of_the_passport() -> None:
    number = Field("document_number", "V7654321", "V7654321", 0.99)
    assert hold_against_zone([number], ZONE)[0].problems == ("inconsistent",)
    assert hold_against_zone([number], replace(ZONE, format="MRVA")) == ()


def test_a_number_whose_line_was_cut_is_left_to_the_zone() -> None:
    cut = Field("document_number", "01X7", "01X7", 0.99)
    assert hold_against_zone([cut], ZONE) == ()
