"""Masks, guesses and filler repair on lines that were not parsed yet."""

from __future__ import annotations

import re

import pytest
from mrz_samples import BUILDERS, random_person

from idvision.checks.mrz import charset, guess_format, repair_fillers
from idvision.checks.mrz_formats import FORMATS

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def test_the_mask_of_a_passport_follows_the_standard() -> None:
    upper, lower = charset("TD3", 0), charset("TD3", 1)
    assert (upper[0], upper[1], upper[43]) == ("P", LETTERS + "<", LETTERS + "<")
    assert lower[9] == DIGITS
    assert lower[13:19] == (DIGITS + "<",) * 6
    assert lower[20] == "MF<"
    assert lower[42] == DIGITS + "<"
    assert lower[43] == DIGITS
    assert lower[0] == DIGITS + LETTERS + "<"


def test_the_mask_lets_a_long_number_hide_its_check_digit_on_cards_only() -> None:
    assert charset("TD1", 0)[14] == DIGITS + "<"
    assert charset("TD2", 1)[9] == DIGITS + "<"
    assert charset("MRVA", 1)[9] == DIGITS


def test_the_mask_spells_the_french_prefix() -> None:
    assert "".join(charset("FRA_ID", 0)[:5]) == "IDFRA"


@pytest.mark.parametrize("format_name", BUILDERS)
def test_every_valid_line_fits_its_mask(format_name: str) -> None:
    for seed in range(20):
        for index, line in enumerate(BUILDERS[format_name](random_person(format_name, seed))):
            mask = charset(format_name, index)
            assert len(mask) == len(line)
            assert all(character in allowed for character, allowed in zip(line, mask, strict=True))


def test_a_mask_is_refused_for_a_line_that_does_not_exist() -> None:
    for line in (-1, 2):
        with pytest.raises(IndexError):
            charset("TD3", line)
    with pytest.raises(KeyError):
        charset("TD9", 0)


@pytest.mark.parametrize("format_name", BUILDERS)
def test_the_format_is_guessed_in_spite_of_lost_and_added_fillers(format_name: str) -> None:
    lines = BUILDERS[format_name](random_person(format_name, 4))
    assert guess_format(lines) == format_name
    assert guess_format((lines[0][:-3], *lines[1:])) == format_name
    assert guess_format((lines[0] + "<<", *lines[1:])) == format_name


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("",),
        ("", ""),
        (PASSPORT[0],),
        (*PASSPORT, *PASSPORT),
        ("X" + PASSPORT[0][1:], PASSPORT[1]),
        (PASSPORT[0][:30], PASSPORT[1]),
        (PASSPORT[0][:38], PASSPORT[1][:38]),
        ("V" + "<" * 39, "A" * 40),
        ("1" * 30, "2" * 30, "3" * 30),
    ],
)
def test_other_shapes_get_no_guess(lines: tuple[str, ...]) -> None:
    assert guess_format(lines) is None


def test_the_code_of_a_visa_wins_over_its_shape() -> None:
    assert guess_format(("V" + "<" * 43, "A" * 44)) == "MRVA"
    assert guess_format(("V" + "<" * 35, "A" * 36)) == "MRVB"
    assert guess_format(("I" + "<" * 35, "A" * 36)) == "TD2"


@pytest.mark.parametrize(
    ("line", "format_name", "index", "expected"),
    [
        (PASSPORT[0][:-6], "TD3", 0, PASSPORT[0]),
        (PASSPORT[0] + "<<<<", "TD3", 0, PASSPORT[0]),
        (
            "L898902C36UTO7408122F1204159ZE184226B<<<10",
            "TD3",
            1,
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ),
        ("7408122F1204159UTO<<<<<<<<<<<<<6", "TD1", 1, "7408122F1204159UTO<<<<<<<<<<<6"),
        ("D231458907UTO7408122F1204159<<<<6", "TD2", 1, "D231458907UTO7408122F1204159<<<<<<<6"),
        ("L8988901C4XXX4009078F9612109<<<", "MRVB", 1, "L8988901C4XXX4009078F9612109<<<<<<<<"),
        ("IDFRAQUERZOLI<VANT<<<<<<<<754003", "FRA_ID", 0, "IDFRAQUERZOLI<VANT<<<<<<<<<<<<754003"),
        ("IDFRAQUERZOLI<<<<<<<<<<", "FRA_ID", 0, "IDFRAQUERZOLI" + "<" * 23),
        ("1203754K01272ODA<<PIM<<<<9105305F4", "FRA_ID", 1, "1203754K01272ODA<<PIM<<<<<<9105305F4"),
    ],
)
def test_the_variable_run_takes_up_the_difference(
    line: str, format_name: str, index: int, expected: str
) -> None:
    assert repair_fillers(line, format_name, index) == expected


@pytest.mark.parametrize(
    ("line", "format_name", "index"),
    [
        ("P<UTOERIKSSON<<ANNA<MARIA", "TD3", 0),  # no run at the end
        ("P<UTOERIKSSON<<ANNA<MARIA<<", "TD3", 0),  # the run between the names is as long
        ("P<UTO" + "A" * 40 + "<", "TD3", 0),  # nothing would be left of the run
        ("L898902C36UTO7408122F1204159ZE184226B12341", "TD3", 1),  # no filler before the check digits
        ("D231458907UTO7408122F1204159<<<<<<<", "TD2", 1),  # the check digit itself is missing
    ],
)
def test_a_doubtful_line_stays_as_it_is(line: str, format_name: str, index: int) -> None:
    assert repair_fillers(line, format_name, index) == line


@pytest.mark.parametrize("format_name", BUILDERS)
def test_repair_leaves_valid_lines_alone_and_mends_a_shortened_run(format_name: str) -> None:
    for seed in range(20):
        for index, line in enumerate(BUILDERS[format_name](random_person(format_name, seed))):
            assert repair_fillers(line, format_name, index) == line
            longest = max(re.findall("<+", line), key=len, default="")
            if len(longest) >= 8:
                shortened = line.replace(longest, longest[3:], 1)
                assert repair_fillers(shortened, format_name, index) == line


def test_every_line_of_every_format_declares_its_run() -> None:
    for spec in FORMATS.values():
        assert len(spec.filler_runs) == spec.line_count
