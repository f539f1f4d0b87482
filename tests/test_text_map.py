"""Lines are found on the assessor's text map where the true quads drew their cores."""

from __future__ import annotations

import numpy as np
import pytest

from idvision.text_map import Break, lines_on_map
from idvision.types import FloatArray

CARD_WH = (1144, 720)


def drawn(*boxes: tuple[int, int, int, int]) -> FloatArray:
    """A map with cores over these cells, half-open boxes (x0, y0, x1, y1)."""
    text = np.zeros((104, 160), np.float32)
    for x0, y0, x1, y1 in boxes:
        text[y0:y1, x0:x1] = 1
    return text


def test_an_empty_map_has_no_lines() -> None:
    assert lines_on_map(drawn(), CARD_WH).shape == (0, 4, 2)


def test_a_core_grows_back_to_its_line_and_a_margin() -> None:
    (quad,) = lines_on_map(drawn((20, 50, 100, 54)), CARD_WH)
    cell = 720 / 104
    top, bottom = quad[0, 1], quad[3, 1]
    assert (top + bottom) / 2 == pytest.approx(52 * cell - 0.5, abs=1)
    assert bottom - top == pytest.approx(8 * 1.1 * cell, abs=1)
    assert quad[0, 0] < 20 * 7.15 and quad[1, 0] > 100 * 7.15


def test_lines_below_one_another_stay_apart_and_specks_are_left_out() -> None:
    found = lines_on_map(drawn((20, 40, 100, 43), (20, 48, 70, 51), (140, 90, 141, 91)), CARD_WH)
    assert len(found) == 2


def test_a_slanted_line_is_followed() -> None:
    text = drawn()
    for x in range(20, 120):
        y = 40 + round((x - 20) * 0.05)
        text[y : y + 4, x] = 1
    (quad,) = lines_on_map(text, CARD_WH)
    rise = (quad[1, 1] - quad[0, 1]) / (quad[1, 0] - quad[0, 0])
    assert rise == pytest.approx(0.05 * (720 / 104) / (1144 / 160), abs=0.01)
    assert quad[3, 1] - quad[0, 1] == pytest.approx(8 * 1.1 * 720 / 104, abs=6)


def test_pieces_of_a_line_are_joined_and_columns_are_not() -> None:
    (quad,) = lines_on_map(drawn((20, 50, 60, 54), (64, 50, 100, 54)), CARD_WH)
    (whole,) = lines_on_map(drawn((20, 50, 100, 54)), CARD_WH)
    np.testing.assert_allclose(quad, whole, atol=2)
    assert len(lines_on_map(drawn((20, 50, 60, 54), (80, 50, 120, 54)), CARD_WH)) == 2


def test_a_line_beside_two_others_is_joined_with_none_of_them() -> None:
    assert len(lines_on_map(drawn((20, 48, 60, 51), (20, 56, 60, 59), (62, 50, 100, 57)), CARD_WH)) == 3


def test_a_caption_and_its_value_are_parted_where_the_value_is_known_to_begin() -> None:
    text = drawn((20, 50, 40, 54), (44, 50, 100, 54))
    begins = Break(42 / 160, 0.4, 0.6)
    caption, value = lines_on_map(text, CARD_WH, [begins])
    middle = 42 * 7.15 - 0.5
    assert caption[1, 0] == pytest.approx(middle, abs=1) and value[0, 0] == pytest.approx(middle, abs=1)
    assert len(lines_on_map(text, CARD_WH, [Break(42 / 160, 0.0, 0.3)])) == 1
    assert len(lines_on_map(text, CARD_WH, [Break(70 / 160, 0.4, 0.6)])) == 1
