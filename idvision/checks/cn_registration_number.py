"""What a Chinese business licence is registered under: 15 digits until 2015, then the credit code.

GB/T 17900-1999: six digits of the registry, eight in sequence, the last a check digit of ISO 7064, mod 11,10.
Numbers given before that standard have 13 digits and no check digit.

Input: text as read. Output: the digits, or the credit code in capitals. ISO 7064 comes from python-stdnum.
"""

from __future__ import annotations

import re

from idvision.checks import cn_uscc
from idvision.checks._accepts import accepts
from idvision.checks._stdnum import mod_11_10_holds
from idvision.errors import InvalidValue

WITH_CHECK_DIGIT, WITHOUT_CHECK_DIGIT = 15, 13


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, hyphens and full-width forms."""
    return cn_uscc.compact(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (13, 15 or 18), bad_format, checksum_failed."""
    number = compact(text)
    if len(number) == cn_uscc.LENGTH:
        return cn_uscc.validate(number)
    if len(number) not in {WITH_CHECK_DIGIT, WITHOUT_CHECK_DIGIT}:
        raise InvalidValue("bad_length")
    if not re.fullmatch("[0-9]+", number):
        raise InvalidValue("bad_format")
    if len(number) == WITH_CHECK_DIGIT and not mod_11_10_holds(number):
        raise InvalidValue("checksum_failed")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
