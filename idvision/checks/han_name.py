"""A personal name in Han characters, with the middle dot of transcribed names (`买买提·艾力`).

Input: text as read. Output: the name with one U+00B7 at each joint.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import HAN, halfwidth, middle_dot, no_spaces
from idvision.errors import InvalidValue

SHORTEST, LONGEST = 2, 25
_SHAPE = re.compile(f"[{HAN}]+(?:·[{HAN}]+)*")


def compact(text: str) -> str:
    """Return `text` without spaces and with every dot as U+00B7."""
    return no_spaces(middle_dot(halfwidth(text)))


def validate(text: str) -> str:
    """Return the name. Raises InvalidValue: bad_format, bad_length (2 to 25 characters, dots counted)."""
    name = compact(text)
    if not _SHAPE.fullmatch(name):
        raise InvalidValue("bad_format")
    if not SHORTEST <= len(name) <= LONGEST:
        raise InvalidValue("bad_length")
    return name


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
