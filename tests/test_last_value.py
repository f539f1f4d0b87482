"""The one value that is missing, and the one line that is left; invented lines."""

from __future__ import annotations

import pytest

from idvision.label_values import labelled_page
from idvision.last_value import last_value
from idvision.types import ReadLine
from tests.test_row_values import SIZE, box, column, declared, line, read

CARD = declared("phl_philsys_front")
NAMES = ("surname", "given_names", "middle_name", "birth_date")
COLUMN = column("TARNAY", "OTTOLINE", "VESPER", "MAY 26, 1994")
NUMBER = line("1234-5678-9012-3456", 30, 60)
ADDRESS = line("12 CROWN ROW BARANGAY OLDPORT", 30, 520)


def address(*lines: ReadLine, without: str = "") -> str:
    known = {**dict(zip(NAMES, COLUMN, strict=True)), "id_number": NUMBER}
    known.pop(without, None)
    page = labelled_page([NUMBER, *COLUMN, *lines], CARD, SIZE)
    fields = [read(name, place.reading.text) for name, place in known.items()]
    boxes = {name: box(place) for name, place in known.items()}
    return " ".join(value.text for value in last_value(page, CARD, fields, boxes))


def test_the_only_line_left_under_all_others_is_the_missing_address() -> None:
    assert address(ADDRESS) == "12 CROWN ROW BARANGAY OLDPORT"


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (ADDRESS, line("SECOND LINE OF PRINT", 30, 560)),
        (line("OLDPORT", 30, 520),),
        (line("12 CROWN ROW BARANGAY OLDPORT", 30, 170),),
        (line("12 CROWN ROW BARANGAY OLDPORT", 30, 520, sure=0.5),),
    ],
    ids=["none", "two", "one word", "between the others", "hardly legible"],
)
def test_anything_else_is_not(lines: tuple[ReadLine, ...]) -> None:
    assert address(*lines) == ""


def test_where_another_value_is_missing_too_nothing_is_said() -> None:
    assert address(ADDRESS, without="birth_date") == ""
