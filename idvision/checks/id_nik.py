"""The number of an Indonesian resident (NIK): 16 digits, place, birth date, serial.

Six digits name province, regency and district of registration, six the birth date `DDMMYY`, with 40 added to
the day of women. There is no check digit.

Input: text as read. Output: 16 digits. The provinces come from python-stdnum.
"""

from __future__ import annotations

import re
from datetime import date

from idvision.checks._accepts import accepts
from idvision.checks._dates import any_century
from idvision.checks._shape import bare, shaped
from idvision.checks._stdnum import is_indonesian_province
from idvision.errors import InvalidValue

_SHAPE = re.compile("[0-9]{16}")
_ADDED_FOR_WOMEN = 40
# North Kalimantan, and the provinces of Papua by the codes of the interior ministry: younger than the table.
_YOUNG_PROVINCES = frozenset({"65", "91", "92", "93", "94", "95", "96"})


def compact(text: str) -> str:
    """Return `text` without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number.

    Raises InvalidValue, the first that applies of: bad_length, bad_format, invalid_date, unknown_region.
    """
    number = shaped(compact(text), _SHAPE, {16})
    day, month, year = _day_month_year(number)
    if not any_century(year, month, day):
        raise InvalidValue("invalid_date")
    if number[:2] not in _YOUNG_PROVINCES and not is_indonesian_province(number[:2]):
        raise InvalidValue("unknown_region")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def born_on(number: str, birth: date) -> bool:
    """Return whether a valid number can be that of a person born on that day."""
    return (birth.day, birth.month, birth.year % 100) == _day_month_year(number)


def get_sex(number: str) -> str:
    """Return M or F by the day of birth in a valid number."""
    return "F" if int(number[6:8]) > _ADDED_FOR_WOMEN else "M"


def _day_month_year(number: str) -> tuple[int, int, int]:
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    return day - _ADDED_FOR_WOMEN if day > _ADDED_FOR_WOMEN else day, month, year
