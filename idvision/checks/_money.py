"""Currencies (ISO 4217, listed in `currency.dat`) and the figures of amounts."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from idvision.errors import InvalidValue

NO_DECIMALS = frozenset(
    {
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    }
)
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_PRINTED = {
    **{
        "€": "EUR",
        "£": "GBP",
        "₩": "KRW",
        "₹": "INR",
        "₫": "VND",
        "Đ": "VND",
        "₱": "PHP",
        "฿": "THB",
        "₽": "RUB",
    },
    **{"₺": "TRY", "₪": "ILS", "₴": "UAH", "₸": "KZT", "₦": "NGN", "ZŁ": "PLN", "KČ": "CZK", "RM": "MYR"},
    **{
        "RP": "IDR",
        "RP.": "IDR",
        "US$": "USD",
        "HK$": "HKD",
        "NT$": "TWD",
        "S$": "SGD",
        "A$": "AUD",
        "MOP$": "MOP",
    },
    **{"CA$": "CAD", "NZ$": "NZD", "R$": "BRL", "RMB": "CNY", "CN¥": "CNY", "JP¥": "JPY", "人民币": "CNY"},
    **{
        "人民币元": "CNY",
        "美元": "USD",
        "港币": "HKD",
        "港元": "HKD",
        "澳门元": "MOP",
        "新台币": "TWD",
        "欧元": "EUR",
    },
    **{"英镑": "GBP", "日元": "JPY", "韩元": "KRW"},
}
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([ ,.'])[0-9]{3})(?:\1[0-9]{3})*")


@cache
def signs() -> dict[str, str]:
    """Return what names a currency, in capitals, with its code; signs of several currencies are missing."""
    table = files("idvision.checks").joinpath("currency.dat").read_text(encoding="ascii")
    rows = (line.partition("#")[0] for line in table.splitlines())
    return {**{code: code for row in rows for code in row.split()}, **_PRINTED}


def read_amount(figures: str, currency: str) -> str:
    """Return figures with marks as a plain number with the currency's decimals.

    Raises InvalidValue: bad_format for figures that no convention writes, or two write for different numbers.
    """
    whole, decimals = _parted(figures.replace("’", "'"), currency)
    if _GROUPED.fullmatch(whole):
        whole = re.sub("[^0-9]", "", whole)
    if not re.fullmatch("0|[1-9][0-9]*", whole):
        raise InvalidValue("bad_format")
    wanted = 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2
    kept = decimals[:wanted].ljust(wanted, "0")
    if decimals[wanted:].strip("0"):
        raise InvalidValue("bad_format")
    return f"{whole}.{kept}" if wanted else whole


def _parted(plain: str, currency: str) -> tuple[str, str]:
    """Return what stands before the decimal mark and behind it."""
    marks = [char for char in plain if char in ".,"]
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        return plain, ""
    whole, _, tail = plain.rpartition(marks[-1])
    if not tail.isascii() or not tail.isdigit() or len(tail) > 3:
        raise InvalidValue("bad_format")
    if len(marks) > 1:
        # Of two kinds of mark the last one is the decimal mark, and stands once.
        if marks.count(marks[-1]) > 1:
            raise InvalidValue("bad_format")
        return whole, tail
    if len(tail) < 3 or _has_groups(whole):
        return whole, tail
    if currency in THREE_DECIMALS:
        raise InvalidValue("bad_format")
    return plain, ""


def _has_groups(whole: str) -> bool:
    return " " in whole or "'" in whole
