from __future__ import annotations

import numpy as np
import pytest

from idvision.models import Models
from idvision.rectify import turn_image
from idvision.text_orient import TextOrienter, preprocess
from idvision.types import FloatArray
from tests.conftest import PrintLine


class RecordingSession:
    """Keeps its inputs; answers with the share of bright pixels as the second class."""

    def __init__(self) -> None:
        self.inputs: list[FloatArray] = []

    def run(self, tensor: FloatArray) -> list[FloatArray]:
        self.inputs.append(tensor)
        share = (tensor > 0).mean(axis=(1, 2, 3))
        return [np.stack([1 - share, share], axis=1).astype(np.float32)]


def test_a_short_line_is_padded_with_0_on_the_right() -> None:
    tensor = preprocess([np.full((24, 48, 3), 255, np.uint8)])
    assert tensor.shape == (1, 3, 48, 192)
    assert tensor.dtype == np.float32
    np.testing.assert_allclose(tensor[..., :96], 1)
    np.testing.assert_array_equal(tensor[..., 96:], 0)


def test_a_long_line_is_squeezed_and_keeps_both_ends() -> None:
    crop = np.zeros((48, 960, 3), np.uint8)
    crop[:, 480:] = 255
    tensor = preprocess([crop])
    np.testing.assert_allclose(tensor[..., :90], -1)
    np.testing.assert_allclose(tensor[..., 102:], 1)


def test_the_answer_is_the_second_class_in_the_order_of_the_crops() -> None:
    session = RecordingSession()
    crops = [np.full((48, 192, 3), value, np.uint8) for value in (255, 0, 255)]
    answer = TextOrienter(session)(crops)
    assert answer.tolist() == [1, 0, 1]
    assert [tensor.shape for tensor in session.inputs] == [(3, 3, 48, 192)]


def test_without_crops_the_network_is_not_asked() -> None:
    session = RecordingSession()
    answer = TextOrienter(session)([])
    assert answer.shape == (0,)
    assert session.inputs == []


@pytest.mark.weights
@pytest.mark.parametrize("text", ["Aldermoor Bank 1846", "云溪市青禾路三十七号"])
def test_a_line_on_its_head_is_told_from_an_upright_one(
    models: Models, print_line: PrintLine, text: str
) -> None:
    line = print_line(text)
    upright, turned = models.orient_text([line, turn_image(line, 2)])
    assert upright < 0.2
    assert turned > 0.8
