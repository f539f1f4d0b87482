"""The authority that issued a Chinese document, nearly always a public security office (…公安局…).

Only what is clearly no office is refused: it must name 公安 or end in 局, so that one
misread character does not condemn the value.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import HAN, halfwidth, no_spaces
from idvision.errors import InvalidValue

SHORTEST, LONGEST = 4, 40
_SHAPE = re.compile(f"[{HAN}()]+")


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the office's name. Raises InvalidValue: bad_length (4 to 40 characters), bad_format."""
    office = compact(text)
    if not SHORTEST <= len(office) <= LONGEST:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch(office) or not ("公安" in office or office.endswith("局")):
        raise InvalidValue("bad_format")
    return office


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
