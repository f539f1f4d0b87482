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
# It begins with a place or a number: a letter or mark there comes from beside it.
_SHAPE = re.compile(rf"[{HAN}0-9(][{HAN}0-9A-Za-z()#,.、·/&_-]+")
# No house number is that long: the line beneath was read into the address.
_NUMBER = re.compile("[0-9]{6}")
# Behind its province an address names a place: where none follows, the rest of it was not read.
_PROVINCE = re.compile(rf"[{HAN}]{{2,6}}?(?:省|自治区)(.*)")
_PLACE = re.compile("[市县区旗州盟镇乡村路街道号岛]")
_DASHES = str.maketrans("—–―−﹣－~～", "--------")


def compact(text: str) -> str:
    """Return `text` without spaces, full-width forms and kinds of dash."""
    return no_spaces(halfwidth(text.translate(_DASHES)))


def validate(text: str) -> str:
    """Return the address. Raises InvalidValue: bad_length (5 to 120 characters), bad_format, incomplete."""
    address = compact(text)
    if not SHORTEST <= len(address) <= LONGEST:
        raise InvalidValue("bad_length")
    han = len(re.findall(f"[{HAN}]", address))
    if han < _FEWEST_HAN or _NUMBER.search(address) or not _SHAPE.fullmatch(address):
        raise InvalidValue("bad_format")
    behind = _PROVINCE.match(address)
    if behind is not None and not _PLACE.search(behind[1]):
        raise InvalidValue("incomplete")
    return address


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
