from __future__ import annotations

import cv2
import numpy as np
import pytest

from idvision.geometry import quad_sides
from idvision.text_detect import GROWTH_RATIO, TextDetector, postprocess, preprocess, reading_order
from idvision.types import FloatArray, QuadArray


def heatmap_of(*cores: tuple[int, int, int, int], value: float = 0.9) -> FloatArray:
    """An empty map of 100 rows and 200 columns with cores `x1, y1, x2, y2`, ends excluded."""
    heatmap = np.zeros((100, 200), np.float32)
    for x1, y1, x2, y2 in cores:
        heatmap[y1:y2, x1:x2] = value
    return heatmap


def turned_rectangle(width: float, height: float, angle_deg: float) -> QuadArray:
    """Corners around (100, 100), the corner printed at the top left first."""
    angle = np.deg2rad(angle_deg)
    right, down = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    halves = [(-width, -height), (width, -height), (width, height), (-width, height)]
    return np.array([100 + x / 2 * right + y / 2 * down for x, y in halves], np.float32)


def test_a_core_is_grown_on_every_side_by_area_times_ratio_over_perimeter() -> None:
    # 40 x 6 px: grown by 240 * 1.6 / 92 px; pixel 20 begins at 19.5 in coordinates of pixel centres.
    growth = 240 * 1.6 / 92
    quads, _ = postprocess(heatmap_of((20, 30, 60, 36)), (100, 200))
    assert pytest.approx(1.6) == GROWTH_RATIO
    left, top, right, bottom = 19.5 - growth, 29.5 - growth, 59.5 + growth, 35.5 + growth
    expected = [[left, top], [right, top], [right, bottom], [left, bottom]]
    np.testing.assert_allclose(quads, [expected], atol=1e-3)


def test_lines_come_in_pixels_of_the_image_and_not_of_the_map() -> None:
    heatmap = heatmap_of((20, 30, 60, 36))
    (small,), _ = postprocess(heatmap, (100, 200))
    (large,), _ = postprocess(heatmap, (300, 400))
    np.testing.assert_allclose(large, (small + 0.5) * [2, 3] - 0.5, atol=1e-3)


def test_the_score_is_the_mean_probability_inside_the_core() -> None:
    heatmap = heatmap_of((20, 30, 60, 40))
    heatmap[35:40, 20:60] = 0.7
    _, scores = postprocess(heatmap, (100, 200))
    # 400 px of the core and the row and column by which the dilation widens it.
    assert scores == pytest.approx([(200 * 0.9 + 200 * 0.7) / (41 * 11)], abs=1e-5)
    assert scores.dtype == np.float32


def test_two_lines_are_two_quads() -> None:
    quads, scores = postprocess(heatmap_of((20, 20, 90, 30), (20, 60, 150, 70)), (100, 200))
    assert quads.shape == (2, 4, 2)
    assert len(scores) == 2
    assert sorted(quads.mean(axis=1)[:, 1].tolist()) == pytest.approx([24.5, 64.5], abs=1e-3)


@pytest.mark.parametrize(
    "heatmap",
    [
        heatmap_of(),
        heatmap_of((20, 30, 60, 40), value=0.29),
        heatmap_of((20, 30, 60, 40), value=0.45),
        heatmap_of((20, 30, 60, 32)),
    ],
    ids=["empty", "under the core threshold", "faint core", "too thin"],
)
def test_what_is_no_line_gives_empty_arrays_of_the_usual_shape(heatmap: FloatArray) -> None:
    quads, scores = postprocess(heatmap, (100, 200))
    assert quads.shape == (0, 4, 2)
    assert scores.shape == (0,)
    assert quads.dtype == scores.dtype == np.float32


def test_a_slanted_core_gives_a_quad_with_its_slant() -> None:
    heatmap = np.zeros((200, 200), np.float32)
    cv2.fillConvexPoly(heatmap, np.rint(turned_rectangle(120, 12, 20)).astype(np.int32), 0.9)
    (quad,), _ = postprocess(heatmap, (200, 200))
    along = quad[1] - quad[0]
    assert np.degrees(np.arctan2(along[1], along[0])) == pytest.approx(20, abs=1)
    np.testing.assert_allclose(quad.mean(axis=0), [100, 100], atol=0.7)
    growth = 120 * 12 * GROWTH_RATIO / (2 * 132)
    # The stairs of a slanted rim and the dilation make the core up to 2 px wider before it grows.
    assert quad_sides(quad) == pytest.approx((120 + 2 * growth, 12 + 2 * growth) * 2, abs=5)


def test_a_core_at_the_rim_of_the_map_is_found() -> None:
    quads, _ = postprocess(heatmap_of((0, 0, 40, 8), (160, 92, 200, 100)), (100, 200))
    centres = sorted(quads.mean(axis=1).tolist())
    np.testing.assert_allclose(centres, [[19.5, 3.5], [179, 95]], atol=0.6)


def test_the_map_is_left_as_it_was() -> None:
    heatmap = heatmap_of((20, 30, 60, 40))
    before = heatmap.copy()
    postprocess(heatmap, (100, 200))
    np.testing.assert_array_equal(heatmap, before)


@pytest.mark.parametrize("shift", [0, 1, 2, 3])
@pytest.mark.parametrize("angle", [-40, -10, 0, 10, 40])
def test_a_wide_line_starts_at_its_top_left(angle: float, shift: int) -> None:
    expected = turned_rectangle(120, 20, angle)
    np.testing.assert_allclose(reading_order(np.roll(expected, shift, axis=0)), expected)
    np.testing.assert_allclose(reading_order(np.roll(expected, shift, axis=0)[::-1]), expected)


@pytest.mark.parametrize("shift", [0, 1, 2, 3])
@pytest.mark.parametrize("angle", [-130, -100, -90, -80, -50])
def test_a_tall_line_starts_at_its_bottom_left_and_runs_up(angle: float, shift: int) -> None:
    expected = turned_rectangle(120, 20, angle)
    ordered = reading_order(np.roll(expected, shift, axis=0))
    np.testing.assert_allclose(ordered, expected)
    assert ordered[1, 1] < ordered[0, 1]


@pytest.mark.parametrize(("height", "runs_up"), [(30, False), (44, False), (46, True)])
def test_only_what_is_half_as_tall_again_as_wide_runs_up(height: float, runs_up: bool) -> None:
    ordered = reading_order(turned_rectangle(30, height, 0))
    expected = (0, -height) if runs_up else (30, 0)
    assert tuple((ordered[1] - ordered[0]).tolist()) == expected


def test_preprocess_gives_one_normalised_input_with_sides_in_multiples_of_32() -> None:
    tensor = preprocess(np.full((720, 1142, 3), 255, np.uint8), 480)
    assert tensor.shape == (1, 3, 288, 480)
    assert float(tensor.min()) == pytest.approx(1)


class MirrorSession:
    """Says that text is where the input is bright."""

    def run(self, tensor: FloatArray) -> list[FloatArray]:
        return [(tensor[:, :1] > 0).astype(np.float32)]


def test_the_detector_returns_lines_in_pixels_of_the_picture_it_was_given() -> None:
    image = np.zeros((300, 600, 3), np.uint8)
    image[100:140, 200:400] = 255
    quads, scores = TextDetector(MirrorSession())(image, 320)
    assert len(quads) == len(scores) == 1
    np.testing.assert_allclose(quads[0].mean(axis=0), [299.5, 119.5], atol=2)
    growth = 200 * 40 * GROWTH_RATIO / 480
    assert quad_sides(quads[0]) == pytest.approx((200 + 2 * growth, 40 + 2 * growth) * 2, abs=8)
