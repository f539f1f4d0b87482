"""Write the trained compact recogniser to models/recognize_compact.onnx.

    python -m training.recognize.export --weights RUN_DIR/weights.pt [--manifest]

The graph takes grey lines `(N, 32, W)` uint8 and returns `(N, W / 4, C)` probabilities; the characters of
classes 1 and up stand in the file's metadata.
"""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from idvision.text_compact import HEIGHT, WIDTHS
from training.export import Export, export_onnx, run_command
from training.recognize.net import ALPHABET, Recognizer, normalised, recognizer_from


class Exported(nn.Module):
    """The recogniser from grey lines to probabilities."""

    def __init__(self, network: Recognizer) -> None:
        super().__init__()
        self.network = network

    def forward(self, lines: Tensor) -> tuple[Tensor]:
        """Return `(N, W / 4, C)` probabilities."""
        return (torch.softmax(self.network(normalised(lines)), 2),)


def export_recognizer(weights: Path, path: Path) -> float:
    """Write the ONNX file; returns its largest difference to torch. Raises ParityError."""
    network = Exported(recognizer_from(torch.load(weights, weights_only=True)))
    generator = torch.Generator().manual_seed(0)
    examples = [
        (torch.randint(0, 256, (count, HEIGHT, width), dtype=torch.uint8, generator=generator),)
        for count, width in ((2, WIDTHS[1]), (1, WIDTHS[0]), (3, WIDTHS[-1]))
    ]
    axes = {"lines": {0: "N", 2: "W"}, "probabilities": {0: "N", 1: "T"}}
    difference = export_onnx(network, examples, Export(("lines",), ("probabilities",), axes), path)
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {"alphabet": ALPHABET})
    onnx.save(model, path)
    return difference


def main(arguments: list[str] | None = None) -> None:
    """Export as the command line says."""
    run_command("training.recognize.export", __doc__ or "", "recognize_compact", export_recognizer, arguments)


if __name__ == "__main__":
    main()
