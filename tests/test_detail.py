"""Maps of detail: what they must tell apart that the small picture beside them cannot."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision.detail import CHANNELS, GRID_WH, INPUT_WH, network_input
from idvision.types import Image
from tests.drawing import draw_resident_id_front, random_resident

ACROSS, DOWN, HALF_ACROSS, QUARTER_ACROSS, STRONGEST, COLOUR = 0, 1, 2, 4, 6, 7


@pytest.fixture(scope="module")
def card() -> Image:
    drawn = draw_resident_id_front(random_resident(5))
    return np.asarray(cv2.resize(drawn, (1142, 720), interpolation=cv2.INTER_AREA), np.uint8)


def blurred(card: Image, sigma: float) -> Image:
    return np.asarray(cv2.GaussianBlur(card, (0, 0), sigma), np.uint8)


def noise(shape_hw: tuple[int, int]) -> Image:
    return np.random.default_rng(0).integers(0, 256, (*shape_hw, 3), dtype=np.uint8)


@pytest.mark.parametrize("shape_hw", [(720, 1142), (720, 720), (720, 2160), (1, 1), (30, 900)])
def test_every_card_has_the_same_shapes_and_range(shape_hw: tuple[int, int]) -> None:
    picture, detail = network_input(noise(shape_hw))
    assert (picture.shape, picture.dtype) == ((INPUT_WH[1], INPUT_WH[0], 3), np.uint8)
    assert (detail.shape, detail.dtype) == ((CHANNELS, GRID_WH[1], GRID_WH[0]), np.float32)
    assert 0 <= detail.min() <= detail.max() < 1.4


def test_a_plain_card_has_no_detail() -> None:
    picture, detail = network_input(np.full((720, 1142, 3), 90, np.uint8))
    assert np.all(picture == 90)
    assert np.all(detail == 0)


def test_more_blur_gives_less_detail_at_full_resolution(card: Image) -> None:
    maps = [network_input(card)[1], *(network_input(blurred(card, sigma))[1] for sigma in (1, 2, 4, 8))]
    for channel in (ACROSS, DOWN, STRONGEST):
        means = [float(detail[channel].mean()) for detail in maps]
        assert means == sorted(means, reverse=True)
        assert means[-1] < 0.7 * means[0]


def test_a_slight_blur_shows_at_full_resolution_more_than_at_a_quarter(card: Image) -> None:
    _, sharp = network_input(card)
    _, soft = network_input(blurred(card, 1.5))
    kept = [
        float(soft[channel].mean() / sharp[channel].mean())
        for channel in (ACROSS, HALF_ACROSS, QUARTER_ACROSS)
    ]
    assert kept == sorted(kept)
    assert kept[0] < kept[2] - 0.05


def test_smear_across_takes_detail_across(card: Image) -> None:
    _, sharp = network_input(card)
    _, smeared = network_input(np.asarray(cv2.blur(card, (15, 1)), np.uint8))
    across, down = (float(smeared[channel].mean() / sharp[channel].mean()) for channel in (ACROSS, DOWN))
    assert across < down


def test_detail_lies_where_the_print_is() -> None:
    image = np.full((720, 1142, 3), 220, np.uint8)
    image[360:, ::4] = 20
    _, detail = network_input(image)
    assert np.all(detail[ACROSS, :24] == 0)
    assert np.all(detail[ACROSS, 28:] > 0.5)


def test_colour_without_lightness_has_a_channel_of_its_own() -> None:
    grey, coloured = np.full((832, 1280, 3), 128, np.uint8), np.full((832, 1280, 3), 128, np.uint8)
    grey[:, ::8] = 60
    coloured[:, ::8] = (208, 128, 100)
    _, of_grey = network_input(grey)
    _, of_coloured = network_input(coloured)
    assert of_grey[COLOUR].max() < 0.05
    assert of_coloured[COLOUR].mean() > 0.3


def test_the_card_is_left_alone(card: Image) -> None:
    before = card.copy()
    network_input(card)
    assert np.array_equal(card, before)
