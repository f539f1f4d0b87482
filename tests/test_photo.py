"""A photo is decoded no larger than its cards need, and coordinates lead back to the full photo."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision.decode import read_header
from idvision.photo import open_photo, to_image, with_detail

WIDTH, HEIGHT = 3200, 2400


@pytest.fixture(scope="module")
def data() -> bytes:
    image = np.full((HEIGHT, WIDTH, 3), 40, np.uint8)
    cv2.rectangle(image, (801, 401), (2398, 1398), (200, 210, 220), -1)
    return cv2.imencode(".jpg", image)[1].tobytes()


def square(side: float) -> np.ndarray:
    right, bottom = 100 + 1.5 * side, 100 + side
    return np.array([[100, 100], [right, 100], [right, bottom], [100, bottom]], np.float32)


@pytest.mark.parametrize(("side", "reduction"), [(1500, 2), (1440, 2), (1430, 1), (300, 1)])
def test_the_photo_is_decoded_as_large_as_its_cards_need(data: bytes, side: float, reduction: int) -> None:
    photo = open_photo(data, read_header(data, max_pixels=10**8, max_bytes=10**8), 4)
    detailed = with_detail(photo, data, [square(2900), square(side)])
    assert detailed.reduction == reduction
    assert detailed.image.shape == (HEIGHT // reduction, WIDTH // reduction, 3)


def test_without_cards_the_photo_stays_small(data: bytes) -> None:
    photo = open_photo(data, read_header(data, max_pixels=10**8, max_bytes=10**8), 4)
    assert with_detail(photo, data, []) is photo


@pytest.mark.parametrize("reduction", [1, 2, 4, 8])
def test_a_place_of_the_photo_is_found_in_the_image(data: bytes, reduction: int) -> None:
    photo = open_photo(data, read_header(data, max_pixels=10**8, max_bytes=10**8), reduction)
    corners = np.array([[800.5, 400.5], [2398.5, 400.5], [2398.5, 1398.5], [800.5, 1398.5]], np.float32)
    left, top = to_image(photo, corners)[0]
    gray = photo.image[..., 1].astype(np.float32)
    row = gray[round(900 / reduction)]
    edge = np.flatnonzero(row > 125)[0] - 0.5
    assert left == pytest.approx(edge, abs=0.75)
    column = gray[:, round(1600 / reduction)]
    assert top == pytest.approx(np.flatnonzero(column > 125)[0] - 0.5, abs=0.75)
