from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision.geometry import frame_quad, homography_from_quad
from idvision.rectify import (
    CARD_HEIGHT_PX,
    MAX_ASPECT,
    card_aspect,
    crop_box,
    crop_line,
    long_side_first,
    rectify,
    sufficient_reduction,
    turn_image,
    turn_points,
    warp,
)
from idvision.types import Image, QuadArray
from tests.drawing import Pose, draw_resident_id_front, draw_surface, photograph, random_resident
from tests.drawing.camera import STEADY_SHOT

ID1_WIDTH = round(CARD_HEIGHT_PX * 1.586)


def rectangle(x1: float, y1: float, x2: float, y2: float) -> QuadArray:
    return np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], np.float32)


def smooth_card() -> Image:
    """A card of the rectified size whose three channels rise and fall slowly, each in its own way."""
    y, x = np.mgrid[0:CARD_HEIGHT_PX, 0:ID1_WIDTH].astype(np.float64)
    waves = (np.sin(x / 60), np.cos(y / 45), np.sin((x + 2 * y) / 90))
    return np.stack([np.rint(128 + 90 * wave) for wave in waves], axis=-1).astype(np.uint8)


@pytest.mark.parametrize(
    "quad",
    [
        [[300, 200], [1500, 200], [1500, 957], [300, 957]],
        [[320, 260], [1520, 190], [1575, 930], [270, 985]],
        [[420, 120], [1490, 420], [1280, 1090], [210, 790]],
        [[1500, 1000], [300, 1000], [300, 243], [1500, 243]],
    ],
    ids=["straight", "perspective", "rotated", "upside down in the photo"],
)
def test_a_card_projected_by_a_known_homography_comes_back(quad: list[list[float]]) -> None:
    card = smooth_card()
    photo_from_card = homography_from_quad(frame_quad(ID1_WIDTH, CARD_HEIGHT_PX), np.array(quad, np.float32))
    photo = cv2.warpPerspective(card, photo_from_card, (1800, 1200), flags=cv2.INTER_CUBIC)
    back = rectify(np.asarray(photo, np.uint8), np.array(quad, np.float32))
    assert back.shape == card.shape
    inner = np.s_[4:-4, 4:-4]
    difference = np.abs(back[inner].astype(int) - card[inner])
    # A shift by one pixel to the right would cost 0.53 grey levels.
    assert difference.mean() < 0.1


def test_a_photographed_card_comes_back() -> None:
    card = draw_resident_id_front(random_resident(5))
    pose = Pose(width_share=0.8, rotation_deg=17, tilt_x_deg=14, tilt_y_deg=-10, corner_share=0.0)
    table = draw_surface("desk", (1600, 1200), 3)
    photo, quad = photograph(card, pose, table, 3, STEADY_SHOT)
    back = rectify(photo, quad).astype(np.float64)
    expected = cv2.resize(card, back.shape[1::-1], interpolation=cv2.INTER_AREA).astype(np.float64)
    inner = np.s_[10:-10, 10:-10]
    assert np.abs(cv2.blur(back, (7, 7)) - cv2.blur(expected, (7, 7)))[inner].mean() < 2


def test_the_card_image_has_a_fixed_height_and_the_cards_proportions() -> None:
    photo = np.zeros((900, 900, 3), np.uint8)
    assert rectify(photo, rectangle(100, 100, 500, 352)).shape == (720, 1142, 3)
    assert rectify(photo, rectangle(100, 100, 500, 300)).shape == (720, 1440, 3)


def test_corners_outside_the_photo_repeat_its_rim() -> None:
    photo = np.full((200, 300, 3), 90, np.uint8)
    back = rectify(photo, rectangle(-40, -20, 360, 230))
    assert np.unique(back).tolist() == [90]


def test_the_photo_is_left_as_it_was() -> None:
    photo = smooth_card()
    before = photo.copy()
    rectify(photo, rectangle(10, 10, 900, 600))
    np.testing.assert_array_equal(photo, before)


