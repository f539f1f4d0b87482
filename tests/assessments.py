"""Assessments to order, for tests of what follows the assessor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from idvision.assess import Assessment
from idvision.types import DefectMaps

_CLEAN = np.zeros((52, 80), np.float32)
RESIDENT_FRONT = Assessment(
    maps=DefectMaps(_CLEAN, _CLEAN, _CLEAN),
    text=np.zeros((104, 160), np.float32),
    turns=(0.99, 0.0, 0.01, 0.0),
    types={"chn_resident_id": 0.98, "unknown": 0.02},
    sides={"front": 0.99, "back": 0.01, "page": 0.0, "unknown": 0.0},
    copies={"screen": 0.0, "photocopy": 0.0, "edited": 0.0},
)
"""Clearly the upright front of a resident card, on which no text is seen yet."""


def with_lines(*boxes: tuple[float, float, float, float]) -> Assessment:
    """A resident card with lines of text in these boxes (x1, y1, x2, y2), fractions of the card."""
    text = np.zeros((104, 160), np.float32)
    for x1, y1, x2, y2 in boxes:
        middle, half = (y1 + y2) / 2 * 104, (y2 - y1) / 4 * 104
        text[round(middle - half) : round(middle + half), round(x1 * 160) : round(x2 * 160)] = 1
    return replace(RESIDENT_FRONT, text=text)
