"""What the zone says, found again in the print without any caption."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.documents import get_spec
from idvision.types import Mrz, Side
from idvision.zone_echo import zone_echo
from tests.test_row_values import line
from tests.test_zone_fields import zone_of

SPEC = get_spec("passport", Side.PAGE, "")
ZONE = zone_of(
    document_number="KT40B17S2", birth_date="1974-08-12", expiry_date="2030-01-31", sex="F", nationality="UTO"
)
SIZE = (1000, 700)


def echoed(*texts: str, zone: Mrz = ZONE) -> dict[str, str]:
    lines = [line(text, 400, 60 * row) for row, text in enumerate(texts)]
    return {value.name: value.text for value in zone_echo(lines, zone, SPEC, SIZE)}


def test_number_days_and_sex_are_found_by_what_they_say() -> None:
    found = echoed("UTO", "KT40B17S2", "12.08.1974", "F", "31 JAN 2030")
    assert found == {
        "document_number": "KT40B17S2",
        "birth_date": "12.08.1974",
        "sex": "F",
        "expiry_date": "31 JAN 2030",
    }


@pytest.mark.parametrize("text", ["No. KT40B17S2", "KT40 B17S2", "KT4OBI7S2 /"])
def test_a_number_may_stand_in_groups_beside_words_and_with_a_figure_read_as_a_letter(text: str) -> None:
    assert "document_number" in echoed(text)


@pytest.mark.parametrize("text", ["KT40B17S21", "XKT40B17S2", "KT40B17S3"])
def test_another_number_is_not_it(text: str) -> None:
    assert echoed(text) == {}


@pytest.mark.parametrize(
    ("text", "found"), [("K/F", "F"), ("F / Ž", "F"), ("QF", "F"), ("M", ""), ("OFF", ""), ("F 12", "")]
)
def test_the_letter_stands_alone_or_with_that_of_another_language(text: str, found: str) -> None:
    assert echoed(text).get("sex", "") == found


def test_of_two_prints_the_surer_one_is_taken() -> None:
    faint, clear = line("KT40B17S2", 400, 60, sure=0.6), line("KT40B17S2", 700, 300)
    (value,) = zone_echo([faint, clear], ZONE, SPEC, SIZE)
    assert value.box[0] == pytest.approx(0.7, abs=0.01)


def test_a_doubtful_field_and_a_short_number_are_not_looked_for() -> None:
    doubted = replace(
        ZONE, fields=tuple(replace(field, problems=("checksum_failed",)) for field in ZONE.fields)
    )
    assert echoed("KT40B17S2", "F", zone=doubted) == {}
    assert echoed("47112", zone=zone_of(document_number="47112")) == {}
