"""Dense maps of the locator -> quads, by votes.

Every pixel in the core of a document votes for the document's four corners. The surest pixel proposes a quad, the
pixels that agree with it are averaged, and the search goes on among the rest. Where the corner heat map has a peak
near a voted corner, the peak says where exactly; a corner outside the picture keeps its vote.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idvision.geometry import is_convex, quad_area, quad_iou
from idvision.types import FloatArray, QuadArray

STRIDE = 4
MIN_CORE = 0.4
MIN_SCORE = 0.35
MAX_DOCUMENTS = 24
# A vote joins a quad if its corners are this near to the quad's, over the root of its area.
AGREEMENT = 0.22
# Fewer cells than this and fewer than a tenth of the core that such a quad should have are chance.
MIN_CELLS = 3
MIN_CORE_SHARE = 0.12
CORE_AREA = 0.36
"""Area of a core over its document's, as the network was taught."""
SAME_IOU = 0.55
MIN_PEAK = 0.15
SNAP_SHARE = 0.09
"""How far from its vote a corner is sought, over the root of the quad's area."""
MIN_SNAP_PX = 3.0


@dataclass(frozen=True, slots=True)
class LocatorMaps:
    """What the network says of one input of `h * 4` by `w * 4` px.

    Attributes:
        mask: `(h, w)` float32 in [0, 1], document or not.
        core: `(h, w)` float32 in [0, 1], inner part of the document on top.
        votes: `(8, h, w)` float32, input pixels from here to the corners x, y clockwise.
        corners: `(2 h, 2 w)` float32 in [0, 1], corner heat map.
    """

    mask: FloatArray
    core: FloatArray
    votes: FloatArray
    corners: FloatArray


@dataclass(frozen=True, slots=True)
class VotedQuad:
    """A document in the network's input.

    Attributes:
        quad: `(4, 2)` float32, clockwise, pixels of the input.
        score: in [0, 1].
        peaks: for each corner the height of the heat map's peak that it was moved to, 0 if it kept its vote.
    """

    quad: QuadArray
    score: float
    peaks: tuple[float, float, float, float]


def decode_maps(maps: LocatorMaps) -> tuple[VotedQuad, ...]:
    """Return the documents in the input, best first."""
    rows, columns = np.nonzero(maps.core > MIN_CORE)
    sure = maps.core[rows, columns]
    order = np.argsort(-sure, kind="stable")
    rows, columns, sure = rows[order], columns[order], sure[order]
    places = (np.stack([columns, rows], axis=1) * STRIDE + (STRIDE - 1) / 2).astype(np.float32)
    quads = maps.votes[:, rows, columns].T.reshape(-1, 4, 2) + places[:, None]
    found = [_snapped(vote, maps) for vote in _agreed(quads, sure)]
    return _distinct(tuple(sorted(found, key=lambda one: -one.score)))


def _agreed(quads: FloatArray, sure: FloatArray) -> list[VotedQuad]:
    """Group votes `(N, 4, 2)`, surest first, into quads."""
    found: list[VotedQuad] = []
    free = np.ones(len(quads), bool)
    while free.any() and len(found) < MAX_DOCUMENTS:
        first = int(np.argmax(free))
        seed, scale = quads[first], np.sqrt(max(quad_area(quads[first]), 1.0))
        numbers = np.nonzero(free)[0]
        turned, distance = _aligned(quads[numbers], seed)
        near = distance < AGREEMENT * scale
        free[first] = False
        free[numbers[near]] = False
        members, weights = turned[near], sure[numbers[near]]
        if len(members) < max(MIN_CELLS, MIN_CORE_SHARE * CORE_AREA * scale**2 / STRIDE**2):
            continue
        # The median resists the pixels near another document's border, the mean would not.
        quad = np.median(members, axis=0).astype(np.float32)
        score = float(np.average(weights, weights=weights))
        if score >= MIN_SCORE and is_convex(quad):
            found.append(VotedQuad(quad, score, (0.0, 0.0, 0.0, 0.0)))
    return found


def _aligned(quads: FloatArray, seed: QuadArray) -> tuple[FloatArray, FloatArray]:
    """Rename each quad's corners to fit the seed's order; returns the quads and their largest distance."""
    turns = np.stack([np.roll(quads, turn, axis=1) for turn in range(4)])
    distances = np.linalg.norm(turns - seed, axis=3).max(axis=2)
    best = distances.argmin(axis=0)
    every = np.arange(len(quads))
    return turns[best, every], distances[best, every]


def _snapped(voted: VotedQuad, maps: LocatorMaps) -> VotedQuad:
    """Move each corner to the heat map's best peak near it."""
    reach = max(MIN_SNAP_PX, SNAP_SHARE * float(np.sqrt(quad_area(voted.quad))))
    moved = [_nearest_peak(maps.corners, corner, reach) for corner in voted.quad]
    quad = np.array([corner for corner, _ in moved], np.float32)
    peaks = tuple(peak for _, peak in moved)
    if not is_convex(quad):
        return voted
    return VotedQuad(quad, voted.score, (peaks[0], peaks[1], peaks[2], peaks[3]))


def _nearest_peak(heat: FloatArray, corner: FloatArray, reach: float) -> tuple[FloatArray, float]:
    """Return the sub-pixel peak within `reach` px of a corner (input pixels) and its height, or the corner and 0."""
    centre = (corner + 0.5) / 2 - 0.5
    radius = reach / 2
    left, top = np.maximum(np.floor(centre - radius), 0).astype(int)
    right, bottom = np.minimum(np.ceil(centre + radius) + 1, heat.shape[::-1]).astype(int)
    if left >= right or top >= bottom:
        return corner, 0.0
    window = heat[top:bottom, left:right]
    y, x = np.mgrid[top:bottom, left:right]
    distance = np.hypot(x - centre[0], y - centre[1])
    # A far peak must be higher than a near one: the vote is right to a few pixels most of the time.
    value = np.where(distance <= radius, window * np.exp(-0.5 * (distance / max(radius, 1)) ** 2), 0)
    row, column = np.unravel_index(int(value.argmax()), value.shape)
    height = float(window[row, column])
    if height < MIN_PEAK:
        return corner, 0.0
    peak = _subpixel(heat, int(row) + int(top), int(column) + int(left))
    return ((peak + 0.5) * 2 - 0.5).astype(np.float32), height


def _subpixel(heat: FloatArray, row: int, column: int) -> FloatArray:
    """Return `(x, y)` of the peak: the weighted mean of the 5x5 cells about it."""
    top, left = max(0, row - 2), max(0, column - 2)
    window = heat[top : row + 3, left : column + 3]
    weights = np.maximum(window - 0.25 * heat[row, column], 0)
    y, x = np.mgrid[top : top + window.shape[0], left : left + window.shape[1]]
    total = float(weights.sum())
    return np.array([(weights * x).sum() / total, (weights * y).sum() / total], np.float32)


def _distinct(found: tuple[VotedQuad, ...]) -> tuple[VotedQuad, ...]:
    """Drop quads that repeat a better one."""
    kept: list[VotedQuad] = []
    for one in found:
        if all(quad_iou(one.quad, other.quad) < SAME_IOU for other in kept):
            kept.append(one)
    return tuple(kept)
