"""How far the locator's maps are from the targets.

Region maps: cross-entropy plus soft Dice (Milletari et al., 2016); cores that melt together across the seam
of two documents make one of them, so seams weigh more, as the borders of cells do in U-Net (Ronneberger et
al., 2015). Corners: the penalty-reduced focal loss of CornerNet (Law and Deng, 2018). Votes: smooth L1
relative to the document's size, for the cyclic order of corners that fits best, since which corner comes
first is a convention that no pixel can know.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.locate.net import VOTE_UNIT_PX

_BETA = 0.02
_SEAM_WEIGHT = 5.0


def locate_loss(outputs: tuple[Tensor, ...], targets: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the weighted parts of the loss; their sum is what is minimised."""
    mask, core, votes, corners = (output.float() for output in outputs)
    counted = targets["counted"][:, None]
    apart = 1 + (_SEAM_WEIGHT - 1) * targets["seams"][:, None]
    return {
        "mask": 0.5 * _region(mask, targets["mask"][:, None], counted),
        "core": 1.0 * _region(core, targets["core"][:, None], counted, apart * counted),
        "votes": 2.0 * _votes(votes * VOTE_UNIT_PX, targets),
        "corners": 0.5 * _peaks(corners, targets["corners"][:, None], _upsampled(counted)),
    }


def _upsampled(cells: Tensor) -> Tensor:
    return functional.interpolate(cells, scale_factor=2.0, mode="nearest")


def _region(logits: Tensor, target: Tensor, counted: Tensor, weight: Tensor | None = None) -> Tensor:
    weight = counted if weight is None else weight
    entropy = functional.binary_cross_entropy_with_logits(logits, target, weight=weight)
    share = torch.sigmoid(logits) * counted
    common = (share * target).sum((1, 2, 3))
    dice = 1 - (2 * common + 20) / (share.sum((1, 2, 3)) + (target * counted).sum((1, 2, 3)) + 20)
    return entropy + 0.3 * dice.mean()


def _votes(votes: Tensor, targets: dict[str, Tensor]) -> Tensor:
    """Mean over documents of the mean error of a vote's coordinates over the document's scale."""
    pairs, wanted = votes.unflatten(1, (4, 2)), targets["votes"].unflatten(1, (4, 2))
    scale = targets["scale"][:, None, None]
    orders = [_smooth((pairs - wanted.roll(turn, 1)) / scale).mean((1, 2)) for turn in range(4)]
    best = torch.stack(orders).min(0).values
    return (best * targets["weights"]).sum() / targets["weights"].sum().clamp(min=1)


def _smooth(error: Tensor) -> Tensor:
    return functional.smooth_l1_loss(error, torch.zeros_like(error), beta=_BETA, reduction="none")


def _peaks(logits: Tensor, target: Tensor, counted: Tensor) -> Tensor:
    share = torch.sigmoid(logits).clamp(1e-5, 1 - 1e-5)
    # A sampled Gaussian seldom reaches 1, so the cells nearest to a corner count as hits.
    hit = (target > 0.85).float()
    found = -((1 - share) ** 2) * torch.log(share) * hit
    spurious = -((1 - target) ** 4) * share**2 * torch.log(1 - share) * (1 - hit) * counted
    return (found + spurious).sum() / hit.sum().clamp(min=1)
