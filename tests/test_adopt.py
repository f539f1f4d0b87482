"""A text recogniser of another package is taken in with its alphabet."""

from __future__ import annotations

from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from idvision.text_recognize import charset_from_metadata
from training.adopt import adopt


def network(path: Path, classes: int) -> Path:
    """A network that answers with its input."""
    value = (TensorProto.FLOAT, [None, None, classes])
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])],
        "same",
        [helper.make_tensor_value_info("x", *value)],
        [helper.make_tensor_value_info("y", *value)],
    )
    onnx.save(helper.make_model(graph), path)
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "inference.yml"
    path.write_text("PostProcess:\n  character_dict: ['甲', '乙', 'X']\n", encoding="utf-8")
    return path


def test_the_characters_become_metadata_and_the_graph_stays(tmp_path: Path, settings: Path) -> None:
    source, adopted = network(tmp_path / "rec.onnx", 5), tmp_path / "adopted.onnx"
    assert adopt(source, settings, adopted) == 5
    model = onnx.load(adopted)
    assert model.graph == onnx.load(source).graph
    (character,) = (entry.value for entry in model.metadata_props if entry.key == "character")
    assert charset_from_metadata(character) == ("", "甲", "乙", "X", " ")


def test_characters_that_are_not_the_networks_are_refused(tmp_path: Path, settings: Path) -> None:
    with pytest.raises(ValueError, match="7 classes, but 3 characters"):
        adopt(network(tmp_path / "rec.onnx", 7), settings, tmp_path / "adopted.onnx")
