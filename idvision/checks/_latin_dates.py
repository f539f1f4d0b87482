"""Read days as documents in Latin script print them: `12 AUG/AOUT 74`, `05FEB1965`, `May 31, 1988`.

Whether day or month stands first in figures is declared, never guessed: `07/14/1981` on a document that is
declared to print the day first is no date. A year of four digits in front is followed by month and day.

Names of months are those of `latin_months.dat`, whole or cut after three letters or more, or misread in one
character (`OKDOBER`, `APR9`) where all names that are so near mean the same month. One that means
different months in different languages (LISTOPAD) counts only beside a second one that settles it; two that
disagree are no date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from idvision.checks._dates import iso_date
from idvision.checks.clean import halfwidth
from idvision.errors import InvalidValue

YearOf = Callable[[int, int, int, date], int]
"""Gives the year for its last two digits, the month, the day and the day of today."""
SHORTEST_NAME = 3
# Of shorter ones many are but one letter from another month, unless what is wrong is a digit.
SHORTEST_MISREAD_NAME = 5
_SEPARATOR = r"(?:\s*[-/.,:]\s*|\s+)"
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}}){_SEPARATOR}(?P<m>\d\d?){_SEPARATOR}(?P<d>\d\d?)\.?", re.ASCII)
_MONTH = r"(?P<name>[A-Z][A-Z0-9./ -]*?|\d{1,2}\s*[月월](?:[/ ]*[A-Z]+\.?)?)"
_DAY_NAME = re.compile(rf"(?P<d>\d\d?)[\s./,-]*{_MONTH}[\s./,-]*(?P<y>\d{{4}}|\d\d)", re.ASCII)
_NAME_DAY = re.compile(rf"{_MONTH}[\s./,-]*(?P<d>\d\d?)(?:,\s*|\s+|\s*[-/.]\s*)(?P<y>\d{{4}}|\d\d)", re.ASCII)
# Spanish and Portuguese write `1 de mayo de 1988`.
_FILLERS = frozenset({"DE", "OF"})


class Order(StrEnum):
    """What stands first in a date of figures that does not begin with a year of four digits."""

    DAY = "day"
    MONTH = "month"


def plain_date(text: str) -> str:
    """Return `text` with single spaces and without full-width forms."""
    return " ".join(halfwidth(text).split())


def read_latin_date(text: str, order: Order, year_of: YearOf, today: date | None = None) -> str:
    """Return the day as `YYYY-MM-DD`; `today`, by default the system's, decides two-digit years.

    Raises InvalidValue: bad_format, invalid_date, inconsistent where two names of the month disagree.
    """
    # A nought that begins a word is the O of October in some language.
    plain = re.sub(r"(?<![0-9A-Z])0(?=[A-Z]{2})", "O", fold(plain_date(text)))
    for shape in (_YEAR_FIRST, *_figures(order), _DAY_NAME, _NAME_DAY):
        if match := shape.fullmatch(plain):
            parts = match.groupdict()
            month = int(parts["m"]) if "m" in parts else named_month(parts["name"])
            year, day = int(parts["y"]), int(parts["d"])
            if len(parts["y"]) == 2:
                year = year_of(year, month, day, today or date.today())
            return iso_date(year, month, day)
    raise InvalidValue("bad_format")


@cache
def _figures(order: Order) -> tuple[re.Pattern[str], ...]:
    """Return the shapes of dates in figures: with separators, and of eight digits without."""
    day, month = r"(?P<d>\d\d?)", r"(?P<m>\d\d?)"
    first, second = (day, month) if order is Order.DAY else (month, day)
    parted = rf"{first}{_SEPARATOR}{second}{_SEPARATOR}(?P<y>\d{{4}}|\d\d)\.?"
    # Years begin with 18 to 21, which are no months: the two orders of eight digits never both hold.
    solid_year_first = r"(?P<y>(?:18|19|20|21)\d\d)(?P<m>0\d|1[0-2])(?P<d>\d\d)"
    solid = rf"{first}{second}(?P<y>\d{{4}})".replace(r"\d\d?", r"\d\d")
    # Of a separator that was not read nothing is missing where day and month have two figures each.
    halves = [
        rf"{first}{second}{_SEPARATOR}(?P<y>\d{{4}})".replace(r"\d\d?", r"\d\d"),
        rf"{first}{_SEPARATOR}{second}(?P<y>\d{{4}})".replace(r"\d\d?", r"\d\d"),
    ]
    return tuple(re.compile(shape, re.ASCII) for shape in (parted, solid_year_first, solid, *halves))


def named_month(text: str) -> int:
    """Return the month that one or more names mean.

    Raises InvalidValue: bad_format for an unknown or ambiguous name, inconsistent for names that disagree.
    """
    names = [name for name in re.split(r"[\s./-]+", text) if name and name not in _FILLERS]
    if not names:
        raise InvalidValue("bad_format")
    meant = frozenset(range(1, 13))
    for name in names:
        months = months_called(name)
        if not months:
            raise InvalidValue("bad_format")
        meant &= months
    if not meant:
        raise InvalidValue("inconsistent")
    if len(meant) > 1:
        raise InvalidValue("bad_format")
    return min(meant)


def months_called(name: str) -> frozenset[int]:
    """Return the months that a folded name can mean: those it names or whose names it begins, or is near."""
    if counted := re.fullmatch(r"(\d{1,2})[月월]", name):
        return frozenset({int(counted[1])} & set(range(1, 13)))
    table = month_names()
    if name in table or len(name) < SHORTEST_NAME:
        return table.get(name, frozenset())
    begun = frozenset(month for whole, months in table.items() if whole.startswith(name) for month in months)
    return begun or _months_near(name)


def _months_near(name: str) -> frozenset[int]:
    """Return the month whose names a misread one is but a character from; none where several are."""
    # Opened where the name of a month is misread.
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    has_digit = any(map(str.isdigit, name))
    if len(name) < (SHORTEST_NAME + 1 if has_digit else SHORTEST_MISREAD_NAME):
        return frozenset()
    near = frozenset(
        month
        for whole, months in month_names().items()
        if len(whole) >= SHORTEST_NAME and Levenshtein.distance(name, whole, score_cutoff=1) <= 1
        for month in months
    )
    return near if len(near) == 1 else frozenset()


def fold(text: str) -> str:
    """Return `text` in capitals and without accents."""
    parted = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    return unicodedata.normalize("NFC", "".join(c for c in parted if not unicodedata.combining(c))).upper()


@cache
def month_names() -> dict[str, frozenset[int]]:
    """Return the months that each name of `latin_months.dat` means."""
    table = files("idvision.checks").joinpath("latin_months.dat").read_text(encoding="ascii")
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    names = dict.fromkeys(name for row in rows for name in row[1:])
    return {name: frozenset(int(row[0]) for row in rows if name in row[1:]) for name in names}
