"""Where values stand that a document prints in a fixed order: which lines are one column, or one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from idvision.label_page import Page
from idvision.label_places import LEVEL

# In heights of a value: how far the beginnings of a column lie apart, and its rows from middle to middle.
ALIGNED = 1.5
REACH = 4.5
# How much wider a gap between two rows of one column may be than the one before it.
REGULAR = 1.5
# How closely lines of one value follow one another, in heights and as a share of the column's widest step.
ONE_VALUE = 1.6
CLOSE_STEP = 0.7


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value or a line stands, in pixels with the rows brought level."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way down, in pixels."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """The rows over and under some values that are looked for, if they are known."""

    over: Place | None = None
    under: Place | None = None

    @property
    def are_known(self) -> bool:
        """Whether both are."""
        return self.over is not None and self.under is not None

    def around(self, places: Sequence[Place]) -> list[Place]:
        """Return some places between those bounds that are known."""
        ends = ([place] if place is not None else [] for place in (self.over, self.under))
        first, last = ends
        return [*first, *places, *last]

    def hold(self, place: Place) -> bool:
        """Tell whether a place lies between the bounds that are known."""
        over, under = self.over, self.under
        return (over is None or place.middle > over.bottom) and (under is None or place.middle < under.top)


def around(places: Sequence[Place]) -> Place:
    """Return where the lines of one value stand."""
    return Place(
        min(place.left for place in places),
        max(place.right for place in places),
        min(place.top for place in places),
        max(place.bottom for place in places),
    )


def extent(page: Page, line: int) -> Place:
    """Return where a line stands."""
    left, top, right, bottom = page.boxes[line]
    return Place(left, right, top, bottom)


def chains(
    free: Mapping[int, Place], column: Sequence[Place], bounds: Bounds, *, is_sure: bool
) -> Iterator[list[int]]:
    """Yield the lines between two rows that stand closely below one another and begin alike, from the top.

    Only those count that begin where a known `column` begins; if `is_sure` others too where none does.
    """
    between = [line for line in sorted(free, key=lambda line: free[line].middle) if bounds.hold(free[line])]
    aligned = [line for line in between if any(_is_aligned(free[line], place) for place in column)]
    # By a slight turn the lines farther from the known ones begin farther aside.
    kin = [line for line in between if any(_is_aligned(free[line], free[other]) for other in aligned)]
    rest = (kin or between) if is_sure else aligned
    while rest:
        chain = _chain_from(rest, free, bounds)
        rest = [line for line in rest if line not in chain]
        if all(_is_next(one, other) for one, other in pairwise(bounds.around([free[one] for one in chain]))):
            yield chain


def _chain_from(lines: Sequence[int], free: Mapping[int, Place], bounds: Bounds) -> list[int]:
    """Return the first of some lines and those that follow it regularly."""
    chain = [lines[0]]
    for line in lines[1:]:
        over = [bounds.over] if bounds.over is not None else []
        *before, last = [*over, *(free[one] for one in chain)]
        if _is_aligned(last, free[line]) and _is_next(last, free[line], before[-1:]):
            chain.append(line)
    return chain


def parted(chain: Sequence[int], free: Mapping[int, Place]) -> list[list[int]]:
    """Return the lines of a chain as values: one that follows closely, where others do not, is continued."""
    places = [free[line] for line in chain]
    steps = [other.middle - one.middle for one, other in pairwise(places)]
    values = [[line] for line in chain[:1]]
    for line, step, (one, other) in zip(chain[1:], steps, pairwise(places), strict=True):
        if step < ONE_VALUE * _tall(one, other) and (len(steps) == 1 or step < CLOSE_STEP * max(steps)):
            values[-1].append(line)
        else:
            values.append([line])
    return values


def beside(free: Mapping[int, Place], before: Sequence[Place], after: Sequence[Place]) -> list[int]:
    """Return the lines level with known places, behind some of them and before others, from the left."""
    level = [*before, *after]
    found = [
        line
        for line, place in free.items()
        if level
        and all(_is_level(place, other) for other in level)
        and all(place.left > other.right for other in before)
        and all(place.right < other.left for other in after)
    ]
    return sorted(found, key=lambda line: free[line].left)


def _tall(one: Place, other: Place) -> float:
    return max(one.bottom - one.top, other.bottom - other.top)


def _is_level(one: Place, other: Place) -> bool:
    return abs(one.middle - other.middle) < LEVEL * _tall(one, other)


def _is_aligned(one: Place, other: Place) -> bool:
    return abs(one.left - other.left) < ALIGNED * _tall(one, other)


def _is_next(one: Place, other: Place, before: Sequence[Place] = ()) -> bool:
    """Tell whether a place is under another, near it, and not much farther than that from the one before."""
    gap = other.middle - one.middle
    regular = all(gap < REGULAR * (one.middle - place.middle) for place in before)
    return regular and LEVEL * _tall(one, other) < gap < REACH * _tall(one, other)
