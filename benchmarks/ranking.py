"""How well a score separates two kinds, and how far two measures rise together; ties share their ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray

from idvision.bench.metrics.basics import Share, share
from idvision.bench.metrics.calibration import auroc

FALSE_RATE = 0.01
_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well a score tells `positives` from `negatives`.

    `auroc` is the area under the receiver operating characteristic with its 95 % interval, None if either
    kind is missing. `hits` are the positives above all but a hundredth of the negatives.
    """

    positives: int
    negatives: int
    auroc: float | None
    low: float | None
    high: float | None
    hits: Share

    def __str__(self) -> str:
        return "-" if self.auroc is None else f"{self.auroc:.4f} [{self.low:.4f}, {self.high:.4f}]"


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rank correlation of `n` pairs with its 95 % interval; None where a measure never changes."""

    n: int
    rho: float | None
    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.rho is None:
            return "-"
        return f"{self.rho:.3f}" + (f" [{self.low:.3f}, {self.high:.3f}]" if self.low is not None else "")


def average_ranks(values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ranks of the values from 1, equal values sharing the mean of theirs."""
    _, inverse, counts = np.unique(np.asarray(values, np.float64), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse.ravel()], np.float64)


def ranking(positives: Sequence[float], negatives: Sequence[float]) -> Ranking:
    """Compare the scores of two kinds, the first of which should be higher."""
    found, others = len(positives), len(negatives)
    if not found or not others:
        return Ranking(found, others, None, None, None, share(()))
    area = auroc(positives, negatives)
    assert area is not None
    half = _Z95 * sqrt(auroc_variance(positives, negatives))
    low, high = max(0.0, area - half), min(1.0, area + half)
    return Ranking(
        found, others, round(area, 4), round(low, 4), round(high, 4), hits(positives, negatives, FALSE_RATE)
    )


def auroc_variance(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Return the variance of the area, 0 where there is one of a kind only.

    Source: E. DeLong, D. DeLong, D. Clarke-Pearson, Comparing the areas under two or more correlated receiver
    operating characteristic curves, Biometrics 44 (1988), 837-845.
    """
    above = _wins(positives, negatives) / len(negatives)
    below = 1 - _wins(negatives, positives) / len(positives)
    return sum(float(part.var(ddof=1)) / len(part) for part in (above, below) if len(part) > 1)


def _wins(scores: Sequence[float], others: Sequence[float]) -> NDArray[np.float64]:
    """Return for each score how many of the others it beats, a tie counting half."""
    ranks = average_ranks([*scores, *others])[: len(scores)]
    return ranks - average_ranks(scores)


def hits(positives: Sequence[float], negatives: Sequence[float], false_rate: float) -> Share:
    """Return the positives above a threshold that at most `false_rate` of the negatives pass.

    Whoever equals the threshold does not pass, so that ties cannot hide false alarms. With less than
    `1 / false_rate` negatives none of them may pass.
    """
    allowed = int(false_rate * len(negatives) + 1e-9)
    ordered = sorted(negatives, reverse=True)
    threshold = ordered[allowed] if allowed < len(ordered) else -np.inf
    return share(score > threshold for score in positives)


def spearman(first: Sequence[float], second: Sequence[float]) -> Correlation:
    """Return the correlation of the ranks of two measures of the same things.

    Interval: D. Bonett, T. Wright, Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations, Psychometrika 65 (2000), 23-28; it needs four pairs.
    """
    n = len(first)
    if n < 2:
        return Correlation(n, None, None, None)
    a, b = (ranks - ranks.mean() for ranks in (average_ranks(first), average_ranks(second)))
    size = sqrt(float(a @ a) * float(b @ b))
    if size == 0:
        return Correlation(n, None, None, None)
    rho = float(np.clip(a @ b / size, -1, 1))
    if n < 4 or abs(rho) == 1:
        return Correlation(n, round(rho, 4), None, None)
    half = _Z95 * sqrt((1 + rho * rho / 2) / (n - 3))
    low, high = tanh(atanh(rho) - half), tanh(atanh(rho) + half)
    return Correlation(n, round(rho, 4), round(low, 4), round(high, 4))
