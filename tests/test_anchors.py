"""Captions among the characters of a card, and the layout registered on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from idvision.anchors import (
    IDENTITY_LAYOUT,
    AnchorMatch,
    Glyph,
    Layout,
    Mark,
    Row,
    find_anchors,
    glyphs_of,
    in_region,
    misplacement,
    register,
    rows_of,
)
from idvision.documents import AnchorSpec
from idvision.types import Point, Quad, Reading, ReadLine

SIZE_WH = (100, 50)
PITCH, HEIGHT = 0.03, 0.08
# Spread over the card, so that every axis has pairs far enough apart to tell a scale.
PLACES: tuple[Point, ...] = ((0.1, 0.1), (0.8, 0.15), (0.15, 0.5), (0.75, 0.55), (0.2, 0.85), (0.9, 0.9))


def row(text: str, x: float, y: float) -> Row:
    """Characters of one row, the first one's middle at `(x, y)`."""
    return tuple(Glyph(c, x + PITCH * place, y, PITCH, HEIGHT, 0.9) for place, c in enumerate(text))


def line(text: str, quad: Quad) -> ReadLine:
    centres = tuple((place + 0.5) / len(text) for place in range(len(text)))
    return ReadLine(Reading(text, (0.9,) * len(text), centres), quad)


def upright(text: str, left: float, middle: float, height: float = 4) -> ReadLine:
    """A level line on a card of `SIZE_WH`, 5 px a character."""
    right, top, bottom = left + 5 * len(text), middle - height / 2, middle + height / 2
    return line(text, ((left, top), (right, top), (right, bottom), (left, bottom)))


def match(centre: Point, seen: Point) -> AnchorMatch:
    return AnchorMatch(AnchorSpec("caption", centre), 0, 0, 1, seen)


def texts(rows: tuple[Row, ...]) -> list[str]:
    return ["".join(glyph.character for glyph in glyphs) for glyphs in rows]


def test_glyphs_stand_in_fractions_of_the_card_and_spaces_are_left_out() -> None:
    first, last = glyphs_of(upright("a b", 10, 20), SIZE_WH)
    assert (first.character, last.character) == ("a", "b")
    assert (first.x, first.y) == pytest.approx((0.125, 0.4))
    assert (last.x, last.y) == pytest.approx((0.225, 0.4))
    assert (first.width, first.height, first.probability) == pytest.approx((0.05, 0.08, 0.9))


def test_glyphs_of_a_slanting_line_follow_it_down() -> None:
    slanting = line("ab", ((10, 10), (50, 20), (50, 30), (10, 20)))
    left, right = glyphs_of(slanting, SIZE_WH)
    assert (left.x, left.y) == pytest.approx((0.2, 0.35))
    assert (right.x, right.y) == pytest.approx((0.4, 0.45))


def test_lines_at_one_height_form_one_row_from_left_to_right() -> None:
    lines = [upright("right", 60, 21), upright("below", 10, 30), upright("left", 10, 20)]
    assert texts(rows_of(lines, SIZE_WH)) == ["leftright", "below"]


@pytest.mark.parametrize(("distance", "count"), [(1.9, 1), (2.1, 2)])
def test_a_row_ends_where_middles_differ_by_half_a_line(distance: float, count: int) -> None:
    assert len(rows_of([upright("ab", 10, 20), upright("cd", 40, 20 + distance)], SIZE_WH)) == count


def test_overlapping_neighbours_keep_their_own_order_of_characters() -> None:
    # The second line begins before the first one ends.
    lines = [upright("abcd", 10, 20), upright("efgh", 27, 20)]
    assert texts(rows_of(lines, SIZE_WH)) == ["abcdefgh"]


def test_a_line_below_a_caption_is_not_in_its_row_whatever_stands_beside_them() -> None:
    caption, beside = upright("cap", 10, 20), upright("X", 40, 22, height=8)
    lines = [caption, beside, upright("sub", 10, 23.5)]
    assert texts(rows_of(lines, SIZE_WH)) == ["capX", "sub"]


def test_lines_of_spaces_make_no_row() -> None:
    assert rows_of([upright("  ", 10, 20)], SIZE_WH) == ()


