"""The number of a person registered by the US immigration service: `A012-345-678`, USCIS# `012-345-678`.

Both are one number: nine digits, or eight behind the letter A in older ones. A letter before nine digits is
left out, so that both prints compare; nothing is filled up, because a digit may be missing.

Input: text as read. Output: nine digits, or A and eight.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile("A?[0-9]{9}|A[0-9]{8}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (9 or 10 characters), bad_format."""
    number = shaped(compact(text), _SHAPE, {9, 10})
    return number[1:] if len(number) == 10 else number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
