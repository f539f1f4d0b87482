"""The number under which a Chinese vehicle office files a driver or a vehicle: twelve digits, no check digit.

Input: text as read. Output: the digits.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

LENGTH = 12


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length, bad_format."""
    number = compact(text)
    if len(number) != LENGTH:
        raise InvalidValue("bad_length")
    if not re.fullmatch("[0-9]+", number):
        raise InvalidValue("bad_format")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
