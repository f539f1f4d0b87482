"""The number of a Hong Kong identity card: one or two letters, six digits, a check digit in brackets.

The check digit is 0 to 9 or A: 9 to 2 times the values of what stands before it (a missing first letter is
36, A is 10), and the check digit once, make a multiple of 11.

Input: text as read, with the brackets or without. Output: `A123456(3)`.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped
from idvision.errors import InvalidValue

_SHAPE = re.compile("[A-Z]{1,2}[0-9]{6}[0-9A]")
_VALUES = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ")}
_BRACKETS = str.maketrans(dict.fromkeys("()[]", None))


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes, brackets and full-width forms."""
    return bare(text).translate(_BRACKETS)


def check_digit(body: str) -> str:
    """Return what belongs in the brackets behind the letters and six digits."""
    weighted = zip(body.rjust(8), range(9, 1, -1), strict=True)
    return "0123456789A"[-sum(_VALUES[char] * weight for char, weight in weighted) % 11]


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (8 or 9 characters), bad_format, checksum_failed."""
    number = shaped(compact(text), _SHAPE, {8, 9})
    if number[-1] != check_digit(number[:-1]):
        raise InvalidValue("checksum_failed")
    return f"{number[:-1]}({number[-1]})"


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
