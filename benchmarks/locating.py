"""How exactly documents are found, without reading them: pictures with true outlines -> a report.

python -m benchmarks.locating --data DRAWN_DIR [--data FOLDER_WITH_truth.json] [--model FILE.onnx] [--show]

A drawn folder (`training.synth`) has exact truth, synthetic; in a folder with `truth.json` only pictures
whose outlines are stated are compared, but all are counted. A document that is missed has an IoU of 0.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from idvision.bench.metrics.basics import Share, Spread, quad_iou, share, spread
from idvision.bench.truth import load_truth
from idvision.decode import read_header, reduction_for
from idvision.geometry import project
from idvision.locate import CardLocator
from idvision.models import available_threads
from idvision.photo import open_photo
from idvision.pipeline import DETAIL_LONG_SIDE_PX
from idvision.session import OnnxSession
from idvision.types import QuadArray
from idvision.weights import model_spec, verify

# Who sees less of a document than this may count it or not.
COUNTED_SHARE = 0.25
FOUND_IOU = 0.5


@dataclass(frozen=True, slots=True)
class Outlines:
    """True outlines of one picture.

    `quads` are documents that count, `partial` those that may be counted or not; `count` is how many
    documents there are, which may be more than have an outline.
    """

    path: Path
    group: str
    quads: tuple[QuadArray, ...]
    partial: tuple[QuadArray, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Located:
    """What was found in one picture: `ious` by true outline, and how many documents were found."""

    file: str
    group: str
    ious: tuple[float, ...]
    found: int
    expected: int


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of one group of pictures."""

    group: str
    pictures: int
    iou: Spread
    above_95: Share
    exact_count: Share


def load_outlines(folder: Path) -> list[Outlines]:
    """Read a drawn data set or a folder with a truth file."""
    if (folder / "truth.jsonl").exists():
        rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
        return [_drawn(folder, row) for row in rows]
    photos = load_truth(folder / "truth.json")
    return [
        Outlines(
            folder / photo.file,
            photo.group,
            tuple(np.array(card.quad, np.float32) for card in photo.cards if card.quad is not None),
            (),
            len(photo.cards),
        )
        for photo in photos
    ]


def _drawn(folder: Path, row: dict) -> Outlines:  # type: ignore[type-arg]
    quads = [np.array(entry["quad"], np.float32) for entry in row["documents"]]
    counted = [entry["visible"] >= COUNTED_SHARE for entry in row["documents"]]
    return Outlines(
        folder / row["file"],
        folder.name,
        tuple(quad for quad, counts in zip(quads, counted, strict=True) if counts),
        tuple(quad for quad, counts in zip(quads, counted, strict=True) if not counts),
        sum(counted),
    )


def locate_picture(locator: CardLocator, truth: Outlines) -> Located:
    """Find the documents of one picture and compare them with the truth."""
    data = truth.path.read_bytes()
    header = read_header(data, max_pixels=64_000_000, max_bytes=50_000_000)
    photo = open_photo(data, header, reduction_for(header, DETAIL_LONG_SIDE_PX))
    found = [project(photo.photo_from_image, np.array(one.quad, np.float32)) for one in locator(photo.image)]
    ious = tuple(max((quad_iou(quad, one) for one in found), default=0.0) for quad in truth.quads)
    extra = [
        one
        for one in found
        if any(quad_iou(quad, one) > 0.3 for quad in truth.partial)
        and all(quad_iou(quad, one) < FOUND_IOU for quad in truth.quads)
    ]
    name = truth.path.name
    return Located(name, truth.group, ious, len(found) - len(extra), truth.count)


def report(group: str, located: Sequence[Located]) -> Report:
    """Summarise one group of pictures."""
    ious = [iou if iou >= FOUND_IOU else 0.0 for one in located for iou in one.ious]
    counts = share(one.found == one.expected for one in located)
    return Report(group, len(located), spread(ious), share(iou >= 0.95 for iou in ious), counts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: a table, then one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.locating", description=__doc__)
    parser.add_argument("--data", type=Path, action="append", required=True, help="folder; may be repeated")
    parser.add_argument("--model", type=Path, help="another file than the one of the manifest")
    parser.add_argument("--threads", type=int, default=available_threads())
    parser.add_argument("--show", action="store_true", help="name the pictures that went wrong")
    options = parser.parse_args(arguments)
    path = options.model or verify(model_spec("locate"))
    locator = CardLocator(OnnxSession(path, name="locate", threads=options.threads))
    located = [locate_picture(locator, truth) for folder in options.data for truth in load_outlines(folder)]
    groups = sorted({one.group for one in located})
    reports = [report(group, [one for one in located if one.group == group]) for group in groups]
    for one in reports:
        print(
            f"{one.group:18} {one.pictures:5}  IoU {one.iou}  >=0.95 {one.above_95}  count {one.exact_count}"
        )
    if options.show:
        for entry in located:
            if entry.found != entry.expected or min(entry.ious, default=1.0) < 0.9:
                ious = " ".join(f"{iou:.2f}" for iou in entry.ious)
                print(f"{entry.group:18} {entry.file}: {entry.found} of {entry.expected}, IoU {ious}")
    print(json.dumps({"benchmark": "locating", "groups": [asdict(one) for one in reports]}))


if __name__ == "__main__":
    main()
