from __future__ import annotations

import itertools

import numpy as np
import pytest

from idvision.geometry import (
    as_quad,
    frame_quad,
    homography_from_quad,
    intersection_area,
    is_convex,
    order_quad,
    project,
    quad_area,
    quad_iou,
    quad_points,
    quad_sides,
    quarter_turns_between,
    roll_quad,
    scale_quad,
    visible_share,
)
from idvision.rectify import turn_image, turn_points
from idvision.types import QuadArray

# A card seen a little from the left: corners from the top left, clockwise.
TILTED = np.array([[12, 20], [95, 8], [90, 70], [10, 62]], np.float32)


def rectangle(x1: float, y1: float, x2: float, y2: float) -> QuadArray:
    return np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], np.float32)


SQUARE = rectangle(0, 0, 10, 10)


def test_as_quad_turns_lists_into_float32() -> None:
    quad = as_quad([[0, 1], [2, 1], [2, 3], [0, 3]])
    assert quad.dtype == np.float32
    assert quad.tolist() == [[0, 1], [2, 1], [2, 3], [0, 3]]


@pytest.mark.parametrize("points", [np.zeros((3, 2)), np.zeros((4, 3)), np.zeros(8)])
def test_as_quad_refuses_other_shapes_and_names_the_one_it_got(points: object) -> None:
    with pytest.raises(ValueError, match=r"expected a quad of shape \(4, 2\), got \("):
        as_quad(points)


def test_quad_points_are_plain_floats_with_two_decimals() -> None:
    quad = np.array([[0.126, 1], [2, 1], [2, 3.999], [0, 3]], np.float32)
    assert quad_points(quad) == ((0.13, 1.0), (2.0, 1.0), (2.0, 4.0), (0.0, 3.0))
    assert {type(value) for point in quad_points(quad) for value in point} == {float}


def test_order_quad_gives_the_same_corners_for_every_input_order() -> None:
    for order in itertools.permutations(range(4)):
        np.testing.assert_array_equal(order_quad(TILTED[list(order)]), TILTED)


def test_order_quad_names_the_corners_of_a_quarter_turned_card_by_place() -> None:
    # Printed top left at the photo's top right: the order by place begins one corner earlier.
    turned = np.array([[50, 5], [52, 95], [8, 90], [10, 2]], np.float32)
    np.testing.assert_array_equal(order_quad(turned), turned[[3, 0, 1, 2]])


def test_one_turn_makes_the_bottom_left_corner_the_first() -> None:
    np.testing.assert_array_equal(roll_quad(TILTED, 1), TILTED[[3, 0, 1, 2]])
    np.testing.assert_array_equal(roll_quad(TILTED, 4), TILTED)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_first_corner_is_at_the_top_left_once_the_image_is_turned(turns: int) -> None:
    image = np.zeros((40, 60, 3), np.uint8)
    corners = rectangle(0, 0, 59, 39)
    first = roll_quad(corners, turns)[0].astype(int)
    image[first[1], first[0]] = 255
    turned = turn_image(image, turns)
    assert turned[0, 0].tolist() == [255, 255, 255]
    carried = turn_points(roll_quad(corners, turns), turns, image.shape[:2])
    np.testing.assert_array_equal(carried, rectangle(0, 0, turned.shape[1] - 1, turned.shape[0] - 1))


def test_area_of_a_rectangle_and_of_a_triangle_shaped_quad() -> None:
    assert quad_area(rectangle(2, 3, 7, 11)) == 40
    assert quad_area(np.array([[0, 0], [8, 0], [8, 6], [4, 3]], np.float32)) == 24


def test_area_does_not_depend_on_the_direction_and_is_0_on_a_line() -> None:
    assert quad_area(TILTED[::-1]) == quad_area(TILTED)
    assert quad_area(np.array([[0, 0], [1, 1], [2, 2], [3, 3]], np.float32)) == 0


def test_sides_are_named_top_right_bottom_left() -> None:
    quad = np.array([[0, 0], [12, 0], [9, 4], [3, 4]], np.float32)
    assert quad_sides(quad) == (12, 5, 6, 5)


