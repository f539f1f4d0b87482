"""The number of a member of the Philippine Social Security System, printed `34-1234567-8`.

The rule of its last digit is not public: only their number is checked.

Input: text as read. Output: 10 digits.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(r"[0-9]{10}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (10 digits), bad_format."""
    return shaped(compact(text), _SHAPE, {10})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
