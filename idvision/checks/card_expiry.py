"""The month in which a payment card ends, printed `08/27` or `08/2027`.

Input: text as read. Output: `YYYY-MM`.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

_SHAPE = re.compile(r"([0-9]{2})[/-](?:20)?([0-9]{2})")
_CANONICAL = re.compile(r"20([0-9]{2})-([0-9]{2})")


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the month, `YYYY-MM`. Raises InvalidValue: bad_format, invalid_date."""
    plain = compact(text)
    if match := _CANONICAL.fullmatch(plain):
        year, month = match.groups()
    elif match := _SHAPE.fullmatch(plain):
        month, year = match.groups()
    else:
        raise InvalidValue("bad_format")
    if not 1 <= int(month) <= 12:
        raise InvalidValue("invalid_date")
    return f"20{year}-{month}"


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
