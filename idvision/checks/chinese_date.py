"""A day as Chinese documents print it: `1963年3月26日`, `2018.10.21`, `20181021`, to ISO 8601.

Input: text as read, spaces and full-width forms allowed. Output: `YYYY-MM-DD`.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._dates import iso_date
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

# Eight digits are a date even where a separator was not read.
_SOLID = re.compile(r"([0-9]{4})[年./·-]?([0-9]{2})[月./·-]?([0-9]{2})日?")
_PARTED = re.compile(r"([0-9]{4})[年./·-]([0-9]{1,2})[月./·-]([0-9]{1,2})日?")


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the day in ISO form. Raises InvalidValue: bad_format, invalid_date."""
    plain = compact(text)
    match = _SOLID.fullmatch(plain) or _PARTED.fullmatch(plain)
    if match is None:
        raise InvalidValue("bad_format")
    year, month, day = (int(part) for part in match.groups())
    return iso_date(year, month, day)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
