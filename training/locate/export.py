"""Write the trained locator to models/locate.onnx.

    python -m training.locate.export --weights RUN_DIR/weights.pt

The graph takes the letterboxed picture itself, `(1, H, W, 3)` uint8 BGR with H and W multiples of 32, and
returns probabilities and votes in input pixels, so that nothing but the letterbox is left to do on the
device.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from training.export import Export, export_onnx, run_command
from training.lcnet import normalised
from training.locate.net import Locator, locator_from, probabilities

OUTPUTS = ("mask", "core", "votes", "corners")
_SIZES_HW = ((320, 320), (256, 320), (416, 320))


class Exported(nn.Module):
    """The locator from picture to probabilities, without batch and channel axes on single maps."""

    def __init__(self, network: Locator) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return mask `(h, w)`, core `(h, w)`, votes `(8, h / 2, w / 2)` and corners `(2 h, 2 w)`."""
        outputs = self.network(normalised(image.permute(0, 3, 1, 2)))
        mask, core, votes, corners = probabilities(outputs)
        return mask[0, 0], core[0, 0], votes[0], corners[0, 0]


def export_locator(weights: Path, path: Path) -> float:
    """Write the ONNX file; returns its largest difference to torch. Raises ParityError."""
    network = Exported(locator_from(torch.load(weights, weights_only=True)))
    generator = torch.Generator().manual_seed(0)
    examples = [
        (torch.randint(0, 256, (1, *size, 3), dtype=torch.uint8, generator=generator),) for size in _SIZES_HW
    ]
    cells = {0: "h", 1: "w"}
    axes = {
        "image": {1: "H", 2: "W"},
        "mask": cells,
        "core": cells,
        "votes": {1: "h8", 2: "w8"},
        "corners": {0: "h2", 1: "w2"},
    }
    return export_onnx(network, examples, Export(("image",), OUTPUTS, axes), path)


def main(arguments: list[str] | None = None) -> None:
    """Export as the command line says."""
    run_command("training.locate.export", __doc__ or "", "locate", export_locator, arguments)


if __name__ == "__main__":
    main()
