"""What a confidence is worth: `confidences` in [0, 1], and `right`, whether each value is right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ECE_BINS = 15
SURE = 0.8
"""From this confidence on a wrong value is a wrong one that looks right."""
Floats = Sequence[float] | NDArray[np.float64]
Flags = Sequence[bool] | NDArray[np.bool_]


def expected_calibration_error(confidences: Floats, right: Flags, bins: int = ECE_BINS) -> float | None:
    """Return the mean distance of confidence and accuracy over bins of equal width, None of nothing.

    Bins are open below and closed above, the first closed. Source: C. Guo et al., "On calibration of modern
    neural networks", ICML 2017, equation 3.
    """
    sure, flags = np.asarray(confidences, np.float64), np.asarray(right, np.float64)
    if not len(sure):
        return None
    places = np.clip(np.ceil(sure * bins).astype(int) - 1, 0, bins - 1)
    gaps = np.bincount(places, weights=sure - flags, minlength=bins)
    return float(np.abs(gaps).sum() / len(sure))


def auroc(positives: Floats, negatives: Floats) -> float | None:
    """Return the probability that a positive scores higher than a negative, a tie counting half.

    None without either. Source: J. Hanley, B. McNeil, "The meaning and use of the area under a receiver
    operating characteristic (ROC) curve", Radiology 143 (1982), 29-36.
    """
    if not len(positives) or not len(negatives):
        return None
    from scipy.stats import rankdata  # noqa: PLC0415 (slow to import, needed here alone)

    count = len(positives)
    ranks = rankdata(np.concatenate([positives, negatives]))[:count]
    return float((ranks.sum() - count * (count + 1) / 2) / (count * len(negatives)))


def risk_coverage(confidences: Floats, right: Flags) -> tuple[tuple[float, float, int], ...]:
    """Return coverage, risk and number of values for the surest first, a point a distinct confidence.

    Values of one confidence cannot be told apart, so they are taken together. Source: Y. Geifman, R.
    El-Yaniv, "Selective classification for deep neural networks", NeurIPS 2017.
    """
    sure, flags = np.asarray(confidences, np.float64), np.asarray(right, bool)
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~flags[order])
    ends = np.flatnonzero(np.append(np.diff(sure[order]) != 0, True)) if len(sure) else np.array([], int)
    return tuple((float((end + 1) / len(sure)), float(wrong[end] / (end + 1)), int(end + 1)) for end in ends)


def coverage_at_precision(
    confidences: Floats, right: Flags, precision: float, of: int | None = None
) -> float | None:
    """Return the largest share of `of` values that can be taken, the surest first, at a precision.

    `of` counts values that were not answered too; None takes the answered ones. None of nothing.
    """
    whole = len(confidences) if of is None else of
    taken = [n for _, risk, n in risk_coverage(confidences, right) if 1 - risk >= precision - 1e-12]
    return max(taken, default=0) / whole if whole else None
