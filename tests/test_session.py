from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from idvision.errors import ModelError
from idvision.session import OnnxSession

FLOAT = 1


def varint(value: int) -> bytes:
    head = bytearray()
    while value > 127:
        head.append(value & 127 | 128)
        value >>= 7
    return bytes(head) + bytes([value])


def message(*fields: tuple[int, int | str | bytes]) -> bytes:
    """Encode a protocol buffer: integers as varints, all else with its length."""
    encoded = b""
    for number, value in fields:
        if isinstance(value, int):
            encoded += varint(number << 3) + varint(value)
        else:
            data = value.encode() if isinstance(value, str) else value
            encoded += varint(number << 3 | 2) + varint(len(data)) + data
    return encoded


def value_info(name: str) -> bytes:
    """A tensor of four free axes, which is enough for every test here."""
    shape = message(*((1, message((2, axis))) for axis in "NCHW"))
    return message((1, name), (2, message((1, message((1, FLOAT), (2, shape))))))


def onnx_file(folder: Path, operator: str, inputs: tuple[str, ...], outputs: tuple[str, ...]) -> Path:
    """Write a network of one node. The field numbers are those of the messages in onnx.proto."""
    node = message(*((1, name) for name in inputs), *((2, name) for name in outputs), (4, operator))
    graph = message(
        (1, node),
        (2, "test"),
        *((11, value_info(name)) for name in inputs),
        *((12, value_info(name)) for name in outputs),
    )
    metadata = message((1, "character"), (2, "a\nb"))
    path = folder / "network.onnx"
    path.write_bytes(message((1, 8), (7, graph), (8, message((1, ""), (2, 13))), (14, metadata)))
    return path


def test_run_feeds_the_input_and_returns_the_outputs(tmp_path: Path) -> None:
    session = OnnxSession(onnx_file(tmp_path, "Neg", ("x",), ("y",)), name="negate", threads=1)
    tensor = np.arange(12, dtype=np.float32).reshape(1, 3, 2, 2)
    (output,) = session.run(tensor)
    assert output.dtype == np.float32
    np.testing.assert_array_equal(output, -tensor)


def test_one_session_takes_tensors_of_many_widths(tmp_path: Path) -> None:
    session = OnnxSession(onnx_file(tmp_path, "Neg", ("x",), ("y",)), name="negate", threads=2)
    for width in (8, 3, 20):
        (output,) = session.run(np.ones((2, 1, 4, width), np.float32))
        assert output.shape == (2, 1, 4, width)


def test_the_metadata_of_the_file_is_kept(tmp_path: Path) -> None:
    session = OnnxSession(onnx_file(tmp_path, "Neg", ("x",), ("y",)), name="negate", threads=1)
    assert session.metadata["character"] == "a\nb"


def test_a_file_that_is_no_network_is_a_model_error(tmp_path: Path) -> None:
    path = tmp_path / "network.onnx"
    path.write_bytes(b"these are not the weights")
    with pytest.raises(ModelError, match=r"^text_detect: cannot be opened$") as caught:
        OnnxSession(path, name="text_detect", threads=1)
    assert caught.value.model == "text_detect"
    assert caught.value.path == path
    assert caught.value.__cause__ is not None


def test_a_truncated_network_is_a_model_error(tmp_path: Path) -> None:
    path = onnx_file(tmp_path, "Neg", ("x",), ("y",))
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(ModelError, match="negate: cannot be opened"):
        OnnxSession(path, name="negate", threads=1)


def test_a_missing_file_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be opened"):
        OnnxSession(tmp_path / "absent.onnx", name="text_detect", threads=1)


def test_two_inputs_are_fed_in_the_order_of_the_file(tmp_path: Path) -> None:
    session = OnnxSession(onnx_file(tmp_path, "Sub", ("x", "z"), ("y",)), name="subtract", threads=1)
    five, three = (np.full((1, 1, 1, 1), value, np.float32) for value in (5, 3))
    (output,) = session.run(five, three)
    assert output.item() == 2


def test_too_few_inputs_are_refused(tmp_path: Path) -> None:
    session = OnnxSession(onnx_file(tmp_path, "Sub", ("x", "z"), ("y",)), name="subtract", threads=1)
    with pytest.raises(ValueError, match="shorter"):
        session.run(np.zeros((1, 1, 1, 1), np.float32))