# Halving thrice averages 8 px, which is whole periods of 2 and 4 px and leaves something of 6 px.
@pytest.mark.parametrize(("period", "remainder"), [(2, 12), (4, 12), (6, 60)])
def test_fine_stripes_in_a_strongly_shrunken_photo_become_grey_and_no_wide_bands(
    period: int, remainder: int
) -> None:
    photo = np.zeros((1000, 4000, 3), np.uint8)
    photo[:, np.arange(4000) % period < period // 2] = 200
    target_from_photo = homography_from_quad(rectangle(3, 5, 3990, 992), frame_quad(399, 99))
    shrunken = warp(photo, target_from_photo, (399, 99))
    plain = cv2.warpPerspective(photo, target_from_photo, (399, 99), flags=cv2.INTER_CUBIC)
    assert int(np.ptp(plain)) >= 200
    assert int(np.ptp(shrunken)) <= remainder
    assert float(shrunken.mean()) == pytest.approx(100, abs=2)


@pytest.mark.parametrize("size_wh", [(1999, 1501), (2000, 1500), (4001, 3003)])
def test_halving_the_photo_first_moves_nothing(size_wh: tuple[int, int]) -> None:
    width, height = size_wh
    ramp = np.tile(np.linspace(20, 220, width), (height, 1)).round().astype(np.uint8)
    photo = np.repeat(ramp[..., None], 3, axis=2)
    small = warp(photo, homography_from_quad(frame_quad(width, height), frame_quad(200, 150)), (200, 150))
    # Pixel i of 200 averages the ramp around (i + 0.5) / 200 of its width.
    expected = 20 + 200 * (np.arange(200) + 0.5) / 200
    np.testing.assert_allclose(small[75, 2:-2, 0], expected[2:-2], atol=1)


@pytest.mark.parametrize(
    ("width", "height", "aspect"),
    [
        (856, 540, 1.586),
        (800, 540, 1.42),
        (1250, 880, 1.42),
        (540, 540, 1.0),
        (500, 540, 1.0),
        (1000, 500, 2.0),
        (4000, 500, MAX_ASPECT),
    ],
)
def test_aspect_is_a_standard_format_when_near_one(width: float, height: float, aspect: float) -> None:
    assert card_aspect(rectangle(10, 10, 10 + width, 10 + height)) == pytest.approx(aspect)


def test_aspect_of_a_card_seen_from_below_is_the_standard_one() -> None:
    trapezoid = np.array([[100, 100], [880, 100], [930, 620], [50, 620]], np.float32)
    assert card_aspect(trapezoid) == pytest.approx(1.586)


def test_the_long_side_comes_first_and_the_turn_is_told() -> None:
    flat, tall = rectangle(0, 0, 90, 50), rectangle(0, 0, 50, 90)
    quad, turns = long_side_first(flat)
    assert turns == 0
    np.testing.assert_array_equal(quad, flat)
    quad, turns = long_side_first(tall)
    assert turns == 1
    np.testing.assert_array_equal(quad, [[0, 90], [0, 0], [50, 0], [50, 90]])


@pytest.mark.parametrize(
    ("height", "at_most", "reduction"),
    [
        (500, 8, 1),
        (1439, 8, 1),
        (1440, 8, 2),
        (2879, 8, 2),
        (2880, 8, 4),
        (6000, 8, 8),
        (6000, 2, 2),
        (6000, 1, 1),
    ],
)
def test_the_reduction_leaves_at_least_the_card_images_height(
    height: float, at_most: int, reduction: int
) -> None:
    upright = rectangle(0, 0, height * 1.6, height)
    assert sufficient_reduction(upright, at_most, 720) == reduction
    assert sufficient_reduction(rectangle(0, 0, height, height * 1.6), at_most, 720) == reduction


def test_turning_is_clockwise() -> None:
    image = np.zeros((2, 3, 3), np.uint8)
    image[0, 0] = 1
    assert [np.argwhere(turn_image(image, turns)[..., 0]).tolist() for turns in range(4)] == [
        [[0, 0]],
        [[0, 1]],
        [[1, 2]],
        [[2, 0]],
    ]


@pytest.mark.parametrize("turns", [-1, 0, 1, 2, 3, 4, 6])
def test_turned_points_lie_where_the_turned_pixels_do(turns: int) -> None:
    rng = np.random.default_rng(11)
    points = np.column_stack([rng.permutation(40)[:12], rng.permutation(30)[:12]]).astype(np.float32)
    image = np.zeros((30, 40, 3), np.uint8)
    for value, (x, y) in enumerate(points.astype(int), start=1):
        image[y, x] = value
    turned = turn_image(image, turns)
    moved = turn_points(points.reshape(3, 4, 2), turns, (30, 40))
    assert moved.shape == (3, 4, 2)
    assert moved.dtype == np.float32
    found = [int(turned[y, x, 0]) for x, y in moved.reshape(-1, 2).astype(int)]
    assert found == list(range(1, 13))


def test_a_line_is_cut_out_so_that_it_runs_to_the_right() -> None:
    word = np.zeros((12, 60, 3), np.uint8)
    word[:, :30], word[:6, 30:] = 80, 160
    image = np.full((200, 200, 3), 40, np.uint8)
    image[60:120, 50:62] = turn_image(word, 3)
    running_up = np.array([[49.5, 119.5], [49.5, 59.5], [61.5, 59.5], [61.5, 119.5]], np.float32)
    np.testing.assert_array_equal(crop_line(image, running_up), word)


def test_a_slanted_line_becomes_level() -> None:
    corners = np.array([[-60, -10], [60, -10], [60, 10], [-60, 10]], np.float64)
    cos, sin = np.cos(np.deg2rad(25)), np.sin(np.deg2rad(25))
    slanted = (corners @ np.array([[cos, sin], [-sin, cos]]) + 100).astype(np.float32)
    image = np.zeros((200, 200, 3), np.uint8)
    cv2.fillConvexPoly(image, np.rint(slanted).astype(np.int32), (255, 255, 255))
    crop = crop_line(image, slanted)
    assert crop.shape == (20, 120, 3)
    assert crop[3:-3, 3:-3].min() > 250


def test_a_line_without_extent_is_2_pixels_wide_and_high() -> None:
    assert crop_line(smooth_card(), rectangle(50, 50, 50.5, 50.2)).shape == (2, 2, 3)


def test_a_box_is_cut_with_a_margin_of_the_height_and_stays_inside() -> None:
    image = np.arange(100 * 200 * 3, dtype=np.uint32).reshape(100, 200, 3).astype(np.uint8)
    np.testing.assert_array_equal(crop_box(image, (0.25, 0.5, 0.75, 0.8), 0.1), image[40:90, 40:160])
    np.testing.assert_array_equal(crop_box(image, (0.0, 0.0, 1.0, 1.0), 0.1), image)
    assert crop_box(image, (0.5, 0.5, 0.5, 0.5), 0.0).shape == (2, 2, 3)
