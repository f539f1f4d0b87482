"""Whom a letter is sent to: which block of lines is an address, and what its parts are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.address_block import address_block, address_values
from idvision.documents import DocumentSpec, FieldSpec, LabelSpec
from idvision.types import Reading, ReadLine, Side

SIZE = (1440, 2036)
LETTER = ("MR TOM AXLEY", "12 Long Row", "Flat 3", "SMALLTOWN 40210")


def line(text: str, x: float, y: float, height: float = 24) -> ReadLine:
    width = 12.0 * len(text)
    quad = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return ReadLine(Reading(text, (0.9,) * len(text), (0.5,) * len(text)), quad)


def block(*texts: str, x: float = 100, y: float = 300) -> list[ReadLine]:
    return [line(text, x, y + 36 * row) for row, text in enumerate(texts)]


def spec(*parts: str) -> DocumentSpec:
    return DocumentSpec(
        type="letter",
        side=Side.PAGE,
        title_en="Letter",
        title_zh="信",
        aspect=1.414,
        layout_source="invented",
        fields=tuple(FieldSpec(part, block=part) for part in parts),
    )


def texts(lines: list[ReadLine]) -> list[str]:
    return [line.reading.text for line in address_block(lines, SIZE)]


def test_an_address_is_a_name_and_lines_with_numbers_at_one_place() -> None:
    other = [line("Your bill of June", 100, 700), line("12 kWh", 700, 320), line("Total 40210", 100, 900)]
    assert texts([*other, *block(*LETTER)]) == list(LETTER)


@pytest.mark.parametrize(
    "lines",
    [
        block("MR TOM AXLEY", "Long Row", "SMALLTOWN"),
        block("MR TOM AXLEY", "12 Long Row"),
        block("SMALLTOWN POWER LTD", "12 Long Row", "SMALLTOWN 40210"),
        block("40210", "12 Long Row", "SMALLTOWN 40210"),
        block("Bill: June", "12 Long Row", "SMALLTOWN 40210"),
        block(*LETTER, y=1500),
        [one for row, text in enumerate(LETTER) for one in [line(text, 100 + 90 * row, 300 + 36 * row)]],
        [line(text, 100, 300 + 90 * row) for row, text in enumerate(LETTER)],
        [line(text, 100, 300 + 36 * row, 24 if row else 60) for row, text in enumerate(LETTER)],
        [],
    ],
    ids=[
        "no_number",
        "two_lines",
        "sender",
        "number_first",
        "mark",
        "low",
        "slanted",
        "apart",
        "headline",
        "none",
    ],
)
def test_other_blocks_are_none(lines: list[ReadLine]) -> None:
    found = texts(lines)
    assert found == [] or found[0] != lines[0].reading.text


def test_the_receiver_counts_more_than_another_person_without_a_title() -> None:
    sender = block("Ann Bell", "7 Short Row", "SMALLTOWN 40211", x=900)
    assert texts([*sender, *block(*LETTER)]) == list(LETTER)


def test_parts_become_values_with_a_probability_for_every_character() -> None:
    lines = block("TOM AXLEY ", " 12 Long Row", "SMALLTOWN 40210")
    name, address = address_values(lines, spec("name", "address"), SIZE)
    assert (name.text, address.text) == ("TOM AXLEY", "12 Long Row SMALLTOWN 40210")
    assert name.probabilities == (0.9,) * 9
    assert address.probabilities == (*(0.9,) * 11, 1.0, *(0.9,) * 15)
    assert name.box == pytest.approx((100 / 1440, 300 / 2036, 220 / 1440, 324 / 2036))


def test_an_address_ends_above_a_line_that_has_a_caption_to_its_left() -> None:
    letter = replace(spec("name", "address"), labels=(LabelSpec("Issue date", "issue_date"),))
    lines = [line("Issue date", 100, 444), *block(*LETTER, "1 May 2026", x=400)]
    name, address = address_values(lines, letter, SIZE)
    assert (name.text, address.text) == ("MR TOM AXLEY", "12 Long Row Flat 3 SMALLTOWN 40210")

    # A caption to the right is that of another column.
    lines = [line("Issue date", 900, 444), *block(*LETTER, "1 May 2026", x=400)]
    assert address_values(lines, letter, SIZE)[1].text.endswith("1 May 2026")


def test_a_misread_caption_over_an_address_is_no_name() -> None:
    letter = replace(spec("name", "address"), labels=(LabelSpec("Full address", "address"),))
    lines = block("Fuil aodress", "12 Long Row", "SMALLTOWN 40210")
    assert [(part.name, part.text) for part in address_values(lines, letter, SIZE)] == [
        ("address", "12 Long Row SMALLTOWN 40210")
    ]


def test_nothing_is_sought_where_no_field_is_part_of_a_block() -> None:
    assert address_values(block(*LETTER), spec(), SIZE) == ()
    assert address_values([], spec("name"), SIZE) == ()
