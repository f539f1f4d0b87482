"""Sheets that prove an address: bills, bank statements, tax notices, certificates, agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from training.synth import art
from training.synth.blocks import Card, band, body_ink, figure, fitted, paragraphs
from training.synth.chance import chance, pick, random_digits
from training.synth.credential_facts import LINE, Fact, fact, plain, print_facts, values_of
from training.synth.credential_people import (
    Party,
    draw_currency,
    draw_party,
    draw_sum,
    print_day,
    print_sum,
    wording,
)
from training.synth.people import draw_day
from training.synth.values import Printed

_BILLS = ("electricity", "electricity", "water", "gas", "telephone", "card")
_LETTERS = ("bank", "bank", "tax")
_ALL_PROOFS = (*_LETTERS, "residence", "residence", "tenancy")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a bill or statement is about: its kind, its language, who gets it, and the sizes of its print."""

    kind: str
    language: str
    person: Party
    size_mm: float

    @property
    def holder(self) -> dict[str, str]:
        """Name and address of who gets it."""
        return {"name": self.person.name, "address": self.person.home.canonical}

    def word(self, card: Card, kind: str, key: str) -> str:
        """Return a wording in the letter's language."""
        return wording(card.rng, card.split, kind, key, self.language)


def print_bill(card: Card, language: str) -> dict[str, str]:
    """Print a bill of a utility or for a credit card; return its values."""
    rng = card.rng
    letter = Letter(pick(rng, _BILLS), language, draw_party(rng, language), float(rng.uniform(3.0, 3.7)))
    issued = draw_day(rng, date(2023, 1, 1), date(2026, 6, 30))
    currency = draw_currency(rng, language)
    due = print_sum(draw_sum(rng, language), currency)
    number = random_digits(rng, int(rng.integers(8, 14)))
    facts = [
        fact(card, language, "account_number", "account_number", Printed(number, number)),
        fact(card, language, "issue_date", "issue_date", print_day(rng, issued, language)),
        fact(card, language, "due_date", "due_date", print_day(rng, issued + timedelta(days=21), language)),
        fact(card, language, "amount_due", "amount", due),
    ]
    first, last = print_day(rng, issued - timedelta(days=33), language), print_day(rng, issued, language)
    if chance(rng, 0.7):
        facts.append(plain(letter.word(card, "label", "period"), f"{first.text} - {last.text}"))
    if letter.kind in ("electricity", "water", "gas") and chance(rng, 0.6):
        facts.append(plain(letter.word(card, "label", "meter"), random_digits(rng, 8)))
    sender = "bank" if letter.kind == "card" else "utility"
    y = _letter_head(card, letter, sender, facts)
    y = _charges(card, letter, y, "charge", currency)
    if chance(rng, 0.6):
        previous = print_sum(draw_sum(rng, language), currency).text
        y = print_facts(
            card, _row_box(card, y), [plain(letter.word(card, "label", "previous"), previous)], letter.size_mm
        )
    _small_print(card, letter, y)
    return {**values_of(facts), **letter.holder}


def print_proof(card: Card, language: str) -> dict[str, str]:
    """Print a statement, a notice, a certificate of residence or a tenancy agreement; return its values."""
    rng = card.rng
    kind = pick(rng, _ALL_PROOFS)
    letter = Letter(kind, language, draw_party(rng, language), float(rng.uniform(3.0, 3.8)))
    issued = print_day(rng, draw_day(rng, date(2023, 1, 1), date(2026, 6, 30)), language)
    dated = fact(card, language, "issue_date", "issue_date", issued)
    if kind in _LETTERS:
        facts = [dated, plain(letter.word(card, "label", "account_number"), random_digits(rng, 10))]
        currency = draw_currency(rng, language)
        y = _letter_head(card, letter, "bank" if kind == "bank" else "office", facts)
        y = _charges(card, letter, y, "movement" if kind == "bank" else "charge", currency)
        if kind == "bank":
            balance = print_sum(draw_sum(rng, language), currency).text
            y = print_facts(
                card,
                _row_box(card, y),
                [plain(letter.word(card, "label", "balance"), balance)],
                letter.size_mm,
            )
        _small_print(card, letter, y)
    else:
        _certificate(card, letter, dated)
    return {**values_of([dated]), **letter.holder}


