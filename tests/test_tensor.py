from __future__ import annotations

import numpy as np
import pytest

from idvision.tensor import fit_height, halved_to, resize_to_multiple, to_nchw


def test_to_nchw_maps_0_to_minus_1_and_255_to_1_in_the_given_colour_order() -> None:
    image = np.zeros((2, 3, 3), np.uint8)
    image[0, 1] = [255, 51, 0]
    tensor = to_nchw([image])
    assert tensor.shape == (1, 3, 2, 3)
    assert tensor.dtype == np.float32
    np.testing.assert_allclose(tensor[0, :, 0, 1], [1, -0.6, -1], atol=1e-6)
    np.testing.assert_allclose(tensor[0, :, 1, 2], [-1, -1, -1])


def test_to_nchw_is_contiguous_and_stacks_in_order() -> None:
    tensor = to_nchw([np.full((4, 4, 3), value, np.uint8) for value in (0, 255)])
    assert tensor.flags.c_contiguous
    np.testing.assert_allclose(tensor.mean(axis=(1, 2, 3)), [-1, 1], atol=1e-6)


@pytest.mark.parametrize(
    ("shape_hw", "long_side", "expected_hw"),
    [
        ((720, 1142), 960, (608, 960)),
        ((1142, 720), 960, (960, 608)),
        ((100, 100), 320, (320, 320)),
        ((10, 4000), 960, (32, 960)),
    ],
)
def test_both_sides_become_multiples_of_32(
    shape_hw: tuple[int, int], long_side: int, expected_hw: tuple[int, int]
) -> None:
    assert resize_to_multiple(np.zeros((*shape_hw, 3), np.uint8), long_side).shape == (*expected_hw, 3)


def test_shrinking_averages_so_that_fine_stripes_become_grey() -> None:
    stripes = np.zeros((256, 256, 3), np.uint8)
    stripes[:, ::2] = 200
    assert np.unique(resize_to_multiple(stripes, 64)).tolist() == [100]
    assert np.unique(fit_height(stripes, 64, 999)).tolist() == [100]


@pytest.mark.parametrize(
    ("shape_hw", "expected_hw"),
    [((96, 200), (48, 100)), ((24, 200), (48, 320)), ((96, 1000), (48, 320)), ((500, 3), (48, 1))],
)
def test_fit_height_keeps_the_aspect_up_to_the_largest_width(
    shape_hw: tuple[int, int], expected_hw: tuple[int, int]
) -> None:
    assert fit_height(np.zeros((*shape_hw, 3), np.uint8), 48, 320).shape == (*expected_hw, 3)


@pytest.mark.parametrize(
    ("shape_hw", "factor", "expected_hw"),
    [
        ((720, 1280), 1, (720, 1280)),
        ((1200, 1600), 2, (600, 800)),
        ((4001, 2001), 4, (1000, 500)),
        ((1, 1700), 1, (1, 1700)),
    ],
)
def test_an_image_is_halved_until_it_is_small_enough(
    shape_hw: tuple[int, int], factor: int, expected_hw: tuple[int, int]
) -> None:
    halved, by = halved_to(np.zeros((*shape_hw, 3), np.uint8), 1600)
    assert (halved.shape[:2], by) == (expected_hw, factor)


def test_a_halved_pixel_is_the_mean_of_those_it_covers() -> None:
    image = np.repeat(np.arange(9, dtype=np.uint8)[None, :, None] * 10, 5, axis=0).repeat(3, axis=2)
    halved, factor = halved_to(image, 8)
    assert (factor, halved.shape) == (2, (2, 4, 3))
    np.testing.assert_array_equal(halved[0, :, 0], [5, 25, 45, 65])
