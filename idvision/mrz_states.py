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


def listed_state(text: str, near: FloatArray) -> tuple[str, float]:
    """Return a listed code and its probability among all listed ones; `text` and 0 where none was read.

    A listed code that was read stands; else the one that was nearly read is taken, if there is one.

    Args:
        text: three characters as read, fillers included.
        near: `(3, C)` the largest probability of each class (blank, then the zone's alphabet) about each.
    """
    codes = sorted(code.ljust(3, FILLER) for code in (*known_codes(), "D"))
    logs = np.log(np.maximum(near, _FLOOR))
    columns = np.array([[_INDEX[character] for character in code] for code in (*codes, text)])
    scores = logs[np.arange(3), columns].sum(axis=1)
    read, listed = scores[-1], scores[:-1]
    best, second = np.argsort(-listed, kind="stable")[:2]
    chosen = codes.index(text) if text in codes else int(best)
    nearly = read - listed[best] <= MAX_COST and listed[best] - listed[second] >= MIN_LEAD
    if text not in codes and not nearly:
        return text, 0.0
    return codes[chosen], float(np.exp(listed[chosen] - np.logaddexp.reduce(listed)))
