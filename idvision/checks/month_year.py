"""A past month as `MM-YY`, of which Hong Kong identity cards print the first registration, to `YYYY-MM`.

Input: text as read. Output: the latest month with these digits that does not lie ahead.
"""

from __future__ import annotations

import re
from datetime import date

from idvision.checks._accepts import accepts
from idvision.checks._dates import past_year
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

_SHAPE = re.compile(r"\(?([0-9]{2})[-–/.]?([0-9]{2})\)?")
_CANONICAL = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str, today: date | None = None) -> str:
    """Return the month; `today`, by default the system's, decides the century.

    Raises InvalidValue: bad_format, invalid_date.
    """
    plain = compact(text)
    if _CANONICAL.fullmatch(plain):
        return plain
    match = _SHAPE.fullmatch(plain)
    if match is None:
        raise InvalidValue("bad_format")
    month, two_digits = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        raise InvalidValue("invalid_date")
    return f"{past_year(two_digits, month, 1, today or date.today()):04d}-{month:02d}"


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
