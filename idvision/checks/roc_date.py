"""A day of the calendar of the Republic of China, `民國74年4月5日`, `074/04/05`, `0740405`, to ISO 8601.

Year 1 is 1912. A year of four digits is one of the common calendar, as certificates for foreigners print it.
Days before year 1 (民前) are refused: nobody born then holds a card.

Input: text as read, spaces and full-width forms allowed. Output: `YYYY-MM-DD`.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._dates import iso_date
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

YEAR_ZERO = 1911
_ERA = "(?:中?[華华]?民[國国])?"
_PARTED = re.compile(_ERA + r"([0-9]{1,4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?")
_SOLID = re.compile(_ERA + r"([01][0-9]{2})([0-9]{2})([0-9]{2})")


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the day in ISO form. Raises InvalidValue: bad_format, invalid_date."""
    plain = compact(text)
    match = _PARTED.fullmatch(plain) or _SOLID.fullmatch(plain)
    if match is None:
        raise InvalidValue("bad_format")
    year, month, day = (int(part) for part in match.groups())
    if len(match[1]) == 4:
        return iso_date(year, month, day)
    if year == 0:
        raise InvalidValue("invalid_date")
    return iso_date(YEAR_ZERO + year, month, day)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
