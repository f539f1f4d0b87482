"""Rules between fields of one document.

Each takes the canonical values by field name and returns the names of the fields that disagree:
empty when they agree, and when a value is missing or failed its own check (that is reported there).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from idvision.checks import cn_id_number, cn_permit_line
from idvision.checks._dates import parse_iso
from idvision.checks.chinese_expiry import LONG_TERM

RESIDENT_ID_YEARS = (5, 10, 20)
"""Terms of the resident ID card (Law on Resident Identity Cards, article 5)."""

_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")


def cn_id_birth_date(values: Mapping[str, str]) -> tuple[str, ...]:
    """Compare `id_number` with `birth_date`."""
    number, birth = values.get("id_number", ""), values.get("birth_date", "")
    if not _ID_SHAPE.fullmatch(number) or parse_iso(birth) is None:
        return ()
    return () if number[6:14] == birth.replace("-", "") else ("birth_date", "id_number")


def cn_id_sex(values: Mapping[str, str]) -> tuple[str, ...]:
    """Compare `id_number` with `sex`."""
    number, sex = values.get("id_number", ""), values.get("sex", "")
    if not _ID_SHAPE.fullmatch(number) or sex not in {"M", "F"}:
        return ()
    return () if cn_id_number.get_sex(number) == sex else ("id_number", "sex")


def date_order(values: Mapping[str, str]) -> tuple[str, ...]:
    """Hold that `valid_from` lies before `expiry_date`; a card without an end is always in order."""
    start, end = parse_iso(values.get("valid_from", "")), parse_iso(values.get("expiry_date", ""))
    if start is None or end is None or start < end:
        return ()
    return ("expiry_date", "valid_from")


def cn_permit_line_values(values: Mapping[str, str]) -> tuple[str, ...]:
    """Hold that number, expiry and birth date are those in the card's line, which has two digits of years."""
    line = values.get("machine_code", "")
    if not cn_permit_line.is_valid(line):
        return ()
    printed = {
        "document_number": (values.get("document_number", ""), line[cn_permit_line.NUMBER]),
        "expiry_date": (values.get("expiry_date", "").replace("-", "")[2:], line[cn_permit_line.EXPIRY]),
        "birth_date": (values.get("birth_date", "").replace("-", "")[2:], line[cn_permit_line.BIRTH]),
    }
    return tuple(name for name, (value, in_line) in printed.items() if value and value != in_line)


def cn_id_validity_span(values: Mapping[str, str]) -> tuple[str, ...]:
    """Hold that a resident ID card runs 5, 10 or 20 years to the day, or without an end."""
    start, text = parse_iso(values.get("valid_from", "")), values.get("expiry_date", "")
    end = parse_iso(text)
    if start is None or text == LONG_TERM or end is None:
        return ()
    return () if _is_legal_term(start, end) else ("expiry_date", "valid_from")


def _is_legal_term(start: date, end: date) -> bool:
    """Return whether whole legal years lie between; from 29 February the day may move to either side."""
    days = {(start.month, start.day)}
    if (2, 29) in days:
        days |= {(2, 28), (3, 1)}
    return end.year - start.year in RESIDENT_ID_YEARS and (end.month, end.day) in days
