"""The number of a Chinese passport.

Ordinary ones begin with E (electronic; a second letter without I and O since the digits ran out), before them
with G or 14 and 15; diplomatic, service and public affairs ones with DE, SE, PE, before them with D, S, P.
Those of Hong Kong begin with H or K, those of Macao with M.

Input: text as read. Output: the number in capitals.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(
    r"E[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|G[0-9]{8}|1[45][0-9]{7}|[DSP]E[0-9]{7}|[DSP][0-9]{7,8}"
    r"|[HK][0-9]{8}|[HK][A-Z][0-9]{7}|M[AB][0-9]{7}"
)


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (8 or 9 characters), bad_format."""
    return shaped(compact(text), _SHAPE, {8, 9})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
