"""Credentials of any layout: bills, proofs of address, records of transfers, vehicle registrations.

Their issuers, holders and wordings are invented or common; none of them follows the layout of a real one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from idvision.documents import DocumentSpec
from training.synth import art
from training.synth.blocks import Card, Theme, new_card
from training.synth.chance import chance, ink, pick
from training.synth.credential_people import LANGUAGES
from training.synth.credential_sheets import print_bill, print_proof
from training.synth.credential_slips import print_registration, print_transfer
from training.synth.fonts import Script, pick_font
from training.synth.sheet import Colour, Ink
from training.synth.types import Document, Split

_A4, _LETTER, _A5 = (210.0, 297.0), (215.9, 279.4), (148.0, 210.0)
_PHONES = ((68.0, 147.3), (70.0, 151.7), (70.0, 155.5), (75.0, 133.3))
_PRINTERS: dict[str, tuple[Callable[[Card, str], dict[str, str]], tuple[tuple[float, float], ...]]] = {
    "transaction_bill": (print_bill, (_A4, _A4, _LETTER)),
    "proof_of_address": (print_proof, (_A4, _A4, _LETTER)),
    "transfer_record": (print_transfer, (*_PHONES, _A4, (210.0, 148.0), (210.0, 148.0))),
    "vehicle_registration": (print_registration, (_A4, _A5, _A5[::-1], _LETTER)),
}


def draw_credential(rng: np.random.Generator, split: Split, spec: DocumentSpec, width_px: int) -> Document:
    """Return a credential of that declared type; its fields are those that it shows.

    Args:
        rng: source of chance.
        split: which fonts and wordings may be used.
        spec: the declaration.
        width_px: length of its longer side in pixels.

    Raises:
        KeyError: credentials of that type are not drawn here.
    """
    printer, sizes = _PRINTERS[spec.type]
    size, language = pick(rng, sizes), pick(rng, LANGUAGES)
    scale = width_px / max(size)
    shape = (round(size[1] * scale), round(size[0] * scale))
    page = np.full((*shape, 3), int(rng.integers(240, 256)), np.uint8)
    card = new_card(rng, split, page, size, _theme(rng, split, language))
    values = printer(card, language)
    lines = tuple(card.sheet.lines)
    picture = card.sheet.to_bgr()
    # What a phone shows has no folds.
    if size not in _PHONES and chance(rng, 0.25):
        picture = art.crease(rng, picture)
    outline = art.card_outline(rng, shape, 0.0)
    return Document(
        picture, outline, size, spec.type, "page", values, lines, gloss=float(rng.uniform(0, 0.3))
    )


def _theme(rng: np.random.Generator, split: Split, language: str) -> Theme:
    """Return the look of a sheet's text: dark print of one or two faces, a coloured title."""
    script: Script = "han" if language == "zh" else "latin"
    accent = ink(rng, split)
    body = pick_font(rng, split, script)
    caption: Colour = (24, 24, 28) if chance(rng, 0.6) else (105, 105, 112)
    title: Colour = (accent[2], accent[1], accent[0]) if chance(rng, 0.5) else (20, 20, 24)
    face = body if chance(rng, 0.5) else pick_font(rng, split, script)
    return Theme(
        "han" if language == "zh" else "latin",
        Ink(body, 3.0, caption),
        Ink(body, 3.0, (24, 24, 28)),
        Ink(face, 4.0, title),
        accent,
    )
