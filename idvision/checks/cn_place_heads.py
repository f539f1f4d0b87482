"""The place at the head of a Chinese address, its misread characters put right where only one place is meant.

Input: text without spaces, how sure each of its characters was, the county that a citizen's number names.
Output: the text with the names of province, prefecture and county as they are, or nothing.

Names are held against the text as a chain, each within the one before: that the county lies in the
prefecture tells what a blurred prefecture is called. Of the characters of a chain three times as many must
be right as wrong, and no other chain may explain as many of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import ne

from idvision.checks._mended import UNSURE, Mended
from idvision.checks.clean import HAN
from idvision.checks.cn_divisions import (
    ZONES,
    Prefecture,
    Province,
    all_counties,
    all_prefectures,
    county_named_by,
    is_division,
    provinces,
)

RIGHT_FOR_WRONG = 3
MOST_WRONG = 3
# What ends the name of a place or road: none of these is misread for another one.
_KINDS = frozenset("省市县区旗州盟镇乡村街路道巷弄里号组社寨屯庄岛")
_FIRST_WITH_GAPS = 5
# Characters of the shortest names, which say nothing with one of them wrong.
_FEWEST = 2
_LONGEST = 16
# Characters of a caption that were read into the value, and the one thing that stands before a province.
_MOST_LEADING = 2
_COUNTRY = re.compile("中华人民共和国|中国")
# What a household register says before the place that someone came from: `2019年3月5日由X迁来`.
_MOVED = re.compile(r"[^日]{4,12}日由")
_STRAY = re.compile(rf"(?<=[{HAN}])[^{HAN}](?=[{HAN}])")


@dataclass(frozen=True, slots=True)
class Part:
    """A name of a chain and the place in the text that it explains; `wrong` are characters read otherwise."""

    name: str
    start: int
    end: int
    wrong: int


Chain = tuple[Part, ...]


def mend_address(text: str, sure: Sequence[float], citizen: str = "") -> Mended | None:
    """Return the address with the names at its head put right, or None where nothing is to be mended.

    Args:
        text: the address, without spaces.
        sure: how sure each of its characters was, 0 to 1; as many as characters.
        citizen: the number of its holder, or ""; its first digits name the county of registration.
            It tells which of several names is meant, and proves nothing else: people move.
    """
    moved = _MOVED.match(text)
    if moved is not None:
        rest = mend_address(text[moved.end() :], sure[moved.end() :], citizen)
        return None if rest is None else Mended(moved[0] + rest.text, rest.certain)
    if _is_listed(text):
        return None
    best = best_chain(text, county_named_by(citizen))
    if best is not None:
        return None if _is_exact(best) else _written(text, best, sure)
    return _without_stray(text) or _without_lead(text, sure, citizen)


def best_chain(text: str, hinted: frozenset[str] = frozenset()) -> Chain | None:
    """Return the chain of names that explains the head of a text best; None without one or of several."""
    chains = [chain for chain in _chains(text, hinted) if holds(chain) or _is_named(chain, hinted)]
    for most in (3, 2, 1):
        ranked = [chain for chain in chains if len(chain) <= most]
        top = max((worth(chain) for chain in ranked), default=0)
        best = [chain for chain in ranked if worth(chain) == top]
        meant = {spelled(text, chain): chain for chain in best}
        by_hint = {key: chain for key, chain in meant.items() if chain[-1].name in hinted}
        for choice in (meant, by_hint):
            if len(choice) == 1:
                return next(iter(choice.values()))
        if text in meant:
            return meant[text]
    return None


def right(chain: Chain) -> int:
    """Return how many characters of its names the text shows."""
    return sum(len(part.name) - part.wrong for part in chain)


def wrong(chain: Chain) -> int:
    """Return how many characters are misread, missing or too many."""
    return sum(part.wrong for part in chain)


def worth(chain: Chain) -> int:
    """Return by how many its right characters are more than its wrong ones."""
    return right(chain) - wrong(chain)


def spelled(text: str, chain: Chain) -> str:
    """Return the text with the names of a chain as they are."""
    parts, at = [], 0
    for part in chain:
        parts += [text[at : part.start], part.name]
        at = part.end
    return "".join((*parts, text[at:]))


def holds(chain: Chain) -> bool:
    """Tell whether enough of a chain can be read to believe the rest."""
    return wrong(chain) <= MOST_WRONG and right(chain) >= RIGHT_FOR_WRONG * wrong(chain)


def _is_named(chain: Chain, hinted: frozenset[str]) -> bool:
    """Tell whether a county stands alone that a number names as well, one character of it misread."""
    return len(chain) == 1 and wrong(chain) == 1 and chain[0].name in hinted


def is_confirmed(chain: Chain, index: int) -> bool:
    """Tell whether behind that name another one stands without any fault."""
    return any(not part.wrong for part in chain[index + 1 :])


def replaced_are_unsure(part: Part, text: str, sure: Sequence[float], limit: float = UNSURE) -> bool:
    """Tell whether the network was unsure of every character that a name replaces."""
    window = text[part.start : part.end]
    if len(window) != len(part.name):
        return min(sure[part.start : part.end], default=0.0) < limit
    pairs = zip(window, part.name, sure[part.start : part.end], strict=True)
    return all(read == meant or one < limit for read, meant, one in pairs)


def fit(name: str, text: str, start: int, most: int | None = None, *, any_end: bool = False) -> Part | None:
    """Return how a name explains the text from `start` on, or None where too much of it is otherwise.

    A short name may have one wrong character, or `most`, and its end, the kind of place, must be right unless
    `any_end` is good; one in a name of five or more may be missing or too many.
    """
    size = len(name)
    if text.startswith(name, start):
        return Part(name, start, start + size, 0)
    most = _most_wrong(size) if most is None else most
    window = text[start : start + size]
    differing = sum(map(ne, window, name))
    if differing <= most and len(window) == size and (any_end or _may_end_so(name, window)):
        return Part(name, start, start + size, differing)
    if size < _FIRST_WITH_GAPS:
        return None
    gaps = (size - 1, size + 1)
    return next(
        (Part(name, start, start + length, 1) for length in gaps if _is_one_gap(name, text[start:][:length])),
        None,
    )


def _most_wrong(size: int) -> int:
    return 0 if size < 3 else 1 if size < 5 else 2 if size < 8 else 3


def _may_end_so(name: str, window: str) -> bool:
    if window[-1] == name[-1]:
        return True
    return len(name) >= _FIRST_WITH_GAPS - 1 and window[-1] not in _KINDS


def _is_one_gap(a: str, b: str) -> bool:
    """Tell whether the longer of two texts is the shorter one with one character more, not at its ends."""
    short, long = sorted((a, b), key=len)
    if len(long) != len(short) + 1 or (short[:1], short[-1:]) != (long[:1], long[-1:]):
        return False
    same = next((index for index, char in enumerate(short) if char != long[index]), len(short))
    return short[same:] == long[same + 1 :]


def _chains(text: str, hinted: frozenset[str]) -> Iterator[Chain]:
    for province in provinces():
        for head in _heads(province, text):
            yield (head,)
            for tail in _inner(province, text, head.end, hinted):
                # Behind a province without its kind, which may be a street, the next name must be right.
                if head.name == province.name or not tail[0].wrong:
                    yield (head, *tail)
    inside = partial(_counties, text=text, hinted=hinted)
    for province in provinces():
        for prefecture in province.prefectures:
            yield from _in_prefecture(prefecture, text, 0, inside)
    for part in inside((name for name in hinted if len(name) > _FEWEST), start=0):
        yield (part,)


def _heads(province: Province, text: str) -> Iterator[Part]:
    """Yield how the text may begin with a province: by its name, without its kind, its kind misread."""
    if text.startswith(province.short) and not text.startswith(province.name):
        yield Part(province.short, 0, len(province.short), 0)
    head = fit(province.name, text, 0, any_end=True)
    if head is not None:
        yield head


def _inner(province: Province, text: str, start: int, hinted: frozenset[str]) -> Iterator[Chain]:
    """Yield the chains of a prefecture, a county, or both."""
    inside = partial(_counties, text=text, hinted=hinted)
    for prefecture in province.prefectures:
        yield from _in_prefecture(prefecture, text, start, inside)
    for part in inside(province.counties, start=start):
        yield (part,)


def _in_prefecture(
    prefecture: Prefecture, text: str, start: int, inside: Callable[..., Iterator[Part]]
) -> Iterator[Chain]:
    head = fit(prefecture.name, text, start) if prefecture.name else None
    if head is not None:
        yield (head,)
        for part in inside(prefecture.counties | ZONES, start=head.end):
            yield (head, part)


def _counties(names: Iterable[str], text: str, start: int, hinted: frozenset[str]) -> Iterator[Part]:
    for name in names:
        most = 1 if name in hinted and len(name) == _FEWEST else 0 if name in ZONES else None
        part = fit(name, text, start, most)
        if part is not None:
            yield part


def _is_listed(text: str) -> bool:
    """Tell whether a text begins with a county, or a province and a county in it: what most of them do."""
    for province in provinces():
        if not text.startswith(province.name):
            continue
        at = len(province.name)
        inside = [one for one in province.prefectures if text.startswith(one.name, at)]
        prefixed = any(_starts_with_one(text, at + len(one.name), one.counties) for one in inside)
        return prefixed or _starts_with_one(text, at, province.counties)
    return _starts_with_one(text, 0, all_counties())


def _starts_with_one(text: str, start: int, names: frozenset[str]) -> bool:
    found = (text[start : start + size] for size in range(_FEWEST, _LONGEST + 1))
    # Some cities were counties once, and more may follow behind them.
    return any(name in names and name not in all_prefectures() for name in found)


def _is_exact(chain: Chain) -> bool:
    return not wrong(chain)


def _written(text: str, chain: Chain, sure: Sequence[float]) -> Mended | None:
    """Return the text as a chain has it, unless that replaces what was surely read and nothing confirms it.

    Another name of a division is no misreading where it was surely read: it may lie where no list has it.
    """
    faulty = [(part, is_confirmed(chain, index)) for index, part in enumerate(chain) if part.wrong]
    for part, confirmed in faulty:
        doubted = not confirmed or is_division(text[part.start : part.end])
        if doubted and not replaced_are_unsure(part, text, sure):
            return None
    return Mended(spelled(text, chain), certain=all(confirmed for _, confirmed in faulty))


def _without_stray(text: str) -> Mended | None:
    """Return the text without the digit or letter that stands within a name of its head: `四7川省`."""
    stray = _STRAY.search(text)
    if stray is None:
        return None
    at = stray.start()
    rest = text[:at] + text[at + 1 :]
    chain = best_chain(rest)
    if chain is None or not _is_exact(chain) or not any(part.start < at < part.end for part in chain):
        return None
    return Mended(rest, certain=True)


def _without_lead(text: str, sure: Sequence[float], citizen: str) -> Mended | None:
    """Return the text from its province on, if what stands before that can only come from beside it."""
    for lead in range(1, _MOST_LEADING + 1):
        province = next((one for one in provinces() if text.startswith(one.name, lead)), None)
        if province is None or _COUNTRY.match(text):
            continue
        rest = text[lead:]
        chain = best_chain(rest, county_named_by(citizen))
        if chain is not None and len(chain) > 1:
            return _written(rest, chain, sure[lead:]) if wrong(chain) else Mended(rest, certain=True)
    return None
