"""A value as a document prints it, and days as documents print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

DATE_STYLES: dict[str, Callable[[date], str]] = {
    "han": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "han_padded": lambda day: f"{day:%Y}年{day:%m}月{day:%d}日",
    "dots": lambda day: f"{day:%Y.%m.%d}",
    "dashes": lambda day: f"{day:%Y-%m-%d}",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A value: what a perfect reading returns, and what the document shows."""

    canonical: str
    text: str


def same(text: str) -> Printed:
    """Return a value that is printed as it is canonical."""
    return Printed(text, text)
