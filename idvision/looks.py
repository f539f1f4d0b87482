"""What a card is by its looks alone: the assessor's answer -> a declared document, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from idvision.assess import Assessment
from idvision.documents import DocumentSpec

# Below this the print has to say what the card is and which way up it stands.
MIN_PROBABILITY = 0.75
MIN_UPRIGHT = 0.98


@dataclass(frozen=True, slots=True)
class Looks:
    """What a card looks like: a declared document, how likely, and the clockwise quarter turns to upright."""

    spec: DocumentSpec
    probability: float
    quarter_turns: int


def looks_of(assessment: Assessment, specs: Sequence[DocumentSpec]) -> Looks | None:
    """Return the declared document that a card clearly looks like, or None where its looks leave doubt.

    Of several forms it is the first that stands as the card does, upright or lying.
    """
    turns = upright_turns(assessment)
    if turns is None:
        return None
    likely = [
        Looks(spec, assessment.types.get(spec.type, 0.0) * assessment.sides.get(spec.side, 0.0), turns)
        for spec in specs
    ]
    best = max(likely, key=lambda looks: looks.probability, default=None)
    if best is None or best.probability < MIN_PROBABILITY:
        return None
    return replace(best, spec=_form_standing_as(best, specs))


def _form_standing_as(looks: Looks, specs: Sequence[DocumentSpec]) -> DocumentSpec:
    """Return the first form of a document that is upright or lying as its card, else the one looked up."""
    kind, stands = (looks.spec.type, looks.spec.side), bool(looks.quarter_turns % 2)
    forms = (spec for spec in specs if (spec.type, spec.side) == kind and spec.is_upright == stands)
    return next(forms, looks.spec)


def upright_turns(assessment: Assessment) -> int | None:
    """Return the clockwise quarter turns that set a card upright, None where its looks leave doubt."""
    turns = max(range(4), key=assessment.turns.__getitem__)
    return turns if assessment.turns[turns] >= MIN_UPRIGHT else None
