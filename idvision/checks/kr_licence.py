"""The number of a Korean driving licence, printed `11-18-123456-61`: 12 digits, no public check digit.

Two digits name the police office that issued it first, 11 to 26 and 28, two the year, six are a serial
number, two are not explained in public.

Input: text as read. Output: the number with its hyphens.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped
from idvision.errors import InvalidValue

_SHAPE = re.compile("[0-9]{12}")
_OFFICES = frozenset(f"{office}" for office in (*range(11, 27), 28))


def compact(text: str) -> str:
    """Return `text` without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (12 digits), bad_format, unknown_region."""
    number = shaped(compact(text), _SHAPE, {12})
    if number[:2] not in _OFFICES:
        raise InvalidValue("unknown_region")
    return f"{number[:2]}-{number[2:4]}-{number[4:10]}-{number[10:]}"


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
