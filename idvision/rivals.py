"""Settle which of the outlines that were read are the documents of the photo.

Of two that claim one place, a card and the page it lies on, the one that proved itself by its text is kept.
Letters, tickets and pieces of the table are told only where there is no identity document beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from idvision.geometry import as_quad, intersection_area, quad_area
from idvision.types import UNKNOWN_DOCUMENT, Card, Quad

# Cards lying beside one another share less than this of the smaller one's area.
RIVAL_SHARE = 0.4
WHOLE_PHOTO = 0.98
PROVEN = 0.96
# Outlines under this score are proposed only as rivals of another reading.
WEAK_OUTLINE = 0.48
OTHER_SHEET = "not_a_document"


def without_rivals(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Keep, of cards that claim the same place, the better proven; drop textless ones beside others.

    A whole photo without a line of text, and a weak outline around a document of unknown type, are no cards
    either. The order of the kept cards is that of `cards`.
    """
    kept: list[Card] = []
    for card in sorted(cards, key=proof, reverse=True):
        if not (is_bare_photo(card) or is_guess(card) or any(are_rivals(card, other) for other in kept)):
            kept.append(card)
    with_text = [card for card in kept if card.lines]
    return tuple(card for card in cards if card in (with_text or kept))


def without_other_sheets(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Leave out what is judged to be no identity document, unless the photo shows nothing else."""
    documents = tuple(card for card in cards if OTHER_SHEET not in card.verdict.reasons)
    return documents or tuple(cards)


def is_bare_photo(card: Card) -> bool:
    """Tell whether a card is nothing but the photo: no outline of its own and no text."""
    return not card.lines and card.quality.coverage > WHOLE_PHOTO


def is_guess(card: Card) -> bool:
    """Tell whether neither the edges in the photo nor the print say that there is a document."""
    weak = card.score < WEAK_OUTLINE and card.quality.coverage <= WHOLE_PHOTO
    return weak and card.document.type == UNKNOWN_DOCUMENT


def is_proven(card: Card) -> bool:
    """Tell whether a card needs no rival: a known type, its print in place, every value sound."""
    held = card.mrz is None or all(passed for _, passed in card.mrz.checks)
    sound = not any(field.problems for field in card.fields)
    return card.document.type != UNKNOWN_DOCUMENT and card.document.confidence > PROVEN and held and sound


def are_rivals(a: Card, b: Card) -> bool:
    """Tell whether two cards claim the same place of the photo."""
    return share_place(a.quad, b.quad)


def share_place(a: Quad, b: Quad) -> bool:
    """Tell whether two outlines have more in common than two cards lying beside one another."""
    first, second = as_quad(a), as_quad(b)
    smaller = min(quad_area(first), quad_area(second))
    return smaller <= 0 or intersection_area(first, second) > RIVAL_SHARE * smaller


def proof(card: Card) -> tuple[bool, int, float, float, float, float]:
    """Return how well a card proves itself, best largest.

    A known type counts first, then check digits that hold, then the confidence of sound values, then how
    well the captions stand in their places. A card of unknown type has only the amount of its text to show.
    """
    typed = card.document.type != UNKNOWN_DOCUMENT
    held = sum(passed for _, passed in card.mrz.checks) if card.mrz is not None else 0
    sound = sum(field.confidence for field in card.fields if not field.problems)
    text = sum(len(line.text) * line.confidence for line in card.lines)
    return typed, held, round(sound), round(card.document.confidence, 2), 0.0 if typed else text, card.score
