"""Reads a made-up page whose lines are grey bars: the bar's level is its text, a mark is its beginning."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from idvision.geometry import frame_quad, quad_points
from idvision.read import (
    CARD,
    VOTING_LINES,
    Fineness,
    UprightText,
    find_lines,
    in_reading_order,
    is_upside_down,
    largest,
    mean_confidence,
    quarter_turns_of,
    read,
    read_turned,
)
from idvision.rectify import turn_image
from idvision.text_detect import reading_order
from idvision.types import FloatArray, Image, Quad, Reading, ReadLine

# Text of each bar by its level, and where it is printed: x1, y1, x2, y2.
TEXT_OF = {40: "QUILL", 80: "ORLA WREN", 120: "M", 160: "ALDERMOOR"}
BARS = {40: (20, 20, 120, 40), 80: (150, 22, 300, 42), 120: (20, 80, 44, 104), 160: (60, 82, 260, 102)}
IN_ORDER = ["QUILL", "ORLA WREN", "M", "ALDERMOOR"]
MARK = 200


def page() -> Image:
    image = np.zeros((140, 320, 3), np.uint8)
    for level, (x1, y1, x2, y2) in BARS.items():
        image[y1:y2, x1:x2, 0] = level
        image[y1:y2, x1 : x1 + (x2 - x1) // 3, 2] = MARK
    return image


def find_bars(image: Image, _long_side: int) -> tuple[FloatArray, FloatArray]:
    quads = []
    for level in sorted(set(np.unique(image[..., 0]).tolist()) - {0}):
        y, x = np.nonzero(image[..., 0] == level)
        corners = frame_quad(int(np.ptp(x)) + 1, int(np.ptp(y)) + 1) + np.float32([x.min(), y.min()])
        quads.append(reading_order(corners))
    return np.array(quads, np.float32).reshape(-1, 4, 2), np.ones(len(quads), np.float32)


def find_level_bars(image: Image, long_side: int) -> tuple[FloatArray, FloatArray]:
    """Find only what runs across, as a detector that knows no other print."""
    quads, scores = find_bars(image, long_side)
    across = np.ptp(quads[..., 0], axis=1) > np.ptp(quads[..., 1], axis=1)
    # One line that runs down gives the turn away.
    kept = across if across.any() else np.arange(len(quads)) == 0
    return quads[kept], scores[kept]


def beginning(crop: Image) -> str:
    """Tell on which side of the crop the mark is."""
    marked = crop[..., 2] > MARK / 2
    middle = np.argwhere(marked).mean(axis=0) / marked.shape
    down, right = middle - 0.5
    if abs(right) > abs(down):
        return "left" if right < 0 else "right"
    return "top" if down < 0 else "bottom"


def orient_by_mark(crops: Sequence[Image]) -> FloatArray:
    return np.array([beginning(crop) == "right" for crop in crops], np.float32)


def shrug(crops: Sequence[Image]) -> FloatArray:
    return np.full(len(crops), 0.5, np.float32)


def read_bars(crops: Sequence[Image]) -> tuple[Reading, ...]:
    """Read upright bars with a probability of 0.9; what does not begin at the left reads as `?`."""
    texts = [TEXT_OF[int(np.median(crop[..., 0]))] if beginning(crop) == "left" else "?" for crop in crops]
    return tuple(
        Reading(text, (0.3 if text == "?" else 0.9,) * len(text), (0.5,) * len(text)) for text in texts
    )


NO_IDEA = (0.25,) * 4
"""What the looks of a card say that has none."""


def texts(result: UprightText) -> list[str]:
    return [line.reading.text for line in result.lines]


@pytest.mark.parametrize("orient", [orient_by_mark, shrug], ids=["sure direction", "read both ways"])
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_reads_the_same_however_it_lies(
    turns: int, orient: Callable[[Sequence[Image]], FloatArray]
) -> None:
    result = read(turn_image(page(), turns), find_bars, orient, read_bars, NO_IDEA)
    assert result.quarter_turns == -turns % 4
    np.testing.assert_array_equal(result.image, page())
    assert texts(result) == IN_ORDER


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_quads_lie_on_the_upright_image_from_the_printed_top_left(turns: int) -> None:
    result = read(turn_image(page(), turns), find_bars, orient_by_mark, read_bars, NO_IDEA)
    for line in result.lines:
        level = next(key for key, text in TEXT_OF.items() if text == line.reading.text)
        x1, y1, x2, y2 = (edge - 0.5 for edge in BARS[level])
        assert line.quad == ((x1, y1), (x2, y1), (x2, y2), (x1, y2))


def test_a_page_without_text_comes_back_unturned_and_without_lines() -> None:
    blank = np.zeros((60, 100, 3), np.uint8)
    result = read(blank, find_bars, orient_by_mark, read_bars, NO_IDEA)
    np.testing.assert_array_equal(result.image, blank)
    assert (result.quarter_turns, result.lines) == (0, ())


def test_a_page_on_its_side_is_searched_again_when_it_is_upright() -> None:
    lying = turn_image(page(), 1)
    found, _ = find_level_bars(lying, 736)
    result = read(lying, find_level_bars, orient_by_mark, read_bars, NO_IDEA)
    assert len(found) < len(result.lines)
    # The square one runs neither way.
    assert [line.reading.text for line in result.lines] == [text for text in IN_ORDER if text != "M"]


def find_specks_or_level_bars(image: Image, long_side: int) -> tuple[FloatArray, FloatArray]:
    """Find what runs across and, of print that runs down, a speck."""
    quads, scores = find_bars(image, long_side)
    across = np.ptp(quads[..., 0], axis=1) > 1.5 * np.ptp(quads[..., 1], axis=1)
    if across.any():
        return quads[across], scores[across]
    return np.array([box_quad(5, 5, 15, 12)], np.float32), np.ones(1, np.float32)


def test_sure_looks_set_a_page_on_its_feet_whose_lines_were_not_found() -> None:
    lying = turn_image(page(), 1)
    looks = (0.0, 0.0, 0.01, 0.99)
    result = read(lying, find_specks_or_level_bars, orient_by_mark, read_bars, looks)
    assert result.quarter_turns == 3
    assert [line.reading.text for line in result.lines] == [text for text in IN_ORDER if text != "M"]


def test_a_page_that_looks_upside_down_is_searched_upright() -> None:
    searched = []

    def detect(image: Image, long_side: int) -> tuple[FloatArray, FloatArray]:
        searched.append(image)
        return find_bars(image, long_side)

    result = read(turn_image(page(), 2), detect, shrug, read_bars, (0.05, 0.0, 0.95, 0.0))
    assert (result.quarter_turns, texts(result)) == (2, IN_ORDER)
    np.testing.assert_array_equal(searched[0], page())
    # Looks may be wrong.
    result = read(page(), detect, orient_by_mark, read_bars, (0.2, 0.0, 0.8, 0.0))
    assert (result.quarter_turns, texts(result)) == (0, IN_ORDER)


def test_of_as_many_lines_those_found_upright_are_read() -> None:
    def cut_when_lying(image: Image, long_side: int) -> tuple[FloatArray, FloatArray]:
        quads, scores = find_bars(image, long_side)
        if image.shape[0] > image.shape[1]:
            quads = quads * np.float32(0.9)
        return quads, scores

    result = read(turn_image(page(), 1), cut_when_lying, orient_by_mark, read_bars, NO_IDEA)
    expected, _ = find_bars(page(), 736)
    assert {line.quad for line in result.lines} == {quad_points(quad) for quad in expected}


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_whose_turn_is_known_is_searched_and_read_once(turns: int) -> None:
    counted = []

    def detect(image: Image, long_side: int) -> tuple[FloatArray, FloatArray]:
        counted.append(long_side)
        return find_bars(image, long_side)

    fineness = Fineness((736,), 1, 64)
    result = read_turned(turn_image(page(), -turns), detect, read_bars, turns, fineness)
    assert (result.quarter_turns, texts(result), counted) == (turns, IN_ORDER, [736])
    np.testing.assert_array_equal(result.image, page())


def test_a_sheet_is_searched_evenly_lit() -> None:
    sheet = np.full((400, 320, 3), 220, np.uint8)
    sheet[:, 160:] = 40
    seen = []

    def detect(image: Image, _: int) -> tuple[FloatArray, FloatArray]:
        seen.append(image)
        return np.zeros((1, 4, 2), np.float32), np.ones(1, np.float32)

    find_lines(sheet, detect, Fineness((736,), 1, 64, sheet=True))
    find_lines(sheet, detect, Fineness((736,), 1, 64))
    assert np.ptp(seen[0][:, [20, 300]]) <= 4
    np.testing.assert_array_equal(seen[1], sheet)


def test_lines_that_were_found_outweigh_the_looks() -> None:
    result = read(page(), find_specks_or_level_bars, orient_by_mark, read_bars, (0.0, 0.99, 0.01, 0.0))
    assert result.quarter_turns == 0
    assert len(result.lines) == 3


def test_lines_that_turn_out_empty_are_left_out() -> None:
    def blind_for_short_lines(crops: Sequence[Image]) -> tuple[Reading, ...]:
        return tuple(
            Reading(" ", (0.4,), (0.5,)) if crop.shape[1] < 110 else reading
            for crop, reading in zip(crops, read_bars(crops), strict=True)
        )

    result = read(page(), find_bars, orient_by_mark, blind_for_short_lines, NO_IDEA)
    assert texts(result) == ["ORLA WREN", "ALDERMOOR"]


SIZES = len(CARD.long_sides_px)


@pytest.mark.parametrize(
    ("counts", "sizes_asked", "lines"),
    [
        ([CARD.enough_lines], 1, CARD.enough_lines),
        ([CARD.enough_lines - 1, CARD.enough_lines + 2], 2, CARD.enough_lines + 2),
        ([2] + [1] * (SIZES - 1), SIZES, 2),
        ([0] * (SIZES - 1) + [1], SIZES, 1),
        ([0] * SIZES, SIZES, 0),
    ],
    ids=["enough at once", "enough when smaller", "most at first", "most at last", "none"],
)
def test_smaller_scales_are_tried_until_enough_lines_are_found(
    counts: list[int], sizes_asked: int, lines: int
) -> None:
    asked: list[int] = []

    def detect(image: Image, long_side: int) -> tuple[FloatArray, FloatArray]:
        count = counts[len(asked)]
        asked.append(long_side)
        return np.zeros((count, 4, 2), np.float32), np.ones(count, np.float32)

    assert len(find_lines(page(), detect)) == lines
    assert asked == list(CARD.long_sides_px[:sizes_asked])


def crops_marked(*begins: str) -> list[Image]:
    """Crops of one bar each, 20 px high and ever shorter, that begin at the named sides."""
    crops = []
    for index, side in enumerate(begins):
        crop = np.zeros((20, 400 - 6 * index, 3), np.uint8)
        crop[..., 0] = 40
        crop[:, :90, 2] = MARK
        crops.append(crop if side == "left" else turn_image(crop, 2))
    return crops


def never(crops: Sequence[Image]) -> tuple[Reading, ...]:
    raise AssertionError(f"asked to read {len(crops)} lines")


@pytest.mark.parametrize(
    ("begins", "answer"),
    [(["right"] * 3, True), (["left"] * 3, False), (["right"] * 4 + ["left"], True)],
)
def test_a_clear_vote_is_taken_without_reading(begins: list[str], answer: bool) -> None:
    assert is_upside_down(crops_marked(*begins), orient_by_mark, never, looks=0.0) is answer


def test_only_the_longest_lines_vote() -> None:
    crops = crops_marked(*["right"] * VOTING_LINES, *["left"] * 40)
    assert is_upside_down(crops[::-1], orient_by_mark, never, looks=0.0)


@pytest.mark.parametrize(("side", "answer"), [("right", True), ("left", False)])
def test_in_doubt_the_more_confident_reading_decides(side: str, answer: bool) -> None:
    divided = crops_marked(side, side, side, "left" if side == "right" else "right")
    assert is_upside_down(divided, shrug, read_bars, looks=0.0) is answer


def test_equal_confidence_leaves_the_page_as_it_is() -> None:
    assert not is_upside_down(crops_marked("left", "right"), shrug, read_bars_evenly, looks=0.0)


def read_bars_evenly(crops: Sequence[Image]) -> tuple[Reading, ...]:
    return tuple(Reading("A", (0.5,), (0.5,)) for _ in crops)


@pytest.mark.parametrize(("looks", "answer"), [(0.95, False), (-0.95, True)])
def test_sure_looks_settle_what_the_lines_leave_open(looks: float, answer: bool) -> None:
    divided = crops_marked("left", "right")
    assert is_upside_down(divided, shrug, never, looks) is answer


def test_where_looks_and_lines_contradict_each_other_the_reading_decides() -> None:
    assert not is_upside_down(crops_marked(*["left"] * 3), orient_by_mark, read_bars, looks=-1.0)
    assert is_upside_down(crops_marked(*["right"] * 3), orient_by_mark, read_bars, looks=1.0)


def test_without_lines_the_looks_decide() -> None:
    assert not is_upside_down([], orient_by_mark, never, looks=0.0)
    assert not is_upside_down([], orient_by_mark, never, looks=0.6)
    assert is_upside_down([], orient_by_mark, never, looks=-0.6)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_without_text_is_turned_as_it_looks(turns: int) -> None:
    blank = np.zeros((60, 100, 3), np.uint8)
    looks = [0.01] * 4
    looks[turns] = 0.97
    assert read(blank, find_bars, orient_by_mark, read_bars, looks).quarter_turns == turns


def box_quad(x1: float, y1: float, x2: float, y2: float) -> Quad:
    return ((x1, y1), (x2, y1), (x2, y2), (x1, y2))


def test_the_direction_of_most_text_by_length_decides_on_a_quarter_turn() -> None:
    right = np.array(box_quad(0, 0, 90, 10), np.float32)
    up = np.array([[0, 50], [0, 0], [10, 0], [10, 50]], np.float32)
    assert quarter_turns_of(np.stack([right, up]), NO_IDEA) == 0
    assert quarter_turns_of(np.stack([right, up, up]), NO_IDEA) == 1
    assert quarter_turns_of(np.stack([up]), NO_IDEA) == 1
    assert quarter_turns_of(np.zeros((0, 4, 2), np.float32), NO_IDEA) == 0


def test_only_the_largest_lines_are_kept_in_their_order() -> None:
    rng = np.random.default_rng(2)
    most = 30
    widths = rng.permutation(np.arange(1, most + 21))
    quads = np.array([box_quad(0, 0, float(width), 10) for width in widths], np.float32)
    expected = [width for width in widths.tolist() if width > 20]
    assert largest(quads, most)[:, 1, 0].tolist() == expected
    np.testing.assert_array_equal(largest(quads[:most], most), quads[:most])


def test_mean_confidence_counts_characters_and_not_lines() -> None:
    readings = [Reading("ABC", (0.9, 0.9, 0.9), (0.1, 0.5, 0.9)), Reading("D", (0.5,), (0.5,))]
    assert mean_confidence(readings) == pytest.approx(0.8)
    assert mean_confidence([Reading("", (), ())]) == 0
    assert mean_confidence([]) == 0


def line(text: str, *box: float) -> ReadLine:
    return ReadLine(Reading(text, (1.0,) * len(text), (0.5,) * len(text)), box_quad(*box))


def test_lines_are_sorted_by_row_and_within_a_row_from_the_left() -> None:
    # Middles at 11, 15 and 9 are one row of lines 20 high; 22 is the next.
    lines = [
        line("d", 5, 12, 60, 32),
        line("c", 90, -1, 140, 19),
        line("a", 0, 1, 40, 21),
        line("b", 50, 5, 80, 25),
    ]
    assert [entry.reading.text for entry in in_reading_order(lines)] == ["a", "b", "c", "d"]


def test_the_order_does_not_depend_on_the_scale() -> None:
    boxes = {"a": (0, 1, 40, 21), "b": (50, 5, 80, 25), "c": (5, 12, 60, 32)}
    for scale in (0.1, 1, 30):
        lines = [line(text, *(scale * edge for edge in box)) for text, box in reversed(boxes.items())]
        assert "".join(entry.reading.text for entry in in_reading_order(lines)) == "abc"


def test_no_lines_are_in_order() -> None:
    assert in_reading_order([]) == ()
