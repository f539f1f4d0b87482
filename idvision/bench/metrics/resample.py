"""Intervals by picture: values of one picture stand and fall together, so pictures are drawn, not values.

Source: A. Davison, D. Hinkley, Bootstrap Methods and their Application (1997), section 3.8 (clusters).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from idvision.bench.metrics.basics import RESAMPLES, wilson_interval
from idvision.bench.results import Score

POOLED_RESAMPLES = 500
"""Of statistics that have to be computed anew for each draw."""
NO_INTERVAL = (None, None)
NOT_MEASURED = Score(None, None, None, 0)
Ratios = Sequence[tuple[float, float]]
Floats = NDArray[np.float64]
_BLOCK = 200


def weights(pictures: int, resamples: int = RESAMPLES, seed: int = 0) -> Iterator[Floats]:
    """Yield blocks `(n, pictures)` of how often each picture is drawn; the same for the same arguments."""
    generator = np.random.default_rng(seed)
    chances = np.full(pictures, 1 / pictures)
    for start in range(0, resamples, _BLOCK):
        size = min(_BLOCK, resamples - start)
        yield generator.multinomial(pictures, chances, size).astype(np.float64)


def percentiles(values: Floats) -> tuple[float, float]:
    """Return what 95 % of the values lie between."""
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def ratio_scores(tallies: Sequence[Ratios], of_units: Sequence[bool]) -> tuple[Score, ...]:
    """Return sum by sum over pictures with the interval, for each of several tallies of the same pictures.

    `tallies[k][i]` is numerator and denominator of tally k in picture i; `of_units[k]` tells that it is a
    share of things that are right or not. Of such a share that is 0 or 1 the bootstrap would claim to be
    certain, so the Wilson interval over the pictures stands in. One picture alone gives no interval.
    """
    if not tallies or not tallies[0]:
        return tuple(NOT_MEASURED for _ in tallies)
    parts = np.array(tallies, np.float64)  # (tallies, pictures, 2)
    above, below = parts[:, :, 0].T, parts[:, :, 1].T
    draws = [(drawn @ above, drawn @ below) for drawn in weights(len(above))]
    drawn_above, drawn_below = (np.concatenate(some) for some in zip(*draws, strict=True))
    return tuple(
        _ratio_score(above[:, k], below[:, k], drawn_above[:, k], drawn_below[:, k], is_share)
        for k, is_share in enumerate(of_units)
    )


def _ratio_score(
    above: Floats, below: Floats, drawn_above: Floats, drawn_below: Floats, is_share: bool
) -> Score:
    total, pictures = float(below.sum()), int((below > 0).sum())
    if not total:
        return NOT_MEASURED
    value = float(above.sum()) / total
    if is_share and value in (0.0, 1.0):
        return Score(value, *wilson_interval(int(value) * pictures, pictures), int(total))
    if pictures < 2:
        return Score(value, None, None, int(total))
    kept = drawn_below > 0
    return Score(value, *percentiles(drawn_above[kept] / drawn_below[kept]), int(total))


def pooled_score(pictures: Sequence[Floats], statistic: Callable[[Floats], float | None]) -> Score:
    """Return a statistic of the rows of all pictures with its interval; `n` counts rows.

    `pictures` has one array `(rows, columns)` a picture, all of as many columns. Draws of which the
    statistic is None are left out; one picture alone gives no interval.
    """
    filled = [rows for rows in pictures if len(rows)]
    if not filled:
        return NOT_MEASURED
    together = np.concatenate(filled)
    value = statistic(together)
    if value is None:
        return Score(None, None, None, len(together))
    if len(filled) < 2:
        return Score(value, None, None, len(together))
    picks = np.random.default_rng(0).integers(0, len(filled), (POOLED_RESAMPLES, len(filled)))
    drawn = (statistic(np.concatenate([filled[i] for i in pick])) for pick in picks)
    low, high = percentiles(np.array([one for one in drawn if one is not None]))
    return Score(value, low, high, len(together))
