"""The number of a person registered in Korea, citizen or foreigner, whole or masked: `800101-1******`.

For documents that hide digits, and for those of foreigners (5 to 8 behind the birth date), whose numbers of
since October 2020 have no check digit and do not tell that they have none. What is not masked and belongs to
a citizen is checked as in `kr_rrn`. A value that passes here is not borne out by a check digit.

Input: text as read. Output: 13 characters, digits and stars.
"""

from __future__ import annotations

import re
from datetime import date

from idvision.checks import kr_rrn
from idvision.checks._accepts import accepts
from idvision.checks._dates import any_century
from idvision.checks._shape import bare, shaped
from idvision.errors import InvalidValue

_SHAPE = re.compile(r"[0-9]{6}(?:[0-9]{7}|[0-9]\*{6}|\*{7})")
_STARS = str.maketrans("•●＊∗X×", "******")


def compact(text: str) -> str:
    """Return `text` without spaces, dashes and full-width forms, with every mask as a star."""
    return bare(text).translate(_STARS)


def validate(text: str) -> str:
    """Return the number.

    Raises InvalidValue, the first that applies of: bad_length, bad_format, invalid_date, and of a citizen's
    whole number checksum_failed, unknown_region.
    """
    number = shaped(compact(text), _SHAPE, {13})
    if number[6] == "*":
        if not any_century(int(number[:2]), int(number[2:4]), int(number[4:6])):
            raise InvalidValue("invalid_date")
        return number
    kr_rrn.birth_date(number)
    return number if number[-1] == "*" or number[6] in "5678" else kr_rrn.validate(number)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def born_on(number: str, birth: date) -> bool:
    """Return whether a valid number can be that of a person born on that day."""
    return number[:6] == f"{birth:%y%m%d}" if number[6] == "*" else kr_rrn.born_on(number, birth)


def get_sex(number: str) -> str:
    """Return M or F by the seventh digit, or nothing where it is masked."""
    return "" if number[6] == "*" else kr_rrn.get_sex(number)
