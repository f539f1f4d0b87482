"""The number of a Taiwan identity card, `A123456789`, or of a foreigner's residence certificate there.

The first letter names the place of registration. Behind it stand 1 or 2 for men and women of the card, 8 or
9 of a certificate since 2021, A and C or B and D of one before. The last digit is a check digit: the two
digits of the letter times 1 and 9, the others times 8 to 1 and the last once make a multiple of 10; of a
second letter the units alone count.

Input: text as read. Output: the ten characters.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped
from idvision.errors import InvalidValue

_SHAPE = re.compile("[A-Z][1289A-D][0-9]{8}")
# A is 10, B is 11 and so on in this order: I, O, W and Z were added behind the others.
_PLACES = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_MEN = "18AC"


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def checksum(number: str) -> int:
    """Return the weighted sum modulo 10: 0 for a right number."""
    second = str(_place(number[1]))[-1] if number[1].isalpha() else number[1]
    digits = f"{_place(number[0])}{second}{number[2:]}"
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (10 characters), bad_format, checksum_failed."""
    number = shaped(compact(text), _SHAPE, {10})
    if checksum(number) != 0:
        raise InvalidValue("checksum_failed")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def get_sex(number: str) -> str:
    """Return M or F by the second character of a valid number."""
    return "M" if number[1] in _MEN else "F"


def _place(letter: str) -> int:
    return 10 + _PLACES.index(letter)
