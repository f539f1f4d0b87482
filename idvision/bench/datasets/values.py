"""Values as annotators write them -> canonical form, empty where they can be read in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

_DATE_ENDINGS = ("_date", "_from", "_until", "_since")
_NO_END = "长期"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*[.日]?$")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[. ]([0-9]{1,2})[. ]([0-9]{4})\b")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$")
_MONTH_NAME = re.compile(r"([0-9]{1,2}) ?([A-Z]{3}) ?([0-9]{4})$")
_CARD_EXPIRY = re.compile(r"(0?[1-9]|1[0-2])/(?:20)?([0-9]{2})$")
_COUNTRY = re.compile(r"[A-Z]{3}|D")
_ZONE_LINE = re.compile(r"[A-Z0-9<]{30}|[A-Z0-9<]{36}|[A-Z0-9<]{44}")


def canonical(name: str, value: str) -> str:
    """Return a value of the field `name` in canonical form, empty where it has none."""
    if name.endswith(_DATE_ENDINGS):
        return iso_date(value)
    if name == "sex":
        return sex_code(value)
    if name == "nationality":
        return country_code(value)
    plain = unicodedata.normalize("NFC", value).strip()
    if name == "plate_number":
        return re.sub(r"[\W_]", "", plain).upper()
    return re.sub(r"\s", "", plain) if name.endswith("_number") else plain


def is_date(name: str) -> bool:
    """Tell whether the field of that name holds a date."""
    return name.endswith(_DATE_ENDINGS)


def sex_code(printed: str) -> str:
    """Return M, F or X for `F`, `F/F`, `Q/F` or 女; empty for a letter of another language alone."""
    last = printed.rpartition("/")[2].strip().upper()
    return {"男": "M", "女": "F"}.get(last, last if last in ("M", "F", "X") else "")


def country_code(printed: str) -> str:
    """Return the code of a nationality that is written as one, empty for a word.

    The code of Germany in a zone, `D`, becomes `DEU` as everywhere else.
    """
    text = printed.strip()
    return {"D": "DEU"}.get(text, text) if _COUNTRY.fullmatch(text) else ""


def card_expiry(printed: str) -> str:
    """Return `2027-12` for `12/27` of a payment card."""
    found = _CARD_EXPIRY.match(printed.strip())
    return f"20{found[2]}-{int(found[1]):02d}" if found else ""


def zone_of(values: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of a machine readable zone among the values of a document, in their order.

    A line has the length of a zone's and a filler somewhere in the zone; two or three lines of one length
    are a zone, all else is none.
    """
    lines = [text for value in values if _ZONE_LINE.fullmatch(text := value.replace(" ", ""))]
    alike = len({len(line) for line in lines}) == 1 and any("<" in line for line in lines)
    return tuple(lines) if alike and len(lines) in (2, 3) else ()


def iso_date(printed: str) -> str:
    """Return a printed date as `YYYY-MM-DD`, `long-term`, or empty where it can be read in two ways.

    Days before months with dots or spaces; with slashes only if one number is above 12. A year of two
    digits is not read.
    """
    text = printed.strip().upper()
    if text == _NO_END:
        return "long-term"
    if found := _YEAR_FIRST.match(text):
        return _iso(*found.groups())
    if found := _DAY_FIRST.match(text):
        return _iso(*reversed(found.groups()))
    if (found := _MONTH_NAME.match(text)) and found[2] in _MONTHS:
        return _iso(found[3], _MONTHS.index(found[2]) + 1, found[1])
    if found := _SLASHES.match(text):
        return _from_slashes(*found.groups())
    return ""


def _from_slashes(first: str, second: str, year: str) -> str:
    readings = {_iso(year, first, second), _iso(year, second, first)} - {""}
    return readings.pop() if len(readings) == 1 else ""


def _iso(year: str, month: str | int, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
