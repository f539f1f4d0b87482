"""Find the names as they are printed, with accents, by the zone which has them without: lines -> values.

A line that is spelled like a name of the zone is that name, whatever its caption; where captions are not
legible no other way leads to its accents.
"""

from __future__ import annotations

from collections.abc import Sequence

from idvision.documents import DocumentSpec
from idvision.joined_lines import box_around, stripped
from idvision.types import FoundValue, Mrz, ReadLine
from idvision.zone_fields import agrees

IN_ORDER = ("surname", "given_names")
SURE = 0.6


def zone_names(
    lines: Sequence[ReadLine], mrz: Mrz, spec: DocumentSpec, size_wh: tuple[int, int]
) -> tuple[FoundValue, ...]:
    """Return the declared names that lines spell as the zone does, whole; of several lines the uppermost.

    Signatures and parents repeat a name further down. Of two names that are spelled alike, as on specimens,
    the surname stands over the other.

    Args:
        lines: the print of the card without the zone, quads in pixels of the upright card image.
        mrz: the zone.
        spec: the declaration of the document.
        size_wh: width and height of that image.
    """
    declared = {field.name for field in spec.fields}
    zone = {field.name: field.value for field in mrz.fields if field.value}
    names = [name for name in IN_ORDER if name in declared and name in zone]
    # An accent that is in doubt is worse than the zone's plain letter.
    found: dict[str, ReadLine] = {}
    for name in names:
        own = [line for line in lines if agrees(line.reading.text, zone[name])]
        free = sorted((line for line in own if line not in found.values()), key=lambda line: line.quad[0][1])
        alike = sum(zone[other] == zone[name] for other in names)
        if free and len(own) >= alike and all(map(_is_sure, own)):
            found[name] = free[0]
    return tuple(
        FoundValue(name, *stripped(line), box_around([line], size_wh)) for name, line in found.items()
    )


def _is_sure(line: ReadLine) -> bool:
    return min(line.reading.probabilities, default=0.0) >= SURE
