"""Train the compact recogniser.

    python -m training.recognize.train --data DRAWN_DIR ... --out RUN_DIR --seed 1
    python -m training.recognize.train --data DRAWN_DIR --out RUN_DIR --smoke     # two steps, a few seconds

Data sets are written by `python -m training.synth`. RUN_DIR receives `last.pt`, `weights.pt` (the averaged
weights) and `log.jsonl`. A run that was stopped goes on from `last.pt`. A batch has lines of one width.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from idvision.text_compact import HEIGHT, WIDTHS
from training.batches import Arrays
from training.lines import Line, ctc_of_a_character
from training.loop import Phase, Recipe, load_recipe, new_state, run
from training.recognize.augment import view_of
from training.recognize.net import ALPHABET, Recognizer, normalised
from training.recognize.samples import MARGIN_X, MARGIN_Y, MAX_LENGTH, STORED_HEIGHT, load_lines

RECIPE = Path(__file__).with_name("recipe.toml")
SMOKE = Recipe(1e-3, 1e-3, 0.0, 1, 0.9, (Phase(HEIGHT, 2, 2),))
# So much of a stored crop's margins is left in a view on average, for choosing the bucket.
_KEPT_MARGIN = 0.4


def by_width(lines: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """Group lines by the bucket that holds them, the widest for those that no bucket holds."""
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(_bucket(line), []).append(line)
    return sorted(groups.items())


def _bucket(line: Line) -> int:
    rows, columns = cv2.imdecode(np.frombuffer(line.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE).shape
    margin_x, margin_y = MARGIN_X * STORED_HEIGHT, MARGIN_Y * STORED_HEIGHT
    width = columns - 2 * margin_x * (1 - _KEPT_MARGIN)
    needed = width / (rows - 2 * margin_y * (1 - _KEPT_MARGIN)) * HEIGHT
    return next((width for width in WIDTHS if needed <= width), WIDTHS[-1])


def draw_view(groups: list[tuple[int, list[Line]]], seed: int, batch: int, _: int, number: int) -> Arrays:
    """Return view `number` of a seed; all views of a batch come from one group."""
    # Long lines are few and hold most characters, so groups are chosen by more than their number.
    share = np.array([len(lines) ** 0.5 for _, lines in groups])
    chosen = np.random.default_rng([seed, 1, number // batch]).choice(len(groups), p=share / share.sum())
    width, lines = groups[int(chosen)]
    rng = np.random.default_rng([seed, 0, number])
    line = lines[int(rng.integers(len(lines)))]
    classes = np.zeros(MAX_LENGTH, np.int64)
    classes[: len(line.text)] = [1 + ALPHABET.index(character) for character in line.text]
    return {"lines": view_of(line, width, rng), "classes": classes, "length": np.int64(len(line.text))}


def loss(network: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Run the recogniser on a batch of lines."""
    logits = network(normalised(batch["lines"])).float()
    return {"ctc": ctc_of_a_character(logits, batch["classes"], batch["length"])}


def main(arguments: list[str] | None = None) -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.recognize.train", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of training.synth")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="two small steps, to see that it runs")
    options = parser.parse_args(arguments)
    recipe = SMOKE if options.smoke else load_recipe(options.recipe)
    torch.manual_seed(options.seed)
    state = new_state(Recognizer(), Recognizer(), recipe)
    groups = by_width(load_lines(options.data))
    batch = recipe.phases[0].batch
    run(state, recipe, partial(draw_view, groups, options.seed, batch), loss, options.out)


if __name__ == "__main__":
    main()
