"""The assessor around its network: what goes in, what comes out, and maps that turn with the card."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple

import numpy as np
import pytest

from idvision.assess import NOT_A_DOCUMENT, CardAssessor, turn_maps
from idvision.detail import network_input
from idvision.rectify import turn_image
from idvision.types import DefectMaps, FloatArray, Tensor

TYPES = ("passport", "unknown", NOT_A_DOCUMENT)
SIDES = ("front", "back", "page", "unknown")
COPIES = ("screen", "photocopy", "edited")
CARD = np.random.default_rng(0).integers(0, 256, (720, 1142, 3), dtype=np.uint8)


class FakeSession:
    """Answers the same whatever it is given, and remembers it."""

    metadata: Mapping[str, str] = {
        "types": json.dumps(TYPES),
        "sides": json.dumps(SIDES),
        "copies": json.dumps(COPIES),
        "defects": json.dumps(("blur", "glare", "occlusion")),
    }

    def __init__(self, types: int = len(TYPES)) -> None:
        self.given: tuple[Tensor, ...] = ()
        planes = np.arange(3, dtype=np.float32)[:, None, None] / 4 + np.zeros((52, 80), np.float32)
        self.outputs = [
            planes[None],
            np.full((1, 104, 160), 0.75, np.float32),
            np.array([[0.125, 0.25, 0.5, 0.125]], np.float32),
            np.full((1, types), 0.25, np.float32),
            np.array([[0.0, 0.0, 0.75, 0.25]], np.float32),
            np.array([[0.5, 0.125, 1.0]], np.float32),
        ]

    def run(self, *tensors: Tensor) -> list[FloatArray]:
        self.given = tensors
        return self.outputs


def maps(rows: int = 2, columns: int = 3) -> DefectMaps:
    grid = np.arange(rows * columns, dtype=np.float32).reshape(rows, columns)
    return DefectMaps(grid, grid + 10, grid + 20)


def test_the_network_gets_the_picture_and_its_detail_as_a_batch_of_one() -> None:
    session = FakeSession()
    CardAssessor(session)(CARD)
    image, detail = network_input(CARD)
    assert len(session.given) == 2
    np.testing.assert_array_equal(session.given[0], image[None])
    np.testing.assert_array_equal(session.given[1], detail[None])


def test_every_output_has_its_name() -> None:
    found = CardAssessor(FakeSession())(CARD)
    assert [float(grid.max()) for grid in (found.maps.blur, found.maps.glare, found.maps.occlusion)] == [
        0,
        0.25,
        0.5,
    ]
    assert found.maps.blur.shape == (52, 80)
    assert found.text.shape == (104, 160) and found.text.min() == 0.75
    assert found.turns == (0.125, 0.25, 0.5, 0.125)
    assert found.types == {"passport": 0.25, "unknown": 0.25, NOT_A_DOCUMENT: 0.25}
    assert found.sides == {"front": 0.0, "back": 0.0, "page": 0.75, "unknown": 0.25}
    assert found.copies == {"screen": 0.5, "photocopy": 0.125, "edited": 1.0}


def test_names_that_do_not_fit_the_outputs_are_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        CardAssessor(FakeSession(types=4))(CARD)


def test_one_clockwise_turn_brings_the_first_column_to_the_first_row() -> None:
    turned = turn_maps(maps(), 1)
    np.testing.assert_array_equal(turned.blur, [[3, 0], [4, 1], [5, 2]])
    np.testing.assert_array_equal(turned.glare, turned.blur + 10)
    np.testing.assert_array_equal(turned.occlusion, turned.blur + 20)


@pytest.mark.parametrize("turns", range(-1, 6))
def test_maps_turn_as_the_card_image_does(turns: int) -> None:
    given = maps(52, 80)
    for grid, turned in zip(astuple(given), astuple(turn_maps(given, turns)), strict=True):
        np.testing.assert_array_equal(turned, turn_image(grid, turns))
        assert turned.flags.c_contiguous


def test_four_turns_change_nothing() -> None:
    given = maps()
    for grid, turned in zip(astuple(given), astuple(turn_maps(turn_maps(given, 3), 1)), strict=True):
        np.testing.assert_array_equal(turned, grid)
