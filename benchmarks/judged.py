"""What the assessor says of straightened cards beside what is true of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from benchmarks.straightened import BACKGROUND, CardTruth, Straightened, defects_of
from idvision.assess import NOT_A_DOCUMENT, Assessment
from idvision.documents import all_specs
from idvision.quality import measure
from idvision.types import UNKNOWN_DOCUMENT, Image

Assess = Callable[[Image], Assessment]


@dataclass(frozen=True, slots=True)
class JudgedCard:
    """One card: its truth, and what was said of it, probabilities by name as in `Assessment`."""

    file: str
    group: str
    truth: CardTruth
    turns: int
    types: dict[str, float]
    sides: dict[str, float]
    copies: dict[str, float]
    defects: dict[str, float]


def judged(card: Straightened, assess: Assess) -> JudgedCard:
    """Assess one card."""
    said = assess(card.image)
    quality = measure(card.image, said.maps, card.quad, card.photo_shape_hw, {})
    return JudgedCard(
        file=card.file,
        group=card.group,
        truth=card.truth,
        turns=max(range(4), key=said.turns.__getitem__),
        types=dict(said.types),
        sides=dict(said.sides),
        copies=dict(said.copies),
        defects=defects_of(quality),
    )


@cache
def declared_types() -> frozenset[str]:
    """Return the types of document that idvision declares."""
    return frozenset(spec.type for spec in all_specs())


def likeliest(chances: Mapping[str, float]) -> str:
    """Return the name of the highest probability."""
    return max(chances, key=chances.__getitem__)


def is_declared(card: JudgedCard) -> bool:
    """Tell whether the card truly is of a declared type."""
    return card.truth.type in declared_types()


def is_identity_document(card: JudgedCard) -> bool:
    """Tell whether the card truly is an identity document, declared or not."""
    return is_declared(card) or card.truth.type == UNKNOWN_DOCUMENT


def is_document(card: JudgedCard) -> bool:
    """Tell whether anything lies there."""
    return card.truth.type != BACKGROUND


def declared_chances(card: JudgedCard) -> dict[str, float]:
    """Return the probabilities of the declared types alone."""
    return {name: chance for name, chance in card.types.items() if name in declared_types()}


def is_upright_right(card: JudgedCard) -> bool:
    """Tell whether the quarter turns are right."""
    return card.turns == card.truth.turns


def is_closed_type_right(card: JudgedCard) -> bool:
    """Tell whether the likeliest of the declared types is the true one."""
    return likeliest(declared_chances(card)) == card.truth.type


def is_type_right(card: JudgedCard) -> bool:
    """Tell whether the likeliest type, `unknown` and `not_a_document` among them, is the true one."""
    return likeliest(card.types) == card.truth.type


def is_side_right(card: JudgedCard) -> bool:
    """Tell whether the likeliest side is the true one."""
    return likeliest(card.sides) == card.truth.side


def declared_score(card: JudgedCard) -> float:
    """Return how sure it is that the card is of some one declared type."""
    return max(declared_chances(card).values())


def document_score(card: JudgedCard) -> float:
    """Return how sure it is that the card is an identity document at all."""
    return 1 - card.types[NOT_A_DOCUMENT]
