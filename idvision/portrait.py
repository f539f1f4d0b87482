"""Say where the holder's picture is: faces on an upright card -> box of the portrait.

Portraits are cropped much alike, the head filling 70 to 80 % of the height (ICAO Doc 9303 part 3), so the
face gives the picture, also where no frame is printed around it.
"""

from __future__ import annotations

from collections.abc import Sequence

from idvision.anchors import Classified
from idvision.face import Face
from idvision.types import Box

SURE_SCORE = 0.75
"""Emblems, seals and ornaments seldom reach this score; a face on a card of no declared type has to."""
# How far a portrait reaches from the middle of the face, in heights of the face.
ASIDE, ABOVE, BELOW = 0.8, 1.15, 1.05


def portrait_box(faces: Sequence[Face], size_wh: tuple[int, int], classified: Classified) -> Box | None:
    """Return where the portrait is, head and shoulders, in fractions of the card; None without one.

    Of sure faces the largest counts, since a ghost image repeats it smaller.

    Args:
        faces: what was found on the upright card image, in its pixels.
        size_wh: width and height of that image.
        classified: what the card is.
    """
    held = [face for face in faces if may_be_portrait(face, size_wh, classified)]
    return framed(max(held, key=_rank), size_wh) if held else None


def _rank(face: Face) -> tuple[bool, float]:
    return face.score >= SURE_SCORE, face.box[3] - face.box[1]


def may_be_portrait(face: Face, size_wh: tuple[int, int], classified: Classified) -> bool:
    """Tell whether a face lies where its type has the portrait; on an unknown card it has to be sure."""
    region = classified.spec.portrait
    if region is None:
        return face.score >= SURE_SCORE
    (x1, y1, x2, y2), (width, height) = face.box, size_wh
    x, y = classified.layout.declared((x1 + x2) / 2 / width, (y1 + y2) / 2 / height)
    return region[0] <= x <= region[2] and region[1] <= y <= region[3]


def framed(face: Face, size_wh: tuple[int, int]) -> Box:
    """Return the picture around a face in fractions of the card, what lies beyond the card cut off."""
    (x1, y1, x2, y2), (width, height) = face.box, size_wh
    x, y, unit = (x1 + x2) / 2, (y1 + y2) / 2, y2 - y1
    return (
        max(0.0, (x - ASIDE * unit) / width),
        max(0.0, (y - ABOVE * unit) / height),
        min(1.0, (x + ASIDE * unit) / width),
        min(1.0, (y + BELOW * unit) / height),
    )
