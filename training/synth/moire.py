"""The beat between a screen's pixels and a sensor's."""

from __future__ import annotations

import math

import cv2
import numpy as np

from training.synth.types import Plane

# Fringes are many screen pixels wide: they are computed at a fraction of the screen's resolution.
_STEP = 2
_ABSENT_ODDS = 0.2


def moire(rng: np.random.Generator, shape_hw: tuple[int, int]) -> Plane:
    """Return by what a sensor's sampling multiplies the light of each screen pixel, `(H, W, 3)` around 1.

    A sensor samples a colour at every second of its pixels, and sees a column of the screen at the phase of
    its place between two samples. Where the two lattices turn, recede or bend against each other, that phase
    drifts: fringes. Red, green and blue stand side by side in a screen pixel, so their fringes are apart by a
    third of a period across and agree down the page.
    """
    height, width = shape_hw
    if rng.random() < _ABSENT_ODDS:
        return np.ones((height, width, 3), np.float32)
    rows, columns = max(2, height // _STEP), max(2, width // _STEP)
    across, down = _phases(rng, (rows, columns), shape_hw)
    thirds = float(rng.choice([-1.0, 1.0])) * 2 * math.pi / 3
    strength_across = float(np.exp(rng.uniform(math.log(0.015), math.log(0.09))))
    strength_down = float(np.exp(rng.uniform(math.log(0.005), math.log(0.07))))
    common = 1 + strength_down * np.cos(down)
    channels = [common * (1 + strength_across * np.cos(across + thirds * place)) for place in range(3)]
    grown = cv2.resize(cv2.merge(channels), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(grown, np.float32)


def _phases(
    rng: np.random.Generator, coarse_hw: tuple[int, int], shape_hw: tuple[int, int]
) -> tuple[Plane, Plane]:
    """Return the phases between the lattices, across and down, in radians, `coarse_hw` each."""
    height, width = shape_hw
    x = np.linspace(-0.5, 0.5, coarse_hw[1], dtype=np.float32)[None]
    y = (np.linspace(-0.5, 0.5, coarse_hw[0], dtype=np.float32) * np.float32(height / width))[:, None]
    # Fringes across the page: the screen's columns less the sensor's, both in one page width.
    drift = float(rng.choice([-1, 1]) * np.exp(rng.uniform(math.log(4), math.log(width / 7))))
    turn = float(rng.normal(0, math.radians(3))) * width
    recede, lean = rng.normal(0, 0.06 * width, 2)
    bulge = float(rng.normal(0, 0.04 * width))
    bent = bulge * (x * x + y * y)
    phase_x = drift * x + turn * y + recede * x * x + lean * x * y + bent * x
    phase_y = drift * rng.uniform(0.7, 1.4) * y - turn * x + lean * y * y + recede * x * y + bent * y
    cycles = 2 * math.pi
    start = rng.uniform(0, cycles, 2)
    return (
        np.asarray(cycles * phase_x + start[0], np.float32),
        np.asarray(cycles * phase_y + start[1], np.float32),
    )
