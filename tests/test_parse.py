"""From characters on a card to the text of its fields, on the declared resident identity card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from idvision.anchors import AnchorMatch, Classified, Glyph, Layout, find_anchors, register, rows_of
from idvision.documents import AnchorSpec, DocumentSpec, FieldSpec, get_spec
from idvision.parse import declared_box, parse
from idvision.types import FoundValue, Reading, ReadLine, Side

SIZE_WH = (1000, 630)
CHARACTER_PX = 34
FRONT = get_spec("chn_resident_id", Side.FRONT)
BACK = get_spec("chn_resident_id", Side.BACK)
NUMBER = "990101200001011234"  # right in shape only
Printed = tuple[str, float, float]
"""Text, its left end and its middle's height, in fractions of the card."""

FRONT_LINES: tuple[Printed, ...] = (
    ("姓名", 0.085, 0.172),
    ("林小舟", 0.18, 0.172),
    ("性别", 0.085, 0.29),
    ("男", 0.185, 0.29),
    ("民族", 0.28, 0.29),
    ("汉", 0.385, 0.29),
    ("出生", 0.085, 0.408),
    ("2000年1月1日", 0.185, 0.408),
    ("住址", 0.085, 0.525),
    ("星河省月湾市晨光路", 0.185, 0.525),
    ("公民身份号码", 0.09, 0.835),
    (NUMBER, 0.33, 0.835),
)
VALUES = {
    "name": "林小舟",
    "sex": "男",
    "ethnicity": "汉",
    "birth_date": "2000年1月1日",
    "address": "星河省月湾市晨光路",
    "id_number": NUMBER,
}


def read_line(printed: Printed) -> ReadLine:
    text, left, middle = printed
    pitch = 24 if text.isascii() else CHARACTER_PX
    x1, y1 = left * SIZE_WH[0], middle * SIZE_WH[1] - 17
    x2, y2 = x1 + pitch * len(text), y1 + 34
    centres = tuple((place + 0.5) / len(text) for place in range(len(text)))
    return ReadLine(Reading(text, (0.9,) * len(text), centres), ((x1, y1), (x2, y1), (x2, y2), (x1, y2)))


def parse_lines(lines: Sequence[Printed], spec: DocumentSpec) -> tuple[FoundValue, ...]:
    rows = rows_of([read_line(printed) for printed in lines], SIZE_WH)
    matches = find_anchors(rows, spec.anchors)
    return parse(rows, Classified(spec, 1.0, matches, register(matches)))


def values_of(lines: Sequence[Printed], spec: DocumentSpec = FRONT) -> dict[str, str]:
    return {found.name: found.text for found in parse_lines(lines, spec)}


def without(*texts: str) -> list[Printed]:
    return [printed for printed in FRONT_LINES if printed[0] not in texts]


def test_every_value_follows_its_caption() -> None:
    found = parse_lines(FRONT_LINES, FRONT)
    assert {value.name: value.text for value in found} == VALUES
    assert [value.name for value in found] == [field.name for field in FRONT.fields]


def test_a_value_carries_the_probabilities_and_the_box_of_its_characters() -> None:
    name = parse_lines(FRONT_LINES, FRONT)[0]
    assert name.probabilities == (0.9, 0.9, 0.9)
    half_height = 17 / 630
    assert name.box == pytest.approx((0.18, 0.172 - half_height, 0.282, 0.172 + half_height))


@pytest.mark.parametrize("caption", ["姓名", "性别", "民族", "出生", "住址", "公民身份号码"])
def test_a_value_is_found_by_its_place_when_its_caption_was_not_read(caption: str) -> None:
    assert values_of(without(caption)) == VALUES


def test_values_are_found_by_place_without_any_caption() -> None:
    captions = {anchor.text for anchor in FRONT.anchors}
    assert values_of(without(*captions)) == VALUES


@pytest.mark.parametrize(
    ("merged", "left", "middle"),
    [("姓名林小舟", 0.095, 0.172), ("性别男民族汉", 0.095, 0.29), ("住址星河省月湾市晨光路", 0.1, 0.525)],
)
def test_caption_and_value_may_be_one_line(merged: str, left: float, middle: float) -> None:
    apart = [printed for printed in FRONT_LINES if printed[2] != middle]
    assert values_of([*apart, (merged, left, middle)]) == VALUES


def test_a_value_split_into_pieces_is_joined_in_reading_order() -> None:
    pieces = [("月1日", 0.35, 0.409), ("2000年", 0.185, 0.406), ("1", 0.32, 0.408)]
    assert values_of([*without("2000年1月1日"), *pieces]) == VALUES


def test_a_caption_split_into_pieces_still_names_its_value() -> None:
    lines = [*without("姓名", "林小舟"), ("姓", 0.085, 0.172), ("名林小舟", 0.125, 0.172)]
    assert values_of(lines) == VALUES


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_address_may_take_up_to_three_rows(count: int) -> None:
    rows = ["星河省月湾市晨光路", "八号九号楼十单元", "十一室"]
    lines = [(text, 0.185, 0.525 + 0.09 * index) for index, text in enumerate(rows[:count])]
    found = values_of([*without("星河省月湾市晨光路"), *lines])
    assert found == VALUES | {"address": "".join(rows[:count])}


