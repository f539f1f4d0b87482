"""How fine the detail of a card image is, on a coarse grid: the evidence for blur that a small picture loses.

A network that sees the card at 320 px cannot tell sharp print from print smeared by two pixels of the full
image. These maps carry the full image's contrast between neighbouring pixels along to it. Every card, whatever its
proportions, is first brought to one working size, a whole multiple of both the network's input and the grid:
reductions by whole factors are ten times faster than others.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.types import FloatArray, Gray, Image

WORKING_WH = (1280, 832)
INPUT_WH = (320, 208)
"""Size of the picture that the network sees."""
GRID_WH = (80, 52)
"""Columns and rows of the maps."""
CHANNELS = 8
_LEVELS = 3
# Contrast is rarely above 64 grey levels between neighbours on average; the logarithm evens it out.
_SCALE = 1 / 4.0


def network_input(card_image: Image) -> tuple[Image, FloatArray]:
    """Return the card as the network sees it and its detail maps.

    Args:
        card_image: the rectified card, long side across, `(720, W, 3)` uint8 BGR.

    Returns:
        The picture `(208, 320, 3)` uint8 BGR, and `(8, 52, 80)` float32, 0 for no detail to about 1.3: the mean
        contrast across and down at full, half and quarter resolution, the strongest contrast at full
        resolution, and the mean contrast of colour.
    """
    working = np.asarray(cv2.resize(card_image, WORKING_WH, interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.resize(working, INPUT_WH, interpolation=cv2.INTER_AREA), np.uint8), _detail(working)


def _detail(working: Image) -> FloatArray:
    gray = np.asarray(cv2.cvtColor(working, cv2.COLOR_BGR2GRAY), np.uint8)
    maps, strongest = [], None
    for level in range(_LEVELS):
        across, down = _steps(gray)
        maps += [_averaged(across), _averaged(down)]
        if level == 0:
            strongest = _averaged(cv2.dilate(np.maximum(across, down), np.ones((9, 9), np.uint8)))
        gray = np.asarray(cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    red_over_blue = cv2.addWeighted(cv2.extractChannel(working, 2), 0.5, cv2.extractChannel(working, 0), -0.5, 128)
    colour = _averaged(np.maximum(*_steps(np.asarray(red_over_blue, np.uint8))))
    stacked = np.stack([*maps, strongest, colour])
    return np.log1p(stacked.astype(np.float32)) * np.float32(_SCALE)


def _steps(gray: Gray) -> tuple[Gray, Gray]:
    """Return the absolute differences to the next pixel across and down, 0 in the last column and row."""
    across, down = np.zeros_like(gray), np.zeros_like(gray)
    cv2.absdiff(gray[:, 1:], gray[:, :-1], dst=across[:, :-1])
    cv2.absdiff(gray[1:], gray[:-1], dst=down[:-1])
    return across, down


def _averaged(steps: Gray) -> FloatArray:
    # A reduction by area averages in integers; the grey levels are lifted so that small means survive.
    lifted = cv2.convertScaleAbs(steps, alpha=4.0)
    return np.asarray(cv2.resize(lifted, GRID_WH, interpolation=cv2.INTER_AREA), np.float32) / 4
