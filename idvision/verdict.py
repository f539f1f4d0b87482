"""Decide: what is known about a card becomes accept, review or reject, with reasons and the next step.

Every rule yields findings; the decision is the gravest of them and the prompt that of the first reason.
Reasons stand in the order in which a person mends them: what rejects before what asks for review, and
within each the picture as a whole, its light, the document, then its values. Nothing found means accept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from idvision.prompts import ACCEPTED, prompt_for
from idvision.types import (
    UNKNOWN_DOCUMENT,
    Barcode,
    Decision,
    DocumentClass,
    Field,
    FieldDefect,
    Limits,
    Mrz,
    Options,
    Quality,
    Reproduction,
    TextLine,
    Verdict,
)

REASON_ORDER: tuple[str, ...] = (
    "no_document",
    "multiple_cards",
    "incomplete",
    "too_small",
    "blur",
    "too_dark",
    "overexposed",
    "glare",
    "occlusion",
    # After the picture's own faults: a picture too poor to read says little about what the card is.
    "wrong_document",
    "wrong_side",
    "not_a_document",
    "screen_recapture",
    "photocopy",
    "edited",
    "expired",
    "temporary",
    "unreadable",
    "checksum_failed",
    "inconsistent_fields",
    "low_confidence",
    "unknown_document",
)
"""Every reason code, in the order of mending."""

LONG_TERM = "long-term"
GRAVE = frozenset({"checksum_failed", "inconsistent"})
"""What is wrong with a value itself, not with its reading."""
_MID_LUMINANCE = 0.5
_LEGIBLE_CONFIDENCE = 0.5
_LEGIBLE_CHARACTERS = 4
GRAVITY = {Decision.ACCEPT: 0, Decision.REVIEW: 1, Decision.REJECT: 2}


@dataclass(frozen=True, slots=True)
class CardEvidence:
    """All that the stages found out about one card.

    `required` names what its type must show: fields, and `mrz` for the zone; `no_document` is the
    probability, by its looks, that it is a letter, a ticket, a piece of the table.
    """

    document: DocumentClass
    quality: Quality
    reproduction: Reproduction
    fields: tuple[Field, ...] = ()
    mrz: Mrz | None = None
    lines: tuple[TextLine, ...] = ()
    required: tuple[str, ...] = ()
    no_document: float = 0.0
    barcodes: tuple[Barcode, ...] = ()


class Judged(Protocol):
    """A card on which there is a verdict."""

    @property
    def verdict(self) -> Verdict:
        """What to do with the card."""
        ...


@dataclass(frozen=True, slots=True)
class _Finding:
    reason: str
    decision: Decision = Decision.REVIEW


def decide_card(evidence: CardEvidence, options: Options) -> Verdict:
    """Return the verdict on one card.

    A value counts as present when the visual or the machine readable zone has it. Expiry is judged only when
    `options.today` is set.
    """
    limits = options.limits
    findings = [
        *_quality_findings(evidence.quality, limits),
        *_document_findings(evidence, options),
        *_reproduction_findings(evidence.reproduction, limits),
        *_expiry_findings(evidence, options.today),
        *_missing_findings(evidence),
        *(finding for field in evidence.fields for finding in _field_findings(field, evidence, limits)),
        *_mrz_findings(evidence.mrz, limits),
        *(finding for code in evidence.barcodes for finding in _problem_findings("barcode", code.problems)),
    ]
    return _decided(findings)


def decide_quality(quality: Quality, limits: Limits) -> Verdict:
    """Return the verdict on how a card is shown, whatever it is and says."""
    return _decided(_quality_findings(quality, limits))


def decide_photo(cards: Sequence[Judged], options: Options) -> Verdict:
    """Return the verdict on a photo: that of its worst card, with the reasons of all, the worst card's first.

    No card, or more cards than `options.max_cards`, rejects the photo.
    """
    if not cards:
        return _verdict(Decision.REJECT, ("no_document",))
    worst_first = sorted((card.verdict for card in cards), key=lambda verdict: -GRAVITY[verdict.decision])
    reasons = [reason for verdict in worst_first for reason in verdict.reasons]
    if options.max_cards is not None and len(cards) > options.max_cards:
        return _verdict(Decision.REJECT, ("multiple_cards", *reasons))
    return _verdict(worst_first[0].decision, reasons)


def _decided(findings: Iterable[_Finding]) -> Verdict:
    ordered = sorted(findings, key=lambda finding: (-GRAVITY[finding.decision], _rank(finding.reason)))
    return _verdict(
        ordered[0].decision if ordered else Decision.ACCEPT, (finding.reason for finding in ordered)
    )


def _verdict(decision: Decision, reasons: Iterable[str]) -> Verdict:
    unique = tuple(dict.fromkeys(reasons))
    return Verdict(decision, unique, prompt_for(unique[0]) if unique else ACCEPTED)


def _rank(reason: str) -> int:
    return REASON_ORDER.index(reason.partition(":")[0])


def _graded(reason: str, value: float, review: float, reject: float) -> Iterator[_Finding]:
    """Yield a finding when a measure, 0 best, reaches one of its two limits."""
    if value >= reject:
        yield _Finding(reason, Decision.REJECT)
    elif value >= review:
        yield _Finding(reason)


def _quality_findings(quality: Quality, limits: Limits) -> Iterator[_Finding]:
    lighting = "too_dark" if quality.luminance < _MID_LUMINANCE else "overexposed"
    yield from _graded("incomplete", quality.incomplete, limits.incomplete_review, limits.incomplete_reject)
    yield from _graded("blur", quality.blur, limits.blur_review, limits.blur_reject)
    yield from _graded(lighting, quality.exposure, limits.exposure_review, limits.exposure_reject)
    yield from _graded("glare", quality.glare, limits.glare_review, limits.glare_reject)
    yield from _graded("occlusion", quality.occlusion, limits.occlusion_review, limits.occlusion_reject)
    if quality.short_side_px < limits.short_side_reject_px:
        yield _Finding("too_small", Decision.REJECT)
    elif quality.short_side_px < limits.short_side_review_px:
        yield _Finding("too_small")
    for defect in quality.field_defects:
        if _spoils_field(defect, quality, limits):
            yield _Finding(f"{defect.defect}:{defect.field}")


def _spoils_field(defect: FieldDefect, quality: Quality, limits: Limits) -> bool:
    """Tell whether a field is worth naming; what is blurred as a whole needs no list of its fields."""
    if defect.defect == "blur":
        return quality.blur < limits.blur_review <= defect.share
    return defect.share >= limits.field_covered_review


def _document_findings(evidence: CardEvidence, options: Options) -> Iterator[_Finding]:
    """Yield what is wrong with the kind of document; of an unknown one the side is not judged."""
    document = evidence.document
    unknown, limits = document.type == UNKNOWN_DOCUMENT, options.limits
    if unknown and (evidence.no_document >= limits.no_document or not _is_legible(evidence)):
        yield _Finding("not_a_document", Decision.REJECT)
    elif options.documents and document.type not in options.documents:
        yield _Finding("wrong_document", Decision.REJECT)
    elif unknown:
        yield _Finding("unknown_document")
    if options.side is not None and not unknown and document.side != options.side:
        yield _Finding("wrong_side", Decision.REJECT)


def _is_legible(evidence: CardEvidence) -> bool:
    """Tell whether text was read; a mark or two with little confidence may be texture."""
    sure = (line for line in evidence.lines if line.confidence >= _LEGIBLE_CONFIDENCE)
    letters = sum(sum(character.isalnum() for character in line.text) for line in sure)
    read = evidence.mrz is not None or bool(evidence.fields or evidence.barcodes)
    return read or letters >= _LEGIBLE_CHARACTERS


def _reproduction_findings(reproduction: Reproduction, limits: Limits) -> Iterator[_Finding]:
    scores = (
        ("screen_recapture", reproduction.screen, limits.screen_review),
        ("photocopy", reproduction.photocopy, limits.photocopy_review),
        ("edited", reproduction.edited, limits.edited_review),
    )
    for reason, score, limit in scores:
        if score >= limit:
            yield _Finding(reason)


def _all_fields(evidence: CardEvidence) -> tuple[Field, ...]:
    return evidence.fields + (evidence.mrz.fields if evidence.mrz is not None else ())


def _expiry_findings(evidence: CardEvidence, today: date | None) -> Iterator[_Finding]:
    """Yield `expired` when either zone names a day before today; the day of expiry itself is valid."""
    if today is None:
        return
    for field in _all_fields(evidence):
        if field.name == "expiry_date" and _is_before(field.value, today):
            yield _Finding("expired")


def _is_before(value: str, today: date) -> bool:
    if value == LONG_TERM:
        return False
    try:
        return date.fromisoformat(value) < today
    except ValueError:  # an impossible date is a problem of the field, not an expiry
        return False


def _missing_findings(evidence: CardEvidence) -> Iterator[_Finding]:
    present = {field.name for field in _all_fields(evidence) if field.value}
    present |= {"mrz"} if evidence.mrz is not None else set()
    if evidence.required and not present.intersection(evidence.required):
        yield _Finding("unreadable", Decision.REJECT)
        return
    for name in evidence.required:
        if name not in present:
            yield _Finding(f"unreadable:{name}")


def _field_findings(field: Field, evidence: CardEvidence, limits: Limits) -> Iterator[_Finding]:
    """Yield the findings about one value; a failed check digit is reason enough for its low confidence.

    A document is told by its zone where it has one: print beside it that need not be there, and that nobody
    is sure of, is shown as unsure and asks for nothing.
    """
    if evidence.mrz is not None and field.name not in evidence.required:
        yield from _problem_findings(field.name, tuple(GRAVE.intersection(field.problems)))
        return
    yield from _problem_findings(field.name, field.problems)
    if field.confidence < limits.confidence_review and "checksum_failed" not in field.problems:
        yield _Finding(f"low_confidence:{field.name}")


def _mrz_findings(mrz: Mrz | None, limits: Limits) -> Iterator[_Finding]:
    """Yield the findings about the machine readable zone as a whole, named `mrz`."""
    if mrz is None:
        return
    # The line of names has no check digit; what is wrong with it stands in the problems.
    if not all(passed for name, passed in mrz.checks if name != "name"):
        yield _Finding("checksum_failed:mrz")
    yield from _problem_findings("mrz", mrz.problems)
    for field in mrz.fields:
        yield from _problem_findings("mrz", field.problems)
    if mrz.confidence < limits.confidence_review:
        yield _Finding("low_confidence:mrz")


def _problem_findings(name: str, problems: tuple[str, ...]) -> Iterator[_Finding]:
    for problem in problems:
        if problem == "checksum_failed":
            yield _Finding(f"checksum_failed:{name}")
        elif problem == "inconsistent":
            yield _Finding("inconsistent_fields")
        else:
            yield _Finding(f"low_confidence:{name}")
