"""The blood group as cards print it; a dash stands for one that is not known (Indonesia).

Input: text as read. Output: the word of the list.
"""

from __future__ import annotations

from idvision.checks._accepts import accepts, listed
from idvision.checks.clean import halfwidth

PRINTED = ("A", "B", "AB", "O", "A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-", "-")


def compact(text: str) -> str:
    """Return `text` in capitals with single spaces and without full-width forms, a nought as the group.

    A star is a plus of small print: no group has one, and a minus shows less.
    """
    return " ".join(halfwidth(text).upper().replace("0", "O").replace("*", "+").split())


def validate(text: str) -> str:
    """Return the word. Raises InvalidValue: not_in_lexicon."""
    return listed(compact(text), PRINTED)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
