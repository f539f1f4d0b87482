"""Dates and other single values of machine readable zones."""

from __future__ import annotations

from datetime import date

import pytest

from idvision.checks.mrz_values import (
    read_birth_date,
    read_country,
    read_expiry_date,
    read_name_list,
    read_names,
    read_sex,
    read_text,
)

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("260301", ("2026-03-01", ())),
        ("260302", ("1926-03-02", ())),
        ("000229", ("2000-02-29", ())),
        ("990101", ("1999-01-01", ())),
        ("7408<<", ("1974-08", ("incomplete_date",))),
        ("74<<<<", ("1974", ("incomplete_date",))),
        ("74<<12", ("1974", ("incomplete_date",))),
        ("26<<<<", ("2026", ("incomplete_date",))),
        ("2604<<", ("1926-04", ("incomplete_date",))),
        ("<<<<<<", ("", ("incomplete_date",))),
        ("<<0812", ("", ("incomplete_date",))),
        ("740230", ("", ("invalid_date",))),
        ("740012", ("", ("invalid_date",))),
        ("7413<<", ("", ("invalid_date",))),
        ("74O812", ("", ("invalid_date",))),
        ("7<0812", ("", ("invalid_date",))),
    ],
)
def test_a_birth_date_never_lies_ahead(text: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert read_birth_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("260228", "2026-02-28"), ("751231", "2075-12-31"), ("760101", "1976-01-01"), ("991231", "1999-12-31")],
)
def test_an_expiry_date_lies_in_the_hundred_years_around_today(text: str, expected: str) -> None:
    assert read_expiry_date(text, TODAY) == (expected, ())


def test_every_two_digit_year_finds_an_expiry_within_fifty_years() -> None:
    years = [int(read_expiry_date(f"{year:02}0615", TODAY)[0][:4]) for year in range(100)]
    assert sorted(years) == list(range(1976, 2076))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D<<", ("DEU", ())),
        ("UTO", ("UTO", ())),
        ("GBD", ("GBD", ())),
        ("XXB", ("XXB", ())),
        ("RKS", ("RKS", ())),
        ("QQQ", ("QQQ", ("unknown_country",))),
        ("<<<", ("", ("unknown_country",))),
        ("0UT", ("0UT", ("unknown_country",))),
    ],
)
def test_countries_come_from_the_table(text: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert read_country(text) == expected


def test_a_filler_means_unspecified_sex_and_x_is_not_in_the_zone() -> None:
    assert [read_sex(text) for text in "MF<"] == [("M", ()), ("F", ()), ("X", ())]
    assert read_sex("X") == ("", ("bad_sex",))


def test_fillers_inside_a_text_become_spaces() -> None:
    assert read_text("AB<12<<<") == "AB 12"
    assert read_text("<AB<<12") == "AB 12"
    assert read_text("<<<") == ""


def test_names_split_at_the_first_double_filler() -> None:
    assert read_names("VAN<DER<OOM<<ILE<TA<<<<") == ("VAN DER OOM", "ILE TA", ())
    assert read_names("OOM<<<<<<") == ("OOM", "", ())
    assert read_names("OOM<<ILE<<TA") == ("OOM", "ILE TA", ("bad_name",))


def test_a_name_list_may_part_names_by_one_or_two_fillers() -> None:
    assert read_name_list("ODA<<PIM<TEO<<<") == ("ODA PIM TEO", ())
    assert read_name_list("0DA<<PIM<<<") == ("0DA PIM", ("bad_name",))
