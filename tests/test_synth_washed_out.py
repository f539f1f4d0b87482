"""How much print a reflection hides, from its share of the light and from what the sensor clipped."""

from __future__ import annotations

import numpy as np
import pytest

from training.synth.crops import washed_out

GRAY = np.full((80, 120, 3), 150, np.uint8)


def glare(share: float) -> np.ndarray:
    return np.full((40, 60), share, np.float32)


@pytest.mark.parametrize(("share", "hidden"), [(0.0, 0.0), (0.5, 0.2), (2 / 3, 0.5), (0.8, 0.8), (1.0, 1.0)])
def test_a_veil_hides_by_how_much_brighter_it_is_than_the_paper(share: float, hidden: float) -> None:
    np.testing.assert_allclose(washed_out(GRAY, glare(share)), hidden, atol=1e-3)


def test_what_a_weak_reflection_clips_is_gone_with_the_strokes_in_it() -> None:
    photo = np.full((200, 400, 3), 255, np.uint8)
    photo[90:92, 100:300] = 60
    hidden = washed_out(photo, np.full((100, 200), 0.3, np.float32))
    assert hidden.min() == 1.0


def test_white_paper_without_a_reflection_is_not_glare() -> None:
    assert washed_out(np.full_like(GRAY, 255), glare(0.2)).max() < 0.05


def test_a_coloured_pixel_of_which_one_channel_clips_still_shows_print() -> None:
    photo = GRAY.copy()
    photo[..., 2] = 255
    assert washed_out(photo, glare(0.4)).max() < 0.2
