"""The gap between a caption and its value."""

from __future__ import annotations

import numpy as np
import pytest

from idvision.line_cut import value_start
from idvision.types import Image

HEIGHT = 50


def line(*strokes: tuple[int, int], width: int = 400) -> Image:
    """Paper with noise, and print in the given columns."""
    rng = np.random.default_rng(1)
    image = rng.normal(200, 4, (HEIGHT, width, 3))
    for start, end in strokes:
        for x in range(start, end, 6):
            image[12:38, x : x + 3] = 50
    return image.clip(0, 255).astype(np.uint8)


def test_the_cut_lies_in_the_gap_that_is_nearest_to_the_declared_place() -> None:
    crop = line((10, 110), (150, 390))
    found = value_start(crop, 0.36, 0.08)
    assert found is not None
    assert 115 < found * 400 < 150


def test_little_of_a_wide_gap_stays_before_the_value() -> None:
    found = value_start(line((10, 90), (250, 390)), 0.6, 0.1)
    assert found is not None
    assert found * 400 == pytest.approx(250 - 0.3 * HEIGHT, abs=6)


@pytest.mark.parametrize(
    "strokes", [((10, 390),), ((150, 390),), ((10, 200),)], ids=["no gap", "no caption", "no value"]
)
def test_nothing_is_cut_where_no_gap_parts_two_texts(strokes: tuple[tuple[int, int], ...]) -> None:
    assert value_start(line(*strokes), 0.36, 0.08) is None


def test_a_gap_far_from_the_declared_place_is_left() -> None:
    assert value_start(line((10, 300), (340, 390)), 0.3, 0.05) is None
