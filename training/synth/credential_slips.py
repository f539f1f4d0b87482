"""Records of transfers, as a phone shows them and as a bank prints them, and registrations of vehicles."""

from __future__ import annotations

from datetime import date

import numpy as np

from training.synth import art
from training.synth.blocks import Card, band, body_ink, figure, fitted, paragraphs
from training.synth.chance import chance, pick, random_digits
from training.synth.credential_facts import Fact, fact, plain, print_facts, values_of
from training.synth.credential_people import (
    bank_number,
    draw_currency,
    draw_party,
    draw_sum,
    print_day,
    print_sum,
    wording,
)
from training.synth.numbers import draw_vin
from training.synth.people import draw_day
from training.synth.places import draw_plate, draw_region
from training.synth.sheet import Ink
from training.synth.values import Printed

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_TONES = ((22, 160, 90), (30, 120, 220), (235, 110, 30), (140, 60, 170))
_CARS = (("Halden", "Corva 1.6"), ("Tavo", "Lyra"), ("Ostra", "S40 Tourer"), ("Norvik", "N 220 D"))
_COLOURS = {
    "en": ("Silver", "Blue", "Petrol", "Diesel", "5", "1598 cc"),
    "id": ("Hitam", "Bensin", "1496 cc", "2021"),
    "ms": ("Putih", "Petrol", "1332", "2020"),
    "zh": ("白", "汽油", "1598ml", "国产", "2"),
}


def print_transfer(card: Card, language: str) -> dict[str, str]:
    """Print a record of a transfer, as a screen where the sheet is as slender as one; return its values."""
    slender = card.size_mm[1] > 1.6 * card.size_mm[0]
    amount = print_sum(draw_sum(card.rng, language), draw_currency(card.rng, language))
    facts = transfer_facts(card, language)
    title = wording(card.rng, card.split, "title", "transfer", language)
    (_screen if slender else _slip)(card, language, title, amount, facts)
    return {**values_of(facts), "amount": amount.canonical}


def transfer_facts(card: Card, language: str) -> list[Fact]:
    """Return what a record says beside the amount, in any order but the date first or last."""
    rng = card.rng
    day = draw_day(rng, date(2023, 1, 1), date(2026, 6, 30))
    printed = print_day(rng, day, language)
    if chance(rng, 0.5):
        clock = f"{int(rng.integers(24)):02d}:{int(rng.integers(60)):02d}:{int(rng.integers(60)):02d}"
        printed = Printed(printed.canonical, f"{printed.text} {clock}")
    payer, payee = (_printed(draw_party(rng, language).name) for _ in range(2))
    reference = pick(rng, ("FT", "TRX", "", "")) + random_digits(rng, int(rng.integers(10, 16)))
    given = [
        fact(card, language, "payer_name", "payer_name", payer),
        fact(card, language, "payer_account", "payer_account", bank_number(rng, masked=True)),
        fact(card, language, "payee_name", "payee_name", payee),
        fact(card, language, "payee_account", "payee_account", bank_number(rng, masked=True)),
    ]
    kept = [one for one in given if one.field == "payee_name" or chance(rng, 0.75)]
    dated = fact(card, language, "transaction_date", "transaction_date", printed)
    numbered = fact(card, language, "reference", "reference", _printed(reference))
    others = [plain(wording(rng, card.split, "label", "fee", language), "0.00")] if chance(rng, 0.4) else []
    if chance(rng, 0.4):
        bank = wording(rng, card.split, "sender", "bank", language)
        others.append(plain(wording(rng, card.split, "label", "bank", language), bank))
    return [dated, *kept, *others, numbered] if chance(rng, 0.5) else [*kept, *others, numbered, dated]


def _printed(text: str) -> Printed:
    return Printed(text, text)


def _screen(card: Card, language: str, title: str, amount: Printed, facts: list[Fact]) -> None:
    """Print the screen of a banking app: clock, tick, title, large sum, rows, buttons."""
    rng, (w, h) = card.rng, card.size_mm
    tone = pick(rng, _TONES)
    small = body_ink(card, 2.4)
    card.text((w * 0.07, h * 0.028), f"{int(rng.integers(1, 24))}:{int(rng.integers(60)):02d}", small)
    card.text((w * 0.82, h * 0.028), f"{int(rng.integers(20, 100))}%", small)
    y = h * float(rng.uniform(0.07, 0.1))
    figure(card, art.emblem(rng, card.px(w * 0.16), card.split, tone[::-1]), (w * 0.42, y))
    title_ink = card.theme.inked(card.theme.title, 4.2, tone if chance(rng, 0.6) else (25, 25, 30))
    card.centred((w / 2, y + w * 0.16 + 6), title, fitted(card, title, title_ink, w * 0.9))
    y += w * 0.16 + 12
    rows = list(facts)
    if chance(rng, 0.5):
        label = wording(rng, card.split, "label", "amount", language)
        if chance(rng, 0.5):
            card.centred((w / 2, y + 1), label, body_ink(card, 2.8))
            y += 5
        large = Ink(card.theme.title.face, 6.5, (20, 20, 24))
        card.sheet.centred((w / 2, y + 4), amount.text, fitted(card, amount.text, large, w * 0.85), "amount")
        y += 12
    else:
        rows.insert(0, fact(card, language, "amount", "amount", amount))
    y = print_facts(card, (w * 0.07, y + 3, w * 0.93, h), rows, float(rng.uniform(2.6, 3.1)))
    x, button = w * 0.07, wording(rng, card.split, "text", "button", language)
    band(card, (x, h * 0.9, w - x, h * 0.95), tone)
    card.centred((w / 2, h * 0.925), button, card.theme.inked(card.theme.title, 3.4, (255, 255, 255)))


