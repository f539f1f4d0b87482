"""How long a provider takes: percentiles, as a mean hides the slow calls that users remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RANKS = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles of times in milliseconds, interpolated linearly between neighbours."""

    p50: float
    p95: float
    p99: float


def latency(milliseconds: Sequence[float] | NDArray[np.float64]) -> Latency | None:
    """Return the percentiles, None of no times."""
    if not len(milliseconds):
        return None
    return Latency(*np.percentile(np.asarray(milliseconds, np.float64), RANKS).tolist())
