"""Drawn sets (`training/README.md`) as truth: a folder -> what a truth file gives, known exactly.

A value is hidden where the true maps, the frame or another document cover its print, or smear it beyond
recognition. `defects` name what spoils a line of print so far that it is hidden, or a document that leaves
the frame; how dark a picture is, the drawing does not tell. `severity` is the mean share of print that is
lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.legible import HIDDEN_SHARE, Print, Surroundings, print_of
from idvision.bench.datasets.loading import COUNTED_SHARE, chosen
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.errors import NoDrawingError, UnreadableDatasetError
from idvision.bench.pictures import PictureFiles, joined
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.geometry import quad_points, visible_share
from idvision.types import QuadArray

if TYPE_CHECKING:
    from training.synth.truth import Maps, PictureTruth, Sample, TrueDocument

MRZ_LINE = "mrz"
"""Name under which the zone is listed among what is hidden."""
_COMPLETE_SHARE = 0.98
_ATTACKS = {
    "none": "",
    "screen": "screen_recapture",
    "photocopy_grey": "photocopy",
    "photocopy_colour": "photocopy",
    "print": "photocopy",
    "edited": "tampered",
}


def drawn_folders(path: Path) -> tuple[Path, ...]:
    """Return the drawn sets that `path` means: itself, the folder of a `truth.jsonl`, or those inside it."""
    path = path.resolve()
    if path.name == "truth.jsonl":
        return (path.parent,)
    if (path / "truth.jsonl").exists():
        return (path,)
    return tuple(sorted(found.parent for found in path.glob("*/truth.jsonl")))


def load(path: Path, wanted: Wanted) -> Dataset:
    """Open drawn sets. Raises UnreadableDatasetError, NoDrawingError."""
    folders = drawn_folders(path)
    if not folders:
        raise UnreadableDatasetError(f"{path}: no truth.jsonl in it or in a folder of it")
    photos: list[TruthPhoto] = []
    files = []
    for folder in folders:
        try:
            some = load_drawn(folder)
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise UnreadableDatasetError(f"{folder}: not a drawn set, or damaged") from error
        photos += some
        files.append(PictureFiles({photo.file: folder.parent / photo.file for photo in some}))
    every = joined(files)
    few = chosen(photos, wanted.limit)
    kept = PictureFiles({photo.file: every.paths[photo.file] for photo in few})
    return Dataset(path.resolve().stem, few, kept, synthetic=True)


def recognises(folder: Path) -> bool:
    """Tell whether a folder is a drawn set or holds some."""
    return drawn_folders(folder) != ()


def load_drawn(folder: Path) -> tuple[TruthPhoto, ...]:
    """Read a drawn set; pictures are named from the folder's parent, and the group is the folder's name.

    Raises FileNotFoundError for an unfinished set, NoDrawingError.
    """
    return tuple(photo_of(sample) for sample in _samples(folder))


def _samples(folder: Path) -> Iterator[Sample]:
    try:
        # The code that draws, and knows its format, is no part of the package.
        from training.synth.dataset import read_dataset  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise NoDrawingError("drawn sets are read with training/, which is not installed") from error
    return read_dataset(folder)


def photo_of(sample: Sample) -> TruthPhoto:
    """Return the truth of one picture; documents hardly to be seen are partial."""
    from training.synth.crops import spoiling_maps  # noqa: PLC0415 (as in `_samples`)

    truth = sample.truth
    maps = spoiling_maps(sample) if any(document.lines for document in truth.documents) else None
    counted = [(n, one) for n, one in enumerate(truth.documents) if one.visible >= COUNTED_SHARE]
    lines = {number: _prints(document, maps, truth, number) for number, document in counted}
    prints = [one for of_document in lines.values() for _, one in of_document]
    documents = [document for _, document in counted]
    folder = sample.folder.name
    return TruthPhoto(
        f"{folder}/{truth.file}",
        folder,
        truth.width,
        truth.height,
        tuple(_card(document, lines[number]) for number, document in counted),
        partial=tuple(quad_points(one.quad) for one in truth.documents if one.visible < COUNTED_SHARE),
        defects=defects_of(prints, [one.quad for one in documents], (truth.width, truth.height)),
        attack=attack_of([one.attack for one in documents]),
        severity=severity_of(prints),
    )


def defects_of(
    prints: Sequence[Print], quads: Sequence[QuadArray], size_wh: tuple[int, int]
) -> tuple[str, ...] | None:
    """Return the defects of a picture in the order of `answer.DEFECTS`, None where no document is counted."""
    found = {
        "blur": any(one.is_smeared for one in prints),
        "glare": any(one.glare >= HIDDEN_SHARE for one in prints),
        "occlusion": any(one.occluded >= HIDDEN_SHARE for one in prints),
        "incomplete": any(visible_share(quad, *size_wh) < _COMPLETE_SHARE for quad in quads),
        "too_small": any(one.is_too_small for one in prints),
    }
    return tuple(name for name, is_there in found.items() if is_there) if quads else None


def attack_of(kinds: Sequence[str]) -> str | None:
    """Return the kind of attack of a picture: that of its first document that is none itself."""
    names = [_ATTACKS[kind] for kind in kinds]
    return next((name for name in names if name), "") if names else None


def severity_of(prints: Sequence[Print]) -> float | None:
    """Return the mean share of print that is lost, in [0, 1]; None where nothing is printed."""
    return sum(one.loss for one in prints) / len(prints) if prints else None


def _prints(
    document: TrueDocument, maps: Maps | None, truth: PictureTruth, number: int
) -> list[tuple[str, Print]]:
    """Return the field and the state of every line of a document."""
    if maps is None:
        return []
    above = tuple(other.quad for other in truth.documents[number + 1 :])
    surroundings = Surroundings(maps, (truth.width, truth.height), above)
    return [(line.field, print_of(line.quad, line.text, surroundings)) for line in document.lines]


def _card(document: TrueDocument, lines: Sequence[tuple[str, Print]]) -> TruthCard:
    return TruthCard(
        document=document.type,
        side=document.side,
        quad=quad_points(document.quad),
        fields=tuple(document.fields.items()),
        mrz=tuple(line.text for line in document.lines if line.field == MRZ_LINE),
        hidden_fields=hidden_fields(tuple(document.fields), lines),
    )


def hidden_fields(fields: Sequence[str], lines: Sequence[tuple[str, Print]]) -> tuple[str, ...]:
    """Return the fields, and perhaps the zone, that cannot be read: one of their lines cannot.

    A value without a line of its own is printed in the line of the value before it, as a term's end is.
    """
    by_field: dict[str, list[Print]] = {}
    for name, line in lines:
        by_field.setdefault(name, []).append(line)
    hidden, before = [], ""
    for name in (*fields, MRZ_LINE):
        before = name if name in by_field else before
        own = by_field.get(name, []) if name == MRZ_LINE else by_field.get(before, [])
        if any(line.is_illegible for line in own):
            hidden.append(name)
    return tuple(hidden)


SOURCE = Source(
    name="drawn",
    title="folders drawn by `python -m training.synth`",
    licence="Apache-2.0, as this project",
    size="as many as are drawn",
    page="training/README.md",
    load=load,
    recognises=recognises,
)
