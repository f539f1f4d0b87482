"""What the first digits of a payment card's number tell: the bank, the kind of card, the payment network.

Banks and kinds of card are those of Chinese cards in `bank_bins.tsv`; networks are those of the ranges of
ISO/IEC 7812 in `card_number`. Tables of first digits lag behind: what they do not tell is empty, and never
guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from idvision.checks import card_number


@dataclass(frozen=True, slots=True)
class BankCard:
    """What a card number tells; empty where it does not.

    `bank` is the issuer's Chinese name, `kind` is debit, credit, prepaid or quasi-credit (准贷记卡), `scheme`
    the payment network: unionpay, visa, mastercard, amex, jcb, ...
    """

    bank: str
    kind: str
    scheme: str


def bank_of(number: str) -> BankCard | None:
    """Return what a card number tells, or None for one that is none or of which nothing is known."""
    if not card_number.is_valid(number):
        return None
    plain = card_number.validate(number)
    bank, kind = _issuer(plain)
    scheme = card_number.scheme_of(plain)
    return BankCard(bank, kind, scheme) if bank or kind or scheme else None


def bank_name(number: str) -> str:
    """Return the name of the bank that issued the card, empty where it is not known."""
    card = bank_of(number)
    return card.bank if card is not None else ""


def card_kind(number: str) -> str:
    """Return debit, credit, prepaid or quasi-credit, empty where it is not known."""
    card = bank_of(number)
    return card.kind if card is not None else ""


def card_scheme(number: str) -> str:
    """Return the payment network, empty where it is not known or several share the range."""
    card = bank_of(number)
    return card.scheme if card is not None else ""


def _issuer(number: str) -> tuple[str, str]:
    """Return bank and kind by the longest prefix that is listed for numbers of this length."""
    listed = _table()
    prefixes = (number[:digits] for digits in range(len(number), 0, -1))
    return next(
        (listed[prefix, len(number)] for prefix in prefixes if (prefix, len(number)) in listed), ("", "")
    )


@cache
def _table() -> dict[tuple[str, int], tuple[str, str]]:
    """Return bank and kind by prefix and length of the number."""
    text = files("idvision.checks").joinpath("bank_bins.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {
        (prefix, int(length)): (bank, kind)
        for bank, kind, length, prefixes in rows
        for prefix in prefixes.split()
    }
