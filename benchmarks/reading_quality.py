"""Whether a card that is judged better is read better: the quality of single documents, and what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks import judge
from benchmarks.judge import ComparedField
from benchmarks.ranking import Correlation, spearman
from idvision import Result
from idvision.bench.matching import Pair, compare
from idvision.bench.metrics.basics import Spread, cer, spread
from idvision.bench.truth import TruthPhoto
from idvision.documents import get_spec
from idvision.types import Limits, Quality, Side

_DEFECTS = ("blur", "glare", "occlusion", "incomplete", "exposure")


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A found document: shares of its required values read exactly, and of its characters read right."""

    file: str
    group: str
    exact: float
    legible: float
    quality: Quality


@dataclass(frozen=True, slots=True)
class ReadingQuality:
    """How far a quality score foretells the reading: per score, its rank correlation with both shares."""

    cards: int
    not_found: int
    exact: Spread
    legible: Spread
    with_exact: dict[str, Correlation]
    with_legible: dict[str, Correlation]
    groups: dict[str, Spread]


def defect_ratios(quality: Quality) -> dict[str, float]:
    """Return each defect as a share of the value from which the default limits reject a card."""
    limits = Limits()
    ratios = {name: float(getattr(quality, name)) / getattr(limits, f"{name}_reject") for name in _DEFECTS}
    return ratios | {"size": limits.short_side_reject_px / max(quality.short_side_px, 1)}


def worst_score(quality: Quality) -> float:
    """Return a quality in (0, 1] that its worst defect decides: 1 without any, 1/2 where it is just rejected.

    The form 1 / (1 + r) orders cards as 1 - r does, r being the greatest ratio, but never runs out of range.
    """
    return 1 / (1 + max(defect_ratios(quality).values()))


def sum_score(quality: Quality) -> float:
    """Return a quality in (0, 1] to which all defects add, in shares of their reject limits."""
    return 1 / (1 + sum(defect_ratios(quality).values()))


SCORES: Mapping[str, Callable[[Quality], float]] = {"worst": worst_score, "sum": sum_score}


def read_cards(
    photos: Iterable[TruthPhoto],
    pictures: Mapping[str, bytes],
    analyze: Callable[[bytes], Result],
    today: date,
) -> Iterator[ReadCard | None]:
    """Read the pictures of one declared document each; yields None for a document that was not found."""
    for photo in photos:
        if len(photo.cards) != 1 or photo.partial or not is_readable(photo, today):
            continue
        result = analyze(pictures[photo.file])
        yield read_card(compare(photo, result.cards, result.verdict.decision).pairs[0], today)


def is_readable(photo: TruthPhoto, today: date) -> bool:
    """Tell whether the only document has a value to compare."""
    pair = Pair(photo, photo.cards[0], None, 0.0)
    return judge.is_declared(pair) and bool(required_values(pair, today))


def read_card(pair: Pair, today: date) -> ReadCard | None:
    """Compare one document with its card; None if it was not found."""
    if pair.card is None or not judge.is_found(pair):
        return None
    required = required_values(pair, today)
    every = all_values(pair, today)
    return ReadCard(
        file=pair.photo.file,
        group=pair.photo.group,
        exact=sum(value.read == value.true for value in required) / len(required),
        legible=1 - sum(min(1.0, cer(value.read, value.true)) for value in every) / len(every),
        quality=pair.card.quality,
    )


def all_values(pair: Pair, today: date) -> list[ComparedField]:
    """Return the printed values that are declared; of a type that is read by its zone, those of the zone."""
    return list(judge.visual_fields(pair)) or list(judge.zone_fields(pair, today))


def required_values(pair: Pair, today: date) -> list[ComparedField]:
    """Return the values that every document of the type shows; all where the declaration names none."""
    values = all_values(pair, today)
    required = get_spec(pair.truth.document, Side(pair.truth.side)).required
    return [value for value in values if value.name in required] or values


def summarise(cards: Sequence[ReadCard | None]) -> ReadingQuality:
    """Return the numbers of a run; documents that were not found have no quality and stand apart."""
    found = [card for card in cards if card is not None]
    exact, legible = [card.exact for card in found], [card.legible for card in found]
    scores = {name: [score(card.quality) for card in found] for name, score in SCORES.items()}
    groups = sorted({card.group for card in found})
    return ReadingQuality(
        cards=len(found),
        not_found=len(cards) - len(found),
        exact=spread(exact),
        legible=spread(legible),
        with_exact={name: spearman(values, exact) for name, values in scores.items()},
        with_legible={name: spearman(values, legible) for name, values in scores.items()},
        groups={name: spread([card.exact for card in found if card.group == name]) for name in groups},
    )
