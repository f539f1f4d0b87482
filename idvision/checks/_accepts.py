"""What checks share: the verb that asks whether a text is valid, and the rule of a closed list."""

from __future__ import annotations

from collections.abc import Callable, Container

from idvision.errors import InvalidValue


def accepts(validate: Callable[[str], str], text: str) -> bool:
    """Return whether `validate` takes `text` without finding a problem."""
    try:
        validate(text)
    except InvalidValue:
        return False
    return True


def listed(word: str, words: Container[str]) -> str:
    """Return a word of a closed list. Raises InvalidValue("not_in_lexicon") for any other."""
    if word not in words:
        raise InvalidValue("not_in_lexicon")
    return word
