"""What a card says, as one plain mapping, and the forms in which vendors write dates, sexes and periods.

A value that is not in canonical form, because its reading broke a rule, passes through every form unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from idvision.schemas.findings import subjects_of
from idvision.types import Card, Field

LONG_TERM = "long-term"
LONG_TERM_ZH = "长期"
_SEX_ZH = {"M": "男", "F": "女"}


def fields_of(card: Card) -> dict[str, Field]:
    """Return the best reading of each value by its name.

    What is printed goes before the machine readable zone, unless it is empty, or doubtful and the zone's is
    not.
    """
    found: dict[str, Field] = {}
    for field in (*card.fields, *(card.mrz.fields if card.mrz is not None else ())):
        known = found.get(field.name)
        if known is None or _worth(field) > _worth(known):
            found[field.name] = field
    return found


def values_of(card: Card, *, blank_doubtful: bool = False) -> dict[str, str]:
    """Return the values by name; with `blank_doubtful` those with a problem, or not sure, are empty."""
    unsure = subjects_of(card, "low_confidence")
    return {
        name: "" if blank_doubtful and (field.problems or name in unsure) else field.value
        for name, field in fields_of(card).items()
    }


def _worth(field: Field) -> int:
    return 0 if not field.value else 1 if field.problems else 2


def first_of(values: Mapping[str, str], names: Iterable[str]) -> str:
    """Return the first value that is not empty, or an empty text."""
    return next((values[name] for name in names if values.get(name)), "")


def latin_names(values: Mapping[str, str]) -> tuple[str, str]:
    """Return surname and given names in Latin letters, empty where they are not told apart.

    A Latin name in one piece is cut at its comma: `SURNAME, GIVEN`.
    """
    if values.get("surname") or values.get("given_names"):
        given = (values.get("given_names", ""), values.get("middle_name", ""))
        return values.get("surname", ""), " ".join(filter(None, given))
    surname, comma, given_names = first_of(values, ("name_latin", "name")).partition(",")
    return (surname.strip(), given_names.strip()) if comma else ("", "")


def latin_name(values: Mapping[str, str]) -> str:
    """Return the whole name in Latin letters, surname first."""
    return values.get("name_latin") or " ".join(filter(None, latin_names(values))) or values.get("name", "")


def in_han(place: str) -> str:
    """Return the Han part of a place that is printed in two scripts, `天津/TIANJIN`; one in one is whole."""
    return place.partition("/")[0]


def in_letters(place: str) -> str:
    """Return the Latin part of a place that is printed in two scripts; one in one is whole."""
    return place.rpartition("/")[2]


def is_date(value: str) -> bool:
    """Tell whether a value is a day in canonical form."""
    return _day(value) is not None


def long_term_as(value: str, word: str) -> str:
    """Return the value, `word` for one without an end."""
    return word if value == LONG_TERM else value


def slashed(value: str) -> str:
    """Return a day as `1987/1/1`."""
    day = _day(value)
    return value if day is None else f"{day.year}/{day.month}/{day.day}"


def in_chinese(value: str) -> str:
    """Return a day as `2001年5月8日`."""
    day = _day(value)
    return long_term_as(value, LONG_TERM_ZH) if day is None else f"{day.year}年{day.month}月{day.day}日"


def in_chinese_padded(value: str) -> str:
    """Return a day as `2001年05月08日`."""
    day = _day(value)
    return long_term_as(value, LONG_TERM_ZH) if day is None else f"{day:%Y年%m月%d日}"


def dotted(value: str) -> str:
    """Return a day as `2017.08.12`, no end as `长期`."""
    return value.replace("-", ".") if is_date(value) else long_term_as(value, LONG_TERM_ZH)


def period(values: Mapping[str, str]) -> str:
    """Return the validity as it is printed on Chinese cards, `2017.08.12-2037.08.12`; empty if unknown."""
    start, end = dotted(values.get("valid_from", "")), dotted(values.get("expiry_date", ""))
    return f"{start}-{end}" if start or end else ""


def sex_in_chinese(value: str) -> str:
    """Return `男` or `女`."""
    return _SEX_ZH.get(value, value)


def _day(value: str) -> date | None:
    if len(value) != len("2001-05-08"):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
