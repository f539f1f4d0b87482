"""A smoke step of the compact recogniser's training: cut lines, train two steps, export, read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from idvision.session import OnnxSession
from idvision.text_compact import HEIGHT, WIDTHS, CompactRecognizer
from tests.flat_lines import write_flat_set
from training.synth.dataset import read_dataset

torch = pytest.importorskip("torch")

from training.recognize import export, train  # noqa: E402
from training.recognize.augment import view_of  # noqa: E402
from training.recognize.net import ALPHABET  # noqa: E402
from training.recognize.samples import is_closed, load_lines  # noqa: E402


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_flat_set(tmp_path_factory.mktemp("lines"), 3)


def test_lines_of_the_alphabet_are_cut_out_and_others_left(drawn: Path) -> None:
    lines = load_lines([drawn])
    printed = {
        line.text.strip()
        for sample in read_dataset(drawn)
        for document in sample.truth.documents
        for line in document.lines
    }
    assert lines
    assert {line.text for line in lines} <= {text for text in printed if is_closed(text)}
    assert load_lines([drawn]) == lines


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("2031.04.05-长期", True),
        ("HELLO WORLD", False),
        ("P<UTO<<ANNA", True),
        ("姓名 7", False),
        ("7", False),
    ],
)
def test_what_is_closed(text: str, closed: bool) -> None:
    assert is_closed(text) is closed


def test_views_are_the_same_every_time_and_fill_their_bucket(drawn: Path) -> None:
    line = load_lines([drawn])[0]
    first, second = (view_of(line, WIDTHS[-1], np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert first.shape == (HEIGHT, WIDTHS[-1])


def test_it_trains_and_the_export_reads_in_the_engine(drawn: Path, tmp_path: Path) -> None:
    train.main(["--data", str(drawn), "--out", str(tmp_path), "--smoke"])
    path = tmp_path / "compact.onnx"
    assert export.export_recognizer(tmp_path / "weights.pt", path) < 1e-3
    reader = CompactRecognizer(OnnxSession(path, name="recognize_compact", threads=1))
    assert reader.alphabet == ALPHABET
    (reading,) = reader([np.full((40, 200, 3), 90, np.uint8)])
    assert set(reading.text) <= set(ALPHABET)
