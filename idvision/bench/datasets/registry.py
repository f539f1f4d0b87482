"""Every kind of data set by name, and the one function that opens them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from idvision.bench.dataset import Dataset
from idvision.bench.datasets import (
    dlc2021,
    docxpand,
    drawn,
    folder,
    idbench,
    kid34k,
    midv500,
    midv2019,
    midv2020,
    passporteye,
    sidtd,
    smartdoc2015,
)
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.errors import UnknownDatasetError, UnreadableDatasetError


def _load_realset(path: Path, wanted: Wanted) -> Dataset:
    return replace(folder.load(path, wanted), name="realset")


_REALSET = replace(
    folder.SOURCE,
    name="realset",
    title="hand-annotated pictures in the dialect of `idvision.bench.datasets.realset`",
    load=_load_realset,
    # The truth file tells its dialect itself.
    recognises=idbench.recognises,
)
# In the order in which a folder is tried: what is surest by its files' names first.
_SOURCES = (
    folder.SOURCE,
    drawn.SOURCE,
    smartdoc2015.SOURCE,
    docxpand.SOURCE,
    midv500.SOURCE,
    midv2019.SOURCE,
    dlc2021.SOURCE,
    # Before MIDV-2020: where letters' case does not count, its folders have the same names.
    sidtd.SOURCE,
    midv2020.SOURCE,
    kid34k.SOURCE,
    passporteye.SOURCE,
    idbench.SOURCE,
    _REALSET,
)
DATASETS: Mapping[str, Source] = {source.name: source for source in _SOURCES}


def open_dataset(spec: str, wanted: Wanted | None = None) -> Dataset:
    """Open what `--data` names.

    Args:
        spec: a folder or a truth file, whose layout is recognised; `NAME:PATH` for a layout by name; or
            `idbench`, which is drawn.
        wanted: how much of it; all of it if left out.

    Raises:
        UnknownDatasetError: no layout of that name.
        UnreadableDatasetError: files are missing, damaged or of another layout.
        NoDrawingError: drawn pictures without the code that draws.
    """
    chosen = Wanted() if wanted is None else wanted
    if spec == idbench.SOURCE.name:
        return idbench.SOURCE.load(Path(), chosen)
    name, colon, rest = spec.partition(":")
    if colon and name in DATASETS:
        return DATASETS[name].load(_existing(Path(rest)), chosen)
    if colon and name.isidentifier() and len(name) > 1 and not Path(spec).exists():
        raise UnknownDatasetError(f"no data set called {name}; there are {', '.join(sorted(DATASETS))}")
    path = _existing(Path(spec))
    return recognised(path).load(path, chosen)


def recognised(path: Path) -> Source:
    """Return the layout of a folder or file; what no layout recognises is a folder of pictures."""
    if path.is_file():
        return drawn.SOURCE if path.name == "truth.jsonl" else folder.SOURCE
    return next((source for source in _SOURCES if source.recognises(path)), folder.SOURCE)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise UnreadableDatasetError(f"{path}: there is no such file or folder")
    return path
