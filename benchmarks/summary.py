"""Outcomes of all pictures -> the numbers of a report, as frozen values that turn into JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks import judge
from benchmarks.findings import Finding, findings_of
from benchmarks.judge import ComparedField
from benchmarks.reading_scores import ReadingScore, score_reading
from idvision.bench.matching import Outcome, Pair
from idvision.bench.metrics.basics import Share, Spread, cer, field_accuracy, share, spread
from idvision.types import UNKNOWN_DOCUMENT

UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class GroupScore:
    """How pictures with documents fared. Shares of documents are over all of them, found or not."""

    pictures: int
    documents: int
    found: Share
    found_with_quad: Share
    count_right: Share
    iou: Spread
    iou_close: Share
    type_right: Share
    side_right: Share
    orientation_right: Share
    decisions: dict[str, int]


@dataclass(frozen=True, slots=True)
class NegativeScore:
    """What pictures without a document were taken for: each counts once, under the worst."""

    pictures: int
    no_card: int
    unknown: int
    typed: int
    accepted: int


@dataclass(frozen=True, slots=True)
class MrzScore:
    """Machine readable zones, whole and line by line."""

    zones_exact_of_eligible: Share
    zones_exact_of_printed: Share
    lines_exact_of_eligible: Share
    lines_exact_of_printed: Share
    valid: Share
    valid_but_wrong: int
    valid_but_not_printed: int


@dataclass(frozen=True, slots=True)
class FieldScore:
    """One field: exact values, values not read at all, wrong values at high confidence, mean error rate."""

    exact: Share
    missing: int
    sure_but_wrong: int
    mean_cer: float


@dataclass(frozen=True, slots=True)
class HiddenScore:
    """Fields that nobody can read. `sure_but_wrong`: wrong at high confidence or on an accepted card."""

    fields: int
    right: int
    wrong: int
    missing: int
    sure_but_wrong: Share


@dataclass(frozen=True, slots=True)
class UndeclaredScore:
    """Documents that idvision has no declaration for: how many of each, and what they were taken for."""

    documents: dict[str, int]
    unknown: int
    typed: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All numbers of one run."""

    groups: dict[str, GroupScore]
    total: GroupScore
    negatives: NegativeScore
    mrz: MrzScore
    fields: dict[str, FieldScore]
    mrz_fields: dict[str, FieldScore]
    reading: ReadingScore
    hidden: HiddenScore
    undeclared: UndeclaredScore
    accepted_with_error: Share
    unreadable: tuple[str, ...]
    findings: tuple[Finding, ...]


def summarise(outcomes: Sequence[Outcome], today: date) -> Summary:
    """Return every number of a run; `today` decides the century of dates in a zone."""
    positives = [outcome for outcome in outcomes if outcome.photo.cards]
    pairs = [pair for outcome in positives for pair in outcome.pairs]
    visual = [(pair, field) for pair in pairs for field in judge.visual_fields(pair)]
    accepted = [pair for pair in pairs if judge.is_accepted(pair.card)]
    groups = dict.fromkeys(outcome.photo.group for outcome in positives)
    return Summary(
        groups={name: score_group([o for o in positives if o.photo.group == name]) for name in groups},
        total=score_group(positives),
        negatives=score_negatives([o for o in outcomes if not o.photo.cards and not o.photo.partial]),
        mrz=score_mrz(pairs),
        fields=score_fields(field for _, field in visual if not field.is_hidden),
        mrz_fields=score_fields(field for pair in pairs for field in judge.zone_fields(pair, today)),
        reading=score_reading(pairs),
        hidden=score_hidden([(pair, field) for pair, field in visual if field.is_hidden]),
        undeclared=score_undeclared([pair for pair in pairs if not judge.is_declared(pair)]),
        accepted_with_error=share(judge.is_accepted_with_error(pair) for pair in accepted),
        unreadable=tuple(outcome.photo.file for outcome in outcomes if outcome.decision is None),
        findings=tuple(finding for outcome in outcomes for finding in findings_of(outcome)),
    )


