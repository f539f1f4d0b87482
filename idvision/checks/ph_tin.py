"""The Philippine taxpayer's number, printed `123-456-789`, with the number of a branch behind it or not.

The branch has three digits, five in newer numbers; that of a person's own registration is all zeros. The rule
of the ninth digit is not public: only their number is checked.

Input: text as read. Output: 9, 12 or 14 digits.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(r"[0-9]+")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (9, 12 or 14 digits), bad_format."""
    return shaped(compact(text), _SHAPE, {9, 12, 14})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
