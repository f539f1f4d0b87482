"""The Chinese commercial code of a name: four digits a character, as Hong Kong identity cards print it.

Input: text as read. Output: groups of four digits with one space between.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

SHORTEST, LONGEST = 1, 8
"""In characters of the name."""


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the groups. Raises InvalidValue: bad_length (4 to 32 digits, by fours), bad_format."""
    digits = compact(text)
    count, rest = divmod(len(digits), 4)
    if rest or not SHORTEST <= count <= LONGEST:
        raise InvalidValue("bad_length")
    if not re.fullmatch("[0-9]+", digits):
        raise InvalidValue("bad_format")
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
