"""A mass on a vehicle licence, `1715kg`.

Input: text as read. Output: whole kilograms without the unit.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

# Behind figures no letter can stand but the `k`, and behind that no digit: it is the `g`, misread.
_SHAPE = re.compile(r"([1-9][0-9]{1,5})(?:[a-z][gq89])?", re.IGNORECASE)


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the kilograms. Raises InvalidValue: bad_format (not 2 to 6 digits and their unit)."""
    match = _SHAPE.fullmatch(compact(text))
    if match is None:
        raise InvalidValue("bad_format")
    return match[1]


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
