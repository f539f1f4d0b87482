"""What the checks take from python-stdnum.

Its modules bring encryption and a help browser along, so the first number that is checked imports them,
not `import idvision`.
"""

# ruff: noqa: PLC0415
from __future__ import annotations

from functools import cache


def luhn_checksum(number: str) -> int:
    """Return the Luhn checksum of digits, 0 for a right number."""
    from stdnum import luhn

    return int(luhn.checksum(number))


def citizen_check_character(number: str) -> str:
    """Return the check character of a Chinese citizen's number of 18 characters."""
    from stdnum.cn import ric

    return str(ric.calc_check_digit(number))


def credit_code_check_character(code: str) -> str:
    """Return the check character that follows 17 characters of a unified social credit code."""
    from stdnum.cn import uscc

    return str(uscc.calc_check_digit(code))


def mod_11_10_holds(number: str) -> bool:
    """Return whether the last of some digits is their check digit by ISO 7064, mod 11,10."""
    from stdnum.iso7064 import mod_11_10

    return bool(mod_11_10.is_valid(number))


def is_county(code: str) -> bool:
    """Return whether six digits name, or once named, a county of GB/T 2260."""
    from stdnum import numdb

    return any("county" in properties for _, properties in numdb.get("cn/loc").info(code))


@cache
def china_divisions() -> dict[str, tuple[str, dict[str, str]]]:
    """Return each Chinese province, by two digits, with its divisions by the four digits behind them.

    A division is written as the table has it, with the years of former names: `[-2010]崇文区`.
    """
    from stdnum import numdb

    return {
        code: (
            properties["province"],
            {low: division["county"] for _, low, _, division, _ in inner if "county" in division},
        )
        for _, code, _, properties, inner in numdb.get("cn/loc").prefixes
        if "province" in properties
    }


def is_indonesian_province(code: str) -> bool:
    """Return whether two digits name a province in the numbers of Indonesian residents."""
    from stdnum import numdb

    return any("iso3166_2" in properties for _, properties in numdb.get("id/loc").info(code))


def is_malaysian_birth_place(code: str) -> bool:
    """Return whether two digits name a state or a group of countries in the numbers of Malaysian cards."""
    from stdnum import numdb

    return any(properties for _, properties in numdb.get("my/bp").info(code))


def thai_check_digit(number: str) -> str:
    """Return the check digit that follows the first 12 digits of a Thai citizen's number."""
    from stdnum.th import pin

    return str(pin.calc_check_digit(number))


def korean_check_digit(number: str) -> str:
    """Return the check digit that follows the first 12 digits of a Korean resident's number."""
    from stdnum.kr import rrn

    return str(rrn.calc_check_digit(number[:12]))
