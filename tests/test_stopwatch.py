from __future__ import annotations

import pytest

from idvision import stopwatch
from idvision.stopwatch import Stopwatch


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The times that the stopwatch is told, first one first."""
    times: list[float] = []
    monkeypatch.setattr(stopwatch, "perf_counter", lambda: times.pop(0))
    return times


def test_a_lap_is_the_time_since_the_last_one(clock: list[float]) -> None:
    clock += [10.0, 10.25, 11.0]
    watch = Stopwatch()
    watch.lap("decode")
    watch.lap("locate")
    assert watch.laps_ms() == (("decode", 250.0), ("locate", 750.0))


def test_laps_of_one_stage_add_up_in_the_place_of_the_first(clock: list[float]) -> None:
    clock += [0.0, 0.125, 0.25, 0.75]
    watch = Stopwatch()
    for stage in ("read", "parse", "read"):
        watch.lap(stage)
    assert watch.laps_ms() == (("read", 625.0), ("parse", 125.0))


def test_times_are_rounded_to_hundredths_of_a_millisecond(clock: list[float]) -> None:
    clock += [0.0, 0.00123456]
    watch = Stopwatch()
    watch.lap("decode")
    assert watch.laps_ms() == (("decode", 1.23),)


def test_without_laps_there_is_nothing_to_tell() -> None:
    assert Stopwatch().laps_ms() == ()
