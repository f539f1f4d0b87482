"""Sex on a Vietnamese document, `Nam` or `Nữ`, to M or F.

A reader whose alphabet lacks the last letter of `Nữ` leaves it out or gives a letter like it, `U` or `O`;
`Nam` has no such letter, so what begins with N and is shorter is not that.

Input: text as read. Output: M or F.
"""

from __future__ import annotations

import re

from idvision.checks import sex
from idvision.checks._accepts import accepts
from idvision.checks._latin_dates import fold
from idvision.errors import InvalidValue

_FEMALE = re.compile("N[UO]?")


def compact(text: str) -> str:
    """Return the letters of `text` as capitals without accents."""
    return "".join(filter(str.isalpha, fold(text)))


def validate(text: str) -> str:
    """Return M or F. Raises InvalidValue: bad_format."""
    word = compact(text)
    if _FEMALE.fullmatch(word):
        return "F"
    code = sex.validate(word)
    if code == "X":
        raise InvalidValue("bad_format")
    return code


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
