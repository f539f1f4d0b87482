"""Put right what was misread of a value that knowledge of the world bears out: fields -> fields.

A field names the rule (`mend`) for what it holds, or the words that it holds on most documents (`known`).
Such a value keeps what was read as `raw`, and it keeps its low confidence or loses more: the network did not
read it so. Where nothing beside the value itself confirms what was replaced, the problem `mended` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idvision.checks import MENDERS
from idvision.checks.known_words import mend_known
from idvision.documents import DocumentSpec, FieldSpec
from idvision.types import Field, FoundValue
from idvision.validate import CUT_OFF, validate_field

MENDED = "mended"
KEPT_WHEN_CERTAIN = 0.9
KEPT_WHEN_DOUBTED = 0.6
_CITIZEN = "cn_id_number"
# Somewhere within the card: whether a value reaches its edge is known already.
_INSIDE = (0.4, 0.4, 0.6, 0.6)


def mend(fields: Sequence[Field], spec: DocumentSpec) -> tuple[Field, ...]:
    """Return the fields, in the same order, those put right that the declaration has rules for."""
    specs = {field.name: field for field in spec.fields if field.mend or field.known}
    if not any(field.name in specs for field in fields):
        return tuple(fields)
    citizen = citizen_number(fields, spec)
    return tuple(
        _mended(field, specs[field.name], citizen) if field.name in specs and field.value else field
        for field in fields
    )


def citizen_number(fields: Sequence[Field], spec: DocumentSpec) -> str:
    """Return the number of a citizen that stands on the card, "" if none was read that holds."""
    numbers = {field.name for field in spec.fields if _CITIZEN in field.checks}
    sound = (field.value for field in fields if field.name in numbers and not field.problems)
    return next(sound, "")


def _mended(field: Field, spec: FieldSpec, citizen: str) -> Field:
    sure = _sure(field)
    found = mend_known(field.value, sure, spec.known) if spec.known else None
    if found is None and spec.mend:
        found = MENDERS[spec.mend](field.value, sure, citizen)
    if found is None:
        return field
    second = validate_field(FoundValue(field.name, found.text, field.probabilities, _INSIDE), spec)
    doubts = () if found.certain else (MENDED,)
    problems = (*_of_its_place(field), *second.problems, *doubts)
    kept = KEPT_WHEN_CERTAIN if found.certain else KEPT_WHEN_DOUBTED
    # What the value lost by the rules that it broke it gets back, what it lost by its place it does not.
    confidence = min(second.confidence, field.confidence) if _of_its_place(field) else second.confidence
    return replace(field, value=second.value, confidence=confidence * kept, problems=problems)


def _of_its_place(field: Field) -> tuple[str, ...]:
    """Return the problems that say where or how a value was found, not what it is."""
    return tuple(problem for problem in field.problems if problem in {CUT_OFF, "caption_unread"})


def _sure(field: Field) -> tuple[float, ...]:
    """Return how sure each character of the value was; 1 for all where they are not those of `raw`."""
    pairs = zip(field.raw, field.probabilities, strict=False)
    sure = tuple(probability for character, probability in pairs if not character.isspace())
    return sure if len(sure) == len(field.value) else (1.0,) * len(field.value)
