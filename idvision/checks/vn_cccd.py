"""The number of a Vietnamese citizen (căn cước công dân): 12 digits (Decree 137/2015, articles 7 and 13).

Three digits name the province where the birth was registered, one the century and the sex, two the year of
birth, six are random. A birth that was registered abroad has the code of a country, above those of the
provinces; these codes are not checked. There is no check digit.

Input: text as read. Output: 12 digits.
"""

from __future__ import annotations

import re
from datetime import date

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped
from idvision.errors import InvalidValue

_SHAPE = re.compile("[0-9]{12}")
# Circular 07/2016/TT-BCA, annex 1; they stay in the numbers when provinces merge.
# fmt: off
_PROVINCES = frozenset({
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
})
# fmt: on
_LAST_PROVINCE = max(_PROVINCES)
# 0 and 1 stand for men and women of the twentieth century, 2 and 3 of the next.
_SEXES = "0123"


def compact(text: str) -> str:
    """Return `text` without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number.

    Raises InvalidValue, the first that applies of: bad_length, bad_format, invalid_date (a century that has
    not begun), unknown_region.
    """
    number = shaped(compact(text), _SHAPE, {12})
    if number[3] not in _SEXES:
        raise InvalidValue("invalid_date")
    if int(number[:3]) <= _LAST_PROVINCE and int(number[:3]) not in _PROVINCES:
        raise InvalidValue("unknown_region")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def born_on(number: str, birth: date) -> bool:
    """Return whether a valid number can be that of a person born on that day; it knows the year alone."""
    return birth.year == 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def get_sex(number: str) -> str:
    """Return M or F by the fourth digit of a valid number."""
    return "F" if int(number[3]) % 2 else "M"
