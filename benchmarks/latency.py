"""How long a whole photo takes, beside other engines: bytes in, decoding included.

python -m benchmarks.latency --data FOLDER_OR_TRUTH_FILE [--repeat 3] [--threads 2] [--peers rapidocr]
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, sleep

import cv2
import numpy as np

from benchmarks.environment import environment
from benchmarks.metrics import bootstrap_interval, percentile
from benchmarks.peers import PEERS, Answer, Engine, idvision_engine
from benchmarks.tables import table
from benchmarks.truth import load_truth

WARM_UP_PHOTOS = 3
REST_S = 0.1
_SUFFIXES = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


@dataclass(frozen=True, slots=True)
class Call:
    """One measured call."""

    engine: str
    photo: str
    ms: float
    answer: Answer


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: tables, then one line of JSON."""
    options = _parser().parse_args(arguments)
    cv2.setNumThreads(options.threads)
    load = os.getloadavg()[0]
    photos = read_photos(options.data)
    engines = [idvision_engine(options.threads), *(PEERS[name](options.threads) for name in options.peers)]
    warm_up(engines, photos)
    latency = summarise(list(measure(engines, photos, options.repeat)), options.repeat)
    record = asdict(environment(options.threads, photos))
    print(latency_text(latency))
    numbers = {"benchmark": "latency", "load_at_start": round(load, 2), **asdict(latency)}
    print(json.dumps({**numbers, "environment": record}))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of pictures, or a truth file")
    parser.add_argument("--repeat", type=int, default=3, help="calls a photo and engine")
    parser.add_argument("--threads", type=int, default=2, help="threads a network may use, in every engine")
    parser.add_argument("--peers", nargs="*", choices=sorted(PEERS), default=[], help="engines to run beside")
    return parser


def read_photos(data: Path) -> dict[str, bytes]:
    """Return the pictures of a folder or of a truth file by name. Raises ValueError if there are none."""
    if data.is_dir():
        names = sorted(path.name for path in data.iterdir() if path.suffix.lower() in _SUFFIXES)
        photos = {name: (data / name).read_bytes() for name in names}
    else:
        photos = {photo.file: (data.parent / photo.file).read_bytes() for photo in load_truth(data)}
    if not photos:
        raise ValueError(f"no pictures in {data}")
    return photos


def warm_up(engines: Iterable[Engine], photos: Mapping[str, bytes]) -> None:
    """Run every engine on the first photos, unmeasured."""
    for engine in engines:
        for name in list(photos)[:WARM_UP_PHOTOS]:
            engine.run(photos[name])


def measure(engines: Sequence[Engine], photos: Mapping[str, bytes], repeat: int) -> Iterator[Call]:
    """Time every engine on every photo, one engine right after the other, `repeat` times over.

    Whatever else the machine does then falls on all engines alike. Threads that an engine's runtime lets spin
    on for a while come to rest before the next one is called.
    """
    for _ in range(repeat):
        for name, data in photos.items():
            for engine in engines:
                sleep(REST_S)
                begin = perf_counter()
                answer = engine.run(data)
                yield Call(engine.name, name, (perf_counter() - begin) * 1000, answer)


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


def latency_text(latency: Latency) -> str:
    """Return the tables for people."""
    engines = table(("engine", "photos", "p50 ms", "p95 ms"), _timing_rows(latency.engines))
    stages = table(("stage of idvision", "photos", "p50 ms", "p95 ms"), _timing_rows(latency.stages))
    ratios = (
        f"{peer} took {found.p50:.2f} times as long [{found.low:.2f}, {found.high:.2f}] ({over}, {found.n})"
        for over, ratios in (("all photos", latency.ratios), ("with a card", latency.ratios_with_cards))
        for peer, found in ratios.items()
    )
    return "\n\n".join(block for block in (engines, stages, "\n".join(ratios)) if block)


def _timing_rows(timings: Mapping[str, Timing]) -> Iterator[tuple[str, ...]]:
    for name, found in timings.items():
        yield name, str(found.n), f"{found.p50_ms:.1f}", f"{found.p95_ms:.1f}"


if __name__ == "__main__":
    main()
