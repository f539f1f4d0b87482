"""How well cards are judged, whatever finds them: drawn pictures with exact truth -> a report. Synthetic.

python -m benchmarks.judging --data DIR [--data ...] [--model FILE.onnx] [--only TYPE] [--reading] [--show]

DIR is a folder drawn by `training.synth`, or a folder of such. The assessor sees every document along its
true outline, moved as a locator errs. `--reading` runs the whole engine too, and asks whether what is judged
better is read better.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import idvision
from benchmarks import judged, judging_scores, reading_quality
from benchmarks.accuracy import read_pictures
from benchmarks.judged import Assess, JudgedCard
from benchmarks.judging_tables import judging_text, reading_text
from benchmarks.reading_quality import ReadCard
from benchmarks.straightened import straightened
from idvision.assess import CardAssessor
from idvision.bench.datasets.drawn import drawn_folders, load_drawn
from idvision.bench.environment import environment
from idvision.bench.pictures import PictureFiles, joined
from idvision.limits import PRESETS
from idvision.models import available_threads
from idvision.session import OnnxSession
from idvision.weights import model_spec, verify
from training.synth.dataset import load_truth, read_dataset


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: tables, then one line of JSON."""
    parser = _parser()
    options = parser.parse_args(arguments)
    folders = [folder for path in options.data for folder in drawn_folders(path)]
    if not folders:
        parser.error("no drawn set in --data")
    path = options.model or verify(model_spec("assess"))
    assess = CardAssessor(OnnxSession(path, name="assess", threads=options.threads))
    cards = judge_folders(folders, assess, options.only)
    numbers = judging_scores.summarise(cards, PRESETS)
    print(judging_text(numbers))
    document = {
        "benchmark": "judging",
        "data": "synthetic",
        "model": hashlib.sha256(path.read_bytes()).hexdigest(),
        **asdict(numbers),
    }
    read: list[ReadCard | None] = []
    if options.reading:
        read = list(read_folders(folders, assess, options))
        reading = reading_quality.summarise(read)
        print("\n" + reading_text(reading))
        document["reading"] = asdict(reading)
    if options.show:
        print("\n".join(["", *fault_lines(cards), *reading_lines(read)]))
    _write(document | {"environment": asdict(environment(options.threads, _files(folders)))}, options.out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judging", description=__doc__)
    parser.add_argument("--data", type=Path, action="append", required=True, help="folder; may be repeated")
    parser.add_argument("--model", type=Path, help="another assessor than that of the manifest")
    parser.add_argument("--only", metavar="TYPE", help="cards that are truly of this type")
    parser.add_argument("--threads", type=int, default=available_threads(), help="threads a network may use")
    parser.add_argument("--reading", action="store_true", help="also read pictures of one document")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="day of the reading")
    parser.add_argument("--out", type=Path, help="also write the JSON to this file")
    parser.add_argument("--show", action="store_true", help="name the cards that were judged wrongly")
    return parser


def judge_folders(folders: Iterable[Path], assess: Assess, only: str | None = None) -> list[JudgedCard]:
    """Assess every document of the sets, or every one that is truly of one type."""
    return [
        judged.judged(card, assess)
        for folder in folders
        for sample in read_dataset(folder)
        for card in straightened(sample)
        if only in (None, card.truth.type)
    ]


def read_folders(
    folders: Iterable[Path], assess: Assess, options: argparse.Namespace
) -> Iterator[ReadCard | None]:
    """Read the pictures of one document by the whole engine, with the assessor that is judged."""
    models = replace(idvision.load_models(threads=options.threads), assess=assess)
    settings = idvision.Options(today=options.today)
    for folder in folders:
        photos = load_drawn(folder)
        pictures = read_pictures(photos, folder.parent)
        yield from reading_quality.read_cards(
            photos, pictures, lambda data: idvision.analyze(data, models, settings), options.today
        )


def fault_lines(cards: Iterable[JudgedCard]) -> Iterator[str]:
    """Yield what was taken for something else, card by card."""
    for card in cards:
        if card.truth.turns is not None and not judged.is_upright_right(card):
            yield f"  {card.file}: {card.turns} quarter turns for {card.truth.turns} ({card.truth.type})"
        if judged.is_declared(card) and not judged.is_type_right(card):
            yield f"  {card.file}: {card.truth.type} as {judged.likeliest(card.types)}"
        elif judged.is_declared(card) and not judged.is_side_right(card):
            yield f"  {card.file}: {card.truth.type} {card.truth.side} as {judged.likeliest(card.sides)}"


def reading_lines(cards: Iterable[ReadCard | None]) -> Iterator[str]:
    """Yield what was read of every card, the worst first."""
    for card in sorted((card for card in cards if card is not None), key=lambda card: card.exact):
        score = reading_quality.worst_score(card.quality)
        yield f"  {card.file}: {card.exact:.2f} exact, {card.legible:.2f} characters, quality {score:.2f}"


def _files(folders: Iterable[Path]) -> PictureFiles:
    return joined(
        PictureFiles({f"{folder.name}/{truth.file}": folder / truth.file for truth in load_truth(folder)})
        for folder in folders
    )


def _write(document: dict[str, Any], out: Path | None) -> None:
    line = json.dumps(document, ensure_ascii=False)
    if out is not None:
        out.write_text(line + "\n", encoding="utf-8")
    print(line)


if __name__ == "__main__":
    main()
