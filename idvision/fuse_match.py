"""Tell which cards of several frames are one card: frames -> groups of views.

Cards are matched by type and side, and by what was read on them. Two numbers that pass their check digits,
are sure and differ belong to two cards, whatever else agrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from idvision.fuse_fields import is_sound, own_confidence
from idvision.fuse_vote import likeness
from idvision.geometry import as_quad, quad_iou
from idvision.types import UNKNOWN_DOCUMENT, Card, Field, Result

NUMBERS = ("id_number", "document_number", "card_number", "vin", "unified_social_credit_code")
"""Values that name one document or holder and carry a check digit."""
SURE = 0.8
# Two readings of one text are more alike than this, those of two texts less.
ALIKE = 0.6
# Nothing that both show speaks for or against one card: then it is one.
PRESUMED = 0.05
# Values that differ make two cards only if they have more characters than those that agree by this many, as a
# date has: a garbled view may be sure of a word or two.
OTHER_LENGTH = 6
# A card of unknown type with less print than this, in pairs of letters, is too poor a view to tell it by.
LEGIBLE_PAIRS = 12


@dataclass(frozen=True, slots=True)
class View:
    """A card as one frame shows it, by the places of both."""

    frame: int
    place: int
    card: Card


@dataclass(frozen=True, slots=True)
class Group:
    """The views of one card, best frame first, and those that may be of it but are too poor to tell."""

    views: tuple[View, ...]
    doubtful: tuple[View, ...] = ()

    @property
    def frames(self) -> set[int]:
        """The frames that have a view of this card."""
        return {view.frame for view in (*self.views, *self.doubtful)}


def group_cards(frames: Sequence[Result]) -> tuple[Group, ...]:
    """Return a group for every card; `frames` stand best first, and so do the groups.

    A card of unknown type, in a frame that lacks a card of the others, is taken for a poor view of that card.
    """
    groups: tuple[Group, ...] = ()
    for typed in (True, False):
        for number, frame in enumerate(frames):
            views = [
                View(number, place, card) for place, card in enumerate(frame.cards) if is_typed(card) == typed
            ]
            groups = _joined(groups, views)
    return tuple(sorted(groups, key=lambda group: (group.views[0].frame, group.views[0].place)))


def is_typed(card: Card) -> bool:
    """Tell whether it is known what the card is."""
    return card.document.type != UNKNOWN_DOCUMENT


def kinship(a: Card, b: Card) -> float:
    """Return how far two views speak for one card: over 0 they do, under 0 they are two, 0 is undecided."""
    if is_typed(a) != is_typed(b):
        return 0.0
    if not is_typed(a):
        return _by_print(a, b)
    if (a.document.type, a.document.side) != (b.document.type, b.document.side):
        return -1.0
    mine, others = _values(a), _values(b)
    pairs = [(mine[name], others[name]) for name in mine if name in others]
    numbers = [
        one.value == other.value
        for one, other in pairs
        if one.name in NUMBERS
        and _is_sure(one)
        and _is_sure(other)
        and not _is_fragment(one.value, other.value)
    ]
    if numbers:
        return 1.0 if all(numbers) else -1.0
    return _by_values(pairs)


def _by_values(pairs: Sequence[tuple[Field, Field]]) -> float:
    """Return the balance of the sure values, by their length, and without any the likeness of the rest.

    Sure values may be misread: two cards differ by more than a word, and in most of their print as well.
    """
    evidence = [
        _evidence(one.value, other.value) for one, other in pairs if _is_sure(one) and _is_sure(other)
    ]
    texts = [(one.raw, other.raw) for one, other in pairs]
    length = sum(max(len(one), len(other)) for one, other in texts)
    if not length:
        return PRESUMED
    alike = sum(likeness(one, other) * max(len(one), len(other)) for one, other in texts) / length
    if not any(evidence):
        return alike if alike > ALIKE else 0.0
    balance = sum(evidence)
    if balance > 0 or (balance <= -OTHER_LENGTH and alike <= ALIKE):
        return balance / sum(map(abs, evidence))
    return 0.0


def _evidence(one: str, other: str) -> float:
    """Return for one card the length of an equal value, against it that of the shorter of two; 0 for neither.

    That is so of what a reflection may have cut short, and of a name that may be misread. Dates and numbers
    are others as soon as they differ: their digits were held against rules.
    """
    if one == other:
        return float(len(one))
    digits = sum(character.isdigit() for character in one) > len(one) / 2
    undecided = _is_fragment(one, other) or (not digits and likeness(one, other) > ALIKE)
    return 0.0 if undecided else -float(min(len(one), len(other)))


def _is_fragment(one: str, other: str) -> bool:
    """Tell whether the shorter of two texts of unlike length is what is left of the longer one."""
    shorter, longer = sorted((one, other), key=len)
    letters = iter(longer)
    return len(shorter) < len(longer) and all(character in letters for character in shorter)


def _values(card: Card) -> dict[str, Field]:
    """Return all values by name; those of the zone stand under names of their own."""
    zone = card.mrz.fields if card.mrz is not None else ()
    return {field.name: field for field in card.fields} | {f"mrz.{field.name}": field for field in zone}


def _is_sure(field: Field) -> bool:
    return is_sound(field) and own_confidence(field) >= SURE


def _by_print(a: Card, b: Card) -> float:
    """Return the same for two cards of unknown type, by the pairs of neighbouring letters in sure lines."""
    one, other = _pairs_of_letters(a), _pairs_of_letters(b)
    if min(one.total(), other.total()) < LEGIBLE_PAIRS:
        return 0.0
    # Of one card the poorer view shows a part of what the better one does.
    alike = (one & other).total() > ALIKE * min(one.total(), other.total())
    return PRESUMED if alike else -1.0


def _pairs_of_letters(card: Card) -> Counter[tuple[str, str]]:
    return Counter(pair for line in card.lines if line.confidence >= SURE for pair in pairwise(line.text))


def _joined(groups: Sequence[Group], views: Sequence[View]) -> tuple[Group, ...]:
    """Return the groups with the cards of one more frame: each joins the closest, one of no group is new."""
    joined = dict(enumerate(groups))
    waiting = list(views)
    for kin, index, view in _closest_first(groups, views):
        group = joined[index]
        if view not in waiting or view.frame in group.frames:
            continue
        waiting.remove(view)
        if kin > 0:
            joined[index] = replace(group, views=(*group.views, view))
        else:
            joined[index] = replace(group, doubtful=(*group.doubtful, view))
    return (*joined.values(), *(Group((view,)) for view in waiting))


def _closest_first(groups: Sequence[Group], views: Sequence[View]) -> list[tuple[float, int, View]]:
    """Return which view may join which group, with their kinship; of equal kin the nearest in place first."""
    pairs = [(_kinship_of(group, view), index, view) for index, group in enumerate(groups) for view in views]
    possible = [pair for pair in pairs if pair[0] >= 0]
    return sorted(
        possible,
        key=lambda pair: (-pair[0], -_overlap(groups[pair[1]], pair[2]), pair[1], pair[2].place),
    )


def _kinship_of(group: Group, view: View) -> float:
    """Return how far a view belongs to a group: what one member rules out, no other makes good."""
    kin = [kinship(member.card, view.card) for member in group.views]
    return min(kin) if min(kin) < 0 else max(kin)


def _overlap(group: Group, view: View) -> float:
    return quad_iou(as_quad(group.views[0].card.quad), as_quad(view.card.quad))
