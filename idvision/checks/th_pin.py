"""The number of a Thai citizen, printed `1 2345 67890 12 1`: 13 digits, the last a check digit.

The first tells the kind of registration: 1 to 8 for people; 0 and 9 are not given to citizens.

Input: text as read. Output: 13 digits. The check digit comes from python-stdnum.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped
from idvision.checks._stdnum import thai_check_digit
from idvision.errors import InvalidValue

_SHAPE = re.compile("[1-8][0-9]{12}")


def compact(text: str) -> str:
    """Return `text` without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (13 digits), bad_format, checksum_failed."""
    number = shaped(compact(text), _SHAPE, {13})
    if number[-1] != thai_check_digit(number):
        raise InvalidValue("checksum_failed")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
