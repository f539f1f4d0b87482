"""MIDV-500: 50 document types, 10 clips each, frames with outlines.

Layout from the README of the data set (`ftp://smartengines.com/midv-500/`, Arlazarov et al., "MIDV-500: a
dataset for identity document analysis and recognition on mobile devices in video stream", Computer Optics
43(5), 2019, https://arxiv.org/abs/1807.05786):

    01_alb_id/images/01_alb_id.tif       the artwork, with `ground_truth/01_alb_id.json`:
                                         {"field01": {"value": ..., "quad": ...}, "photo": {"quad": ...}}
    01_alb_id/images/TA/TA01_01.tif      a frame, with `ground_truth/TA/TA01_01.json`: {"quad": [4 points]}

The first letter of a clip is the condition, the second the telephone. Fields have numbers and no names, so no
value of them is compared but for the lines of a zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.loading import (
    PICTURE_SUFFIXES,
    Shot,
    dataset_of,
    placed,
    read_json,
    subfolders,
    usable_quad,
)
from idvision.bench.datasets.midv_names import document_of
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.datasets.values import zone_of
from idvision.bench.errors import UnreadableDatasetError
from idvision.bench.truth import TruthCard, TruthPhoto

CONDITIONS = {"T": "table", "K": "keyboard", "H": "hand", "P": "partial", "C": "clutter"}
_ARTWORK = "template"


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open MIDV-500. Raises UnreadableDatasetError."""
    return dataset_of(SOURCE, root, shots_of(root, CONDITIONS), wanted.limit)


def recognises(folder: Path) -> bool:
    """Tell whether a folder holds types of documents as MIDV-500 and MIDV-2019 do."""
    return clips_of(folder) != () and not is_extension(folder)


def clips_of(folder: Path) -> tuple[str, ...]:
    """Return the names of the clips in a folder, none of a folder that is laid out otherwise."""
    types = [path for path in subfolders(folder) if (path / "images").is_dir()]
    truths = [path for path in types if (path / "ground_truth").is_dir()]
    return tuple(sorted({clip.name for path in truths for clip in subfolders(path / "images")}))


def is_extension(folder: Path) -> bool:
    """Tell whether the clips are those of MIDV-2019, whose conditions have other letters."""
    clips = clips_of(folder)
    return clips != () and all(clip[0] not in CONDITIONS for clip in clips)


def shots_of(root: Path, conditions: Mapping[str, str]) -> list[Shot]:
    """Return the pictures below `root` in order of type, clip and frame."""
    shots = []
    for folder in subfolders(root):
        if (folder / "ground_truth").is_dir() and (folder / "images").is_dir():
            shots += list(_of_type(folder, conditions))
    return shots


def _of_type(folder: Path, conditions: Mapping[str, str]) -> Iterator[Shot]:
    truth, images = folder / "ground_truth", folder / "images"
    artwork = truth / f"{folder.name}.json"
    zone = zone_of(_values(read_json(artwork))) if artwork.is_file() else ()
    document, side = document_of(folder.name.partition("_")[2], zone)
    card = TruthCard(document, side, None, (), zone)
    flat = _picture(images, folder.name)
    if flat is not None:
        yield Shot(flat, partial(_flat, card))
    for clip in subfolders(images):
        group = conditions.get(clip.name[:1], clip.name)
        for annotation in sorted((truth / clip.name).glob("*.json")):
            picture = _picture(clip, annotation.stem)
            if picture is not None:
                yield Shot(picture, partial(_frame, card, annotation, group))


def _values(fields: Mapping[str, Any]) -> list[str]:
    return [entry["value"] for _, entry in sorted(fields.items()) if "value" in entry]


def _picture(folder: Path, stem: str) -> Path | None:
    found = (folder / f"{stem}{suffix}" for suffix in sorted(PICTURE_SUFFIXES, reverse=True))
    return next((path for path in found if path.is_file()), None)


def _flat(card: TruthCard, name: str, width: int, height: int) -> TruthPhoto:
    return TruthPhoto(name, _ARTWORK, width, height, (card,), attack="")


def _frame(card: TruthCard, annotation: Path, group: str, name: str, *size_wh: int) -> TruthPhoto:
    entry = read_json(annotation)
    if "quad" not in entry:
        raise UnreadableDatasetError(f"{annotation}: no `quad`")
    width, height = size_wh
    outlined = TruthCard(card.document, card.side, usable_quad(entry["quad"]), card.fields, card.mrz)
    cards, partial_quads = placed(outlined, (width, height))
    return TruthPhoto(name, group, width, height, cards, partial=partial_quads, attack="")


SOURCE = Source(
    name="midv500",
    title="50 types of identity documents, laminated prints of public specimens, in frames of video",
    licence="public domain and open licences, by document; listed in its table of sources",
    size="15,050 pictures",
    page="https://arxiv.org/abs/1807.05786",
    load=load,
    recognises=recognises,
)
