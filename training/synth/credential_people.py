"""Whom bills and transfers name, and what they count: names, addresses, days, sums, all of them invented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from training.synth.chance import chance, pick, random_digits
from training.synth.lexicon import words
from training.synth.people import draw_resident
from training.synth.places import draw_address
from training.synth.types import Split
from training.synth.values import Printed

LANGUAGES = ("en", "en", "id", "ms", "zh")
RARE_SHARE = 0.1
"""How often `bench` uses a wording that no other picture prints."""

_WORDS = Path(__file__).with_name("credential_words.toml")
_GIVEN = words(
    "Oliver Amara Priya Jonas Helen Marcus Nadia Samuel Ingrid Thomas Leila Victor Grace Daniel Wei"
)
_FAMILY = words(
    "Axley Pemberton Okafor Lindqvist Sharma Novak Hartley Morales Tanaka Bellamy Whitcombe Rao Keller"
)
_ID_GIVEN = words("Budi Siti Dewi Agus Rina Hendra Fajar Wahyu Lestari Indah Ratna Bayu")
_ID_FAMILY = words("Santoso Wijaya Kusuma Hidayat Saputra Nugroho Pratama Siregar Setiawan")
_MS_GIVEN = words("Ahmad Faiz Hafiz Aisyah Farah Amirul Liyana Danial Izzati")
_MS_FATHERS = words("Ismail Hassan Abdullah Othman Rahman Yusof Karim")
_STREETS = words("Harrow Maple Castle Bridge Orchard Mill Station Willow Garden Chapel Highfield Kingsley")
_ROADS = words("Street Road Lane Avenue Drive Close Crescent Way")
_TOWNS = words("Fernley Ashcombe Dunmoor Westbury Larkfield Oakham Thornby Redhill Millbrook")
_ID_STREETS = words("Melati Kenanga Diponegoro Anggrek Pahlawan Cendana Merdeka")
_ID_TOWNS = ("Jakarta Selatan", "Bandung", "Semarang", "Surabaya", "Medan", "Denpasar", "Makassar")
_MS_ROADS = words("Mawar Cempaka Kenari Merbau Damai Perdana Seri-Indah")
_MS_TOWNS = ("Kuala Lumpur", "Kajang Selangor", "Bayan Lepas Pulau Pinang", "Ipoh Perak", "Johor Bahru Johor")
_MONTHS = {
    "en": words("January February March April May June July August September October November December"),
    "id": words("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"),
    "ms": words("Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember"),
}
# How a sum's currency is printed before it, its code, and whether a point parts thousands.
_CURRENCIES: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "en": (
        ("$", "", False),
        ("£", "GBP", False),
        ("USD ", "USD", False),
        ("S$", "SGD", False),
        ("€", "EUR", False),
    ),
    "id": (("Rp ", "IDR", True), ("Rp", "IDR", True), ("IDR ", "IDR", False)),
    "ms": (("RM ", "MYR", False), ("RM", "MYR", False), ("MYR ", "MYR", False)),
    "zh": (
        ("¥", "", False),
        ("￥", "", False),
        ("CNY ", "CNY", False),
        ("人民币", "CNY", False),
        ("元", "", False),
    ),
}


@dataclass(frozen=True, slots=True)
class Party:
    """A person with an address of one or more lines, as printed."""

    name: str
    address: tuple[str, ...]

    @property
    def home(self) -> Printed:
        """The address as a value; its lines are parted by line breaks."""
        return Printed(joined(self.address), "\n".join(self.address))


def joined(lines: tuple[str, ...]) -> str:
    """Return lines as one; Han characters are written without spaces."""
    return ("" if any(char > "\u2e80" for char in lines[0]) else " ").join(lines)


@cache
def _tables() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def wording(rng: np.random.Generator, split: Split, kind: str, key: str, language: str) -> str:
    """Return one wording, such as `label` `due_date`, now and then a rare one. Raises KeyError."""
    table = _tables()[kind][key]
    rare = table.get(f"{language}_rare", [])
    if split == "bench" and rare and chance(rng, RARE_SHARE):
        return pick(rng, rare)
    return pick(rng, table[language])


def draw_party(rng: np.random.Generator, language: str) -> Party:
    """Invent somebody and where they live."""
    if language == "zh":
        resident = draw_resident(rng)
        return Party(resident.name, _halves(rng, draw_address(rng, resident.region)))
    name = _name(rng, language)
    address = {"en": _english, "id": _indonesian, "ms": _malaysian}[language](rng)
    if chance(rng, 0.35):
        name, address = name.upper(), tuple(line.upper() for line in address)
    return Party(name, address)


def _name(rng: np.random.Generator, language: str) -> str:
    if language == "id":
        return " ".join([pick(rng, _ID_GIVEN), pick(rng, _ID_FAMILY)])
    if language == "ms":
        child = pick(rng, ("bin", "binti"))
        return f"{pick(rng, _MS_GIVEN)} {pick(rng, _MS_GIVEN)} {child} {pick(rng, _MS_FATHERS)}"
    title = pick(rng, ("", "", "", "Mr ", "Ms ", "Mrs ", "Dr "))
    middle = pick(rng, ("", "", f"{pick(rng, 'ABCDEJKLMRST')} "))
    return f"{title}{pick(rng, _GIVEN)} {middle}{pick(rng, _FAMILY)}"


def _halves(rng: np.random.Generator, address: str) -> tuple[str, ...]:
    if len(address) < 18 or chance(rng, 0.5):
        return (address,)
    cut = int(rng.integers(8, len(address) - 5))
    return address[:cut], address[cut:]


def _english(rng: np.random.Generator) -> tuple[str, ...]:
    number, street = int(rng.integers(1, 240)), f"{pick(rng, _STREETS)} {pick(rng, _ROADS)}"
    town = pick(rng, _TOWNS)
    kind = int(rng.integers(4))
    if kind == 0:
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        code = f"{pick(rng, letters)}{pick(rng, letters)}{int(rng.integers(1, 30))}"
        code += f" {int(rng.integers(1, 10))}{pick(rng, letters)}{pick(rng, letters)}"
        flat = (f"Flat {int(rng.integers(1, 30))}{pick(rng, ('', 'A', 'B'))}",) if chance(rng, 0.4) else ()
        return (
            (*flat, f"{number} {street}", town, code)
            if chance(rng, 0.5)
            else (*flat, f"{number} {street}", f"{town} {code}")
        )
    if kind == 1:
        flat = f" Apt {int(rng.integers(1, 90))}" if chance(rng, 0.4) else ""
        state = pick(rng, ("IL", "OH", "TX", "WA", "NY", "OR"))
        return f"{number} {street}{flat}", f"{town}, {state} {random_digits(rng, 5)}"
    if kind == 2:
        unit = f"#{int(rng.integers(1, 25)):02d}-{int(rng.integers(1, 200)):02d}"
        return f"Blk {number} {street} {unit}", f"Singapore {random_digits(rng, 6)}"
    unit = (f"Unit {int(rng.integers(1, 40))}",) if chance(rng, 0.4) else ()
    return *unit, f"{number} {street}", f"{town} VIC {int(rng.integers(3000, 3999))}"


def _indonesian(rng: np.random.Generator) -> tuple[str, ...]:
    street = f"{pick(rng, ('Jl.', 'Jalan'))} {pick(rng, _ID_STREETS)} No. {int(rng.integers(1, 200))}"
    ward = f"RT {int(rng.integers(1, 15)):03d}/RW {int(rng.integers(1, 12)):03d}"
    return street, ward, f"{pick(rng, _ID_TOWNS)} {int(rng.integers(10110, 95999))}"


def _malaysian(rng: np.random.Generator) -> tuple[str, ...]:
    number, row = int(rng.integers(1, 200)), int(rng.integers(1, 20))
    road = f"No. {number}, Jalan {pick(rng, _MS_ROADS).replace('-', ' ')} {row}"
    garden = (f"Taman {pick(rng, _MS_ROADS).replace('-', ' ')}",) if chance(rng, 0.6) else ()
    return road, *garden, f"{int(rng.integers(10000, 98000))} {pick(rng, _MS_TOWNS)}"


def print_day(rng: np.random.Generator, day: date, language: str) -> Printed:
    """Return a day as papers of that language print it, in figures the day first."""
    if language == "zh":
        forms = (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}")
    else:
        month = _MONTHS[language][day.month - 1]
        forms = (
            f"{day.day} {month} {day.year}",
            f"{day:%d/%m/%Y}",
            f"{day:%d}-{month[:3]}-{day.year}",
            f"{day:%Y-%m-%d}",
        )
        forms = (*forms, f"{month} {day.day}, {day.year}") if language == "en" else forms
    return Printed(day.isoformat(), pick(rng, forms))


def draw_currency(rng: np.random.Generator, language: str) -> tuple[str, str, bool]:
    """Return the sign of a currency, its code if only one has the sign, and whether points part thousands."""
    return pick(rng, _CURRENCIES[language])


def print_sum(amount: float, currency: tuple[str, str, bool]) -> Printed:
    """Return a sum of money of two decimals."""
    sign, code, points = currency
    figures = f"{amount:,.2f}"
    if points:
        figures = f"{amount:,.0f}".replace(",", ".")
        amount = round(amount)
    text = f"{figures}{sign}" if sign == "元" else f"{sign}{figures}"
    return Printed(f"{code} {amount:.2f}".strip(), text)


def draw_sum(rng: np.random.Generator, language: str) -> float:
    """Return an amount, small or large."""
    scale = 15000 if language == "id" else 1
    return round(float(np.exp(rng.uniform(3.0, 8.5))) * scale, 2)


def bank_number(rng: np.random.Generator, masked: bool) -> Printed:
    """Return a bank account, whole or with its middle hidden."""
    digits = random_digits(rng, int(rng.integers(9, 17)))
    if masked and chance(rng, 0.4):
        hidden = f"{digits[:4]}****{digits[-4:]}"
        return Printed(hidden, hidden)
    if chance(rng, 0.4):
        return Printed(digits, " ".join(digits[at : at + 4] for at in range(0, len(digits), 4)))
    return Printed(digits, digits)
