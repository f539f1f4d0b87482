"""Values of arguments that several commands take: text -> value, or what is wrong with it."""

from __future__ import annotations

import argparse
from datetime import date


def day(text: str) -> date:
    """Return a day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2030-01-31") from error


def positive(text: str) -> int:
    """Return a whole number above 0. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def seconds(text: str) -> float:
    """Return a time of 0 or more. Raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds such as 0.5")
    return value


def pair(text: str) -> tuple[str, str]:
    """Return what stands before and after the first `=`. Raises ArgumentTypeError."""
    name, _, value = text.partition("=")
    if not name or not value:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value
