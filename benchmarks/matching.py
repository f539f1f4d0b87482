"""Which card of a result is which document of the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idvision.bench.metrics.basics import quad_iou
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.geometry import as_quad, frame_quad, intersection_area, quad_area
from idvision.types import Card, Decision, QuadArray

# A card that lies on a partial document for the most part, and on no other, may be there or not.
_PARTIAL_SHARE = 0.5
_COUNTED_IOU = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """A true document and the card found for it, if any. `iou` is None where the truth has no quad."""

    photo: TruthPhoto
    truth: TruthCard
    card: Card | None
    iou: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one picture; `decision` is None where it could not be read at all."""

    photo: TruthPhoto
    cards: tuple[Card, ...]
    decision: Decision | None
    pairs: tuple[Pair, ...]


def compare(photo: TruthPhoto, cards: tuple[Card, ...], decision: Decision | None) -> Outcome:
    """Pair the cards of one picture with its documents; those of partial documents are set aside."""
    cards = tuple(card for card in cards if not shows_partial(photo, card))
    partners = match_cards(photo, cards)
    pairs = (
        _pair(photo, truth, None if index not in partners else cards[partners[index]])
        for index, truth in enumerate(photo.cards)
    )
    return Outcome(photo, cards, decision, tuple(pairs))


def shows_partial(photo: TruthPhoto, card: Card) -> bool:
    """Tell whether the card is one of the documents that may be found or not."""
    quad = as_quad(card.quad)
    shared = max((intersection_area(quad, as_quad(partial)) for partial in photo.partial), default=0.0)
    on_partial = shared > _PARTIAL_SHARE * quad_area(quad)
    return on_partial and all(quad_iou(_outline(photo, truth), quad) < _COUNTED_IOU for truth in photo.cards)


def match_cards(photo: TruthPhoto, cards: Sequence[Card]) -> dict[int, int]:
    """Return index of document -> index of card: the pairs of greatest overlap first, each used once.

    One document and one card belong together whatever their overlap; else they must overlap.
    """
    if len(photo.cards) == len(cards) == 1:
        return {0: 0}
    overlaps = sorted(
        (
            (quad_iou(_outline(photo, truth), as_quad(card.quad)), i, j)
            for i, truth in enumerate(photo.cards)
            for j, card in enumerate(cards)
        ),
        reverse=True,
    )
    partners: dict[int, int] = {}
    for overlap, i, j in overlaps:
        if overlap > 0 and i not in partners and j not in partners.values():
            partners[i] = j
    return partners


def _outline(photo: TruthPhoto, truth: TruthCard) -> QuadArray:
    return frame_quad(photo.width, photo.height) if truth.quad is None else as_quad(truth.quad)


def _pair(photo: TruthPhoto, truth: TruthCard, card: Card | None) -> Pair:
    if truth.quad is None:
        return Pair(photo, truth, card, None)
    iou = 0.0 if card is None else quad_iou(as_quad(truth.quad), as_quad(card.quad))
    return Pair(photo, truth, card, iou)
