"""Pictures of every declared side in stated conditions, drawn when asked for: declarations -> truth.

Each side and condition is a drawn set of its own, from the fonts, surfaces and lights that no training
picture uses. Its folder's name ends in a digest of its declaration and of the drawing code, so a cache never
answers with pictures of another state of either.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import idvision
from benchmarks.drawn import load_drawn
from idvision.bench.pictures import PictureFiles
from idvision.bench.truth import TruthPhoto
from idvision.documents import DocumentSpec
from training import synth
from training.synth.dataset import Run, write_dataset
from training.synth.given import CONDITIONS, draw_given

SEED = 20261100
_DIGEST_LETTERS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the report: a declared side, in a condition."""

    spec: DocumentSpec
    condition: str

    @property
    def name(self) -> str:
        """What the case is called in files and reports."""
        return f"{self.spec.key}-{self.condition}"

    @property
    def run(self) -> Run:
        """The run that its pictures are drawn by; each case shows other people."""
        return Run(SEED + zlib.crc32(self.name.encode()), "bench", self.name)


def cases_of(specs: Sequence[DocumentSpec]) -> tuple[Case, ...]:
    """Return the cases of these sides, in their order."""
    return tuple(Case(spec, condition) for spec in specs for condition in CONDITIONS)


def draw_cases(
    folder: Path, cases: Sequence[Case], count: int, jobs: int
) -> tuple[tuple[TruthPhoto, ...], PictureFiles]:
    """Draw `count` pictures of every case below `folder`, what lies there kept; a group is a case's name.

    Raises DrawError where a side cannot be drawn, OSError.
    """
    photos: list[TruthPhoto] = []
    paths: dict[str, Path] = {}
    for number, case in enumerate(cases, start=1):
        sys.stderr.write(f"\r\x1b[Kdrawing {number} of {len(cases)}: {case.name}")
        sys.stderr.flush()
        own = folder / f"{case.name}-{_digest_of(case.spec)}"
        write_dataset(own, case.run, count, jobs, partial(draw_given, case.spec, case.condition))
        for photo in load_drawn(own)[:count]:
            photos.append(replace(photo, group=case.name))
            paths[photo.file] = folder / photo.file
    sys.stderr.write("\n")
    return tuple(photos), PictureFiles(paths)


def _digest_of(spec: DocumentSpec) -> str:
    text = f"{spec!r} {_drawing_digest()}"
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LETTERS]


@cache
def _drawing_digest() -> str:
    """Return a digest of everything that draws: the generator's code and data, and the checks of values."""
    folders = (Path(str(synth.__file__)).parent, Path(idvision.__file__).parent / "checks")
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in _SOURCES)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


_SOURCES = frozenset({".py", ".toml", ".dat", ".json", ".txt"})
