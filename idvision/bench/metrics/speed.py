"""How long a provider takes: percentiles, as a mean hides the slow calls that users remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idvision.bench.metrics.basics import percentile


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles of times in milliseconds, interpolated linearly between neighbours."""

    p50: float
    p95: float
    p99: float


def latency(milliseconds: Sequence[float]) -> Latency | None:
    """Return the percentiles, None of no times."""
    if not milliseconds:
        return None
    return Latency(*(percentile(milliseconds, rank) for rank in (50, 95, 99)))
