"""The number of a Hong Kong or Macao resident's permit to travel to the mainland (港澳居民来往内地通行证).

H or M and eight digits are the holder's for life; cards of before 2013 print two more, which count how often
the card was renewed (rule published by the Ministry of Public Security in 2010). Cards of those who are no
Chinese citizens, issued since 2024, have an A behind the first letter.

Input: text as read. Output: 9 or 11 characters, as many as are printed.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(r"[HM][0-9A][0-9]{7}|[HM][0-9]{10}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (9 or 11 characters), bad_format."""
    return shaped(compact(text), _SHAPE, {9, 11})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
