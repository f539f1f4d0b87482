"""Values of documents whose captions nobody can read, by the order of their rows; invented lines."""

from __future__ import annotations

from itertools import pairwise

import pytest

from idvision.documents import DocumentSpec, all_specs
from idvision.documents.spec import load_spec
from idvision.errors import DocumentSpecError
from idvision.label_values import labelled_page
from idvision.row_values import row_values
from idvision.types import Box, Field, Reading, ReadLine
from idvision.unlabelled import CAPTION_UNREAD, with_unlabelled

SIZE = (1000, 630)
HEIGHT = 24


def declared(key: str) -> DocumentSpec:
    return next(spec for spec in all_specs() if spec.key == key)


def line(text: str, x: int, y: int, sure: float = 0.99, height: int = HEIGHT) -> ReadLine:
    """Return a line of characters 14 px wide."""
    wide = 14 * len(text)
    centres = tuple((place + 0.5) / len(text) for place in range(len(text)))
    quad = ((x, y), (x + wide, y), (x + wide, y + height), (x, y + height))
    return ReadLine(Reading(text, (sure,) * len(text), centres), quad)


def column(*texts: str, x: int = 400, y: int = 100) -> list[ReadLine]:
    return [line(text, x, y + 50 * row) for row, text in enumerate(texts)]


def box(one: ReadLine) -> Box:
    (x1, y1), _, (x2, y2), _ = one.quad
    return x1 / SIZE[0], y1 / SIZE[1], x2 / SIZE[0], y2 / SIZE[1]


def read(name: str, value: str) -> Field:
    return Field(name, value, value, 0.99)


def found(
    lines: list[ReadLine], spec: DocumentSpec, known: dict[str, tuple[str, ReadLine]]
) -> dict[str, str]:
    page = labelled_page(lines, spec, SIZE)
    fields = [read(name, value) for name, (value, _) in known.items()]
    boxes = {name: box(place) for name, (_, place) in known.items()}
    return {value.name: value.text for value in row_values(page, spec, fields, boxes)}


EUROPE = declared("eu_driving_licence_front")
AMERICA = declared("usa_driver_licence_front")
LICENCE = ("ASPDAL", "RUNE KARL", "03.02.1971", "12.04.2015", "11.04.2025", "77K12345", "Low Quay 31")
ENTRIES = (
    *("surname", "given_names", "birth_date", "issue_date", "expiry_date", "document_number", "address"),
)


def test_a_column_without_any_caption_is_read_in_the_order_of_its_entries() -> None:
    lines = [line("DRIVING LICENCE", 250, 20), *column(*LICENCE)]

    assert found(lines, EUROPE, {}) == dict(zip(ENTRIES, LICENCE, strict=True))


def test_with_an_entry_more_or_less_than_there_may_be_nothing_is_told_apart() -> None:
    assert found(column(*LICENCE[:4], "UNIT SEVEN", *LICENCE[4:]), EUROPE, {}) == {}
    assert found(column(*LICENCE[:3], *LICENCE[4:]), EUROPE, {}) == {}


def test_what_stands_between_two_known_values_is_what_is_missing_there() -> None:
    lines = column(*LICENCE)
    known = {"surname": ("ASPDAL", lines[0]), "birth_date": ("1971-02-03", lines[2])}

    assert found(lines[:3], EUROPE, known) == {"given_names": "RUNE KARL"}


def test_two_lines_where_one_value_is_missing_are_neither() -> None:
    lines = column("ASPDAL", "RUNE KARL", "TARN", "03.02.1971")
    known = {"surname": ("ASPDAL", lines[0]), "birth_date": ("1971-02-03", lines[3])}

    assert found(lines, EUROPE, known) == {}


@pytest.mark.parametrize(
    "between",
    [
        line("RUNE KARL", 700, 150),  # in another column
        line("RUNE KARL", 400, 150, sure=0.6),  # hardly legible
        line("NAMES GIVEN", 400, 150, height=12),  # too small to be a value
        line("4471 0098", 400, 150),  # no name
        line("05.06.1999", 400, 150),  # a date
    ],
)
def test_what_cannot_be_the_value_is_not_taken_for_it(between: ReadLine) -> None:
    first, last = line("ASPDAL", 400, 100), line("03.02.1971", 400, 200)
    known = {"surname": ("ASPDAL", first), "birth_date": ("1971-02-03", last)}
    given = found([first, between, last], EUROPE, known)

    # Alone between two values a line of another column is still the only one there.
    assert given == ({"given_names": "RUNE KARL"} if between.quad[0][0] == 700 else {})


