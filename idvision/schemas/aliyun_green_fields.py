"""The result objects of structured card OCR, filled after the table in `aliyun_green.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from idvision.schemas.card_values import (
    LONG_TERM_ZH,
    first_of,
    in_chinese_padded,
    in_han,
    in_letters,
    latin_name,
    latin_names,
    long_term_as,
)
from idvision.schemas.native import Json

Values = Mapping[str, str]

PLATE_TYPES_ZH: Mapping[str, str] = {
    "small_car": "小型汽车",
    "large_car": "大型汽车",
    "trailer": "挂车",
    "learner": "教练汽车",
    "new_energy_small": "小型新能源汽车",
    "new_energy_large": "大型新能源汽车",
    "police": "警用汽车",
    "armed_police": "武警汽车",
    "hong_kong": "香港入出境车",
    "macao": "澳门入出境车",
    "consulate": "领馆汽车",
}
"""Kinds of plates; no list of the interface's own words is published."""
_SIDES_OF_A_VEHICLE = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a result object: the first of our `values` that was read, in its form."""

    name: str
    values: tuple[str, ...]
    form: str = ""


@dataclass(frozen=True, slots=True)
class ResultObject:
    """What one value of `extras.card` asks for: the name of its object and the texts in it."""

    name: str
    texts: tuple[Entry, ...]


def _day(value: str) -> str:
    """Return a day as yyyy-mm-dd, no end as `长期`."""
    return long_term_as(value, LONG_TERM_ZH)


def _month_and_day(value: str) -> str:
    """Return `05月08日` of a day."""
    return in_chinese_padded(value).partition("年")[2]


def _end_of_term(term: str) -> str:
    """Return the end of a business term, the whole of one that does not name a beginning."""
    *_, end = re.split(r"\s*[至到/~—]\s*", long_term_as(term, LONG_TERM_ZH))
    return in_chinese_padded(end.strip())


def _plate_type(kind: str) -> str:
    return PLATE_TYPES_ZH.get(kind, kind)


FORMS: Mapping[str, Callable[[str], str]] = {
    "": str,
    "chinese_day": in_chinese_padded,
    "chinese_month_and_day": _month_and_day,
    "day": _day,
    "end_of_term": _end_of_term,
    "han": in_han,
    "letters": in_letters,
    "plate_type": _plate_type,
}
"""How a value can be written, by its name in the table."""


@cache
def objects() -> Mapping[str, ResultObject]:
    """Return the table by the value of `extras.card`."""
    text = (files("idvision.schemas") / "aliyun_green.toml").read_text(encoding="utf-8")
    return {
        kind: ResultObject(table["object"], tuple(_entry(*pair) for pair in table["texts"].items()))
        for kind, table in tomllib.loads(text).items()
    }


def _entry(name: str, told: object) -> Entry:
    match told:
        case str():
            return Entry(name, (told,))
        case {"first": list(values), **rest}:
            return Entry(name, tuple(map(str, values)), str(rest.get("form", "")))
    raise TypeError(f"{name} names no value")


def texts_of(kind: str, values: Values, zone_lines: tuple[str, ...]) -> dict[str, str]:
    """Return the texts of the object for one kind of card; what was not read is empty."""
    known = {**values, **_composed(values, zone_lines)}
    return {entry.name: FORMS[entry.form](first_of(known, entry.values)) for entry in objects()[kind].texts}


def _composed(values: Values, zone_lines: tuple[str, ...]) -> dict[str, str]:
    """Return what is put together of several values, or is no value of its own."""
    surname, given_names = latin_names(values)
    name = values.get("name", "")
    lines = {f"*line{number}": line for number, line in enumerate(zone_lines)}
    return {
        "*latin_name": latin_name(values),
        "*han_name": "" if name.isascii() else name,
        "*surname": surname,
        "*given_names": given_names,
        **lines,
    }


def numbers_of(kind: str, values: Values) -> Json:
    """Return the whole numbers of the object; one that was not read is left out."""
    if kind != "vehicle-license-back":
        return {}
    people = re.match(r"\d+", values.get("approved_passengers", ""))
    sides = re.findall(r"\d+", values.get("overall_dimension", ""))
    found: Json = {} if people is None else {"appprovedPassengerCapacity": int(people[0])}
    if len(sides) == _SIDES_OF_A_VEHICLE:
        length, width, height = map(int, sides)
        found["overallDimension"] = {"length": length, "width": width, "height": height}
    return found
