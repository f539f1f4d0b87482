"""Hold values against their rules: found values + declaration -> fields with problems.

A value that breaks a rule is kept as it was read, named as a problem, and loses confidence. Nothing is
corrected here beyond the spelling rules that the declaration lists under `clean`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idvision.checks import CHECK_DIGITS, CHECKS, CLEANERS, CROSS_CHECKS
from idvision.confidence import CALIBRATIONS, calibrated, score_of
from idvision.documents import DocumentSpec, FieldSpec
from idvision.errors import InvalidValue
from idvision.types import Box, Field, FoundValue

INCONSISTENT = "inconsistent"
CUT_OFF = "cut_off"
EDGE_MARGIN = 0.008
# How much of its confidence a value keeps when it breaks a rule of its own, or disagrees with another.
KEPT_AFTER_PROBLEM = 0.3
KEPT_AFTER_DISAGREEMENT = 0.6


def validate(found: Sequence[FoundValue], spec: DocumentSpec) -> tuple[Field, ...]:
    """Return a field for every found value, in the same order; `quad` is left for the caller."""
    specs = {field.name: field for field in spec.fields}
    fields = tuple(validate_field(value, specs[value.name]) for value in found)
    return cross_check(fields, spec)


def validate_field(found: FoundValue, spec: FieldSpec) -> Field:
    """Clean one value and run its checks; the first problem ends the run.

    A value that reaches the edge of the card image is named as cut off even if it passes: the rest of it
    may lie outside.
    """
    value = clean(found.text, spec)
    try:
        for name in spec.checks:
            value = CHECKS[name](value)
    except InvalidValue as error:
        return _with_problem(_field(found, value, spec), error.problem, KEPT_AFTER_PROBLEM)
    field = _field(found, value, spec)
    return _with_problem(field, CUT_OFF, KEPT_AFTER_PROBLEM) if _reaches_edge(found.box) else field


def _reaches_edge(box: Box) -> bool:
    return min(box) < EDGE_MARGIN or max(box) > 1 - EDGE_MARGIN


def clean(text: str, spec: FieldSpec) -> str:
    """Apply the declared spelling rules in order."""
    for name in spec.clean:
        text = CLEANERS[name](text)
    return text


def cross_check(fields: Sequence[Field], spec: DocumentSpec) -> tuple[Field, ...]:
    """Run the declared rules over several fields; only values without a problem of their own take part."""
    values = {field.name: field.value for field in fields if not field.problems}
    disagreeing: set[str] = set()
    for check in spec.cross_checks:
        if all(name in values for name in check.fields):
            disagreeing.update(CROSS_CHECKS[check.name](values))
    return tuple(
        _with_problem(field, INCONSISTENT, KEPT_AFTER_DISAGREEMENT) if field.name in disagreeing else field
        for field in fields
    )


def calibration_kind(spec: FieldSpec) -> str:
    """Return which of `confidence.CALIBRATIONS` a field's sound values belong to."""
    if CHECK_DIGITS.intersection(spec.checks):
        return "checked"
    return "listed" if spec.lexicon else "numbers" if spec.alphabet else "words"


def _field(found: FoundValue, value: str, spec: FieldSpec) -> Field:
    calibration = CALIBRATIONS[calibration_kind(spec)]
    confidence = calibrated(score_of(found.probabilities), len(found.text), calibration)
    return Field(found.name, value, found.text, confidence, probabilities=found.probabilities)


def _with_problem(field: Field, problem: str, kept: float) -> Field:
    return replace(field, problems=(*field.problems, problem), confidence=field.confidence * kept)
