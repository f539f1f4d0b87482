"""A Chinese postal address on one document, its printed lines joined.

Only what is clearly no address is refused: addresses follow no grammar that holds everywhere.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import HAN, halfwidth, no_spaces
from idvision.errors import InvalidValue

SHORTEST, LONGEST = 5, 120
_FEWEST_HAN = 4
_SHAPE = re.compile(rf"[{HAN}0-9A-Za-z()#,.、·/&_-]+")
_DASHES = str.maketrans("—–―−﹣－~～", "--------")


def compact(text: str) -> str:
    """Return `text` without spaces, full-width forms and kinds of dash."""
    return no_spaces(halfwidth(text.translate(_DASHES)))


def validate(text: str) -> str:
    """Return the address. Raises InvalidValue: bad_length (5 to 120 characters), bad_format."""
    address = compact(text)
    if not SHORTEST <= len(address) <= LONGEST:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch(address) or len(re.findall(f"[{HAN}]", address)) < _FEWEST_HAN:
        raise InvalidValue("bad_format")
    return address


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
