"""Confidences are probabilities: calibrated by kind of value, and back again."""

from __future__ import annotations

import pytest

from idvision.confidence import CALIBRATIONS, Calibration, calibrated, score_of, uncalibrated

SOME = Calibration(0.5, 0.8, -0.3)


@pytest.mark.parametrize(
    ("probabilities", "score"),
    [
        ((), 0.0),
        ((0.8,), 0.8),
        ((1.0, 1.0, 1.0), 1.0),
        ((1.0, 0.5), (0.75 * 0.5) ** 0.5),
        ((0.9, 0.0), 0.0),
    ],
)
def test_a_value_scores_as_its_weakest_and_its_mean_character(
    probabilities: tuple[float, ...], score: float
) -> None:
    assert score_of(probabilities) == pytest.approx(score)


def test_a_calibration_is_a_line_of_the_log_odds() -> None:
    assert calibrated(0.9, 1, Calibration(0, 1, 0)) == pytest.approx(0.9)
    # Log-odds 0 of the score and 0.5 of the offset, -0.3 times the logarithm of e squared.
    assert calibrated(0.5, 7, SOME) == pytest.approx(1 / (1 + 2.718281828 ** -(0.5 - 0.3 * 1.945910149)))


@pytest.mark.parametrize("score", [0.02, 0.4, 0.77, 0.9995])
def test_the_score_can_be_found_again(score: float) -> None:
    assert uncalibrated(calibrated(score, 12, SOME), 12, SOME) == pytest.approx(score)


def test_nothing_read_has_no_confidence() -> None:
    assert calibrated(0.0, 5, SOME) == 0 == calibrated(0.9, 0, SOME)
    assert uncalibrated(0.0, 5, SOME) == 0


@pytest.mark.parametrize("calibration", CALIBRATIONS.values(), ids=CALIBRATIONS.keys())
def test_a_surer_network_makes_a_surer_value_and_none_is_certain(calibration: Calibration) -> None:
    confidences = [calibrated(score, 10, calibration) for score in (0.3, 0.6, 0.9, 0.99, 1.0)]
    assert confidences == sorted(confidences)
    assert confidences[0] > 0 and confidences[-1] < 1
