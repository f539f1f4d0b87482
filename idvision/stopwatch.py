"""Time the stages of one call."""

from __future__ import annotations

from time import perf_counter


class Stopwatch:
    """Adds up wall time by stage name. Belongs to one call and one thread."""

    def __init__(self) -> None:
        self._last = perf_counter()
        self._seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Book the time since the last lap on `stage`."""
        now = perf_counter()
        self._seconds[stage] = self._seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def laps_ms(self) -> tuple[tuple[str, float], ...]:
        """Return each stage's milliseconds, in the order of their first lap."""
        return tuple((stage, round(seconds * 1000, 2)) for stage, seconds in self._seconds.items())
