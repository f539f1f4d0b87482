"""Room on a line that its reading does not account for."""

from __future__ import annotations

import numpy as np
import pytest

from idvision.spacing import unread_room
from idvision.types import Reading

PITCH = 0.9
# What a line is cut beyond its ends, in heights.
MARGIN = 0.5


def printed(text: str, missing: str = "") -> tuple[Reading, float]:
    """A line of full-width characters, of which `missing` were not read; with the crop's aspect."""
    aspect = PITCH * len(text) + 2 * MARGIN
    places = [(MARGIN + PITCH * (place + 0.5)) / aspect for place in range(len(text))]
    kept = [(character, x) for character, x in zip(text, places, strict=True) if character not in missing]
    return (
        Reading("".join(c for c, _ in kept), (0.99,) * len(kept), tuple(x for _, x in kept)),
        aspect,
    )


def test_an_evenly_spaced_line_leaves_no_room() -> None:
    assert unread_room(*printed("沈阳市和平区晴川路")) == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("missing", ["平", "沈", "路"], ids=["within", "first", "last"])
def test_a_lost_character_leaves_room(missing: str) -> None:
    assert unread_room(*printed("沈阳市和平区晴川路", missing)) > 0.5


def test_a_lone_character_in_a_line_for_two_leaves_room() -> None:
    assert unread_room(*printed("中国", "国")) > 0.5
    assert unread_room(*printed("汉")) == pytest.approx(0, abs=0.05)


def test_digits_stand_half_as_far_apart_as_han_characters() -> None:
    text = "晴川路128号"
    widths = np.array([1, 1, 1, 0.55, 0.55, 0.55, 1]) * PITCH
    centres = (np.cumsum(widths) - widths / 2) / widths.sum()
    reading = Reading(text, (0.99,) * len(text), tuple(centres.tolist()))
    assert unread_room(reading, float(widths.sum())) < 0.1


def test_of_a_line_without_text_all_is_room() -> None:
    assert unread_room(Reading("", (), ()), 3.0) == 3.0
