"""The vehicles that a Chinese driving licence is for, such as `C1` or `A2D` (classes of GA 482).

Input: text as read. Output: the classes in capitals, one behind the other as they are printed.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

_CLASSES = re.compile("(?:A[1-3]|B[12]|C[1-6]|[DEFMNP])+")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces and full-width forms."""
    return no_spaces(halfwidth(text)).upper()


def validate(text: str) -> str:
    """Return the classes. Raises InvalidValue: not_in_lexicon."""
    classes = compact(text)
    if not _CLASSES.fullmatch(classes):
        raise InvalidValue("not_in_lexicon")
    return classes


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
