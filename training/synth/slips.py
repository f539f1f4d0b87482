"""Small printed things: receipts, tickets, envelopes, business cards, vouchers."""

from __future__ import annotations

import numpy as np

from training.synth import art, words
from training.synth.blocks import Card, band, body_ink, figure, fitted
from training.synth.chance import chance, random_digits
from training.synth.fonts import pick_font
from training.synth.sheet import Ink


def receipt(card: Card) -> None:
    """Print a shop receipt on a narrow roll."""
    rng, (w, h) = card.rng, card.size_mm
    face = pick_font(rng, card.split, "digits")
    grey = int(rng.integers(20, 90))
    size = w * float(rng.uniform(0.045, 0.06))
    print_ink = Ink(face, size, (grey, grey, grey + 6))
    card.centred((w / 2, w * 0.12), words.organisation(rng, card.theme.writing), print_ink.sized(size * 1.3))
    y = w * 0.22
    for _ in range(3):
        card.centred((w / 2, y), words.phrase(rng, card.theme.writing, int(rng.integers(8, 22))), print_ink)
        y += size * 1.4
    while y < h * 0.78:
        kind = float(rng.random())
        if kind < 0.12:
            card.text((w * 0.05, y), "-" * 28, print_ink)
        else:
            card.text(
                (w * 0.05, y), words.phrase(rng, card.theme.writing, int(rng.integers(5, 15))), print_ink
            )
            card.text((w * 0.74, y), f"{rng.uniform(0.5, 120):.2f}", print_ink)
        y += size * float(rng.uniform(1.3, 1.5))
    card.text((w * 0.05, y + size), f"TOTAL {rng.uniform(5, 300):>12.2f}", print_ink.sized(size * 1.35))
    if chance(rng, 0.6):
        deep = min(h * 0.08, w * 0.2)
        figure(card, art.barcode(rng, (card.px(w * 0.7), card.px(deep))), (w * 0.15, h * 0.86))


def ticket(card: Card) -> None:
    """Print a travel or entrance ticket."""
    rng, (w, h) = card.rng, card.size_mm
    if chance(rng, 0.6):
        deep = h * float(rng.uniform(0.1, 0.25))
        y = 0.0 if chance(rng, 0.5) else h - deep
        band(card, (0, y, w, y + deep), card.theme.accent_rgb)
    size = h * float(rng.uniform(0.1, 0.16))
    for share in (0.08, 0.55):
        place = words.word(rng, card.theme.writing).title()
        card.text((w * share, h * 0.32), place, fitted(card, place, card.theme.title.sized(size), w * 0.36))
    y = h * 0.47
    while y < h * 0.9:
        line = f"{words.date(rng)}  {words.number(rng)[:6]}  {words.word(rng, card.theme.writing)}"
        card.text((w * 0.08, y), line, fitted(card, line, card.theme.value.sized(h * 0.07), w * 0.6))
        y += h * float(rng.uniform(0.09, 0.14))
    code = (
        art.qr_like(rng, card.px(h * 0.36))
        if chance(rng, 0.6)
        else art.barcode(rng, (card.px(h * 0.5), card.px(h * 0.2)))
    )
    figure(card, code, (w * 0.72, h * 0.5))
    if chance(rng, 0.4):
        for y in np.arange(0.03, 1.0, 0.06):
            x = w * 0.69
            card.sheet.rule((x, h * y, x, h * (y + 0.03)), (120, 120, 120), 0.3)


def envelope(card: Card) -> None:
    """Print an addressed envelope with stamp and postmark."""
    rng, (w, h) = card.rng, card.size_mm
    of_ink = body_ink(card, h * 0.045)
    for box in ((0.04, 0.1), (float(rng.uniform(0.35, 0.5)), 0.5)):
        for row in range(int(rng.integers(3, 5))):
            text = words.phrase(rng, card.theme.writing, int(rng.integers(8, 22)))
            card.text((w * box[0], h * box[1] + row * h * 0.065), text, of_ink)
    stamp_w = h * 0.2
    figure(
        card,
        art.ground(rng, card.split, (card.px(stamp_w * 1.2), card.px(stamp_w)), (0.4, 0.7)),
        (w * 0.88, h * 0.06),
    )
    figure(card, art.stamp(rng, card.px(h * 0.26)), (w * 0.76, h * 0.05), 0.7)
    if chance(rng, 0.3):
        figure(card, art.barcode(rng, (card.px(w * 0.3), card.px(h * 0.06))), (w * 0.5, h * 0.88))


def business_card(card: Card) -> None:
    """Print a business card."""
    rng, (w, h) = card.rng, card.size_mm
    side = 0.08 if chance(rng, 0.6) else 0.45
    size = h * float(rng.uniform(0.18, 0.35))
    figure(
        card,
        art.emblem(rng, card.px(size), card.split, card.theme.accent),
        (w * (0.62 if side < 0.2 else 0.1), h * 0.1),
    )
    name = words.person(rng, card.theme.writing)
    card.text((w * side, h * 0.32), name, fitted(card, name, card.theme.title.sized(h * 0.12), w * 0.5))
    y = h * 0.45
    for _ in range(int(rng.integers(3, 7))):
        line = (
            words.number(rng)
            if chance(rng, 0.4)
            else words.phrase(rng, card.theme.writing, int(rng.integers(8, 24)))
        )
        card.text((w * side, y), line, card.theme.caption.sized(h * 0.06))
        y += h * 0.085


def slip(card: Card) -> None:
    """Print a slip of large lines: a voucher, a label, a waiting number."""
    rng, (w, h) = card.rng, card.size_mm
    of_ink = Ink(pick_font(rng, card.split, "digits"), h * 0.12, (30, 30, 36))
    card.centred((w / 2, h * 0.2), random_digits(rng, int(rng.integers(2, 6))), of_ink.sized(h * 0.25))
    for row in range(3):
        line = words.value(rng, card.theme.writing)
        card.centred(
            (w / 2, h * (0.45 + 0.12 * row)), line, fitted(card, line, of_ink.sized(h * 0.08), w * 0.9)
        )
    figure(card, art.barcode(rng, (card.px(w * 0.8), card.px(h * 0.14))), (w * 0.1, h * 0.8))
