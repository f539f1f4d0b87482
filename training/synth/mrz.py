"""Machine readable zones as ICAO Doc 9303 (eighth edition) prescribes them, parts 3 to 7.

Written from the standard and apart from the reader in `idvision.checks`, so that each tests the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import cycle
from typing import Literal

MrzFormatName = Literal["TD1", "TD2", "TD3", "MRVA", "MRVB"]

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Part 3, section 6: letters that are written as others or as several.
_TRANSLITERATION = {
    "Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ø": "OE", "Å": "AA",
    "Ñ": "N", "Ð": "D", "Đ": "D", "Þ": "TH", "Ł": "L", "Ħ": "H", "İ": "I", "Ŋ": "N", "Ŧ": "T",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """What a zone says: ISO dates, `2001-05` or `2001` for a birth date not wholly known.

    Attributes:
        code: document code, one or two letters.
        issuer: three letters as printed, Germany `D`.
        surname: with its diacritics.
        given_names: with their diacritics; may be empty.
        number: letters and digits; more than nine go on in the optional data of TD1 and TD2.
        nationality: three letters as printed.
        birth_date: see above.
        sex: M, F or X.
        expiry_date: ISO.
        optional: what the issuer adds, letters and digits.
    """

    code: str
    issuer: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth_date: str
    sex: str
    expiry_date: str
    optional: str = ""


def check_digit(text: str) -> str:
    """Return the check digit with weights 7, 3, 1 (part 3, 4.9); a filler counts 0."""
    values = (0 if char == "<" else _ALPHABET.index(char) for char in text)
    return str(sum(value * weight for value, weight in zip(values, cycle((7, 3, 1)), strict=False)) % 10)


def transliterate(name: str) -> str:
    """Return a Latin name in the letters of a zone, its parts joined by one filler."""
    upper = re.sub("['’]", "", name.upper())
    letters = "".join(_TRANSLITERATION.get(char, char) for char in upper)
    decomposed = unicodedata.normalize("NFKD", letters)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return "<".join(re.findall("[A-Z]+", plain))


def mrz_lines(fmt: MrzFormatName, zone: Zone) -> tuple[str, ...]:
    """Return the lines of a zone, top first."""
    if fmt == "TD1":
        return _td1(zone)
    width = {"TD2": 36, "TD3": 44, "MRVA": 44, "MRVB": 36}[fmt]
    upper = _fill(_fill(zone.code, 2) + _fill(zone.issuer, 3) + _names(zone, width - 5), width)
    head, rest = _number(zone, continues=fmt == "TD2")
    dates = f"{_checked(_date(zone.birth_date))}{_sex(zone)}{_checked(_date(zone.expiry_date))}"
    core = head + _fill(zone.nationality, 3) + dates
    if fmt in {"MRVA", "MRVB"}:
        return upper, _fill(core + zone.optional, width)
    if fmt == "TD3":
        personal = _fill(zone.optional, 14)
        optional = personal + (check_digit(personal) if zone.optional else "<")
    else:
        optional = _fill(rest or zone.optional, 7)
    return upper, core + optional + check_digit(core[:10] + core[13:20] + core[21:28] + optional)


def _td1(zone: Zone) -> tuple[str, ...]:
    head, rest = _number(zone, continues=True)
    upper = _fill(zone.code, 2) + _fill(zone.issuer, 3) + head + _fill(rest or zone.optional, 15)
    birth, expiry = _checked(_date(zone.birth_date)), _checked(_date(zone.expiry_date))
    second_optional = zone.optional if rest else ""
    middle = f"{birth}{_sex(zone)}{expiry}{_fill(zone.nationality, 3)}{_fill(second_optional, 11)}"
    composite = check_digit(upper[5:] + middle[:7] + middle[8:15] + middle[18:])
    return upper, middle + composite, _fill(_names(zone, 30), 30)


def _number(zone: Zone, *, continues: bool) -> tuple[str, str]:
    """Return the ten characters of the number, and what of an overlong one opens the optional data."""
    if len(zone.number) <= 9 or not continues:
        return _checked(_fill(zone.number, 9)), ""
    return zone.number[:9] + "<", zone.number[9:] + check_digit(zone.number) + "<"


def _names(zone: Zone, room: int) -> str:
    """Return the name field, shortened as part 3, 4.6 allows: the given names are cut."""
    surname, given = transliterate(zone.surname)[: room - 3], transliterate(zone.given_names)
    name = f"{surname}<<{given}" if given else surname
    return _fill(name[:room].rstrip("<") if len(name) > room else name, room)


def _checked(text: str) -> str:
    return text + check_digit(text)


def _fill(text: str, length: int) -> str:
    return text[:length].ljust(length, "<")


def _date(iso: str) -> str:
    """Return YYMMDD with fillers for what is not known."""
    return _fill(iso[2:].replace("-", ""), 6)


def _sex(zone: Zone) -> str:
    return "<" if zone.sex == "X" else zone.sex
