"""Locating documents in drawn scenes, with a text map that knows where the scene's text is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision.geometry import order_quad, quad_area, quad_iou
from idvision.locate import CardLocator, locate
from idvision.locate_lines import find_lines, gradient_of
from idvision.locate_refine import extend_quad, refine_quad
from idvision.locate_score import find_strokes, rectangle_shape, score_frame
from idvision.types import FloatArray, Image

CARD_WH = (428, 270)
SCENE_WH = (960, 720)
CARD_CORNERS = np.array([[0, 0], [428, 0], [428, 270], [0, 270]], np.float32) - 0.5


def drawn_card() -> tuple[Image, FloatArray]:
    """Return a card with a portrait panel and five lines of print, and its text map."""
    card = np.full((270, 428, 3), (236, 228, 218), np.uint8)
    text = np.zeros((270, 428), np.float32)
    cv2.rectangle(card, (300, 50), (400, 180), (120, 130, 160), -1)
    for top, right in ((36, 250), (76, 270), (116, 230), (156, 260), (220, 400)):
        for left in range(28, right, 14):
            cv2.rectangle(card, (left, top), (left + 8, top + 16), (50, 40, 40), -1)
        text[top + 4 : top + 13, 32 : right - 4] = 0.9
    return card, text


def background(seed: int) -> Image:
    """Return a softly mottled table top, darker than the card."""
    noise = np.random.default_rng(seed).uniform(60, 130, (9, 12, 3)).astype(np.uint8)
    return cv2.resize(noise, SCENE_WH, interpolation=cv2.INTER_CUBIC)


def scene(*quads: FloatArray, seed: int = 1) -> tuple[Image, FloatArray]:
    """Return a photo with a card at each quad, and its text map at a third of the size."""
    photo, text = background(seed).astype(np.float32), np.zeros(SCENE_WH[::-1], np.float32)
    card, card_text = drawn_card()
    for quad in quads:
        photo_from_card = cv2.getPerspectiveTransform(CARD_CORNERS, np.asarray(quad, np.float32))
        warped = cv2.warpPerspective(card, photo_from_card, SCENE_WH, borderMode=cv2.BORDER_REPLICATE)
        cover = cv2.warpPerspective(np.ones((270, 428), np.float32), photo_from_card, SCENE_WH)
        photo += (warped - photo) * cover[..., None]
        text = np.maximum(text, cv2.warpPerspective(card_text, photo_from_card, SCENE_WH))
    return photo.round().astype(np.uint8), cv2.resize(text, (320, 240), interpolation=cv2.INTER_AREA)


def turned_card(degrees: float, centre: tuple[float, float] = (480, 360), scale: float = 1.0) -> FloatArray:
    rotation = cv2.getRotationMatrix2D((213.5, 134.5), degrees, scale)
    rotation[:, 2] += np.array(centre) - (213.5, 134.5)
    return cv2.transform(CARD_CORNERS[None], rotation)[0].astype(np.float32)


def corner_error(found: object, truth: FloatArray) -> float:
    """Return the mean distance of corners, whichever corner comes first."""
    quad = np.array(found, np.float32)
    return min(float(np.linalg.norm(np.roll(quad, k, axis=0) - truth, axis=1).mean()) for k in range(4))


@pytest.mark.parametrize("degrees", [0, 7, 30, 45, 90, 133, 180, 271])
def test_a_card_is_found_at_any_rotation(degrees: float) -> None:
    truth = turned_card(degrees)
    (card,) = locate(*scene(truth))
    assert corner_error(card.quad, truth) < 1.0
    assert 0.5 < card.score <= 1


@pytest.mark.parametrize(
    "truth",
    [
        [[250, 200], [690, 240], [740, 520], [200, 500]],
        [[300, 150], [620, 210], [600, 560], [270, 650]],
        [[250, 300], [700, 300], [780, 560], [170, 560]],
    ],
)
def test_a_card_is_found_under_perspective(truth: list[list[float]]) -> None:
    quad = np.array(truth, np.float32)
    (card,) = locate(*scene(quad))
    assert corner_error(card.quad, quad) < 2.0


def test_two_touching_cards_are_two() -> None:
    upper, lower = turned_card(0, (480, 220)), turned_card(0, (480, 492))  # two pixels of shadow
    found = locate(*scene(upper, lower))
    assert len(found) == 2
    assert min(corner_error(card.quad, upper) for card in found) < 2.0
    assert min(corner_error(card.quad, lower) for card in found) < 2.0


def test_cards_apart_are_all_found_and_the_best_comes_first() -> None:
    places = [
        turned_card(angle, centre, 0.7)
        for angle, centre in ((10, (230, 180)), (-20, (700, 220)), (80, (420, 520)))
    ]
    found = locate(*scene(*places))
    assert len(found) == 3
    for place in places:
        assert min(corner_error(card.quad, place) for card in found) < 2.0
    assert [card.score for card in found] == sorted((card.score for card in found), reverse=True)


def test_a_card_cut_by_the_frame_has_corners_outside() -> None:
    truth = turned_card(0, (480, 40), 1.2)
    (card,) = locate(*scene(truth))
    quad = np.array(card.quad)
    assert (quad[:, 1] < -60).sum() == 2
    assert quad_iou(quad, truth) > 0.93


def test_a_corner_beyond_the_frame_is_where_the_sides_meet() -> None:
    truth = turned_card(30, (220, 330))
    assert truth[:, 0].min() < -30
    (card,) = locate(*scene(truth))
    assert corner_error(card.quad, truth) < 2.0


def test_a_page_that_fills_the_frame_is_the_frame() -> None:
    card, text = drawn_card()
    (page,) = locate(card, text)
    np.testing.assert_allclose(page.quad, CARD_CORNERS, atol=0.01)


def test_text_cut_by_the_border_speaks_against_a_page_that_fills_the_frame() -> None:
    text = np.zeros((240, 320), np.float32)
    for row in range(20, 230, 20):
        text[row : row + 8, 30:290] = 1
    whole = score_frame(find_strokes(text, (640, 480)), (640, 480))
    text[:, :20] = text[:, 40:60]
    text[:, 20:40] = text[:, 40:60]
    text[:, 290:] = text[:, 250:280]
    assert whole > 0.6
    assert score_frame(find_strokes(text, (640, 480)), (640, 480)) == 0.0


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_blank_image_holds_nothing(grey: int) -> None:
    assert locate(np.full((600, 800, 3), grey, np.uint8), np.zeros((480, 640), np.float32)) == ()


def test_a_rectangle_without_text_is_no_document() -> None:
    photo, text = scene(turned_card(10))
    assert locate(photo, np.zeros_like(text)) == ()


def test_text_without_edges_or_spread_is_no_document() -> None:
    text = np.zeros((480, 640), np.float32)
    text[100:120, 100:200] = 1
    assert locate(np.full((480, 640, 3), 90, np.uint8), text) == ()


def test_a_panel_inside_the_card_does_not_win() -> None:
    truth = turned_card(0, scale=1.3)
    photo, text = scene(truth)
    panel = np.round(turned_card(0, scale=1.1)).astype(np.int32)
    cv2.polylines(photo, [panel], isClosed=True, color=(40, 30, 120), thickness=2)
    assert corner_error(locate(photo, text)[0].quad, truth) < 2.0


def test_a_strip_too_thin_for_a_document_holds_nothing() -> None:
    strip = np.random.default_rng(3).integers(0, 255, (2, 900, 3)).astype(np.uint8)
    assert locate(strip, np.ones((32, 640), np.float32)) == ()


def test_a_scene_that_can_be_read_two_ways_gives_both_readings() -> None:
    truth = turned_card(0, scale=1.15)
    photo, text = scene(truth)
    tray = np.round(turned_card(0, scale=1.45)).astype(np.int32)
    under = photo.copy()
    cv2.fillPoly(under, [tray], (170, 150, 140))
    cv2.fillPoly(under, [np.round(truth).astype(np.int32)], (0, 0, 0))
    mask = cv2.fillPoly(np.zeros(photo.shape[:2], np.uint8), [np.round(truth).astype(np.int32)], 1)
    found = locate(np.where(mask[..., None] > 0, photo, under), text)
    assert 2 <= len(found) <= 3
    assert min(corner_error(card.quad, truth) for card in found) < 2.0
    assert min(corner_error(card.quad, tray.astype(np.float32)) for card in found) < 2.0


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_turning_the_photo_turns_the_answer(turns: int) -> None:
    truth = np.array([[250, 200], [690, 240], [740, 520], [200, 500]], np.float32)
    photo, text = scene(truth)
    (upright,) = locate(photo, text)
    (turned,) = locate(
        np.ascontiguousarray(np.rot90(photo, turns)), np.ascontiguousarray(np.rot90(text, turns))
    )
    expected = np.array(upright.quad, np.float32)
    width, height = SCENE_WH
    for _ in range(turns):  # a quarter turn counter-clockwise takes (x, y) to (y, width - 1 - x)
        expected = np.stack([expected[:, 1], width - 1 - expected[:, 0]], axis=1)
        width, height = height, width
    np.testing.assert_allclose(turned.quad, order_quad(expected), atol=0.5)


def test_the_locator_asks_for_the_text_of_the_whole_image_and_leaves_it_unchanged() -> None:
    photo, text = scene(turned_card(20))
    before, asked = photo.copy(), []

    def text_map(image: Image) -> FloatArray:
        asked.append(image)
        return text

    locator = CardLocator(text_map)
    assert locator(photo) == locator(photo)
    assert asked[0] is photo
    np.testing.assert_array_equal(photo, before)


@pytest.mark.parametrize("image", [np.zeros((50, 60), np.uint8), np.zeros((50, 60, 3), np.float32)])
def test_the_locator_refuses_what_is_no_colour_image(image: Image) -> None:
    with pytest.raises(ValueError, match="expected an image"):
        CardLocator(lambda _: np.zeros((32, 32), np.float32))(image)


def test_refining_moves_sides_onto_the_edge_to_a_tenth_of_a_pixel() -> None:
    truth = turned_card(12)
    photo, _ = scene(truth)
    rough = truth + np.array([[3, -2], [2, 3], [-3, 2], [-2, -3]], np.float32)
    assert corner_error(refine_quad(photo, rough, [False] * 4, 6), truth) < 0.15


def test_refining_leaves_fixed_sides_in_place() -> None:
    truth = turned_card(0)
    photo, _ = scene(truth)
    rough = truth + np.float32(3)
    refined = refine_quad(photo, rough, [True, False, False, False], 6)
    np.testing.assert_allclose(refined[:2, 1], rough[:2, 1], atol=1e-3)
    np.testing.assert_allclose(refined[1:3, 0], truth[1:3, 0], atol=0.2)


def test_extending_a_side_keeps_the_others_and_stretches_the_rectangle() -> None:
    square = np.array([[0, 0], [10, 0], [10, 10], [0, 10]], np.float32)
    np.testing.assert_allclose(extend_quad(square, 0, 1.5), [[0, -5], [10, -5], [10, 10], [0, 10]], atol=1e-4)
    np.testing.assert_allclose(extend_quad(square, 1, 2.0), [[0, 0], [20, 0], [20, 10], [0, 10]], atol=1e-4)


def test_the_shape_of_a_pictured_rectangle_is_its_own() -> None:
    # A rectangle of 1.6 : 1, turned by 40 degrees about the x axis, 4 units in front of the camera.
    corners = np.array([[-0.8, -0.5], [0.8, -0.5], [0.8, 0.5], [-0.8, 0.5]])
    slope = np.radians(40)
    depth = 4 + corners[:, 1] * np.sin(slope)
    pictured = 600 * np.stack([corners[:, 0] / depth, corners[:, 1] * np.cos(slope) / depth], axis=1)
    aspect, skew = rectangle_shape(pictured[None].astype(np.float32), 600)
    assert aspect[0] == pytest.approx(1.6, abs=1e-3)
    assert skew[0] == pytest.approx(0, abs=1e-3)


def test_strokes_are_measured_in_pixels_about_the_image_centre() -> None:
    text = np.zeros((100, 200), np.float32)
    text[40:60, 20:60] = 1
    strokes = find_strokes(text, (400, 200))
    np.testing.assert_allclose(np.sort(strokes.ends[0], axis=0), [[-159, 0], [-81, 0]], atol=1.01)
    assert strokes.thickness[0] == pytest.approx(38, abs=2)


def test_the_border_of_a_square_gives_its_four_lines() -> None:
    image = np.full((201, 301, 3), 40, np.uint8)
    image[50:151, 100:201] = 200
    lines = find_lines(image, gradient_of(image), np.zeros((201, 301), np.float32))
    upright = np.abs(lines.normals[:-4, 0]) > 0.99
    for offsets in (lines.offsets[:-4][upright], lines.offsets[:-4][~upright]):
        np.testing.assert_allclose(np.sort(np.abs(offsets)), [50.5, 50.5], atol=0.75)
    np.testing.assert_allclose(lines.offsets[-4:], [-150.5, -100.5, 150.5, 100.5])


def test_detections_stay_in_the_pixels_of_a_large_image() -> None:
    truth = turned_card(15)
    photo, text = scene(truth)
    large = cv2.resize(photo, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    (card,) = locate(large, text)
    assert corner_error(card.quad, truth * 2 + 0.5) < 1.5
    assert quad_area(np.array(card.quad, np.float32)) == pytest.approx(4 * quad_area(truth), rel=0.01)


def test_cards_that_lie_on_a_page_are_found_beside_it() -> None:
    cards = [turned_card(4, (300, 300), 0.75), turned_card(-6, (660, 420), 0.75)]
    photo, text = scene(*cards)
    page = np.array([[60, 60], [900, 70], [890, 660], [70, 650]], np.int32)
    seen = np.zeros(photo.shape[:2], np.uint8)
    for card in cards:
        cv2.fillPoly(seen, [np.round(card).astype(np.int32)], 1)
    under = cv2.fillPoly(photo.copy(), [page], (205, 190, 175))
    found = locate(np.where(seen[..., None] > 0, photo, under), text)
    for truth in (*cards, page.astype(np.float32)):
        assert min(corner_error(card.quad, truth) for card in found) < 3.0
