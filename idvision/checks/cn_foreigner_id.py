"""The number of a Chinese foreigner's permanent residence card (外国人永久居留身份证).

Since December 2023: 18 characters as of a citizen's number, beginning with 9; two digits name the province,
three the country in figures, eight the birth date; the last is the check character of GB 11643. Before:
three letters of the country and 12 digits, whose own check digit follows no public rule and is not checked.

Input: text as read. Output: 18 or 15 characters.
"""

from __future__ import annotations

import re

from idvision.checks import cn_id_number, country_code
from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped
from idvision.checks._stdnum import citizen_check_character
from idvision.errors import InvalidValue

_SHAPE = re.compile("9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number.

    Raises InvalidValue, the first that applies of: bad_length, bad_format, checksum_failed, invalid_date,
    not_in_lexicon (the country's letters).
    """
    number = shaped(compact(text), _SHAPE, {15, 18})
    if len(number) == 15:
        country_code.validate(number[:3])
        return number
    if number[-1] != citizen_check_character(number):
        raise InvalidValue("checksum_failed")
    cn_id_number.get_birth_date(number)
    return number


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
