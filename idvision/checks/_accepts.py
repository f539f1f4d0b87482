"""The third verb of every check, written once."""

from __future__ import annotations

from collections.abc import Callable

from idvision.errors import InvalidValue


def accepts(validate: Callable[[str], str], text: str) -> bool:
    """Return whether `validate` takes `text` without finding a problem."""
    try:
        validate(text)
    except InvalidValue:
        return False
    return True
