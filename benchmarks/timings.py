"""Calls that were timed -> percentiles, and ratios taken photo by photo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.peers import NO_ANSWER, Answer
from idvision.bench.metrics.basics import bootstrap_interval, percentile

WARM_UP_PHOTOS = 3
"""So many photos an engine sees before it is timed."""


@dataclass(frozen=True, slots=True)
class Call:
    """One measured call."""

    engine: str
    photo: str
    ms: float
    answer: Answer = NO_ANSWER


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds over `n` photos; each photo counts with the median of its repeats."""

    n: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as long a peer took for the same photo: median over `n` photos, 95 % interval."""

    n: int
    p50: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Latency:
    """All numbers of one run. `ratios_with_cards` are those of photos in which idvision found a card."""

    photos: int
    repeat: int
    warm_up: int
    engines: dict[str, Timing]
    stages: dict[str, Timing]
    ratios: dict[str, Ratio]
    ratios_with_cards: dict[str, Ratio]


def summarise(calls: Sequence[Call], repeat: int) -> Latency:
    """Return percentiles and ratios; the first engine called is the one that the others compare with."""
    names = list(dict.fromkeys(call.engine for call in calls))
    medians = {name: photo_medians(call for call in calls if call.engine == name) for name in names}
    own, *peers = names
    with_cards = {call.photo for call in calls if call.answer.cards}
    return Latency(
        photos=len(medians[own]),
        repeat=repeat,
        warm_up=WARM_UP_PHOTOS,
        engines={name: timing(list(medians[name].values())) for name in names},
        stages=stage_timings([call for call in calls if call.engine == own]),
        ratios={peer: ratio(medians[own], medians[peer]) for peer in peers},
        ratios_with_cards={
            peer: ratio({name: ms for name, ms in medians[own].items() if name in with_cards}, medians[peer])
            for peer in peers
            if with_cards
        },
    )


def photo_medians(calls: Iterable[Call]) -> dict[str, float]:
    """Return the median milliseconds of each photo's calls."""
    by_photo: dict[str, list[float]] = {}
    for call in calls:
        by_photo.setdefault(call.photo, []).append(call.ms)
    return {photo: percentile(values, 50) for photo, values in by_photo.items()}


def timing(values_ms: Sequence[float]) -> Timing:
    """Return the percentiles of milliseconds."""
    return Timing(len(values_ms), round(percentile(values_ms, 50), 2), round(percentile(values_ms, 95), 2))


def stage_timings(calls: Sequence[Call]) -> dict[str, Timing]:
    """Return the percentiles of every stage over the photos that reached it."""
    stages = dict.fromkeys(stage for call in calls for stage, _ in call.answer.stages_ms)
    return {stage: timing(list(photo_medians(_of_stage(calls, stage)).values())) for stage in stages}


def _of_stage(calls: Sequence[Call], stage: str) -> Iterator[Call]:
    for call in calls:
        for name, ms in call.answer.stages_ms:
            if name == stage:
                yield Call(call.engine, call.photo, ms, call.answer)


def ratio(own_ms: Mapping[str, float], peer_ms: Mapping[str, float]) -> Ratio:
    """Return how many times as long the peer took, photo by photo, over the photos of `own_ms`."""
    ratios = [peer_ms[photo] / ms for photo, ms in own_ms.items()]
    low, high = bootstrap_interval(ratios, np.median)
    return Ratio(len(ratios), round(percentile(ratios, 50), 3), low, high)
