"""The locator: PP-LCNet with a light feature pyramid and four dense outputs.

Outputs for an image of `(N, 3, H, W)`, H and W multiples of 32:

- `mask` `(N, 1, H/4, W/4)`: logit that the pixel belongs to a document;
- `core` `(N, 1, H/4, W/4)`: logit that it lies in the inner part of the document on top there;
- `votes` `(N, 8, H/8, W/8)`: from the cell's centre to the four corners of that document, clockwise, in units
  of 64 px, the first corner any of the four;
- `corners` `(N, 1, H/2, W/2)`: logit of the corner heat map.

The votes hold for corners outside the picture and under a finger too; the heat map then says where exactly.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.lcnet import CHANNELS, ConvNorm, LcNet, Separable

WIDTHS = {32: 64, 16: 64, 8: 48, 4: 32}
"""Channels of the pyramid at each stride."""
VOTE_UNIT_PX = 64.0


class Locator(nn.Module):
    """See the module; `forward` returns (mask, core, votes, corners)."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = LcNet()
        self.context = ConvNorm(1, CHANNELS[32], WIDTHS[32])
        self.laterals = nn.ModuleDict({str(s): ConvNorm(1, CHANNELS[s], w) for s, w in WIDTHS.items()})
        # At high resolution a dense 3x3 on few channels trains three times faster on a CPU than depthwise
        # 5x5.
        self.merges = nn.ModuleDict(
            {
                "32": nn.Sequential(
                    Separable(5, WIDTHS[32], WIDTHS[32]), Separable(5, WIDTHS[32], WIDTHS[16])
                ),
                "16": Separable(5, WIDTHS[16], WIDTHS[8]),
                "8": ConvNorm(3, WIDTHS[8], WIDTHS[8]),
                "4": ConvNorm(3, WIDTHS[4], WIDTHS[4]),
            }
        )
        self.narrow = ConvNorm(1, WIDTHS[8], WIDTHS[4])
        # Offsets are linear within a document: a coarse grid learns them much faster than single pixels do.
        self.votes = nn.Sequential(Separable(5, WIDTHS[8], 2 * WIDTHS[8]), nn.Conv2d(2 * WIDTHS[8], 8, 1))
        self.fine = ConvNorm(3, WIDTHS[4], 2 * WIDTHS[4])
        self.regions = nn.Conv2d(2 * WIDTHS[4], 2, 1)
        self.peaks = nn.Conv2d(2 * WIDTHS[4], 4, 1)
        # A corner or a core pixel is rare: start from that prior, as RetinaNet does.
        nn.init.constant_(self.peaks.bias, -4.0)
        nn.init.constant_(self.regions.bias, -1.5)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return the four maps; see the module."""
        taps = self.backbone(image)
        merged = self.laterals["32"](taps[32]) + self.context(taps[32].mean((2, 3), keepdim=True))
        merged = self.merges["32"](merged)
        for stride in (16, 8):
            merged = _doubled(merged, "bilinear")
            merged = self.merges[str(stride)](merged + self.laterals[str(stride)](taps[stride]))
        fine = _doubled(self.narrow(merged), "nearest") + self.laterals["4"](taps[4])
        fine = self.fine(self.merges["4"](fine))
        regions = self.regions(fine)
        return (
            regions[:, :1],
            regions[:, 1:],
            self.votes(merged),
            functional.pixel_shuffle(self.peaks(fine), 2),
        )


def _doubled(features: Tensor, mode: str) -> Tensor:
    return functional.interpolate(features, scale_factor=2.0, mode=mode)


def locator_from(weights: dict[str, Tensor]) -> Locator:
    """Return the network with those weights, ready to be run."""
    network = Locator()
    network.load_state_dict(weights)
    return network.eval().requires_grad_(False)


def probabilities(outputs: tuple[Tensor, ...]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Turn logits into probabilities and votes into pixels."""
    mask, core, votes, corners = outputs
    return torch.sigmoid(mask), torch.sigmoid(core), votes * VOTE_UNIT_PX, torch.sigmoid(corners)
