"""The blood group in a Chinese household register: `A`, `AB型`, `不明`.

Input: text as read. Output: `A`, `B`, `AB`, `O` or `unknown`.
"""

from __future__ import annotations

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

UNKNOWN = "unknown"
GROUPS = frozenset({"A", "B", "AB", "O"})
_UNKNOWN_WORDS = frozenset({"不明", "未知", "不详", UNKNOWN})


def compact(text: str) -> str:
    """Return `text` without spaces, full-width forms and the word for type; zero is the letter O."""
    plain = no_spaces(halfwidth(text)).removesuffix("型")
    return plain if plain in _UNKNOWN_WORDS else plain.upper().replace("0", "O")


def validate(text: str) -> str:
    """Return the group. Raises InvalidValue: not_in_lexicon."""
    plain = compact(text)
    if plain in _UNKNOWN_WORDS:
        return UNKNOWN
    if plain not in GROUPS:
        raise InvalidValue("not_in_lexicon")
    return plain


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