def test_a_value_stands_beside_the_one_before_it_in_its_row() -> None:
    day, place = line("12.04.2015", 400, 250), line("Low Quay", 700, 252)

    assert found([day, place], EUROPE, {"issue_date": ("2015-04-12", day)}) == {
        "issuing_authority": "Low Quay"
    }
    assert found([day, line("Low Quay", 700, 300)], EUROPE, {"issue_date": ("2015-04-12", day)}) == {}
    assert found([day, line("11.04.2025", 700, 252)], EUROPE, {"issue_date": ("2015-04-12", day)}) == {}


def test_a_day_misread_in_one_figure_keeps_the_place_of_its_entry_but_is_no_value() -> None:
    lines = column(LICENCE[0], LICENCE[1], "03.02.3971", *LICENCE[3:])

    fields, boxes = with_unlabelled(lines, EUROPE, [], {}, None, SIZE)
    values = {field.name: field.value for field in fields}

    assert set(ENTRIES) - set(values) == {"birth_date"}
    assert values["given_names"] == "RUNE KARL" and values["expiry_date"] == "2025-04-11"
    assert all(field.problems == (CAPTION_UNREAD,) for field in fields)
    assert set(boxes) == set(values)


def test_days_out_of_their_order_are_no_entries() -> None:
    assert found(column(*LICENCE[:3], LICENCE[4], LICENCE[3], *LICENCE[5:]), EUROPE, {}) == {}


TAXPAYER = declared("phl_tin_front_old")
TAXED = [
    *(line("935-496-451-000", 400, 100), line("SANTILLAN, MERLE ORO", 390, 200)),
    *(line("12 NARRA STREET", 385, 300), line("LOWER QUAY", 380, 330), line("03/24/1976", 500, 400)),
]


def test_lines_closer_than_the_rows_are_one_value_of_several_lines() -> None:
    known = {"id_number": ("935496451000", TAXED[0]), "birth_date": ("1976-03-24", TAXED[4])}

    assert found(TAXED, TAXPAYER, known) == {
        "name": "SANTILLAN, MERLE ORO",
        "address": "12 NARRA STREET LOWER QUAY",
    }


def test_lines_as_far_apart_as_the_rows_are_not_joined() -> None:
    lines = [*TAXED[:3], line("LOWER QUAY", 380, 380), line("03/24/1976", 500, 470)]
    known = {"id_number": ("935496451000", lines[0]), "birth_date": ("1976-03-24", lines[4])}

    assert found(lines, TAXPAYER, known) == {}


def test_figures_that_are_no_missing_value_are_no_row() -> None:
    lines = column("MERLE", "ORLAND", "17aa 2503", "17 Sep. 1960", y=200)

    assert found(lines, declared("tha_id_front"), {"birth_date": ("1960-09-17", lines[3])}) == {
        "given_names": "MERLE",
        "surname": "ORLAND",
    }


def test_print_in_the_heading_and_far_from_the_column_is_no_row() -> None:
    names = [
        line("WALDRIDGE", 430, 245),
        line("CELESTE", 430, 295),
        line("259 ELM RD MAPLETON OR 97999", 430, 345),
    ]
    others = [line("STATE OF CORVANIA", 430, 20), line("44 1SS", 430, 470)]

    assert found([*names, *others], AMERICA, {}) == {
        "surname": "WALDRIDGE",
        "given_names": "CELESTE",
        "address": "259 ELM RD MAPLETON OR 97999",
    }


def test_the_rows_of_every_declaration_name_each_field_once_and_the_issue_over_the_expiry() -> None:
    ranks = {"issue_date": 1, "expiry_date": 2}
    for spec in all_specs():
        names = " ".join(spec.rows).split()
        assert len(names) == len(set(names))
        days = [ranks[name] for name in names if name in ranks]
        assert all(one < other for one, other in pairwise(days))


def test_a_row_names_declared_fields_only() -> None:
    text = """
        type = "sample"
        side = "front"
        title_en = "Sample"
        title_zh = "样本"
        aspect = 1.586
        layout_source = "invented"
        rows = ["surname birth_date"]

        [[fields]]
        name = "surname"
        region = [0.1, 0.1, 0.9, 0.2]
    """
    with pytest.raises(DocumentSpecError, match="birth_date"):
        load_spec(text, "sample.toml")


def test_a_number_glued_to_a_name_is_its_entry_and_one_that_begins_an_address_is_none() -> None:
    lines = [line("1TARVALDI", 400, 100), line("3 Low Quay", 400, 150)]
    page = labelled_page(lines, EUROPE, SIZE)

    assert [(match.label.field, match.line, match.end) for match in page.matches] == [("surname", 0, 1)]


def test_an_ordinal_at_the_beginning_of_a_line_is_no_entry() -> None:
    assert labelled_page([line("1ST AVENUE", 400, 100)], EUROPE, SIZE).matches == []
