"""Quads out of dense maps: what the locator is taught is decoded back to the quads it was drawn from."""

from __future__ import annotations

import numpy as np
import pytest

from idvision.geometry import order_quad, quad_iou
from idvision.locate_decode import LocatorMaps, decode_maps
from training.locate.targets import draw_targets

SIDE = 320
CARD = np.array([[60, 90], [230, 100], [225, 215], [50, 200]], np.float32)


def perfect_maps(*quads: np.ndarray, noise: float = 0.0) -> LocatorMaps:
    """Return the maps of a network that learned everything."""
    targets = draw_targets(np.array(quads, np.float32), np.ones(len(quads), np.float32), SIDE)
    rng = np.random.default_rng(0)
    votes = targets.votes + noise * rng.standard_normal(targets.votes.shape).astype(np.float32)
    return LocatorMaps(targets.mask, targets.core, votes, targets.corners)


def test_one_card_comes_back_to_a_fraction_of_a_pixel() -> None:
    (found,) = decode_maps(perfect_maps(CARD))
    assert np.abs(order_quad(found.quad) - CARD).max() < 0.4
    assert min(found.peaks) > 0.5
    assert found.score == pytest.approx(1.0)


def test_noisy_votes_are_corrected_by_the_peaks() -> None:
    (found,) = decode_maps(perfect_maps(CARD, noise=6.0))
    assert np.abs(order_quad(found.quad) - CARD).max() < 0.4


def test_touching_cards_stay_apart() -> None:
    left = np.array([[20, 80], [160, 80], [160, 170], [20, 170]], np.float32)
    right = left + np.float32([140, 0])
    found = decode_maps(perfect_maps(left, right))
    assert len(found) == 2
    for quad in (left, right):
        assert max(quad_iou(quad, one.quad) for one in found) > 0.97


def test_a_card_on_a_page_is_a_second_document() -> None:
    page = np.array([[10, 10], [310, 12], [308, 310], [8, 305]], np.float32)
    card = np.array([[180, 190], [290, 192], [288, 262], [178, 258]], np.float32)
    found = decode_maps(perfect_maps(page, card))
    assert len(found) == 2


def test_corners_outside_the_picture_are_where_the_sides_meet() -> None:
    cut = CARD + np.float32([130, 0])
    (found,) = decode_maps(perfect_maps(cut))
    assert np.abs(order_quad(found.quad) - cut).max() < 2.5
    assert found.peaks.count(0.0) == 2


def test_the_order_of_votes_may_differ_from_pixel_to_pixel() -> None:
    maps = perfect_maps(CARD)
    votes = maps.votes.copy()
    rolled = np.roll(votes.reshape(4, 2, *votes.shape[1:]), 1, axis=0).reshape(votes.shape)
    votes[:, :, 18:] = rolled[:, :, 18:]
    (found,) = decode_maps(LocatorMaps(maps.mask, maps.core, votes, maps.corners))
    assert quad_iou(order_quad(found.quad), CARD) > 0.98


def test_empty_maps_hold_nothing() -> None:
    cells = SIDE // 4
    empty = np.zeros((cells, cells), np.float32)
    votes = np.zeros((8, cells // 2, cells // 2), np.float32)
    maps = LocatorMaps(empty, empty, votes, np.zeros((SIDE // 2,) * 2, np.float32))
    assert decode_maps(maps) == ()


def test_maps_are_not_written_to() -> None:
    maps = perfect_maps(CARD)
    before = [array.copy() for array in (maps.mask, maps.core, maps.votes, maps.corners)]
    decode_maps(maps)
    for array, copy in zip((maps.mask, maps.core, maps.votes, maps.corners), before, strict=True):
        np.testing.assert_array_equal(array, copy)
