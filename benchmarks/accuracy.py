"""How well idvision finds, names, turns and reads documents: pictures with a truth file -> a report.

python -m benchmarks.accuracy --truth FOLDER/truth.json [--threads N] [--out FILE.json] [--today DAY] [--show]
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
from benchmarks.environment import environment
from benchmarks.matching import Outcome, compare
from benchmarks.summary import Summary, summarise
from benchmarks.tables import accuracy_text
from benchmarks.truth import TruthPhoto, load_truth

Analyze = Callable[[bytes], idvision.Result]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: tables, then one line of JSON."""
    options = _parser().parse_args(arguments)
    photos = load_truth(options.truth)
    pictures = read_pictures(photos, options.truth.parent)
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
    parser.add_argument("--truth", type=Path, required=True, help="truth file; pictures lie beside it")
    parser.add_argument("--threads", type=int, default=2, help="threads a network may use")
    parser.add_argument("--out", type=Path, help="also write the JSON to this file")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="day of the reading")
    parser.add_argument("--show", action="store_true", help="print true and read values of faults")
    return parser


def read_pictures(photos: Iterable[TruthPhoto], folder: Path) -> dict[str, bytes]:
    """Return the encoded pictures of a truth file by their name in it. Raises OSError."""
    return {photo.file: (folder / photo.file).read_bytes() for photo in photos}


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
