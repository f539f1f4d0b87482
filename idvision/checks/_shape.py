"""What the checks of numbers have in common: plain text, a length, a pattern."""

from __future__ import annotations

import re
from collections.abc import Container

from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

_DASHES = str.maketrans(dict.fromkeys("-‐‑‒–—―−", None))


def bare(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return no_spaces(halfwidth(text)).translate(_DASHES).upper()


def shaped(number: str, shape: re.Pattern[str], lengths: Container[int]) -> str:
    """Return `number` if it has one of the lengths and the shape as a whole.

    Raises InvalidValue: bad_length, bad_format.
    """
    if len(number) not in lengths:
        raise InvalidValue("bad_length")
    if not shape.fullmatch(number):
        raise InvalidValue("bad_format")
    return number
