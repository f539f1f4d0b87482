"""A name or an address in Vietnamese, whose letters carry up to two marks: `NGUYỄN THỊ MỸ DUYÊN`.

Marks are the first thing that a reader of blurred print loses: `NGUYEN`. Such a reading looks like a name and
is another one. Hardly a name or an address has no letter with a mark, so a text without any is not believed.

Input: text as read. Output: the text composed (NFC), with single spaces.
"""

from __future__ import annotations

import unicodedata

from idvision.checks import free_text
from idvision.checks._accepts import accepts
from idvision.errors import InvalidValue

_CROSSED = frozenset("Đđ")


def compact(text: str) -> str:
    """Return `text` composed, with single spaces."""
    return free_text.compact(unicodedata.normalize("NFC", text))


def validate(text: str) -> str:
    """Return the text.

    Raises InvalidValue: bad_length, bad_format, diacritics_uncertain where marks may have been lost.
    """
    plain = free_text.validate(compact(text))
    if not has_marks(plain):
        raise InvalidValue("diacritics_uncertain")
    return plain


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def has_marks(text: str) -> bool:
    """Tell whether any letter carries a mark, so that the reader saw some."""
    return any(map(_is_marked, text))


def _is_marked(char: str) -> bool:
    return char in _CROSSED or len(unicodedata.normalize("NFD", char)) > 1
