"""The citizen identification number of the People's Republic of China (GB 11643-1999).

Six digits of region (GB/T 2260), eight of birth date, three of sequence (odd: male, even: female),
one check character by ISO 7064 MOD 11-2. Check character and table of regions come from python-stdnum.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._dates import iso_date
from idvision.checks._stdnum import citizen_check_character, is_county
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

LENGTH = 18
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
# Residence permits for people from Hong Kong, Macao and Taiwan; the last is no region of GB/T 2260.
_PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})


def compact(text: str) -> str:
    """Return `text` without spaces, hyphens and full-width forms, in capitals."""
    return no_spaces(halfwidth(text)).replace("-", "").upper()


def validate(text: str) -> str:
    """Return the 18 characters.

    Raises InvalidValue, the first that applies of: bad_length, bad_format, checksum_failed,
    invalid_date, unknown_region. The last is the weakest: tables of regions lag behind.
    """
    number = compact(text)
    if len(number) != LENGTH:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch(number):
        raise InvalidValue("bad_format")
    if number[-1] != citizen_check_character(number):
        raise InvalidValue("checksum_failed")
    get_birth_date(number)
    if not is_known_region(number[:6]):
        raise InvalidValue("unknown_region")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def get_birth_date(number: str) -> str:
    """Return the birth date in an 18-character number, `YYYY-MM-DD`. Raises InvalidValue("invalid_date")."""
    return iso_date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def get_sex(number: str) -> str:
    """Return M or F from the parity of the 17th digit."""
    return "M" if int(number[16]) % 2 else "F"


def is_known_region(code: str) -> bool:
    """Return whether a six-digit region was ever assigned, abolished ones included.

    The years in which a code was in force are not compared with the birth date: numbers were
    first given out in the 1980s and are still given late, with the code of that later day.
    """
    return code in _PERMIT_REGIONS or is_county(code)
