"""The values that stages hand to one another and that make up a result.

All are frozen, slotted and free of arrays, so results compare, hash and travel between threads.
Coordinates are pixels of the upright photo (EXIF orientation applied), x to the right, y down,
a pixel's centre on whole numbers. Confidences and defects lie in [0, 1]; a defect of 0 is best.
"""

from __future__ import annotations

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
Homography = NDArray[np.float64]
"""`(3, 3)` float64; variables are named destination first, as in `card_from_image`."""

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""A quad inside a result: four `(x, y)` pairs, clockwise."""
Box = tuple[float, float, float, float]
"""`x1, y1, x2, y2` in fractions of the rectified card."""


class Session(Protocol):
    """A network ready to run."""

    def run(self, tensor: FloatArray) -> list[FloatArray]:
        """Return the network's outputs for one `(N, C, H, W)` float32 input."""
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


@dataclass(frozen=True, slots=True)
class Detection:
    """A flat document seen in a photo; `quad` is clockwise from the corner nearest the photo's top left."""

    quad: Quad
    score: float


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
    """What the card is. `quarter_turns` counts the clockwise quarter turns that make it upright."""

    type: str
    side: Side
    confidence: float
    quarter_turns: int = 0


@dataclass(frozen=True, slots=True)
class FieldDefect:
    """The share of one field's area that a defect covers."""

    field: str
    defect: str
    share: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the card is shown. A measure that is not taken is None, never a made-up 0."""

    blur: float
    glare: float
    exposure: float
    incomplete: float
    coverage: float
    short_side_px: int
    luminance: float
    occlusion: float | None = None
    field_defects: tuple[FieldDefect, ...] = ()


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How far the card looks like a copy of a card; None where it is not judged."""

    screen: float | None = None
    photocopy: float | None = None
    edited: float | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a document. `value` is canonical (ISO dates, codes), `raw` is what was read."""

    name: str
    value: str
    raw: str
    confidence: float
    quad: Quad | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mrz:
    """A machine readable zone (ICAO 9303); its values stay apart from the printed ones.

    `lines` have the exact shape of `format`, `raw_lines` are as first read, `quads` are where they stand.
    """

    format: str
    lines: tuple[str, ...]
    raw_lines: tuple[str, ...]
    checks: tuple[tuple[str, bool], ...]
    fields: tuple[Field, ...]
    confidence: float
    problems: tuple[str, ...] = ()
    quads: tuple[Quad, ...] = ()


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
    """Everything known about one document in the photo; `quad` starts at its printed top left."""

    quad: Quad
    score: float
    document: DocumentClass
    quality: Quality
    reproduction: Reproduction
    fields: tuple[Field, ...]
    mrz: Mrz | None
    portrait: Quad | None
    lines: tuple[TextLine, ...]
    verdict: Verdict


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
    """From which value a defect sends a card to review or has it rejected."""

    blur_review: float = 0.45
    blur_reject: float = 0.70
    glare_review: float = 0.04
    glare_reject: float = 0.15
    field_glare_review: float = 0.15
    incomplete_review: float = 0.02
    incomplete_reject: float = 0.08
    exposure_review: float = 0.50
    exposure_reject: float = 0.80
    short_side_review_px: int = 240
    short_side_reject_px: int = 120
    confidence_review: float = 0.80


@dataclass(frozen=True, slots=True)
class Options:
    """What one call may decide. Passed along as an argument, never stored on a model.

    `today` decides expiry; None leaves the choice to `idvision.analyze`, which takes the system's date.
    `documents` and `side` say what the caller asked the person for; empty or None accept anything.
    """

    documents: tuple[str, ...] = ()
    side: Side | None = None
    max_cards: int | None = None
    today: date | None = None
    max_pixels: int = 64_000_000
    max_bytes: int = 50_000_000
    limits: Limits = field(default_factory=Limits)
