"""What the reason codes of a verdict are about: the picture, a copy, the kind of document, its values."""

from __future__ import annotations

from collections.abc import Iterable

from idvision.types import Card, Decision

QUALITY = frozenset(
    {"incomplete", "too_small", "blur", "too_dark", "overexposed", "glare", "occlusion"},
)
COPIES = frozenset({"screen_recapture", "photocopy", "edited"})
KIND = frozenset({"no_document", "multiple_cards", "not_a_document", "wrong_document", "wrong_side"}) | {
    "unknown_document"
}
VALUES = frozenset(
    {"expired", "temporary", "unreadable", "checksum_failed", "inconsistent_fields", "low_confidence"}
)


def code_of(reason: str) -> str:
    """Return the code of a reason without its field."""
    return reason.partition(":")[0]


def codes_of(card: Card) -> frozenset[str]:
    """Return the codes of a card's verdict, whatever field they are about."""
    return frozenset(code_of(reason) for reason in card.verdict.reasons)


def subjects_of(card: Card, code: str) -> tuple[str, ...]:
    """Return the fields that a code is about, an empty text for the card as a whole."""
    parts = (reason.partition(":") for reason in card.verdict.reasons)
    return tuple(subject for found, _, subject in parts if found == code)


def has(card: Card, codes: Iterable[str]) -> bool:
    """Tell whether the verdict names one of these codes."""
    return not codes_of(card).isdisjoint(codes)


def picture_fails(card: Card, *, strict: bool) -> bool:
    """Tell whether the picture is not good enough to rely on.

    It is not if its faults reject the card, or touch a value. With `strict` any fault is enough.
    """
    reasons = card.verdict.reasons
    faults = [reason for reason in reasons if code_of(reason) in QUALITY]
    if strict or not faults:
        return bool(faults)
    # What rejects stands first, and among that what is wrong with the picture.
    rejected = card.verdict.decision is Decision.REJECT and code_of(reasons[0]) in QUALITY
    return rejected or any(":" in fault for fault in faults)


def is_unread(card: Card) -> bool:
    """Tell whether nothing that the document must show could be read."""
    return "unreadable" in card.verdict.reasons