def test_a_caption_is_found_with_its_place() -> None:
    anchor = AnchorSpec("NAME", (0.2, 0.3))
    (found,) = find_anchors([row("xx", 0.1, 0.1), row("12NAME34", 0.1, 0.3)], [anchor])
    assert (found.row, found.start, found.end) == (1, 2, 6)
    # The middle between the glyphs at places 2 and 5.
    assert found.centre == pytest.approx((0.1 + 3.5 * PITCH, 0.3))


@pytest.mark.parametrize(
    ("caption", "printed", "is_found"),
    [
        ("NAME", "NANE", True),
        ("NAME", "NANF", False),
        ("NUMBER", "NUMBFR", True),
        ("NUMBER", "MUMBFR", False),
        ("DOCUMENT", "DQCUMFNT", True),
        ("SEX", "SEK", False),
        ("SEX", "SEX", True),
    ],
)
def test_one_character_in_four_of_a_caption_may_be_misread(
    caption: str, printed: str, is_found: bool
) -> None:
    assert bool(find_anchors([row(printed, 0.1, 0.3)], [AnchorSpec(caption, (0.1, 0.3))])) is is_found


@pytest.mark.parametrize(
    ("printed", "end"),
    [("称白桦木业", 1), ("务称白桦木业", 2), ("白桦称木业", 0)],
    ids=["lost", "misread", "no"],
)
def test_of_a_caption_of_two_characters_the_second_is_enough_in_its_place(printed: str, end: int) -> None:
    found = find_anchors([row(printed, 0.1, 0.3)], [AnchorSpec("名称", (0.1, 0.3))])
    assert [(match.start, match.end) for match in found] == ([(0, end)] if end else [])
    assert not find_anchors([row(printed, 0.1, 0.3)], [AnchorSpec("名称", (0.1, 0.5))])


def test_a_caption_is_found_in_its_other_spelling() -> None:
    anchor = AnchorSpec("性别", (0.1, 0.3), variants=("性別",))
    (found,) = find_anchors([row("性別", 0.1, 0.3)], [anchor])
    assert found.anchor is anchor


def test_of_two_equal_captions_the_one_nearer_its_declared_place_counts() -> None:
    rows = [row("NAME", 0.1, 0.2), row("NAME", 0.1, 0.8)]
    (found,) = find_anchors(rows, [AnchorSpec("NAME", (0.1, 0.75))])
    assert found.row == 1


def test_a_clean_caption_counts_before_a_nearer_misread_one() -> None:
    rows = [row("NAME", 0.1, 0.2), row("NANE", 0.1, 0.8)]
    (found,) = find_anchors(rows, [AnchorSpec("NAME", (0.1, 0.8))])
    assert found.row == 0


def test_captions_come_in_the_order_of_the_declaration_without_those_not_found() -> None:
    anchors = [AnchorSpec(text, (0.5, 0.5)) for text in ("LAST", "ABSENT", "FIRST")]
    rows = [row("FIRST", 0.1, 0.1), row("LAST", 0.1, 0.9)]
    assert [found.anchor.text for found in find_anchors(rows, anchors)] == ["LAST", "FIRST"]
    assert find_anchors([], anchors) == ()


def test_a_region_takes_characters_with_a_margin_at_its_ends_only() -> None:
    region = (0.2, 0.4, 0.6, 0.5)
    (inside, before, beyond, above) = (
        row("a", x, y)[0] for x, y in ((0.17, 0.45), (0.16, 0.45), (0.64, 0.45), (0.4, 0.39))
    )
    assert in_region(inside, region, IDENTITY_LAYOUT)
    assert not any(in_region(glyph, region, IDENTITY_LAYOUT) for glyph in (before, beyond, above))
    assert in_region(above, region, Layout(offset=(0.0, -0.05)))


def test_a_layout_takes_points_of_the_card_back_to_declared_places() -> None:
    assert Layout((2.0, 0.5), (0.1, -0.2)).declared(0.5, 0.3) == pytest.approx((0.2, 1.0))


@pytest.mark.parametrize("scale", [(1.0, 1.0), (0.9, 1.2), (1.4, 0.8)])
@pytest.mark.parametrize("offset", [(0.0, 0.0), (0.07, -0.12)])
def test_a_moved_and_stretched_layout_is_recovered(scale: Point, offset: Point) -> None:
    seen = [(x * scale[0] + offset[0], y * scale[1] + offset[1]) for x, y in PLACES]
    layout = register([match(place, at) for place, at in zip(PLACES, seen, strict=True)])
    assert layout.scale == pytest.approx(scale)
    assert layout.offset == pytest.approx(offset)


