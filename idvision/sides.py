"""Hold the front of a document against its back: two cards -> what they disagree on.

Which values belong together is declared with the front, under `pair_checks`. That two sides agree does not
make them genuine, nor of one document; that they disagree is worth a look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idvision.checks import PAIR_CHECKS
from idvision.documents import PairCheckSpec, get_spec
from idvision.types import Card, Result, Side

NOT_A_PAIR = "not_a_pair"


@dataclass(frozen=True, slots=True)
class SideProblem:
    """A rule that two sides break: its name, and the fields of the front and of the back that it compares.

    `not_a_pair` stands for two cards that are not declared to be sides of one document. Values of a machine
    readable zone are named `mrz.NAME`.
    """

    rule: str
    front: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


def compare_sides(front: Card | Result, back: Card | Result) -> tuple[SideProblem, ...]:
    """Return the problems between two sides of one document, none if they agree.

    Args:
        front: a card, or a result that shows one card and nothing else.
        back: likewise; a back and a front in this order are taken the other way round.

    A rule is left out where one of its values was not read or breaks a rule of its own.

    Raises:
        ValueError: a result shows no card, or several.
    """
    one, other = _only_card(front), _only_card(back)
    if (one.document.side, other.document.side) == (Side.BACK, Side.FRONT):
        one, other = other, one
    checks = get_spec(one.document.type, one.document.side).pair_checks
    belonging = [check for check in checks if (check.back_type or one.document.type) == other.document.type]
    same_type = one.document.type == other.document.type
    if same_type and one.document.side == other.document.side:
        return (SideProblem(NOT_A_PAIR),)
    if not same_type and not belonging:
        return (SideProblem(NOT_A_PAIR),)
    return broken(belonging, one, other)


def broken(checks: Sequence[PairCheckSpec], front: Card, back: Card) -> tuple[SideProblem, ...]:
    """Return the rules that front and back break, in the order given."""
    return tuple(
        SideProblem(check.name, check.front, check.back)
        for check in checks
        if (mine := _values(front, check.front)) is not None
        and (others := _values(back, check.back)) is not None
        and not PAIR_CHECKS[check.name](mine, others)
    )


def _only_card(side: Card | Result) -> Card:
    if isinstance(side, Card):
        return side
    if len(side.cards) != 1:
        raise ValueError(f"a side must be one card; the result shows {len(side.cards)}")
    return side.cards[0]


def _values(card: Card, names: Sequence[str]) -> list[str] | None:
    """Return the values with these names, or None if one is missing or has a problem."""
    zone = card.mrz.fields if card.mrz is not None else ()
    named = [(field.name, field) for field in card.fields] + [(f"mrz.{field.name}", field) for field in zone]
    sound = {name: field.value for name, field in named if field.value and not field.problems}
    return [sound[name] for name in names] if all(name in sound for name in names) else None
