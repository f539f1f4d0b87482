"""Ranks, areas and correlations, with numbers that can be checked by hand."""

from __future__ import annotations

import pytest

from benchmarks.ranking import auroc_variance, average_ranks, hits, ranking, spearman
from idvision.bench.metrics.calibration import auroc


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert average_ranks([3.0, 1.0, 3.0, 7.0]).tolist() == [2.5, 1.0, 2.5, 4.0]
    assert average_ranks([]).tolist() == []


def test_the_area_counts_pairs_in_the_right_order_and_half_of_the_ties() -> None:
    # 0.9 beats three, 0.5 beats one and ties with one: 4.5 of 6.
    assert auroc([0.9, 0.5], [0.8, 0.5, 0.1]) == pytest.approx(4.5 / 6)
    assert auroc([1, 1], [0, 0]) == 1
    assert auroc([0.5], [0.5]) == 0.5


def test_the_variance_of_the_area_is_delongs() -> None:
    # Positives win 1 and 0.5 of the negatives: variance 0.125 over 2. Negatives lose 0.5, 1 likewise.
    assert auroc_variance([0.9, 0.5], [0.8, 0.1]) == pytest.approx(0.125 / 2 + 0.125 / 2)
    assert auroc_variance([1, 1], [0, 0]) == 0


def test_a_hit_passes_what_one_negative_of_a_hundred_passes_at_most() -> None:
    negatives = [0.95, 0.6, *[0.1] * 98]
    found = hits([0.99, 0.7, 0.6, 0.2], negatives, 0.01)
    # One negative may pass, so the second, 0.6, is the threshold; what equals it does not pass.
    assert (found.right, found.of) == (2, 4)
    assert hits([0.99, 0.7], negatives[:50], 0.01).right == 1
    assert hits([0.0], [1.0], 1.0).right == 1


def test_without_one_of_the_kinds_there_is_no_area() -> None:
    nothing = ranking([0.3], [])
    assert (nothing.auroc, nothing.hits.of, str(nothing)) == (None, 0, "-")
    full = ranking([0.9, 0.8], [0.1, 0.2, 0.3])
    assert (full.auroc, full.low, full.high, str(full.hits)) == (1.0, 1.0, 1.0, "2/2")


def test_spearman_compares_ranks() -> None:
    assert spearman([1, 2, 3, 4], [1, 10, 100, 1000]).rho == 1
    assert spearman([1, 2, 3], [3, 2, 1]).rho == -1
    # Squared differences of ranks 0, 1, 1, 0, 0: 1 - 6 * 2 / (5 * 24).
    found = spearman([1, 2, 3, 4, 5], [10, 30, 20, 40, 50])
    assert found.rho == pytest.approx(0.9)
    assert found.low is not None and found.high is not None and found.low < 0.9 < found.high < 1
    # Ranks 1, 2.5, 2.5, 4 against 1 to 4: 4.5 / sqrt(4.5 * 5).
    assert spearman([0, 5, 5, 9], [1, 2, 3, 4]).rho == pytest.approx(0.9487, abs=1e-4)


def test_a_measure_that_never_changes_has_no_correlation() -> None:
    assert spearman([1, 1, 1], [1, 2, 3]).rho is None
    assert str(spearman([], [])) == "-"