@pytest.mark.parametrize("wrong", range(len(PLACES)))
def test_one_wrong_caption_does_no_harm(wrong: int) -> None:
    seen = [(1.1 * x - 0.05, 0.9 * y + 0.1) for x, y in PLACES]
    seen[wrong] = (1 - seen[wrong][0], 1 - seen[wrong][1])
    layout = register([match(place, at) for place, at in zip(PLACES, seen, strict=True)])
    assert layout.scale == pytest.approx((1.1, 0.9))
    assert layout.offset == pytest.approx((-0.05, 0.1))


def test_without_captions_the_layout_lies_where_it_was_declared() -> None:
    assert register([]) == IDENTITY_LAYOUT


def test_a_single_caption_shifts_the_layout() -> None:
    layout = register([match((0.3, 0.3), (0.35, 0.2))])
    assert layout.scale == (1.0, 1.0)
    assert layout.offset == pytest.approx((0.05, -0.1))


def test_captions_in_one_column_say_nothing_of_the_other_axis() -> None:
    """A card cut at its top is stretched in height only."""
    seen = [((0.1, y), (0.2, 0.8 * y)) for y in (0.1, 0.4, 0.8)]
    layout = register([match(place, at) for place, at in seen])
    assert layout.scale == pytest.approx((1.0, 0.8))
    assert layout.offset == pytest.approx((0.1, 0.0))


def test_an_absurd_scale_is_not_believed() -> None:
    # Both captions read at the same height would squeeze the card to a line.
    layout = register([match((0.1, 0.1), (0.1, 0.5)), match((0.8, 0.9), (0.8, 0.5))])
    assert layout.scale == pytest.approx((1.0, 1.0))


def test_misplacement_is_the_mean_of_the_larger_distances() -> None:
    assert misplacement([]) == 0
    found = [Mark((0.2, 0.2), (0.3, 0.15)), Mark((0.5, 0.5), (0.5, 0.8))]
    assert misplacement(found) == pytest.approx((0.1 + 0.3) / 2)
    assert misplacement([Mark(place, place) for place in PLACES]) == pytest.approx(0, abs=1e-12)


def test_rows_hold_every_character_once() -> None:
    rng = np.random.default_rng(5)
    lines = [upright("abcdef", *rng.uniform((0, 2), (70, 48)).tolist()) for _ in range(12)]
    assert sorted("".join(texts(rows_of(lines, SIZE_WH)))) == sorted("abcdef" * 12)


def fanned(text: str, x: float, y: float) -> Row:
    """A row whose fall grows from nothing at the top of the card to a fifth of its width at the bottom."""
    return tuple(replace(glyph, y=y + 0.2 * y * (glyph.x - 0.5)) for glyph in row(text, x, y))


def test_a_value_far_from_its_caption_is_level_with_it_where_rows_fan_out() -> None:
    levels = (0.1, 0.3, 0.5, 0.7, 0.9)
    rows = tuple(fanned("c" * 24, 0.1, y) for y in levels)
    found = [
        match((0.1 + PITCH / 2, y), (glyphs[0].x, glyphs[0].y))
        for y, glyphs in zip(levels, rows, strict=True)
    ]
    layout = register(found, rows)
    last = rows[-1][-1]
    assert last.y - rows[-1][0].y > 0.1
    assert layout.declared(last.x, last.y)[1] == pytest.approx(0.9, abs=0.02)
    assert register(found).declared(last.x, last.y)[1] > 0.95


def test_the_longer_spelling_of_a_caption_is_taken_also_where_one_character_is_misread() -> None:
    anchor = AnchorSpec("法定代表人", (0.1, 0.5), variants=("法定代表人姓名",))
    for text in ("法定代表人姓名白杉宁", "法定代表人姓各白杉宁"):
        (found,) = find_anchors((row(text, 0.04, 0.5),), (anchor,))
        assert (found.start, found.end) == (0, 7)
    (found,) = find_anchors((row("法定代表人白杉宁", 0.04, 0.5),), (anchor,))
    assert (found.start, found.end) == (0, 5)
