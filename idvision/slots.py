"""Choose the lines that a known document is read by: lines, declaration -> those worth reading, and how.

A declared document is read where its values are printed, and at the captions that prove what it is. The rest
(titles, translations, small print) costs time and says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from idvision.documents import DocumentSpec
from idvision.types import Box, FloatArray

# How far a card's outline may put print beside its declared place, in fractions of the card.
TOLERANCE = 0.03
ZONE_TOLERANCE = 0.05
ZONE_MIN_WIDTH = 0.5
ZONE_TOP = 0.55
# Height of a line as it is cut, over that of the card.
MIN_LINE_HEIGHT = 0.045
# A line belongs to a place of which it covers this share of its own width.
MIN_OVERLAP = 0.25
# One of which most lies there is the value, not its caption.
MIN_VALUE_SHARE = 0.5
CAPTION_HALF_WH = (0.1, 0.02)


class LineKind(Enum):
    """What a line holds: a row of a zone, a number or date, words of every day, or a name."""

    ZONE = "zone"
    CLOSED = "closed"
    EVERYDAY = "everyday"
    RARE = "rare"


def lines_to_read(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell which lines `(N, 4, 2)`, in pixels of an upright card of that size, hold values or proof."""
    lines = _Lines(quads, size_wh)
    return lines.inside([region for _, region in spec.placed] + _captions(spec)) | lines.in_zone(spec)


def are_large(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> bool:
    """Tell whether the map can be trusted to show all lines of print as large as these.

    Of smaller print it may miss a line, and an address without its second line looks like an address. A zone
    proves by its digits that it is whole. Captions, often smaller than the values, do not count.
    """
    places = [region for _, region in spec.placed]
    values = _Lines(quads, size_wh).inside(places, MIN_VALUE_SHARE, slack=0.0)
    heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1) / size_wh[1]
    return spec.mrz is not None or bool((heights[values] >= MIN_LINE_HEIGHT).all())


def declared_starts(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> FloatArray:
    """Return `(N,)` where the value of each line should begin, in fractions of its length, 0 for at its left.

    A caption may stand so close before its value that the map shows one line. Where a number or a title
    proves the document, the other captions prove nothing further and need not be read.
    """
    starts: FloatArray = np.zeros(len(quads), np.float32)
    titled = any(anchor.proves and not anchor.fields for anchor in spec.anchors)
    if not titled and not any(field.identifies for field in spec.fields):
        return starts
    lines = _Lines(quads, size_wh)
    # From the right to the left: of two values in one line the first one's caption is cut off.
    for region in sorted((region for _, region in spec.placed), key=lambda region: -region[0]):
        begins_before = lines.inside([region]) & (lines.left < region[0] - TOLERANCE)
        # A line that ends where the value begins is a caption alone.
        begins_before &= lines.right > region[0] + TOLERANCE
        share = (region[0] - lines.left) / np.maximum(lines.right - lines.left, 1e-6)
        starts = np.where(begins_before, share, starts).astype(np.float32)
    return starts


def identifying_lines(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell which lines `(N, 4, 2)` hold a number that proves the document by its check digit."""
    return _Lines(quads, size_wh).inside([region for field, region in spec.placed if field.identifies])


def line_kinds(
    quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int], alphabet: str
) -> list[LineKind]:
    """Tell what each line `(N, 4, 2)` holds; closed are those of nothing but characters of `alphabet`."""
    lines = _Lines(quads, size_wh)
    closed = [
        region for field, region in spec.placed if field.alphabet and set(field.alphabet) <= set(alphabet)
    ]
    others = [region for _, region in spec.placed if region not in closed]
    # A line that begins before its place may begin with a caption.
    is_closed = lines.inside(closed, share=1.0) & ~lines.inside(others)
    is_rare = lines.inside([region for field, region in spec.placed if field.rare])
    kinds: NDArray[np.object_] = np.full(len(quads), LineKind.EVERYDAY, object)
    # What is said last holds.
    for kind, chosen in (
        (LineKind.RARE, is_rare),
        (LineKind.CLOSED, is_closed),
        (LineKind.ZONE, lines.in_zone(spec)),
    ):
        kinds[chosen] = kind
    return list(kinds)


def zone_rows(quads: FloatArray, size_wh: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell which lines `(N, 4, 2)` may be rows of a zone, whatever the document: long, far down the card."""
    lines = _Lines(quads, size_wh)
    return np.asarray((lines.right - lines.left >= ZONE_MIN_WIDTH) & (lines.middle >= ZONE_TOP))


def printed_fields(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> frozenset[str]:
    """Return the fields at whose declared place one of the lines `(N, 4, 2)` lies."""
    lines = _Lines(quads, size_wh)
    return frozenset(field.name for field, region in spec.placed if lines.inside([region]).any())


def _captions(spec: DocumentSpec) -> list[Box]:
    """Return where the captions that prove the document are printed, in fractions of the card.

    A number that passes its checks proves it as well, and is read anyway.
    """
    if any(field.identifies for field in spec.fields):
        return []
    proving = [anchor for anchor in spec.anchors if anchor.proves]
    half_width, half_height = CAPTION_HALF_WH
    return [
        (x - half_width, y - half_height, x + half_width, y + half_height)
        for x, y in (anchor.centre for anchor in proving or spec.anchors)
    ]


class _Lines:
    """Where lines lie on the card: ends and middles in fractions of it."""

    def __init__(self, quads: FloatArray, size_wh: tuple[int, int]) -> None:
        share = quads / np.array(size_wh, np.float32)
        self.left, self.right = share[..., 0].min(axis=1), share[..., 0].max(axis=1)
        self.middle = share[..., 1].mean(axis=1)

    def inside(
        self, places: Sequence[Box], share: float = MIN_OVERLAP, *, slack: float = TOLERANCE
    ) -> NDArray[np.bool_]:
        """Tell which lines lie at any of these places, by at least that share of their width.

        `slack` is how much farther the places may reach to the left and right.
        """
        chosen = np.zeros(len(self.middle), bool)
        for x1, y1, x2, y2 in places:
            overlap = np.minimum(self.right, x2 + slack) - np.maximum(self.left, x1 - slack)
            level = (self.middle >= y1 - TOLERANCE) & (self.middle <= y2 + TOLERANCE)
            chosen |= level & (overlap >= share * (self.right - self.left))
        return chosen

    def in_zone(self, spec: DocumentSpec) -> NDArray[np.bool_]:
        """Tell which lines are rows of the machine readable zone."""
        if spec.mrz is None:
            return np.zeros(len(self.middle), bool)
        rows = np.abs(self.middle[:, None] - np.array(spec.mrz.rows)).min(axis=1) < ZONE_TOLERANCE
        return np.asarray(rows & (self.right - self.left >= ZONE_MIN_WIDTH))
