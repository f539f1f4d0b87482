"""A day on a Thai document, `1 ม.ค. 2563`, `1 Jan. 2020`, or both, to ISO 8601.

Thai print counts years of the Buddhist era, 543 ahead; Latin print has common years. Until 1940 the year
began in April, so January to March of Buddhist years up to 2483 lie in the next common year or, in some
registers, not: such days are refused in Thai print, where nobody can tell.

Input: text as read. Output: `YYYY-MM-DD`.
"""

from __future__ import annotations

import re
from datetime import date

from idvision.checks import latin_date
from idvision.checks._accepts import accepts
from idvision.checks._dates import iso_date
from idvision.checks.clean import halfwidth
from idvision.errors import InvalidValue

AHEAD = 543
FIRST_BUDDHIST, LAST_BUDDHIST = 2393, 2742
_YEAR_FROM_JANUARY = 2484
_THAI = "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e"
_MONTHS = (
    ("มค", "มกราคม"),
    ("กพ", "กุมภาพันธ์"),
    ("มีค", "มีนาคม"),
    ("เมย", "เมษายน"),
    ("พค", "พฤษภาคม"),
    ("มิย", "มิถุนายน"),
    ("กค", "กรกฎาคม"),
    ("สค", "สิงหาคม"),
    ("กย", "กันยายน"),
    ("ตค", "ตุลาคม"),
    ("พย", "พฤศจิกายน"),
    ("ธค", "ธันวาคม"),
)
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_DAY = re.compile(rf"([0-9]{{1,2}})\s*([{_THAI}. ]+?)\s*([0-9]{{4}})")


def compact(text: str) -> str:
    """Return `text` with single spaces, without full-width forms, Thai digits as European ones."""
    return " ".join(halfwidth(text).split()).translate(_DIGITS)


def validate(text: str, today: date | None = None) -> str:
    """Return the day in ISO form; `today`, by default the system's, decides two-digit years in Latin print.

    Raises InvalidValue: bad_format, invalid_date, inconsistent (two prints that disagree).
    """
    plain = compact(text)
    match = _DAY.search(plain)
    if match is None:
        return latin_date.validate(plain, today)
    thai = _from_thai(int(match[1]), match[2], int(match[3]))
    rest = (plain[: match.start()] + plain[match.end() :]).strip(" /()")
    if rest and latin_date.validate(rest, today) != thai:
        raise InvalidValue("inconsistent")
    return thai


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def _from_thai(day: int, name: str, year: int) -> str:
    plain = re.sub(r"[. ]", "", name)
    month = next((number for number, names in enumerate(_MONTHS, start=1) if plain in names), None)
    if month is None:
        raise InvalidValue("bad_format")
    unclear = year < _YEAR_FROM_JANUARY and month <= 3
    if unclear or not FIRST_BUDDHIST <= year <= LAST_BUDDHIST:
        raise InvalidValue("invalid_date")
    return iso_date(year - AHEAD, month, day)
