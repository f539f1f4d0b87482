"""Write the trained text-line recogniser to models/text_recognize.onnx.

    python -m training.textline.export --weights RUN_DIR/weights.pt --pretrained rec.onnx [--manifest]

The graph is used as the one that it was trained from: `(N, 3, 48, W)` float32 -> `(N, W / 8, C)`
probabilities, the characters of the classes in the metadata `character`. Weights are stored in half
precision, which halves the file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from idvision.text_recognize import INPUT_HEIGHT
from training.export import MODELS, Export, enter_in_manifest, export_onnx
from training.textline.net import LineReader, load_pretrained
from training.textline.train import VIETNAMESE

NAME = "text_recognize"
_SMALLEST_HALVED = 1024
_EXAMPLES = ((2, 320), (1, 96), (3, 640))


class Exported(nn.Module):
    """The recogniser from lines to probabilities."""

    def __init__(self, network: LineReader) -> None:
        super().__init__()
        self.network = network

    def forward(self, lines: Tensor) -> tuple[Tensor]:
        """Return `(N, W / 8, C)` probabilities."""
        return (torch.softmax(self.network(lines), 2),)


def export_reader(weights: Path, pretrained: Path, path: Path) -> float:
    """Write the ONNX file; returns its largest difference to torch. Raises ParityError, ValueError."""
    network, characters = load_pretrained(pretrained, VIETNAMESE)
    trained = torch.load(weights, weights_only=True)
    # What the file holds is what is compared.
    network.load_state_dict({name: _halved(value) for name, value in trained.items()})
    generator = torch.Generator().manual_seed(0)
    examples = [(torch.rand(n, 3, INPUT_HEIGHT, w, generator=generator) * 2 - 1,) for n, w in _EXAMPLES]
    axes = {"lines": {0: "N", 3: "W"}, "probabilities": {0: "N", 1: "T"}}
    difference = export_onnx(
        Exported(network.eval()), examples, Export(("lines",), ("probabilities",), axes), path
    )
    model = onnx.load(path)
    store_halved(model)
    helper.set_model_props(model, {"character": "\n".join(characters[1:-1])})
    onnx.save(model, path)
    return difference


def _halved(value: Tensor) -> Tensor:
    return value.half().float() if value.numel() >= _SMALLEST_HALVED else value


def store_halved(model: onnx.ModelProto) -> None:
    """Store the large weights of a graph in half precision; the runtime widens them as it loads the file."""
    casts = []
    for entry in model.graph.initializer:
        values = numpy_helper.to_array(entry)
        if entry.data_type == TensorProto.FLOAT and values.size >= _SMALLEST_HALVED:
            name = entry.name
            entry.CopyFrom(numpy_helper.from_array(values.astype("float16"), f"{name}.half"))
            casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def main(arguments: list[str] | None = None) -> None:
    """Export as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.textline.export", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--pretrained", type=Path, required=True, help="PP-OCRv6_rec_small.onnx of rapidocr")
    parser.add_argument("--out", type=Path, default=MODELS / f"{NAME}.onnx")
    parser.add_argument("--manifest", action="store_true", help="enter the hash in models/manifest.toml")
    options = parser.parse_args(arguments)
    difference = export_reader(options.weights, options.pretrained, options.out)
    if options.manifest:
        enter_in_manifest(NAME, options.out)
    size = options.out.stat().st_size
    parser.exit(0, f"{options.out}: {size} bytes, differs from torch by {difference:.1e}\n")


if __name__ == "__main__":
    main()
