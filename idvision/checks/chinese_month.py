"""A month as Chinese documents print it: `2019年11月`, `2019.11`; a day of it is taken too.

Input: text as read. Output: `YYYY-MM`, or `YYYY-MM-DD` where the day is printed.
"""

from __future__ import annotations

import re

from idvision.checks import chinese_date
from idvision.checks._accepts import accepts
from idvision.errors import InvalidValue

_SHAPE = re.compile(r"([0-9]{4})[年./-]([0-9]{1,2})月?")


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return chinese_date.compact(text)


def validate(text: str) -> str:
    """Return the month, or the day. Raises InvalidValue: bad_format, invalid_date."""
    plain = compact(text)
    match = _SHAPE.fullmatch(plain)
    if match is None:
        return chinese_date.validate(plain)
    year, month = match.groups()
    if not 1 <= int(month) <= 12:
        raise InvalidValue("invalid_date")
    return f"{year}-{int(month):02d}"


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
