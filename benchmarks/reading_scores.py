"""How well values are read beyond exact match: by kind of character, by confidence, and by repair.

A confidence is worth something if it says how often a value is right: the expected calibration error (Guo et
al., "On Calibration of Modern Neural Networks", ICML 2017) measures that. What a user gains from it is told
by the risk-coverage curve (Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks",
NeurIPS 2017): which share of the values may be taken unseen at which share of errors.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks import judge
from benchmarks.judge import ComparedField
from idvision.bench.matching import Pair
from idvision.documents import get_spec
from idvision.types import FoundValue
from idvision.validate import validate_field

ECE_BINS = 15
PRECISIONS = (0.99, 0.995, 0.999)
COVERAGES = (0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
CHARACTER_KINDS = ("han", "digit", "latin", "other")


@dataclass(frozen=True, slots=True)
class CharacterScore:
    """True characters of one kind, and how many errors (lost, misread, invented) fall upon them."""

    characters: int
    errors: int

    @property
    def cer(self) -> float:
        """Errors by character."""
        return self.errors / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True)
class ConfidenceScore:
    """What the confidences of the values read are worth.

    `risk` is the share of wrong ones among the surest share of values; `answered` the largest share of values
    of which, the surest first, that precision holds.
    """

    values: int
    ece: float | None
    risk: dict[float, float]
    answered: dict[float, float]


@dataclass(frozen=True, slots=True)
class RepairScore:
    """Values that are not simply what was read: how many, how many of them right, and right ones spoilt."""

    repaired: int
    right: int
    harmful: int


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """All of it."""

    characters: dict[str, CharacterScore]
    confidence: ConfidenceScore
    repairs: RepairScore


def score_reading(pairs: Sequence[Pair]) -> ReadingScore:
    """Score the printed values of all documents; what nobody can read counts for the confidences only."""
    fields = [field for pair in pairs for field in judge.visual_fields(pair)]
    return ReadingScore(
        characters=score_characters((f.read, f.true) for f in fields if f.read and not f.is_hidden),
        confidence=score_confidence(fields),
        repairs=score_repairs(pairs),
    )


def score_characters(read_and_true: Iterable[tuple[str, str]]) -> dict[str, CharacterScore]:
    """Count characters and errors by kind; an invented character counts under its own."""
    seen: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for read, true in read_and_true:
        seen.update(character_kind(character) for character in true)
        wrong.update(character_kind(character) for character in misread(read, true))
    return {kind: CharacterScore(seen[kind], wrong[kind]) for kind in CHARACTER_KINDS}


def character_kind(character: str) -> str:
    """Return which of CHARACTER_KINDS a character is."""
    if character.isdigit():
        return "digit"
    name = unicodedata.name(character, "")
    return "han" if name.startswith("CJK") else "latin" if name.startswith("LATIN") else "other"


def misread(read: str, true: str) -> Iterator[str]:
    """Yield the character that each error of a least alignment falls upon, the true one if there is one."""
    costs = np.zeros((len(read) + 1, len(true) + 1), int)
    costs[:, 0], costs[0] = np.arange(len(read) + 1), np.arange(len(true) + 1)
    for i, left in enumerate(read, start=1):
        for j, right in enumerate(true, start=1):
            least = min(costs[i - 1, j], costs[i, j - 1]) + 1
            costs[i, j] = min(least, costs[i - 1, j - 1] + (left != right))
    i, j = len(read), len(true)
    while i or j:
        differ = bool(i and j) and read[i - 1] != true[j - 1]
        if i and j and costs[i, j] == costs[i - 1, j - 1] + differ:
            i, j = i - 1, j - 1
            if differ:
                yield true[j]
        elif j and costs[i, j] == costs[i, j - 1] + 1:
            j -= 1
            yield true[j]
        else:
            i -= 1
            yield read[i]


def score_confidence(fields: Sequence[ComparedField]) -> ConfidenceScore:
    """Score the confidences of the values that were answered."""
    answered = [field for field in fields if field.read]
    confidences = np.array([field.confidence for field in answered])
    right = np.array([field.read == field.true for field in answered], bool)
    order = np.argsort(-confidences, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(answered) + 1)
    return ConfidenceScore(
        values=len(answered),
        ece=expected_calibration_error(confidences, right),
        risk={
            c: round(float(1 - shares[max(1, round(c * len(shares))) - 1]), 5) for c in COVERAGES if answered
        },
        answered={p: _answered(shares, len(fields), p) for p in PRECISIONS if answered},
    )


def expected_calibration_error(confidences: np.ndarray, right: np.ndarray) -> float | None:
    """Return the mean distance of confidence and accuracy over ECE_BINS bins of as many values each."""
    if not len(right):
        return None
    order = np.argsort(confidences, kind="stable")
    gaps = [
        len(members) * abs(float(confidences[members].mean() - right[members].mean()))
        for members in np.array_split(order, min(ECE_BINS, len(order)))
    ]
    return round(sum(gaps) / len(right), 4)


def _answered(shares: np.ndarray, printed: int, precision: float) -> float:
    """Return the largest share of all printed values that can be taken, the surest first, at a precision."""
    enough = np.flatnonzero(shares >= precision)
    return round((int(enough[-1]) + 1) / printed, 4) if len(enough) else 0.0


def score_repairs(pairs: Iterable[Pair]) -> RepairScore:
    """Count the printed values that differ from what their raw reading alone would have given."""
    judged = [verdict for pair in pairs for verdict in _repairs(pair)]
    return RepairScore(
        repaired=len(judged),
        right=sum(value == true for _, value, true in judged),
        harmful=sum(free == true != value for free, value, true in judged),
    )


def _repairs(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Yield what the raw reading gives, what was answered and what is true, where the first two differ."""
    if pair.card is None:
        return
    document = pair.card.document
    specs = {field.name: field for field in get_spec(document.type, document.side, document.form).fields}
    true = dict(pair.truth.fields)
    for field in pair.card.fields:
        if field.name in specs and field.name in true:
            raw = FoundValue(field.name, field.raw, (1.0,), (0.4, 0.4, 0.6, 0.6))
            free = validate_field(raw, specs[field.name]).value
            if free != field.value:
                yield free, field.value, true[field.name]
