"""The symbols below the birth date of a Hong Kong identity card, such as `***AZ` (Registration of Persons).

Asterisks tell who may have a re-entry permit: three from 18 years on, one from 11. Then letters: A, C, R or U
for the right to stay, B where birth and N where the name was changed since the first registration, and where
the holder was born: Z Hong Kong, X the mainland, W Macao, O elsewhere.

Input: text as read. Output: the symbols in capitals.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare
from idvision.errors import InvalidValue

_SHAPE = re.compile(r"(?:\*\*\*|\*)?[ACRU][ZXWO]?[BN]{0,2}[ZXWO]?")
# Three stars in a row, some of which look like quotation marks, or two like one; there are never two alone.
_MISREAD = re.compile(r"^(?:[*\"'“”’]{2,5}|[\"“”])(?=[A-Z])")
_STARS = str.maketrans(dict.fromkeys("★☆✱✳＊﹡⁎∗", "*"))


def compact(text: str) -> str:
    """Return `text` in capitals: asterisks for stars, three for more marks, the letter O for a zero."""
    return bare(_MISREAD.sub("***", text.translate(_STARS))).replace("0", "O")


def validate(text: str) -> str:
    """Return the symbols. Raises InvalidValue: bad_format."""
    symbols = compact(text)
    if not _SHAPE.fullmatch(symbols):
        raise InvalidValue("bad_format")
    return symbols


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
