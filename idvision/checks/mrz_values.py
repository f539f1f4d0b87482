"""Single values of a machine readable zone: characters as printed -> canonical value and problem codes.

Functions return `(value, problems)`. A value that cannot be had is the empty string; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from idvision.checks import country_code
from idvision.checks._dates import iso_date, near_year, past_year
from idvision.checks.mrz_formats import FILLER
from idvision.errors import InvalidValue

Reading = tuple[str, tuple[str, ...]]
_NAME_PART = re.compile(r"[A-Z]+(?:<[A-Z]+)*")


def read_text(text: str) -> str:
    """Return `text` without fillers at its ends; those inside stand for a space or mark: one space a run."""
    return " ".join(text.replace(FILLER, " ").split())


def read_country(text: str) -> Reading:
    """Return the alpha-3 code (`D` as DEU). Problem: unknown_country, the letters are kept."""
    code = country_code.compact(text)
    return code, (() if country_code.is_valid(code) else ("unknown_country",))


def read_sex(text: str) -> Reading:
    """Return M, F, or X for a filler. Problem: bad_sex, with no value."""
    codes = {"M": "M", "F": "F", FILLER: "X"}
    return (codes[text], ()) if text in codes else ("", ("bad_sex",))


def read_birth_date(text: str, today: date) -> Reading:
    """Return a past day for `YYMMDD`: the latest century in which it does not lie after `today`."""
    return _read_date(text, lambda year, month, day: past_year(year, month, day, today))


def read_expiry_date(text: str, today: date) -> Reading:
    """Return a day for `YYMMDD` in the hundred years around `today`: 50 back, 49 ahead."""
    return _read_date(text, lambda year, _month, _day: near_year(year, today))


def read_names(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Return surname, given names and problems of a name field `PRIMARY<<SECONDARY<<<`.

    A single filler is a space. Given names may be absent, and a name may be cut off at the field's end.
    Problem: bad_name, for digits, a missing surname or a third part.
    """
    parts = text.rstrip(FILLER).split(FILLER * 2)
    well_formed = len(parts) <= 2 and all(_NAME_PART.fullmatch(part) for part in parts)
    surname, given_names = read_text(parts[0]), " ".join(read_text(part) for part in parts[1:])
    return surname, given_names, (() if well_formed else ("bad_name",))


def read_name_list(text: str) -> Reading:
    """Return a name field with one or two fillers between its parts (French card). Problem: bad_name."""
    parts = text.rstrip(FILLER).split(FILLER * 2)
    well_formed = all(_NAME_PART.fullmatch(part) for part in parts)
    return " ".join(read_text(part) for part in parts), (() if well_formed else ("bad_name",))


def _read_date(text: str, choose_year: Callable[[int, int, int], int]) -> Reading:
    """Return a day in ISO form, or what is known of it (`1974-08`, `1974`), with its problems.

    `choose_year` takes the two digits of the year, month and day (1 where unknown).
    Problems: incomplete_date where fillers stand for unknown parts (Doc 9303 part 3), invalid_date.
    """
    if re.fullmatch(r"(?:[0-9]{2}|<<){3}", text) is None:
        return "", ("invalid_date",)
    parts = (text[:2], text[2:4], text[4:])
    two_digits, month, day = (None if part == FILLER * 2 else int(part) for part in parts)
    if two_digits is None:
        return "", ("incomplete_date",)
    year = choose_year(two_digits, month or 1, day or 1)
    try:
        complete = iso_date(year, 1 if month is None else month, 1 if day is None else day)
    except InvalidValue as error:
        return "", (error.problem,)
    if month is None:
        return complete[:4], ("incomplete_date",)
    return (complete[:7], ("incomplete_date",)) if day is None else (complete, ())
