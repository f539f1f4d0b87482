"""Fuse the printed values of one card: its readings in several frames -> one value each, with its problems.

A fused value is held against the rules of a single reading. Where a frame's reading passes them, those that
do not have no vote; a value that no frame read as a whole stands only if it passes them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idvision.confidence import CALIBRATIONS, uncalibrated
from idvision.documents import DocumentSpec, FieldSpec
from idvision.fuse_vote import Ballot, Elected, elect, elect_text
from idvision.mend import mend
from idvision.types import Box, Field, FoundValue
from idvision.validate import (
    CUT_OFF,
    INCONSISTENT,
    KEPT_AFTER_DISAGREEMENT,
    KEPT_AFTER_PROBLEM,
    calibration_kind,
    cross_check,
    validate_field,
)

DISPUTED = "disputed"
"""Problem of a value against which a reading stands that passes the same rules."""
CLEAR_MAJORITY = 2 / 3
# A value put together from several frames is less sure than one that a frame shows as a whole.
KEPT_AFTER_MIXING = 0.9
_WHOLE_CARD: Box = (0.0, 0.0, 1.0, 1.0)
_INSIDE: Box = (0.25, 0.25, 0.75, 0.75)


def fuse_fields(frames: Sequence[Sequence[Field]], spec: DocumentSpec) -> tuple[Field, ...]:
    """Return the values of a card in the order of its declaration; `frames` stand best first.

    Quads are of one photo; each value takes its quad from the first frame that has one.
    """
    specs = {field.name: field for field in spec.fields}
    readings: dict[str, list[Field]] = {name: [] for name in specs}
    for field in (field for frame in frames for field in frame):
        readings.setdefault(field.name, []).append(field)
    fused = (
        fuse_field(same, specs.get(name) or FieldSpec(name, _WHOLE_CARD))
        for name, same in readings.items()
        if same
    )
    return cross_check(mend(tuple(fused), spec), spec)


def fuse_field(readings: Sequence[Field], spec: FieldSpec) -> Field:
    """Return the value that one or more readings of a field support; other fields are not looked at."""
    sound = [field for field in readings if is_sound(field)]
    heard = sound or readings
    # Of readings that all may be cut off, what they have in common may be as well.
    box = _WHOLE_CARD if any(CUT_OFF in field.problems for field in heard) else _INSIDE
    elected = elect_text([ballot_of(field, spec) for field in heard])
    fused = _validated(elected, box, spec)
    if set(fused.problems) - {CUT_OFF}:
        # A mixture that breaks a rule says less than what some frame shows.
        elected = _elected_reading(heard, spec)
        fused = _validated(elected, box, spec)
    fused = replace(fused, quad=next((field.quad for field in readings if field.quad is not None), None))
    return _opposed(_sourced(fused, heard), sound, elected.share)


def is_sound(field: Field) -> bool:
    """Tell whether a value passes its own rules; whether it agrees with others is another question."""
    return not set(field.problems) - {INCONSISTENT, DISPUTED}


def ballot_of(field: Field, spec: FieldSpec) -> Ballot:
    """Return a reading's vote: the print as read, or the value where it is not what the print says.

    That is so of a value that was read twice. A value without known characters is as sure in all of them.
    """
    confidence = own_confidence(field)
    # What its characters must be worth for a value of that confidence.
    each = uncalibrated(confidence, len(field.raw), CALIBRATIONS[calibration_kind(spec)])
    known = len(field.probabilities) == len(field.raw)
    probabilities = field.probabilities if known else (each,) * len(field.raw)
    printed = _validated(Elected(field.raw, probabilities, 1.0), _INSIDE, spec)
    if printed.value == field.value or not is_sound(field):
        return Ballot(field.raw, probabilities, confidence)
    return Ballot(field.value, (each,) * len(field.value), confidence)


def own_confidence(field: Field) -> float:
    """Return the confidence of a value without what it lost by its problems."""
    kept = 1.0 if is_sound(field) else KEPT_AFTER_PROBLEM
    if INCONSISTENT in field.problems:
        kept *= KEPT_AFTER_DISAGREEMENT
    return min(1.0, field.confidence / kept)


def _validated(elected: Elected, box: Box, spec: FieldSpec) -> Field:
    return validate_field(FoundValue(spec.name, elected.text, elected.probabilities, box), spec)


def _elected_reading(readings: Sequence[Field], spec: FieldSpec) -> Elected:
    """Return the reading of the value that has most votes, as sure as they leave it."""
    votes = [Ballot(field.value, (own_confidence(field),) * len(field.value)) for field in readings]
    elected = elect(votes)
    ballots = [ballot_of(field, spec) for field in readings if field.value == elected.text]
    surest = max(ballots, key=lambda ballot: (ballot.weight, ballot))
    kept = tuple(elected.share * probability for probability in surest.probabilities)
    return Elected(surest.text, kept, elected.share)


def _sourced(fused: Field, readings: Sequence[Field]) -> Field:
    """Return the value with the print of the surest frame that read it; one that none read is less sure."""
    same = [field for field in readings if field.value == fused.value]
    if not same:
        return replace(fused, confidence=fused.confidence * KEPT_AFTER_MIXING)
    if any(field.raw == fused.raw for field in same):
        return fused
    source = max(same, key=lambda field: (own_confidence(field), field.raw, field.probabilities))
    return replace(fused, raw=source.raw, probabilities=source.probabilities)


def _opposed(fused: Field, sound: Sequence[Field], share: float) -> Field:
    """Name a value as disputed where it has no clear majority over another that passes its rules."""
    if share >= CLEAR_MAJORITY or all(field.value == fused.value for field in sound):
        return fused
    return replace(fused, problems=(*fused.problems, DISPUTED))
