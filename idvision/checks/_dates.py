"""Calendar arithmetic shared by the checks."""

from __future__ import annotations

from datetime import date

from idvision.errors import InvalidValue

FIRST_YEAR, LAST_YEAR = 1850, 2199
"""Years outside of these are misreadings: nobody older holds a card, no card lasts longer."""


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
