"""Pictures in a network's input: its size, its padding, and the way of points back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision.letterbox import PAD_VALUE, Letterbox, letterbox

SIDE = 416
SIZES_WH = [
    (800, 600),
    (600, 800),
    (1600, 1600),
    (1000, 17),
    (17, 1000),
    (200, 150),
    (416, 416),
    (1, 1),
    (801, 533),
]


@pytest.mark.parametrize("size_wh", SIZES_WH)
def test_the_input_is_as_long_as_asked_and_as_wide_as_needed(size_wh: tuple[int, int]) -> None:
    width, height = size_wh
    padded, _ = letterbox(np.zeros((height, width, 3), np.uint8), SIDE)
    assert padded.dtype == np.uint8
    assert max(padded.shape[:2]) == SIDE
    assert padded.shape[0] % 32 == padded.shape[1] % 32 == 0
    short = min(size_wh) / max(size_wh) * SIDE
    assert short - 1 <= min(padded.shape[:2]) < short + 33


@pytest.mark.parametrize("size_wh", [(800, 500), (500, 800)])
def test_what_is_no_picture_is_grey_and_lies_on_both_sides(size_wh: tuple[int, int]) -> None:
    width, height = size_wh
    padded, box = letterbox(np.full((height, width, 3), 200, np.uint8), SIDE)
    picture = np.all(padded == 200, axis=2)
    left, top = box.offset_xy
    assert np.all(padded[~picture] == PAD_VALUE)
    assert picture.sum() == SIDE * round(500 * SIDE / 800)
    assert picture[top:, left:][0, 0]
    margins = (padded.shape[1] - picture.any(axis=0).sum(), padded.shape[0] - picture.any(axis=1).sum())
    assert (left, top) == (margins[0] // 2, margins[1] // 2)
    assert max(margins) > 0


@pytest.mark.parametrize("size_wh", SIZES_WH)
def test_points_come_back_where_they_were(size_wh: tuple[int, int]) -> None:
    _, box = letterbox(np.zeros((size_wh[1], size_wh[0], 3), np.uint8), SIDE)
    rng = np.random.default_rng(1)
    points = rng.uniform(-0.3, 1.3, (5, 4, 2)) * size_wh
    placed = ((points + 0.5) * box.scale_xy - 0.5 + box.offset_xy).astype(np.float32)
    back = box.to_picture(placed)
    assert back.shape == (5, 4, 2)
    assert back.dtype == np.float32
    np.testing.assert_allclose(back, points, atol=2e-3 * max(1.0, max(size_wh) / SIDE))


def test_the_outer_edges_of_the_picture_are_the_outer_edges_in_the_input() -> None:
    _, box = letterbox(np.zeros((300, 801, 3), np.uint8), SIDE)
    left, top = box.offset_xy
    corners = np.array(
        [[left - 0.5, top - 0.5], [left + SIDE - 0.5, top + round(300 * SIDE / 801) - 0.5]], np.float32
    )
    np.testing.assert_allclose(box.to_picture(corners), [[-0.5, -0.5], [800.5, 299.5]], atol=1e-3)


@pytest.mark.parametrize("size_wh", [(1200, 800), (150, 260)])
def test_a_mark_is_where_the_arithmetic_says(size_wh: tuple[int, int]) -> None:
    picture = np.zeros((size_wh[1], size_wh[0], 3), np.uint8)
    at = (size_wh[0] // 3, size_wh[1] // 4)
    cv2.circle(picture, at, max(4, size_wh[0] // 40), (255, 255, 255), -1)
    padded, box = letterbox(picture, SIDE)
    rows, columns = np.nonzero((padded[..., 0] > 128) & (padded[..., 0] != PAD_VALUE))
    middle = np.array([columns.mean(), rows.mean()], np.float32)
    np.testing.assert_allclose(box.to_picture(middle), at, atol=1.5)


def test_a_picture_that_fits_is_not_touched() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    padded, box = letterbox(picture, SIDE)
    assert np.array_equal(padded, picture)
    assert box == Letterbox((1.0, 1.0), (0, 0))
    assert not np.shares_memory(padded, picture)
