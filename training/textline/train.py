"""Train the text-line recogniser on, from the weights that `rapidocr` installs.

    python -m training.textline.train --data DRAWN_DIR ... --printed 24000 --pretrained rec.onnx --out RUN_DIR
    python -m training.textline.train ... --init RUN_DIR/weights.pt --recipe letters.toml --out RUN2_DIR
    python -m training.textline.train --data DRAWN_DIR --pretrained rec.onnx --out RUN_DIR --smoke

Data sets are written by `python -m training.synth --recipe declared`; `--printed` lines of random text are
mixed with theirs. The classes that the network came with keep their weights, so that characters which no line
shows stay where they were; what is learned is to describe bad print as if it were good, and the letters of
Vietnam. RUN_DIR receives `last.pt`, `weights.pt` (the averaged weights) and `log.jsonl`; a run that was
stopped goes on from `last.pt`. A batch has lines of one width.

`--init` goes on from a mixture of an earlier run's weights and those that it began from, and trains the new
classes alone, mostly on lines that have such letters.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from idvision.labels import is_han
from idvision.text_recognize import INPUT_HEIGHT, WIDTHS
from training.batches import Arrays
from training.lines import Line, ctc_of_a_character
from training.loop import Phase, Recipe, load_recipe, new_state, run
from training.textline.augment import view_of
from training.textline.net import LineReader, characters_in, load_pretrained, mixed
from training.textline.printed import print_line
from training.textline.samples import MARGIN, MAX_LENGTH, load_lines

VIETNAMESE = "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
Groups = list[tuple[int, list[Line], np.ndarray]]
RECIPE = Path(__file__).with_name("recipe.toml")
SMOKE = Recipe(1e-4, 1e-4, 0.0, 1, 0.9, (Phase(INPUT_HEIGHT, 2, 2),))
_COMMON_HAN = 3800
"""So many characters at the head of the network's list are everyday ones."""
SHARE = 0.6
"""Of a run's weights in the mixture. Of 0.35 to 1 what lies between reads best: the end of the run has
forgotten how Chinese words go on, since lines of random text go on in any way."""
NEW_LETTERS_ODDS = 12.0
"""How much oftener a line with a new letter is drawn where only those are trained."""
_KEPT_MARGIN = 0.26
"""Mean margin of a view on every side in heights of the line, for choosing the bucket."""


def freeze_classes(network: LineReader, is_new: Sequence[bool]) -> None:
    """Keep the weights of all classes but the new ones as they are."""
    trained = torch.tensor(is_new)

    def keep(gradient: Tensor) -> Tensor:
        return gradient * trained.reshape(-1, *[1] * (gradient.dim() - 1))

    for parameter in network.classes.parameters():
        parameter.register_hook(keep)


def printed_lines(count: int, seed: int, characters: Sequence[str]) -> list[Line]:
    """Return lines of random text that the network has characters for."""
    han = [character for character in characters if len(character) == 1 and is_han(character)]
    rng = np.random.default_rng([seed, 7])
    return [print_line(rng, han[:_COMMON_HAN], han) for _ in range(count)]


def by_width(lines: Sequence[Line], known: frozenset[str], wanted: frozenset[str] = frozenset()) -> Groups:
    """Group readable lines by the bucket that holds them: width, lines and how often each is to be drawn.

    Lines with a `wanted` character are drawn oftener.
    """
    groups: dict[int, list[Line]] = {}
    for line in lines:
        if set(line.text) <= known and len(line.text) <= MAX_LENGTH:
            groups.setdefault(_bucket(line), []).append(line)
    seen = Counter(line.text for line in lines)
    return [(width, found, _odds(found, seen, wanted)) for width, found in sorted(groups.items()) if width]


def _odds(lines: Sequence[Line], seen: Counter[str], wanted: frozenset[str]) -> np.ndarray:
    # Captions come thousands of times, values hardly ever twice.
    odds = np.array([seen[line.text] ** -0.7 for line in lines])
    odds *= [NEW_LETTERS_ODDS if wanted & set(line.text) else 1.0 for line in lines]
    return np.cumsum(odds / odds.sum())


