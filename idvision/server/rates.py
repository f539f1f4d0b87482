"""How many requests one key, or one address, may send: buckets that fill by the second."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from idvision.errors import ThrottledError

MAX_BUCKETS: Final = 10_000


class Rates:
    """A bucket for each name, full at first. Its methods belong to one event loop.

    Of more names than `max_buckets` the one that was quiet for longest is forgotten, which gives it a full
    bucket.
    """

    def __init__(
        self,
        rate_per_s: float,
        burst: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        max_buckets: int = MAX_BUCKETS,
    ) -> None:
        self._rate = rate_per_s
        self._burst = float(burst)
        self._clock = clock
        self._max_buckets = max_buckets
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, name: str) -> None:
        """Take one request out of a bucket. Raises ThrottledError if there is none, which takes nothing."""
        now = self._clock()
        level, seen = self._levels.pop(name, (self._burst, now))
        level = min(self._burst, level + (now - seen) * self._rate)
        enough = level >= 1.0
        self._levels[name] = (level - 1.0 if enough else level, now)
        if len(self._levels) > self._max_buckets:
            self._levels.popitem(last=False)
        if not enough:
            raise ThrottledError((1.0 - level) / self._rate)
