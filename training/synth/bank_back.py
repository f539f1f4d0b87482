"""The back of a bank card of an invented bank: magnetic stripe, strip to sign on, number, small print."""

from __future__ import annotations

from dataclasses import replace

from idvision.types import Image
from training.synth.blocks import Card, fitted
from training.synth.chance import chance, pick, random_digits
from training.synth.fonts import pick_font
from training.synth.sheet import Ink

_SIGNED = (
    ("AUTHORIZED SIGNATURE", "NOT VALID UNLESS SIGNED"),
    ("授权签名 AUTHORIZED SIGNATURE", "未签名无效"),
    ("持卡人签名 CARDHOLDER SIGNATURE", "NOT TRANSFERABLE"),
)
_SMALL_PRINT = (
    "本卡由发卡银行所有，仅限持卡人本人使用。",
    "使用本卡须遵守发卡银行的章程与约定。",
    "This card remains the property of the issuing bank.",
    "If found, please return it to any branch of the bank.",
)
_STRIPE_MM = (4.0, 16.5)
_STRIP_MM = (4.0, 20.5, 58.0, 28.0)


def draw_back(card: Card, number: str, grouped: str) -> Image:
    """Print the back of a card of `card.size_mm`, in place; the number is printed flat, in groups or not.

    Returns:
        The finished page.
    """
    rng, (width, _) = card.rng, card.size_mm
    sheet, tone = card.sheet, card.theme.value.colour
    sheet.rectangle((0, _STRIPE_MM[0], width, _STRIPE_MM[1]), (26, 24, 26), None, 0)
    sheet.rectangle(_STRIP_MM, (242, 242, 236), None, 0)
    left, right = pick(rng, _SIGNED)
    label = replace(card.theme.caption.sized(1.9), colour=tone)
    card.text((_STRIP_MM[0], _STRIP_MM[1] - 1.0), left, fitted(card, left, label, 50))
    card.text((_STRIP_MM[0], _STRIP_MM[3] + 2.4), right, fitted(card, right, label, 50))
    cvv = Ink(pick_font(rng, card.split, "digits"), 3.0, (30, 30, 34))
    sheet.text((_STRIP_MM[2] - 9, _STRIP_MM[3] - 2.4), random_digits(rng, 3), cvv)
    face = pick_font(rng, card.split, pick(rng, ("ocrb", "digits")))
    text = grouped if chance(rng, 0.8) else number
    ink = fitted(card, text, Ink(face, float(rng.uniform(3.6, 4.8)), tone), width - 12)
    sheet.text((6, float(rng.uniform(36.5, 38.5))), text, ink, "card_number")
    for row, line in enumerate(_SMALL_PRINT):
        small = fitted(card, line, card.theme.caption.sized(1.7), width - 12)
        card.text((6, 43 + 2.6 * row), line, replace(small, colour=tone))
    return sheet.to_bgr()
