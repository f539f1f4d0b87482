"""The day of issue of a page on which its caption is not legible, by the expiry that the zone proves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from idvision.documents import get_spec
from idvision.types import Side
from idvision.zone_dates import is_whole_years, issue_day
from tests.test_zone_fields import line, zone_of

SPEC = get_spec("passport", Side.PAGE, "")
ZONE = zone_of(birth_date="1974-08-12", expiry_date="2030-01-31")
SIZE = (1000, 700)


def day_of(*texts: str) -> str | None:
    found = issue_day([line(text) for text in texts], ZONE, SPEC, SIZE)
    return found.text if found is not None else None


def test_the_date_whole_years_before_the_expiry_is_the_day_of_issue() -> None:
    assert day_of("12 AUG 1974", "UTOPIA CITY", "31 JAN 2020", "31 JAN 2030") == "31 JAN 2020"
    assert day_of("12.08.1974", "01.02.2020 31.01.2030") == "01.02.2020"


def test_any_other_date_or_two_that_fit_are_none() -> None:
    assert day_of("12 AUG 1974", "14 MAR 2020", "31 JAN 2030") is None
    assert day_of("31 JAN 2020", "31 JAN 2025") is None
    assert day_of("31 JAN 2010") is None


def test_a_doubtful_zone_and_a_document_with_another_first_day_give_none() -> None:
    lines = [line("31 JAN 2020")]
    doubted = replace(ZONE, fields=tuple(replace(field, problems=("checksum",)) for field in ZONE.fields))
    assert issue_day(lines, doubted, SPEC, SIZE) is None
    assert issue_day(lines, ZONE, get_spec("visa_mrva", Side.PAGE), SIZE) is None


def test_the_place_is_that_of_the_date_in_its_line() -> None:
    found = issue_day([line("xxxx 31.01.2020")], ZONE, SPEC, SIZE)
    assert found is not None
    # Characters 5 to 15 of 15 in a line from 0 to 100 px of 1000, 20 px of 700 high.
    assert found.box == pytest.approx((0.0333, 0.0, 0.1, 0.0286), abs=1e-4)
    assert found.probabilities == (0.99,) * 10


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        (date(2020, 1, 31), date(2030, 1, 31), True),
        (date(2020, 2, 1), date(2030, 1, 31), True),
        (date(2020, 2, 29), date(2025, 2, 28), True),
        (date(2020, 1, 31), date(2030, 2, 5), False),
        (date(2020, 1, 31), date(2020, 1, 31), False),
        (date(2010, 1, 31), date(2030, 1, 31), False),
    ],
)
def test_validity_is_a_number_of_whole_years(start: date, end: date, whole: bool) -> None:
    assert is_whole_years(start, end) is whole
