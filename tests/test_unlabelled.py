"""Values whose captions are not legible, on invented lines of declared cards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.bare_values import bare_values
from idvision.documents import DocumentSpec, all_specs
from idvision.faint_labels import faint_labels, is_like_label
from idvision.labels import matches_of, spot
from idvision.types import Field, FoundValue, Reading, ReadLine
from idvision.unlabelled import CAPTION_UNREAD, KEPT_WITHOUT_CAPTION, is_day_of_zone, with_unlabelled
from tests.test_zone_fields import zone_of

SIZE = (1000, 630)
HEIGHT = 24


def declared(key: str) -> DocumentSpec:
    return next(spec for spec in all_specs() if spec.key == key)


def line(text: str, x: int, y: int) -> ReadLine:
    """Return a line of characters 14 px wide, each read with probability 0.99."""
    wide = 14 * len(text)
    centres = tuple((place + 0.5) / max(1, len(text)) for place in range(len(text)))
    quad = ((x, y), (x + wide, y), (x + wide, y + HEIGHT), (x, y + HEIGHT))
    return ReadLine(Reading(text, (0.99,) * len(text), centres), quad)


def column(*texts: str) -> list[ReadLine]:
    return [line(text, 100, 40 + 40 * row) for row, text in enumerate(texts)]


def read(name: str, value: str) -> Field:
    return Field(name, value, value, 0.99)


SOCIAL = declared("phl_sss_front")
TITLES = ("REPUBLIC OF THE PHILIPPINES", "SOCIAL SECURITY SYSTEM")


def test_a_garbled_caption_in_the_line_of_its_value_ends_with_its_words() -> None:
    known = matches_of(spot(TITLES, SOCIAL.labels), SOCIAL.labels)

    found = faint_labels([*TITLES, "SUENAME TARVALDI"], SOCIAL, known, {"surname"})

    assert [(match.label.field, match.start, match.end) for match in found] == [("surname", 0, 7)]


@pytest.mark.parametrize(
    ("text", "field"),
    [("SUENAHE", "surname"), ("CAVENSASE", "given_names"), ("DAIE OF AHTE", "birth_date")],
)
def test_a_garbled_caption_is_the_one_it_resembles_by_far(text: str, field: str) -> None:
    texts = [*TITLES, text]
    known = matches_of(spot(texts, SOCIAL.labels), SOCIAL.labels)

    found = faint_labels(texts, SOCIAL, known, {field})

    assert [(match.label.field, match.line) for match in found] == [(field, 2)]
    assert 0.5 <= found[0].exactness < 1


@pytest.mark.parametrize("text", ["MARIVELES", "82-7403779-5", "CMEN NAM"])
def test_what_resembles_no_caption_or_two_alike_is_none(text: str) -> None:
    wanted = {field.name for field in SOCIAL.fields}

    assert faint_labels([*TITLES, text], SOCIAL, (), wanted) == ()


def test_two_captions_that_resemble_the_same_ones_are_told_apart_by_each_other() -> None:
    """`CMEN NAM` alone may be the given or the middle name; beside `MOCKE NAME` it is the given one."""
    texts = [*TITLES, "SUENAHE", "CMEN NAM", "MOCKE NAME"]

    found = faint_labels(texts, SOCIAL, (), {"surname", "given_names", "middle_name"})

    assert {match.label.field: match.line for match in found} == {
        "surname": 2,
        "given_names": 3,
        "middle_name": 4,
    }


def test_two_captions_cut_to_what_they_have_in_common_are_neither() -> None:
    licence = declared("tha_driving_licence_front")

    assert faint_labels(["Thailand", "Date o", "Date of"], licence, (), {"issue_date", "expiry_date"}) == ()


def test_a_text_that_resembles_a_caption_or_its_beginning_is_no_value() -> None:
    assert is_like_label("SUENAHE", SOCIAL)
    assert is_like_label("Cate of ", SOCIAL)
    assert not is_like_label("Cats of ", SOCIAL)
    assert not is_like_label("Date", SOCIAL)
    assert not is_like_label("TERESITA", SOCIAL)


def test_a_legible_text_is_a_caption_only_but_for_a_letter() -> None:
    page = declared("passport_page")

    assert is_like_label("SEOUL", page, (0.6,) * 5)
    assert not is_like_label("SEOUL", page, (0.99,) * 5)
    assert is_like_label("Date of issuo", page, (0.99,) * 13)


def test_values_at_garbled_captions_are_read_and_doubted() -> None:
    lines = column(*TITLES, "SUENAHE", "LIWAYWAY", "CAVENSASE", "TERESITA")

    fields, boxes = with_unlabelled(lines, SOCIAL, (), {}, None, SIZE)

    assert [(field.name, field.value) for field in fields] == [
        ("surname", "LIWAYWAY"),
        ("given_names", "TERESITA"),
    ]
    assert all(field.problems == (CAPTION_UNREAD,) for field in fields)
    assert all(field.confidence <= KEPT_WITHOUT_CAPTION for field in fields)
    assert boxes["surname"] == pytest.approx((0.1, 160 / 630, 0.212, 184 / 630))


def test_what_was_read_stays_and_its_place_is_not_read_again() -> None:
    surname, place = read("surname", "TERESITA"), {"surname": (0.1, 240 / 630, 0.212, 264 / 630)}
    lines = column(*TITLES, "SUENAHE", "LIWAYWAY", "CAVENSASE", "TERESITA")

    fields, boxes = with_unlabelled(lines, SOCIAL, (surname,), place, None, SIZE)

    assert fields == (surname,)
    assert boxes == place


LICENCE = declared("phl_driver_licence_front")


def test_a_line_that_fits_one_missing_field_alone_is_its_value() -> None:
    found = bare_values(column("F90-43-294872", "M", "HELLO WORLD"), LICENCE, (), (), SIZE)

    assert {value.name: value.text for value in found} == {"sex": "M", "document_number": "F90-43-294872"}


def test_two_lines_that_fit_the_same_field_are_left_alone() -> None:
    assert bare_values(column("F90-43-294872", "F90-43-294873"), LICENCE, (), (), SIZE) == ()


def test_dates_are_told_apart_by_time() -> None:
    found = bare_values(column("2031/09/05", "1997/12/17"), LICENCE, (), (), SIZE)

    assert {value.name: value.text for value in found} == {
        "birth_date": "1997/12/17",
        "expiry_date": "2031/09/05",
    }


@pytest.mark.parametrize(
    ("texts", "known"),
    [
        # One date, two missing fields.
        (["1997/12/17"], ()),
        # A date too many.
        (["1997/12/17", "2018/09/05", "2031/09/05"], ()),
        # An expiry before the birth that was read.
        (["1990/01/01"], (read("birth_date", "1997-12-17"),)),
    ],
)
def test_dates_that_leave_a_choice_or_contradict_are_left_alone(
    texts: list[str], known: tuple[Field, ...]
) -> None:
    assert bare_values(column(*texts), LICENCE, known, (), SIZE) == ()


def test_a_day_too_long_before_the_expiry_for_an_issue_is_that_of_birth() -> None:
    card, known = declared("id_td1_front"), (read("expiry_date", "2031-09-05"),)

    def days(text: str) -> dict[str, str]:
        return {value.name: value.text for value in bare_values(column(text), card, known, (), SIZE)}

    assert days("17.12.1997") == {"birth_date": "17.12.1997"}
    # 25 years may be a long validity.
    assert days("17.12.2006") == {}


def test_the_earlier_of_two_days_too_far_apart_for_a_document_is_that_of_birth() -> None:
    card = declared("tha_id_front")

    def days(*texts: str) -> dict[str, str]:
        return {value.name: value.text for value in bare_values(column(*texts), card, (), (), SIZE)}

    assert days("9 Nov. 2032", "17 Sep. 1960") == {"birth_date": "17 Sep. 1960"}
    assert days("9 Nov. 2032", "17 Sep. 2007") == {}


def test_the_first_issue_of_a_licence_may_lie_as_far_back_as_a_birth() -> None:
    card = declared("tha_id_front")
    first_issue = replace(card.fields[-1], name="first_issue_date")
    card = replace(card, fields=(*card.fields, first_issue))

    assert bare_values(column("9 Nov. 2032", "17 Sep. 1960"), card, (), (), SIZE) == ()


NUMBERED = declared("eu_driving_licence_front")


def test_an_entry_whose_number_is_not_read_stands_over_the_next_one() -> None:
    lines = [line("FÜHRERSCHEIN", 300, 40), *column("", "", "ORLAND", "2. MERLE TILDA", "3. 04.05.1981")[2:]]

    fields, _ = with_unlabelled(lines, NUMBERED, (), {}, None, SIZE)

    assert ("surname", "ORLAND", (CAPTION_UNREAD,)) in [
        (field.name, field.value, field.problems) for field in fields
    ]


def test_what_stands_far_over_the_next_entry_is_another_thing() -> None:
    lines = [line("UTOPIA", 100, 40), *column("", "", "", "2. MERLE TILDA", "3. 04.05.1981")[3:]]

    fields, _ = with_unlabelled(lines, NUMBERED, (), {}, None, SIZE)

    assert "surname" not in {field.name for field in fields}


def test_a_document_without_labels_gains_nothing() -> None:
    spec = declared("chn_resident_id_front")

    assert with_unlabelled(column("F90-43-294872"), spec, (), {}, None, SIZE) == ((), {})


TEMPORARY = declared("chn_temporary_id_back")


def test_two_days_in_a_line_are_the_first_and_the_last_of_validity() -> None:
    found = bare_values(
        [line("2019.05.13-2019.08.12", 100, 400)], TEMPORARY, [read("birth_date", "1988-11-30")], [], SIZE
    )
    assert {value.name: value.text for value in found} == {
        "valid_from": "2019.05.13",
        "expiry_date": "2019.08.12",
    }


def test_two_days_in_a_line_are_no_birth() -> None:
    known = [read("valid_from", "2019-05-13")]
    assert bare_values([line("2019.05.13-2019.08.12", 100, 400)], TEMPORARY, known, [], SIZE) == ()


def test_a_people_fills_its_line_however_short_its_name() -> None:
    found = bare_values(column("回", "民团"), TEMPORARY, [], [], SIZE)
    assert [(value.name, value.text) for value in found] == [("ethnicity", "回")]


def test_a_day_that_the_zone_gives_another_name_is_no_other_value() -> None:
    zone = zone_of(birth_date="1974-08-12", expiry_date="2030-01-31")

    def is_other(name: str, text: str) -> bool:
        return is_day_of_zone(FoundValue(name, text, (0.99,) * len(text), (0.1, 0.1, 0.3, 0.2)), zone)

    assert is_other("personal_number", "12.08.1974")
    assert is_other("issue_date", "31 JAN 2030")
    assert not is_other("birth_date", "12.08.1974")
    assert not is_other("personal_number", "120874-1974")
    assert not is_day_of_zone(FoundValue("issue_date", "12.08.1974", (0.9,) * 10, (0, 0, 1, 1)), None)