def _bucket(line: Line) -> int:
    """Return the least width that holds the line, 0 where none does."""
    rows, columns = cv2.imdecode(np.frombuffer(line.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE).shape
    height = rows / (1 + 2 * MARGIN)
    cut = 2 * (MARGIN - _KEPT_MARGIN) * height
    needed = (columns - cut) / (rows - cut) * INPUT_HEIGHT * 1.05
    return next((width for width in WIDTHS if needed <= width), 0)


def draw_view(groups: Groups, classes: dict[str, int], seed: int, batch: int, _: int, number: int) -> Arrays:
    """Return view `number` of a seed; all views of a batch come from one group."""
    # Long lines are few and hold most characters, so groups are chosen by more than their number.
    share = np.array([len(lines) ** 0.7 for _, lines, _ in groups])
    chosen = np.random.default_rng([seed, 1, number // batch]).choice(len(groups), p=share / share.sum())
    width, lines, odds = groups[int(chosen)]
    rng = np.random.default_rng([seed, 0, number])
    line = lines[min(int(np.searchsorted(odds, rng.random())), len(lines) - 1)]
    view = view_of(line, rng)
    if view.shape[1] > width:
        view = np.asarray(cv2.resize(view, (width, INPUT_HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)
    padded = np.zeros((INPUT_HEIGHT, width, 3), np.uint8)
    padded[:, : view.shape[1]] = view
    labels = np.zeros(MAX_LENGTH, np.int64)
    labels[: len(line.text)] = [classes[character] for character in line.text]
    return {
        "lines": padded,
        "filled": np.int64(view.shape[1]),
        "classes": labels,
        "length": np.int64(len(line.text)),
    }


def normalised(lines: Tensor, filled: Tensor) -> Tensor:
    """Return `(N, 48, W, 3)` uint8 BGR as the network's input: in [-1, 1], 0 on the padding."""
    values = lines.permute(0, 3, 1, 2).float() / 127.5 - 1
    columns = torch.arange(lines.shape[2])
    return values * (columns < filled[:, None])[:, None, None, :]


def loss(network: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Run the recogniser on a batch of lines."""
    lines = normalised(batch["lines"], batch["filled"]).to(memory_format=torch.channels_last)
    logits = network(lines).float()
    return {"ctc": ctc_of_a_character(logits, batch["classes"], batch["length"])}


def main(arguments: list[str] | None = None) -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.textline.train", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of training.synth")
    parser.add_argument("--printed", type=int, default=0, help="so many lines of random text beside them")
    parser.add_argument("--pretrained", type=Path, required=True, help="PP-OCRv6_rec_small.onnx of rapidocr")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--init", type=Path, help="weights of an earlier run: train the new classes alone")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="two small steps, to see that it runs")
    options = parser.parse_args(arguments)
    recipe = SMOKE if options.smoke else load_recipe(options.recipe)
    torch.manual_seed(options.seed)
    network, characters = load_pretrained(options.pretrained, VIETNAMESE)
    new = frozenset(characters) - frozenset(characters_in(options.pretrained))
    freeze_classes(network, [character in new for character in characters])
    if options.init is not None:
        begun = mixed(network.state_dict(), torch.load(options.init, weights_only=True), SHARE)
        network.load_state_dict(begun, strict=False)
        for part in (part for name, part in network.named_children() if name != "classes"):
            part.requires_grad_(False)
    state = new_state(network.to(memory_format=torch.channels_last), LineReader(len(characters)), recipe)
    lines = load_lines(options.data) + printed_lines(options.printed, options.seed, characters)
    classes = {character: index for index, character in enumerate(characters)}
    groups = by_width(lines, frozenset(classes), frozenset() if options.init is None else new)
    batch = recipe.phases[0].batch
    run(state, recipe, partial(draw_view, groups, classes, options.seed, batch), loss, options.out)


if __name__ == "__main__":
    main()
