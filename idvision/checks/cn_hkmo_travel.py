"""The number of a mainland resident's permit to travel to Hong Kong and Macao (往来港澳通行证).

Cards begin with C, then a digit or, since the digits ran out, a letter without I and O; booklets with W,
those for official business with E.

Input: text as read. Output: the number in capitals.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(r"[CWE][0-9]{8}|C[A-HJ-NP-Z][0-9]{7}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (9 characters), bad_format."""
    return shaped(compact(text), _SHAPE, {9})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
