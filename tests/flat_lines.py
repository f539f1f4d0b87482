"""A small drawn set of flat scans, for the smoke steps of what learns from lines."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from training.synth.dataset import Run, write_dataset
from training.synth.recipe import SceneRecipe
from training.synth.scene import draw_scene

_FLAT = SceneRecipe(
    long_side=(1100, 1200),
    counts=(0.0, 1.0),
    kinds=("resident_id", "travel"),
    scan=1.0,
    table=0.0,
    held=0.0,
    digital=0.0,
    exact=0.0,
    attack_share=0.0,
    blur_share=0.0,
)


def write_flat_set(folder: Path, count: int) -> Path:
    """Draw so many scans of one document each into `folder`, and return it."""
    write_dataset(folder, Run(4, "train", "smoke"), count, draw=partial(draw_scene, recipe=_FLAT))
    return folder