def test_marks_on_the_portrait_belong_to_no_field() -> None:
    noise = [
        ("仁", 0.75, 0.172),
        ("口", 0.72, 0.29),
        ("田", 0.8, 0.408),
        ("目", 0.75, 0.525),
        ("三", 0.7, 0.6),
    ]
    assert values_of([*FRONT_LINES, *noise]) == VALUES


def test_a_field_without_text_is_left_out() -> None:
    assert values_of(without("林小舟", NUMBER)).keys() == VALUES.keys() - {"name", "id_number"}
    assert parse((), Classified(FRONT, 1.0)) == ()


def test_a_card_that_lies_askew_in_its_image_is_read_where_its_captions_are() -> None:
    # By declared places alone the name would fall above its region, and the number be cut at its left.
    moved = [(text, left - 0.06, middle - 0.09) for text, left, middle in FRONT_LINES]
    assert values_of(moved) == VALUES


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("2020.01.31-2040.01.31", "2020.01.31", "2040.01.31"),
        ("2020.01.31-长期", "2020.01.31", "长期"),
        ("2020.01.31—長期", "2020.01.31", "長期"),
        ("2020013120400131", "20200131", "20400131"),
    ],
)
def test_a_validity_gives_both_of_its_ends(printed: str, start: str, end: str) -> None:
    lines = [("签发机关", 0.25, 0.76), ("月湾市公安局", 0.42, 0.76), ("有效期限", 0.25, 0.875)]
    found = values_of([*lines, (printed, 0.42, 0.875)], BACK)
    assert found == {"issuing_authority": "月湾市公安局", "valid_from": start, "expiry_date": end}


def test_text_that_does_not_fit_the_pattern_is_kept_whole() -> None:
    short = [*without(NUMBER), ("9901012000", 0.33, 0.835)]
    assert values_of(short)["id_number"] == "9901012000"


def test_the_pattern_cuts_a_number_out_of_what_surrounds_it() -> None:
    lines = [*without(NUMBER), (f":{NUMBER}.", 0.33, 0.835)]
    (number,) = [value for value in parse_lines(lines, FRONT) if value.name == "id_number"]
    assert number.text == NUMBER
    assert len(number.probabilities) == 18


CODE = FieldSpec("code", (0.2, 0.3, 0.6, 0.7), pattern=r"(?<!\d)\d{4}(?!\d)")


def code_of(*lines: str, required: bool = True) -> str | None:
    spec = DocumentSpec(
        "ticket", Side.FRONT, "Ticket", "票", 1.5, "invented", fields=(replace(CODE, required=required),)
    )
    return values_of([(text, 0.25, 0.4 + 0.1 * row) for row, text in enumerate(lines)], spec).get("code")


def test_a_pattern_looks_at_each_row_before_it_looks_at_all_of_them() -> None:
    assert code_of("1234", "56") == "1234"
    assert code_of("x", "1234") == "1234"
    assert code_of("12", "34") == "1234"


def test_a_field_that_may_be_missing_is_so_where_nothing_fits_its_pattern() -> None:
    assert code_of("LOGO") == "LOGO"
    assert code_of("LOGO", required=False) is None
    assert code_of("1234", required=False) == "1234"


SHIFTED = FieldSpec("code", (0.2, 0.4, 0.6, 0.5))
SMALL = DocumentSpec("ticket", Side.FRONT, "Ticket", "票", 1.5, "invented", fields=(SHIFTED,))


def test_a_declared_region_moves_with_the_layout() -> None:
    assert declared_box(SMALL, "code", Layout()) == pytest.approx((0.2, 0.4, 0.6, 0.5))
    moved = declared_box(SMALL, "code", Layout((2.0, 0.5), (-0.1, 0.1)))
    assert moved == pytest.approx((0.3, 0.3, 1.1, 0.35))
    with pytest.raises(KeyError):
        declared_box(SMALL, "colour", Layout())


def test_a_caption_that_names_no_field_leaves_its_row_to_the_regions() -> None:
    title = AnchorSpec("票号", (0.1, 0.45))
    rows = rows_of([read_line(("票号", 0.08, 0.45)), read_line(("AB12", 0.25, 0.45))], SIZE_WH)
    match = AnchorMatch(title, 0, 0, 2, (0.1, 0.45))
    (found,) = parse(rows, Classified(SMALL, 1.0, (match,)))
    assert found.text == "AB12"


def test_a_value_that_runs_past_its_region_is_not_cut_short() -> None:
    """A loose outline shifts the layout; the tail of a word must not be dropped for it."""
    field = SMALL.fields[0]
    right = field.region[2]
    middle = (field.region[1] + field.region[3]) / 2
    row = tuple(Glyph(c, right - 0.02 + 0.02 * i, middle, 0.02, 0.05, 0.9) for i, c in enumerate("ABCDEF"))
    far = Glyph("Z", row[-1].x + 0.1, middle, 0.02, 0.05, 0.9)
    (found,) = parse(((*row, far),), Classified(SMALL, 1.0))
    assert found.text == "ABCDEF"
