"""Lines of twice the usual height, which may be a caption and its value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from idvision.joined_rows import apart
from idvision.types import Image, Reading, ReadLine

CARD = np.zeros((400, 600, 3), np.uint8)
TALL_TOP, TALL_HEIGHT = 200, 50


def reading(text: str, sure: float) -> Reading:
    places = tuple((place + 0.5) / len(text) for place in range(len(text)))
    return Reading(text, (sure,) * len(text), places)


def line(text: str, y: int, height: int = 24, sure: float = 0.99) -> ReadLine:
    quad = ((40, y), (40 + 12 * len(text), y), (40 + 12 * len(text), y + height), (40, y + height))
    return ReadLine(reading(text, sure), quad)


def taken_apart(sure: float, rows: tuple[tuple[str, float], tuple[str, float]], tall: int) -> list[ReadLine]:
    """Return what becomes of a line read `Sex` among usual ones; cut it reads as `rows`."""

    def recognize(crops: Sequence[Image]) -> list[Reading]:
        parts = [reading(*row) if row[0] else Reading("", (), ()) for row in rows]
        return [parts[number % 2] for number, _ in enumerate(crops)]

    usual = [line("NAME", 20), line("OTTOLINE", 60), line("RACE", 100)]
    return apart(CARD, [*usual, line("Sex", TALL_TOP, tall, sure)], recognize)[3:]


def texts(lines: Sequence[ReadLine]) -> list[str]:
    return [one.reading.text for one in lines]


@pytest.mark.parametrize(
    ("sure", "rows"),
    [(0.72, (("Sex", 0.9), ("F", 0.98))), (0.24, (("Ses", 0.4), ("F", 0.99)))],
)
def test_a_tall_line_whose_rows_are_more_legible_is_two(
    sure: float, rows: tuple[tuple[str, float], tuple[str, float]]
) -> None:
    caption, value = taken_apart(sure, rows, TALL_HEIGHT)
    assert texts([caption, value]) == [rows[0][0], "F"]
    # The cut is where the caption ends, and each row has its own part.
    assert caption.quad[0] == (40, TALL_TOP)
    assert caption.quad[3] == value.quad[0] == (40, TALL_TOP + 0.4 * TALL_HEIGHT)
    assert value.quad[3] == (40, TALL_TOP + TALL_HEIGHT)


@pytest.mark.parametrize(
    ("sure", "rows", "tall"),
    [
        (0.97, (("Sex", 1.0), ("F", 1.0)), TALL_HEIGHT),  # read well as it is
        (0.72, (("Sex", 1.0), ("F", 1.0)), 30),  # no taller than others
        (0.72, (("5er", 0.5), ("F", 0.98)), TALL_HEIGHT),  # the upper row is an accent
        (0.72, (("", 0.0), ("F", 0.98)), TALL_HEIGHT),
        (0.9, (("Sex", 0.9), ("F", 0.85)), TALL_HEIGHT),  # worse than the whole
        (0.24, (("5er", 0.5), ("F", 0.6)), TALL_HEIGHT),
    ],
)
def test_any_other_line_stays_as_it_is(
    sure: float, rows: tuple[tuple[str, float], tuple[str, float]], tall: int
) -> None:
    assert texts(taken_apart(sure, rows, tall)) == ["Sex"]


def test_among_few_lines_none_is_tall() -> None:
    lines = [line("NAME", 20), line("Sex", 200, 50, 0.5)]
    assert apart(CARD, lines, lambda _: pytest.fail("nothing is to be read")) == lines
