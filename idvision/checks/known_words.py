"""A reading that is nearly one of the few words that a field holds on most documents.

Input: text as cleaned, how sure each of its characters was, the words. Output: the word, or nothing: a field
may hold others, and what resembles none of them, or more than one, stays as it was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import ne

from idvision.checks._mended import Mended

# One character in so many may be wrong.
_FOR_EACH_WRONG = 4
_MOST_SURE = 0.97
# A word of which this many characters were read and the others, before or behind them, not at all.
_LEAST_OF_PART = 5
_LEAST_SHARE = 0.6
_TELLING = 7


def mend_known(text: str, sure: Sequence[float], words: Sequence[str]) -> Mended | None:
    """Return the one word that the text nearly is, or is a part of; None where it is one, or like none.

    Args:
        text: the value.
        sure: how sure each of its characters was, 0 to 1; as many as characters.
        words: what the field holds as a rule.
    """
    if text in words:
        return None
    near = dict(_near(text, sure, words))
    if len(near) == 1:
        ((word, mistakes),) = near.items()
        return Mended(word, certain=mistakes == 1 and len(word) >= _TELLING)
    whole = [word for word in words if _is_part(text, word)]
    return Mended(whole[0], certain=False) if len(whole) == 1 and not near else None


def _near(text: str, sure: Sequence[float], words: Sequence[str]) -> Iterator[tuple[str, int]]:
    for word in words:
        mistakes = sum(map(ne, text, word))
        if len(word) != len(text) or mistakes > len(word) // _FOR_EACH_WRONG:
            continue
        if all(one < _MOST_SURE for read, meant, one in zip(text, word, sure, strict=True) if read != meant):
            yield word, mistakes


def _is_part(text: str, word: str) -> bool:
    is_end = word.endswith(text) or word.startswith(text)
    return is_end and len(text) >= max(_LEAST_OF_PART, _LEAST_SHARE * len(word))
