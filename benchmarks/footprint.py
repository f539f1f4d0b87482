"""What idvision costs besides time: cold start, memory over many photos, and room on disk.

python -m benchmarks.footprint --data FOLDER_OR_TRUTH_FILE... [--photos 2000] [--starts 7] [--threads 2]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.installed import installed_mb, wheel_mb
from benchmarks.latency import read_photos
from benchmarks.resized import at_megapixels
from benchmarks.tables import table
from idvision.bench.environment import environment
from idvision.bench.metrics.basics import percentile

SIZES = (0.3, 2.0, 12.0)
"""Megapixels at which every picture is read, besides its own."""
WARM_UP_SHARE = 0.25
"""Of the photos, before memory is judged: by then every shape has been met."""
_REPOSITORY = Path(__file__).resolve().parents[1]
_IMPORT = "from time import perf_counter as t; a = t(); import idvision; print((t() - a) * 1000)"
_FIRST_RESULT = """
import sys, idvision
with open(sys.argv[1], "rb") as photo:
    result = idvision.analyze(photo.read())
print(len(result.cards), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Start:
    """Milliseconds over `n` fresh processes: from the start to the first result, and for the import alone."""

    n: int
    first_result_p50_ms: float
    first_result_p95_ms: float
    import_p50_ms: float
    import_p95_ms: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident megabytes of one process; the slope is a line fitted to all photos after the warm-up."""

    photos: int
    loaded_mb: float
    after_mb: float
    peak_mb: float
    slope_mb_per_1000: float


@dataclass(frozen=True, slots=True)
class Footprint:
    """All numbers of one run; `installed_mb` by distribution, `wheel_mb` None where none could be built."""

    start: Start
    memory: Memory
    wheel_mb: float | None
    installed_mb: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: tables, then one line of JSON."""
    options = _parser().parse_args(arguments)
    load = os.getloadavg()[0]
    photos = {name: data for path in options.data for name, data in read_photos(path).items()}
    with tempfile.TemporaryDirectory() as folder:
        found = Footprint(
            cold_start(next(iter(photos.values())), options.starts, Path(folder)),
            memory(write_mixed(photos, Path(folder) / "photos"), options.photos, options.threads),
            wheel_mb(_REPOSITORY),
            installed_mb("idvision"),
        )
    print(footprint_text(found))
    record = asdict(environment(options.threads, photos))
    numbers = {"benchmark": "footprint", "load_at_start": round(load, 2), **asdict(found)}
    print(json.dumps({**numbers, "environment": record}))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.footprint", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders, truth files")
    parser.add_argument("--photos", type=int, default=100, help="photos to read in one process")
    parser.add_argument("--starts", type=int, default=7, help="fresh processes to start")
    parser.add_argument("--threads", type=int, default=2, help="threads a network may use")
    return parser


def cold_start(photo: bytes, starts: int, folder: Path) -> Start:
    """Start fresh processes and time them, after one that leaves bytecode as `pip install` does."""
    path = folder / "photo"
    path.write_bytes(photo)
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    first = [seconds_to_first_line([_FIRST_RESULT, str(path)], environ) * 1000 for _ in range(starts + 1)][1:]
    imports = [float(_run([_IMPORT], environ)) for _ in range(starts)]
    return Start(
        starts,
        *(round(percentile(first, rank), 1) for rank in (50, 95)),
        *(round(percentile(imports, rank), 1) for rank in (50, 95)),
    )


def seconds_to_first_line(program: Sequence[str], environ: Mapping[str, str]) -> float:
    """Return how long a fresh interpreter takes to the first line that the program prints."""
    begin = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", *program], stdout=subprocess.PIPE, env=environ, cwd=_REPOSITORY
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = perf_counter() - begin
    if process.returncode != 0 or not line:
        raise RuntimeError(f"the fresh process ended with status {process.returncode}")
    return seconds


def _run(program: Sequence[str], environ: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", *program], stdout=subprocess.PIPE, env=environ, cwd=_REPOSITORY, check=True
    )
    return done.stdout.decode()


def write_mixed(photos: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write every picture in its own size and in `SIZES`, and return the files in a mixed, fixed order."""
    folder.mkdir()
    files: list[Path] = []
    for number, data in enumerate(photos.values()):
        for size, encoded in _in_sizes(data):
            files.append(folder / f"{number}-{size}")
            files[-1].write_bytes(encoded)
    random.Random(1).shuffle(files)
    return files


def _in_sizes(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "own", data
    for size in SIZES:
        yield f"{size:g}", at_megapixels(data, size)


def memory(files: Sequence[Path], photos: int, threads: int) -> Memory:
    """Have a fresh process read so many photos, the files over and over, and judge its memory."""
    command = [
        *(sys.executable, "-m", "benchmarks.memory", "--threads", str(threads), "--photos", str(photos)),
        *map(str, files),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=_REPOSITORY, check=True)
    said = json.loads(done.stdout)
    return summarise_memory(said["loaded"], said["after"], said["peak"])


def summarise_memory(loaded_mb: float, after_mb: Sequence[float], peak_mb: float) -> Memory:
    """Return what the megabytes after every photo come to."""
    return Memory(
        len(after_mb), loaded_mb, after_mb[-1], peak_mb, round(slope_per_1000(after_mb, WARM_UP_SHARE), 2)
    )


def slope_per_1000(after_mb: Sequence[float], warm_up_share: float) -> float:
    """Return the growth over 1,000 photos of the line through all values after the warm-up."""
    steady = np.asarray(after_mb[int(len(after_mb) * warm_up_share) :], np.float64)
    if len(steady) < 2:
        return 0.0
    return float(np.polyfit(np.arange(len(steady)), steady, 1)[0]) * 1000


def footprint_text(found: Footprint) -> str:
    """Return the tables for people."""
    start, held = found.start, found.memory
    cold = table(
        (f"{start.n} fresh processes", "p50 ms", "p95 ms"),
        [
            ("start to first result", f"{start.first_result_p50_ms:.0f}", f"{start.first_result_p95_ms:.0f}"),
            ("import idvision", f"{start.import_p50_ms:.0f}", f"{start.import_p95_ms:.0f}"),
        ],
    )
    resident = table(
        ("resident memory", "MB"),
        [
            ("all networks open", f"{held.loaded_mb:.0f}"),
            (f"after {held.photos} photos of mixed sizes", f"{held.after_mb:.0f}"),
            ("at the worst moment", f"{held.peak_mb:.0f}"),
            ("growth over 1,000 photos", f"{held.slope_mb_per_1000:+.1f}"),
        ],
    )
    rows = [(name, f"{size:.1f}") for name, size in found.installed_mb.items()]
    wheel = "could not be built" if found.wheel_mb is None else f"{found.wheel_mb:.1f}"
    disk = table(
        ("on disk", "MB"),
        [("wheel of idvision", wheel), *rows, ("all installed", f"{sum(found.installed_mb.values()):.1f}")],
    )
    return "\n\n".join((cold, resident, disk))


if __name__ == "__main__":
    main()
