"""Single values of a North American driving licence's code: elements by identifier -> canonical values.

Identifiers are those of the AAMVA DL/ID card design standards; where the standard of 2000 has another one for
the same thing, it stands second. Every reader returns None where no element states the value and raises
InvalidValue where one states it wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from idvision.checks import country_code
from idvision.checks._dates import FIRST_YEAR, iso_date
from idvision.checks.aamva_issuers import ISSUERS, country_of
from idvision.checks.payload import CodedValue
from idvision.errors import InvalidValue

Elements = Mapping[str, str]

TRUNCATED = "cut_off"
_SEXES = {"1": "M", "2": "F", "9": "X", "M": "M", "F": "F", "X": "X"}
_NOT_KNOWN = {"", "NONE", "UNAVL", "UNAVAIL"}
_EYES = frozenset({"BLK", "BLU", "BRO", "DIC", "GRN", "GRY", "HAZ", "MAR", "PNK"})
_COUNTRIES = {"US": "USA", "CA": "CAN", "MX": "MEX"}


def stated(elements: Elements, *identifiers: str) -> str:
    """Return the first of these elements that says something, "" if none does."""
    texts = (elements.get(identifier, "").strip() for identifier in identifiers)
    return next((text for text in texts if text.upper() not in _NOT_KNOWN), "")


def plain(elements: Elements, name: str, *identifiers: str) -> CodedValue | None:
    """Return a text as it stands."""
    text = stated(elements, *identifiers)
    return CodedValue(name, " ".join(text.split()), text) if text else None


def surname(elements: Elements) -> CodedValue | None:
    """Return the family name; one that the code says is shortened has the problem `cut_off`."""
    text = stated(elements, "DCS", "DAB") or _full_name(elements)[0]
    return _name("surname", text, elements, ("DDE",)) if text else None


def given_names(elements: Elements) -> CodedValue | None:
    """Return first and middle names; commas between them are spaces."""
    first, middle = stated(elements, "DAC"), stated(elements, "DAD")
    text = f"{first} {middle}".strip() if first else stated(elements, "DCT") or _full_name(elements)[1]
    return _name("given_names", text, elements, ("DDF", "DDG")) if text else None


def name_suffix(elements: Elements) -> CodedValue | None:
    """Return `JR`, `III` and the like."""
    text = stated(elements, "DCU", "DAE") or _full_name(elements)[2]
    return CodedValue("name_suffix", text, text) if text else None


def _full_name(elements: Elements) -> tuple[str, str, str]:
    """Return surname, given names and suffix of `LAST,FIRST,MIDDLE,SUFFIX`, the one element of 2000."""
    parts = [part.strip() for part in stated(elements, "DAA").split(",")]
    last, given, suffix = parts[0], parts[1:3], parts[3:4]
    return last, " ".join(part for part in given if part), "".join(suffix)


def _name(name: str, text: str, elements: Elements, flags: tuple[str, ...]) -> CodedValue:
    shortened = any(elements.get(flag, "").strip() == "T" for flag in flags)
    value = " ".join(text.replace(",", " ").split())
    return CodedValue(name, value, text, (TRUNCATED,) if shortened else ())


def day(elements: Elements, name: str, identifier: str) -> CodedValue | None:
    """Return a date of eight digits, MMDDCCYY or CCYYMMDD.

    The order differs by country and version, and cards err in it; but no month is as large as a century.
    """
    text = stated(elements, identifier)
    if not text:
        return None
    if re.fullmatch(r"[0-9]{8}", text) is None:
        raise InvalidValue("bad_format")
    if int(text[:4]) >= FIRST_YEAR:
        return CodedValue(name, iso_date(int(text[:4]), int(text[4:6]), int(text[6:])), text)
    return CodedValue(name, iso_date(int(text[4:]), int(text[:2]), int(text[2:4])), text)


def sex(elements: Elements) -> CodedValue | None:
    """Return M, F or X; 0 stands for a sex that is not known."""
    text = stated(elements, "DBC")
    if text in {"", "0"}:
        return None
    if text not in _SEXES:
        raise InvalidValue("bad_format")
    return CodedValue("sex", _SEXES[text], text)


def address(elements: Elements) -> CodedValue | None:
    """Return `street, city, state postal code` of the mailing address, or of the residence without one."""
    for street, more, city, state, postal in (
        ("DAG", "DAH", "DAI", "DAJ", "DAK"),
        ("DAL", "DAM", "DAN", "DAO", "DAP"),
    ):
        if stated(elements, street):
            last = f"{stated(elements, state)} {_postal_code(stated(elements, postal))}".strip()
            parts = [stated(elements, street), stated(elements, more), stated(elements, city), last]
            value = ", ".join(part for part in parts if part)
            return CodedValue("address", value, value)
    return None


def _postal_code(text: str) -> str:
    """Return `NNNNN` or `NNNNN-NNNN` of a code of nine digits, others as they are."""
    if re.fullmatch(r"[0-9]{9}", text) is None:
        return text
    return text[:5] if text.endswith("0000") else f"{text[:5]}-{text[5:]}"


def height(elements: Elements) -> CodedValue | None:
    """Return `175 cm` or `69 in`; a number without its unit says nothing sure and is left out."""
    text = stated(elements, "DAU")
    match = re.fullmatch(r"0*([1-9][0-9]{1,2}) ?(in|cm)", text, re.IGNORECASE)
    return CodedValue("height", f"{match[1]} {match[2].lower()}", text) if match else None


def eye_colour(elements: Elements) -> CodedValue | None:
    """Return a colour code of three letters (ANSI D20)."""
    text = stated(elements, "DAY").upper()
    if text in {"", "UNK"}:
        return None
    if text not in _EYES:
        raise InvalidValue("not_in_lexicon")
    return CodedValue("eye_colour", text, text)


def issuing_country(elements: Elements, issuer: str) -> CodedValue | None:
    """Return the country that the code states, or else the issuer's; both must be one."""
    text, country = stated(elements, "DCG"), country_of(issuer)
    if not text:
        return CodedValue("issuing_country", country, issuer) if country else None
    value = country_code.validate(_COUNTRIES.get(text.upper(), text))
    problems = ("inconsistent",) if country and value != country else ()
    return CodedValue("issuing_country", value, text, problems)


def issuing_authority(issuer: str) -> CodedValue:
    """Return the state or province as ISO 3166-2 writes it."""
    if issuer not in ISSUERS:
        raise InvalidValue("not_in_lexicon")
    return CodedValue("issuing_authority", ISSUERS[issuer], issuer)
