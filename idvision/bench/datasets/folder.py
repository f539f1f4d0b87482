"""A user's own pictures: a truth file beside them, as CSV or JSON, or none.

The CSV is in UTF-8 with a header, separated by commas or semicolons. One row is one document; a picture with
several documents has several rows, and a picture that shows none has one row with nothing but its name.

    file        the picture, from the folder of the CSV
    document    type id (`docs/documents.md`); of other documents any name
    side        `front`, `back` or `page`; may be left empty where the type has but one side
    x1 y1 ... x4 y4   the outline in pixels of the upright picture, clockwise from the printed top left;
                all eight or none, none where the outline is not known
    mrz         lines of the machine readable zone, separated by `|`
    hidden      names of fields that nobody can read on this document, separated by `|`
    group       what the picture is counted under; `photo` if empty
    attack      `screen_recapture`, `photocopy` or `tampered`; `none` of a genuine document; empty if unknown
    defects     of `blur`, `glare`, `occlusion`, `incomplete`, `too_small`, `too_dark`, separated by `|`;
                `none` where there is none; empty if unknown
    severity    a number by which the picture is spoilt, in any unit

Every other column is a field under the name that a result gives it (`name`, `birth_date`, ...), its values in
canonical form: dates `YYYY-MM-DD`, sex `M`, `F` or `X`. Columns that are not needed may be left out, but for
`file`. What concerns the picture is taken from its first row that states it.

The JSON is described in `idvision.bench.truth`. Without a truth file, latency and what providers say of the
pictures' quality can be compared, and nothing else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from idvision.bench.answer import ATTACKS, DEFECTS
from idvision.bench.dataset import Dataset
from idvision.bench.datasets.dialect import sides_of
from idvision.bench.datasets.loading import Shot, chosen, dataset_of, pictures_in, usable_quad
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.errors import UnreadableDatasetError
from idvision.bench.pictures import PictureFiles
from idvision.bench.truth import TruthCard, TruthPhoto, load_truth
from idvision.types import Quad

TRUTH_FILES = ("truth.json", "truth.csv")
_CORNERS = tuple(f"{axis}{number}" for number in (1, 2, 3, 4) for axis in "xy")
_OF_PICTURE = ("group", "attack", "defects", "severity")
_OWN = frozenset({"file", "document", "side", "mrz", "hidden", *_CORNERS, *_OF_PICTURE})
_NONE = "none"
Row = Mapping[str, str]


def load(path: Path, wanted: Wanted) -> Dataset:
    """Open a truth file, or a folder with one or with none. Raises UnreadableDatasetError."""
    truth = path if path.is_file() else next((path / n for n in TRUTH_FILES if (path / n).is_file()), None)
    if truth is None:
        shots = [Shot(picture, _unstated) for picture in pictures_in(path)]
        return _named(dataset_of(SOURCE, path, shots, wanted.limit), path)
    opened = _load_csv(truth, wanted) if truth.suffix.lower() == ".csv" else _load_json(truth, wanted)
    return _named(opened, truth.parent)


def recognises(folder: Path) -> bool:
    """Tell whether a folder holds a truth file."""
    return any((folder / name).is_file() for name in TRUTH_FILES)


def _named(dataset: Dataset, folder: Path) -> Dataset:
    """Call it as its folder is called, so that reports tell several apart."""
    return replace(dataset, name=folder.resolve().name or SOURCE.name)


def _unstated(name: str, width: int, height: int) -> TruthPhoto:
    return TruthPhoto(name, "photo", width, height, (), stated=False)


def _load_json(path: Path, wanted: Wanted) -> Dataset:
    try:
        photos = chosen(load_truth(path), wanted.limit)
    except OSError as error:
        raise UnreadableDatasetError(f"{path}: cannot be opened: {error.strerror}") from error
    except KeyError as error:
        raise UnreadableDatasetError(f"{path}: an entry has no {error}") from error
    except (TypeError, AttributeError) as error:
        raise UnreadableDatasetError(f"{path}: not a list of pictures") from error
    except ValueError as error:
        raise UnreadableDatasetError(f"{path}: {_said(error)}") from error
    paths = {photo.file: path.parent / photo.file for photo in photos}
    missing = next((name for name, picture in paths.items() if not picture.is_file()), None)
    if missing is not None:
        raise UnreadableDatasetError(f"{path.parent / missing}: the picture is missing")
    return Dataset(SOURCE.name, photos, PictureFiles(paths))


def _said(error: ValueError) -> str:
    # What a JSON or UTF-8 decoder says may quote the file.
    return "not JSON in UTF-8" if type(error) is not ValueError else str(error)


def _load_csv(path: Path, wanted: Wanted) -> Dataset:
    rows: dict[str, list[tuple[int, Row]]] = {}
    for number, row in _rows(path):
        rows.setdefault(row["file"], []).append((number, row))
    shots = [
        Shot(
            path.parent / file, partial(_photo, path, [number for number, _ in own], [row for _, row in own])
        )
        for file, own in rows.items()
    ]
    return dataset_of(SOURCE, path.parent, shots, wanted.limit)


def _rows(path: Path) -> Iterable[tuple[int, Row]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UnreadableDatasetError(f"{path}: cannot be read as UTF-8") from error
    head = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    names = [name.strip() for name in reader.fieldnames or ()]
    if "file" not in names:
        raise UnreadableDatasetError(f"{path}: no column `file`")
    reader.fieldnames = names
    for number, row in enumerate(reader, start=2):
        if None in row or not (row["file"] or "").strip():
            raise UnreadableDatasetError(f"{path}: row {number}: too many cells, or no file")
        yield number, {name: (value or "").strip() for name, value in row.items()}


def _photo(path: Path, numbers: list[int], rows: list[Row], name: str, *size_wh: int) -> TruthPhoto:
    width, height = size_wh
    faults = (f"{path}: row {number}" for number in numbers)
    cards = [_card(row, fault) for row, fault in zip(rows, faults, strict=True)]
    said = {key: next((row[key] for row in rows if row.get(key)), "") for key in _OF_PICTURE}
    fault = f"{path}: row {numbers[0]}"
    return TruthPhoto(
        name,
        said["group"] or "photo",
        width,
        height,
        tuple(card for card in cards if card is not None),
        defects=_defects(said["defects"], fault),
        attack=_attack(said["attack"], fault),
        severity=_severity(said["severity"], fault),
    )


def _card(row: Row, fault: str) -> TruthCard | None:
    fields = tuple((name, value) for name, value in row.items() if name not in _OWN and value)
    document, quad, mrz = row.get("document", ""), _quad(row, fault), _parts(row.get("mrz", ""))
    if not document:
        if fields or quad is not None or mrz:
            raise UnreadableDatasetError(f"{fault}: no document")
        return None
    return TruthCard(document, _side(row, fault), quad, fields, mrz, _parts(row.get("hidden", "")))


def _side(row: Row, fault: str) -> str:
    stated, sides = row.get("side", ""), sides_of(row["document"])
    if not stated and len(sides) == 1:
        return next(iter(sides))
    if stated not in ("front", "back", "page"):
        raise UnreadableDatasetError(f"{fault}: side is none of front, back, page")
    return stated


def _quad(row: Row, fault: str) -> Quad | None:
    cells = [row.get(corner, "") for corner in _CORNERS]
    if not any(cells):
        return None
    try:
        numbers = [float(cell) for cell in cells]
    except ValueError as error:
        raise UnreadableDatasetError(f"{fault}: x1 to y4 are not eight numbers") from error
    quad = usable_quad(list(zip(numbers[::2], numbers[1::2], strict=True)))
    if quad is None:
        raise UnreadableDatasetError(f"{fault}: quad is not convex and clockwise")
    return quad


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _defects(cell: str, fault: str) -> tuple[str, ...] | None:
    names = () if cell == _NONE else _parts(cell)
    if set(names) - set(DEFECTS):
        raise UnreadableDatasetError(f"{fault}: defects are none or of {', '.join(DEFECTS)}")
    return names if cell else None


def _attack(cell: str, fault: str) -> str | None:
    if cell and cell not in (_NONE, *ATTACKS):
        raise UnreadableDatasetError(f"{fault}: attack is none or of {', '.join(ATTACKS)}")
    return ("" if cell == _NONE else cell) if cell else None


def _severity(cell: str, fault: str) -> float | None:
    try:
        return float(cell) if cell else None
    except ValueError as error:
        raise UnreadableDatasetError(f"{fault}: severity is not a number") from error


SOURCE = Source(
    name="folder",
    title="your own pictures, with a truth file as CSV or JSON, or without one",
    licence="",
    size="",
    page="",
    load=load,
    recognises=recognises,
)
