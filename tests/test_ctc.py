from __future__ import annotations

import itertools

import numpy as np
import pytest

from idvision.ctc import BLANK, Path, best_path, merge_runs, path_of_length, shared_out
from idvision.types import FloatArray

FLOOR = 1e-6


def one_hot(classes: list[int], count: int, sure: float = 0.9) -> FloatArray:
    """Probabilities that name one class a step and share out the rest."""
    probs = np.full((len(classes), count), (1 - sure) / (count - 1), np.float32)
    probs[np.arange(len(classes)), classes] = sure
    return probs


def collapse(alignment: tuple[int, ...]) -> tuple[int, ...]:
    """Merge repeats, then remove blanks: the map B of the CTC paper."""
    return tuple(value for value, _ in itertools.groupby(alignment) if value != BLANK)


def scores_of_all_labels(probs: FloatArray) -> dict[tuple[int, ...], float]:
    """The log score of the best alignment of every label sequence, by trying all alignments."""
    logs = np.log(np.maximum(probs.astype(np.float64), FLOOR))
    best: dict[tuple[int, ...], float] = {}
    for alignment in itertools.product(range(probs.shape[1]), repeat=len(probs)):
        labels = collapse(alignment)
        score = float(sum(logs[step, value] for step, value in enumerate(alignment)))
        best[labels] = max(best.get(labels, -np.inf), score)
    return best


def test_what_other_classes_were_given_is_shared_out() -> None:
    np.testing.assert_allclose(shared_out(np.array([[0.125, 0.375, 0.0]], np.float32)), [[0.25, 0.75, 0]])


def test_a_step_that_belongs_to_other_characters_stays_unsure() -> None:
    np.testing.assert_allclose(shared_out(np.array([[0.0, 0.004]], np.float32)), [[0, 0.2]], atol=1e-6)


def test_best_path_merges_repeats_and_drops_blanks() -> None:
    path = best_path(one_hot([0, 1, 1, 0, 2, 2, 2, 0], 3))
    assert path.classes == (1, 2)
    assert path.steps == (1.5, 5.0)


def test_best_path_keeps_a_doubled_character_that_a_blank_parts() -> None:
    assert best_path(one_hot([1, 0, 1, 1, 2], 3)).classes == (1, 1, 2)


def test_best_path_gives_the_peak_of_each_run() -> None:
    probs = np.array([[0.4, 0.6, 0.0], [0.2, 0.8, 0.0], [0.1, 0.2, 0.7]], np.float32)
    assert best_path(probs).probabilities == pytest.approx((0.8, 0.7))


@pytest.mark.parametrize("steps", [0, 5])
def test_nothing_but_blanks_is_an_empty_path(steps: int) -> None:
    assert best_path(one_hot([0] * steps, 3)) == Path((), (), ())


def test_merge_runs_takes_classes_beyond_the_columns_it_was_given() -> None:
    path = merge_runs(np.array([7000, 7000, 0, 5]), np.array([0.3, 0.5, 1, 0.25], np.float32))
    assert path == Path((7000, 5), (0.5, 0.25), (0.5, 3.0))


@pytest.mark.parametrize("seed", range(60))
def test_forced_path_is_the_best_of_all_label_sequences_of_its_length(seed: int) -> None:
    rng = np.random.default_rng(seed)
    steps, classes, count = int(rng.integers(1, 6)), int(rng.integers(2, 5)), int(rng.integers(1, 4))
    probs = rng.dirichlet(np.full(classes, 0.5), steps).astype(np.float32)
    allowed = rng.random((count, classes)) < 0.8
    permitted = {
        labels: score
        for labels, score in scores_of_all_labels(probs).items()
        if len(labels) == count and all(allowed[at, label] for at, label in enumerate(labels))
    }
    path = path_of_length(probs, allowed)
    if not permitted:
        assert path is None
        return
    assert path is not None
    assert permitted[path.classes] == pytest.approx(max(permitted.values()), abs=1e-4)
    assert all(earlier < later for earlier, later in itertools.pairwise(path.steps))


def test_the_runner_up_is_named_where_neighbours_would_repeat() -> None:
    # Two steps cannot hold the same class twice, so one of them gives way, and it is the cheaper one.
    probs = np.array([[0.0, 0.6, 0.4], [0.0, 0.9, 0.1]], np.float32)
    path = path_of_length(probs, np.ones((2, 3), bool))
    assert path is not None
    assert path.classes == (2, 1)
    assert path.probabilities == pytest.approx((0.4, 0.9))
    assert path.steps == (0.0, 1.0)


def test_a_missed_filler_is_put_back() -> None:
    # A X < < < of which the greedy path loses one filler: the blank between two of them is weak.
    probs = one_hot([1, 0, 2, 0, 3, 0, 3, 3, 3, 0], 4)
    probs[7] = [0.35, 0.0, 0.0, 0.65]
    assert best_path(probs).classes == (1, 2, 3, 3)
    path = path_of_length(probs, np.ones((5, 4), bool))
    assert path is not None
    assert path.classes == (1, 2, 3, 3, 3)
    assert path.steps == (0.0, 2.0, 4.0, 6.0, 8.0)


def test_a_doubtful_extra_character_is_left_out() -> None:
    probs = one_hot([1, 0, 2, 0, 3], 4)
    probs[2] = [0.45, 0.0, 0.55, 0.0]
    path = path_of_length(probs, np.ones((2, 4), bool))
    assert path is not None
    assert path.classes == (1, 3)


def test_each_position_takes_only_its_own_classes() -> None:
    letter, digit = 1, 2
    probs = np.array([[0.0, 0.6, 0.4], [1.0, 0.0, 0.0], [0.0, 0.6, 0.4]], np.float32)
    allowed = np.zeros((2, 3), bool)
    allowed[0, letter] = allowed[1, digit] = True
    path = path_of_length(probs, allowed)
    assert path is not None
    assert path.classes == (letter, digit)
    assert path.probabilities == pytest.approx((0.6, 0.4))


def test_the_blank_is_no_character_even_where_a_set_names_it() -> None:
    path = path_of_length(one_hot([0, 0, 0], 2), np.ones((1, 2), bool))
    assert path is not None
    assert path.classes == (1,)


def test_a_character_without_any_probability_is_still_found() -> None:
    path = path_of_length(np.array([[1, 0]], np.float32), np.ones((1, 2), bool))
    assert path is not None
    assert path.classes == (1,)
    assert path.probabilities == (0.0,)


@pytest.mark.parametrize(
    ("steps", "allowed"),
    [
        (2, np.ones((3, 4), bool)),
        (0, np.ones((1, 4), bool)),
        (5, np.zeros((1, 4), bool)),
        # The same class twice needs a blank between, three steps in all.
        (2, np.tile([False, True, False, False], (2, 1))),
    ],
)
def test_what_the_steps_cannot_hold_is_none(steps: int, allowed: np.ndarray) -> None:
    assert path_of_length(one_hot([1] * steps, 4), allowed) is None


def test_arguments_are_left_as_they_were() -> None:
    probs, allowed = one_hot([1, 0, 2], 3), np.ones((2, 3), bool)
    copies = probs.copy(), allowed.copy()
    path_of_length(probs, allowed)
    best_path(probs)
    np.testing.assert_array_equal(probs, copies[0])
    np.testing.assert_array_equal(allowed, copies[1])
