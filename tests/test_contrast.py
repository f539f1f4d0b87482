"""Sheets in shadow and smeared print, made to stand out for the detector."""

from __future__ import annotations

import numpy as np
import pytest

from idvision.contrast import PAPER, evenly_lit, sharpened
from idvision.types import Image

INK = 0.4
"""How bright print is, paper being 1."""


def sheet(light: float, shade: float) -> Image:
    """A sheet with a row of strokes on either half, the right one in a shadow."""
    picture = np.ones((480, 640), np.float32)
    picture[200:216, 40:600:12] = INK
    picture[:, :320] *= light
    picture[:, 320:] *= shade
    return np.asarray(np.repeat(picture[..., None], 3, axis=2) * 255, np.uint8)


@pytest.mark.parametrize("shade", [0.9, 0.4, 0.15])
def test_print_in_a_shadow_has_the_contrast_of_the_rest(shade: float) -> None:
    lit = evenly_lit(sheet(0.9, shade))
    assert lit.shape == (480, 640, 3)
    for column in (100, 540):
        strokes = lit[208, column - 12 : column + 12, 0]
        assert strokes.max() == pytest.approx(PAPER, abs=6)
        assert strokes.min() == pytest.approx(INK * PAPER, abs=12)


def test_a_black_picture_and_one_smaller_than_a_step_stay_pictures() -> None:
    assert evenly_lit(np.zeros((5, 7, 3), np.uint8)).max() == 0
    assert evenly_lit(np.full((3, 900, 3), 90, np.uint8)).shape == (3, 900, 3)


def test_sharpening_exaggerates_an_edge_and_leaves_an_even_area_alone() -> None:
    picture = np.full((40, 60, 3), 100, np.uint8)
    picture[:, 30:] = 150
    sharp = sharpened(picture)
    assert sharp[20, 28, 0] < 100
    assert sharp[20, 31, 0] > 150
    assert (sharp[20, 2, 0], sharp[20, 57, 0]) == (100, 150)
