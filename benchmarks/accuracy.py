"""How well idvision finds, names, turns and reads documents: pictures with a truth file -> a report.

python -m benchmarks.accuracy --truth PATH [--truth ...] [--threads N] [--out FILE] [--today DAY] [--show]
python -m benchmarks.accuracy --dataset idbench --by-document [--cache DIR] [--per-document N] [--only TYPE]

PATH is a truth file, or a folder drawn by `training.synth`, or a folder of such; those are synthetic. With
`--dataset idbench` every declared side is drawn on the spot, in clean and in degraded photographs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import idvision
from benchmarks import by_document
from benchmarks.accuracy_options import DRAWN, parse
from benchmarks.findings import findings_of
from benchmarks.summary import Summary, summarise
from benchmarks.tables import accuracy_text, fault_text
from idvision.bench.datasets.drawn import drawn_folders, load_drawn
from idvision.bench.datasets.idbench import cases_of, draw_cases
from idvision.bench.datasets.source import Wanted
from idvision.bench.environment import environment
from idvision.bench.matching import Outcome, compare
from idvision.bench.pictures import PictureFiles, joined
from idvision.bench.truth import TruthPhoto, load_truth
from idvision.documents import all_specs

SYNTHETIC = "synthetic: every declared side drawn from the split bench, invented people"
Analyze = Callable[[bytes], idvision.Result]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: tables, then one line of JSON."""
    options = parse(arguments, __doc__)
    # Pictures drawn for this run alone are gone with it.
    with TemporaryDirectory() as folder:
        given = gather(options, Path(folder))
        settings = idvision.Options(today=options.today)
        models = idvision.load_models(threads=options.threads)
        idvision.warmup(models)
        clock = Timed(lambda data: idvision.analyze(data, models, settings))
        outcomes = run(given.photos, given.pictures, clock)
        text, numbers = report(options, given, outcomes, clock.milliseconds)
        document = json.dumps(
            {**numbers, "environment": asdict(environment(options.threads, given.pictures))},
            ensure_ascii=False,
        )
    if options.out is not None:
        options.out.write_text(document + "\n", encoding="utf-8")
    print(text)
    print(document)


@dataclass(slots=True)
class Timed:
    """An `Analyze` that notes how long each call took."""

    analyze: Analyze
    milliseconds: list[float] = field(default_factory=list)

    def __call__(self, data: bytes) -> idvision.Result:
        """Analyse one picture."""
        started = time.perf_counter()
        try:
            return self.analyze(data)
        finally:
            self.milliseconds.append((time.perf_counter() - started) * 1e3)


@dataclass(frozen=True, slots=True)
class Given:
    """What is measured on; `names` are key and condition of groups drawn for the report by document."""

    photos: tuple[TruthPhoto, ...]
    pictures: PictureFiles
    names: dict[str, tuple[str, str]]


def gather(options: argparse.Namespace, temporary: Path) -> Given:
    """Read the pictures that the options name, or draw them into the cache or a temporary folder."""
    if options.dataset != DRAWN:
        return Given(*load_photos(options.truth), {})
    specs = [spec for spec in all_specs() if not options.only or spec.type in options.only]
    cases = cases_of(specs)
    wanted = Wanted(
        per_document=options.per_document,
        cache=options.cache or temporary,
        jobs=options.jobs,
        progress=_tell_progress,
    )
    photos, pictures = draw_cases(cases, wanted)
    sys.stderr.write("\n")
    return Given(photos, pictures, {case.name: (case.spec.key, case.condition) for case in cases})


def _tell_progress(name: str, done: int, total: int) -> None:
    sys.stderr.write(f"\r\x1b[Kdrawing {min(done + 1, total)} of {total}: {name}")
    sys.stderr.flush()


def report(
    options: argparse.Namespace, given: Given, outcomes: Sequence[Outcome], milliseconds: Sequence[float]
) -> tuple[str, dict[str, Any]]:
    """Return the tables and the numbers that were asked for."""
    head = {"benchmark": "accuracy", "today": options.today.isoformat()}
    title = f"{SYNTHETIC}\n\n" if given.names else ""
    if given.names:
        head |= {"dataset": SYNTHETIC, "per_document": options.per_document}
    if not options.by_document:
        summary = summarise(outcomes, options.today)
        text = accuracy_text(summary, with_values=options.show)
        return title + text, {**head, **summary_json(summary)}
    measured = [
        one
        for outcome, taken in zip(outcomes, milliseconds, strict=True)
        for one in by_document.measured_of(outcome, taken, given.names)
    ]
    summary_by_document = by_document.summarise(measured, options.today)
    text = title + by_document.text_of(summary_by_document)
    if options.show:
        faults = [finding for outcome in outcomes for finding in findings_of(outcome)]
        text += "\n\n" + fault_text(faults, with_values=True)
    return text, {**head, "by_document": True, **by_document.to_json(summary_by_document)}


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
