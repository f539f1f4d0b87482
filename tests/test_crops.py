"""Cards and portraits are cut out upright."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision.crops import MAX_SIDE_PX, cut, upright_jpeg
from idvision.types import Quad

RED, GREEN, BLUE, WHITE = (0, 0, 255), (0, 255, 0), (255, 0, 0), (255, 255, 255)
FLAT: Quad = ((100.0, 50.0), (300.0, 50.0), (300.0, 176.0), (100.0, 176.0))


def photo_of(quad: Quad, size_wh: tuple[int, int] = (480, 480)) -> np.ndarray:
    """A grey photo `(H, W, 3)` uint8 with a card whose corners are red, green, blue and white, clockwise."""
    card = np.zeros((126, 200, 3), np.uint8)
    card[:63, :100], card[:63, 100:], card[63:, 100:], card[63:, :100] = RED, GREEN, BLUE, WHITE
    corners = np.array([[-0.5, -0.5], [199.5, -0.5], [199.5, 125.5], [-0.5, 125.5]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, np.array(quad, np.float32))
    return cv2.warpPerspective(card, matrix, size_wh, borderValue=(90, 90, 90))


def quarters(image: np.ndarray) -> list[tuple[int, ...]]:
    """The colours in the middles of the quarters, clockwise from the top left."""
    height, width = image.shape[:2]
    places = ((1, 1), (1, 3), (3, 3), (3, 1))
    return [tuple(int(v) for v in image[row * height // 4, column * width // 4]) for row, column in places]


@pytest.mark.parametrize("turns", range(4))
def test_a_turned_card_stands_upright(turns):
    corners = list(FLAT)
    for _ in range(turns):  # clockwise about (240, 240)
        corners = [(480 - y, x) for x, y in corners]
    quad: Quad = tuple(corners)  # type: ignore[assignment]
    image = cut(photo_of(quad), quad)
    assert image.shape == (126, 200, 3)
    assert quarters(image) == [RED, GREEN, BLUE, WHITE]


def test_a_tilted_card_has_the_proportions_that_are_given():
    quad: Quad = ((150.0, 100.0), (330.0, 100.0), (380.0, 300.0), (100.0, 300.0))
    image = cut(photo_of(quad), quad, 1.586)
    assert image.shape[1] / image.shape[0] == pytest.approx(1.586, abs=0.01)
    # The longest side loses nothing.
    assert image.shape[1] >= 280
    assert quarters(image) == [RED, GREEN, BLUE, WHITE]


def test_a_card_beyond_the_frame_is_filled_with_the_edge():
    quad: Quad = ((-60.0, 50.0), (140.0, 50.0), (140.0, 176.0), (-60.0, 176.0))
    image = cut(photo_of(quad), quad)
    assert image.shape == (126, 200, 3)
    assert tuple(int(v) for v in image[20, 150]) == GREEN


def test_no_side_is_too_long():
    quad: Quad = ((0.0, 0.0), (4000.0, 0.0), (4000.0, 2000.0), (0.0, 2000.0))
    image = cut(np.zeros((2000, 4000, 3), np.uint8), quad)
    assert image.shape == (MAX_SIDE_PX // 2, MAX_SIDE_PX, 3)


def test_a_point_is_still_a_picture():
    quad: Quad = ((5.0, 5.0), (5.4, 5.0), (5.4, 5.4), (5.0, 5.4))
    assert cut(np.zeros((9, 9, 3), np.uint8), quad).shape == (2, 2, 3)


def test_the_crop_is_a_jpeg_of_that_image():
    photo = photo_of(FLAT)
    data = upright_jpeg(photo, FLAT)
    assert data.startswith(b"\xff\xd8\xff")
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    inside = (slice(20, 45), slice(20, 80))
    assert np.abs(decoded[inside].astype(int) - cut(photo, FLAT)[inside]).mean() < 6
    assert decoded.shape == (126, 200, 3)
