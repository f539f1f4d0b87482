"""Choose the lines that a known document is read by: lines, declaration -> those worth reading, and how.

A declared document is read where its values are printed, and at the captions that prove what it is. The rest
(titles, translations, small print) costs time and says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

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
CAPTION_HALF_WH = (0.1, 0.02)


def lines_to_read(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell which lines `(N, 4, 2)`, in pixels of an upright card of that size, hold values or proof."""
    lines = _Lines(quads, size_wh)
    return lines.inside([field.region for field in spec.fields] + _captions(spec)) | lines.in_zone(spec)


def are_large(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> bool:
    """Tell whether the map can be trusted to show all lines of print as large as these.

    Of smaller print it may miss a line, and an address without its second line looks like an address. A zone
    proves by its digits that it is whole.
    """
    heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1) / size_wh[1]
    return spec.mrz is not None or bool((heights >= MIN_LINE_HEIGHT).all())


def without_captions(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> FloatArray:
    """Return the lines, those of a number that proves its document cut where its place begins.

    A caption may stand so close before the number that the map shows one line. A cut through the number would
    not go unnoticed: its check digit fails.
    """
    lines = _Lines(quads, size_wh)
    cut = quads.copy()
    for region in (field.region for field in spec.fields if field.identifies):
        begins_before = lines.inside([region]) & (lines.left < region[0] - TOLERANCE)
        for index in np.flatnonzero(begins_before):
            a, b, c, d = quads[index]
            share = (region[0] * size_wh[0] - a[0]) / max(float(b[0] - a[0]), 1.0)
            cut[index, 0], cut[index, 3] = a + share * (b - a), d + share * (c - d)
    return cut


def closed_lines(
    quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int], alphabet: str
) -> NDArray[np.bool_]:
    """Tell which lines `(N, 4, 2)` hold nothing but characters of `alphabet`: numbers, dates, the zone."""
    lines = _Lines(quads, size_wh)
    closed = [
        field.region for field in spec.fields if field.alphabet and set(field.alphabet) <= set(alphabet)
    ]
    others = [field.region for field in spec.fields if field.region not in closed]
    # A line that begins before its place may begin with a caption.
    return lines.inside(closed, whole=True) & ~lines.inside(others) | lines.in_zone(spec)


def zone_rows(quads: FloatArray, size_wh: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell which lines `(N, 4, 2)` may be rows of a zone, whatever the document: long, far down the card."""
    lines = _Lines(quads, size_wh)
    return np.asarray((lines.right - lines.left >= ZONE_MIN_WIDTH) & (lines.middle >= ZONE_TOP))


def printed_fields(quads: FloatArray, spec: DocumentSpec, size_wh: tuple[int, int]) -> frozenset[str]:
    """Return the fields at whose declared place one of the lines `(N, 4, 2)` lies."""
    lines = _Lines(quads, size_wh)
    return frozenset(field.name for field in spec.fields if lines.inside([field.region]).any())


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

    def inside(self, places: Sequence[Box], *, whole: bool = False) -> NDArray[np.bool_]:
        """Tell which lines lie at any of these places, by a part of their width or by all of it."""
        least = 1.0 if whole else MIN_OVERLAP
        chosen = np.zeros(len(self.middle), bool)
        for x1, y1, x2, y2 in places:
            overlap = np.minimum(self.right, x2 + TOLERANCE) - np.maximum(self.left, x1 - TOLERANCE)
            level = (self.middle >= y1 - TOLERANCE) & (self.middle <= y2 + TOLERANCE)
            chosen |= level & (overlap >= least * (self.right - self.left))
        return chosen

    def in_zone(self, spec: DocumentSpec) -> NDArray[np.bool_]:
        """Tell which lines are rows of the machine readable zone."""
        if spec.mrz is None:
            return np.zeros(len(self.middle), bool)
        rows = np.abs(self.middle[:, None] - np.array(spec.mrz.rows)).min(axis=1) < ZONE_TOLERANCE
        return np.asarray(rows & (self.right - self.left >= ZONE_MIN_WIDTH))
