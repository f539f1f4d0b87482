"""Drawn sets (`training/README.md`) as truth of the benchmarks: a folder -> what a truth file gives.

What nobody can read is known exactly: a value is hidden where the true maps, the frame or another document
cover its print, or smear it beyond recognition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.geometry import frame_quad, homography_from_quad, is_convex, project, quad_points, quad_sides
from idvision.quality import COVERED
from idvision.types import QuadArray
from training.synth.crops import spoiling_maps
from training.synth.dataset import read_dataset
from training.synth.truth import Maps, PictureTruth, Sample, TrueDocument

MRZ_LINE = "mrz"
"""Name under which the zone is listed among what is hidden."""
# Who sees less of a document than this may count it or not.
COUNTED_SHARE = 0.25
HIDDEN_SHARE = 0.15
"""Print of which this much is covered counts as hidden; the engine asks for review from the same share on."""
HIDDEN_SMEAR = 0.2
"""Print smeared (standard deviation) by this much of its height counts as hidden."""
SMALLEST_PRINT_PX = 5.0
_PROBES_WH = (32, 6)


@dataclass(frozen=True, slots=True, eq=False)
class _Surroundings:
    """What may hide print: the picture's maps and frame, and the documents that lie above."""

    maps: Maps
    size_wh: tuple[int, int]
    above: tuple[QuadArray, ...]


def drawn_folders(path: Path) -> tuple[Path, ...]:
    """Return the drawn sets that `path` means: itself, the folder of a `truth.jsonl`, or those inside it."""
    path = path.resolve()
    if path.name == "truth.jsonl":
        return (path.parent,)
    if (path / "truth.jsonl").exists():
        return (path,)
    return tuple(sorted(found.parent for found in path.glob("*/truth.jsonl")))


def load_drawn(folder: Path) -> tuple[TruthPhoto, ...]:
    """Read a drawn set; pictures are named from the folder's parent, and the group is the folder's name."""
    return tuple(photo_of(sample) for sample in read_dataset(folder))


def photo_of(sample: Sample) -> TruthPhoto:
    """Return the truth of one picture; documents hardly to be seen are partial."""
    truth = sample.truth
    maps = spoiling_maps(sample) if any(document.lines for document in truth.documents) else None
    cards, partial = [], []
    for number, document in enumerate(truth.documents):
        if document.visible < COUNTED_SHARE:
            partial.append(quad_points(document.quad))
        else:
            cards.append(_card(document, maps, truth, number))
    folder = sample.folder.name
    return TruthPhoto(
        f"{folder}/{truth.file}", folder, truth.width, truth.height, tuple(cards), partial=tuple(partial)
    )


def _card(document: TrueDocument, maps: Maps | None, truth: PictureTruth, number: int) -> TruthCard:
    above = tuple(other.quad for other in truth.documents[number + 1 :])
    hidden: tuple[str, ...] = ()
    if maps is not None:
        hidden = hidden_fields(document, _Surroundings(maps, (truth.width, truth.height), above))
    return TruthCard(
        document=document.type,
        side=document.side,
        quad=quad_points(document.quad),
        fields=tuple(document.fields.items()),
        mrz=tuple(line.text for line in document.lines if line.field == MRZ_LINE),
        hidden_fields=hidden,
    )


def hidden_fields(document: TrueDocument, surroundings: _Surroundings) -> tuple[str, ...]:
    """Return the fields, and perhaps the zone, that cannot be read: one of their lines cannot.

    A value without a line of its own is printed in the line of the value before it, as a term's end is.
    """
    lines: dict[str, list[QuadArray]] = {}
    for line in document.lines:
        lines.setdefault(line.field, []).append(line.quad)
    hidden, before = [], ""
    for name in (*document.fields, MRZ_LINE):
        before = name if name in lines else before
        own = lines.get(name, []) if name == MRZ_LINE else lines.get(before, [])
        if any(is_illegible(quad, surroundings) for quad in own):
            hidden.append(name)
    return tuple(hidden)


def is_illegible(line: QuadArray, surroundings: _Surroundings) -> bool:
    """Tell whether a line of print is too small, too smeared or too much covered to be read by anyone."""
    top, right, bottom, left = quad_sides(line)
    height = min((left + right) / 2, (top + bottom) / 2)
    if height < SMALLEST_PRINT_PX or not is_convex(line):
        return True
    points = _probes(line)
    maps, (width, height_px) = surroundings.maps, surroundings.size_wh
    inside = np.all((points >= -0.5) & (points < [width - 0.5, height_px - 0.5]), axis=1)
    rows, columns = maps.blur.shape
    places = np.clip((points + 0.5) / [width, height_px] * [columns, rows], 0, [columns - 1, rows - 1])
    at = places[:, 1].astype(int), places[:, 0].astype(int)
    covered = ~inside | (maps.glare[at] > COVERED) | (maps.occlusion[at] > COVERED)
    for quad in surroundings.above:
        covered |= _within(points, quad)
    return bool(covered.mean() >= HIDDEN_SHARE or maps.blur[at][inside].mean() >= HIDDEN_SMEAR * height)


def _probes(line: QuadArray) -> NDArray[np.float32]:
    columns, rows = _PROBES_WH
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    photo_from_probes = homography_from_quad(frame_quad(columns, rows), line)
    return project(photo_from_probes, np.column_stack([x.ravel(), y.ravel()]))


def _within(points: NDArray[np.float32], quad: QuadArray) -> NDArray[np.bool_]:
    """Tell which points lie in a convex quad that runs clockwise."""
    edges: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]] = list(
        zip(quad, np.roll(quad, -1, axis=0), strict=True)
    )
    turns = [
        (end[0] - start[0]) * (points[:, 1] - start[1]) - (end[1] - start[1]) * (points[:, 0] - start[0])
        for start, end in edges
    ]
    return np.all(np.stack(turns) >= 0, axis=0)
