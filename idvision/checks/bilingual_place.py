"""A place in Han and in Latin letters, `福建/FUJIAN`, as Chinese passports print it; one may stand alone.

Input: text as read. Output: both with one slash between, single spaces, Latin letters in capitals.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import HAN, capital_words
from idvision.errors import InvalidValue

LONGEST = 60
_LATIN = r"[A-Z][A-Z'.,() -]*"
_SHAPE = re.compile(rf"[{HAN}]+|[{HAN}]*/?{_LATIN}")


def compact(text: str) -> str:
    """Return `text` with one slash between the scripts, single spaces, and Latin letters in capitals."""
    return re.sub(rf"(?<=[{HAN}])\s*[/|]?\s*(?=[A-Z])", "/", capital_words(text))


def validate(text: str) -> str:
    """Return the place. Raises InvalidValue: bad_length (over 60 characters), bad_format."""
    place = compact(text)
    if len(place) > LONGEST:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch(place):
        raise InvalidValue("bad_format")
    return place


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
