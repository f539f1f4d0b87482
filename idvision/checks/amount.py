"""An amount whose currency may not be told: `USD 1,234.50` to `USD 1234.50`, `$1,234.50` to `1234.50`.

A sign that several currencies share says which of them only to who knows the country, so it is left out.

Input: text as read. Output: as of `money`, or the amount alone with two decimals.
"""

from __future__ import annotations

from idvision.checks import money
from idvision.checks._accepts import accepts
from idvision.checks._money import read_amount
from idvision.errors import InvalidValue

# The sign of yen and yuan is often read as the letter that it is made of.
_SHARED_SIGNS = "$¥￥元YV"


def compact(text: str) -> str:
    """Return `text` with single spaces, plain minus signs, without full-width forms."""
    return money.compact(text)


def validate(text: str) -> str:
    """Return the amount, with its currency where that is printed. Raises InvalidValue: bad_format."""
    plain = compact(text)
    try:
        return money.validate(plain)
    except InvalidValue as error:
        if error.problem != "not_in_lexicon":
            raise
    figures = plain.strip(_SHARED_SIGNS + " ")
    if not figures[:1].isdigit() or not figures[-1:].isdigit():
        raise InvalidValue("bad_format")
    return read_amount(figures, "")


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
