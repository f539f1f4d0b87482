"""The compact recogniser around its network: grey lines in fixed widths, CTC, alphabets."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from idvision.text_compact import HEIGHT, PAD_VALUE, STRIDE, WIDTHS, CompactRecognizer, grey_line
from idvision.types import FloatArray, Tensor

ALPHABET = "0123456789X<"


class FakeSession:
    """Reads, from the first column of a line, the class that each of three steps shows; then blanks."""

    metadata: Mapping[str, str] = {"alphabet": ALPHABET}

    def __init__(self) -> None:
        self.given: list[Tensor] = []

    def run(self, *tensors: Tensor) -> list[FloatArray]:
        (lines,) = tensors
        self.given.append(lines)
        probs = np.full((len(lines), lines.shape[2] // STRIDE, 1 + len(ALPHABET)), 0.01, np.float32)
        probs[..., 0] = 0.9
        for row, line in enumerate(lines):
            for step, level in enumerate(line[:3, 0].tolist()):
                probs[row, 2 * step] = 0.01
                probs[row, 2 * step, 1 + level // 20] = 0.8
        return [probs]


def crop(width: int, *digits: int, height: int = HEIGHT) -> np.ndarray:
    """A line at the network's height that says `digits` to the fake session."""
    image = np.full((height, width, 3), 200, np.uint8)
    for row, digit in enumerate(digits):
        image[row, 0] = digit * 20 + 10
    return image


def test_lines_of_several_widths_come_back_in_their_order() -> None:
    session = FakeSession()
    readings = CompactRecognizer(session)([crop(300, 1, 2, 3), crop(50, 4, 5, 6), crop(250, 7, 8, 9)])
    assert [reading.text for reading in readings] == ["123", "456", "789"]
    assert sorted({lines.shape[2] for lines in session.given}) == [96, 256, 384]
    assert all(lines.dtype == np.uint8 and lines.shape[1] == HEIGHT for lines in session.given)


def test_lines_of_one_width_share_a_batch_and_padding_is_grey() -> None:
    session = FakeSession()
    CompactRecognizer(session)([crop(60, 1), crop(90, 2)])
    (lines,) = session.given
    assert lines.shape == (2, HEIGHT, 96)
    assert (lines[0, :, 60:] == PAD_VALUE).all()


def test_a_batch_is_bounded() -> None:
    session = FakeSession()
    CompactRecognizer(session)([crop(800, 1)] * 7)
    assert [len(lines) for lines in session.given] == [3, 3, 1]


def test_probabilities_and_places_belong_to_the_characters() -> None:
    (reading,) = CompactRecognizer(FakeSession())([crop(96, 1, 2, 3)])
    assert reading.probabilities == pytest.approx((0.8, 0.8, 0.8))
    assert reading.centres == pytest.approx(((0 + 0.5) / 24, 2.5 / 24, 4.5 / 24))


def test_no_lines_are_no_readings() -> None:
    session = FakeSession()
    assert CompactRecognizer(session)([]) == ()
    assert session.given == []


def test_probabilities_are_those_of_the_alphabets_characters() -> None:
    probs = CompactRecognizer(FakeSession()).probabilities(crop(96, 1, 2, 3), "123")
    assert probs.shape == (24, 4)
    assert (probs.sum(axis=1) < 1).all()
    assert probs[0].argmax() == 1 and probs[2].argmax() == 2


def test_an_alphabet_that_the_network_does_not_know_is_an_error() -> None:
    with pytest.raises(ValueError, match="alphabet"):
        CompactRecognizer(FakeSession()).probabilities(crop(96, 1), "12Ω")


def test_a_line_is_brought_to_the_height_and_never_wider_than_the_last_bucket() -> None:
    assert grey_line(crop(200, height=64)).shape == (HEIGHT, 100)
    assert grey_line(crop(3000, height=32)).shape == (HEIGHT, WIDTHS[-1])
    assert grey_line(crop(2, height=32)).shape == (HEIGHT, 8)
