"""The marital status on an Indonesian identity card (KTP): single, married, divorced, widowed.

Input: text as read. Output: the word of the list.
"""

from __future__ import annotations

from idvision.checks._accepts import accepts
from idvision.checks.clean import capital_words
from idvision.errors import InvalidValue

PRINTED = ("BELUM KAWIN", "KAWIN", "KAWIN TERCATAT", "KAWIN BELUM TERCATAT", "CERAI HIDUP", "CERAI MATI")
# Gaps between words are often not read.
_BY_LETTERS = {word.replace(" ", ""): word for word in PRINTED}


def compact(text: str) -> str:
    """Return `text` in capitals with single spaces and without full-width forms."""
    return capital_words(text)


def validate(text: str) -> str:
    """Return the word. Raises InvalidValue: not_in_lexicon."""
    word = _BY_LETTERS.get(compact(text).replace(" ", ""))
    if word is None:
        raise InvalidValue("not_in_lexicon")
    return word


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
