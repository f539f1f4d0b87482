"""Services that read one kind of document alone, the resident identity card: its sides and their values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from idvision.bench.answer import AnsweredCard
from idvision.bench.providers.cloud.values import answered, names_of
from idvision.documents import DocumentSpec, all_specs
from idvision.schemas.vendor_codes import BACK, FRONT, OCR_MAX, RESIDENT_CARD, code_of, page_of


@cache
def sides() -> Mapping[str, DocumentSpec]:
    """Return the two sides by what vendors call them, `FRONT` with the portrait and then `BACK`."""
    found = sorted((s for s in all_specs() if code_of(s, OCR_MAX) == RESIDENT_CARD), key=page_of)
    return {BACK if page_of(spec) == "02" else FRONT: spec for spec in found}


def side_of(document: str | None, side: str | None) -> str | None:
    """Return what vendors call a side of this card that a caller knows; None of anything else."""
    known = (name for name, spec in sides().items() if (spec.type, spec.side.value) == (document, side))
    return next(known, None)


def cards_from(
    values: Mapping[str, str], confidences: Mapping[str, float] | None = None
) -> tuple[AnsweredCard, ...]:
    """Return a card for each side of which there is a value; `values` are by the names of our fields."""
    cards = []
    for spec in sides().values():
        own = {name: values[name] for name in names_of(spec) if values.get(name)}
        if own:
            cards.append(AnsweredCard(spec.type, spec.side.value, fields=answered(own, confidences)))
    return tuple(cards)
