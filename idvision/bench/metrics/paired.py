"""Tests between two providers on the same pictures. scipy is imported when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idvision.bench.metrics.resample import Ratios, percentiles, weights


@dataclass(frozen=True, slots=True)
class Difference:
    """`first - second` with its 95 % interval and the p-value of no difference (two-sided)."""

    value: float
    low: float
    high: float
    p_value: float


def paired_bootstrap(first: Ratios, second: Ratios) -> Difference | None:
    """Return the difference of two shares or means, each picture drawn with what both said of it.

    `first` and `second` hold numerator and denominator of the same pictures in the same order. The p-value is
    twice the smaller tail of the resampled differences beyond 0, each with one added so that it is never 0.
    None where nothing was measured. Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993),
    chapters 13 and 16.
    """
    parts = np.hstack([np.array(first, np.float64), np.array(second, np.float64)])
    if not parts[:, [1, 3]].sum(axis=0).all():
        return None
    sums = np.concatenate([drawn @ parts for drawn in weights(len(parts))])
    differences = _differences(sums[(sums[:, 1] > 0) & (sums[:, 3] > 0)])
    value = float(_differences(parts.sum(axis=0, keepdims=True))[0])
    tail = 1 + min(int((differences <= 0).sum()), int((differences >= 0).sum()))
    low, high = percentiles(differences)
    return Difference(value, low, high, min(1.0, 2 * tail / (len(differences) + 1)))


def _differences(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the differences of two ratios whose numerators and denominators stand in a row."""
    return np.asarray(sums[:, 0] / sums[:, 1] - sums[:, 2] / sums[:, 3], np.float64)


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Return the exact p-value that both are right equally often; only where they differ counts.

    Source: Q. McNemar, Psychometrika 12 (1947), 153-157, with the binomial distribution.
    """
    from scipy.stats import binomtest  # noqa: PLC0415 (slow to import, needed here alone)

    only_first = sum(a and not b for a, b in zip(first, second, strict=True))
    only_second = sum(b and not a for a, b in zip(first, second, strict=True))
    if not only_first + only_second:
        return 1.0
    return float(binomtest(only_first, only_first + only_second, 0.5).pvalue)


def wilcoxon_signed_rank(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the p-value that differences are symmetric about 0; equal pairs are left out.

    Source: F. Wilcoxon, Biometrics Bulletin 1 (1945), 80-83.
    """
    from scipy.stats import wilcoxon  # noqa: PLC0415 (slow to import, needed here alone)

    differences = [a - b for a, b in zip(first, second, strict=True) if a != b]
    return float(wilcoxon(differences).pvalue) if differences else 1.0
