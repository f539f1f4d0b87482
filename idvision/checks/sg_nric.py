"""The number of a Singapore identity card (NRIC: S, T) or a foreigner's pass (FIN: F, G, M), `S1234567D`.

The letter behind the seven digits is a check letter. The authority does not publish its rule; this is the
one that is widely known and that printed specimens follow, the series M of 2022 included.

Input: text as read. Output: the nine characters.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped
from idvision.errors import InvalidValue

_SHAPE = re.compile("[STFGM][0-9]{7}[A-Z]")
_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_OFFSETS = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}
_LETTERS = {
    "S": "JZIHGFEDCBA",
    "T": "JZIHGFEDCBA",
    "F": "XWUTRQPNMLK",
    "G": "XWUTRQPNMLK",
    "M": "XWUTRQPNJLK",
}


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def check_letter(number: str) -> str:
    """Return the letter that belongs behind a series letter and seven digits."""
    total = sum(int(digit) * weight for digit, weight in zip(number[1:8], _WEIGHTS, strict=True))
    return _LETTERS[number[0]][(total + _OFFSETS[number[0]]) % 11]


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (9 characters), bad_format, checksum_failed."""
    number = shaped(compact(text), _SHAPE, {9})
    if number[-1] != check_letter(number):
        raise InvalidValue("checksum_failed")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
