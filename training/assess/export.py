"""Write the trained assessor to models/assess.onnx.

    python -m training.assess.export --weights RUN_DIR/weights.pt [--manifest]

The graph takes the straightened card, `(N, 208, 320, 3)` uint8 BGR, and its detail maps, and returns
probabilities. The names of the classes stand in the file's metadata.
"""

from __future__ import annotations

import json
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from idvision.detail import CHANNELS, GRID_WH, INPUT_WH
from training.assess.net import COPIES, COVERED_WEIGHTS, DEFECTS, SIDES, Assessor, assessor_from
from training.assess.samples import TYPES
from training.export import Export, export_onnx, run_command
from training.lcnet import normalised

OUTPUTS = ("defects", "text", "turns", "types", "sides", "copies")


class Exported(nn.Module):
    """The assessor from pictures to probabilities."""

    def __init__(self, network: Assessor) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor, detail: Tensor) -> tuple[Tensor, ...]:
        """Return the six outputs of `training.assess.net` as probabilities."""
        defects, text, *heads, copies = self.network(normalised(image.permute(0, 3, 1, 2)), detail)
        # A class that counts (1 + w) times in a cross-entropy has its odds raised by that factor.
        defects = defects - torch.log1p(defects.new_tensor(COVERED_WEIGHTS))[:, None, None]
        shares = (torch.softmax(logits, 1) for logits in heads)
        return (torch.sigmoid(defects), torch.sigmoid(text)[:, 0], *shares, torch.sigmoid(copies))


def export_assessor(weights: Path, path: Path) -> float:
    """Write the ONNX file; returns its largest difference to torch. Raises ParityError."""
    network = Exported(assessor_from(torch.load(weights, weights_only=True)))
    generator = torch.Generator().manual_seed(0)
    examples = [
        (
            torch.randint(
                0, 256, (count, INPUT_WH[1], INPUT_WH[0], 3), dtype=torch.uint8, generator=generator
            ),
            torch.rand((count, CHANNELS, GRID_WH[1], GRID_WH[0]), generator=generator),
        )
        for count in (2, 1, 5)
    ]
    axes = {name: {0: "N"} for name in ("image", "detail", *OUTPUTS)}
    difference = export_onnx(network, examples, Export(("image", "detail"), OUTPUTS, axes), path)
    model = onnx.load(path)
    names = {"types": TYPES, "sides": SIDES, "copies": COPIES, "defects": DEFECTS}
    onnx.helper.set_model_props(model, {name: json.dumps(list(values)) for name, values in names.items()})
    onnx.save(model, path)
    return difference


def main(arguments: list[str] | None = None) -> None:
    """Export as the command line says."""
    run_command("training.assess.export", __doc__ or "", "assess", export_assessor, arguments)


if __name__ == "__main__":
    main()
