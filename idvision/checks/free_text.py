"""Text of which no rule is known: an occupation, a place, a remark.

Input: text as read. Output: the text with single spaces.
"""

from __future__ import annotations

from idvision.checks._accepts import accepts
from idvision.errors import InvalidValue

LONGEST = 250


def compact(text: str) -> str:
    """Return `text` with single spaces."""
    return " ".join(text.split())


def validate(text: str) -> str:
    """Return the text.

    Raises InvalidValue: bad_length (1 to 250 characters), bad_format where no letter or digit is in it, or
    what cannot be printed.
    """
    plain = compact(text)
    if not 1 <= len(plain) <= LONGEST:
        raise InvalidValue("bad_length")
    if not plain.isprintable() or not any(char.isalnum() for char in plain):
        raise InvalidValue("bad_format")
    return plain


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
