"""A day in Latin script, day before month in figures: `17.11.1976`, `12 AUG/AOUT 74`.

A year of two digits is the nearest to today, 50 years back to 49 ahead.

Input: text as read. Output: `YYYY-MM-DD`.
"""

from __future__ import annotations

from datetime import date

from idvision.checks._accepts import accepts
from idvision.checks._dates import near_year
from idvision.checks._latin_dates import Order, plain_date, read_latin_date


def compact(text: str) -> str:
    """Return `text` with single spaces and without full-width forms."""
    return plain_date(text)


def validate(text: str, today: date | None = None) -> str:
    """Return the day in ISO form; `today`, by default the system's, decides two-digit years.

    Raises InvalidValue: bad_format, invalid_date, inconsistent (names of the month that disagree).
    """
    return read_latin_date(text, Order.DAY, lambda year, _month, _day, today: near_year(year, today), today)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
