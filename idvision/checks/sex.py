"""Sex as documents print it, Chinese, Latin or both (`女/F`), to M, F or X (as in ICAO Doc 9303)."""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth
from idvision.errors import InvalidValue

CHINESE = ("男", "女")

_CODES = {"男": "M", "女": "F", "M": "M", "F": "F", "X": "X", "<": "X"}


def compact(text: str) -> str:
    """Return `text` without spaces, slashes and full-width forms, in capitals."""
    return re.sub(r"[\s/]", "", halfwidth(text)).upper()


def validate(text: str) -> str:
    """Return M, F or X.

    Raises InvalidValue: bad_format for anything else, inconsistent when two scripts disagree.
    """
    plain = compact(text)
    if not plain or len(plain) > 2 or any(mark not in _CODES for mark in plain):
        raise InvalidValue("bad_format")
    codes = {_CODES[mark] for mark in plain}
    if len(codes) > 1:
        raise InvalidValue("inconsistent")
    return codes.pop()


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
