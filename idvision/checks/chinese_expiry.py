"""The end of a Chinese document's validity: a day, or 长期 for a card without an end.

Input: text as read. Output: `YYYY-MM-DD` or `long-term`.
"""

from __future__ import annotations

from idvision.checks import chinese_date
from idvision.checks._accepts import accepts

LONG_TERM = "long-term"
_WORDS = frozenset({"长期", "長期", "长期有效", "長期有效", LONG_TERM})


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return chinese_date.compact(text)


def validate(text: str) -> str:
    """Return the day in ISO form or `long-term`. Raises InvalidValue: bad_format, invalid_date."""
    plain = compact(text)
    return LONG_TERM if plain in _WORDS else chinese_date.validate(plain)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
