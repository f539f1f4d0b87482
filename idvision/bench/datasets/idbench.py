"""idbench: pictures of every declared side in stated conditions, drawn when asked for.

Each side and condition is a drawn set of its own, from the fonts, surfaces and lights that no training
picture uses. Its folder's name ends in a digest of its declaration and of the drawing code, so a cache never
answers with pictures of another state of either.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from idvision import checks
from idvision.bench.dataset import Dataset
from idvision.bench.datasets.drawn import load_drawn
from idvision.bench.datasets.loading import chosen
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.errors import NoDrawingError, UnreadableDatasetError
from idvision.bench.pictures import PictureFiles
from idvision.bench.truth import TruthPhoto
from idvision.documents import DocumentSpec, all_specs

if TYPE_CHECKING:
    from training.synth.dataset import Run

SEED = 20261100
_DIGEST_LETTERS = 10
_SOURCES = frozenset({".py", ".toml", ".dat", ".json", ".txt"})


@dataclass(frozen=True, slots=True)
class Case:
    """A declared side, in a condition."""

    spec: DocumentSpec
    condition: str

    @property
    def name(self) -> str:
        """What the case is called in files and reports."""
        return f"{self.spec.key}-{self.condition}"

    @property
    def run(self) -> Run:
        """The run that its pictures are drawn by; each case shows other people."""
        from training.synth.dataset import Run  # noqa: PLC0415 (drawing is no part of the package)

        return Run(SEED + zlib.crc32(self.name.encode()), "bench", self.name)


def load(_path: Path, wanted: Wanted) -> Dataset:
    """Draw what is wanted into the cache; a group is a condition. Raises DatasetError."""
    specs = [spec for spec in all_specs() if not wanted.only or spec.type in wanted.only]
    unknown = sorted(wanted.only - {spec.type for spec in specs})
    if unknown:
        raise UnreadableDatasetError(f"idbench: no declared type {unknown[0]}")
    cases = cases_of(specs)
    if wanted.limit is not None:
        count = min(wanted.per_document, -(-wanted.limit // len(cases)))
        cases = chosen(_mixed(cases), wanted.limit)
        wanted = replace(wanted, per_document=count)
    photos, pictures = draw_cases(cases, wanted)
    conditions = {case.name: case.condition for case in cases}
    few = tuple(replace(photo, group=conditions[photo.group]) for photo in chosen(photos, wanted.limit))
    kept = PictureFiles({photo.file: pictures.paths[photo.file] for photo in few})
    return Dataset(SOURCE.name, few, kept, synthetic=True, licence=SOURCE.licence, source=SOURCE.page)


def _mixed(cases: Sequence[Case]) -> tuple[Case, ...]:
    """Return the cases in an order of which every even choice holds all conditions."""
    conditions = list(dict.fromkeys(case.condition for case in cases))
    sides = list(dict.fromkeys(case.spec.key for case in cases))
    turn = {
        case.name: (sides.index(case.spec.key) + conditions.index(case.condition)) % len(conditions)
        for case in cases
    }
    return tuple(sorted(cases, key=lambda case: turn[case.name]))


def cases_of(specs: Sequence[DocumentSpec]) -> tuple[Case, ...]:
    """Return the cases of these sides, in their order. Raises NoDrawingError."""
    try:
        from training.synth.given import CONDITIONS  # noqa: PLC0415 (drawing is no part of the package)
    except ModuleNotFoundError as error:
        raise NoDrawingError("idbench is drawn with training/, which is not installed") from error
    return tuple(Case(spec, condition) for spec in specs for condition in CONDITIONS)


def draw_cases(cases: Sequence[Case], wanted: Wanted) -> tuple[tuple[TruthPhoto, ...], PictureFiles]:
    """Draw pictures of every case below the cache; a group is a case's name.

    Raises UnreadableDatasetError where a side cannot be drawn or written.
    """
    from training.synth.dataset import DrawError, write_dataset  # noqa: PLC0415 (as in `cases_of`)
    from training.synth.given import draw_given  # noqa: PLC0415 (as in `cases_of`)

    photos: list[TruthPhoto] = []
    paths: dict[str, Path] = {}
    for number, case in enumerate(cases):
        if wanted.progress is not None:
            wanted.progress(case.name, number, len(cases))
        own = wanted.cache / f"{case.name}-{_digest_of(case.spec)}"
        draw = partial(draw_given, case.spec, case.condition)
        try:
            write_dataset(own, case.run, wanted.per_document, wanted.jobs, draw)
        except (DrawError, OSError) as error:
            raise UnreadableDatasetError(f"idbench: {case.name} cannot be drawn: {error}") from error
        for photo in load_drawn(own)[: wanted.per_document]:
            photos.append(replace(photo, group=case.name))
            paths[photo.file] = wanted.cache / photo.file
    if wanted.progress is not None:
        wanted.progress("", len(cases), len(cases))
    return tuple(photos), PictureFiles(paths)


def _digest_of(spec: DocumentSpec) -> str:
    text = f"{spec!r} {_drawing_digest()}"
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LETTERS]


@cache
def _drawing_digest() -> str:
    """Return a digest of everything that draws: the generator's code and data, and the checks of values."""
    from training import synth  # noqa: PLC0415 (as in `cases_of`)

    folders = (Path(str(synth.__file__)).parent, Path(str(checks.__file__)).parent)
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in _SOURCES)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def recognises(_folder: Path) -> bool:
    """Tell that no folder is idbench: it is drawn."""
    return False


SOURCE = Source(
    name="idbench",
    title="every declared side, clean and degraded, drawn on the spot",
    licence="Apache-2.0, as this project",
    size="as many as are wanted of each side",
    page="training/README.md",
    load=load,
    recognises=recognises,
)
