"""The divisions of China by name: province -> prefecture -> county, by GB/T 2260 as python-stdnum holds it.

Former names are in it too: an address was printed when the document was issued. A former name counts only
under a prefecture's name of the same years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from idvision.checks._stdnum import china_divisions

_NAMED = re.compile(r"(?:\[(\d*)-(\d*)\])?([^\[\],]+)")
# Headings of the table, which no address names.
_NO_PLACES = re.compile(".*(?:[市县省直]辖|自治区辖|行政单位|行政区划|行政委员会|办事处).*|市区|郊区|县|市")
_EARLIEST, _LATEST = 0, 9999
# From here on the codes are those of Taiwan, Hong Kong and Macao, without divisions.
_FIRST_BEYOND = "71"
# Districts that the table does not have yet: city of Hangzhou, 2021.
_YOUNGER = {"33": {"0113": "[2021-]临平区", "0114": "[2021-]钱塘区"}}
# What a city calls a quarter that is no division, `高新区`, stands in addresses like one.
ZONES = frozenset(
    re.findall(
        r"\w+",
        "高新区 开发区 经开区 新区 工业园区 保税区 度假区 景区 示范区 管理区 矿区 "
        "高新技术开发区 高新技术产业开发区 经济开发区 经济技术开发区",
    )
)


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A city, prefecture, league or autonomous prefecture by one of its names, with what lies in it.

    `name` is empty for what the province governs itself. `counties` are the names of districts and counties
    of the same years.
    """

    code: str
    name: str
    counties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Province:
    """A province, with the names of all its districts and counties; `short` is without its kind: `广西`.

    A city directly under the state has prefectures without a name.
    """

    code: str
    name: str
    short: str
    prefectures: tuple[Prefecture, ...]
    counties: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    since: int
    until: int

    def meets(self, other: _Name) -> bool:
        return self.since <= other.until and other.since <= self.until


@cache
def provinces() -> tuple[Province, ...]:
    """Return the provinces of the mainland, ordered by code. The first call takes some 30 ms."""
    return tuple(
        _province(code, name, {**counties, **_YOUNGER.get(code, {})})
        for code, (name, counties) in sorted(china_divisions().items())
        if code < _FIRST_BEYOND
    )


def _province(code: str, name: str, counties: dict[str, str]) -> Province:
    short = re.sub("(?:壮族|回族|维吾尔)?自治区$|[省市]$", "", name)
    prefectures = tuple(_prefectures(counties))
    inside = frozenset[str]().union(*(one.counties for one in prefectures))
    return Province(code, name, short, prefectures, inside)


@cache
def all_counties() -> frozenset[str]:
    """Return the names of all districts and counties."""
    return frozenset[str]().union(*(province.counties for province in provinces()))


@cache
def all_prefectures() -> frozenset[str]:
    """Return the names of all cities and prefectures that lie in a province."""
    return frozenset(one.name for province in provinces() for one in province.prefectures if one.name)


def is_division(name: str) -> bool:
    """Tell whether a name is that of a province, prefecture, district or county."""
    of_province = any(name == province.name for province in provinces())
    return of_province or name in all_prefectures() or name in all_counties()


def county_named_by(code: str) -> frozenset[str]:
    """Return the names that a county had, by the six digits with which a citizen's number begins."""
    _, counties = china_divisions().get(code[:2], ("", {}))
    return frozenset(name.text for name in _names(counties.get(code[2:6], "")))


def _prefectures(counties: dict[str, str]) -> list[Prefecture]:
    found = []
    for group in sorted({code[:2] for code in counties} - {"00"}):
        inner = [
            name
            for code, text in counties.items()
            if code[:2] == group and not code.endswith("00")
            for name in _names(text)
        ]
        cities = _names(counties.get(f"{group}00", "")) or [_Name("", _EARLIEST, _LATEST)]
        found += [
            Prefecture(group, city.text, frozenset(name.text for name in inner if name.meets(city)))
            for city in cities
        ]
    return found


def _names(text: str) -> list[_Name]:
    """Return the names in an entry such as `[1983-1994]东矿区,[1995-]古冶区`; none for a heading."""
    return [
        _Name(name, int(since or _EARLIEST), int(until or _LATEST))
        for since, until, name in _NAMED.findall(text)
        if not _NO_PLACES.fullmatch(name)
    ]
