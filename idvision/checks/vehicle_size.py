"""The overall dimensions of a vehicle, `4680×1820×1500mm`: length, width and height.

A licence states them in millimetres. What no vehicle on a road measures was misread.

Input: text as read. Output: the three in mm joined by `x`, as in `4680x1820x1500`.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces, times_x
from idvision.errors import InvalidValue

LENGTH_MM, WIDTH_MM, HEIGHT_MM = (1000, 30000), (400, 4500), (600, 5000)
"""Least and most: from a motorcycle to a train of trailers or a crane."""

_SHAPE = re.compile(r"([1-9][0-9]{2,4})x([1-9][0-9]{2,3})x([1-9][0-9]{2,3})(?:mm|MM)?")


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms, every sign of multiplication as `x`."""
    return times_x(no_spaces(halfwidth(text)))


def validate(text: str) -> str:
    """Return `LxWxH` in mm. Raises InvalidValue: bad_format, also for what no vehicle measures."""
    match = _SHAPE.fullmatch(compact(text))
    if match is None:
        raise InvalidValue("bad_format")
    for side, (least, most) in zip(match.groups(), (LENGTH_MM, WIDTH_MM, HEIGHT_MM), strict=True):
        if not least <= int(side) <= most:
            raise InvalidValue("bad_format")
    return "x".join(match.groups())


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
