"""SIDTD: documents of MIDV-2020 and forgeries of them, as artwork and as frames of video.

Boned et al., "Synthetic dataset of ID and Travel Documents", Scientific Data 11, 2024,
https://doi.org/10.1038/s41597-024-04160-9; data at https://tc11.cvc.uab.es/datasets/SIDTD_1, layout from the
authors' generator and lists (https://github.com/Oriolrt/SIDTD_Dataset):

    templates/Images/reals/alb_id_00.jpg            templates/Annotations/reals/alb_id.json  (VIA project)
    templates/Images/fakes/alb_id_00_fake_6_25.jpg  templates/Annotations/fakes/alb_id_00_fake_6_25.json
    .../reals/est_id_65_frame_000121.jpg            frames of the archives `clips` and `clips_cropped`
    .../fakes/alb_id_14_fake_6_52_frame_90_extracted.png

A forgery's annotation names the field that was replaced or written anew; its value is not compared, for what
it says now is not annotated. That frames lie in folders `reals` and `fakes` is taken from the authors' lists,
which name the files; which folders the archive of clips puts above them could not be confirmed, so any are
taken. Outlines of frames are not part of the published annotations.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.loading import Shot, dataset_of, pictures_in, read_json
from idvision.bench.datasets.midv_names import document_of, fields_of
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.datasets.via import Annotated, read_project
from idvision.bench.truth import TruthCard, TruthPhoto

ATTACKS = {"reals": "", "fakes": "tampered"}
"""Name of the folder -> kind of attack as in `idvision.bench.answer`."""
_NAME = re.compile(r"(?P<code>[a-z]{3}_[a-z]+)_(?P<number>[0-9]{2})(?P<fake>_fake_[0-9]+_[0-9]+)?(?:_|$)")
_DEEPEST = 5


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open SIDTD, or the archives of it that are there. Raises UnreadableDatasetError."""
    known = _annotations(root)
    shots = []
    for picture in pictures_in(root):
        kind, name = picture.parent.name.lower(), _NAME.match(picture.stem)
        if kind in ATTACKS and name is not None:
            shots.append(Shot(picture, partial(_photo, kind, name, known, _altered(root, name))))
    return dataset_of(SOURCE, root, shots, wanted.limit)


def recognises(folder: Path) -> bool:
    """Tell whether a folder holds folders of reals and fakes."""
    return any(
        {"reals", "fakes"} <= {path.name.lower() for path in parent.iterdir() if path.is_dir()}
        for parent in _folders(folder, _DEEPEST)
    )


def _folders(folder: Path, depth: int) -> list[Path]:
    inside = [path for path in folder.iterdir() if path.is_dir()] if depth and folder.is_dir() else []
    return ([folder] if folder.is_dir() else []) + [
        deep for path in inside for deep in _folders(path, depth - 1)
    ]


def _annotations(root: Path) -> dict[tuple[str, str], Annotated]:
    """Return what the genuine documents print, by type and number."""
    projects = (path for path in sorted(root.rglob("*.json")) if path.parent.name.lower() == "reals")
    return {
        (project.stem, Path(name).stem[-2:]): annotated
        for project in projects
        for name, annotated in read_project(project).items()
    }


def _altered(root: Path, name: re.Match[str]) -> str | None:
    """Return the field that a forgery alters, empty of a genuine one, None where that is not annotated."""
    if name["fake"] is None:
        return ""
    file = f"{name['code']}_{name['number']}{name['fake']}.json"
    found = next((path for path in _fake_folders(root) if (path / file).is_file()), None)
    entry = {} if found is None else read_json(found / file)
    field = entry.get("field") if isinstance(entry, dict) else None
    return field if isinstance(field, str) and field else None


def _fake_folders(root: Path) -> tuple[Path, ...]:
    parents = (root / "templates" / "Annotations", root / "Annotations", root / "annotations")
    return tuple(parent / "fakes" for parent in parents)


def _photo(
    kind: str,
    name: re.Match[str],
    known: dict[tuple[str, str], Annotated],
    altered: str | None,
    file: str,
    *size_wh: int,
) -> TruthPhoto:
    width, height = size_wh
    annotated = known.get((name["code"], name["number"]), Annotated())
    # Of a forgery without annotation any value may be another.
    printed = {field: value for field, value in annotated.values.items() if altered not in (None, field)}
    zone = annotated.zone if altered == "" else ()
    document, side = document_of(name["code"], annotated.zone)
    card = TruthCard(document, side, None, fields_of(printed), zone)
    return TruthPhoto(file, kind, width, height, (card,), attack=ATTACKS[kind])


SOURCE = Source(
    name="sidtd",
    title="documents of MIDV-2020 with fields replaced or written anew, and the genuine ones",
    licence="CC-BY-SA-3.0, as its catalogue states; check with the download",
    size="2,222 pictures of artwork, 1.3 GB; 108 GB with frames and video",
    page="https://tc11.cvc.uab.es/datasets/SIDTD_1",
    load=load,
    recognises=recognises,
)
