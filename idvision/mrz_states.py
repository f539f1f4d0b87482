"""States in a machine readable zone, of issue and of nationality: three letters of a list, not any three.

No check digit covers them in most formats, so a misread letter goes unnoticed unless the list is asked.
"""

from __future__ import annotations

import numpy as np

from idvision.checks.country_code import known_codes
from idvision.checks.mrz_formats import ALPHABETS, FILLER
from idvision.types import FloatArray

MAX_COST = 4.0
"""How much less likely than what was read, as a natural logarithm, the listed code may be."""
MIN_LEAD = 1.5
"""By how much it must be likelier than every other listed code."""
_FLOOR = 1e-4
_INDEX = {character: 1 + place for place, character in enumerate(ALPHABETS["any"])}


def listed_state(text: str, near: FloatArray) -> str:
    """Return the code that was read if it is listed, else the listed one that was nearly read, else `text`.

    Args:
        text: three characters as read, fillers included.
        near: `(3, C)` the largest probability of each class (blank, then the zone's alphabet) about each.
    """
    codes = sorted(code.ljust(3, FILLER) for code in (*known_codes(), "D"))
    if text in codes:
        return text
    logs = np.log(np.maximum(near, _FLOOR))
    columns = np.array([[_INDEX[character] for character in code] for code in (*codes, text)])
    scores = logs[np.arange(3), columns].sum(axis=1)
    read, listed = scores[-1], scores[:-1]
    best, second = np.argsort(-listed, kind="stable")[:2]
    sure = read - listed[best] <= MAX_COST and listed[best] - listed[second] >= MIN_LEAD
    return codes[int(best)] if sure else text
