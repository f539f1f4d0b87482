"""Room on a line that its reading does not account for: a sign of a character that was not read.

A CTC network that passes over a character says nothing about it, and is as sure of the others as ever. What
remains is the place: print is evenly spaced, so a missing character leaves a hole.
"""

from __future__ import annotations

import unicodedata

import numpy as np

from idvision.types import FloatArray, Reading

# Widths of characters in ems: Han and full-width ones fill the em, others about half of it.
_WIDE, _NARROW = 1.0, 0.55
# Of one or two characters the pitch cannot be measured; an em is this much of the line as it is cut.
_EM_OF_HEIGHT = 0.85
_MIN_EM_OF_HEIGHT = 0.6
# A line is cut a little beyond its ends: half of its height, seldom more than this many ems.
_END_ROOM = 0.8


def unread_room(reading: Reading, aspect: float) -> float:
    """Return the widest unexplained room of a line, in ems; 1 is room for one more Han character.

    Args:
        reading: what was read, with the places of its characters.
        aspect: width over height of the crop.
    """
    if not reading.text:
        return aspect
    places: FloatArray = np.array(reading.centres, np.float32) * np.float32(aspect)
    widths: FloatArray = np.array([_em_width(character) for character in reading.text], np.float32)
    expected = (widths[1:] + widths[:-1]) / 2
    gaps = np.diff(places)
    measured = float(np.median(gaps / expected)) if len(gaps) > 1 else _EM_OF_HEIGHT
    em = max(measured, _MIN_EM_OF_HEIGHT)
    inner = float((gaps / em / expected).max(initial=1.0)) - 1
    start = float(places[0] - widths[0] * em / 2) / em - _END_ROOM
    end = float(aspect - places[-1] - widths[-1] * em / 2) / em - _END_ROOM
    return max(0.0, inner, start, end)


def _em_width(character: str) -> float:
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _NARROW
