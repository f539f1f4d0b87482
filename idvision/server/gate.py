"""What the server remembers of requests that were admitted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from idvision.server.config import ServerConfig
from idvision.server.nonces import Nonces
from idvision.server.rates import Rates


@dataclass(frozen=True, slots=True)
class Gate:
    """Marks of signatures, buckets of requests, and the clock in seconds since 1970."""

    nonces: Nonces
    rates: Rates
    now: Callable[[], float] = time.time


def build_gate(config: ServerConfig) -> Gate:
    """Return a gate that has seen nothing yet."""
    return Gate(Nonces(), Rates(config.rate_per_s, config.burst))
