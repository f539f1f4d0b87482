"""The province on an Indonesian identity card (KTP), by the names of the 38 provinces since 2022.

Gaps between words are often not read. A name that is not listed, an older one perhaps, stays as it was read.

Input: text as read. Output: the name as it is printed.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import capital_words
from idvision.errors import InvalidValue

PRINTED = (
    *("ACEH", "SUMATERA UTARA", "SUMATERA BARAT", "RIAU", "KEPULAUAN RIAU", "JAMBI", "BENGKULU"),
    *("SUMATERA SELATAN", "KEPULAUAN BANGKA BELITUNG", "LAMPUNG", "BANTEN", "DKI JAKARTA", "JAWA BARAT"),
    *("JAWA TENGAH", "DAERAH ISTIMEWA YOGYAKARTA", "JAWA TIMUR", "BALI", "NUSA TENGGARA BARAT"),
    *("NUSA TENGGARA TIMUR", "KALIMANTAN BARAT", "KALIMANTAN TENGAH", "KALIMANTAN SELATAN"),
    *("KALIMANTAN TIMUR", "KALIMANTAN UTARA", "SULAWESI UTARA", "GORONTALO", "SULAWESI TENGAH"),
    *("SULAWESI BARAT", "SULAWESI SELATAN", "SULAWESI TENGGARA", "MALUKU", "MALUKU UTARA", "PAPUA"),
    *("PAPUA BARAT", "PAPUA BARAT DAYA", "PAPUA SELATAN", "PAPUA TENGAH", "PAPUA PEGUNUNGAN"),
)
_UNLISTED = re.compile(r"[A-Z][A-Z .-]{2,40}")
_BY_LETTERS = {name.replace(" ", ""): name for name in PRINTED}


def compact(text: str) -> str:
    """Return `text` in capitals with single spaces and without full-width forms."""
    return capital_words(text)


def validate(text: str) -> str:
    """Return the name. Raises InvalidValue: bad_format (other characters than those of names)."""
    name = compact(text)
    if not _UNLISTED.fullmatch(name):
        raise InvalidValue("bad_format")
    return _BY_LETTERS.get(name.replace(" ", ""), name)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
