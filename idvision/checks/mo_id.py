"""The number of a Macao identity card: 1, 5 or 7, six digits, and a check digit in brackets.

The first digit names one of three series. How the digit in brackets follows from the others is not public: it
is kept and not checked.

Input: text as read, `1234567(8)` or the older `1/234567/8`. Output: `1234567(8)`.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks._shape import bare, shaped

_SHAPE = re.compile("[157][0-9]{7}")
_MARKS = str.maketrans(dict.fromkeys("()[]/", None))


def compact(text: str) -> str:
    """Return `text` without spaces, dashes, brackets, slashes and full-width forms."""
    return bare(text).translate(_MARKS)


def validate(text: str) -> str:
    """Return the number. Raises InvalidValue: bad_length (8 digits), bad_format."""
    number = shaped(compact(text), _SHAPE, {8})
    return f"{number[:-1]}({number[-1]})"


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
