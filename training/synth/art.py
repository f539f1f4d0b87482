"""What documents are decorated with: backgrounds, figures, edges, traces of use."""

from training.synth.emblems import (
    Figure,
    barcode,
    chip,
    emblem,
    flat_figure,
    hologram,
    paste,
    pdf417_like,
    qr_like,
    signature,
    stamp,
)
from training.synth.ground import gradient, ground, pattern, rainbow, tint
from training.synth.wear import card_outline, crease, laminated, magnetic_stripe, rounded, wear

__all__ = [
    "Figure",
    "barcode",
    "card_outline",
    "chip",
    "crease",
    "emblem",
    "flat_figure",
    "gradient",
    "ground",
    "hologram",
    "laminated",
    "magnetic_stripe",
    "paste",
    "pattern",
    "pdf417_like",
    "qr_like",
    "rainbow",
    "rounded",
    "signature",
    "stamp",
    "tint",
    "wear",
]
