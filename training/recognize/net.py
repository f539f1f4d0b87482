"""The compact recogniser: a small convolutional network whose columns are read by CTC.

Input: grey lines `(N, 1, 32, W)`, W a multiple of 8. Output: logits `(N, W / 4, C)`, class 0 blank. Dense 3x3
convolutions on few channels are what a CPU trains and runs quickly; the two long kernels at the end see about
half a dozen characters, enough to tell the spacing of print, too few to learn a language.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

HEIGHT = 32
STRIDE = 4
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<.-/ 年月日长期"
"""Characters of classes 1 and up."""
_CHANNELS = (24, 48, 96)
_REACH = 7


class Recognizer(nn.Module):
    """See the module; `forward` returns logits."""

    def __init__(self, classes: int = 1 + len(ALPHABET)) -> None:
        super().__init__()
        first, second, third = _CHANNELS
        self.features = nn.Sequential(
            _conv(1, first, (2, 2)),
            _conv(first, first, (1, 1)),
            _conv(first, second, (2, 2)),
            _conv(second, second, (1, 1)),
            _conv(second, third, (2, 1)),
            _conv(third, third, (1, 1)),
        )
        # Four rows are left; reading them together keeps what distinguishes 0 from O and 5 from S.
        self.join = nn.Sequential(
            nn.Conv2d(third, third, (HEIGHT // 8, 1), bias=False), nn.BatchNorm2d(third), nn.ReLU()
        )
        self.context = nn.Sequential(_along(third), _along(third))
        self.dropout = nn.Dropout(0.1)
        self.classify = nn.Conv1d(third, classes, 1)

    def forward(self, lines: Tensor) -> Tensor:
        """Return `(N, W / 4, C)` logits."""
        columns = self.join(self.features(lines)).squeeze(2)
        columns = columns + self.context(columns)
        logits: Tensor = self.classify(self.dropout(columns))
        return logits.transpose(1, 2)


def _conv(inputs: int, outputs: int, stride: tuple[int, int]) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )


def _along(channels: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv1d(channels, channels, _REACH, padding=_REACH // 2, bias=False),
        nn.BatchNorm1d(channels),
        nn.ReLU(),
    )


def normalised(lines: Tensor) -> Tensor:
    """Turn `(N, 32, W)` uint8 into the network's input `(N, 1, 32, W)` in [-1, 1]."""
    return lines[:, None].to(torch.float32) / 127.5 - 1


def recognizer_from(weights: dict[str, Tensor]) -> Recognizer:
    """Return the network with those weights, ready to be run."""
    network = Recognizer()
    network.load_state_dict(weights)
    return network.eval().requires_grad_(False)
