"""The training loop of both networks: a recipe, steps with averaged weights, checkpoints that resume."""

from __future__ import annotations

import json
import math
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import torch
from torch import Tensor, nn

from training.batches import Arrays, batches
from training.lcnet import LcNet

CHECKPOINT_EVERY = 100

Loss = Callable[[nn.Module, dict[str, Tensor]], dict[str, Tensor]]
"""Runs the network on a batch; returns the weighted parts of the loss."""
View = Callable[[int, int], Arrays]
"""Draws training view `number` (second argument) for a phase's input side (first)."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of training at one input size."""

    side: int
    batch: int
    steps: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """See recipe.toml."""

    rate: float
    backbone_rate: float
    weight_decay: float
    warmup_steps: int
    average_decay: float
    phases: tuple[Phase, ...]

    @property
    def steps(self) -> int:
        """All steps of all phases."""
        return sum(phase.steps for phase in self.phases)


def load_recipe(path: Path) -> Recipe:
    """Read a recipe."""
    table = tomllib.loads(path.read_text("utf-8"))
    return Recipe(**{**table, "phases": tuple(Phase(**phase) for phase in table["phases"])})


@dataclass(slots=True)
class State:
    """What training changes."""

    network: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    step: int = 0


def new_state(network: nn.Module, average: nn.Module, recipe: Recipe) -> State:
    """Return the network at its start, its running average (of the same class) and the optimizer."""
    average.load_state_dict(network.state_dict())
    backbones = [module for module in network.modules() if isinstance(module, LcNet)]
    backbone = [p for module in backbones for p in module.parameters() if p.requires_grad]
    known = {id(p) for module in backbones for p in module.parameters()}
    others = [p for p in network.parameters() if id(p) not in known]
    groups = [{"params": backbone, "rate": recipe.backbone_rate}, {"params": others, "rate": recipe.rate}]
    return State(network, average, torch.optim.AdamW(groups, weight_decay=recipe.weight_decay))


def begin_from(network: nn.Module, weights: Path) -> None:
    """Copy the weights of an earlier run; layers that are new or of another shape begin anew."""
    shapes = {name: value.shape for name, value in network.state_dict().items()}
    earlier = torch.load(weights, weights_only=True)
    fitting = {name: value for name, value in earlier.items() if shapes.get(name) == value.shape}
    network.load_state_dict(fitting, strict=False)


def train(state: State, recipe: Recipe, view: View, loss: Loss) -> Iterator[dict[str, float]]:
    """Run the remaining steps, yielding the losses of each."""
    start = 0
    for phase in recipe.phases:
        done = max(0, state.step - start)
        start += phase.steps
        if done >= phase.steps:
            continue
        first = (start - phase.steps + done) * phase.batch

        def of_phase(number: int, side: int = phase.side) -> Arrays:
            return view(side, number)

        for batch in batches(of_phase, first, phase.steps - done, phase.batch):
            yield _one_step(state, batch, recipe, loss)


def run(state: State, recipe: Recipe, view: View, loss: Loss, folder: Path) -> None:
    """Train to the end of the recipe; log, checkpoints and weights go to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    resume(state, folder)
    # Views are drawn in one thread beside the network's own; more would only take its cores away.
    cv2.setNumThreads(1)
    started = time.monotonic()
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        for parts in train(state, recipe, view, loss):
            rounded = {name: round(value, 4) for name, value in parts.items()}
            row = {"step": state.step, **rounded, "seconds": round(time.monotonic() - started, 1)}
            log.write(json.dumps(row) + "\n")
            if state.step % CHECKPOINT_EVERY == 0:
                log.flush()
                save(state, folder)
    save(state, folder)


def _one_step(state: State, batch: dict[str, Tensor], recipe: Recipe, loss: Loss) -> dict[str, float]:
    share = min(1.0, (state.step + 1) / max(1, recipe.warmup_steps))
    share *= 0.5 + 0.5 * math.cos(math.pi * state.step / recipe.steps)
    for group in state.optimizer.param_groups:
        group["lr"] = group["rate"] * max(share, 0.005)
    state.network.train()
    # Half the time of float32 on processors with bfloat16 instructions; the losses stay in float32.
    with torch.autocast("cpu", torch.bfloat16):
        parts = loss(state.network, batch)
    total = torch.stack(list(parts.values())).sum()
    if not torch.isfinite(total):
        raise FloatingPointError(f"the loss is {total.item()} at step {state.step}")
    state.optimizer.zero_grad()
    total.backward()
    torch.nn.utils.clip_grad_norm_(state.network.parameters(), 5.0)
    state.optimizer.step()
    state.step += 1
    update_average(state.average, state.network, min(recipe.average_decay, 1 - 2 / (state.step + 2)))
    return {name: float(value.detach()) for name, value in parts.items()}


@torch.no_grad()
def update_average(average: torch.nn.Module, network: torch.nn.Module, decay: float) -> None:
    """Move the averaged weights a little towards the network's (Polyak averaging)."""
    current = network.state_dict()
    for name, value in average.state_dict().items():
        if value.dtype.is_floating_point:
            value.lerp_(current[name], 1 - decay)
        else:
            value.copy_(current[name])


def save(state: State, folder: Path) -> None:
    """Write the checkpoint and the averaged weights."""
    stored = {
        "network": state.network.state_dict(),
        "average": state.average.state_dict(),
        "optimizer": state.optimizer.state_dict(),
        "step": state.step,
    }
    for name, value in (("last.pt", stored), ("weights.pt", stored["average"])):
        torch.save(value, folder / f"{name}.part")
        (folder / f"{name}.part").replace(folder / name)


def resume(state: State, folder: Path) -> None:
    """Take up the checkpoint in the folder, if there is one."""
    if not (folder / "last.pt").exists():
        return
    stored = torch.load(folder / "last.pt", weights_only=True)
    state.network.load_state_dict(stored["network"])
    state.average.load_state_dict(stored["average"])
    state.optimizer.load_state_dict(stored["optimizer"])
    state.step = stored["step"]
