"""DLC-2021, the document liveness challenge: laminated originals, copies of them, and screens filmed.

Polevoy et al., "Document Liveness Challenge Dataset (DLC-2021)", J. Imaging 8(7):181, 2022,
https://doi.org/10.3390/jimaging8070181; layout from its README (https://zenodo.org/records/7467028):

    clips/images/alb_id/00.cc0001/000001.jpg      clips/annotations/alb_id/00.cc0001.json

The two letters of a clip's name are the kind: `or` a laminated original, `cc` and `cg` unlaminated copies in
colour and grey, `re` a screen. Annotations are projects of the VGG Image Annotator. The archives of one kind
alone unpack to the same folders with or without `clips/` above them; both are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.loading import Shot, dataset_of, first_folder, subfolders
from idvision.bench.datasets.midv2020 import Artwork, artwork_of, photo_of
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.datasets.via import Annotated, read_project

KINDS = {
    "or": ("original", ""),
    "cc": ("colour_copy", "photocopy"),
    "cg": ("grey_copy", "photocopy"),
    "re": ("screen", "screen_recapture"),
}
"""Letters in a clip's name -> group, and the kind of attack as in `idvision.bench.answer`."""
_CLIP = re.compile(r"([0-9]{2})\.(or|cc|cg|re)[0-9]{4}$")


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open DLC-2021, or the kinds of it that are there. Raises UnreadableDatasetError."""
    artwork = artwork_of(root)
    shots = [shot for clip in _clips(root) for shot in _frames(clip, artwork)]
    return dataset_of(SOURCE, root, shots, wanted.limit)


def recognises(folder: Path) -> bool:
    """Tell whether a folder holds clips whose names tell a kind."""
    return next(_clips(folder), None) is not None


def _clips(root: Path) -> Iterator[Path]:
    """Yield the folders of frames."""
    images = first_folder((root / "clips" / "images", root / "images"))
    for code in () if images is None else subfolders(images):
        yield from (clip for clip in subfolders(code) if _CLIP.match(clip.name))


def _frames(clip: Path, artwork: Artwork) -> Iterator[Shot]:
    number, letters = clip.name[:2], clip.name[3:5]
    group, attack = KINDS[letters]
    code = clip.parent.name
    project = clip.parent.parent.parent / "annotations" / code / f"{clip.name}.json"
    annotated = read_project(project) if project.is_file() else {}
    # Where a project is there, frames that it leaves out were not looked at.
    names = sorted(annotated) or sorted(path.name for path in clip.glob("*.jpg"))
    for name in names:
        if (clip / name).is_file():
            truth = annotated.get(name, Annotated())
            yield Shot(clip / name, partial(photo_of, group, attack, (code, number), artwork, truth))


SOURCE = Source(
    name="dlc2021",
    title="originals, copies and screen recaptures of the documents of MIDV-2020, in frames of video",
    licence="CC-BY-SA-2.5",
    size="1,424 clips; frames 18 GB, 106 GB with the original video",
    page="https://zenodo.org/records/7467028",
    load=load,
    recognises=recognises,
)
