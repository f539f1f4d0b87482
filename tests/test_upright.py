"""Cards straightened and read: what is done where an outline ends too early."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest

from idvision.decode import read_header
from idvision.geometry import as_quad, frame_quad, quad_points
from idvision.models import Models
from idvision.photo import Photo, open_photo
from idvision.stopwatch import Stopwatch
from idvision.types import Detection, Image, Options, QuadArray
from idvision.upright import Run, read_cards, read_with_room_below
from tests.drawing import draw_passport, draw_td2, random_traveller

BORDER = 60
ABOVE_ZONE = 0.76
"""So much of a passport's page lies over its zone."""


def photo_of(page: Image) -> tuple[bytes, Photo, QuadArray]:
    """A page on a plain table, and its outline."""
    table = cv2.copyMakeBorder(page, *(BORDER,) * 4, cv2.BORDER_CONSTANT, value=(70, 80, 90))
    data = cv2.imencode(".png", table)[1].tobytes()
    photo = open_photo(data, read_header(data, max_pixels=10**8, max_bytes=10**8), 1)
    return data, photo, frame_quad(page.shape[1], page.shape[0]) + np.float32(BORDER)


def cut_above_zone(quad: QuadArray) -> QuadArray:
    return as_quad([quad[0], quad[1], *(quad[:2][::-1] + ABOVE_ZONE * (quad[2:] - quad[:2][::-1]))])


def again(outline: QuadArray, photo: Photo, data: bytes, models: Models) -> tuple[bool, str]:
    """Whether a card was read again with more below it, and what it is then."""
    found = Detection(quad_points(outline), 0.9)
    run = Run(data, models, Options(today=date(2026, 3, 1)), Stopwatch())
    card = read_cards(photo, [found], run)[0]
    last, read = read_with_room_below(photo, found, card, run)
    return last is not found, read.document.classified.spec.type


@pytest.mark.weights
def test_a_page_cut_above_its_zone_is_read_again_with_what_lies_below(models: Models) -> None:
    data, photo, quad = photo_of(draw_passport(random_traveller(17)))
    assert again(cut_above_zone(quad), photo, data, models) == (True, "passport")


@pytest.mark.weights
def test_a_card_whose_zone_was_read_is_not_read_again(models: Models) -> None:
    data, photo, quad = photo_of(draw_td2(random_traveller(18)))
    assert again(quad, photo, data, models) == (False, "id_td2")