def _row_box(card: Card, y: float) -> tuple[float, float, float, float]:
    width = card.size_mm[0]
    return width * 0.5, y, width * 0.91, y + 10


def _letter_head(card: Card, letter: Letter, sender: str, facts: list[Fact]) -> float:
    """Print the sender, to whom it goes, the title and the facts; return where they end."""
    rng, (w, h) = card.rng, card.size_mm
    margin, size = w * 0.09, letter.size_mm
    y = h * 0.05
    if chance(rng, 0.3):
        band(card, (0, 0, w, h * 0.025), card.theme.accent_rgb)
    figure(card, art.emblem(rng, card.px(w * 0.09), card.split, card.theme.accent), (margin, y))
    name = letter.word(card, "sender", sender)
    card.text((margin + w * 0.11, y + w * 0.04), name, card.theme.title.sized(size * 1.5))
    small = body_ink(card, size * 0.85)
    office = draw_party(rng, letter.language).address
    x = w * 0.66 if chance(rng, 0.5) else margin + w * 0.11
    line_y = y + w * 0.04 + size * 1.5
    for line in office:
        card.text((x, line_y), line, fitted(card, line, small, w - x - 4))
        line_y += small.size_mm * LINE
    y = max(line_y, y + w * 0.11) + h * 0.02
    title = letter.word(card, "title", letter.kind)
    title_ink = card.theme.title.sized(size * float(rng.uniform(1.4, 2.2)))
    labelled = letter.language == "zh" or chance(rng, 0.3)
    if labelled:
        label = "supply_address" if letter.kind in _BILLS else "address"
        facts = [
            fact(card, letter.language, "name", "name", Printed(letter.person.name, letter.person.name)),
            fact(card, letter.language, label, "address", letter.person.home),
            *facts,
        ]
        card.text((margin, y + 6), title, fitted(card, title, title_ink, w * 0.8))
        return print_facts(card, (margin, y + 13, w - margin, h), facts, size) + 4
    return _addressed(card, letter, y, (title, title_ink), facts)


def _addressed(card: Card, letter: Letter, y: float, title: tuple[str, object], facts: list[Fact]) -> float:
    """Print the recipient as a block without labels, the facts beside or below it."""
    rng, (w, h) = card.rng, card.size_mm
    margin, size = w * 0.09, letter.size_mm
    text, title_ink = title
    body = body_ink(card, size * float(rng.uniform(1.0, 1.15)))
    beside = chance(rng, 0.55)
    top = y + 6
    if chance(rng, 0.4):
        card.text((margin, top), text, fitted(card, text, title_ink, w * 0.8))  # type: ignore[arg-type]
        top += size * 3
        text = ""
    line_y = top + body.size_mm
    card.sheet.text((margin, line_y), letter.person.name, body, "name")
    for line in letter.person.address:
        line_y += body.size_mm * LINE
        card.sheet.text((margin, line_y), line, body, "address")
    end = line_y + size
    if beside:
        end = max(end, print_facts(card, (w * 0.54, top, w - margin, h), facts, size))
    if text:
        card.text((margin, end + size * 3), text, fitted(card, text, title_ink, w * 0.8))  # type: ignore[arg-type]
        end += size * 4
    if not beside:
        end = print_facts(card, (margin, end + size * 1.5, w - margin, h), facts, size)
    return end + 4


