"""A rough quad is moved onto the edges of a drawn card."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision import locate_refine
from idvision.locate_refine import KEPT_REACH, refine_quad
from idvision.types import Image, QuadArray

NOT_FIXED = (False, False, False, False)


def card_photo(quad: QuadArray) -> Image:
    """Return a pale card on a dark ground, exact to a fraction of a pixel."""
    page_corners = np.array([[0, 0], [200, 0], [200, 120], [0, 120]], np.float32) - 0.5
    photo_from_page = cv2.getPerspectiveTransform(page_corners, quad)
    finer = np.array([[4, 0, 1.5], [0, 4, 1.5], [0, 0, 1.0]]) @ photo_from_page
    cover = cv2.warpPerspective(np.full((120, 200), 255, np.uint8), finer, (560 * 4, 400 * 4))
    gray = cv2.resize(cover, (560, 400), interpolation=cv2.INTER_AREA) * (135 / 255) + 90
    return cv2.GaussianBlur(cv2.merge([gray.astype(np.uint8)] * 3), (0, 0), 0.8)


@pytest.mark.parametrize("degrees", [0, 11, 37])
def test_a_rough_outline_is_moved_onto_the_edges(degrees: float) -> None:
    turn = cv2.getRotationMatrix2D((280, 200), degrees, 1.0)
    corners = np.array([[[160, 130], [400, 130], [400, 280], [160, 280]]], np.float32)
    truth = cv2.transform(corners, turn)[0]
    rough = truth + np.random.default_rng(2).uniform(-4, 4, (4, 2)).astype(np.float32)
    assert np.abs(refine_quad(card_photo(truth), rough, NOT_FIXED, 6) - truth).max() < 0.3


def test_fixed_sides_stay_in_place() -> None:
    truth = np.array([[160, 130], [400, 130], [400, 280], [160, 280]], np.float32)
    rough = truth + np.float32(3)
    refined = refine_quad(card_photo(truth), rough, (True, False, False, False), 6)
    np.testing.assert_allclose(refined[:2, 1], rough[:2, 1], atol=1e-3)
    np.testing.assert_allclose(refined[1:3, 0], truth[1:3, 0], atol=0.2)


def test_without_an_edge_nothing_moves() -> None:
    truth = np.array([[160, 130], [400, 130], [400, 280], [160, 280]], np.float32)
    plain = np.full((400, 560, 3), 90, np.uint8)
    np.testing.assert_allclose(refine_quad(plain, truth, NOT_FIXED, 6), truth, atol=1e-3)


def test_a_long_reach_finds_the_edges_and_leaves_nothing_in_memory() -> None:
    truth = np.array([[160, 130], [400, 130], [400, 280], [160, 280]], np.float32)
    reach = KEPT_REACH + 4
    kept = locate_refine._kept_lines.cache_info().currsize
    refined = refine_quad(card_photo(truth), truth + np.float32(KEPT_REACH), NOT_FIXED, reach)
    assert np.abs(refined - truth).max() < 0.3
    assert locate_refine._kept_lines.cache_info().currsize == kept
