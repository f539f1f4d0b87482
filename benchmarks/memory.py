"""One process that reads photo after photo and tells how much memory it holds: one line of JSON.

python -m benchmarks.memory --threads 2 --photos 600 FILE...

It keeps no picture and imports little, so that the memory is the engine's. `benchmarks.footprint` starts it.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

import idvision

_STATM = Path("/proc/self/statm")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read photos and print the megabytes after loading, after every photo, and at the worst moment."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    models = idvision.load_models(threads=options.threads)
    idvision.warmup(models)
    loaded = resident_mb()
    files = islice(cycle(options.files), options.photos)
    after = list(megabytes_after_each(files, lambda data: idvision.analyze(data, models)))
    print(json.dumps({"loaded": loaded, "after": after, "peak": peak_mb()}))


def megabytes_after_each(files: Iterator[Path], read: Callable[[bytes], object]) -> Iterator[float]:
    """Yield the resident memory after each photo; one that is no picture counts like any other."""
    for path in files:
        try:
            read(path.read_bytes())
        except idvision.InputError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
        yield resident_mb()


def resident_mb() -> float:
    """Return the megabytes (10**6 bytes) of memory that this process holds; Linux only."""
    pages = int(_STATM.read_text(encoding="ascii").split()[1])
    return round(pages * resource.getpagesize() / 1e6, 2)


def peak_mb() -> float:
    """Return the most megabytes that this process held at any time; Linux only."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, 2)


if __name__ == "__main__":
    main()
