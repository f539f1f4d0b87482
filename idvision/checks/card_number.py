"""The number of a payment card (ISO/IEC 7812): 13 to 19 digits, the last by the Luhn formula.

One random number in ten passes that formula, so the first digits must also be those of a payment network that
issues numbers of this length.

Input: text as read, in groups or not. Output: digits only. The Luhn formula comes from python-stdnum.
"""

from __future__ import annotations

import re

from idvision.checks import cn_id_number
from idvision.checks._accepts import accepts
from idvision.checks._stdnum import luhn_checksum
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

SHORTEST, LONGEST = 13, 19
# First digits, alike in length from and to, the lengths in use with them, and the network: empty where
# several share the range, and for cards of single Chinese banks.
_ISSUERS = (
    ("2200", "2204", range(16, 20), "mir"),
    ("2221", "2720", (16,), "mastercard"),
    ("300", "305", (14, 16, 19), "diners"),
    ("34", "34", (15,), "amex"),
    ("3528", "3589", range(16, 20), "jcb"),
    ("36", "36", (14, 16, 19), "diners"),
    ("37", "37", (15,), "amex"),
    ("38", "39", range(16, 20), "diners"),
    ("4", "4", (13, 16, 19), "visa"),
    ("50", "50", (16, 18, 19), ""),  # Maestro, RuPay
    ("51", "55", (16,), "mastercard"),
    ("56", "58", (16, 18, 19), "maestro"),
    ("6011", "6011", (16, 19), "discover"),
    ("60", "60", (16, 19), ""),  # Discover, RuPay, cards of single Chinese banks
    ("62", "62", range(16, 20), "unionpay"),
    ("63", "63", (16, 18, 19), "maestro"),
    ("644", "649", range(16, 20), "discover"),
    ("65", "65", range(16, 20), ""),  # Discover, RuPay
    ("67", "67", (16, 18, 19), "maestro"),
    ("81", "82", range(16, 20), ""),  # UnionPay, RuPay
    ("9558", "9559", (19,), ""),  # cards of single Chinese banks
    ("9792", "9792", (16,), "troy"),
)


def compact(text: str) -> str:
    """Return `text` without spaces, hyphens and full-width forms."""
    return no_spaces(halfwidth(text)).replace("-", "")


def validate(text: str) -> str:
    """Return the digits.

    Raises:
        InvalidValue: bad_format, bad_length (13 to 19 digits), not_in_lexicon (the issuer), checksum_failed.
    """
    number = compact(text)
    if not re.fullmatch("[0-9]+", number):
        raise InvalidValue("bad_format")
    if not SHORTEST <= len(number) <= LONGEST:
        raise InvalidValue("bad_length")
    # Those of Gansu begin as UnionPay cards do, and one in ten passes the Luhn formula.
    if cn_id_number.is_valid(number):
        raise InvalidValue("bad_format")
    if not _schemes(number):
        raise InvalidValue("not_in_lexicon")
    if luhn_checksum(number) != 0:
        raise InvalidValue("checksum_failed")
    return number


def scheme_of(number: str) -> str:
    """Return the payment network of a valid number, empty where its range does not tell one."""
    return _schemes(number)[0]


def _schemes(number: str) -> list[str]:
    return [
        scheme
        for first, last, lengths, scheme in _ISSUERS
        if first <= number[: len(first)] <= last and len(number) in lengths
    ]


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
