"""The unified social credit code of a Chinese company (GB 32100): 18 characters, the last a check character.

Input: text as read. Output: the code in capitals. The check character comes from python-stdnum.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._stdnum import credit_code_check_character
from idvision.checks.clean import halfwidth, no_spaces
from idvision.errors import InvalidValue

LENGTH = 18
_SHAPE = re.compile("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, hyphens and full-width forms."""
    return no_spaces(halfwidth(text)).replace("-", "").upper()


def validate(text: str) -> str:
    """Return the code. Raises InvalidValue: bad_length, bad_format, checksum_failed."""
    code = compact(text)
    if len(code) != LENGTH:
        raise InvalidValue("bad_length")
    if not _SHAPE.fullmatch(code):
        raise InvalidValue("bad_format")
    if code[-1] != credit_code_check_character(code[:-1]):
        raise InvalidValue("checksum_failed")
    return code


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
