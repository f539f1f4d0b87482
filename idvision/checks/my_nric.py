"""The number of a Malaysian identity card (MyKad), printed `770305-02-1234`: birth date, place, serial.

The last digit is odd for men. There is no check digit.

Input: text as read. Output: 12 digits. The places come from python-stdnum.
"""

from __future__ import annotations

import re
from datetime import date

from idvision.checks._accepts import accepts
from idvision.checks._dates import any_century
from idvision.checks._shape import bare, shaped
from idvision.checks._stdnum import is_malaysian_birth_place
from idvision.errors import InvalidValue

_SHAPE = re.compile("[0-9]{12}")


def compact(text: str) -> str:
    """Return `text` without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number.

    Raises InvalidValue, the first that applies of: bad_length, bad_format, invalid_date, unknown_region.
    """
    number = shaped(compact(text), _SHAPE, {12})
    if not any_century(int(number[:2]), int(number[2:4]), int(number[4:6])):
        raise InvalidValue("invalid_date")
    if not is_malaysian_birth_place(number[6:8]):
        raise InvalidValue("unknown_region")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def born_on(number: str, birth: date) -> bool:
    """Return whether a valid number can be that of a person born on that day."""
    return number[:6] == f"{birth:%y%m%d}"


def get_sex(number: str) -> str:
    """Return M or F by the last digit."""
    return "M" if int(number[-1]) % 2 else "F"
