"""Small draws that every part of the generator makes: items of a split, colours, odds."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from training.synth.types import Split

T = TypeVar("T")
Bgr = tuple[int, int, int]

_HUE_BINS = 24
# Every fourth member of a family is kept for the evaluation set.
_BENCH_EVERY = 4


def of_split(items: Sequence[T], split: Split) -> tuple[T, ...]:
    """Return the items that a split may use: each fourth is for `bench`, the others for `train`."""
    bench = split == "bench"
    last = _BENCH_EVERY - 1
    return tuple(item for i, item in enumerate(items) if (i % _BENCH_EVERY == last) == bench)


def pick(rng: np.random.Generator, items: Sequence[T]) -> T:
    """Return one item, all alike likely."""
    return items[int(rng.integers(len(items)))]


def pick_weighted(rng: np.random.Generator, weights: dict[T, float]) -> T:
    """Return one key with odds in proportion to its weight."""
    total = sum(weights.values())
    mark = float(rng.random()) * total
    for item, weight in weights.items():
        mark -= weight
        if mark < 0:
            return item
    return next(reversed(weights))


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Return True with the given probability."""
    return bool(rng.random() < probability)


def hue(rng: np.random.Generator, split: Split) -> float:
    """Return a hue in [0, 1) from the bins of the colour circle that the split owns."""
    bins = of_split(range(_HUE_BINS), split)
    return (pick(rng, bins) + float(rng.random())) / _HUE_BINS


def colour(hue_turn: float, lightness: float, saturation: float) -> Bgr:
    """Return the BGR colour of a hue, lightness and saturation in [0, 1]."""
    red, green, blue = colorsys.hls_to_rgb(hue_turn % 1.0, lightness, saturation)
    return round(255 * blue), round(255 * green), round(255 * red)


def ink(rng: np.random.Generator, split: Split, darkest: float = 0.1, lightest: float = 0.45) -> Bgr:
    """Return a printing ink: any hue of the split, saturated or nearly grey."""
    saturation = float(rng.uniform(0.35, 0.95)) if chance(rng, 0.75) else float(rng.uniform(0.0, 0.2))
    return colour(hue(rng, split), float(rng.uniform(darkest, lightest)), saturation)


def random_digits(rng: np.random.Generator, count: int) -> str:
    """Return `count` random digits."""
    return "".join(str(int(d)) for d in rng.integers(0, 10, count))
