"""One picture's answer beside its truth: documents paired, values side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from idvision.bench.answer import Answer, AnsweredCard
from idvision.bench.dataset import Dataset
from idvision.bench.matching import Pair, compare
from idvision.bench.metrics.fields import Compared, is_exact
from idvision.bench.truth import TruthCard, TruthPhoto

ZONE = "mrz"
"""Name of the zone among hidden fields."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A picture, what was said of it, and what belongs together.

    `cards` are those answered, without those of partial documents; `fields` has one tuple a pair.
    """

    photo: TruthPhoto
    answer: Answer
    cards: tuple[AnsweredCard, ...]
    pairs: tuple[Pair[AnsweredCard], ...]
    fields: tuple[tuple[Compared, ...], ...]

    @property
    def is_negative(self) -> bool:
        """Whether no document is there, not even a part of one."""
        return not self.photo.cards and not self.photo.partial

    @property
    def claimed(self) -> tuple[AnsweredCard, ...]:
        """The cards that are said to be some document: an outline alone may be that of a letter."""
        return tuple(card for card in self.cards if card.document or card.fields or card.mrz)


def judge(photo: TruthPhoto, answer: Answer) -> Judged:
    """Pair an answer with the truth. Of an answer with `error` nothing counts."""
    cards = () if answer.error is not None else answer.cards
    outcome = compare(photo, cards, answer.decision, likeness)
    fields = tuple(tuple(compared_fields(pair)) for pair in outcome.pairs)
    return Judged(photo, answer, outcome.cards, outcome.pairs, fields)


def judged_pictures(dataset: Dataset, answers: Mapping[str, Answer]) -> list[Judged]:
    """Pair truth and answer of every picture that was asked, in the order of the data set."""
    return [judge(photo, answers[photo.file]) for photo in dataset.photos if photo.file in answers]


def likeness(truth: TruthCard, card: AnsweredCard) -> float:
    """Return how many of type, side and values agree: what pairs cards that do not say where they lie."""
    answered = {field.name: field.value for field in card.fields}
    values = sum(is_exact(answered.get(name, ""), true) for name, true in truth.fields)
    return float(values + (card.document == truth.document) + (card.side == truth.side))


def compared_fields(pair: Pair[AnsweredCard]) -> Iterator[Compared]:
    """Yield each true value with what was answered for it."""
    answered = {field.name: field for field in pair.card.fields} if pair.card else {}
    for name, true in pair.truth.fields:
        found = answered.get(name)
        hidden = is_hidden(pair, name)
        yield (
            Compared(name, true, found.value, found.confidence, hidden)
            if found
            else Compared(name, true, "", None, hidden)
        )


def is_hidden(pair: Pair[AnsweredCard], name: str) -> bool:
    """Tell whether nobody can read the field, or the zone if asked for `mrz`."""
    return name in pair.photo.hidden_fields or name in pair.truth.hidden_fields


def read_zone(pair: Pair[AnsweredCard]) -> tuple[str, ...]:
    """Return the lines of the zone that were answered, none where none was."""
    return pair.card.mrz if pair.card else ()
