"""Measures in the field's terms: pure functions of plain values, with their intervals.

`quad_iou` is the package's own (`idvision.geometry`): intersection over union of two quads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from idvision.geometry import quad_iou

__all__ = [
    "Share",
    "Spread",
    "bootstrap_interval",
    "cer",
    "edit_distance",
    "field_accuracy",
    "percentile",
    "quad_iou",
    "share",
    "spread",
    "wilson_interval",
]

_Z95 = 1.959964
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`; `low` and `high` bound the true share with 95 % confidence (None of nothing)."""

    right: int
    of: int
    low: float | None
    high: float | None

    def __str__(self) -> str:
        return f"{self.right}/{self.of}"


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean of `n` values with its 95 % bootstrap interval, and the smallest value; None of nothing."""

    n: int
    mean: float | None
    low: float | None
    high: float | None
    worst: float | None

    def __str__(self) -> str:
        return "-" if self.mean is None else f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def share(flags: Iterable[bool]) -> Share:
    """Return how many of the flags are true."""
    seen = list(flags)
    low, high = wilson_interval(sum(seen), len(seen)) if seen else (None, None)
    return Share(sum(seen), len(seen), low, high)


def wilson_interval(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share, `of` at least 1.

    Source: E. B. Wilson, Probable inference, J. Am. Stat. Assoc. 22 (1927), 209-212.
    """
    p, z2 = right / of, _Z95**2
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z95 * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def spread(values: Sequence[float]) -> Spread:
    """Return the mean of the values with its interval and the smallest of them."""
    if not values:
        return Spread(0, None, None, None, None)
    low, high = bootstrap_interval(values, np.mean)
    return Spread(len(values), round(float(np.mean(values)), 4), low, high, round(min(values), 4))


def bootstrap_interval(
    values: Sequence[float], statistic: Callable[..., object], seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % percentile-bootstrap interval of `statistic`, a function of `(array, axis=)`.

    Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    sample = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(seed).integers(0, len(sample), (RESAMPLES, len(sample)))
    low, high = np.percentile(np.asarray(statistic(sample[picks], axis=1)), (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)


def percentile(values: Sequence[float], rank: float) -> float:
    """Return the percentile of `rank` in [0, 100], interpolated linearly between neighbours."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), rank))


def field_accuracy(read_and_true: Iterable[tuple[str, str]]) -> Share:
    """Return the share of values that equal the truth exactly; a value not read is the empty string."""
    return share(read == true for read, true in read_and_true)


def cer(read: str, true: str) -> float:
    """Return the character error rate: edit distance by the length of the truth, which is not empty."""
    return edit_distance(read, true) / len(true)


def edit_distance(a: str, b: str) -> int:
    """Return the least number of insertions, deletions and substitutions from `a` to `b` (Levenshtein)."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(b, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
    return row[-1]
