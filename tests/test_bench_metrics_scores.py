"""Confidence, quality, attacks, time, cost, and the tests between two, with numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from random import Random

import numpy as np
import pytest

from idvision.bench.answer import ATTACKS, DEFECTS
from idvision.bench.metrics import METRICS
from idvision.bench.metrics.attacks import apcer, av_rank, bpcer, bpcer_at, equal_error_rate, worst_apcer
from idvision.bench.metrics.calibration import (
    auroc,
    coverage_at_precision,
    expected_calibration_error,
    risk_coverage,
)
from idvision.bench.metrics.cost import cost_per_1000, spent_and_right
from idvision.bench.metrics.paired import mcnemar, paired_bootstrap, wilcoxon_signed_rank
from idvision.bench.metrics.quality import monotonicity, plcc, srocc
from idvision.bench.metrics.resample import NOT_MEASURED, pooled_score, ratio_scores
from idvision.bench.metrics.speed import Latency, latency
from idvision.bench.providers.protocol import Price

PRICE = Price(10.0, "CNY", "price list", date(2026, 1, 1))


def test_the_calibration_error_weighs_bins_by_their_values() -> None:
    # One bin above 14/15 with gap |0.98 - 0.5|, one around 0.5 with gap |0.5 - 1|: (2 * 0.48 + 0.5) / 3.
    error = expected_calibration_error([0.97, 0.99, 0.5], [True, False, True])
    assert error == pytest.approx((2 * 0.48 + 0.5) / 3)


def test_bins_are_closed_above_and_take_in_both_ends() -> None:
    # With two bins 0.5 belongs to the lower one, where it offsets the 0: |0 + 0.5 - 0 - 1| / 3 + |1 - 1| / 3.
    assert expected_calibration_error([0.0, 0.5, 1.0], [False, True, True], bins=2) == pytest.approx(0.5 / 3)
    assert expected_calibration_error([], []) is None


def test_auroc_counts_pairs_and_half_of_the_ties() -> None:
    assert auroc([0.9, 0.5], [0.8, 0.5, 0.1]) == pytest.approx(4.5 / 6)
    assert auroc([], [0.1]) is None
    assert auroc([0.1], []) is None


def test_risk_and_coverage_take_values_of_one_confidence_together() -> None:
    points = risk_coverage([0.9, 0.7, 0.9, 0.2], [True, True, False, False])
    assert points == (
        (0.5, 0.5, 2),
        (0.75, pytest.approx(1 / 3), 3),
        (1.0, 0.5, 4),
    )
    assert risk_coverage([], []) == ()


def test_coverage_at_a_precision_is_the_largest_and_counts_what_was_not_answered() -> None:
    sure, right = [0.9, 0.8, 0.7, 0.6], [True, False, True, True]
    assert coverage_at_precision(sure, right, 0.75) == 1
    assert coverage_at_precision(sure, right, 0.75, of=8) == 0.5
    assert coverage_at_precision(sure, right, 0.99) == 0.25
    assert coverage_at_precision([0.9], [False], 0.99) == 0
    assert coverage_at_precision([], [], 0.99) is None


def test_correlations_need_three_pairs_that_change() -> None:
    assert srocc([1, 2, 3, 4], [1, 8, 27, 64]) == pytest.approx(1)
    # Ranks 1 2 3 against 1 3 2: 1 - 6 * 2 / (3 * 8).
    assert srocc([1, 2, 3], [10, 30, 20]) == pytest.approx(0.5)
    # Deviations -1 0 1 against -1 1 0: 1 / sqrt(2 * 2).
    assert plcc([1, 2, 3], [10, 30, 20]) == pytest.approx(0.5)
    assert srocc([1, 2], [1, 2]) is None
    assert plcc([1, 1, 1], [1, 2, 3]) is None


def test_a_score_is_monotone_where_it_does_not_rise_with_the_severity() -> None:
    # Of 0-1, 0-2, 1-2 only the last rises.
    assert monotonicity([0, 1, 2], [0.9, 0.5, 0.6]) == pytest.approx(2 / 3)
    assert monotonicity([0, 1], [0.5, 0.5]) == 1
    assert monotonicity([1, 1], [0.2, 0.9]) is None


@pytest.mark.parametrize("seed", range(5))
def test_monotonicity_agrees_with_a_count_of_all_pairs(seed: int) -> None:
    random = Random(seed)
    points = [(random.randint(0, 4), random.randint(0, 3) / 3) for _ in range(30)]
    pairs = [sorted(pair) for pair in combinations(points, 2) if pair[0][0] != pair[1][0]]
    kept = sum(worse[1] <= milder[1] for milder, worse in pairs)
    assert monotonicity(*zip(*points, strict=True)) == pytest.approx(kept / len(pairs))


SPECIES = {"screen_recapture": [0.9, 0.8, 0.7, 0.2], "photocopy": [0.6, 0.95], "tampered": []}
GENUINE = [0.1, 0.3, 0.4, 0.65]


def test_each_species_has_its_rate_and_the_worst_one_counts() -> None:
    assert apcer(SPECIES["screen_recapture"]) == 0.25
    assert apcer(SPECIES["photocopy"]) == 0
    assert apcer([0.5]) == 0
    assert apcer([]) is None
    assert worst_apcer(SPECIES) == 0.25
    assert worst_apcer({}) is None
    assert (bpcer(GENUINE), bpcer([0.5]), bpcer([])) == (0.25, 1, None)


def test_the_least_bpcer_is_sought_at_a_worst_apcer() -> None:
    # No attack may pass at 10 %, so the threshold is 0.2 and three of four genuine ones are refused.
    assert bpcer_at(0.1, SPECIES, GENUINE) == 0.75
    # At 25 % the 0.2 may pass: threshold 0.6, only the 0.65 is refused.
    assert bpcer_at(0.25, SPECIES, GENUINE) == 0.25
    assert bpcer_at(0.1, {}, GENUINE) is None
    assert bpcer_at(0.1, SPECIES, []) is None


def test_the_equal_error_rate_and_the_rank_of_the_competition() -> None:
    assert equal_error_rate(SPECIES, GENUINE) == 0.25
    assert equal_error_rate({"tampered": [0.9]}, [0.1]) == 0
    assert equal_error_rate({}, [0.1]) is None
    # All three rates are those without any attack that passes.
    assert av_rank(SPECIES, GENUINE) == pytest.approx(0.75)
    assert av_rank(SPECIES, []) is None


def test_the_rank_weighs_the_three_rates() -> None:
    # Of 100 attacks 7 pass at a threshold of 1, 2 at 0.35, none at 0.15; that refuses 1, 1 and 3 of 4.
    attacks = {"photocopy": [0.15] * 2 + [0.35] * 5 + [1.0] * 93}
    genuine = [0.1, 0.2, 0.3, 1.0]
    rates = [bpcer_at(limit, attacks, genuine) for limit in (0.1, 0.05, 0.01)]
    assert rates == [0.25, 0.25, 0.75]
    assert av_rank(attacks, genuine) == pytest.approx(0.2 * 0.25 + 0.3 * 0.25 + 0.5 * 0.75)


def test_times_are_told_by_percentiles() -> None:
    assert latency([float(n) for n in range(101)]) == Latency(50, 95, 99)
    assert latency([10.0, 20.0]) == Latency(15, 19.5, pytest.approx(19.9))
    assert latency([]) is None


def test_cost_comes_from_a_published_price_or_not_at_all() -> None:
    assert cost_per_1000(PRICE) == 10
    assert cost_per_1000(None) is None
    # Two calls that bring one right document: 20 for a thousand.
    calls = [spent_and_right(PRICE, 1), spent_and_right(PRICE, 0)]
    assert sum(spent for spent, _ in calls) / sum(right for _, right in calls) == 20


def test_mcnemar_looks_at_what_differs() -> None:
    # Five against none: two tails of 1/32 each.
    assert mcnemar([True] * 5 + [True, False], [False] * 5 + [True, False]) == pytest.approx(2 / 32)
    assert mcnemar([True, False], [True, False]) == 1
    assert mcnemar([True, False], [False, True]) == 1


def test_the_signed_rank_test_leaves_equal_pairs_out() -> None:
    # Five differences of one sign: two tails of 1/32 each.
    assert wilcoxon_signed_rank([2, 4, 6, 8, 10, 7], [1, 2, 3, 4, 5, 7]) == pytest.approx(2 / 32)
    assert wilcoxon_signed_rank([1, 2], [1, 2]) == 1


def test_the_paired_bootstrap_sees_a_difference_that_is_the_same_everywhere() -> None:
    first, second = [(1, 1), (0, 1)] * 20, [(0.5, 1), (-0.5, 1)] * 20
    found = paired_bootstrap(first, second)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))
    # No draw is at or below 0: twice one by 2001.
    assert found.p_value == pytest.approx(2 / 2001)


def test_the_paired_bootstrap_of_equals_finds_nothing() -> None:
    found = paired_bootstrap([(1, 2), (2, 2)], [(1, 2), (2, 2)])
    assert found is not None
    assert (found.value, found.low, found.high, found.p_value) == (0, 0, 0, 1)
    assert paired_bootstrap([(0, 0)], [(1, 1)]) is None


def test_pictures_are_drawn_not_values() -> None:
    # Ten pictures of a hundred values each, half of them all right: as uncertain as ten coins.
    clustered, single = ratio_scores([[(100, 100), (0, 100)] * 5, [(1, 1), (0, 1)] * 5], [True, True])
    assert (clustered.value, clustered.n) == (0.5, 1000)
    assert (clustered.low, clustered.high) == (single.low, single.high)
    assert (clustered.low, clustered.high) == pytest.approx((0.2, 0.8), abs=0.101)


def test_a_share_of_all_or_nothing_is_not_certain() -> None:
    all_right, none_right, error = ratio_scores(
        [[(3, 3)] * 4, [(0, 3)] * 4, [(0, 3)] * 4], [True, True, False]
    )
    # Wilson with 4 of 4: 1 / (1 + 3.8415 / 4).
    assert (all_right.value, all_right.low, all_right.high) == (1, pytest.approx(0.5101, abs=1e-4), 1)
    assert (none_right.value, none_right.low, none_right.high) == (0, 0, pytest.approx(0.4899, abs=1e-4))
    assert (error.value, error.low, error.high) == (0, 0, 0)


def test_one_picture_gives_no_interval_and_none_no_number() -> None:
    one, nothing = ratio_scores([[(1, 2), (0, 0)], [(0, 0), (0, 0)]], [True, True])
    assert (one.value, one.low, one.high, one.n) == (0.5, None, None, 2)
    assert nothing == NOT_MEASURED
    assert ratio_scores([[]], [True]) == (NOT_MEASURED,)


def mean_of(rows: np.ndarray) -> float | None:
    return float(rows[:, 0].mean())


def test_a_statistic_of_all_rows_is_drawn_by_picture() -> None:
    rows = [np.array([[1.0], [1.0]]), np.array([[4.0]]), np.empty((0, 1))]
    found = pooled_score(rows, mean_of)
    # Means of draws of two: 1, 2 and 4.
    assert (found.value, found.low, found.high, found.n) == (2, 1, 4, 3)
    assert pooled_score(rows[:1], mean_of).low is None
    assert pooled_score([], mean_of) == NOT_MEASURED
    assert pooled_score(rows, lambda _: None).value is None


def test_every_metric_says_what_it_is_and_names_answers_that_exist() -> None:
    words = "document side quad fields mrz text confidence decision defects quality attacks"
    answers = frozenset(words.split())
    for name, metric in METRICS.items():
        assert metric.id == name
        assert "{" not in metric.id + metric.title + metric.meaning
        assert metric.meaning.endswith(".")
        assert all(need <= answers for need in metric.needs)
        assert format(0.25, metric.format)


def test_metrics_of_kinds_name_every_kind_there_is() -> None:
    assert [name for name in METRICS if name.startswith("apcer.")] == [f"apcer.{kind}" for kind in ATTACKS]
    for measure in ("precision", "recall", "f1"):
        kinds = [name for name in METRICS if name.startswith(f"defect_{measure}.")]
        assert kinds == [f"defect_{measure}.{kind}" for kind in DEFECTS]


def test_who_answers_one_alternative_in_full_is_asked() -> None:
    assert METRICS["error_rate"].is_answered_by(set())
    assert METRICS["exact_count"].is_answered_by({"document"})
    assert not METRICS["ece"].is_answered_by({"fields"})
    assert METRICS["ece"].is_answered_by({"fields", "confidence"})
