"""A day on a paper of any language, Latin or Chinese: `12 May 2026`, `2026-05-12`, `2026年5月12日`.

Input: text as read. Output: ISO 8601. Of `03/05/2026` the day comes first.
"""

from __future__ import annotations

from idvision.checks import chinese_date, latin_date
from idvision.checks._accepts import accepts


def compact(text: str) -> str:
    """Return `text` with single spaces."""
    return " ".join(text.split())


def validate(text: str) -> str:
    """Return the day. Raises InvalidValue: bad_format, invalid_date."""
    plain = compact(text)
    return chinese_date.validate(plain) if "年" in plain else latin_date.validate(plain)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
