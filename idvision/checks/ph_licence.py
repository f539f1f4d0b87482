"""The number of a Philippine driving licence: a letter for the office, `A00-00-000000`.

Input: text as read. Output: `A00-00-000000`, with its hyphens.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile("[A-Z][0-9]{10}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (11 characters), bad_format."""
    number = shaped(compact(text), _SHAPE, {11})
    return f"{number[:3]}-{number[3:5]}-{number[5:]}"


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
