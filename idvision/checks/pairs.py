"""Rules between the front and the back of one document.

Each takes the declared values of the front and of the back, in canonical form and in the declared order, and
returns whether they agree. Values that are missing or break a rule of their own never come here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from idvision.checks._dates import parse_iso
from idvision.checks._latin_dates import fold
from idvision.checks.chinese_expiry import LONG_TERM

# Resident Identity Card Law, article 5: the term by the age in whole years, from each of these ages on.
_TERMS: tuple[tuple[int, int | None], ...] = ((46, None), (26, 20), (16, 10), (0, 5))
# Article 12: a card is issued within 60 days, in remote places within 90; the age is that of the application.
_ISSUED_WITHIN = timedelta(days=90)
_LONG_SPELLINGS = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE", "Ñ": "NXX"}
_SHORT_SPELLINGS = {"Ø": "O"}
# Doc 9303 part 3, section 6: letters that no accent makes.
_BOTH_SPELLINGS = {
    "ß": "SS",
    "ẞ": "SS",
    "Æ": "AE",
    "Œ": "OE",
    "Þ": "TH",
    "Ð": "D",
    "Đ": "D",
    "Ł": "L",
    "Ħ": "H",
}
_NAME_PLACES = 30
"""Length of the field of names in a zone of TD1 size, the shortest there is."""


def same(front: Sequence[str], back: Sequence[str]) -> bool:
    """Hold that the values are the same but for spaces, marks and capitals."""
    return [_plain(value) for value in front] == [_plain(value) for value in back]


def same_latin_name(front: Sequence[str], back: Sequence[str]) -> bool:
    """Hold that surname and given names of the front are those of the back's machine readable zone.

    Letters with accents are spelt out or not (`Ü` as UE or U). Where the zone's field is full, its names may
    be cut off, and only the letters that are there count.
    """
    zone = [_plain(value) for value in back]
    full = len("<<".join(back)) >= _NAME_PLACES - 1
    for spellings in (_LONG_SPELLINGS, _SHORT_SPELLINGS):
        printed = [_spelt(value, spellings) for value in front]
        pairs = list(zip(printed, zone, strict=True))
        if all(one == other or (full and _begins_alike(one, other)) for one, other in pairs):
            return True
    return False


def cn_resident_id_term(front: Sequence[str], back: Sequence[str]) -> bool:
    """Hold that a resident ID card runs as long as the law says for the age at which it was issued.

    Takes the front's birth date, and the back's first day and last day or `long-term`. Terms that the law
    does not know at all are the matter of another rule.
    """
    birth, start, end = parse_iso(front[0]), parse_iso(back[0]), parse_iso(back[1])
    if birth is None or start is None or (end is None and back[1] != LONG_TERM):
        return True
    years = None if end is None else end.year - start.year
    if start < birth:
        return False
    if years not in {term for _, term in _TERMS}:
        return True
    return years in {_term(birth, start), _term(birth, start - _ISSUED_WITHIN)}


def _term(birth: date, day: date) -> int | None:
    """Return the years that a card runs which was applied for on that day, None for one without an end."""
    age = max(0, day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)))
    return next(years for least, years in _TERMS if age >= least)


def _plain(value: str) -> str:
    return re.sub(r"[\W_]", "", value).upper()


def _spelt(name: str, spellings: dict[str, str]) -> str:
    """Return a printed name in the letters A to Z."""
    table = str.maketrans({**_BOTH_SPELLINGS, **spellings})
    return re.sub("[^A-Z]", "", fold(name.upper().translate(table)))


def _begins_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
