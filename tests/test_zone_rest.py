"""Names with their accents and the words that a zone does not hold, on a page without legible captions."""

from __future__ import annotations

import pytest

from idvision.documents import get_spec
from idvision.label_values import labelled_page
from idvision.types import ReadLine, Side
from idvision.zone_names import zone_names
from idvision.zone_rest import zone_rest
from tests.test_row_values import box, line, read
from tests.test_zone_fields import zone_of

SPEC = get_spec("passport", Side.PAGE, "")
ZONE = zone_of(surname="NAGY", given_names="ZSOFIA", birth_date="1974-08-12", expiry_date="2030-01-31")
SIZE = (1000, 700)
NAMES = (line("NÁGY", 400, 120), line("ZSÓFIA", 400, 180))


def rest(*lines: ReadLine) -> dict[str, str]:
    page = labelled_page([*NAMES, *lines], SPEC, SIZE)
    known = [read("surname", "NÁGY"), read("given_names", "ZSÓFIA")]
    boxes = dict(zip(("surname", "given_names"), map(box, NAMES), strict=True))
    return {value.name: value.text for value in zone_rest(page, SPEC, known, boxes, ZONE)}


def test_the_words_left_over_are_the_place_of_birth_and_then_the_authority() -> None:
    given = rest(
        line("12.08.1974", 400, 240), line("EAST QUAY", 700, 300), line("OFFICE OF TARNHOLM", 400, 420)
    )

    assert given == {"birth_place": "EAST QUAY", "issuing_authority": "OFFICE OF TARNHOLM"}


@pytest.mark.parametrize(
    "others",
    [
        (),  # the place is missing
        (line("EAST QUAY", 700, 300), line("SLATE MOOR", 700, 360)),  # one too many
        (line("EAST QUAY", 700, 60),),  # over the names
        (line("Op EAST QUAY", 700, 300),),  # the rest of a caption before it
        (line("NÁGY", 700, 300),),  # a name again
        (line("EAST QUAY", 700, 300, sure=0.6),),
    ],
)
def test_where_more_or_less_is_left_over_nothing_is_said(others: tuple[ReadLine, ...]) -> None:
    assert rest(*others, line("OFFICE OF TARNHOLM", 400, 420)) == {}


def names(*texts: str) -> dict[str, str]:
    lines = [line(text, 400, 100 + 50 * row) for row, text in enumerate(texts)]
    return {value.name: value.text for value in zone_names(lines, ZONE, SPEC, SIZE)}


def test_a_name_is_the_line_that_is_spelled_as_in_the_zone() -> None:
    assert names("TARNLAND", "NÁGY", "ZSÓFIA") == {"surname": "NÁGY", "given_names": "ZSÓFIA"}


def test_a_line_that_says_more_is_no_name() -> None:
    assert names("Név NÁGY", "Zsófi") == {}


def test_a_name_that_stands_there_twice_is_the_upper_one() -> None:
    assert names("NÁGY", "ZSÓFIA", "Zsófia") == {"surname": "NÁGY", "given_names": "ZSÓFIA"}


def test_where_both_names_are_one_word_the_surname_is_over_the_other() -> None:
    twice = zone_of(surname="NAGY", given_names="NAGY")
    over, under = line("NÁGY", 400, 120), line("NÁGY", 400, 180)
    found = {value.name: value.box for value in zone_names([under, over], twice, SPEC, SIZE)}
    assert found["surname"][3] < found["given_names"][1]
    assert zone_names([over], twice, SPEC, SIZE) == ()
