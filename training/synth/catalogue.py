"""Picks what document is drawn: every kind by its weight, or one given side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from idvision.documents import DocumentSpec, get_spec
from idvision.types import Side
from training.synth.bank import Layout, draw_bank_card
from training.synth.barcodes import draw_licence_back
from training.synth.chance import chance, pick, pick_weighted
from training.synth.credentials import draw_credential
from training.synth.declared import draw_declared
from training.synth.generic import draw_generic
from training.synth.looks import look_of
from training.synth.pages import draw_page
from training.synth.plates import draw_plate
from training.synth.recipe import DocumentSource
from training.synth.travel import draw_front, draw_travel
from training.synth.types import Document, Split
from training.synth.vin_plates import draw_vin

_FRONT, _BACK, _PAGE = Side.FRONT, Side.BACK, Side.PAGE
# What the streams of training and of idbench pick from. Every pick counts the choices, so one more would
# change all pictures after it: a newly declared side is drawn by `draw_type` and enters no list here.
_RESIDENT_IDS = (("chn_resident_id", _BACK), ("chn_resident_id", _FRONT))
_OTHER_CHINESE = (
    ("chn_business_licence", _PAGE),
    ("chn_driving_licence", _BACK),
    ("chn_driving_licence", _FRONT),
    ("chn_household_head", _PAGE),
    ("chn_household_resident", _PAGE),
    ("chn_vehicle_licence", _BACK),
    ("chn_vehicle_licence", _FRONT),
)
_TRAVEL = (
    ("id_td1", _BACK),
    ("id_td2", _FRONT),
    ("passport", _PAGE),
    ("visa_mrva", _PAGE),
    ("visa_mrvb", _PAGE),
)
# How often a card whose zone is on the back is drawn from the front, which is of no declared type.
_FRONT_SHARE = 0.5

TypeDrawer = Callable[[np.random.Generator, Split, DocumentSpec, int], Document]
"""Draws a given declared side for a split, its long side so many pixels wide."""


def _draw_resident_id(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    return draw_declared(rng, split, get_spec(*pick(rng, _RESIDENT_IDS)), width_px)


def _draw_chinese(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    return draw_declared(rng, split, get_spec(*pick(rng, _OTHER_CHINESE)), width_px)


def _draw_travel(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    spec = get_spec(*pick(rng, _TRAVEL))
    if spec.side is Side.BACK and chance(rng, _FRONT_SHARE):
        return draw_front(rng, split, None, width_px)
    return draw_travel(rng, split, spec, width_px)


def _draw_bank_card(rng: np.random.Generator, split: Split, spec: DocumentSpec, width_px: int) -> Document:
    """Draw a bank card of the declared side and format."""
    lying: Layout = "back" if spec.side is Side.BACK else "lying"
    return draw_bank_card(rng, split, width_px, "upright" if spec.is_upright else lying)


def _draw_id_td1(rng: np.random.Generator, split: Split, spec: DocumentSpec, width_px: int) -> Document:
    return (draw_travel if spec.mrz is not None else draw_front)(rng, split, spec, width_px)


def _draw_usa_licence(rng: np.random.Generator, split: Split, spec: DocumentSpec, width_px: int) -> Document:
    draw = draw_licence_back if spec.side is Side.BACK else partial(draw_declared, spec=spec)
    return draw(rng, split, width_px=width_px)


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


DRAWERS: dict[str, TypeDrawer] = {
    "vnm_id": draw_declared,
    "bank_card": _draw_bank_card,
    "id_td1": _draw_id_td1,
    "usa_driver_licence": _draw_usa_licence,
    "proof_of_address": draw_credential,
    "transaction_bill": draw_credential,
    "transfer_record": draw_credential,
    "vehicle_registration": draw_credential,
    "vehicle_plate": lambda rng, split, _spec, width_px: draw_plate(rng, split, width_px=width_px),
    "vehicle_vin": lambda rng, split, _spec, width_px: draw_vin(rng, split, width_px),
}
"""Declared type -> what draws its sides, where neither `draw_travel` nor `draw_declared` can or should."""


def drawer_of(spec: DocumentSpec) -> TypeDrawer:
    """Return what draws that declared side: its own drawer, or that of zones, or that of printed forms.

    Rows say where everything is, so a side with a zone that has them is not drawn in any layout.
    """
    any_layout = spec.mrz is not None and not look_of(spec).rows
    return DRAWERS.get(spec.type, draw_travel if any_layout else draw_declared)


def draw_type(rng: np.random.Generator, split: Split, spec: DocumentSpec, width_px: int) -> Document:
    """Return a document of that declared side and form before it is photographed.

    Args:
        rng: source of chance.
        split: which fonts, patterns and faces may be used.
        spec: the declaration.
        width_px: the document's printed long side in pixels, 300 to 1400.

    Raises:
        ValueError: the drawer drew something else.
    """
    document = drawer_of(spec)(rng, split, spec, width_px)
    if (document.type, document.side) != (spec.type, spec.side.value):
        raise ValueError(f"{spec.key} was drawn as {document.type} {document.side}")
    return document


def source_of(spec: DocumentSpec) -> DocumentSource:
    """Return what a scene's recipe takes as its `source` to show that declared side only."""
    return partial(_draw_given, spec)


def _draw_given(spec: DocumentSpec, rng: np.random.Generator, split: Split, width_px: int) -> Document:
    return draw_type(rng, split, spec, width_px)
