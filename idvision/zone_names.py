"""Find the names as they are printed, with accents, by the zone which has them without: lines -> values.

A line that is spelled like a name of the zone is that name, whatever its caption; where captions are not
legible no other way leads to its accents.
"""

from __future__ import annotations

from collections.abc import Sequence

from idvision.documents import DocumentSpec
from idvision.joined_lines import box_around, stripped
from idvision.types import FoundValue, Mrz, ReadLine
from idvision.zone_fields import NAMES, agrees

SURE = 0.6


def zone_names(
    lines: Sequence[ReadLine], mrz: Mrz, spec: DocumentSpec, size_wh: tuple[int, int]
) -> tuple[FoundValue, ...]:
    """Return the declared names that one line alone spells as the zone does, whole.

    Args:
        lines: the print of the card without the zone, quads in pixels of the upright card image.
        mrz: the zone.
        spec: the declaration of the document.
        size_wh: width and height of that image.
    """
    declared = NAMES.intersection(field.name for field in spec.fields)
    zone = {field.name: field.value for field in mrz.fields if field.name in declared and field.value}
    if len(set(zone.values())) < len(zone):
        return ()
    own = {name: [line for line in lines if agrees(line.reading.text, value)] for name, value in zone.items()}
    # An accent that is in doubt is worse than the zone's plain letter.
    own = {name: found for name, found in own.items() if all(map(_is_sure, found))}
    return tuple(
        FoundValue(name, *stripped(found[0]), box_around(found, size_wh))
        for name, found in own.items()
        if len(found) == 1
    )


def _is_sure(line: ReadLine) -> bool:
    return min(line.reading.probabilities, default=0.0) >= SURE
