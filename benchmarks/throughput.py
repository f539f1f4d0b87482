"""How many photos and cards a second one process reads: callers side by side, or threads in each network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

from benchmarks.peers import Engine, idvision_engine

WAYS = ((1, 1), (1, 2), (2, 1), (2, 2))
"""Callers, and threads a network."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What `callers` that share one set of networks got done together."""

    callers: int
    threads: int
    photos: int
    cards: int
    seconds: float
    photos_per_s: float
    cards_per_s: float


def rates(photos: Sequence[bytes], repeat: int) -> Iterator[Rate]:
    """Yield one rate for each of `WAYS`, after every photo was read once unmeasured."""
    for callers, threads in WAYS:
        engine = idvision_engine(threads)
        for data in photos:
            engine.run(data)
        yield rate(engine, list(photos) * repeat, callers, threads)


def rate(
    engine: Engine,
    photos: Sequence[bytes],
    callers: int,
    threads: int,
    clock: Callable[[], float] = perf_counter,
) -> Rate:
    """Have so many callers work off the photos and return how fast they were together."""
    begin = clock()
    with ThreadPoolExecutor(callers) as pool:
        cards = sum(answer.cards or 0 for answer in pool.map(engine.run, photos))
    seconds = clock() - begin
    return Rate(
        callers,
        threads,
        len(photos),
        cards,
        round(seconds, 3),
        round(len(photos) / seconds, 2),
        round(cards / seconds, 2),
    )
