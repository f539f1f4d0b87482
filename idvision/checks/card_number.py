"""The number of a payment card (ISO/IEC 7812): 12 to 19 digits, the last by the Luhn formula.

Input: text as read, in groups or not. Output: digits only. The Luhn formula comes from python-stdnum.
"""

from __future__ import annotations

import re

from stdnum import luhn

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

SHORTEST, LONGEST = 12, 19


def compact(text: str) -> str:
    """Return `text` without spaces, hyphens and full-width forms."""
    return no_spaces(halfwidth(text)).replace("-", "")


def validate(text: str) -> str:
    """Return the digits. Raises InvalidValue: bad_format, bad_length (12 to 19 digits), checksum_failed."""
    number = compact(text)
    if not re.fullmatch("[0-9]+", number):
        raise InvalidValue("bad_format")
    if not SHORTEST <= len(number) <= LONGEST:
        raise InvalidValue("bad_length")
    if luhn.checksum(number) != 0:
        raise InvalidValue("checksum_failed")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
