"""Whether a score of quality says how well a picture can be read.

SROCC and PLCC are the measures of the field (P. Ye, D. Doermann, "Document image quality assessment: a brief
survey", ICDAR 2013). scipy is imported when asked for: only the comparison needs it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

_LEAST_PAIRS = 3


def srocc(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Spearman's rank correlation, None of less than three pairs or where one never changes."""
    if _is_flat(first, second):
        return None
    from scipy.stats import spearmanr  # noqa: PLC0415 (slow to import, needed here alone)

    return float(spearmanr(first, second).statistic)


def plcc(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's linear correlation, None of less than three pairs or where one never changes."""
    if _is_flat(first, second):
        return None
    from scipy.stats import pearsonr  # noqa: PLC0415 (slow to import, needed here alone)

    return float(pearsonr(first, second).statistic)


def monotonicity(severities: Sequence[float], scores: Sequence[float]) -> float | None:
    """Return the share of pairs of different severity whose score does not rise with the severity.

    None without such a pair. The rising pairs are the concordant ones behind Kendall's tau-b (M. Kendall,
    Rank Correlation Methods, 1948), which scipy counts without looking at every pair.
    """
    different = _pairs(len(severities)) - _tied(severities)
    if not different:
        return None
    if len(set(scores)) == 1:
        return 1.0
    from scipy.stats import kendalltau  # noqa: PLC0415 (slow to import, needed here alone)

    by_score = _pairs(len(scores)) - _tied(scores)
    tied_in_both = _tied(list(zip(severities, scores, strict=True)))
    untied = different - _tied(scores) + tied_in_both
    surplus = float(kendalltau(severities, scores).statistic) * sqrt(different * by_score)
    rising = round((untied + surplus) / 2)
    return 1 - rising / different


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _tied(values: Sequence[object]) -> int:
    """Return how many pairs are of equal values."""
    return sum(_pairs(count) for count in Counter(values).values())


def _is_flat(first: Sequence[float], second: Sequence[float]) -> bool:
    return len(first) < _LEAST_PAIRS or len(set(first)) == 1 or len(set(second)) == 1
