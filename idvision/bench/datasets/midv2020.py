"""MIDV-2020: 1,000 invented documents of ten types as artwork, scans, photos and clips.

Bulatov et al., "MIDV-2020: a comprehensive benchmark dataset for identity document analysis", Computer Optics
46(2), 2022, https://arxiv.org/abs/2107.00396. Each part is a folder of its own, annotated in projects of the
VGG Image Annotator; the layout is confirmed by the README of DLC-2021, which extends it, and by the published
annotations of the artwork:

    templates/images/alb_id/00.jpg       templates/annotations/alb_id.json       (values of every field)
    scan_upright/..., scan_rotated/..., photo/...                                (the same names; outlines)
    clips/images/alb_id/00/000001.jpg    clips/annotations/alb_id/00.json

A picture whose own annotation has no values takes those of the artwork of the same number, if it is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.loading import Shot, dataset_of, placed, subfolders
from idvision.bench.datasets.midv_names import document_of, fields_of
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.datasets.via import Annotated, read_project
from idvision.bench.truth import TruthCard, TruthPhoto

PARTS = ("templates", "scan_upright", "scan_rotated", "photo", "clips")
Artwork = Mapping[tuple[str, str], Annotated]
"""(type, number) -> what the artwork of that document prints."""


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open MIDV-2020, or the parts of it that are there. Raises UnreadableDatasetError."""
    artwork = artwork_of(root)
    shots: list[Shot] = []
    for name in PARTS:
        shots += flat_shots(root / name, name, artwork)
        shots += list(_clips(root / name, artwork))
    return dataset_of(SOURCE, root, shots, wanted.limit)


def recognises(folder: Path) -> bool:
    """Tell whether a folder holds parts of MIDV-2020, and no clips named as those of DLC-2021."""
    parts = [folder / name for name in PARTS if (folder / name / "annotations").is_dir()]
    clips = [clip for part in parts for code in subfolders(part / "images") for clip in subfolders(code)]
    return bool(parts) and not any("." in clip.name for clip in clips)


def artwork_of(root: Path) -> dict[tuple[str, str], Annotated]:
    """Read the annotations of the artwork, none where that part is not there."""
    projects = sorted((root / "templates" / "annotations").glob("*.json"))
    return {
        (project.stem, Path(name).stem): annotated
        for project in projects
        for name, annotated in read_project(project).items()
    }


def flat_shots(part: Path, group: str, artwork: Artwork) -> list[Shot]:
    """Return the pictures of a part whose types have one project each."""
    shots = []
    for project in sorted((part / "annotations").glob("*.json")):
        annotated = read_project(project)
        for name in sorted(annotated):
            picture = part / "images" / project.stem / name
            key = (project.stem, Path(name).stem)
            if picture.is_file():
                shots.append(Shot(picture, partial(photo_of, group, "", key, artwork, annotated[name])))
    return shots


def _clips(part: Path, artwork: Artwork) -> Iterator[Shot]:
    for folder in subfolders(part / "annotations"):
        for project in sorted(folder.glob("*.json")):
            key = (folder.name, project.stem)
            for name, annotated in sorted(read_project(project).items()):
                picture = part / "images" / folder.name / project.stem / name
                if picture.is_file():
                    yield Shot(picture, partial(photo_of, part.name, "", key, artwork, annotated))


def photo_of(
    group: str,
    attack: str,
    key: tuple[str, str],
    artwork: Artwork,
    annotated: Annotated,
    name: str,
    *size_wh: int,
) -> TruthPhoto:
    """Return the truth of one picture; `key` is type and number of its document."""
    width, height = size_wh
    printed = artwork.get(key, Annotated())
    zone = annotated.zone or printed.zone
    document, side = document_of(key[0], zone)
    fields = fields_of(annotated.values or printed.values)
    card = TruthCard(document, side, annotated.quad, fields, zone)
    cards, partial_quads = placed(card, (width, height))
    return TruthPhoto(name, group, width, height, cards, partial=partial_quads, attack=attack)


SOURCE = Source(
    name="midv2020",
    title="1,000 invented identity documents of ten types: artwork, scans, photos, frames of video",
    licence="CC-BY-SA-2.5, as stated with DLC-2021, which extends it; check with the download",
    size="72,409 pictures, 124 GB with the original video",
    page="https://arxiv.org/abs/2107.00396",
    load=load,
    recognises=recognises,
)
