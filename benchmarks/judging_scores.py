"""Judged cards -> the numbers of a report on the assessor, as frozen values that turn into JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks import judged
from benchmarks.judged import JudgedCard
from benchmarks.ranking import Correlation, Ranking, ranking, spearman
from benchmarks.straightened import BACKGROUND, DEFECTS
from idvision.bench.metrics.basics import Share, Spread, bootstrap_interval, share, spread
from idvision.types import UNKNOWN_DOCUMENT, Limits
from training.synth.types import NOT_A_DOCUMENT

BORDERLINE = 1.5
"""A card is borderline where its true measure lies within this factor of the limit."""
COPY_LIMIT = 0.5
HEADS = {
    "screen": "screen",
    "photocopy_grey": "photocopy",
    "photocopy_colour": "photocopy",
    "print": "photocopy",
    "edited": "edited",
}
"""Which of the assessor's probabilities should rise for which attack."""


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Turns, type and side of one group of cards; types and sides of those of declared types only."""

    cards: int
    upright: Share
    type_closed: Share
    type_open: Share
    side: Share


@dataclass(frozen=True, slots=True)
class Separation:
    """How well `score` tells one kind of card from another."""

    kind: str
    against: str
    score: str
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class DefectScore:
    """How well one defect is found at the review limit of one preset.

    `borderline` tells whether cards near the limit are among the `cards`; `affected` truly reach it.
    """

    defect: str
    preset: str
    limit: float
    borderline: bool
    cards: int
    affected: int
    precision: Share
    recall: Share
    f1: float | None
    f1_low: float | None
    f1_high: float | None


@dataclass(frozen=True, slots=True)
class SeverityScore:
    """How closely a measure follows the true one, over all cards and over those with any of the defect."""

    defect: str
    error: Spread
    all_cards: Correlation
    touched_cards: Correlation


@dataclass(frozen=True, slots=True)
class HeadScore:
    """One probability of reproduction: all its attacks against genuine cards.

    `bpcer` is the share of genuine cards that it calls an attack (ISO/IEC 30107-3).
    """

    head: str
    ranking: Ranking
    bpcer: Share


@dataclass(frozen=True, slots=True)
class AttackScore:
    """One kind of attack against genuine cards.

    `apcer` is the share of attacks that pass as genuine (ISO/IEC 30107-3) by the probability that should
    tell them, `apcer_any` by all of them together.
    """

    attack: str
    head: str
    ranking: Ranking
    apcer: Share
    apcer_any: Share


@dataclass(frozen=True, slots=True)
class Judging:
    """All numbers of one run."""

    groups: dict[str, ClassScore]
    types: dict[str, ClassScore]
    total: ClassScore
    type_confusions: dict[str, int]
    side_confusions: dict[str, int]
    open_set: tuple[Separation, ...]
    defects: tuple[DefectScore, ...]
    severity: tuple[SeverityScore, ...]
    heads: tuple[HeadScore, ...]
    attacks: tuple[AttackScore, ...]
    bpcer_any: Share


def summarise(cards: Sequence[JudgedCard], presets: Mapping[str, Limits]) -> Judging:
    """Return every number of a run."""
    documents = [card for card in cards if judged.is_document(card)]
    identity = [card for card in documents if judged.is_identity_document(card)]
    genuine = [card for card in identity if card.truth.attack == "none"]
    return Judging(
        groups=_by_name(documents, lambda card: card.group),
        types=_by_name(documents, lambda card: card.truth.type),
        total=class_score(documents),
        type_confusions=confusions(documents, lambda card: (card.truth.type, judged.likeliest(card.types))),
        side_confusions=confusions(
            [card for card in documents if judged.is_declared(card)],
            lambda card: (card.truth.side, judged.likeliest(card.sides)),
        ),
        open_set=open_set(cards),
        defects=defect_scores(documents, presets),
        severity=tuple(severity(documents, defect) for defect in DEFECTS),
        heads=tuple(head_score(identity, genuine, head) for head in dict.fromkeys(HEADS.values())),
        attacks=tuple(attack_score(identity, genuine, attack) for attack in HEADS),
        bpcer_any=share(looks_copied(card) for card in genuine),
    )


def _by_name(cards: Sequence[JudgedCard], name_of: Callable[[JudgedCard], str]) -> dict[str, ClassScore]:
    names = sorted({name_of(card) for card in cards})
    return {name: class_score([card for card in cards if name_of(card) == name]) for name in names}


def class_score(cards: Sequence[JudgedCard]) -> ClassScore:
    """Score turns, types and sides."""
    declared = [card for card in cards if judged.is_declared(card)]
    return ClassScore(
        cards=len(cards),
        upright=share(judged.is_upright_right(card) for card in cards if card.truth.turns is not None),
        type_closed=share(map(judged.is_closed_type_right, declared)),
        type_open=share(map(judged.is_type_right, declared)),
        side=share(map(judged.is_side_right, declared)),
    )


def confusions(cards: Sequence[JudgedCard], names: Callable[[JudgedCard], tuple[str, str]]) -> dict[str, int]:
    """Count what was taken for something else, the most frequent first."""
    pairs = Counter(f"{true} as {said}" for true, said in map(names, cards) if true != said)
    return dict(sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])))


def open_set(cards: Sequence[JudgedCard]) -> tuple[Separation, ...]:
    """Tell declared documents from other ones, and identity documents from what is none."""
    declared = ("declared", [card for card in cards if judged.is_declared(card)])
    identity = ("identity document", [card for card in cards if judged.is_identity_document(card)])
    others = {
        name: [card for card in cards if card.truth.type == name]
        for name in (UNKNOWN_DOCUMENT, NOT_A_DOCUMENT, BACKGROUND)
    }
    neither = others[NOT_A_DOCUMENT] + others[BACKGROUND]
    by_type, by_kind = ("declared type", judged.declared_score), ("a document", judged.document_score)
    rows = (
        *((declared, name, found, by_type) for name, found in others.items()),
        (declared, "all of these", others[UNKNOWN_DOCUMENT] + neither, by_type),
        (declared, NOT_A_DOCUMENT, others[NOT_A_DOCUMENT], by_kind),
        (declared, BACKGROUND, others[BACKGROUND], by_kind),
        (identity, "no identity document", neither, by_kind),
    )
    return tuple(
        Separation(kind, against, score, ranking(list(map(value, found)), list(map(value, other))))
        for (kind, found), against, other, (score, value) in rows
    )


def defect_scores(cards: Sequence[JudgedCard], presets: Mapping[str, Limits]) -> tuple[DefectScore, ...]:
    """Score every defect at every preset, with borderline cards and without."""
    return tuple(
        _defect_score(cards, defect, preset, float(getattr(limits, f"{defect}_review")), with_borderline)
        for defect in DEFECTS
        for preset, limits in presets.items()
        for with_borderline in (True, False)
    )


def _defect_score(
    cards: Sequence[JudgedCard], defect: str, preset: str, limit: float, with_borderline: bool
) -> DefectScore:
    compared = [
        (card.truth.defects[defect] >= limit, card.defects[defect] >= limit)
        for card in cards
        if with_borderline or not is_borderline(card.truth.defects[defect], limit)
    ]
    low, high = f1_interval(compared)
    return DefectScore(
        defect=defect,
        preset=preset,
        limit=limit,
        borderline=with_borderline,
        cards=len(compared),
        affected=sum(true for true, _ in compared),
        precision=share(true for true, said in compared if said),
        recall=share(said for true, said in compared if true),
        f1=round(f1_score(compared), 4) if any(true or said for true, said in compared) else None,
        f1_low=low,
        f1_high=high,
    )


def is_borderline(value: float, limit: float) -> bool:
    """Tell whether a true measure is so near the limit that either answer can be defended."""
    return limit / BORDERLINE < value < limit * BORDERLINE


def f1_score(compared: Sequence[tuple[bool, bool]]) -> float:
    """Return the harmonic mean of precision and recall of pairs (true, said), 0 where nothing is right."""
    return float(_f1(np.array([2 * true + said for true, said in compared]), axis=0))


def f1_interval(compared: Sequence[tuple[bool, bool]]) -> tuple[float | None, float | None]:
    """Return the 95 % bootstrap interval of the F1 score over cards."""
    if not any(true or said for true, said in compared):
        return None, None
    return bootstrap_interval([float(2 * true + said) for true, said in compared], _f1)


def _f1(codes: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return F1 of answers coded 0 rightly not said, 1 wrongly said, 2 missed, 3 found."""
    found = np.sum(codes == 3, axis=axis)
    wrong = np.sum((codes == 1) | (codes == 2), axis=axis)
    return np.asarray(2 * found / np.maximum(2 * found + wrong, 1), np.float64)


