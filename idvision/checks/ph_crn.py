"""The Common Reference Number of the Philippine UMID card, printed `0111-1234567-8`.

No public rule ties its digits: only their number is checked.

Input: text as read. Output: 12 digits.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(r"[0-9]{12}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (12 digits), bad_format."""
    return shaped(compact(text), _SHAPE, {12})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