def _slip(card: Card, language: str, title: str, amount: Printed, facts: list[Fact]) -> None:
    """Print the slip that a bank hands out or sends as a file."""
    rng, (w, h) = card.rng, card.size_mm
    margin, size = w * 0.08, w * float(rng.uniform(0.018, 0.022))
    figure(card, art.emblem(rng, card.px(w * 0.07), card.split, card.theme.accent), (margin, h * 0.05))
    bank = wording(rng, card.split, "sender", "bank", language)
    card.text((margin + w * 0.09, h * 0.05 + w * 0.045), bank, card.theme.title.sized(size * 1.4))
    y = h * 0.05 + w * 0.09
    card.centred(
        (w / 2, y + size * 2), title, fitted(card, title, card.theme.title.sized(size * 1.9), w * 0.8)
    )
    rows = [*facts[:-1], fact(card, language, "amount", "amount", amount), facts[-1]]
    y = print_facts(card, (margin, y + size * 5, w - margin, h), rows, size)
    if y < h * 0.85:
        paragraphs(
            card, (margin, y + size, w - margin, min(h * 0.93, y + size * 7)), body_ink(card, size * 0.8)
        )
    if y < h * 0.8 and chance(rng, 0.5):
        figure(card, art.stamp(rng, card.px(w * 0.14)), (w * 0.72, y), 0.6)


def print_registration(card: Card, language: str) -> dict[str, str]:
    """Print the certificate that a vehicle is registered; return its values."""
    rng, (w, h) = card.rng, card.size_mm
    margin = w * 0.08
    size = w * (0.018 if w < h else 0.014) * float(rng.uniform(0.95, 1.15))
    office = wording(rng, card.split, "sender", "traffic", language)
    card.centred((w / 2, h * 0.06), office, card.theme.title.sized(size * 1.2))
    title = wording(rng, card.split, "title", "vehicle", language)
    card.centred(
        (w / 2, h * 0.06 + size * 3), title, fitted(card, title, card.theme.title.sized(size * 1.8), w * 0.8)
    )
    facts = vehicle_facts(card, language)
    y = print_facts(card, (margin, h * 0.06 + size * 7, w - margin, h), facts, size)
    if y < h * 0.85:
        paragraphs(
            card, (margin, y + size, w - margin, min(h * 0.93, y + size * 9)), body_ink(card, size * 0.8)
        )
    if y < h * 0.8 and chance(rng, 0.5):
        figure(card, art.stamp(rng, card.px(w * 0.15)), (w * 0.7, y), 0.6)
    return values_of(facts)


def vehicle_facts(card: Card, language: str) -> list[Fact]:
    """Return what a registration says."""
    rng = card.rng
    owner = draw_party(rng, language)
    make, model = pick(rng, _CARS)
    plate = draw_plate(rng, draw_region(rng)) if language == "zh" else _plate(rng, language)
    engine = pick(rng, _LETTERS) + random_digits(rng, int(rng.integers(5, 9)))
    day = print_day(rng, draw_day(rng, date(2008, 1, 1), date(2026, 1, 31)), language)
    facts = [
        fact(card, language, "plate_number", "plate_number", Printed(plate.replace(" ", ""), plate)),
        fact(card, language, "register_date", "register_date", day),
        fact(card, language, "vin", "vin", _printed(draw_vin(rng))),
        fact(card, language, "engine_number", "engine_number", _printed(engine)),
        fact(card, language, "vehicle_make", "vehicle_make", _printed(make)),
        fact(card, language, "vehicle_model", "vehicle_model", _printed(model)),
        fact(card, language, "owner", "owner", _printed(owner.name)),
        fact(card, language, "owner_address", "address", owner.home),
    ]
    others = [
        plain(wording(rng, card.split, "label", "vehicle_other", language), pick(rng, _COLOURS[language]))
        for _ in range(int(rng.integers(0, 4)))
    ]
    facts += list({one.label: one for one in others}.values())
    return facts[6:8] + facts[:6] + facts[8:] if chance(rng, 0.4) else facts


def _plate(rng: np.random.Generator, language: str) -> str:
    digits, letters = random_digits(rng, 4), "".join(pick(rng, _LETTERS) for _ in range(5))
    if language == "id":
        return f"{letters[0]} {digits} {letters[1:4]}"
    return f"{letters[:3]} {digits}" if language == "ms" else f"{letters[:2]}{digits[:2]} {letters[2:]}"
