"""Tinted photos: the right colour at the right place, whichever way the card lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from idvision.overlay_maps import BLUR_COLOUR, GLARE_COLOUR, OCCLUSION_COLOUR, OPACITY, draw_maps
from idvision.types import Card, DefectMaps, Image, Quad
from tests.sample_results import CARD

GREY = 100
QUAD: Quad = ((100.0, 60.0), (259.0, 60.0), (259.0, 163.0), (100.0, 163.0))
COLOURS = {"blur": BLUR_COLOUR, "glare": GLARE_COLOUR, "occlusion": OCCLUSION_COLOUR}
NOTHING = np.zeros((52, 80), np.float32)
CLEAN = DefectMaps(NOTHING, NOTHING, NOTHING)


def photo() -> Image:
    return np.full((240, 360, 3), GREY, np.uint8)


def card(quad: Quad = QUAD) -> Card:
    return replace(CARD, quad=quad)


def always(maps: DefectMaps) -> Callable[[Image], DefectMaps]:
    return lambda _card_image: maps


def tinted(colour: tuple[int, int, int], value: float) -> np.ndarray:
    return GREY + OPACITY * value * (np.array(colour, float) - GREY)


@pytest.mark.parametrize("defect", COLOURS)
@pytest.mark.parametrize("value", [0.25, 1.0])
def test_a_defect_has_its_colour_by_its_value_on_its_cells_only(defect: str, value: float) -> None:
    left_half = NOTHING.copy()
    left_half[:, :40] = value
    drawn = draw_maps(photo(), [card()], always(replace(CLEAN, **{defect: left_half})))
    np.testing.assert_allclose(
        drawn[80:150, 110:170], np.broadcast_to(tinted(COLOURS[defect], value), (70, 60, 3)), atol=1
    )
    assert np.all(drawn[80:150, 190:250] == GREY)
    assert np.all(drawn[:, :98] == GREY)
    assert np.all(drawn[:58] == GREY)
    assert np.all(drawn[166:] == GREY)


def test_a_clean_card_is_left_as_it_is_and_so_is_the_photo() -> None:
    given = photo()
    assert np.array_equal(draw_maps(given, [card()], always(CLEAN)), given)
    spoilt = draw_maps(given, [card()], always(replace(CLEAN, glare=NOTHING + 1)))
    assert not np.array_equal(spoilt, given)
    assert np.all(given == GREY)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize(
    "quad",
    [QUAD, ((100.0, 20.0), (203.0, 20.0), (203.0, 179.0), (100.0, 179.0))],
    ids=["lying", "standing"],
)
def test_the_tint_lies_on_what_the_assessor_saw(quad: Quad, turns: int) -> None:
    """A white patch near one corner of the card is found in the card image, and tinted in the photo."""
    image = photo()
    image[145:160, 105:125] = 255

    def maps_of(card_image: Image) -> DefectMaps:
        assert card_image.shape[1] > card_image.shape[0]
        height, width = card_image.shape[:2]
        rows, columns = np.arange(52) * height // 52, np.arange(80) * width // 80
        return replace(CLEAN, occlusion=(card_image[rows][:, columns, 0] > 200).astype(np.float32))

    rolled = (*quad[turns:], *quad[:turns])
    drawn = draw_maps(image, [card(rolled)], maps_of)
    np.testing.assert_allclose(drawn[150:156, 110:120, 0], 255 * (1 - OPACITY), atol=2)
    assert np.all(drawn[60:135, 140:200] == GREY)


def test_every_card_is_tinted() -> None:
    other: Quad = ((10.0, 180.0), (70.0, 180.0), (70.0, 220.0), (10.0, 220.0))
    drawn = draw_maps(photo(), [card(), card(other)], always(replace(CLEAN, blur=NOTHING + 1)))
    for y, x in ((110, 180), (200, 40)):
        np.testing.assert_allclose(drawn[y, x], tinted(BLUR_COLOUR, 1.0), atol=1)


@pytest.mark.parametrize(("dx", "dy"), [(-200, 0), (200, 0), (0, -120), (0, 150), (5000, 5000), (-5000, 0)])
def test_a_card_beyond_the_frame_does_no_harm(dx: float, dy: float) -> None:
    moved = tuple((x + dx, y + dy) for x, y in QUAD)
    drawn = draw_maps(photo(), [card(moved)], always(replace(CLEAN, glare=NOTHING + 1)))
    assert drawn.shape == (240, 360, 3)
    inside = 0 <= 180 + dx < 360 and 0 <= 110 + dy < 240
    shown = bool(np.any(drawn != GREY))
    assert shown or not inside
    assert not shown or max(abs(dx), abs(dy)) < 1000
