"""The PhilSys Card Number of the Philippine national identity card, printed `1234-5678-9012-3456`.

The rule behind its digits is not public: only their number is checked.

Input: text as read. Output: 16 digits.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile(r"[0-9]{16}")


def compact(text: str) -> str:
    """Return `text` in capitals without spaces, dashes and full-width forms."""
    return bare(text)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (16 digits), bad_format."""
    return shaped(compact(text), _SHAPE, {16})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
