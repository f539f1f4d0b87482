"""An amount on a Chinese document, `¥1,234.50`, `1234.50元`, `-88.00`, to `CNY 1234.50`.

On documents that are declared Chinese ¥ and 元 are yuan, and so is an amount without a sign; another currency
may be named as in `money`.

Input: text as read. Output: code, space, amount with a point and without marks of thousands.
"""

from __future__ import annotations

from idvision.checks import money
from idvision.checks._accepts import accepts
from idvision.checks._money import signs

_YUAN = {"¥": "CNY", "￥": "CNY", "元": "CNY", "": "CNY"}


def compact(text: str) -> str:
    """Return `text` with single spaces, plain minus signs, without full-width forms."""
    return money.compact(text)


def validate(text: str) -> str:
    """Return currency and amount. Raises InvalidValue: bad_format, not_in_lexicon (no known currency)."""
    return money.read_money(compact(text), {**signs(), **_YUAN})


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
