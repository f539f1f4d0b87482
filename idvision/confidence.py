"""How likely a value is right: what the network says of its characters -> a calibrated probability.

A network is surer of itself than it is right, and a long value has more chances to be wrong than a short one.
Logistic regression (Platt, "Probabilistic Outputs for Support Vector Machines", 1999) on the logarithm of the
odds and of the length mends both. `python -m training.calibrate` fits the numbers below on drawn photographs,
values that nobody can read included; `benchmarks.accuracy` measures them on others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# A score at the very end of its range says no more than this.
MOST = 1 - 1e-4


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds of being right: `offset + slope * log-odds of the score + length * log(characters)`."""

    offset: float
    slope: float
    length: float


CALIBRATIONS = {
    "checked": Calibration(2.526, 0.372, 0.202),
    "listed": Calibration(3.726, 0.282, 0.055),
    "numbers": Calibration(1.455, 0.67, 0.002),
    "words": Calibration(0.149, 0.718, -0.127),
}
"""By what a value has to stand up to: a check digit, a list of words, a closed alphabet, or nothing."""


def score_of(probabilities: Sequence[float]) -> float:
    """Return the geometric mean of a value's weakest and its mean character, 0 for none."""
    if not probabilities:
        return 0.0
    mean = sum(probabilities) / len(probabilities)
    return float((mean * min(probabilities)) ** 0.5)


def calibrated(score: float, characters: int, calibration: Calibration) -> float:
    """Return the probability in [0, 1] that a value of so many characters is right; 0 for a score of 0."""
    if score <= 0 or characters < 1:
        return 0.0
    odds = calibration.offset + calibration.slope * _log_odds(score)
    return 1 / (1 + math.exp(-odds - calibration.length * math.log(characters)))


def uncalibrated(confidence: float, characters: int, calibration: Calibration) -> float:
    """Return the score that `calibrated` made the confidence of, as far as it kept it."""
    if confidence <= 0 or characters < 1:
        return 0.0
    odds = _log_odds(confidence, 1 - 1e-12) - calibration.offset - calibration.length * math.log(characters)
    return 1 / (1 + math.exp(-odds / calibration.slope))


def _log_odds(share: float, most: float = MOST) -> float:
    bounded = min(max(share, 1 - most), most)
    return math.log(bounded / (1 - bounded))
