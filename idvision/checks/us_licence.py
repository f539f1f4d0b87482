"""The number of a driving licence or identity card of a state of the USA.

Each state has a form of its own and changes it, so only what is clearly no such number is refused.

Input: text as read. Output: letters and digits, with one digit at least.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(r"(?=.*[0-9])[A-Z0-9*]+")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (4 to 19 characters), bad_format."""
    return shaped(compact(text), _SHAPE, range(4, 20))


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
