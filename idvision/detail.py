"""How fine the detail of a card image is, on a coarse grid: the evidence for blur that a small picture loses.

A network that sees the card at 320 px cannot tell sharp print from print smeared by two pixels of the full
image. These maps carry the full image's contrast between neighbouring pixels along to it. Every card,
whatever its proportions, is first brought to one working size, a whole multiple of both the network's input
and the grid: reductions by whole factors are ten times faster than others.
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
        The picture `(208, 320, 3)` uint8 BGR, and `(8, 52, 80)` float32, 0 for no detail to about 1.3: the
        mean contrast across and down at full, half and quarter resolution, the strongest contrast at full
        resolution, and the mean contrast of colour.
    """
    working = np.asarray(cv2.resize(card_image, WORKING_WH, interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.resize(working, INPUT_WH, interpolation=cv2.INTER_AREA), np.uint8), _detail(working)


def _detail(working: Image) -> FloatArray:
    gray = np.asarray(cv2.cvtColor(working, cv2.COLOR_BGR2GRAY), np.uint8)
    planes: list[Gray] = []
    for _ in range(_LEVELS):
        planes += _steps(gray)
        gray = np.asarray(cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    strongest = cv2.dilate(cv2.max(planes[0], planes[1]), np.ones((9, 9), np.uint8))
    colour = cv2.max(*_steps(_red_against_blue(working)))
    maps = np.stack([_averaged(np.asarray(plane, np.uint8)) for plane in (*planes, strongest, colour)])
    return np.asarray(np.log1p(maps) * np.float32(_SCALE), np.float32)


def _red_against_blue(image: Image) -> Gray:
    red, blue = cv2.extractChannel(image, 2), cv2.extractChannel(image, 0)
    return np.asarray(cv2.addWeighted(red, 0.5, blue, -0.5, 128), np.uint8)


def _steps(gray: Gray) -> tuple[Gray, Gray]:
    """Return the absolute differences to the next pixel across and down, 0 in the last column and row."""
    across, down = np.zeros_like(gray), np.zeros_like(gray)
    cv2.absdiff(gray[:, 1:], gray[:, :-1], dst=across[:, :-1])
    cv2.absdiff(gray[1:], gray[:-1], dst=down[:-1])
    return across, down


def _averaged(steps: Gray) -> FloatArray:
    # A reduction by area averages in integers; the grey levels are lifted so that small means survive.
    lifted = cv2.convertScaleAbs(steps, alpha=4.0)
    reduced = cv2.resize(lifted, GRID_WH, interpolation=cv2.INTER_AREA)
    return np.asarray(reduced, np.float32) / np.float32(4)
