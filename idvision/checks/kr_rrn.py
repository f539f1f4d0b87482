"""The number of a Korean citizen, printed `800101-1234567`: birth date, sex and century, place, check digit.

Numbers given since October 2020 have random digits behind the sex and no check digit. A number does not tell
when it was given but by its birth date: of a person born since then the last digit is not checked, and a
number that an older person received since then breaks this rule although it is right. Those of foreigners
are in `kr_registration`.

Input: text as read. Output: 13 digits. The check digit comes from python-stdnum.
"""

from __future__ import annotations

import re
from datetime import date

from idvision.checks._accepts import accepts
from idvision.checks._dates import iso_date
from idvision.checks._shape import bare, shaped
from idvision.checks._stdnum import korean_check_digit
from idvision.errors import InvalidValue

RANDOM_SINCE = date(2020, 10, 5)
_SHAPE = re.compile("[0-9]{6}[0-49][0-9]{6}")
_LAST_PLACE = 96


def compact(text: str) -> str:
    """Return `text` without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number.

    Raises InvalidValue, the first that applies of: bad_length, bad_format, invalid_date, checksum_failed,
    unknown_region.
    """
    number = shaped(compact(text), _SHAPE, {13})
    if birth_date(number) >= RANDOM_SINCE:
        return number
    if number[-1] != korean_check_digit(number):
        raise InvalidValue("checksum_failed")
    if int(number[7:9]) > _LAST_PLACE:
        raise InvalidValue("unknown_region")
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def birth_date(number: str) -> date:
    """Return the day in the first seven digits. Raises InvalidValue("invalid_date")."""
    century = {"9": 18, "0": 18, "1": 19, "2": 19, "5": 19, "6": 19}.get(number[6], 20)
    return date.fromisoformat(iso_date(100 * century + int(number[:2]), int(number[2:4]), int(number[4:6])))


def born_on(number: str, birth: date) -> bool:
    """Return whether a valid number can be that of a person born on that day."""
    return birth_date(number) == birth


def get_sex(number: str) -> str:
    """Return M or F by the seventh digit."""
    return "M" if int(number[6]) % 2 else "F"
