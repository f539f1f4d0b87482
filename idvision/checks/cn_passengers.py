"""How many people a Chinese vehicle may carry, `5人`; of a lorry with two rows of seats `2+3人`.

Input: text as read. Output: the number of people, both rows together.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

MOST = 200
_SHAPE = re.compile(r"([1-9][0-9]{0,2})(?:\+([1-9][0-9]?))?人?")


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_format (no number, or more than any bus holds)."""
    match = _SHAPE.fullmatch(compact(text))
    people = sum(int(part) for part in match.groups() if part) if match is not None else 0
    if not 1 <= people <= MOST:
        raise InvalidValue("bad_format")
    return str(people)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
