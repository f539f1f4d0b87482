"""The values that stages hand to one another and that make up a result.

All are frozen, slotted and free of arrays, so results compare, hash and travel between threads.
Coordinates are pixels of the upright photo (EXIF orientation applied), x to the right, y down,
a pixel's centre on whole numbers. Confidences and defects lie in [0, 1]; a defect of 0 is best.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""`(H, W, 3)` uint8, blue-green-red."""
Gray = NDArray[np.uint8]
"""`(H, W)` uint8."""
FloatArray = NDArray[np.float32]
"""float32 of the shape that the function names."""
QuadArray = NDArray[np.float32]
"""`(4, 2)` float32 `(x, y)`, clockwise from the top left."""
Tensor = NDArray[np.float32] | NDArray[np.uint8]
"""Input of a network."""
Homography = NDArray[np.float64]
"""`(3, 3)` float64; variables are named destination first, as in `card_from_image`."""

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""A quad inside a result: four `(x, y)` pairs, clockwise."""
CornerFlags = tuple[bool, bool, bool, bool]
"""One flag for each corner of a quad, in its order."""
Box = tuple[float, float, float, float]
"""`x1, y1, x2, y2` in fractions of the rectified card."""


class Session(Protocol):
    """A network ready to run."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the network's file says of itself."""
        ...

    def run(self, *tensors: Tensor) -> list[FloatArray]:
        """Return the network's outputs for its inputs, given in the network's order."""
        ...


class Side(StrEnum):
    """Which face of a document is seen."""

    FRONT = "front"
    BACK = "back"
    PAGE = "page"
    UNKNOWN = "unknown"


class Decision(StrEnum):
    """What to do with a card or a photo."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


UNKNOWN_DOCUMENT = "unknown"
BARCODE_FORMATS = ("PDF417", "QRCode", "Aztec", "DataMatrix")
"""The symbologies of two-dimensional codes that are searched."""


@dataclass(frozen=True, slots=True)
class Detection:
    """A flat document seen in a photo; `quad` is clockwise from the corner nearest the photo's top left.

    `corners_seen` tells for each corner whether it was found in the photo; the others, beyond the frame or
    under a finger, are inferred from the rest of the document.
    """

    quad: Quad
    score: float
    corners_seen: CornerFlags = (True, True, True, True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recogniser made of one line. `centres` are the characters' places, 0 left end, 1 right end."""

    text: str
    probabilities: tuple[float, ...]
    centres: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """The mean probability of the characters, 0 for an empty line."""
        return sum(self.probabilities) / len(self.probabilities) if self.probabilities else 0.0


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text on the rectified card; `quad` is in pixels of the upright card image."""

    reading: Reading
    quad: Quad


@dataclass(frozen=True, slots=True)
class FoundValue:
    """The text of one field as read. `box` is in fractions of the card; probabilities are per character."""

    name: str
    text: str
    probabilities: tuple[float, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text as it was read, without any restriction of the alphabet."""

    text: str
    confidence: float
    quad: Quad


@dataclass(frozen=True, slots=True)
class DocumentClass:
    """What the card is. `quarter_turns` counts the clockwise quarter turns that make it upright.

    `form` tells apart several layouts of one type and side, and is empty where there is only one.
    """

    type: str
    side: Side
    confidence: float
    quarter_turns: int = 0
    form: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class DefectMaps:
    """Where a card is spoilt, on a grid of `(rows, columns)` float32 over the card image, values in [0, 1].

    Attributes:
        blur: 0 sharp, 1/2 where print is smeared by 4 px of a card 720 px high.
        glare: how much of the print a reflection hides: 1/2 where it is twice as bright as the paper, 1
            where it clips.
        occlusion: share that something lies over.
    """

    blur: FloatArray
    glare: FloatArray
    occlusion: FloatArray


