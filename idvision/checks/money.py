"""An amount of money, `USD 1,234.50`, `1.234,56 €`, `RM12.00`, to `CUR 1234.56`.

The currency must be printed, by its code of ISO 4217 or a sign that only one currency has: `$` and `¥` alone
are refused. The amount has the currency's number of decimals. What a lone point or comma means is told by
the digits behind it: one or two are decimals; three are thousands, unless the currency has three decimals:
then nobody can tell, and the amount is refused. Only the form that is returned, `KWD 1.234`, is always
read as what it says.

Input: text as read. Output: code, space, amount with a point and without marks of thousands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from idvision.checks._accepts import accepts
from idvision.checks._money import THREE_DECIMALS, read_amount, signs
from idvision.checks.clean import halfwidth
from idvision.errors import InvalidValue

_CANONICAL = re.compile(r"([A-Z]{3}) -?[0-9]+\.[0-9]{3}")
_MINUS = str.maketrans("−–—", "---")


def compact(text: str) -> str:
    """Return `text` with single spaces, plain minus signs, without full-width forms."""
    return " ".join(halfwidth(text).translate(_MINUS).split())


def validate(text: str) -> str:
    """Return currency and amount. Raises InvalidValue: bad_format, not_in_lexicon (no known currency)."""
    return read_money(compact(text), signs())


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def read_money(plain: str, names: Mapping[str, str]) -> str:
    """Return currency and amount of compact text; `names` gives the currency that a sign means.

    A minus may stand before or behind the currency. Raises InvalidValue: bad_format, not_in_lexicon.
    """
    if (whole := _CANONICAL.fullmatch(plain)) and whole[1] in THREE_DECIMALS:
        return plain
    match = re.fullmatch(r"([+-]?)\s*(\D*?)\s*([+-]?)\s*([0-9][0-9 .,'’]*?)\s*([^0-9.,'’]*)", plain)
    if match is None or (match[1] and match[3]):
        raise InvalidValue("bad_format")
    before, behind = match[2].strip().upper(), match[5].strip().upper()
    currencies = {names.get(name, "") for name in (before, behind) if name} or {names.get("", "")}
    if len(currencies) > 1 or "" in currencies:
        raise InvalidValue("not_in_lexicon")
    currency = currencies.pop()
    minus = "-" if "-" in match[1] + match[3] else ""
    return f"{currency} {minus}{read_amount(match[4], currency)}"
