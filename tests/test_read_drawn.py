"""Drawn cards read by the networks, however they lie."""

from __future__ import annotations

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from idvision.models import Models
from idvision.read import (
    UprightText,
    read,
)
from idvision.rectify import turn_image
from idvision.types import Image
from tests.drawing import (
    draw_resident_id_front,
    draw_td1_front,
    random_resident,
    random_traveller,
)
from tests.test_read import NO_IDEA, texts


def read_with(models: Models, image: Image) -> UprightText:
    return read(image, models.detect_text, models.orient_text, models.recognize_text, NO_IDEA)


def print_of(result: UprightText) -> str:
    """All letters and digits in reading order: a wide gap may part a line or not, or be read as a colon."""
    return "".join(character for character in "".join(texts(result)) if character.isalnum())


@pytest.mark.weights
@pytest.mark.parametrize("seed", [1, 3, 6])
def test_a_drawn_card_reads_the_same_however_it_lies(models: Models, seed: int) -> None:
    card = draw_resident_id_front(random_resident(seed))
    upright = read_with(models, card)
    assert upright.quarter_turns == 0
    for turns in (1, 2, 3):
        result = read_with(models, turn_image(card, turns))
        assert result.quarter_turns == -turns % 4
        # Lines are cut a pixel apart, which may show a stroke of a neighbour.
        assert Levenshtein.distance(print_of(result), print_of(upright)) <= 1
        np.testing.assert_array_equal(result.image, card)


@pytest.mark.weights
def test_the_number_printed_on_a_drawn_card_is_read(models: Models) -> None:
    person = random_resident(1)
    assert person.id_number in texts(read_with(models, draw_resident_id_front(person)))


@pytest.mark.weights
@pytest.mark.parametrize("turns", [1, 3])
def test_a_short_word_on_a_card_that_lies_on_its_side_is_read(models: Models, turns: int) -> None:
    card = draw_td1_front(random_traveller(0))
    assert "Sex" in texts(read_with(models, turn_image(card, turns)))


@pytest.mark.weights
@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_plain_surface_has_no_lines(models: Models, level: int) -> None:
    result = read_with(models, np.full((720, 1142, 3), level, np.uint8))
    assert (result.quarter_turns, result.lines) == (0, ())
