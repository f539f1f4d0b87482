"""Machine readable zones as ICAO Doc 9303 (eighth edition) prescribes them, parts 3 to 7."""

from __future__ import annotations

from itertools import cycle

from tests.drawing.people import Traveller

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_digit(text: str) -> str:
    """Return the check digit with weights 7, 3, 1 (part 3, 4.9); a filler counts 0."""
    values = (0 if char == "<" else _ALPHABET.index(char) for char in text)
    return str(sum(value * weight for value, weight in zip(values, cycle((7, 3, 1)), strict=False)) % 10)


def _checked(text: str) -> str:
    return text + check_digit(text)


def _fill(text: str, length: int) -> str:
    return text[:length].ljust(length, "<")


def _names(person: Traveller, length: int) -> str:
    return _fill(f"{person.surname}<<{person.given_names}".replace(" ", "<"), length)


def _date(iso: str) -> str:
    return iso[2:4] + iso[5:7] + iso[8:10]


def _sex(person: Traveller) -> str:
    return "<" if person.sex == "X" else person.sex


def _core(person: Traveller) -> str:
    """Return number, nationality, birth, sex and expiry, the 28 characters that four formats share."""
    number = _checked(_fill(person.document_number, 9))
    birth, expiry = _checked(_date(person.birth_date)), _checked(_date(person.expiry_date))
    return f"{number}{person.nationality}{birth}{_sex(person)}{expiry}"


def _composite(core: str, optional: str) -> str:
    return check_digit(core[:10] + core[13:20] + core[21:28] + optional)


def td3_lines(person: Traveller) -> tuple[str, str]:
    """Return the two 44-character lines of a passport, without a personal number."""
    core, optional = _core(person), _checked("<" * 14)
    return f"P<{person.issuing_country}{_names(person, 39)}", core + optional + _composite(core, optional)


def td2_lines(person: Traveller) -> tuple[str, str]:
    """Return the two 36-character lines of a TD2 card."""
    core, optional = _core(person), "<" * 7
    return f"I<{person.issuing_country}{_names(person, 31)}", core + optional + _composite(core, optional)


def td1_lines(person: Traveller) -> tuple[str, str, str]:
    """Return the three 30-character lines of a TD1 card."""
    upper = f"I<{person.issuing_country}{_checked(_fill(person.document_number, 9))}{'<' * 15}"
    birth, expiry = _checked(_date(person.birth_date)), _checked(_date(person.expiry_date))
    middle = f"{birth}{_sex(person)}{expiry}{person.nationality}{'<' * 11}"
    composite = check_digit(upper[5:] + middle[:7] + middle[8:15] + middle[18:29])
    return upper, middle + composite, _names(person, 30)


def mrva_lines(person: Traveller) -> tuple[str, str]:
    """Return the two 44-character lines of a full-page visa, which has no composite check digit."""
    return f"V<{person.issuing_country}{_names(person, 39)}", _fill(_core(person), 44)


def mrvb_lines(person: Traveller) -> tuple[str, str]:
    """Return the two 36-character lines of a small visa, which has no composite check digit."""
    return f"V<{person.issuing_country}{_names(person, 31)}", _fill(_core(person), 36)
