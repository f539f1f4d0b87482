"""Write an INT8 version of a trained locator, to see what it gains and what it loses.

    python -m training.quantize --data DRAWN_DIR --out locate-int8.onnx [--model models/locate.onnx]
    python -m benchmarks.locating --data DRAWN_DIR --model locate-int8.onnx

Convolutions only, weights per channel, activations by the ranges that a few dozen drawn pictures show (static
quantisation). What is released is decided by the benchmarks; `LOG.md` says what came of it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quant_pre_process,
    quantize_static,
)

from idvision.letterbox import letterbox
from idvision.locate import INPUT_SIDE
from idvision.types import Image
from training.export import MODELS
from training.locate.samples import load_samples

PICTURES = 64


class Pictures(CalibrationDataReader):  # type: ignore[misc]
    """Gives the quantiser the locator's inputs, one by one."""

    def __init__(self, pictures: Sequence[Image]) -> None:
        self._pending = iter(pictures)

    def get_next(self) -> dict[str, Image] | None:
        """Return the next input, None at the end."""
        picture = next(self._pending, None)
        return None if picture is None else {"image": letterbox(picture, INPUT_SIDE)[0][None]}


def quantize(model: Path, pictures: Sequence[Image], path: Path) -> None:
    """Write the INT8 version of `model`, its ranges measured on `pictures`."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(model), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(path),
            Pictures(pictures),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )


def main(arguments: list[str] | None = None) -> None:
    """Quantise as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.quantize", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of training.synth")
    parser.add_argument("--model", type=Path, default=MODELS / "locate.onnx")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    samples = load_samples([options.data])[:PICTURES]
    pictures = [cv2.imdecode(np.frombuffer(one.jpeg, np.uint8), cv2.IMREAD_COLOR) for one in samples]
    quantize(options.model, [np.asarray(picture, np.uint8) for picture in pictures], options.out)
    parser.exit(0, f"{options.out}: {options.out.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
