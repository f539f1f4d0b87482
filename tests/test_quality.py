"""Quality measures: their range, their direction, and what must not count as a defect."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision import quality
from idvision.geometry import frame_quad
from idvision.types import Image
from tests.drawing import draw_resident_id_front, random_resident

PHOTO_HW = (1000, 1500)
QUAD = np.array([[200, 150], [1200, 150], [1200, 780], [200, 780]], np.float32)


@pytest.fixture(scope="module")
def card() -> Image:
    return draw_resident_id_front(random_resident(5))


def assess(card: Image, quad: np.ndarray = QUAD) -> quality.Quality:
    return quality.assess(card, quad, PHOTO_HW, {})


def with_spot(card: Image, radius: int) -> Image:
    """Lay a round, soft-edged reflection over the card's middle."""
    light = np.zeros(card.shape[:2], np.float32)
    cv2.circle(light, (card.shape[1] // 2, card.shape[0] // 2), radius, 1.0, -1)
    light = cv2.GaussianBlur(light, (0, 0), radius / 8)[..., None]
    return np.clip(card + 400 * light, 0, 255).astype(np.uint8)


def test_clean_card_has_no_defect(card: Image) -> None:
    found = assess(card)
    assert found.blur < 0.45
    assert (found.glare, found.exposure, found.incomplete) == (0.0, 0.0, 0.0)
    assert found.occlusion is None


def test_blur_grows_with_the_width_of_the_blur(card: Image) -> None:
    values = [assess(cv2.GaussianBlur(card, (0, 0), sigma)).blur for sigma in (0.5, 2, 4, 8)]
    assert values == sorted(values)
    assert values[-1] - values[0] > 0.2
    assert all(0 <= value <= 1 for value in values)


def test_blur_along_one_direction_counts(card: Image) -> None:
    smeared = cv2.blur(card, (25, 1))
    assert assess(smeared).blur > assess(card).blur + 0.2


def test_blur_of_a_uniform_picture_is_the_documented_extreme() -> None:
    assert quality.blur_effect(np.full((50, 80), 128, np.uint8)) == 1.0


def test_blur_does_not_depend_on_the_size_of_the_card_image(card: Image) -> None:
    doubled = cv2.resize(card, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    assert assess(doubled).blur == pytest.approx(assess(card).blur, abs=0.03)


def test_glare_grows_with_the_area_of_the_spot(card: Image) -> None:
    values = [assess(with_spot(card, radius)).glare for radius in (40, 80, 160)]
    assert 0 < values[0] < values[1] < values[2]


def test_glare_share_is_about_the_area_of_the_spot(card: Image) -> None:
    radius = 150
    area = np.pi * radius**2 / (card.shape[0] * card.shape[1])
    assert assess(with_spot(card, radius)).glare == pytest.approx(area, rel=0.35)


def test_white_paper_with_print_is_no_glare() -> None:
    paper = np.full((640, 1000, 3), 255, np.uint8)
    for row in range(60, 620, 40):
        cv2.putText(paper, "PRINTED TEXT ON WHITE PAPER 0123456789", (40, row), 0, 1.2, (0, 0, 0), 2)
    found = assess(paper)
    assert found.glare == 0.0
    assert found.exposure == 0.0


def test_glare_is_reported_on_the_field_it_covers_and_on_no_other(card: Image) -> None:
    boxes = {"covered": (0.4, 0.35, 0.6, 0.65), "free": (0.02, 0.02, 0.2, 0.15)}
    found = quality.assess(with_spot(card, 150), QUAD, PHOTO_HW, boxes).field_defects
    assert [(defect.field, defect.defect) for defect in found] == [("covered", "glare")]
    assert found[0].share > 0.8


@pytest.mark.parametrize(("factor", "shift"), [(0.12, 0), (0.1, 228)])
def test_exposure_names_cards_without_light_or_without_print(card: Image, factor: float, shift: int) -> None:
    found = assess((card * factor + shift).astype(np.uint8))
    assert found.exposure > 0.5
    assert (found.luminance > 0.5) == (shift > 0)


def test_black_card_with_white_print_is_well_exposed() -> None:
    black = np.full((640, 1000, 3), 20, np.uint8)
    for row in range(60, 620, 60):
        cv2.putText(black, "5200 0000 0000 0000 WHITE", (40, row), 0, 1.6, (250, 250, 250), 5)
    assert assess(black).exposure == 0.0


def test_incomplete_is_the_share_of_the_card_outside_the_photo(card: Image) -> None:
    cut = QUAD - np.float32([450, 0])
    assert assess(card, cut).incomplete == pytest.approx(249.5 / 1000, abs=0.001)


def test_coverage_is_the_share_of_the_photo_that_the_card_fills(card: Image) -> None:
    assert assess(card).coverage == pytest.approx(1000 * 630 / (1000 * 1500))
    assert assess(card, frame_quad(1500, 1000)).coverage == pytest.approx(1.0)


def test_short_side_is_in_pixels_of_the_photo(card: Image) -> None:
    assert assess(card).short_side_px == 630


def test_parts_outside_the_photo_do_not_count_as_glare(card: Image) -> None:
    """A cut card image repeats the photo's border pixels; a white border must not look like a reflection."""
    white_left = card.copy()
    white_left[:, : card.shape[1] * 44 // 100] = 255
    cut = QUAD - np.float32([650, 0])
    assert assess(white_left, cut).glare < 0.01


def test_assess_leaves_its_input_alone(card: Image) -> None:
    before = card.copy()
    assess(card)
    assert np.array_equal(card, before)
