"""What several photos of one card give together: drawn views of drawn cards -> single and fused answers.

python -m benchmarks.fusion [--cards N] [--views K] [--threads N] [--out FILE] [--today DAY]

Cards and views are drawn in memory by `training.synth`, from fonts, surfaces and lights that no network was
trained on: every figure is synthetic.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import cv2
import numpy as np

import idvision
from benchmarks import judge
from benchmarks.judge import ComparedField
from benchmarks.reading_quality import all_values
from benchmarks.tables import table
from idvision.bench.datasets.drawn import MRZ_LINE
from idvision.bench.environment import environment
from idvision.bench.matching import Pair
from idvision.bench.metrics.basics import Share, Spread, share, spread
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.fuse import best_first
from training.synth.recipe import SceneRecipe
from training.synth.types import Document, Split

# Others (20270000 to 20290000) chose the constants of the fusion and the rules that match cards.
SEED = 20300000
KINDS = ("resident_id", "travel", "chinese", "bank")
PAGE_WIDTH_PX = 1100
JPEG_QUALITY = 90
# One genuine card, near enough to be read; most views are spoilt by something.
SPOILT = SceneRecipe(
    counts=(0.0, 1.0),
    long_side=(900, 1600),
    fills=((1.0, 0.5, 0.95),),
    table=0.8,
    held=0.2,
    scan=0.0,
    digital=0.0,
    exact=0.0,
    cut_share=0.05,
    page_share=0.0,
    glare_share=0.6,
    occlusion_share=0.25,
    blur_share=0.35,
    attack_share=0.0,
)

Analyze = Callable[[bytes], idvision.Result]


@dataclass(frozen=True, slots=True)
class Subject:
    """One drawn card: what it says, its encoded views, and what was read of each."""

    truth: TruthCard
    pictures: tuple[bytes, ...]
    results: tuple[idvision.Result, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How answers about the cards fared; the intervals of the spreads resample cards."""

    answers: int
    exact: Spread
    whole: Spread
    not_read: Share
    wrong: Share
    sure_but_wrong: Share
    accepted_with_error: Share
    one_card: Share
    decisions: dict[str, int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line: a table, then one line of JSON."""
    options = _parser().parse_args(arguments)
    settings = idvision.Options(today=options.today)
    models = idvision.load_models(threads=options.threads)
    subjects = tuple(
        read_subjects(options.cards, options.views, lambda data: idvision.analyze(data, models, settings))
    )
    scores = score_all(subjects, settings, options.today)
    strangers = mixed_with_strangers(subjects, settings)
    pictures = {
        f"{number}-{view}.jpg": data
        for number, subject in enumerate(subjects)
        for view, data in enumerate(subject.pictures)
    }
    document = json.dumps(
        {
            "benchmark": "fusion",
            "synthetic": True,
            "today": options.today.isoformat(),
            "cards": len(subjects),
            "views": options.views,
            "scores": {name: asdict(score) for name, score in scores.items()},
            "mixed_with_strangers": asdict(strangers),
            "environment": asdict(environment(options.threads, pictures)),
        }
    )
    if options.out is not None:
        options.out.write_text(document + "\n", encoding="utf-8")
    print(fusion_text(scores, strangers))
    print(document)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fusion", description=__doc__)
    parser.add_argument("--cards", type=int, default=40, help="cards that are drawn")
    parser.add_argument("--views", type=int, default=5, help="views of each card, 2 or more")
    parser.add_argument("--threads", type=int, default=2, help="threads a network may use")
    parser.add_argument("--out", type=Path, help="also write the JSON to this file")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="day of the reading")
    return parser


def read_subjects(cards: int, views: int, analyze: Analyze) -> Iterator[Subject]:
    """Draw the cards, kind after kind, photograph and read each."""
    for number in range(cards):
        document = draw_card(number)
        pictures = tuple(draw_view(document, number, view) for view in range(views))
        yield Subject(truth_of(document), pictures, tuple(map(analyze, pictures)))


def draw_card(number: int) -> Document:
    """Return a card that carries a value to compare."""
    # Drawing opens fonts and textures.
    from training.synth.catalogue import draw_document  # noqa: PLC0415

    rng = np.random.default_rng([SEED, number])
    kind = KINDS[number % len(KINDS)]
    while True:
        document = draw_document(rng, "bench", PAGE_WIDTH_PX, kind)
        if all_values(pair_of(truth_of(document), None), date.max):
            return document


def draw_view(document: Document, number: int, view: int) -> bytes:
    """Return an encoded photo of the card."""
    from training.synth.scene import draw_scene  # noqa: PLC0415

    def the_card(_rng: np.random.Generator, _split: Split, _width_px: int) -> Document:
        return document

    rng = np.random.default_rng([SEED, number, view + 1])
    scene = draw_scene(rng, "bench", replace(SPOILT, source=the_card))
    _, encoded = cv2.imencode(".jpg", scene.image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return encoded.tobytes()


def truth_of(document: Document) -> TruthCard:
    """Return what a card says, without a place: only one lies in each view."""
    zone = tuple(line.text for line in document.lines if line.field == MRZ_LINE)
    return TruthCard(document.type, document.side, None, tuple(document.fields.items()), zone)


def pair_of(truth: TruthCard, result: idvision.Result | None) -> Pair:
    """Join a card with what was taken for it: a card of its type and side before any other."""
    found = result.cards if result is not None else ()
    wanted = (truth.document, truth.side)
    cards = sorted(found, key=lambda card: (card.document.type, card.document.side) != wanted)
    return Pair(TruthPhoto("", "", 0, 0, (truth,)), truth, cards[0] if cards else None, None)


def score_all(subjects: Sequence[Subject], settings: idvision.Options, today: date) -> dict[str, Score]:
    """Return the scores of single views, and of two, three and more: the best of them and all fused."""
    views = max(len(subject.results) for subject in subjects)
    ways: dict[str, Callable[[Subject], Sequence[idvision.Result]]] = {
        "single": lambda subject: subject.results,
    }
    for count in range(2, views + 1):
        ways[f"best of {count}"] = partial(_best, count=count)
        ways[f"fused {count}"] = partial(_fused, count=count, settings=settings)
    return {
        name: score([(subject.truth, way(subject)) for subject in subjects], today)
        for name, way in ways.items()
    }


def _best(subject: Subject, count: int) -> Sequence[idvision.Result]:
    return best_first(subject.results[:count])[:1]


def _fused(subject: Subject, count: int, settings: idvision.Options) -> Sequence[idvision.Result]:
    return (idvision.fuse(subject.results[:count], settings),)


def score(answers: Sequence[tuple[TruthCard, Sequence[idvision.Result]]], today: date) -> Score:
    """Score one way of answering; a card with several answers counts with their mean."""
    results = [(truth, result) for truth, some in answers for result in some]
    values = [value for truth, result in results for value in _values(truth, result, today)]
    accepted = [pair for pair in (pair_of(*one) for one in results) if judge.is_accepted(pair.card)]
    return Score(
        answers=len(results),
        exact=spread([_mean_exact(truth, some, today) for truth, some in answers]),
        whole=spread([_share_whole(truth, some, today) for truth, some in answers]),
        not_read=share(not value.read for value in values),
        wrong=share(value.is_wrong for value in values),
        sure_but_wrong=share(
            value.is_wrong and value.confidence >= judge.SURE_CONFIDENCE for value in values
        ),
        accepted_with_error=share(judge.is_accepted_with_error(pair) for pair in accepted),
        one_card=share(len(result.cards) == 1 for _, result in results),
        decisions=dict(Counter(result.verdict.decision.value for _, result in results)),
    )


def _values(truth: TruthCard, result: idvision.Result, today: date) -> list[ComparedField]:
    return all_values(pair_of(truth, result), today)


def _mean_exact(truth: TruthCard, results: Sequence[idvision.Result], today: date) -> float:
    exact = [value.read == value.true for result in results for value in _values(truth, result, today)]
    return sum(exact) / len(exact)


def _share_whole(truth: TruthCard, results: Sequence[idvision.Result], today: date) -> float:
    whole = [all(v.read == v.true for v in _values(truth, result, today)) for result in results]
    return sum(whole) / len(whole)


def mixed_with_strangers(subjects: Sequence[Subject], settings: idvision.Options) -> Share:
    """Return how many cards take up values of the next card of their kind when a view of it is slipped in."""
    mixed = []
    for number, subject in enumerate(subjects):
        kind = (subject.truth.document, subject.truth.side)
        later = [*subjects[number + 1 :], *subjects[:number]]
        others = (o for o in later if (o.truth.document, o.truth.side) == kind)
        stranger = next(others, None)
        if stranger is not None:
            alone = idvision.fuse(subject.results, settings)
            slipped = idvision.fuse((*subject.results, stranger.results[0]), settings)
            single = (alone, *subject.results, stranger.results[0])
            known = {_said(card) for result in single for card in result.cards}
            mixed.append(any(_said(card) not in known for card in slipped.cards))
    return share(mixed)


def _said(card: idvision.Card) -> tuple[tuple[str, str], ...]:
    """Return everything that a card was taken to say."""
    zone = card.mrz.fields if card.mrz is not None else ()
    return tuple((field.name, field.value) for field in (*card.fields, *zone))


def fusion_text(scores: dict[str, Score], strangers: Share) -> str:
    """Return the table for people."""
    header = (
        *("answer from", "answers", "fields exact [95 %]", "cards exact [95 %]", "not read", "wrong"),
        *("wrong yet sure", "accepted with error", "one card", "accept/review/reject"),
    )
    rows = ((name, *_row(score)) for name, score in scores.items())
    return "\n".join(
        (
            "Synthetic: drawn cards, drawn views",
            table(header, rows),
            f"Cards mixed with another card, a view of which was slipped in: {strangers} (must be 0)",
        )
    )


def _row(score: Score) -> tuple[str, ...]:
    decisions = "/".join(str(score.decisions.get(name, 0)) for name in ("accept", "review", "reject"))
    shares = (score.not_read, score.wrong, score.sure_but_wrong, score.accepted_with_error, score.one_card)
    return (str(score.answers), str(score.exact), str(score.whole), *map(str, shares), decisions)


if __name__ == "__main__":
    main()
