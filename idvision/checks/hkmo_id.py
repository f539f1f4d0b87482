"""The number of a Hong Kong or a Macao identity card, for documents that print either: see `hk_id`, `mo_id`.

Input: text as read. Output: as of the card that it belongs to.
"""

from __future__ import annotations

from idvision.checks import hk_id, mo_id
from idvision.checks._accepts import accepts


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes, brackets and full-width forms."""
    return hk_id.compact(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue as `hk_id` for one with a letter, else as `mo_id`."""
    if compact(text)[:1].isalpha():
        return hk_id.validate(text)
    return mo_id.validate(text)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
