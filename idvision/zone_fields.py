"""Hold printed values against the machine readable zone: fields + zone -> fields.

The zone is the better source where both say the same: its check digits prove it. A printed value that surely
says something else is evidence of forgery and is named; one that was read with doubt says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idvision.labels import fold
from idvision.types import Field, Mrz
from idvision.validate import INCONSISTENT, KEPT_AFTER_DISAGREEMENT

SURE = 0.8
"""From this confidence on a printed value speaks against the zone."""
_EXPANDED = str.maketrans(
    {"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE", "Æ": "AE", "Ñ": "NXX", "Þ": "TH", "Ð": "D"}
)
"""Letters that the zone may spell with two (ICAO Doc 9303 part 3, section 6)."""


def hold_against_zone(fields: Sequence[Field], mrz: Mrz | None) -> tuple[Field, ...]:
    """Return the printed fields that agree with the zone, or that it does not have, or that contradict it.

    A printed value that differs and was not surely read is left out: the zone has it.
    """
    zone = {field.name: field for field in mrz.fields} if mrz is not None else {}
    kept = []
    for field in fields:
        other = zone.get(field.name)
        if other is None or not other.value or agrees(field.value, other.value):
            kept.append(field)
        elif field.confidence >= SURE and not field.problems and not other.problems:
            lowered = field.confidence * KEPT_AFTER_DISAGREEMENT
            kept.append(replace(field, problems=(*field.problems, INCONSISTENT), confidence=lowered))
    return tuple(kept)


def agrees(printed: str, in_zone: str) -> bool:
    """Tell whether a printed value is what the zone says, which has no accents and may be cut off."""
    zone = fold(in_zone).text
    spellings = {fold(printed).text, fold(printed.upper().translate(_EXPANDED)).text}
    return any(zone.startswith(text) or text.startswith(zone) for text in spellings if text)
