"""The vehicles that a Malaysian driving licence is for, `B2 D` (Road Transport Department).

The gap between two classes is often not read: `DDA` can only be `D DA`.

Input: text as read. Output: the classes with single spaces between them.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth
from idvision.errors import InvalidValue

CLASSES = ("A", "A1", "B", "B1", "B2", "C", "D", "DA", "E", "E1", "E2", "F", "G", "H", "I", "M")


def compact(text: str) -> str:
    """Return `text` in capitals with single spaces and without commas and full-width forms."""
    return " ".join(re.split(r"[\s,]+", halfwidth(text).upper().strip(" ,")))


def validate(text: str) -> str:
    """Return the classes. Raises InvalidValue: not_in_lexicon (unknown, or to be parted in several ways)."""
    return " ".join(part for word in compact(text).split(" ") for part in _parted(word))


def _parted(word: str) -> tuple[str, ...]:
    """Return a word that is a class, or the only ones in their order that it is made of."""
    if word in CLASSES:
        return (word,)
    ways = list(_ways(word, 0))
    if not word or len(ways) != 1:
        raise InvalidValue("not_in_lexicon")
    return ways[0]


def _ways(word: str, first: int) -> list[tuple[str, ...]]:
    if not word:
        return [()]
    return [
        (name, *rest)
        for place, name in enumerate(CLASSES[first:], first)
        if word.startswith(name)
        for rest in _ways(word[len(name) :], place + 1)
    ]


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
