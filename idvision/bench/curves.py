"""What plots are drawn from: errors against coverage, exact values against severity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from idvision.bench.judged import Judged
from idvision.bench.metrics.calibration import risk_coverage
from idvision.bench.pooled import confidence_rows
from idvision.bench.results import CurvePoint

_MOST_POINTS = 100
_SEVERITY_BINS = 10


def risk_curve(pictures: Sequence[Judged]) -> tuple[CurvePoint, ...]:
    """Return the share of wrong values among the surest, thinned to a hundred points and the last."""
    rows = [row for judged in pictures for row in confidence_rows(judged)]
    points = risk_coverage([sure for sure, _ in rows], [right == 1 for _, right in rows])
    step = -(-len(points) // _MOST_POINTS) or 1
    kept = [points[i] for i in range(len(points)) if (len(points) - 1 - i) % step == 0]
    return tuple(CurvePoint(*point) for point in kept)


def severity_curve(pictures: Sequence[Judged]) -> tuple[CurvePoint, ...]:
    """Return the share of exact values by severity: a point a level, or ten of as many pictures each.

    A point stands at the mean severity of its pictures; `n` counts values.
    """
    rows = sorted(
        (judged.photo.severity, sum(f.is_right for f in seen), len(seen))
        for judged in pictures
        if judged.photo.severity is not None
        and (seen := [f for some in judged.fields for f in some if not f.hidden])
    )
    table = np.array(rows, np.float64).reshape(-1, 3)
    levels = np.unique(table[:, 0])
    bins = (
        [table[table[:, 0] == level] for level in levels]
        if len(levels) <= _SEVERITY_BINS
        else np.array_split(table, _SEVERITY_BINS)
    )
    return tuple(
        CurvePoint(
            float(part[:, 0].mean()), float(part[:, 1].sum() / part[:, 2].sum()), int(part[:, 2].sum())
        )
        for part in bins
    )
