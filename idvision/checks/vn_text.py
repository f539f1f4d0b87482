"""A name or an address in Vietnamese, whose letters carry up to two marks: `NGUYỄN THỊ MỸ DUYÊN`.

A reader whose alphabet lacks most of these letters leaves them out or gives plain ones in their place:
`NGUYEN`. Such a reading looks like a name and is another one, so a text is believed only if it has a letter
that no such reader writes.

Input: text as read. Output: the text composed (NFC), with single spaces.
"""

from __future__ import annotations

import unicodedata

from idvision.checks import free_text
from idvision.checks._accepts import accepts
from idvision.errors import InvalidValue

# Dot below, hook above, and a tone over a vowel that already has its hat, breve or horn.
_TELLING = frozenset("\u0323\u0309")
_TONES = frozenset("\u0300\u0301\u0303")
_SHAPES = frozenset("\u0302\u0306\u031b")
# The recogniser at hand writes these two letters of them, and none of the others.
_COMMON = frozenset("Ạồ")


def compact(text: str) -> str:
    """Return `text` composed, with single spaces."""
    return free_text.compact(unicodedata.normalize("NFC", text))


def validate(text: str) -> str:
    """Return the text.

    Raises InvalidValue: bad_length, bad_format, diacritics_uncertain where marks may have been lost.
    """
    plain = free_text.validate(compact(text))
    if not any(map(_is_telling, plain)):
        raise InvalidValue("diacritics_uncertain")
    return plain


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def _is_telling(char: str) -> bool:
    marks = set(unicodedata.normalize("NFD", char)[1:])
    return char not in _COMMON and bool(marks & _TELLING or (marks & _TONES and marks & _SHAPES))
