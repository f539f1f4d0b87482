"""How well idvision finds, names, turns and reads documents: pictures with a truth file -> a report.

python -m benchmarks.accuracy --truth PATH [--truth ...] [--threads N] [--out FILE] [--today DAY] [--show]

PATH is a truth file, or a folder drawn by `training.synth`, or a folder of such; those are synthetic.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import idvision
from benchmarks.drawn import drawn_folders, load_drawn
from benchmarks.environment import environment
from benchmarks.matching import Outcome, compare
from benchmarks.pictures import PictureFiles, joined
from benchmarks.summary import Summary, summarise
from benchmarks.tables import accuracy_text
from benchmarks.truth import TruthPhoto, load_truth

Analyze = Callable[[bytes], idvision.Result]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: tables, then one line of JSON."""
    options = _parser().parse_args(arguments)
    photos, pictures = load_photos(options.truth)
    settings = idvision.Options(today=options.today)
    models = idvision.load_models(threads=options.threads)
    outcomes = run(photos, pictures, lambda data: idvision.analyze(data, models, settings))
    summary = summarise(outcomes, options.today)
    document = json.dumps(
        {
            "benchmark": "accuracy",
            "today": options.today.isoformat(),
            **summary_json(summary),
            "environment": asdict(environment(options.threads, pictures)),
        },
        ensure_ascii=False,
    )
    if options.out is not None:
        options.out.write_text(document + "\n", encoding="utf-8")
    print(accuracy_text(summary, with_values=options.show))
    print(document)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument(
        "--truth",
        "--data",
        type=Path,
        required=True,
        action="append",
        help="truth file with its pictures beside it, or a drawn folder; may be repeated",
    )
    parser.add_argument("--threads", type=int, default=2, help="threads a network may use")
    parser.add_argument("--out", type=Path, help="also write the JSON to this file")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="day of the reading")
    parser.add_argument("--show", action="store_true", help="print true and read values of faults")
    return parser


def load_photos(paths: Iterable[Path]) -> tuple[tuple[TruthPhoto, ...], PictureFiles]:
    """Read truth files and drawn folders; the pictures are opened later. Raises OSError, ValueError."""
    photos: list[TruthPhoto] = []
    files: list[PictureFiles] = []
    for path in paths:
        drawn = [(folder.parent, load_drawn(folder)) for folder in drawn_folders(path)]
        for base, some in drawn or [(path.parent, load_truth(path))]:
            photos += some
            files.append(read_pictures(some, base))
    return tuple(photos), joined(files)


def read_pictures(photos: Iterable[TruthPhoto], folder: Path) -> PictureFiles:
    """Return the encoded pictures of a truth file by their name in it."""
    return PictureFiles({photo.file: folder / photo.file for photo in photos})


def run(photos: Iterable[TruthPhoto], pictures: Mapping[str, bytes], analyze: Analyze) -> tuple[Outcome, ...]:
    """Analyse every picture and compare what came out with the truth."""
    return tuple(_outcome(photo, pictures[photo.file], analyze) for photo in photos)


def _outcome(photo: TruthPhoto, data: bytes, analyze: Analyze) -> Outcome:
    try:
        result = analyze(data)
    except idvision.InputError:
        return compare(photo, (), None)
    return compare(photo, result.cards, result.verdict.decision)


def summary_json(summary: Summary) -> dict[str, Any]:
    """Return the numbers as plain values, and the faults without what the pictures say."""
    plain = asdict(summary)
    plain["findings"] = [
        {name: finding[name] for name in ("file", "kind", "detail")} for finding in plain["findings"]
    ]
    return plain


if __name__ == "__main__":
    main()
