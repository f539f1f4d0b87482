"""Quality measures: exact shares of hand-made maps, arithmetic of the quad, and what must not count."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from idvision.geometry import frame_quad
from idvision.quality import FIELD_MIN_BLUR, FIELD_MIN_SHARE, field_defects, measure, seen_cells
from idvision.types import Box, DefectMaps, FieldDefect, FloatArray, Image, QuadArray, Quality
from tests.drawing import draw_resident_id_front, random_resident

PHOTO_HW = (1000, 1500)
# Pixel centres lie on whole numbers: this card is exactly 1000 px by 600 px.
QUAD = np.array([[200, 150], [1200, 150], [1200, 750], [200, 750]], np.float32) - 0.5
ROWS, COLUMNS = 52, 80
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
DEFECTS = ("blur", "glare", "occlusion")


@pytest.fixture(scope="module")
def card() -> Image:
    return draw_resident_id_front(random_resident(5))


def grid(value: float = 0.0) -> FloatArray:
    return np.full((ROWS, COLUMNS), value, np.float32)


def patch(rows: int, columns: int, value: float = 1.0) -> FloatArray:
    """Return a grid with a defect in the `rows` by `columns` cells at the top left."""
    filled = grid()
    filled[:rows, :columns] = value
    return filled


CLEAN = DefectMaps(grid(), grid(), grid())


def quality_of(card: Image, maps: DefectMaps = CLEAN, quad: QuadArray = QUAD) -> Quality:
    return measure(card, maps, quad, PHOTO_HW, {})


def test_a_clean_card_has_no_defect(card: Image) -> None:
    found = quality_of(card)
    assert (found.blur, found.glare, found.occlusion, found.exposure, found.incomplete) == (0.0,) * 5
    assert found.field_defects == ()


@pytest.mark.parametrize("defect", ["glare", "occlusion"])
def test_a_share_is_that_of_the_covered_cells(card: Image, defect: str) -> None:
    found = quality_of(card, replace(CLEAN, **{defect: patch(13, 20)}))
    assert getattr(found, defect) == pytest.approx(13 * 20 / (ROWS * COLUMNS))
    for other in set(DEFECTS) - {defect}:
        assert getattr(found, other) == 0.0


@pytest.mark.parametrize("defect", ["glare", "occlusion"])
@pytest.mark.parametrize(("value", "share"), [(0.5, 0.0), (0.51, 1.0)])
def test_a_cell_is_covered_when_most_of_it_is(card: Image, defect: str, value: float, share: float) -> None:
    assert getattr(quality_of(card, replace(CLEAN, **{defect: grid(value)})), defect) == share


def test_blur_is_the_mean_of_its_map(card: Image) -> None:
    assert quality_of(card, replace(CLEAN, blur=grid(0.3))).blur == pytest.approx(0.3)
    assert quality_of(card, replace(CLEAN, blur=patch(26, 80, 0.8))).blur == pytest.approx(0.4)


@pytest.mark.parametrize("defect", DEFECTS)
def test_more_of_a_defect_never_measures_less(card: Image, defect: str) -> None:
    values = [
        getattr(quality_of(card, replace(CLEAN, **{defect: patch(n, n)})), defect) for n in range(0, 53, 4)
    ]
    assert values == sorted(values)
    assert len(set(values)) == len(values)


@pytest.mark.parametrize("defect", DEFECTS)
def test_cells_outside_the_photo_are_left_out(card: Image, defect: str) -> None:
    """The left half of the card is beyond the frame, where its image only repeats the border."""
    cut = QUAD - np.float32([700, 0])
    outside = replace(CLEAN, **{defect: patch(ROWS, 40)})
    assert getattr(quality_of(card, outside, cut), defect) == 0.0
    inside = replace(CLEAN, **{defect: 1 - patch(ROWS, 40)})
    assert getattr(quality_of(card, inside, cut), defect) == 1.0
    assert getattr(quality_of(card, outside), defect) == pytest.approx(0.5)


def test_the_seen_cells_are_those_in_the_frame() -> None:
    seen = seen_cells((ROWS, COLUMNS), QUAD - np.float32([450, 0]), PHOTO_HW)
    assert not seen[:, :20].any()
    assert seen[:, 20:].all()


def test_a_card_wholly_outside_is_measured_as_if_it_were_seen(card: Image) -> None:
    away = QUAD + np.float32([5000, 0])
    found = quality_of(card, replace(CLEAN, glare=grid(1)), away)
    assert (found.glare, found.incomplete, found.coverage) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize("defect", ["glare", "occlusion"])
def test_a_field_has_the_share_of_its_own_cells(card: Image, defect: str) -> None:
    boxes = {"half": (0.0, 0.0, 0.5, 0.5), "whole": WHOLE, "free": (0.5, 0.5, 1.0, 1.0)}
    maps = replace(CLEAN, **{defect: patch(26, 20)})
    found = measure(card, maps, QUAD, PHOTO_HW, boxes).field_defects
    assert found == (FieldDefect("half", defect, 0.5), FieldDefect("whole", defect, 0.125))


def test_the_blur_of_a_field_is_its_mean() -> None:
    maps = replace(CLEAN, blur=patch(26, 80, 0.75))
    found = field_defects(maps, {"top": (0, 0, 1, 0.5), "tall": (0.5, 0.25, 1, 1), "bottom": (0, 0.5, 1, 1)})
    assert found == (FieldDefect("top", "blur", 0.75),)
    assert field_defects(maps, {"upper": (0, 0, 1, 0.75)})[0].share == pytest.approx(0.5)


def test_one_field_may_have_every_defect() -> None:
    found = field_defects(DefectMaps(grid(0.5), grid(1), grid(1)), {"name": WHOLE})
    assert found == tuple(
        FieldDefect("name", kind, share) for kind, share in zip(DEFECTS, (0.5, 1, 1), strict=True)
    )


def test_what_hardly_touches_a_field_is_left_out() -> None:
    few = int(FIELD_MIN_SHARE * ROWS * COLUMNS) // COLUMNS
    assert field_defects(replace(CLEAN, glare=patch(few, COLUMNS)), {"name": WHOLE}) == ()
    assert len(field_defects(replace(CLEAN, glare=patch(few + 1, COLUMNS)), {"name": WHOLE})) == 1
    assert field_defects(replace(CLEAN, blur=grid(FIELD_MIN_BLUR)), {"name": WHOLE}) == ()
    assert len(field_defects(replace(CLEAN, blur=grid(FIELD_MIN_BLUR + 0.01)), {"name": WHOLE})) == 1


@pytest.mark.parametrize(
    "box", [(0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0, 1.0), (-0.5, -0.5, 2.0, 2.0), (0.501, 0.501, 0.502, 0.502)]
)
def test_a_box_without_a_cell_of_its_own_takes_the_one_it_lies_on(box: Box) -> None:
    assert field_defects(replace(CLEAN, occlusion=grid(1)), {"name": box}) == (
        FieldDefect("name", "occlusion", 1.0),
    )


@pytest.mark.parametrize(("factor", "shift"), [(0.12, 0), (0.1, 228)])
def test_exposure_names_cards_without_light_or_without_print(card: Image, factor: float, shift: int) -> None:
    found = quality_of((card * factor + shift).astype(np.uint8))
    assert found.exposure > 0.5
    assert (found.luminance > 0.5) == (shift > 0)


def test_black_card_with_white_print_is_well_exposed() -> None:
    black = np.full((640, 1000, 3), 20, np.uint8)
    for row in range(60, 620, 60):
        cv2.putText(black, "5200 0000 0000 0000 WHITE", (40, row), 0, 1.6, (250, 250, 250), 5)
    assert quality_of(black).exposure == 0.0


def test_light_outside_the_photo_does_not_count(card: Image) -> None:
    """A cut card image repeats the photo's border pixels; a white border is no overexposure."""
    white_left = np.full_like(card, 255)
    white_left[:, card.shape[1] * 55 // 100 :] = 60
    assert quality_of(white_left, CLEAN, QUAD - np.float32([800, 0])).luminance == pytest.approx(60 / 255)


def test_incomplete_is_the_share_of_the_card_outside_the_photo(card: Image) -> None:
    assert quality_of(card, CLEAN, QUAD - np.float32([450, 0])).incomplete == pytest.approx(0.25)


def test_coverage_is_the_share_of_the_photo_that_the_card_fills(card: Image) -> None:
    assert quality_of(card).coverage == pytest.approx(1000 * 600 / (1000 * 1500))
    assert quality_of(card, CLEAN, frame_quad(1500, 1000)).coverage == pytest.approx(1.0)


def test_short_side_is_in_pixels_of_the_photo(card: Image) -> None:
    assert quality_of(card).short_side_px == 600


def test_measuring_leaves_its_inputs_alone(card: Image) -> None:
    maps = DefectMaps(grid(0.1), patch(5, 5), patch(9, 9))
    before = [array.copy() for array in (card, maps.blur, maps.glare, maps.occlusion)]
    measure(card, maps, QUAD, PHOTO_HW, {"name": WHOLE})
    for array, copy in zip((card, maps.blur, maps.glare, maps.occlusion), before, strict=True):
        np.testing.assert_array_equal(array, copy)
