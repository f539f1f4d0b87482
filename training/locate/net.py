"""The locator: PP-LCNet with a light feature pyramid and four dense outputs.

Outputs for an image of `(N, 3, H, W)`, H and W multiples of 32:

- `mask` `(N, 1, H/4, W/4)`: logit that the pixel belongs to a document;
- `core` `(N, 1, H/4, W/4)`: logit that it lies in the inner part of the document on top there;
- `votes` `(N, 8, H/4, W/4)`: from the pixel to the four corners of that document, clockwise, in units of 64 px,
  the first corner any of the four;
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
        # At high resolution a dense 3x3 on few channels trains three times faster on a CPU than a depthwise 5x5.
        self.merges = nn.ModuleDict(
            {
                "32": Separable(5, WIDTHS[32], WIDTHS[16]),
                "16": Separable(5, WIDTHS[16], WIDTHS[8]),
                "8": ConvNorm(3, WIDTHS[8], WIDTHS[4]),
                "4": ConvNorm(3, WIDTHS[4], WIDTHS[4]),
            }
        )
        self.shared = ConvNorm(3, WIDTHS[4], 2 * WIDTHS[4])
        self.regions = nn.Conv2d(2 * WIDTHS[4], 2, 1)
        self.votes = nn.Conv2d(2 * WIDTHS[4], 8, 1)
        self.peaks = nn.Conv2d(2 * WIDTHS[4], 4, 1)
        # A corner or a core pixel is rare: start from that prior, as RetinaNet does.
        nn.init.constant_(self.peaks.bias, -4.0)
        nn.init.constant_(self.regions.bias, -1.5)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return the four maps; see the module."""
        taps = self.backbone(image)
        merged = self.laterals["32"](taps[32]) + self.context(taps[32].mean((2, 3), keepdim=True))
        merged = self.merges["32"](merged)
        for stride in (16, 8, 4):
            merged = functional.interpolate(merged, scale_factor=2.0, mode="nearest")
            merged = self.merges[str(stride)](merged + self.laterals[str(stride)](taps[stride]))
        merged = self.shared(merged)
        regions = self.regions(merged)
        peaks = functional.pixel_shuffle(self.peaks(merged), 2)
        return regions[:, :1], regions[:, 1:], self.votes(merged), peaks


def locator_from(weights: dict[str, Tensor]) -> Locator:
    """Return the network with those weights, ready to be run."""
    network = Locator()
    network.load_state_dict(weights)
    return network.eval().requires_grad_(False)


def probabilities(outputs: tuple[Tensor, ...]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Turn logits into probabilities and votes into pixels."""
    mask, core, votes, corners = outputs
    return torch.sigmoid(mask), torch.sigmoid(core), votes * VOTE_UNIT_PX, torch.sigmoid(corners)
