"""Until when a Chinese vehicle is inspected: `检验有效期至2024年06月` on the second page of its licence.

Later inspections are printed below earlier ones, so of several months the latest is in force.

Input: the record as read. Output: `YYYY-MM`.
"""

from __future__ import annotations

import re

from idvision.checks._accepts import accepts
from idvision.checks.clean import halfwidth, no_spaces
from idvision.checks.cn_plate import TRADITIONAL
from idvision.errors import InvalidValue

_MONTH = re.compile(r"期至([0-9]{4})年([0-9]{1,2})月")
_CANONICAL = re.compile(r"([0-9]{4})-([0-9]{2})")

_WORDS = "检验有效期至"
# Of the words before each month so many may be misread, but not the last two.
MAX_ERRORS = 3
_BEFORE_MONTH = re.compile(r".{4}期至(?=[0-9]{4}年[0-9]{1,2}月)")


def mend_record(text: str) -> str:
    """Return the record with the words before each month as they are always printed; months stay as read.

    The office behind it, a province's character and a letter, is in simplified characters as on plates.
    """
    return _BEFORE_MONTH.sub(lambda found: _mended(found[0]), text).translate(TRADITIONAL)


def _mended(words: str) -> str:
    errors = sum(read != printed for read, printed in zip(words, _WORDS, strict=True))
    return _WORDS if errors <= MAX_ERRORS else words


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the latest month. Raises InvalidValue: bad_format (no month is named), invalid_date."""
    plain = compact(text)
    whole = _CANONICAL.fullmatch(plain)
    months = [whole.groups()] if whole else _MONTH.findall(plain)
    if not months:
        raise InvalidValue("bad_format")
    if not all(1 <= int(month) <= 12 and 1980 <= int(year) <= 2100 for year, month in months):
        raise InvalidValue("invalid_date")
    return max(f"{year}-{int(month):02d}" for year, month in months)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
