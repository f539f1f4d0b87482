"""Calendar arithmetic shared by the checks."""

from __future__ import annotations

from datetime import date

from idvision.errors import InvalidValue

FIRST_YEAR, LAST_YEAR = 1850, 2199
"""Years outside of these are misreadings: nobody older holds a card, no card lasts longer."""
YEARS_BACK = 50
"""A two-digit year of anything but a birth lies in the hundred years from this many years ago on."""


def iso_date(year: int, month: int, day: int) -> str:
    """Return `YYYY-MM-DD`. Raises InvalidValue("invalid_date") for a day that never was."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidValue("invalid_date")
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise InvalidValue("invalid_date") from error


def parse_iso(text: str) -> date | None:
    """Return the date that `text` states in full ISO form, or None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def any_century(year: int, month: int, day: int) -> bool:
    """Return whether the day exists in a year of the last two centuries that ends in two digits."""
    # A leap day of 00 exists in 2000 alone.
    return any(_exists(century + year, month, day) for century in (1900, 2000))


def past_year(two_digits: int, month: int, day: int, today: date) -> int:
    """Return the latest year with these last digits in which the day does not lie after `today`."""
    year = today.year - today.year % 100 + two_digits
    return year - 100 if (year, month, day) > (today.year, today.month, today.day) else year


def near_year(two_digits: int, today: date) -> int:
    """Return the year with these last digits in the hundred years around `today`: 50 back, 49 ahead."""
    first = today.year - YEARS_BACK
    return first + (two_digits - first) % 100


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
