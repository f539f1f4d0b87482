"""SmartDoc 2015, challenge 1: sheets of A4 on five backgrounds, in frames of video with outlines.

Burie et al., "ICDAR2015 competition on smartphone document capture and OCR (SmartDoc)", ICDAR 2015. Layout
from the README of https://github.com/jchazalon/smartdoc15-ch1-dataset (version 2.0.0), the archive
`frames.tar.gz`:

    metadata.csv.gz      bg_name,bg_id,model_name,...,modeltype_name,...,image_path,...,tl_x,tl_y,bl_x,...
    background01/datasheet001/frame_0001.jpeg

The sheets are no identity documents; what counts is where they lie. `severity` is the background's number,
0 to 4; the last is the cluttered one.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.loading import Shot, dataset_of, placed, usable_quad
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.errors import UnreadableDatasetError
from idvision.bench.truth import TruthCard, TruthPhoto

_LISTS = ("metadata.csv.gz", "metadata.csv")
_CORNERS = ("tl", "tr", "br", "bl")
_COLUMNS = frozenset(
    {
        "bg_name",
        "bg_id",
        "modeltype_name",
        "image_path",
        *(f"{at}_{axis}" for at in _CORNERS for axis in "xy"),
    }
)


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open the frames. Raises UnreadableDatasetError."""
    listing = next((root / name for name in _LISTS if (root / name).is_file()), None)
    if listing is None:
        raise UnreadableDatasetError(f"{root}: no {_LISTS[0]}")
    shots = [Shot(root / row["image_path"], partial(_photo, row)) for row in _rows(listing)]
    return dataset_of(SOURCE, root, [shot for shot in shots if shot.path.is_file()], wanted.limit)


def recognises(folder: Path) -> bool:
    """Tell whether a folder holds the list of frames."""
    return any((folder / name).is_file() for name in _LISTS)


def _rows(listing: Path) -> list[dict[str, str]]:
    try:
        data = listing.read_bytes()
        text = (gzip.decompress(data) if listing.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, ValueError) as error:
        raise UnreadableDatasetError(f"{listing}: cannot be read") from error
    reader = csv.DictReader(text.splitlines())
    missing = sorted(_COLUMNS - set(reader.fieldnames or ()))
    if missing:
        raise UnreadableDatasetError(f"{listing}: no column {missing[0]}")
    return list(reader)


def _photo(row: Mapping[str, str], name: str, *size_wh: int) -> TruthPhoto:
    width, height = size_wh
    try:
        points = [(float(row[f"{corner}_x"]), float(row[f"{corner}_y"])) for corner in _CORNERS]
        severity = float(row["bg_id"])
    except ValueError as error:
        raise UnreadableDatasetError(f"{_LISTS[0]}: {name}: not a number") from error
    card = TruthCard(row["modeltype_name"], "page", usable_quad(points), ())
    cards, partial_quads = placed(card, (width, height))
    return TruthPhoto(
        name, row["bg_name"], width, height, cards, partial=partial_quads, attack="", severity=severity
    )


SOURCE = Source(
    name="smartdoc2015",
    title="30 sheets of paper on five backgrounds, in frames of video: outlines, no values",
    licence="CC-BY-4.0",
    size="24,889 pictures",
    page="https://github.com/jchazalon/smartdoc15-ch1-dataset",
    load=load,
    recognises=recognises,
)
