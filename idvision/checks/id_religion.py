"""The religion on an Indonesian identity card (KTP): one of seven entries, in the spellings that cards print.

Input: text as read. Output: the word of the list.
"""

from __future__ import annotations

from idvision.checks._accepts import accepts
from idvision.checks.clean import capital_words
from idvision.errors import InvalidValue

PRINTED = ("ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDDHA", "KHONGHUCU", "KEPERCAYAAN TERHADAP TUHAN YME")
_SPELLINGS = {"BUDHA": "BUDDHA", "KATOLIK": "KATHOLIK", "KONGHUCU": "KHONGHUCU"}


def compact(text: str) -> str:
    """Return `text` in capitals with single spaces and without full-width forms."""
    return capital_words(text)


def validate(text: str) -> str:
    """Return the word. Raises InvalidValue: not_in_lexicon."""
    word = compact(text)
    word = _SPELLINGS.get(word, word)
    if word not in PRINTED:
        raise InvalidValue("not_in_lexicon")
    return word


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
