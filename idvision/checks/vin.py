"""The vehicle identification number (ISO 3779; GB 16735 makes its check digit, position 9, mandatory).

Input: text as read. Output: the 17 characters. `validate` is for numbers of China; `validate_by_region` for
those of anywhere: 49 CFR 565 asks for the check digit in North America too, other regions do not know it.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

LENGTH = 17
_SHAPE = re.compile("[0-9A-HJ-NPR-Z]{17}")
_CHARACTERS, _WORTH = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789"
_VALUES = {char: int(worth) for char, worth in zip(_CHARACTERS, _WORTH, strict=True)}
# First characters by region (ISO 3780): North America, China.
CHECKED_REGIONS = "12345L"
# ISO 3779 has at least the last four characters be digits.
_SERIAL_DIGITS = 4
_TWINS = str.maketrans("IOQ", "100")
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, hyphens and full-width forms."""
    return no_spaces(halfwidth(text)).replace("-", "").upper()


def check_digit(number: str) -> str:
    """Return the character that belongs in position 9; what stands there does not count."""
    total = sum(_VALUES[char] * weight for char, weight in zip(number, _WEIGHTS, strict=True))
    return "0123456789X"[total % 11]


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length, bad_format, checksum_failed."""
    number = _shaped(text)
    if number[8] != check_digit(number):
        raise InvalidValue("checksum_failed")
    return number


def validate_by_region(text: str) -> str:
    """Return the number, its check digit held to where its region asks for one.

    Raises InvalidValue: bad_length, bad_format, checksum_failed.
    """
    number = _shaped(text)
    if not number[-_SERIAL_DIGITS:].isdigit():
        raise InvalidValue("bad_format")
    if number[0] in CHECKED_REGIONS and number[8] != check_digit(number):
        raise InvalidValue("checksum_failed")
    return number


def mend_twins(text: str) -> str:
    """Return `text` with the letters that no such number holds as the digits that they look like."""
    return text.translate(_TWINS)


def _shaped(text: str) -> str:
    number = compact(text)
    if len(number) != LENGTH:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch(number):
        raise InvalidValue("bad_format")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
