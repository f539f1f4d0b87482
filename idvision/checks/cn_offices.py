"""The name of a public security office, its misread characters put right where only one office is meant.

Input: text without spaces, how sure each of its characters was, the county that a citizen's number names.
An office is called after its place: `X市公安局`, `X县公安局`, `X市公安局Y分局`, `X省公安厅`. The name
of a part of it may follow (出入境管理局, 交通警察支队).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import ne

from idvision.checks._mended import UNSURE, Mended
from idvision.checks.cn_divisions import (
    ZONES,
    all_counties,
    all_prefectures,
    county_named_by,
    provinces,
)
from idvision.checks.cn_place_heads import (
    Chain,
    Part,
    best_chain,
    fit,
    holds,
    replaced_are_unsure,
    spelled,
    worth,
    wrong,
)

_KINDS = ("公安局", "公安厅")
_BRANCH = "分局"
# Parts of an office that issue documents.
_UNITS = (
    "出入境管理局",
    "出入境管理总队",
    "出入境管理支队",
    "出入境管理大队",
    "出入境管理处",
    "交通管理局",
    "交通警察总队",
    "交通警察支队",
    "交通警察大队",
    "车辆管理所",
)
_QUARTERS = ZONES | {zone.removesuffix("区") for zone in ZONES}
_SHORT = 2


def mend_office(text: str, sure: Sequence[float], citizen: str = "") -> Mended | None:
    """Return the office with its name put right, or None where nothing is to be mended.

    Args:
        text: the name of the office, without spaces.
        sure: how sure each of its characters was, 0 to 1; as many as characters.
        citizen: the number of its holder, or ""; its first digits name the county of registration.
    """
    if text.removesuffix(_KINDS[0]) in _named(len(text) - len(_KINDS[0])):
        return None
    hinted = county_named_by(citizen)
    for lead in (0, 1):
        read, chances = text[lead:], sure[lead:]
        if lead and not (chances and sure[0] < UNSURE):
            return None
        best = _best(read, hinted, alone=not lead)
        if best is None:
            continue
        if not all(replaced_are_unsure(part, read, chances) for part in best if part.name not in _KINDS):
            return None
        mended = spelled(read, best)
        return Mended(mended, certain=False) if mended != text else None
    return None


def _best(text: str, hinted: frozenset[str], *, alone: bool) -> Chain | None:
    """Return the one chain of names that explains most of a text; with others as good none, unless hinted."""
    chains = [
        chain
        for chain in _offices(text, hinted)
        if _is_hinted(chain, hinted) or (holds(chain) and _is_telling(chain, hinted, alone=alone))
    ]
    top = max((worth(chain) for chain in chains), default=0)
    meant = {spelled(text, chain): chain for chain in chains if worth(chain) == top}
    if text in meant:
        return meant[text]
    by_hint = {key: chain for key, chain in meant.items() if _is_hinted(chain, hinted)}
    for choice in (meant, by_hint):
        if len(choice) == 1:
            return next(iter(choice.values()))
    return None


def _is_hinted(chain: Chain, hinted: frozenset[str]) -> bool:
    return wrong(chain) <= 1 and any(part.name in hinted for part in chain)


def _is_telling(chain: Chain, hinted: frozenset[str], *, alone: bool) -> bool:
    """Tell whether enough of its first place was read.

    Of three characters two are the least, if no number names another county. Where a character stands before
    them (not `alone`) it could be the name's.
    """
    first = chain[0]
    is_short = len(first.name) <= _SHORT + 1
    return not (is_short and first.wrong and (hinted or not alone)) and (alone or len(first.name) > _SHORT)


def _offices(text: str, hinted: frozenset[str]) -> Iterator[Chain]:
    """Yield the chains that explain all of a text: places, the kind of office, what stands behind it."""
    for kind in _KINDS:
        for at in range(2, len(text) - len(kind) + 1):
            office = fit(kind, text, at)
            if office is None:
                continue
            for head in _places(text[:at], hinted):
                for tail in _tails(text, office.end, head[-1].name):
                    yield (*head, office, *tail)


def _places(text: str, hinted: frozenset[str]) -> Iterator[Chain]:
    """Yield the places that explain all of a text: one name, or several that lie in one another."""
    chain = best_chain(text, hinted)
    if chain is not None and chain[-1].end == len(text):
        yield chain
    for name in _named(len(text)):
        differing = sum(map(ne, name, text))
        if differing <= (1 if len(name) > _SHORT or name in hinted else 0):
            yield (Part(name, 0, len(text), differing),)


def _tails(text: str, start: int, place: str) -> Iterator[Chain]:
    rest = text[start:]
    if not rest:
        yield ()
        return
    for unit in _whole(_UNITS, text, start):
        yield (unit,)
    branch = fit(_BRANCH, text, len(text) - len(_BRANCH))
    if branch is not None and len(rest) > len(_BRANCH):
        for district in _whole(_districts(place), text[: branch.start], start):
            yield (district, branch)
        if text[start : branch.start] in _QUARTERS:
            yield (Part(text[start : branch.start], start, branch.start, 0), branch)


def _whole(names: Iterable[str], text: str, start: int) -> Iterator[Part]:
    """Yield the names that explain a text from `start` to its end."""
    for name in names:
        part = fit(name, text, start, 1, any_end=True) if len(name) == len(text) - start else None
        if part is not None and part.end == len(text):
            yield part


@cache
def _districts(place: str) -> frozenset[str]:
    """Return what the branches of a city's office are called after: its districts, with and without 区."""
    inside = {
        county
        for province in provinces()
        for prefecture in province.prefectures
        if place in (prefecture.name, province.name)
        for county in prefecture.counties
    }
    shortened = {name.removesuffix("区") for name in inside if len(name) > _SHORT}
    return frozenset(inside | shortened)


@cache
def _named(size: int) -> frozenset[str]:
    """Return every province, prefecture and county whose name has so many characters."""
    names = {province.name for province in provinces()} | all_prefectures() | all_counties()
    return frozenset(name for name in names if len(name) == size)
