"""The vehicles that a European driving licence is for, `AM/B1/B` (Directive 2006/126/EC, article 4).

A member state may add classes of its own, one letter each, such as `L` and `T`.

Input: text as read. Output: the classes in capitals, with the marks that are printed between them.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import capital_words
from idvision.errors import InvalidValue

CLASSES = frozenset(("AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"))


def compact(text: str) -> str:
    """Return `text` in capitals with single spaces and without full-width forms."""
    return capital_words(text)


def validate(text: str) -> str:
    """Return the classes. Raises InvalidValue: not_in_lexicon (one unknown, or none of the directive's)."""
    classes = compact(text)
    words = re.findall(r"[^\s/,;.|-]+", classes)
    own = all(word in CLASSES or (len(word) == 1 and word.isalpha()) for word in words)
    if not own or CLASSES.isdisjoint(words):
        raise InvalidValue("not_in_lexicon")
    return classes


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
