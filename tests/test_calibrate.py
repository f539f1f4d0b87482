"""Confidences are fitted to how often values are right."""

from __future__ import annotations

import math
import random

import pytest

from idvision.confidence import Calibration, calibrated

pytest.importorskip("torch")

from training.calibrate import Value, fit


def drawn(calibration: Calibration, count: int) -> list[Value]:
    rng = random.Random(5)
    scores = [1 / (1 + math.exp(-rng.gauss(2, 2))) for _ in range(count)]
    lengths = [rng.choice((2, 4, 12, 30)) for _ in range(count)]
    return [
        Value("words", score, length, rng.random() < calibrated(score, length, calibration))
        for score, length in zip(scores, lengths, strict=True)
    ]


def test_a_known_calibration_is_found_again() -> None:
    truth = Calibration(-0.5, 0.8, -0.2)
    found = fit(drawn(truth, 6000))
    for score in (0.6, 0.9, 0.99):
        assert calibrated(score, 10, found) == pytest.approx(calibrated(score, 10, truth), abs=0.03)


def test_values_that_are_all_right_do_not_become_certain() -> None:
    found = fit([Value("listed", 0.97, 2, True)] * 100)
    assert 0.97 < calibrated(0.97, 2, found) < 0.9999


def test_a_handful_of_values_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        fit([Value("words", 0.9, 3, True)] * 10)
