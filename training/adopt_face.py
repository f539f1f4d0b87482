"""Take MediaPipe's BlazeFace for back cameras into models/, as ONNX.

    python -m training.adopt_face --network face_detection_back.tflite [--manifest]

Needs tflite2onnx 0.4.1, which converts, and ai-edge-litert, which runs the original to compare with. Neither
is a dependency of the project; `training/README.md` says where the network and they come from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import tflite2onnx
from ai_edge_litert.interpreter import Interpreter

from idvision.types import FloatArray
from training.export import MODELS, TOLERANCE, ParityError, enter_in_manifest

NAME = "face_detect"
PICTURES = 8


def adopt(network: Path, path: Path) -> float:
    """Write the network as ONNX to `path`; returns the largest difference of any output to the original.

    Raises ParityError, leaving no file, where the difference is above TOLERANCE.
    """
    tflite2onnx.convert(str(network), str(path))
    _settle(path)
    difference = max(_difference(network, path, picture) for picture in _pictures())
    if difference > TOLERANCE:
        path.unlink()
        raise ParityError(f"ONNX differs from TFLite by {difference:.2g}, allowed are {TOLERANCE}")
    return difference


def _settle(path: Path) -> None:
    """Put the weights in the order of their names, so that every conversion writes the same bytes."""
    model = onnx.load(path)
    weights = sorted(model.graph.initializer, key=lambda tensor: tensor.name)
    del model.graph.initializer[:]
    model.graph.initializer.extend(weights)
    # Shapes within the graph, which a runtime finds out by itself.
    del model.graph.value_info[:]
    onnx.save(model, path)


def _pictures() -> list[FloatArray]:
    """Return inputs `(1, 256, 256, 3)` in [-1, 1], from noise to large smooth patches."""
    rng = np.random.default_rng(0)
    cells = [2 ** (index % 6) for index in range(PICTURES)]
    coarse = [rng.uniform(-1, 1, (1, 256 // cell, 256 // cell, 3)) for cell in cells]
    return [
        grid.repeat(cell, axis=1).repeat(cell, axis=2).astype(np.float32)
        for grid, cell in zip(coarse, cells, strict=True)
    ]


def _difference(network: Path, path: Path, picture: FloatArray) -> float:
    original = Interpreter(model_path=str(network))
    original.allocate_tensors()
    original.set_tensor(original.get_input_details()[0]["index"], picture)
    original.invoke()
    expected = [original.get_tensor(output["index"]) for output in original.get_output_details()]
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    answered = session.run(None, {session.get_inputs()[0].name: picture.transpose(0, 3, 1, 2)})
    return max(float(np.abs(a - e).max()) for a, e in zip(answered, expected, strict=True))


def main(arguments: list[str] | None = None) -> None:
    """Adopt as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.adopt_face", description=adopt.__doc__)
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODELS / f"{NAME}.onnx")
    parser.add_argument("--manifest", action="store_true", help="enter the hash in models/manifest.toml")
    options = parser.parse_args(arguments)
    difference = adopt(options.network, options.out)
    if options.manifest:
        enter_in_manifest(NAME, options.out)
    parser.exit(0, f"{options.out}: differs from TFLite by {difference:.1e}\n")


if __name__ == "__main__":
    main()
