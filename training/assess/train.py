"""Train the assessor.

    python -m training.assess.train --data DRAWN_DIR ... --pretrained FILE.onnx --out RUN_DIR --seed 1
    python -m training.assess.train --data DRAWN_DIR --out RUN_DIR --smoke     # two steps, a few seconds

Data sets are written by `python -m training.synth`. RUN_DIR receives `last.pt` (everything that a resumed run
needs), `weights.pt` (the averaged weights) and `log.jsonl`. A run that was stopped goes on from `last.pt`.
`--leave-out` keeps documents out of training by type or by attack, for figures on what was never seen.
"""

from __future__ import annotations

import argparse
from dataclasses import fields
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from idvision.types import Image
from training.assess.losses import assess_loss
from training.assess.net import COPIES, Assessor
from training.assess.samples import NO_TURN, TYPES, Cards, load_cards
from training.batches import Arrays
from training.lcnet import load_pretrained, normalised
from training.loop import Phase, Recipe, begin_from, load_recipe, new_state, run

RECIPE = Path(__file__).with_name("recipe.toml")
SMOKE = Recipe(1e-3, 1e-3, 0.0, 1, 0.9, (Phase(320, 2, 2),))


def draw_view(cards: Cards, seed: int, _: int, number: int) -> Arrays:
    """Return view `number` of a seed: a card as it was cut or upside down, with other colours."""
    rng = np.random.default_rng([seed, number])
    index = int(rng.integers(len(cards.turns)))
    flip = slice(None, None, -1) if rng.random() < 0.5 else slice(None)
    turns = cards.turns[index]
    image = _recoloured(cards.image[index][flip, flip], rng)
    return {
        "image": np.ascontiguousarray(image.transpose(2, 0, 1)),
        "detail": np.ascontiguousarray(cards.detail[index][:, flip, flip], np.float32),
        "defects": np.ascontiguousarray(cards.defects[index][:, flip, flip]).astype(np.float32) / 255,
        "seen": np.ascontiguousarray(cards.seen[index][flip, flip]).astype(np.float32),
        "text": np.ascontiguousarray(cards.text[index][flip, flip]).astype(np.float32),
        "turns": turns if turns == NO_TURN or flip == slice(None) else (turns + 2) % 4,
        "types": cards.types[index],
        "sides": cards.sides[index],
        "copies": cards.copies[index],
    }


def _recoloured(image: Image, rng: np.random.Generator) -> Image:
    """Change light and colour, but never so that plain paper burns out as glare does."""
    gain = rng.normal(1, 0.04, 3) * rng.uniform(0.75, 1.04)
    ramp = np.arange(256, dtype=np.float32)[:, None] / 255
    table = np.clip(ramp ** np.exp(rng.normal(0, 0.1)) * gain * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(np.ascontiguousarray(image), table[:, None, :]), np.uint8)


def loss(network: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Run the assessor on a batch of cards."""
    return assess_loss(network(normalised(batch["image"]), batch["detail"]), batch)


def without(cards: Cards, types: list[str], copies: list[str]) -> Cards:
    """Return the cards that are of none of the types and went through none of the copies."""
    dropped = np.isin(cards.types, [TYPES.index(name) for name in types])
    for name in copies:
        dropped |= cards.copies[:, COPIES.index(name)] > 0
    return Cards(**{entry.name: getattr(cards, entry.name)[~dropped] for entry in fields(cards)})


def main(arguments: list[str] | None = None) -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m training.assess.train", description="Train the assessor."
    )
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of training.synth")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--pretrained", type=Path, help="ONNX file of the orientation classifier")
    parser.add_argument("--init", type=Path, help="weights.pt of an earlier run to begin from")
    parser.add_argument("--leave-out-type", action="append", default=[], choices=TYPES)
    parser.add_argument("--leave-out-copy", action="append", default=[], choices=COPIES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="two small steps, to see that it runs")
    options = parser.parse_args(arguments)
    recipe = SMOKE if options.smoke else load_recipe(options.recipe)
    torch.manual_seed(options.seed)
    network = Assessor(len(TYPES))
    if options.pretrained is not None:
        load_pretrained(network.backbone, options.pretrained)
        network.backbone.freeze_edges()
    if options.init is not None:
        begin_from(network, options.init)
    cards = without(load_cards(options.data), options.leave_out_type, options.leave_out_copy)
    state = new_state(network, Assessor(len(TYPES)), recipe)
    run(state, recipe, partial(draw_view, cards, options.seed), loss, options.out)


if __name__ == "__main__":
    main()
