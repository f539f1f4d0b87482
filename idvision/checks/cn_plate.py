"""The number plate of a Chinese motor vehicle (GA 36): province, office, five or six characters.

Input: text as read. Output: the plate without its dot. Plates of the Armed Police begin with WJ instead of a
province and office. New-energy vehicles have six characters; the last
may be a Han character for coaches, trailers and the like.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Plates bear the simplified characters, but some print, and readers of it, know the others too.
TRADITIONAL = str.maketrans("滬遼雲魯蘇贛晉陝閩貴寧瓊粵學領", "沪辽云鲁苏赣晋陕闽贵宁琼粤学领")
_ENDINGS = "挂学警港澳使领"
_SERIAL = "[0-9A-HJ-NP-Z]"
_CIVIL = f"[{PROVINCES}][A-HJ-NP-Z](?:{_SERIAL}{{5,6}}|{_SERIAL}{{4}}[{_ENDINGS}])"
_SHAPE = re.compile(f"{_CIVIL}|WJ[{PROVINCES}][0-9]{{4}}{_SERIAL}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dots and full-width forms."""
    return re.sub("[·•・.]", "", no_spaces(halfwidth(text))).upper().translate(TRADITIONAL)


def validate(text: str) -> str:
    """Return the plate. Raises InvalidValue: bad_length (7 or 8 characters), bad_format."""
    plate = compact(text)
    if len(plate) not in {7, 8}:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch(plate):
        raise InvalidValue("bad_format")
    return plate


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
