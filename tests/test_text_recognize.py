from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from idvision.models import Models, load_models
from idvision.session import OnnxSession
from idvision.text_recognize import (
    EMPTY_READING,
    MAX_BATCH_WIDTH,
    WIDTHS,
    TextRecognizer,
    batches,
    bucket_width,
    charset_from_metadata,
    preprocess,
)
from idvision.types import FloatArray, Image, Reading
from idvision.weights import model_spec, verify
from tests.conftest import PrintLine

CHARACTERS = "a\nb\n0\nO"
CHARSET = charset_from_metadata(CHARACTERS)
LINES = (
    "ALDERMOOR",
    "5",
    "云溪市青禾路三十七号",
    "P<UTOQUILL<<ORLA<WREN<<<<<<",
    "出生",
    "NO 9048 2216",
    "柳 眠",
    "AX",
)


def line_of_width(width: int) -> Image:
    return np.full((48, width, 3), 120, np.uint8)


class TableSession:
    """Answers every line with the same table of probabilities `(T, C)` and keeps the inputs."""

    metadata: ClassVar = {"character": CHARACTERS}

    def __init__(self, table: FloatArray) -> None:
        self.table = table
        self.inputs: list[FloatArray] = []

    def run(self, tensor: FloatArray) -> list[FloatArray]:
        self.inputs.append(tensor)
        return [np.repeat(self.table[None], len(tensor), axis=0)]


