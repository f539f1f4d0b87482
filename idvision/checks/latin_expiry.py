"""The end of a document's validity in Latin script: a day, day before month in figures, or words for no end.

Input: text as read. Output: `YYYY-MM-DD`, or `long-term`.
"""

from __future__ import annotations

from datetime import date

from idvision.checks import latin_date
from idvision.checks._accepts import accepts
from idvision.checks._latin_dates import fold

LONG_TERM = "long-term"
# Indonesian, Vietnamese, English.
_WITHOUT_END = frozenset({"SEUMURHIDUP", "KHONGTHOIHAN", "LIFETIME", "PERMANENT", "INDEFINITE"})


def compact(text: str) -> str:
    """Return `text` with single spaces and without full-width forms."""
    return latin_date.compact(text)


def validate(text: str, today: date | None = None) -> str:
    """Return the day in ISO form or `long-term`; `today`, by default the system's, decides short years.

    Raises InvalidValue: bad_format, invalid_date, inconsistent (names of the month that disagree).
    """
    plain = compact(text)
    if plain == LONG_TERM or "".join(filter(str.isalpha, fold(plain))) in _WITHOUT_END:
        return LONG_TERM
    return latin_date.validate(plain, today)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