@dataclass(frozen=True, slots=True)
class FieldDefect:
    """How far a defect touches one field: the share of its area that is covered, or its mean blur."""

    field: str
    defect: str
    share: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the card is shown.

    Everything is in [0, 1], 0 best, but for `coverage` (share of the photo that the card fills),
    `short_side_px` and `luminance` (median lightness). `glare` and `occlusion` are shares of the card's area
    that is in the photo.
    """

    blur: float
    glare: float
    occlusion: float
    exposure: float
    incomplete: float
    coverage: float
    short_side_px: int
    luminance: float
    field_defects: tuple[FieldDefect, ...] = ()


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How far the card looks like a copy of a card, in [0, 1]: evidence to weigh, not proof."""

    screen: float
    photocopy: float
    edited: float


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a document. `value` is canonical (ISO dates, codes), `raw` is what was read.

    `probabilities` are those of the characters of `raw`, empty where they are not known. They are for
    `idvision.fuse`, and are part of no schema.
    """

    name: str
    value: str
    raw: str
    confidence: float
    quad: Quad | None = None
    problems: tuple[str, ...] = ()
    probabilities: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Mrz:
    """A machine readable zone (ICAO 9303); its values stay apart from the printed ones.

    `lines` have the exact shape of `format`, `raw_lines` are as first read, `quads` are where they stand.
    `probabilities` are those of the characters of each line, empty where they are not known.
    """

    format: str
    lines: tuple[str, ...]
    raw_lines: tuple[str, ...]
    checks: tuple[tuple[str, bool], ...]
    fields: tuple[Field, ...]
    confidence: float
    problems: tuple[str, ...] = ()
    quads: tuple[Quad, ...] = ()
    probabilities: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Barcode:
    """A two-dimensional code on the card, with what it says.

    `format` is one of `BARCODE_FORMATS`. `text` is the whole payload, or empty where that is
    binary; then `data` holds it, which else is empty. `grammar` names the entry of `checks.GRAMMARS` that the
    text follows, empty for none; `fields` are its values and `problems` what is missing or broken in it.
    """

    format: str
    text: str
    data: bytes
    quad: Quad
    grammar: str = ""
    fields: tuple[Field, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to tell the person at the camera."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, why, and what to do next. Reasons are stable codes, some with `:field`."""

    decision: Decision
    reasons: tuple[str, ...]
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Card:
    """Everything known about one document in the photo; `quad` starts at its printed top left.

    `corners_seen` tells which corners show in the photo; the others are inferred.
    """

    quad: Quad
    corners_seen: CornerFlags
    score: float
    document: DocumentClass
    quality: Quality
    reproduction: Reproduction
    fields: tuple[Field, ...]
    mrz: Mrz | None
    portrait: Quad | None
    lines: tuple[TextLine, ...]
    verdict: Verdict
    barcodes: tuple[Barcode, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The answer for one photo. Two results are equal when everything but the timings is."""

    image_width: int
    image_height: int
    cards: tuple[Card, ...]
    verdict: Verdict
    timings_ms: tuple[tuple[str, float], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """From which value a defect sends a card to review or has it rejected; `idvision.limits` has presets."""

    blur_review: float = 0.45
    blur_reject: float = 0.70
    glare_review: float = 0.03
    glare_reject: float = 0.15
    occlusion_review: float = 0.02
    occlusion_reject: float = 0.08
    field_covered_review: float = 0.15
    incomplete_review: float = 0.02
    incomplete_reject: float = 0.08
    exposure_review: float = 0.50
    exposure_reject: float = 0.80
    short_side_review_px: int = 240
    short_side_reject_px: int = 120
    confidence_review: float = 0.70
    no_document: float = 0.50
    screen_review: float = 0.50
    photocopy_review: float = 0.50
    edited_review: float = 0.50


@dataclass(frozen=True, slots=True)
class Options:
    """What one call may decide. Passed along as an argument, never stored on a model.

    `today` decides expiry; None leaves the choice to `idvision.analyze`, which takes the system's date.
    `documents` and `side` say what the caller asked the person for; empty or None accept anything.
    `every_line` reads all print of a known document, not only its values, in two to three times the time.
    `visual_zone` reads the print of a document with a machine readable zone too, at the same cost.
    """

    documents: tuple[str, ...] = ()
    side: Side | None = None
    max_cards: int | None = None
    today: date | None = None
    max_pixels: int = 64_000_000
    max_bytes: int = 50_000_000
    every_line: bool = False
    visual_zone: bool = True
    limits: Limits = field(default_factory=Limits)
