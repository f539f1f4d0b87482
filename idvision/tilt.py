"""How far rows of text fall on a card whose outline is not quite right.

On a loosely outlined card all rows are slanted alike; where a corner is far off they fan out, those at the
bottom slanted otherwise than those at the top. Levelled, all characters of a row stand on one height again.
Positions are fractions of the upright card image, x right, y down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idvision.types import Point

Run = tuple[Point, Point]
"""The middles of the first and of the last character of a row."""

# The slope of a row is known where it has at least this share of the longest one's length.
LONG_ROW = 0.3
# So many long rows, over so much of the card, show whether rows fan out; two of them, when this far apart.
FAN_ROWS = 5
FAN_EXTENT = 0.2
APART = 0.1


@dataclass(frozen=True, slots=True)
class Tilt:
    """How far rows fall, in card heights per card width.

    Attributes:
        slope: of the row at half height, 0 for a level one.
        fan: what the slope gains from the top of the card to its bottom.
    """

    slope: float = 0.0
    fan: float = 0.0

    def level(self, x: float, y: float) -> float:
        """Return the height at which the row of a point crosses the middle of the card."""
        return y - (self.slope + self.fan * (y - 0.5)) * (x - 0.5)

    def printed(self, x: float, level: float) -> float:
        """Return the height at `x` of the row that crosses the middle of the card at `level`."""
        aside = x - 0.5
        return (level + (self.slope - 0.5 * self.fan) * aside) / (1 - self.fan * aside)


LEVEL = Tilt()


def tilt_of(runs: Sequence[Run]) -> Tilt:
    """Return the tilt that most of the longer rows have; a level one where there is none."""
    longest = max((end[0] - start[0] for start, end in runs), default=0.0)
    long = [run for run in runs if run[1][0] - run[0][0] > LONG_ROW * longest]
    if not long:
        return LEVEL
    slopes = np.array([(end[1] - start[1]) / (end[0] - start[0]) for start, end in long])
    middles = np.array([_crossing(run) for run in long])
    fan = _fan(middles, slopes)
    return Tilt(float(np.median(slopes - fan * (middles - 0.5))), fan)


def _crossing(run: Run) -> float:
    """Return the height at which a row crosses the middle of the card."""
    (x1, y1), (x2, y2) = run
    return y1 + (y2 - y1) / (x2 - x1) * (0.5 - x1)


def _fan(middles: NDArray[np.float64], slopes: NDArray[np.float64]) -> float:
    """Return how fast the slopes change down the card: the median over pairs, which one row cannot spoil."""
    if len(middles) < FAN_ROWS or float(np.ptp(middles)) < FAN_EXTENT:
        return 0.0
    a, b = np.triu_indices(len(middles), 1)
    run = middles[b] - middles[a]
    apart = np.abs(run) > APART
    return float(np.median((slopes[b] - slopes[a])[apart] / run[apart])) if apart.any() else 0.0
