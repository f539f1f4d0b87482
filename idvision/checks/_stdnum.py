"""What the checks take from python-stdnum.

Its modules bring encryption and a help browser along, so the first number that is checked imports them,
not `import idvision`.
"""

# ruff: noqa: PLC0415
from __future__ import annotations

import re


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


def is_county(code: str) -> bool:
    """Return whether six digits name, or once named, a county of GB/T 2260."""
    from stdnum import numdb

    return any("county" in properties for _, properties in numdb.get("cn/loc").info(code))


def divisions() -> dict[str, frozenset[str]]:
    """Return the names of the cities, districts and counties of each Chinese province, abolished ones too."""
    from stdnum import numdb

    return {
        properties["province"]: frozenset(
            re.sub(r"\[[^\]]*\]", "", division.get("county", "")) for _, _, _, division, _ in inner
        )
        for _, _, _, properties, inner in numdb.get("cn/loc").prefixes
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
