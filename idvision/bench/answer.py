"""What a provider said of one picture, in common terms: field, type and side ids are those of a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from idvision.types import Quad

Decision = Literal["accept", "review", "reject"]
DEFECTS = ("blur", "glare", "occlusion", "incomplete", "too_small", "too_dark")
"""Faults of a picture that providers and truths may name."""
ATTACKS = ("screen_recapture", "photocopy", "tampered")
"""Kinds of reproduction that providers and truths may name."""


@dataclass(frozen=True, slots=True)
class AnsweredField:
    """One value. `confidence` lies in [0, 1], None where the provider states none."""

    name: str
    value: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class AnsweredCard:
    """One document that the provider reports.

    Attributes:
        document: type id, None where the provider names none or one that has no id here.
        side: None where the provider names none.
        quad: clockwise from the printed top left, pixels of the upright picture; None where none is given.
        fields: values in canonical form (dates `YYYY-MM-DD`, sex `M`, `F`, `X`).
        mrz: full lines of the machine readable zone.
        mrz_valid: whether the provider says that all check digits hold; None where it does not say.
    """

    document: str | None = None
    side: str | None = None
    quad: Quad | None = None
    fields: tuple[AnsweredField, ...] = ()
    mrz: tuple[str, ...] = ()
    mrz_valid: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a provider said of one picture.

    Attributes:
        cards: documents, none where none was found.
        text: lines of text in reading order, of engines that read lines.
        decision: None of a provider that does not judge.
        defects: names of `DEFECTS` that were reported, None of a provider that reports none ever.
        quality: 0 (useless) to 1 (perfect), None where no such score is given.
        attacks: kind of `ATTACKS` -> how likely, 0 to 1; None of a provider that does not judge it.
        error: stable code of a refusal or failure; the rest is empty then.
        milliseconds: from the encoded picture to the answer, network included.
    """

    cards: tuple[AnsweredCard, ...] = ()
    text: tuple[str, ...] = ()
    decision: Decision | None = None
    defects: tuple[str, ...] | None = None
    quality: float | None = None
    attacks: tuple[tuple[str, float], ...] | None = None
    error: str | None = None
    milliseconds: float = 0.0
