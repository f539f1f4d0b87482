"""From the network's maps to detections in the photo, with a network that learned everything or nothing."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import pytest

from idvision.geometry import as_quad, frame_quad, quad_iou
from idvision.letterbox import letterbox
from idvision.locate import INPUT_SIDE, CardLocator, beyond_border, finish_quad, on_border
from idvision.types import FloatArray, Image, QuadArray, Tensor
from training.locate.targets import draw_targets

PHOTO_WH = (960, 720)
CARD = np.array([[250, 200], [690, 240], [740, 520], [200, 500]], np.float32)


def photo_of(*quads: QuadArray) -> Image:
    """Return pale cards on a darker, softly mottled table."""
    noise = np.random.default_rng(1).uniform(60, 110, (9, 12, 3)).astype(np.uint8)
    photo = cv2.resize(noise, PHOTO_WH, interpolation=cv2.INTER_CUBIC)
    for quad in quads:
        fixed = np.rint((quad + 0.5) * 16 - 8).astype(np.int32)
        cv2.fillConvexPoly(photo, fixed, (226, 230, 236), cv2.LINE_AA, shift=4)
    return cv2.GaussianBlur(photo, (0, 0), 0.7)


class Learned:
    """Answers with the maps that are taught for these documents of the photo, moved by `error_px`."""

    metadata: Mapping[str, str] = {}

    def __init__(self, *quads: QuadArray, error_px: float = 0.0) -> None:
        self._quads, self._error = quads, error_px

    def run(self, *tensors: Tensor) -> list[FloatArray]:
        _, box = letterbox(np.zeros((PHOTO_WH[1], PHOTO_WH[0], 3), np.uint8), INPUT_SIDE)
        inside = [
            (quad + 0.5) * np.array(box.scale_xy) - 0.5 + np.array(box.offset_xy) + self._error
            for quad in self._quads
        ]
        targets = draw_targets(
            np.array(inside, np.float32).reshape(-1, 4, 2), np.ones(len(inside), np.float32), INPUT_SIDE
        )
        height, width = (length // 4 for length in tensors[0].shape[1:3])
        maps = (targets.mask, targets.core, targets.votes, targets.corners)
        sizes = ((height, width), (height, width), (height // 2, width // 2), (2 * height, 2 * width))
        return [grid[..., :rows, :columns] for grid, (rows, columns) in zip(maps, sizes, strict=True)]


def error_of(found: object, truth: QuadArray) -> float:
    return float(np.abs(as_quad(found) - truth).max())


def test_a_card_is_found_to_a_fraction_of_a_pixel_of_the_photo() -> None:
    (found,) = CardLocator(Learned(CARD))(photo_of(CARD))
    assert error_of(found.quad, CARD) < 1.0
    assert found.corners_seen == (True,) * 4
    assert found.score == 1.0


def test_in_a_photo_of_any_size_a_card_is_found_at_its_place() -> None:
    large = np.repeat(np.repeat(photo_of(CARD), 4, axis=0), 4, axis=1)
    place = (CARD + 0.5) * 4 - 0.5
    (found,) = CardLocator(Learned(CARD))(large)
    assert error_of(found.quad, place) < 4.0
    assert found.corners_seen == (True,) * 4


def test_an_outline_two_input_pixels_off_is_moved_onto_the_edges() -> None:
    (found,) = CardLocator(Learned(CARD, error_px=1.5))(photo_of(CARD))
    assert error_of(found.quad, CARD) < 1.0


def test_a_rough_outline_stays_where_the_network_has_it() -> None:
    (found,) = CardLocator(Learned(CARD, error_px=1.5)).roughly(photo_of(CARD))
    # One pixel of the input is three of the photo.
    assert 2.0 < error_of(found.quad, CARD) < 7.0
    assert found.corners_seen == (True,) * 4


def test_without_edges_the_network_is_believed() -> None:
    plain = np.full((PHOTO_WH[1], PHOTO_WH[0], 3), 120, np.uint8)
    (found,) = CardLocator(Learned(CARD))(plain)
    assert quad_iou(as_quad(found.quad), CARD) > 0.97


def test_every_card_is_found_and_the_surest_comes_first() -> None:
    other = CARD * 0.5 + np.float32([20, 0])
    second = CARD * 0.5 + np.float32([560, 400])
    found = CardLocator(Learned(other, second))(photo_of(other, second))
    assert len(found) == 2
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_corners_beyond_the_frame_are_inferred_and_marked() -> None:
    cut = CARD + np.float32([370, 0])
    (found,) = CardLocator(Learned(cut))(photo_of(cut))
    assert quad_iou(as_quad(found.quad), cut) > 0.97
    assert found.corners_seen == (True, False, False, True)


def test_a_photo_without_documents_has_no_detections() -> None:
    assert CardLocator(Learned())(photo_of()) == ()


def test_the_photo_is_not_written_to() -> None:
    photo = photo_of(CARD)
    before = photo.copy()
    CardLocator(Learned(CARD))(photo)
    np.testing.assert_array_equal(photo, before)


@pytest.mark.parametrize("image", [np.zeros((9, 9), np.uint8), np.zeros((9, 9, 3), np.float32)])
def test_anything_but_a_colour_image_is_refused(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"expected an image \(H, W, 3\) uint8"):
        CardLocator(Learned())(image)


def test_a_scan_cut_to_its_document_is_the_frame_itself() -> None:
    nearly = frame_quad(*PHOTO_WH) + np.float32([[3, 2], [-4, 3], [-2, -3], [4, -2]])
    np.testing.assert_array_equal(finish_quad(photo_of(), nearly), frame_quad(*PHOTO_WH))


def test_only_a_side_along_the_border_is_put_on_it() -> None:
    touching = np.array([[2, 100], [300, 90], [310, 300], [80, 310]], np.float32)
    np.testing.assert_array_equal(on_border(touching, *PHOTO_WH), touching)


def test_sides_beyond_the_border_are_not_sought() -> None:
    cut = np.array([[400, 100], [1000, 110], [1010, 500], [390, 480]], np.float32)
    assert beyond_border(cut, *PHOTO_WH).tolist() == [False, True, False, False]
