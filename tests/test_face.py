from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from idvision.face import INPUT_SIDE, FaceDetector, anchors, decode_boxes, merged, overlap, preprocess
from idvision.models import Models
from idvision.rectify import turn_image
from idvision.types import FloatArray, Image
from tests.drawing import draw_resident_id_back, draw_resident_id_front, random_resident

SURE, DOUBTFUL = 3.0, -0.5


class ScriptedSession:
    """Answers, whatever it is shown, with faces at some anchors; keeps its inputs."""

    def __init__(self, answers: Sequence[tuple[int, float, tuple[float, float, float, float]]]) -> None:
        self.inputs: list[FloatArray] = []
        self.regressors = np.zeros((1, 896, 16), np.float32)
        self.logits = np.full((1, 896, 1), -100, np.float32)
        for anchor, logit, box in answers:
            self.logits[0, anchor, 0] = logit
            self.regressors[0, anchor, :4] = box

    def run(self, tensor: FloatArray) -> list[FloatArray]:
        self.inputs.append(tensor)
        return [self.regressors, self.logits]


def test_an_image_fills_the_width_of_the_square_in_rgb_and_the_rest_is_grey() -> None:
    blue = np.zeros((720, 1440, 3), np.uint8)
    blue[..., 0] = 255
    tensor, box = preprocess(blue)
    assert (tensor.shape, tensor.dtype) == ((1, 3, INPUT_SIDE, INPUT_SIDE), np.float32)
    np.testing.assert_allclose(tensor[0, :, :128].transpose(1, 2, 0), np.full((128, 256, 3), (-1, -1, 1)))
    np.testing.assert_allclose(tensor[0, :, 128:], 114 / 127.5 - 1, rtol=1e-5)
    assert box.to_picture(np.array([[255.5, 127.5]])).tolist() == [[1439.5, 719.5]]


@pytest.mark.parametrize("size_wh", [(1143, 721), (500, 300), (40, 900), (3, 2)])
def test_an_image_of_any_size_lies_in_the_square_from_end_to_end(size_wh: tuple[int, int]) -> None:
    width, height = size_wh
    _, box = preprocess(np.zeros((height, width, 3), np.uint8))
    ends = np.array([box.offset_xy, box.offset_xy]) - 0.5
    ends[1] += np.array([width, height]) * box.scale_xy
    # A last odd row or column is not looked at.
    assert max(np.ptp(ends, axis=0)) == pytest.approx(INPUT_SIDE, abs=0.5)
    np.testing.assert_allclose(box.to_picture(ends), [[-0.5, -0.5], [width - 0.5, height - 0.5]], atol=0.01)


def test_anchors_run_over_both_grids_row_by_row() -> None:
    places = anchors()
    assert places.shape == (896, 2)
    assert places[:3].tolist() == [[8, 8], [8, 8], [24, 8]]
    assert places[511].tolist() == [248, 248]
    assert places[[512, 517, 518]].tolist() == [[16, 16], [16, 16], [48, 16]]
    assert places[-1].tolist() == [240, 240]


def test_a_box_lies_about_its_anchor() -> None:
    regressors = np.zeros((896, 16), np.float32)
    regressors[2, :4] = 4, -2, 20, 10
    # The anchor at (24, 8) moved to (28, 6), in coordinates whose pixel centres are at halves.
    assert decode_boxes(regressors)[2].tolist() == [17.5, 0.5, 37.5, 10.5]


def test_overlap_is_intersection_over_union() -> None:
    boxes = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30]], np.float32)
    np.testing.assert_allclose(overlap(boxes[0], boxes), [1, 1 / 3, 0], rtol=1e-6)


def test_overlapping_boxes_become_their_mean_by_score_and_the_best_face_stands_first() -> None:
    boxes = np.array([[0, 0, 10, 10], [100, 100, 120, 120], [2, 2, 12, 12]], np.float32)
    first, second = merged(boxes, np.array([0.6, 0.9, 0.6], np.float32))
    assert (first.box, first.score) == ((100, 100, 120, 120), pytest.approx(0.9))
    assert (second.box, second.score) == (pytest.approx((1, 1, 11, 11)), pytest.approx(0.6))


def test_a_face_is_told_in_pixels_of_the_image_and_a_doubtful_one_is_not() -> None:
    session = ScriptedSession([(0, DOUBTFUL, (0, 0, 40, 40)), (400, SURE, (0, 0, 32, 16))])
    (face,) = FaceDetector(session)(np.zeros((512, 1024, 3), np.uint8))
    # Anchor 400 is in row 12, column 8 of the fine grid: (136, 200) of the input, which is a quarter in size.
    assert face.box == pytest.approx((4 * 120 - 0.5, 4 * 192 - 0.5, 4 * 152 - 0.5, 4 * 208 - 0.5))
    assert face.score == pytest.approx(1 / (1 + np.exp(-SURE)))
    assert [tensor.shape for tensor in session.inputs] == [(1, 3, 256, 256)]


def test_logits_of_any_size_are_probabilities() -> None:
    session = ScriptedSession([(0, 1e6, (0, 0, 40, 40)), (800, -1e6, (0, 0, 40, 40))])
    (face,) = FaceDetector(session)(np.zeros((256, 256, 3), np.uint8))
    assert face.score == 1


@pytest.fixture(scope="module")
def front() -> Image:
    return draw_resident_id_front(random_resident(5))


@pytest.mark.weights
@pytest.mark.parametrize("seed", range(4))
def test_the_face_on_a_drawn_card_is_found_in_its_place(seed: int, models: Models) -> None:
    card = draw_resident_id_front(random_resident(seed))
    height, width = card.shape[:2]
    face = models.detect_faces(card)[0]
    x1, y1, x2, y2 = np.array(face.box) / (width, height, width, height)
    # The picture is drawn at 55.4 to 80.2 mm of 85.6 mm, 8.2 to 38.7 mm of 54 mm.
    assert 55.4 / 85.6 < x1 < x2 < 80.2 / 85.6
    assert 8.2 / 54 < y1 < y2 < 38.7 / 54
    assert face.score > 0.7


@pytest.mark.weights
def test_a_face_keeps_its_place_when_the_card_image_is_smaller(front: Image, models: Models) -> None:
    small = np.ascontiguousarray(front[::2, ::2])
    large_box, small_box = models.detect_faces(front)[0].box, models.detect_faces(small)[0].box
    assert 2 * np.array(small_box) == pytest.approx(np.array(large_box), abs=0.02 * front.shape[0])


@pytest.mark.weights
def test_a_card_on_its_head_or_from_behind_shows_no_sure_face(front: Image, models: Models) -> None:
    back = draw_resident_id_back(random_resident(5))
    for image in (turn_image(front, 2), back, np.zeros_like(front)):
        assert all(face.score < 0.7 for face in models.detect_faces(image))
