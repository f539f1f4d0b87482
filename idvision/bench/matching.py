"""Which card of an answer is which document of the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from idvision.bench.metrics.basics import quad_iou
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.geometry import (
    as_quad,
    frame_quad,
    intersection_area,
    is_convex,
    order_quad,
    quad_area,
    quad_points,
)
from idvision.types import Quad, QuadArray

# A card that lies on a partial document for the most part, and on no other, may be there or not.
_PARTIAL_SHARE = 0.5
_COUNTED_IOU = 0.5


class Outlined(Protocol):
    """Anything that may say where it lies: a card of a result, or of a provider's answer."""

    @property
    def quad(self) -> Quad | None:
        """Return the corners in pixels of the upright picture, None where nothing is said."""


CardT = TypeVar("CardT", bound=Outlined)
Likeness = Callable[[TruthCard, CardT], float]


@dataclass(frozen=True, slots=True)
class Pair(Generic[CardT]):
    """A true document and the card found for it, if any.

    `iou` is None where the truth or the card has no quad, and 0 where there is no card.
    """

    photo: TruthPhoto
    truth: TruthCard
    card: CardT | None
    iou: float | None


@dataclass(frozen=True, slots=True)
class Outcome(Generic[CardT]):
    """What came out for one picture; `decision` is None where there is none."""

    photo: TruthPhoto
    cards: tuple[CardT, ...]
    decision: str | None
    pairs: tuple[Pair[CardT], ...]


def compare(
    photo: TruthPhoto,
    cards: Sequence[CardT],
    decision: str | None,
    likeness: Likeness[CardT] | None = None,
) -> Outcome[CardT]:
    """Pair the cards of one picture with its documents; those of partial documents are set aside."""
    kept = tuple(card for card in cards if not shows_partial(photo, card))
    partners = match_cards(photo, kept, likeness)
    pairs = (
        _pair(photo, truth, None if index not in partners else kept[partners[index]])
        for index, truth in enumerate(photo.cards)
    )
    return Outcome(photo, kept, decision, tuple(pairs))


def shows_partial(photo: TruthPhoto, card: Outlined) -> bool:
    """Tell whether the card is one of the documents that may be found or not."""
    quad = _convex(card.quad)
    if quad is None:
        return False
    shared = max((intersection_area(quad, as_quad(partial)) for partial in photo.partial), default=0.0)
    on_partial = shared > _PARTIAL_SHARE * quad_area(quad)
    return on_partial and all(quad_iou(_outline(photo, truth), quad) < _COUNTED_IOU for truth in photo.cards)


def match_cards(
    photo: TruthPhoto, cards: Sequence[CardT], likeness: Likeness[CardT] | None = None
) -> dict[int, int]:
    """Return index of document -> index of card: the pairs of greatest overlap first, each used once.

    One document and one card belong together whatever their overlap; else they must overlap. Cards that
    do not say where they lie share what is left: the pairs of greatest `likeness` first, then in order.
    """
    if len(photo.cards) == len(cards) == 1:
        return {0: 0}
    partners = _by_overlap(photo, cards)
    unplaced = [
        (0.0 if likeness is None else likeness(truth, card), -i, -j)
        for i, truth in enumerate(photo.cards)
        for j, card in enumerate(cards)
        if card.quad is None
    ]
    _take(sorted(unplaced, reverse=True), partners)
    return partners


def _by_overlap(photo: TruthPhoto, cards: Sequence[Outlined]) -> dict[int, int]:
    quads = [(j, quad) for j, card in enumerate(cards) if (quad := _convex(card.quad)) is not None]
    overlaps = [
        (quad_iou(_outline(photo, truth), quad), -i, -j)
        for i, truth in enumerate(photo.cards)
        for j, quad in quads
    ]
    partners: dict[int, int] = {}
    _take(sorted((found for found in overlaps if found[0] > 0), reverse=True), partners)
    return partners


def _take(ranked: Sequence[tuple[float, int, int]], partners: dict[int, int]) -> None:
    """Add pairs to `partners`, the first of `ranked` first; ties go to what stands first."""
    for _, document, card in ranked:
        if -document not in partners and -card not in partners.values():
            partners[-document] = -card


def _outline(photo: TruthPhoto, truth: TruthCard) -> QuadArray:
    return frame_quad(photo.width, photo.height) if truth.quad is None else as_quad(truth.quad)


def _convex(quad: Quad | None) -> QuadArray | None:
    """Return the outline clockwise; None of one that encloses no card."""
    # Rounded as in a result: the overlap of corners that are almost the same is not reliable.
    ordered = None if quad is None else as_quad(quad_points(order_quad(quad)))
    return ordered if ordered is not None and is_convex(ordered) else None


def _pair(photo: TruthPhoto, truth: TruthCard, card: CardT | None) -> Pair[CardT]:
    if truth.quad is None or (card is not None and card.quad is None):
        return Pair(photo, truth, card, None)
    quad = None if card is None else _convex(card.quad)
    return Pair(photo, truth, card, 0.0 if quad is None else quad_iou(as_quad(truth.quad), quad))
