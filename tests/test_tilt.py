"""The fall of text rows on a card whose outline is not right."""

from __future__ import annotations

import pytest

from idvision.tilt import LEVEL, Run, Tilt, tilt_of


def run(y: float, slope: float, left: float = 0.2, right: float = 0.8) -> Run:
    """A row that crosses the middle of the card at `y`."""
    return ((left, y + slope * (left - 0.5)), (right, y + slope * (right - 0.5)))


def test_a_card_without_rows_is_level() -> None:
    assert tilt_of([]) == LEVEL
    assert tilt_of([((0.5, 0.5), (0.5, 0.5))]) == LEVEL


def test_rows_of_one_slope_are_slanted_and_do_not_fan_out() -> None:
    tilt = tilt_of([run(0.1 * place, 0.05) for place in range(1, 8)])
    assert (tilt.slope, tilt.fan) == pytest.approx((0.05, 0.0))


def test_rows_that_fall_more_towards_the_bottom_fan_out() -> None:
    tilt = tilt_of([run(y, 0.02 + 0.1 * (y - 0.5)) for y in (0.1, 0.2, 0.4, 0.5, 0.7, 0.9)])
    assert (tilt.slope, tilt.fan) == pytest.approx((0.02, 0.1))


def test_one_misplaced_row_changes_nothing() -> None:
    rows = [run(0.1 * place, 0.05) for place in range(1, 9)]
    assert tilt_of([*rows, run(0.85, 0.6)]).slope == pytest.approx(0.05, abs=0.005)


def test_short_rows_say_nothing_of_the_slope() -> None:
    tilt = tilt_of([run(0.2, 0.05), run(0.4, 0.05), run(0.6, 0.3, 0.4, 0.55), run(0.8, 0.3, 0.4, 0.55)])
    assert tilt.slope == pytest.approx(0.05)


def test_few_rows_show_no_fan() -> None:
    tilt = tilt_of([run(0.2, 0.0), run(0.5, 0.05), run(0.8, 0.1)])
    assert (tilt.slope, tilt.fan) == pytest.approx((0.05, 0.0))


def test_rows_close_together_show_no_fan() -> None:
    assert tilt_of([run(0.5 + 0.02 * place, 0.01 * place) for place in range(5)]).fan == 0.0


@pytest.mark.parametrize("x", [0.1, 0.5, 0.9])
def test_a_row_has_one_level_along_its_whole_length(x: float) -> None:
    tilt = Tilt(0.04, 0.12)
    assert tilt.level(x, tilt.printed(x, 0.7)) == pytest.approx(0.7)


def test_the_level_of_a_point_is_that_of_its_row_at_the_middle() -> None:
    # The row falls by 0.1 a width at y 0.8: 0.04 + 0.2 * 0.3.
    assert Tilt(0.04, 0.2).level(0.9, 0.8) == pytest.approx(0.76)
