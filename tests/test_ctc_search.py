"""The likeliest labellings of a recogniser's output, against trying all alignments."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import pytest

from idvision.ctc import BLANK
from idvision.ctc_search import beam_search, log_likelihoods
from idvision.types import FloatArray


def random_probs(steps: int, classes: int, seed: int) -> FloatArray:
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.full(classes, 0.5), steps).astype(np.float32)


def by_all_alignments(probs: FloatArray) -> dict[tuple[int, ...], float]:
    totals: defaultdict[tuple[int, ...], float] = defaultdict(float)
    for alignment in itertools.product(range(probs.shape[1]), repeat=len(probs)):
        labels = tuple(value for value, _ in itertools.groupby(alignment) if value != BLANK)
        totals[labels] += float(np.prod([probs[step, value] for step, value in enumerate(alignment)]))
    return totals


@pytest.mark.parametrize("seed", range(4))
def test_a_wide_beam_finds_the_likeliest_labellings_in_order(seed: int) -> None:
    probs = random_probs(5, 4, seed)
    truth = by_all_alignments(probs)
    found = beam_search(probs, 2000)
    best = sorted(truth, key=lambda labels: -truth[labels])[:5]
    assert [labels for labels, _ in found[:5]] == best
    np.testing.assert_allclose([score for _, score in found[:5]], np.log([truth[b] for b in best]), atol=0.02)


def test_a_narrow_beam_keeps_what_is_far_likelier() -> None:
    probs = np.full((40, 11), 1e-5, np.float32)
    probs[::2, 3], probs[1::2, 0] = 0.9, 1.0
    probs[10, 4] = 0.1
    (first, first_score), (second, second_score), *_ = beam_search(probs, 4)
    assert first == (3,) * 20
    assert second == (3,) * 5 + (4,) + (3,) * 14
    assert first_score - second_score == pytest.approx(np.log(9), abs=0.01)


@pytest.mark.parametrize("seed", range(4))
def test_the_likelihood_of_a_word_sums_over_its_alignments(seed: int) -> None:
    probs = random_probs(5, 4, seed)
    truth = by_all_alignments(probs)
    words = [labels for labels in truth if labels]
    expected = np.log([truth[word] for word in words])
    possible = expected > np.log(1e-5)
    found = log_likelihoods(probs, words)
    np.testing.assert_allclose(found[possible], expected[possible], atol=0.02)


def test_a_word_that_is_too_long_for_its_steps_is_all_but_impossible() -> None:
    assert log_likelihoods(random_probs(2, 4, 1), [(1, 1, 1)])[0] < -10


def test_a_word_without_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        log_likelihoods(random_probs(2, 4, 1), [()])
