"""Presentation attacks by ISO/IEC 30107-3:2023.

`scores` say how likely a presentation is an attack, 0 to 1; one at or above the threshold is
called an attack. Attacks come by species. Where one number stands for all species it is the worst of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

THRESHOLD = 0.5
Scores = Sequence[float] | NDArray[np.float64]
Species = Mapping[str, Scores]


def apcer(scores: Scores, threshold: float = THRESHOLD) -> float | None:
    """Return the share of attacks of one species that pass as genuine, None of nothing."""
    return float(np.mean(np.asarray(scores) < threshold)) if len(scores) else None


def worst_apcer(species: Species, threshold: float = THRESHOLD) -> float | None:
    """Return the highest APCER of any species, None without an attack."""
    rates = (apcer(scores, threshold) for scores in species.values())
    return max((rate for rate in rates if rate is not None), default=None)


def bpcer(genuine: Scores, threshold: float = THRESHOLD) -> float | None:
    """Return the share of genuine presentations that are called an attack, None of nothing."""
    return float(np.mean(np.asarray(genuine) >= threshold)) if len(genuine) else None


def trade_off(species: Species, genuine: Scores) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return worst APCER and BPCER over all thresholds that matter, the most severe first.

    Both are empty without attacks or genuine presentations.
    """
    attacks = [np.sort(np.asarray(scores, np.float64)) for scores in species.values() if len(scores)]
    real = np.sort(np.asarray(genuine, np.float64))
    if not attacks or not len(real):
        return np.array([]), np.array([])
    thresholds = np.append(np.unique(np.concatenate([*attacks, real])), np.inf)
    passed = [np.searchsorted(scores, thresholds, side="left") / len(scores) for scores in attacks]
    refused = 1 - np.searchsorted(real, thresholds, side="left") / len(real)
    return np.max(passed, axis=0), refused


def equal_error_rate(species: Species, genuine: Scores) -> float | None:
    """Return the rate at the threshold where worst APCER and BPCER come closest, their mean there."""
    passed, refused = trade_off(species, genuine)
    if not len(passed):
        return None
    nearest = int(np.argmin(np.abs(passed - refused)))
    return float(passed[nearest] + refused[nearest]) / 2


def bpcer_at(apcer_limit: float, species: Species, genuine: Scores) -> float | None:
    """Return the least BPCER at which the worst APCER is no more than the limit, None of nothing.

    BPCER10, BPCER20 and BPCER100 are those at 10 %, 5 % and 1 %.
    """
    passed, refused = trade_off(species, genuine)
    return float(refused[passed <= apcer_limit + 1e-12].min()) if len(passed) else None


def av_rank(species: Species, genuine: Scores) -> float | None:
    """Return 0.2 BPCER10 + 0.3 BPCER20 + 0.5 BPCER100, None of nothing.

    Source: evaluation rules of the competition on presentation attack detection on identity cards, IJCB 2024.
    """
    rates = [bpcer_at(limit, species, genuine) for limit in (0.1, 0.05, 0.01)]
    if any(rate is None for rate in rates):
        return None
    return float(np.dot((0.2, 0.3, 0.5), np.array(rates, np.float64)))
