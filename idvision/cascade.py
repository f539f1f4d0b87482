"""Read every line by the cheapest network that is sure of it: crops and their kinds -> readings.

    zone        rows of a zone: the compact network alone; its check digits decide later who reads it again
    closed      numbers and dates: the compact network trained for them, a tenth of the large one's time
    everyday    words of every day: the tiny network of PP-OCR, a fifth of its time
    rare        personal names, whose characters the tiny network may not know: the large one

What the first network doubts, and what leaves room on its line for a character that was not read, goes to the
large one, all in one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idvision.models import Models
from idvision.slots import LineKind
from idvision.spacing import unread_room
from idvision.types import FloatArray, Image, Reading

SURE_CLOSED = 0.9
"""The least probability of a character by which a compact reading stands."""
SURE_EVERYDAY = 0.93
"""The same of a tiny reading: measured, it then errs no more often than the large network at 0.85."""
MAX_UNREAD_ROOM = 0.5
"""In ems. Ends and gaps of print vary by less."""
DOUBTED = 0.5
"""The most that the last character of a line with more room is believed, whoever read it."""


def recognize_by_kind(
    crops: Sequence[Image], kinds: Sequence[LineKind], models: Models
) -> tuple[Reading, ...]:
    """Read crops `(h, w, 3)` uint8 BGR that run to the right, in their order."""
    if not crops:
        return ()
    closed = [index for index, kind in enumerate(kinds) if kind in {LineKind.CLOSED, LineKind.ZONE}]
    everyday = [index for index, kind in enumerate(kinds) if kind is LineKind.EVERYDAY]
    by_compact = zip(closed, models.recognize_closed([crops[index] for index in closed]), strict=True)
    by_tiny = zip(everyday, models.recognize_everyday([crops[index] for index in everyday]), strict=True)
    read = {
        index: one for index, one in by_compact if kinds[index] is LineKind.ZONE or _least(one) >= SURE_CLOSED
    }
    read |= {index: one for index, one in by_tiny if is_sure_and_whole(one, crops[index])}
    doubted = [index for index in range(len(crops)) if index not in read]
    by_large = models.recognize_text([crops[index] for index in doubted])
    read |= {index: _less_sure(one, crops[index]) for index, one in zip(doubted, by_large, strict=True)}
    return tuple(read[index] for index in range(len(crops)))


def _less_sure(reading: Reading, crop: Image) -> Reading:
    """Return a reading that leaves room for another character with its last character in doubt."""
    if not reading.text or unread_room(reading, crop.shape[1] / crop.shape[0]) <= MAX_UNREAD_ROOM:
        return reading
    *others, last = reading.probabilities
    return replace(reading, probabilities=(*others, min(last, DOUBTED)))


def _least(reading: Reading) -> float:
    return min(reading.probabilities, default=0.0)


def is_sure_and_whole(reading: Reading, crop: Image) -> bool:
    """Tell whether a reading of the tiny network stands."""
    room = unread_room(reading, crop.shape[1] / crop.shape[0])
    return _least(reading) >= SURE_EVERYDAY and room <= MAX_UNREAD_ROOM


def probabilities(crop: Image, alphabet: str, models: Models) -> FloatArray:
    """Return CTC probabilities `(T, 1 + len(alphabet))` by the cheapest network that knows the alphabet."""
    known = set(alphabet) <= set(models.recognize_closed.alphabet)
    network = models.recognize_closed.probabilities if known else models.text_probabilities
    return network(crop, alphabet)
