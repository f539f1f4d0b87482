"""How far the assessor's answers are from the truth.

Maps: cross-entropy with soft targets over the cells that lie in the photo. Text: cross-entropy and soft Dice
over the cells of which the truth is known. Heads: cross-entropy; what has no
right side up says nothing about turns. Copies: independent cross-entropies, since an edited card may be a
photocopy too.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.assess.net import COVERED_WEIGHTS
from training.assess.text_map import UNSURE_TEXT

_DEFECT_WEIGHTS = (1.0, 3.0, 2.0)


def assess_loss(outputs: tuple[Tensor, ...], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the weighted parts of the loss; their sum is what is minimised."""
    defects, text, turns, types, sides, copies = (output.float() for output in outputs)
    upright = batch["turns"] >= 0
    return {
        **_maps(defects, batch["defects"], batch["seen"]),
        "text": _text(text[:, 0], batch["text"]),
        "turns": _entropy_of_turns(turns[upright], batch["turns"][upright]),
        "types": 0.7 * functional.cross_entropy(types, batch["types"], label_smoothing=0.03),
        "sides": 0.3 * functional.cross_entropy(sides, batch["sides"]),
        "copies": 0.7 * functional.binary_cross_entropy_with_logits(copies, batch["copies"]),
    }


def _text(logits: Tensor, truth: Tensor) -> Tensor:
    known = (truth != UNSURE_TEXT).float()
    target = truth * known
    entropy = functional.binary_cross_entropy_with_logits(logits, target, weight=known)
    share = torch.sigmoid(logits) * known
    common = (share * target).sum()
    dice = 1 - (2 * common + 1) / (share.sum() + target.sum() + 1)
    return entropy + 0.3 * dice


def _entropy_of_turns(logits: Tensor, turns: Tensor) -> Tensor:
    return functional.cross_entropy(logits, turns) if len(turns) else logits.sum()


def _maps(logits: Tensor, target: Tensor, seen: Tensor) -> dict[str, Tensor]:
    weight = seen[:, None] * (1 + target * target.new_tensor(COVERED_WEIGHTS)[:, None, None])
    entropy = functional.binary_cross_entropy_with_logits(logits, target, weight=weight, reduction="none")
    # The entropy of the target itself is the floor of a soft cross-entropy; without it the log shows the
    # error.
    floor = functional.binary_cross_entropy(target, target, weight=weight, reduction="none")
    means = (entropy - floor).sum((0, 2, 3)) / weight.sum((0, 2, 3)).clamp(min=1)
    names = ("blur", "glare", "occlusion")
    return {name: part * mean for name, part, mean in zip(names, _DEFECT_WEIGHTS, means, strict=True)}