def test_only_clockwise_quads_without_dents_are_convex() -> None:
    assert is_convex(TILTED)
    assert not is_convex(TILTED[::-1])
    assert not is_convex(TILTED[[0, 2, 1, 3]])
    assert not is_convex(np.array([[0, 0], [10, 0], [3, 3], [0, 10]], np.float32))
    assert not is_convex(np.array([[0, 0], [5, 0], [10, 0], [5, 9]], np.float32))


def test_iou_of_squares_that_overlap_by_a_quarter_is_a_seventh() -> None:
    shifted = SQUARE + np.float32(5)
    assert intersection_area(SQUARE, shifted) == pytest.approx(25)
    assert quad_iou(SQUARE, shifted) == pytest.approx(25 / 175)


def test_iou_is_1_with_itself_0_when_apart_and_symmetric() -> None:
    assert quad_iou(TILTED, TILTED) == pytest.approx(1, abs=1e-5)
    assert quad_iou(SQUARE, SQUARE + np.float32(20)) == 0
    assert quad_iou(SQUARE, TILTED) == pytest.approx(quad_iou(TILTED, SQUARE))
    assert quad_iou(SQUARE, rectangle(5, 0, 10, 10)) == pytest.approx(0.5)


def test_iou_of_a_quad_without_area_is_0() -> None:
    point = np.full((4, 2), 3, np.float32)
    assert quad_iou(point, point) == 0


def test_frame_quad_runs_along_the_outer_edges_of_the_pixels() -> None:
    np.testing.assert_array_equal(frame_quad(4, 2), rectangle(-0.5, -0.5, 3.5, 1.5))
    assert quad_area(frame_quad(640, 480)) == 640 * 480


def test_homography_carries_corner_to_corner_and_back() -> None:
    target_from_image = homography_from_quad(TILTED, frame_quad(856, 540))
    assert target_from_image.dtype == np.float64
    np.testing.assert_allclose(project(target_from_image, TILTED), frame_quad(856, 540), atol=1e-3)
    back = np.linalg.inv(target_from_image)
    np.testing.assert_allclose(project(back, frame_quad(856, 540)), TILTED, atol=1e-4)


def test_project_divides_by_the_third_coordinate() -> None:
    homography = np.array([[2, 0, 1], [0, 2, 3], [0.5, 0, 1]], np.float64)
    np.testing.assert_allclose(project(homography, [[2, 4], [0, 0]]), [[2.5, 5.5], [1, 3]])


def test_scale_quad_keeps_pixel_edges_on_pixel_edges() -> None:
    np.testing.assert_array_equal(scale_quad(frame_quad(40, 30), (0.5, 2)), frame_quad(20, 60))
    # The second pixel's centre is 1.5 px from the edge, 0.75 px once halved, 0.25 px past the first centre.
    np.testing.assert_array_equal(
        scale_quad(rectangle(1, 1, 3, 3), (0.5, 0.5)), rectangle(0.25, 0.25, 1.25, 1.25)
    )


def test_scale_quad_there_and_back_is_the_identity() -> None:
    np.testing.assert_allclose(
        scale_quad(scale_quad(TILTED, (0.3, 0.7)), (1 / 0.3, 1 / 0.7)), TILTED, atol=1e-4
    )


@pytest.mark.parametrize(
    ("quad", "share"),
    [
        (rectangle(10, 10, 50, 40), 1.0),
        (rectangle(-0.5, -0.5, 99.5, 79.5), 1.0),
        (rectangle(79.5, 10, 119.5, 40), 0.5),
        (rectangle(-40.5, -20.5, 39.5, 19.5), 0.25),
        (rectangle(200, 10, 240, 40), 0.0),
        (np.full((4, 2), 5, np.float32), 0.0),
    ],
)
def test_visible_share_of_a_100_by_80_photo(quad: QuadArray, share: float) -> None:
    assert visible_share(quad, 100, 80) == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize("turns", range(4))
def test_quarter_turns_between_undoes_roll_quad(turns: int) -> None:
    seen = np.array([[10, 12], [90, 8], [95, 60], [5, 55]], np.float32)
    assert quarter_turns_between(seen, roll_quad(seen, turns)) == turns