def severity(cards: Sequence[JudgedCard], defect: str) -> SeverityScore:
    """Compare a measure with the true one."""
    pairs = [(card.truth.defects[defect], card.defects[defect]) for card in cards]
    touched = [pair for pair in pairs if pair[0] > 0]
    return SeverityScore(
        defect=defect,
        error=spread([abs(true - said) for true, said in pairs]),
        all_cards=spearman([true for true, _ in pairs], [said for _, said in pairs]),
        touched_cards=spearman([true for true, _ in touched], [said for _, said in touched]),
    )


def looks_copied(card: JudgedCard) -> bool:
    """Tell whether any probability of reproduction reaches the limit."""
    return any(chance >= COPY_LIMIT for chance in card.copies.values())


def head_score(cards: Sequence[JudgedCard], genuine: Sequence[JudgedCard], head: str) -> HeadScore:
    """Score one probability over all attacks that it should tell."""
    attacks = [card for card in cards if HEADS.get(card.truth.attack) == head]
    said = [card.copies[head] for card in genuine]
    bpcer = share(chance >= COPY_LIMIT for chance in said)
    return HeadScore(head, ranking([card.copies[head] for card in attacks], said), bpcer)


def attack_score(cards: Sequence[JudgedCard], genuine: Sequence[JudgedCard], attack: str) -> AttackScore:
    """Score one kind of attack."""
    head = HEADS[attack]
    attacks = [card for card in cards if card.truth.attack == attack]
    said = [card.copies[head] for card in attacks]
    return AttackScore(
        attack,
        head,
        ranking(said, [card.copies[head] for card in genuine]),
        apcer=share(chance < COPY_LIMIT for chance in said),
        apcer_any=share(not looks_copied(card) for card in attacks),
    )
