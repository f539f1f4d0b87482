"""The card assessor: PP-LCNet up to stride 16, dense maps of defects and heads that judge the whole card.

Inputs: the rectified card at 320 x 208 px, long side across, `(N, 3, 208, 320)`, and the full card's detail
maps (`idvision.detail`), `(N, 8, 52, 80)`. Outputs, all logits:

- `defects` `(N, 3, 52, 80)`: blur, glare, occlusion on a grid over the card;
- `text` `(N, 1, 104, 160)`: the cores of text lines;
- `turns` `(N, 4)`: clockwise quarter turns that make the card upright;
- `types` `(N, T)`: the document type, `unknown` and `not_a_document` among them;
- `sides` `(N, 4)`: front, back, page, unknown;
- `copies` `(N, 3)`: screen, photocopy, edited, each by itself.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from idvision.detail import CHANNELS as DETAIL_CHANNELS
from training.lcnet import CHANNELS, ConvNorm, LcNet, Separable

DEFECTS = ("blur", "glare", "occlusion")
COPIES = ("screen", "photocopy", "edited")
SIDES = ("front", "back", "page", "unknown")
COVERED_WEIGHTS = (0.0, 3.0, 3.0)
"""How much more a cell counts in training that a defect covers.

Glare and fingers are rare and small; without this, "none" is a good answer everywhere. The export takes the
bias that this leaves out again.
"""
_FINE, _COARSE, _DEEP = 32, 48, 256


class Assessor(nn.Module):
    """See the module."""

    def __init__(self, types: int) -> None:
        super().__init__()
        self.backbone = LcNet(last=16)
        self.detail = nn.Sequential(ConvNorm(3, DETAIL_CHANNELS, 32), nn.Conv2d(32, CHANNELS[4], 1))
        self.lateral16 = ConvNorm(1, CHANNELS[16], _COARSE)
        self.lateral8 = ConvNorm(1, CHANNELS[8], _COARSE)
        self.lateral4 = ConvNorm(1, CHANNELS[4], _FINE)
        self.merge8 = ConvNorm(3, _COARSE, _FINE)
        self.merge4 = ConvNorm(3, _FINE, _FINE)
        self.defects = nn.Conv2d(_FINE, len(DEFECTS), 1)
        self.text = nn.Sequential(ConvNorm(3, _FINE, _FINE), nn.Conv2d(_FINE, 4, 1))
        self.deep = nn.Sequential(
            Separable(5, CHANNELS[16], _DEEP, stride=2), Separable(5, _DEEP, _DEEP, attend=True)
        )
        self.dropout = nn.Dropout(0.1)
        self.turns = nn.Linear(2 * _DEEP, 4)
        self.types = nn.Linear(2 * _DEEP, types)
        self.sides = nn.Linear(2 * _DEEP, len(SIDES))
        # A screen's grid and a printer's dots show in the fine features as much as in the deep ones. Without
        # the norm their maxima, ten times those of the deep ones, leave the hidden layer dead.
        self.grain = ConvNorm(3, CHANNELS[4], 48, stride=2)
        self.copies = nn.Sequential(
            nn.BatchNorm1d(2 * _DEEP + 2 * 48),
            nn.Linear(2 * _DEEP + 2 * 48, 64),
            nn.Hardswish(),
            nn.Linear(64, len(COPIES)),
        )
        nn.init.constant_(self.defects.bias, -2.0)
        nn.init.constant_(self.text[1].bias, -2.0)

    def forward(self, image: Tensor, detail: Tensor) -> tuple[Tensor, ...]:
        """Return (defects, text, turns, types, sides, copies); see the module."""
        taps = self.backbone(image, self.detail(detail))
        merged = functional.interpolate(self.lateral16(taps[16]), scale_factor=2.0, mode="nearest")
        merged = self.merge8(merged + self.lateral8(taps[8]))
        merged = functional.interpolate(merged, scale_factor=2.0, mode="nearest")
        merged = self.merge4(merged + self.lateral4(taps[4]))
        pooled = self.dropout(_pooled(self.deep(taps[16])))
        fine = torch.cat([pooled, _pooled(self.grain(taps[4]))], dim=1)
        return (
            self.defects(merged),
            functional.pixel_shuffle(self.text(merged), 2),
            self.turns(pooled),
            self.types(pooled),
            self.sides(pooled),
            self.copies(fine),
        )


def _pooled(features: Tensor) -> Tensor:
    """Return mean and maximum over the picture, `(N, 2 C)`."""
    return torch.cat([features.mean((2, 3)), features.amax((2, 3))], dim=1)


def assessor_from(weights: dict[str, Tensor]) -> Assessor:
    """Return the network with those weights, ready to be run."""
    network = Assessor(len(weights["types.bias"]))
    network.load_state_dict(weights)
    return network.eval().requires_grad_(False)