def _charges(card: Card, letter: Letter, y: float, text: str, currency: tuple[str, str, bool]) -> float:
    """Print a table of what was used or moved."""
    rng, (w, h) = card.rng, card.size_mm
    margin, step = w * 0.09, letter.size_mm * 1.9
    of_ink = body_ink(card, letter.size_mm * 0.92)
    band(card, (margin, y, w - margin, y + step), (226, 229, 233))
    shares = (0.0, 0.5, 0.66, 0.84)
    heads = [wording(rng, card.split, "text", "column", letter.language) for _ in shares]
    for share, head in zip(shares, heads, strict=True):
        card.text((margin + 1 + share * (w - 2 * margin), y + 0.7 * step), head, of_ink)
    for _ in range(int(rng.integers(3, 9))):
        y += step
        if y > h * 0.86:
            break
        card.text((margin + 1, y + 0.7 * step), letter.word(card, "text", text), of_ink)
        numbers = (random_digits(rng, 3).lstrip("0") or "7", f"{rng.uniform(0.05, 4):.4f}")
        amounts = (*numbers, print_sum(draw_sum(rng, letter.language), ("", "", currency[2])).text)
        for share, amount in zip(shares[1:], amounts, strict=True):
            card.text((margin + 1 + share * (w - 2 * margin), y + 0.7 * step), amount, of_ink)
        card.sheet.rule((margin, y + step, w - margin, y + step), (205, 205, 210), 0.15)
    return y + 2 * step


def _small_print(card: Card, letter: Letter, y: float) -> None:
    rng, (w, h) = card.rng, card.size_mm
    if y < h * 0.9 and chance(rng, 0.8):
        deep = min(h * 0.96, y + h * float(rng.uniform(0.04, 0.2)))
        paragraphs(card, (w * 0.09, max(y, h * 0.6), w * 0.91, deep), body_ink(card, letter.size_mm * 0.75))
    if chance(rng, 0.4):
        figure(card, art.barcode(rng, (card.px(w * 0.35), card.px(h * 0.02))), (w * 0.09, h * 0.965))


def _certificate(card: Card, letter: Letter, dated: Fact) -> None:
    """Print a certificate of an office or an agreement, its values at labels."""
    rng, (w, h) = card.rng, card.size_mm
    margin, size = w * 0.12, letter.size_mm * 1.1
    tenancy = letter.kind == "tenancy"
    if not tenancy:
        office = letter.word(card, "sender", "office")
        card.centred((w / 2, h * 0.07), office, card.theme.title.sized(size * 1.3))
    title = letter.word(card, "title", letter.kind)
    ink = card.theme.title.sized(size * 2)
    card.centred((w / 2, h * 0.13), title, fitted(card, title, ink, w * 0.8))
    body = body_ink(card, size)
    y = h * 0.18
    if not tenancy:
        for line in _sentence(card, letter, body.size_mm, w - 2 * margin):
            card.text((margin, y + size), line, body)
            y += size * LINE
    else:
        y = paragraphs(card, (margin, y, w - margin, y + h * 0.08), body)
    named = "tenant" if tenancy else "name"
    person = Printed(letter.person.name, letter.person.name)
    facts = [
        fact(card, letter.language, named, "name", person),
        fact(card, letter.language, "address", "address", letter.person.home),
        dated,
    ]
    if tenancy:
        facts.insert(0, plain(letter.word(card, "label", "landlord"), draw_party(rng, letter.language).name))
    y = print_facts(card, (margin, y + size * 2, w - margin, h), facts, size)
    y = paragraphs(
        card, (margin, y + size, w - margin, min(h * 0.8, y + h * float(rng.uniform(0.08, 0.35)))), body
    )
    figure(card, art.signature(rng, card.px(w * 0.25), card.px(w * 0.08)), (margin, y + size))
    if chance(rng, 0.6):
        figure(card, art.stamp(rng, card.px(w * 0.17)), (w * 0.62, y + size), 0.7)


def _sentence(card: Card, letter: Letter, size_mm: float, room_mm: float) -> list[str]:
    text = letter.word(card, "text", "certify")
    gap = " " if " " in text else ""
    rows, row = [], ""
    for word in text.split(gap) if gap else text:
        longer = f"{row}{gap if row else ''}{word}"
        if row and card.sheet.width_mm(longer, body_ink(card, size_mm)) > room_mm:
            rows.append(row)
            longer = word
        row = longer
    return [*rows, row]
