"""A smoke step of the line recogniser's training: port, lines, views, two steps, export."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
import rapidocr
from onnx import numpy_helper

from idvision.session import OnnxSession
from idvision.text_recognize import INPUT_HEIGHT, WIDTHS, TextRecognizer
from tests.flat_lines import write_flat_set

torch = pytest.importorskip("torch")

from training.lines import Line  # noqa: E402
from training.textline import export, train  # noqa: E402
from training.textline.augment import view_of  # noqa: E402
from training.textline.net import load_pretrained  # noqa: E402
from training.textline.samples import MARGIN, as_read, load_lines  # noqa: E402
from training.textline.texts import han_text, latin_text, vietnamese_syllable  # noqa: E402

PRETRAINED = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_flat_set(tmp_path_factory.mktemp("lines"), 2)


def test_the_port_answers_as_the_file_does() -> None:
    network, characters = load_pretrained(PRETRAINED)
    session = OnnxSession(PRETRAINED, name="text_recognize", threads=1)
    lines = np.random.default_rng(0).uniform(-1, 1, (2, 3, INPUT_HEIGHT, 160)).astype(np.float32)
    with torch.no_grad():
        answered = torch.softmax(network(torch.from_numpy(lines)), 2).numpy()
    np.testing.assert_allclose(answered, session.run(lines)[0], atol=1e-4)
    assert len(characters) == answered.shape[2]


def test_new_characters_stand_before_the_space_and_known_ones_are_not_added_again() -> None:
    known = load_pretrained(PRETRAINED)[1]
    network, characters = load_pretrained(PRETRAINED, "ẢA")
    assert characters == (*known[:-1], "Ả", " ")
    assert network.classes.out_features == len(known) + 1


def test_a_file_of_another_network_is_refused(tmp_path: Path) -> None:
    model = onnx.load(PRETRAINED)
    entry = next(entry for entry in model.graph.initializer if len(entry.dims) == 4)
    values = numpy_helper.to_array(entry)
    entry.CopyFrom(numpy_helper.from_array(np.repeat(values, 2, axis=0), entry.name))
    other = tmp_path / "other.onnx"
    onnx.save(model, other)
    with pytest.raises(ValueError, match="another network"):
        load_pretrained(other)


def test_old_classes_keep_their_weights() -> None:
    network, _ = load_pretrained(PRETRAINED, "Ả")
    is_new = [False] * network.classes.out_features
    is_new[-2] = True
    train.freeze_classes(network, is_new)
    network.classes(torch.ones(1, network.classes.in_features)).sum().backward()
    gradient = network.classes.weight.grad
    assert gradient is not None
    assert gradient[-2].abs().sum() > 0
    assert gradient[:-2].abs().sum() == 0
    assert gradient[-1].abs().sum() == 0


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("住  址  变  动", "住址变动"),
        ("ANNA  MARIA ", "ANNA MARIA"),
        ("姓名 ANNA", "姓名 ANNA"),
        ("", ""),
    ],
)
def test_what_a_reader_should_answer(printed: str, read: str) -> None:
    assert as_read(printed) == read


def test_lines_are_cut_out_and_kept(drawn: Path) -> None:
    lines = load_lines([drawn])
    assert lines
    assert all(line.text == as_read(line.text) and 0 <= line.smear < 1 for line in lines)
    assert load_lines([drawn]) == lines


def test_a_view_is_the_same_every_time_and_holds_the_whole_line() -> None:
    height = 30
    pad = round(MARGIN * height)
    crop = np.full((height + 2 * pad, 200 + 2 * pad, 3), 255, np.uint8)
    cv2.rectangle(crop, (pad, pad), (pad + 199, pad + height - 1), (0, 0, 0), -1)
    _, data = cv2.imencode(".jpg", crop)
    line = Line(data.tobytes(), "A")
    for seed in range(20):
        view = view_of(line, np.random.default_rng(seed))
        np.testing.assert_array_equal(view, view_of(line, np.random.default_rng(seed)))
        assert view.shape[0] == INPUT_HEIGHT
        # The print fills from a third of the view's height up to all of it.
        assert 200 / height * INPUT_HEIGHT * 0.35 < view.shape[1] < 200 / height * INPUT_HEIGHT * 1.6


def test_random_text() -> None:
    rng = np.random.default_rng(1)
    syllables = [vietnamese_syllable(rng) for _ in range(300)]
    assert all(unicodedata.is_normalized("NFC", syllable) for syllable in syllables)
    assert set("ạảấộữ") <= set("".join(syllables))
    assert all(
        text == " ".join(text.split()) or "  " not in text for text in (latin_text(rng) for _ in range(50))
    )
    assert set(han_text(rng, "甲乙", "丙")) <= set("甲乙丙0123456789")


def test_lines_are_grouped_by_width_and_unknown_characters_left_out(drawn: Path) -> None:
    lines = load_lines([drawn])
    known = frozenset("".join(line.text for line in lines[1:]))
    strange = Line(lines[0].jpeg, "\u0e01")
    groups = train.by_width([*lines[1:], strange], known)
    assert {width for width, _, _ in groups} <= set(WIDTHS)
    assert all(line.text != strange.text for _, found, _ in groups for line in found)
    assert all(odds[-1] == pytest.approx(1.0) for _, _, odds in groups)


def test_it_trains_and_the_export_reads_in_the_engine(drawn: Path, tmp_path: Path) -> None:
    given = ["--pretrained", str(PRETRAINED)]
    train.main(["--data", str(drawn), "--printed", "4", "--out", str(tmp_path), "--smoke", *given])
    path = tmp_path / "reader.onnx"
    with pytest.raises(SystemExit) as ended:
        export.main(["--weights", str(tmp_path / "weights.pt"), "--out", str(path), *given])
    assert ended.value.code == 0
    assert path.stat().st_size < 0.6 * PRETRAINED.stat().st_size
    reader, before = (
        TextRecognizer(OnnxSession(file, name="text_recognize", threads=1)) for file in (path, PRETRAINED)
    )
    crop = cv2.putText(np.full((48, 300, 3), 255, np.uint8), "MARIA 47", (8, 36), 0, 1.1, (0, 0, 0), 2)
    assert reader([crop])[0].text == before([crop])[0].text
    assert reader.probabilities(crop, "Ả").shape[1] == 2
