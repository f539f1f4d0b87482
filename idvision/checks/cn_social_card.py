"""The number of a Chinese social security card (社会保障卡卡号), not that of its holder.

The holder's social security number is the citizen's number. Provinces count cards on their own: a letter and
eight characters, the last of which may be X, are all that they share.

Input: text as read. Output: the number in capitals.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(r"[A-Z][0-9]{7}[0-9X]")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (9 characters), bad_format."""
    return shaped(compact(text), _SHAPE, {9})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
