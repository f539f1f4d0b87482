"""How days are printed outside China, and values that documents name differently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from training.synth.printed import DATE_STYLES, Printed

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_STYLES: dict[str, Callable[[date], str]] = {
    **DATE_STYLES,
    "short_dots": lambda day: f"{day.year}.{day.month}.{day.day}.",
    "slashes": lambda day: f"{day:%Y/%m/%d}",
    "day_dashes": lambda day: f"{day:%d-%m-%Y}",
    "day_slashes": lambda day: f"{day:%d/%m/%Y}",
    "month_slashes": lambda day: f"{day:%m/%d/%Y}",
    "day_month": lambda day: f"{day:%d} {_MONTHS[day.month - 1][:3]} {day.year}",
    "day_month_stop": lambda day: f"{day.day} {_MONTHS[day.month - 1][:3]}. {day.year}",
    "day_whole_month": lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    "month_day": lambda day: f"{_MONTHS[day.month - 1].upper()} {day:%d}, {day.year}",
}
"""How days are printed, by the name that a look gives."""


def day(of: date, dates: str) -> Printed:
    """Return a day, printed in the style that a look names."""
    return Printed(of.isoformat(), _STYLES[dates](of))


Drawer = Callable[[np.random.Generator, str], dict[str, Printed]]
"""Draws the values of a document, its days printed in the style of that name."""


def renamed(draw: Drawer, **names: str) -> Drawer:
    """Return who draws the same, some of it under other names too: `id_number="plain_number"`."""

    def draw_renamed(rng: np.random.Generator, dates: str) -> dict[str, Printed]:
        drawn = draw(rng, dates)
        return drawn | {name: drawn[other] for name, other in names.items()}

    return draw_renamed
