"""Picks what document is drawn: every kind by its weight."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from idvision.documents import DocumentSpec, all_specs
from idvision.types import Side
from training.synth.bank import draw_bank_card
from training.synth.chance import chance, pick, pick_weighted
from training.synth.declared import draw_declared
from training.synth.generic import draw_generic
from training.synth.pages import draw_page
from training.synth.travel import draw_front, draw_travel
from training.synth.types import Document, Split

_RESIDENT_ID = "chn_resident_id"
_CHINESE = "chn_"
# How often a card whose zone is on the back is drawn from the front.
_FRONT_SHARE = 0.5


def _resident_ids() -> tuple[DocumentSpec, ...]:
    return tuple(spec for spec in all_specs() if spec.type == _RESIDENT_ID)


def _other_chinese() -> tuple[DocumentSpec, ...]:
    """Return the other declared Chinese documents."""
    chinese = (spec for spec in all_specs() if spec.type.startswith(_CHINESE) and not spec.mrz)
    return tuple(spec for spec in chinese if spec.type != _RESIDENT_ID)


def _draw_resident_id(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    return draw_declared(rng, split, pick(rng, _resident_ids()), width_px)


def _draw_chinese(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    return draw_declared(rng, split, pick(rng, _other_chinese()), width_px)


def _draw_travel(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    spec = pick(rng, tuple(spec for spec in all_specs() if spec.mrz))
    if spec.side is Side.BACK and chance(rng, _FRONT_SHARE):
        fronts = (other for other in all_specs() if other.type == spec.type and other.side is Side.FRONT)
        return draw_front(rng, split, next(fronts, None), width_px)
    return draw_travel(rng, split, spec, width_px)


KINDS: dict[str, float] = {
    "resident_id": 0.22,
    "travel": 0.22,
    "chinese": 0.12,
    "bank": 0.06,
    "generic": 0.26,
    "page": 0.12,
}
"""Kind of document -> how often it is drawn."""

_DRAWERS: dict[str, Callable[[np.random.Generator, Split, int], Document]] = {
    "resident_id": _draw_resident_id,
    "travel": _draw_travel,
    "chinese": _draw_chinese,
    "bank": draw_bank_card,
    "generic": draw_generic,
    "page": draw_page,
}


def draw_document(rng: np.random.Generator, split: Split, width_px: int, kind: str = "") -> Document:
    """Return a document before it is photographed.

    Args:
        rng: source of chance.
        split: which fonts, patterns and faces may be used.
        width_px: the document's printed long side in pixels, 300 to 1400.
        kind: a key of KINDS; by their weights when empty.

    Raises:
        KeyError: `kind` is none of KINDS.
    """
    return _DRAWERS[kind or pick_weighted(rng, KINDS)](rng, split, width_px)
