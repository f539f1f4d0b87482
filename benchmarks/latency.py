"""How long a whole photo takes, beside other engines: bytes in, decoding included.

python -m benchmarks.latency --data FOLDER_OR_TRUTH_FILE [--repeat 3] [--threads 2] [--peers rapidocr]
    [--sizes 0.3 2 12] [--throughput] [--preview]
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

import idvision
from benchmarks.paddle_peer import paddleocr_engine
from benchmarks.peers import PEERS, Engine, idvision_engine
from benchmarks.resized import camera_frame, resized
from benchmarks.tables import table
from benchmarks.throughput import Rate, rates
from benchmarks.timings import WARM_UP_PHOTOS, Call, Latency, Timing, photo_medians, summarise, timing
from idvision.bench.environment import environment
from idvision.bench.truth import load_truth

REST_S = 0.1
_SUFFIXES = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


@dataclass(frozen=True, slots=True)
class Report:
    """All numbers of one run: pictures as they are, at other sizes, side by side, and as camera frames."""

    latency: Latency
    sizes: dict[str, Latency]
    throughput: tuple[Rate, ...]
    preview: Timing | None


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: tables, then one line of JSON."""
    options = _parser().parse_args(arguments)
    cv2.setNumThreads(options.threads)
    load = os.getloadavg()[0]
    photos = read_photos(options.data)
    report = run(photos, options)
    print(report_text(report))
    numbers = asdict(report)
    latency = numbers.pop("latency")
    record = asdict(environment(options.threads, photos))
    found = {"benchmark": "latency", "load_at_start": round(load, 2), **latency, **numbers}
    print(json.dumps({**found, "environment": record}))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of pictures, or a truth file")
    parser.add_argument("--repeat", type=int, default=3, help="calls a photo and engine")
    parser.add_argument("--threads", type=int, default=2, help="threads a network may use, in every engine")
    parser.add_argument("--peers", nargs="*", choices=sorted(PEERS), default=[], help="engines to run beside")
    parser.add_argument("--paddleocr", type=Path, help="run PaddleOCR beside: the Python of its environment")
    parser.add_argument("--sizes", nargs="*", type=float, default=[], help="also at so many megapixels")
    parser.add_argument("--throughput", action="store_true", help="also photos and cards a second")
    parser.add_argument("--preview", action="store_true", help="also the gate for camera frames, at 720p")
    return parser


def run(photos: Mapping[str, bytes], options: argparse.Namespace) -> Report:
    """Measure everything that was asked for."""
    engines = [idvision_engine(options.threads), *(PEERS[name](options.threads) for name in options.peers)]
    if options.paddleocr is not None:
        engines.append(paddleocr_engine(options.paddleocr, options.threads))
    return Report(
        latency_of(engines, photos, options.repeat),
        {f"{size:g}": latency_of(engines, resized(photos, size), options.repeat) for size in options.sizes},
        tuple(rates(list(photos.values()), options.repeat)) if options.throughput else (),
        preview_timing(photos, options.repeat, options.threads) if options.preview else None,
    )


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


def latency_of(engines: Sequence[Engine], photos: Mapping[str, bytes], repeat: int) -> Latency:
    """Warm the engines up and time them on every photo."""
    warm_up(engines, photos)
    return summarise(list(measure(engines, photos, repeat)), repeat)


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


def preview_timing(photos: Mapping[str, bytes], repeat: int, threads: int) -> Timing:
    """Time the gate on every picture as a camera frame; each counts with the median of its repeats."""
    models = idvision.load_models(threads=threads)
    frames = {name: camera_frame(data) for name, data in photos.items()}
    for frame in list(frames.values())[:WARM_UP_PHOTOS]:
        idvision.preview(frame, models)
    calls: list[Call] = []
    for _ in range(repeat):
        for name, frame in frames.items():
            begin = perf_counter()
            idvision.preview(frame, models)
            calls.append(Call("preview", name, (perf_counter() - begin) * 1000))
    return timing(list(photo_medians(calls).values()))


def report_text(report: Report) -> str:
    """Return the tables for people."""
    blocks = [latency_text(report.latency)]
    if report.sizes:
        blocks += [_sizes_table(report.sizes), *_ratio_lines(report.sizes)]
    if report.throughput:
        blocks.append(_rates_table(report.throughput))
    if report.preview is not None:
        blocks.append(table(("camera frames", "frames", "p50 ms", "p95 ms"), [_row("720p", report.preview)]))
    return "\n\n".join(blocks)


def latency_text(latency: Latency) -> str:
    """Return the tables of the pictures as they are."""
    engines = table(("engine", "photos", "p50 ms", "p95 ms"), _timing_rows(latency.engines))
    stages = table(("stage of idvision", "photos", "p50 ms", "p95 ms"), _timing_rows(latency.stages))
    return "\n\n".join(block for block in (engines, stages, _ratios(latency)) if block)


def _ratios(latency: Latency) -> str:
    return "\n".join(
        f"{peer} took {found.p50:.2f} times as long [{found.low:.2f}, {found.high:.2f}] ({over}, {found.n})"
        for over, ratios in (("all photos", latency.ratios), ("with a card", latency.ratios_with_cards))
        for peer, found in ratios.items()
    )


def _sizes_table(sizes: Mapping[str, Latency]) -> str:
    rows = (
        (size, *_row(name, found))
        for size, latency in sizes.items()
        for name, found in (*latency.engines.items(), *latency.stages.items())
    )
    return table(("megapixels", "engine or stage", "photos", "p50 ms", "p95 ms"), rows)


def _ratio_lines(sizes: Mapping[str, Latency]) -> Iterator[str]:
    for size, latency in sizes.items():
        if latency.ratios:
            yield f"at {size} megapixels:\n{_ratios(latency)}"


def _rates_table(found: Iterable[Rate]) -> str:
    header = ("callers", "threads a network", "photos", "photos/s", "cards/s")
    rows = (
        (
            *(str(one.callers), str(one.threads), str(one.photos)),
            *(f"{one.photos_per_s:.1f}", f"{one.cards_per_s:.1f}"),
        )
        for one in found
    )
    return table(header, rows)


def _timing_rows(timings: Mapping[str, Timing]) -> Iterator[tuple[str, ...]]:
    for name, found in timings.items():
        yield _row(name, found)


def _row(name: str, found: Timing) -> tuple[str, ...]:
    return name, str(found.n), f"{found.p50_ms:.1f}", f"{found.p95_ms:.1f}"


if __name__ == "__main__":
    main()
