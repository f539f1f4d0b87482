"""What the generator passes from hand to hand: a printed document, where it lies, and the photo of it.

Every array is `(H, W, 3)` uint8 BGR or `(H, W)` of the stated type; every point is `(x, y)` with pixel
centres at integers, so a page of `w` x `h` pixels has its outer corners at -0.5 and `w - 0.5`, `h - 0.5`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from idvision.types import Homography, Image, QuadArray

Split = Literal["train", "bench"]
"""`bench` uses fonts, surfaces, layouts and lights that `train` never does."""

Attack = Literal["none", "screen", "photocopy_grey", "photocopy_colour", "print", "edited"]
"""How the document was reproduced, `none` for the real thing."""

NOT_A_DOCUMENT = "not_a_document"
"""The type of a flat sheet that is no identity document: a letter, a ticket, a business card."""

Plane = NDArray[np.float32]
Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line.

    Attributes:
        text: as printed.
        quad: page pixels, clockwise from the text's own top left.
        field: the field whose value, or a line of whose value, this is; `mrz` for a line of the zone, "" for
            captions and decoration.
        shown: name and canonical form of a value that is told by the print, whether or not the document's
            `fields` have it from elsewhere; two empty strings for none.
    """

    text: str
    quad: QuadArray
    field: str = ""
    shown: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Document:
    """A flat document before it is photographed.

    Attributes:
        picture: the whole page, corners not cut, `(H, W, 3)` uint8 BGR.
        outline: `(H, W)` uint8, 255 where there is paper or plastic; cuts rounded or worn corners.
        size_mm: width and height.
        type: a declared document id, `unknown` for an identity document of no declared type, or
            NOT_A_DOCUMENT.
        side: `front`, `back`, `page` or `unknown`.
        fields: canonical values by field name, as the result of a perfect reading.
        lines: everything that is printed.
        gloss: 0 for paper that only scatters light to 1 for a laminated card.
        attack: what was done to it.
        edited: regions (x0, y0, x1, y1 in page pixels) that an editor touched.
    """

    picture: Image
    outline: Mask
    size_mm: tuple[float, float]
    type: str
    side: str
    fields: dict[str, str] = field(default_factory=dict)
    lines: tuple[TextLine, ...] = ()
    gloss: float = 0.5
    attack: Attack = "none"
    edited: tuple[tuple[float, float, float, float], ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """All canonical values by field name: as the print shows them or, where it does not, the zone."""
        return {**self.fields, **dict(line.shown for line in self.lines if line.shown[0])}


@dataclass(frozen=True, slots=True)
class Placed:
    """A document in a photo.

    Attributes:
        document: what lies there.
        photo_from_page: homography from page pixels to photo pixels.
        quad: the page's outer corners in photo pixels from its printed top left; they may lie outside the
            photo.
        visible: share of the page's area that is in the photo and under nothing else.
        corners_visible: for each corner, whether it is in the photo and under nothing.
    """

    document: Document
    photo_from_page: Homography
    quad: QuadArray
    visible: float
    corners_visible: tuple[bool, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Scene:
    """A photo and the whole truth about it.

    Attributes:
        image: `(H, W, 3)` uint8 BGR, as the camera's file decodes.
        placed: every document of which at least a part is to be seen, in drawing order.
        blur: `(H, W)` float32, standard deviation in photo pixels of everything that smears, the lens, the
            focus and the moving hand (a smear of length L counts as L / sqrt(12)).
        glare: `(H, W)` float32 in [0, 1], share of the pixel's light that is a reflection.
        occlusion: `(H, W)` float32 in [0, 1], share that is a finger, a hand or an object over a document.
    """

    image: Image
    placed: tuple[Placed, ...]
    blur: Plane
    glare: Plane
    occlusion: Plane