def score_group(outcomes: Sequence[Outcome]) -> GroupScore:
    """Score pictures that show documents."""
    pairs = [pair for outcome in outcomes for pair in outcome.pairs]
    declared = [pair for pair in pairs if judge.is_declared(pair)]
    turned = [pair for pair in pairs if judge.has_orientation(pair)]
    ious = [pair.iou for pair in pairs if pair.iou is not None]
    return GroupScore(
        pictures=len(outcomes),
        documents=len(pairs),
        found=share(judge.is_found(pair) for pair in pairs),
        found_with_quad=share(judge.is_found(pair) for pair in pairs if pair.iou is not None),
        count_right=share(len(outcome.cards) == len(outcome.photo.cards) for outcome in outcomes),
        iou=spread(ious),
        iou_close=share(iou >= judge.CLOSE_IOU for iou in ious),
        type_right=share(judge.is_type_right(pair) for pair in declared),
        side_right=share(judge.is_side_right(pair) for pair in declared),
        orientation_right=share(judge.is_orientation_right(pair) for pair in turned),
        decisions=dict(Counter(str(outcome.decision or UNREADABLE) for outcome in outcomes)),
    )


def score_negatives(outcomes: Sequence[Outcome]) -> NegativeScore:
    """Sort pictures without a document by the worst that was made of them."""
    kinds = Counter(_worst_kind(outcome) for outcome in outcomes)
    return NegativeScore(len(outcomes), kinds["no_card"], kinds["unknown"], kinds["typed"], kinds["accepted"])


def _worst_kind(outcome: Outcome) -> str:
    if outcome.decision == "accept" or any(judge.is_accepted(card) for card in outcome.cards):
        return "accepted"
    if any(card.document.type != UNKNOWN_DOCUMENT for card in outcome.cards):
        return "typed"
    return "unknown" if outcome.cards else "no_card"


def score_mrz(pairs: Sequence[Pair]) -> MrzScore:
    """Score the zones of all documents; one that nobody can read may only not be valid and wrong."""
    zones = [pair for pair in pairs if judge.has_zone(pair)]
    printed = [pair for pair in zones if not judge.is_hidden(pair, "mrz")]
    eligible = [pair for pair in printed if judge.is_zone_eligible(pair)]
    return MrzScore(
        zones_exact_of_eligible=share(all(judge.right_lines(pair)) for pair in eligible),
        zones_exact_of_printed=share(all(judge.right_lines(pair)) for pair in printed),
        lines_exact_of_eligible=share(right for pair in eligible for right in judge.right_lines(pair)),
        lines_exact_of_printed=share(right for pair in printed for right in judge.right_lines(pair)),
        valid=share(judge.is_zone_valid(pair) for pair in printed),
        valid_but_wrong=sum(judge.is_zone_valid_but_wrong(pair) for pair in zones),
        valid_but_not_printed=sum(judge.is_zone_valid(p) and not judge.has_zone(p) for p in pairs),
    )


def score_fields(fields: Iterable[ComparedField]) -> dict[str, FieldScore]:
    """Score values by the name of their field."""
    by_name: dict[str, list[ComparedField]] = {}
    for field in fields:
        by_name.setdefault(field.name, []).append(field)
    return {name: _score_field(values) for name, values in by_name.items()}


def _score_field(values: Sequence[ComparedField]) -> FieldScore:
    return FieldScore(
        exact=field_accuracy((value.read, value.true) for value in values),
        missing=sum(not value.read for value in values),
        sure_but_wrong=sum(v.is_wrong and v.confidence >= judge.SURE_CONFIDENCE for v in values),
        mean_cer=round(sum(cer(value.read, value.true) for value in values) / len(values), 4),
    )


def score_hidden(values: Sequence[tuple[Pair, ComparedField]]) -> HiddenScore:
    """Score what was answered for values that glare or a finger hides."""
    return HiddenScore(
        fields=len(values),
        right=sum(field.read == field.true for _, field in values),
        wrong=sum(field.is_wrong for _, field in values),
        missing=sum(not field.read for _, field in values),
        sure_but_wrong=share(
            field.is_wrong and (field.confidence >= judge.SURE_CONFIDENCE or judge.is_accepted(pair.card))
            for pair, field in values
        ),
    )


def score_undeclared(pairs: Sequence[Pair]) -> UndeclaredScore:
    """Count what foreign documents were taken for; `accepted` ones are counted as typed too."""
    cards = [pair.card for pair in pairs if pair.card is not None]
    unknown = sum(card.document.type == UNKNOWN_DOCUMENT for card in cards)
    return UndeclaredScore(
        documents=dict(Counter(f"{pair.truth.document} {pair.truth.side}" for pair in pairs)),
        unknown=unknown,
        typed=len(cards) - unknown,
        accepted=sum(judge.is_accepted(card) for card in cards),
    )