class LevelSession:
    """One step for 8 pixels; reads the first step's grey level: dark is a, bright is b, then blanks."""

    metadata: ClassVar = {"character": CHARACTERS}

    def run(self, tensor: FloatArray) -> list[FloatArray]:
        probs = np.zeros((len(tensor), tensor.shape[3] // 8, len(CHARSET)), np.float32)
        probs[:, 1:, 0] = 1
        bright = tensor[:, 0, 0, 0] > 0
        probs[bright, 0, 2] = probs[~bright, 0, 1] = 1
        return [probs]


def table(*rows: dict[str, float], steps: int = 0) -> FloatArray:
    """Probabilities by character, "-" being blank; `steps` asks for more steps, all blank."""
    probs = np.zeros((max(len(rows), steps), len(CHARSET)), np.float32)
    probs[len(rows) :, 0] = 1
    for step, row in enumerate(rows):
        for character, value in row.items():
            probs[step, 0 if character == "-" else CHARSET.index(character)] = value
    return probs


def test_the_alphabet_begins_with_blank_and_ends_with_the_space() -> None:
    assert charset_from_metadata("甲\n乙\nX") == ("", "甲", "乙", "X", " ")


@pytest.mark.parametrize("bucket", WIDTHS)
def test_a_line_goes_to_the_smallest_bucket_that_holds_it(bucket: int) -> None:
    following = next((width for width in WIDTHS if width > bucket), WIDTHS[-1])
    assert bucket_width(line_of_width(bucket)) == bucket
    assert bucket_width(line_of_width(bucket + 1)) == following


def test_the_bucket_depends_on_the_aspect_and_not_on_the_size() -> None:
    assert bucket_width(np.zeros((96, 2 * WIDTHS[1], 3), np.uint8)) == WIDTHS[1]
    assert bucket_width(np.zeros((12, WIDTHS[1] // 4, 3), np.uint8)) == WIDTHS[1]


def test_a_line_is_padded_with_0_and_its_share_of_the_width_is_told() -> None:
    tensor, filled = preprocess([np.full((24, 40, 3), 255, np.uint8), line_of_width(160)], 160)
    assert tensor.shape == (2, 3, 48, 160)
    np.testing.assert_allclose(tensor[0, :, :, :80], 1)
    np.testing.assert_array_equal(tensor[0, :, :, 80:], 0)
    assert filled.tolist() == [0.5, 1]


def test_batches_hold_every_line_once_by_bucket_and_bounded_in_width() -> None:
    rng = np.random.default_rng(4)
    crops = [line_of_width(int(width)) for width in rng.integers(20, 1700, 60)]
    groups = batches(crops)
    assert sorted(index for _, members in groups for index in members) == list(range(60))
    for width, members in groups:
        assert {bucket_width(crops[index]) for index in members} == {width}
        assert len(members) == 1 or width * len(members) <= MAX_BATCH_WIDTH


def test_the_network_meets_only_bucket_widths() -> None:
    session = TableSession(table({"a": 1.0}))
    TextRecognizer(session)([line_of_width(width) for width in (30, 100, 301, 999, 5000)])
    assert {tensor.shape[3] for tensor in session.inputs} <= set(WIDTHS)
    assert sum(len(tensor) for tensor in session.inputs) == 5


def test_readings_come_in_the_order_of_the_crops_whatever_their_widths() -> None:
    crops = [line_of_width(width) for width in (900, 50, 300, 60, 910)]
    for bright in (0, 3, 4):
        crops[bright] = np.full_like(crops[bright], 250)
    readings = TextRecognizer(LevelSession())(crops)
    assert [reading.text for reading in readings] == ["b", "a", "a", "b", "b"]


def test_a_reading_merges_repeats_and_keeps_peaks() -> None:
    session = TableSession(table({"a": 0.75}, {"a": 0.5}, {"-": 1.0}, {"b": 0.25, "0": 0.125}))
    (reading,) = TextRecognizer(session)([line_of_width(WIDTHS[0])])
    assert reading.text == "ab"
    assert reading.probabilities == (0.75, 0.25)
    assert reading.confidence == 0.5
    # The middles of steps 0 to 1 and 3, of four steps.
    assert reading.centres == (0.25, 0.875)


def test_places_count_from_the_end_of_the_line_and_not_of_the_padding() -> None:
    session = TableSession(table({"a": 1.0}, {"-": 1.0}, {"-": 1.0}, {"b": 1.0}))
    (reading,) = TextRecognizer(session)([line_of_width(WIDTHS[0] // 2)])
    assert reading.centres == (0.25, 1.0)


def test_a_line_of_blanks_is_an_empty_reading_of_confidence_0() -> None:
    (reading,) = TextRecognizer(TableSession(table(steps=4)))([line_of_width(80)])
    assert reading == EMPTY_READING == Reading("", (), ())
    assert reading.confidence == 0


def test_without_crops_there_are_no_readings() -> None:
    session = TableSession(table({"a": 1.0}))
    assert TextRecognizer(session)([]) == ()
    assert session.inputs == []


def test_an_unknown_character_in_the_alphabet_is_named() -> None:
    recognizer = TextRecognizer(TableSession(table({"a": 1.0})))
    with pytest.raises(ValueError, match=r"outside the network's alphabet: \['é', '龘'\]"):
        recognizer.probabilities(line_of_width(80), "aé0龘")


def test_the_classes_of_an_alphabet_follow_the_blank_in_its_order() -> None:
    recognizer = TextRecognizer(TableSession(table({"a": 1.0})))
    assert recognizer.classes_of("0b ").tolist() == [0, 3, 2, 5]


def test_probabilities_are_those_of_the_alphabets_characters() -> None:
    session = TableSession(table({"O": 0.5, "0": 0.375, "-": 0.125}, {"-": 1.0}))
    probs = TextRecognizer(session).probabilities(line_of_width(WIDTHS[0]), "0a")
    np.testing.assert_allclose(probs, [[0.125, 0.375, 0], [1, 0, 0]])


def test_probabilities_leave_the_padding_out() -> None:
    session = TableSession(table({"a": 1.0}, steps=20))
    shares = TextRecognizer(session).probabilities(line_of_width(WIDTHS[0] // 2 + 1), "a")
    assert shares.shape == (11, 2)


@pytest.mark.weights
def test_the_networks_alphabet_has_one_character_for_every_class() -> None:
    session = OnnxSession(verify(model_spec("text_recognize")), name="text_recognize", threads=1)
    charset = charset_from_metadata(session.metadata["character"])
    tensor, _ = preprocess([line_of_width(80)], WIDTHS[0])
    (probs,) = session.run(tensor)
    assert probs.shape == (1, WIDTHS[0] // 8, len(charset))
    assert len(set(charset)) == len(charset)
    assert {len(character) for character in charset[1:]} == {1}
    np.testing.assert_allclose(probs.sum(axis=2), 1, atol=1e-3)


@pytest.mark.weights
def test_printed_lines_are_read(models: Models, print_line: PrintLine) -> None:
    readings = models.recognize_text(
        [print_line(text) for text in ("ALDERMOOR 1846", "云溪市青禾路三十七号")]
    )
    assert [reading.text for reading in readings] == ["ALDERMOOR 1846", "云溪市青禾路三十七号"]
    assert min(reading.confidence for reading in readings) > 0.9


@pytest.mark.weights
def test_places_of_characters_follow_the_print(models: Models, print_line: PrintLine) -> None:
    (reading,) = models.recognize_text([print_line("云溪市青禾路三十七号")])
    # Ten characters of one width behind a margin of 8 px on a line of 336 px.
    expected = [(8 + 32 * (index + 0.5)) / 336 for index in range(10)]
    np.testing.assert_allclose(reading.centres, expected, atol=0.03)


@pytest.mark.weights
def test_a_line_is_read_the_same_in_every_company(models: Models, print_line: PrintLine) -> None:
    crops = [print_line(text) for text in LINES]
    together = models.recognize_text(crops)
    backwards = models.recognize_text(crops[::-1])[::-1]
    alone = tuple(models.recognize_text([crop])[0] for crop in crops)
    for other in (backwards, alone):
        assert [reading.text for reading in other] == [reading.text for reading in together]
        for left, right in zip(together, other, strict=True):
            assert left.probabilities == pytest.approx(right.probabilities, abs=1e-4)
            assert left.centres == right.centres


@pytest.mark.weights
def test_the_number_of_threads_changes_nothing(models: Models, print_line: PrintLine) -> None:
    crops = [print_line(text) for text in LINES]
    single = load_models(threads=1).recognize_text(crops)
    double = models.recognize_text(crops)
    assert [reading.text for reading in single] == [reading.text for reading in double]
    for left, right in zip(single, double, strict=True):
        assert left.probabilities == pytest.approx(right.probabilities, abs=1e-4)
