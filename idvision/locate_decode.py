"""Dense maps of the locator -> quads, by votes.

Every pixel in the core of a document votes for the document's four corners. Cores that touch nothing are one
document each; within one, the votes that agree are averaged, the nearest to a corner counting most there, and
what disagrees may be a second document. `locate_corners` then says where exactly the corners are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.geometry import frame_quad, intersection_area, is_convex, quad_area, quad_iou
from idvision.locate_corners import choose_corners
from idvision.types import FloatArray, QuadArray

STRIDE = 4
MIN_CORE = 0.5
MIN_SCORE = 0.5
MAX_DOCUMENTS = 24
# A vote joins a quad if its corners are this near to the quad's, over the root of the quad's area.
AGREEMENT = 0.28
# A further document in one core must hold this share of it.
SECOND_SHARE = 0.2
# Fewer cells than a fifth of the core that such a quad would have in the picture are chance.
MIN_CELLS = 3
MIN_CORE_SHARE = 0.2
CORE_AREA = 0.36
"""Area of a core over its document's, as the network was taught."""
# Distance from a corner, over the root of the area, within which a vote for it does not become better.
NEAR_CORNER = 0.12
SAME_IOU = 0.55
MIN_MASK = 0.5
# A region that is quite another quad than the voted one holds something else too.
REGION_IOU = 0.45
# Where the mask falls by this much along the sides, or the corners are peaks so high, all is clear.
FULL_CONTRAST = 0.35
FULL_PEAK = 0.3


@dataclass(frozen=True, slots=True)
class LocatorMaps:
    """What the network says of one input of `h * 4` by `w * 4` px.

    Attributes:
        mask: `(h, w)` float32 in [0, 1], document or not.
        core: `(h, w)` float32 in [0, 1], inner part of the document on top.
        votes: `(8, h / 2, w / 2)` float32, input px from a cell's centre to the corners x, y clockwise.
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
        peaks: for each corner the height of the heat map's peak that it is on, 0 if it is on none.
    """

    quad: QuadArray
    score: float
    peaks: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Votes:
    """Votes of `N` core pixels: their places `(N, 2)`, quads `(N, 4, 2)` and certainty `(N,)`."""

    places: FloatArray
    quads: FloatArray
    sure: FloatArray

    def take(self, chosen: NDArray[np.bool_]) -> _Votes:
        return _Votes(self.places[chosen], self.quads[chosen], self.sure[chosen])


def decode_maps(maps: LocatorMaps) -> tuple[VotedQuad, ...]:
    """Return the documents in the input, best first."""
    height, width = maps.core.shape
    votes = cv2.resize(maps.votes.transpose(1, 2, 0), (width, height), interpolation=cv2.INTER_LINEAR)
    frame = frame_quad(width * STRIDE, height * STRIDE)
    count, cores = cv2.connectedComponents((maps.core > MIN_CORE).astype(np.uint8), connectivity=4)
    labels = np.asarray(cores, np.int32)
    _, regions = cv2.connectedComponents((maps.mask > MIN_MASK).astype(np.uint8), connectivity=4)
    found: list[VotedQuad] = []
    for label in range(1, count):
        rows, columns = np.nonzero(labels == label)
        places = (np.stack([columns, rows], axis=1) * STRIDE + (STRIDE - 1) / 2).astype(np.float32)
        quads = votes[rows, columns].reshape(-1, 4, 2) + places[:, None]
        voted = tuple(_documents(_Votes(places, quads, maps.core[rows, columns]), frame))
        region = _region_quad(np.asarray(regions, np.int32), labels, label) if len(voted) == 1 else None
        found += [_placed(one, region, maps) for one in voted]
    found = [one for one in found if one.score >= MIN_SCORE]
    return _distinct(sorted(found, key=lambda one: -one.score))[:MAX_DOCUMENTS]


def _placed(voted: VotedQuad, region: QuadArray | None, maps: LocatorMaps) -> VotedQuad:
    """Put the corners where all evidence together has them."""
    guesses = [voted.quad]
    if region is not None and quad_iou(region, voted.quad) > REGION_IOU:
        guesses.append(region)
    corners = choose_corners(guesses, maps.mask, maps.corners)
    # A card on a page shows no side on the mask, but its corners; a blob in a texture shows neither.
    clear = max(corners.contrast / FULL_CONTRAST, sum(corners.peaks) / 4 / FULL_PEAK)
    return VotedQuad(corners.quad, voted.score * min(1.0, max(0.0, clear)), corners.peaks)


def _region_quad(regions: NDArray[np.int32], labels: NDArray[np.int32], label: int) -> QuadArray | None:
    """Return the quad about the region of the mask about a core, if that region is one whole document's."""
    inside = regions[labels == label]
    own = int(np.bincount(inside).argmax())
    region = (regions == own).astype(np.uint8)
    # What the input cuts says nothing about where the document ends, nor does a region of several documents.
    cut = bool(region[[0, -1]].any() or region[:, [0, -1]].any())
    if own == 0 or cut or set(np.unique(labels[region > 0]).tolist()) - {0, label}:
        return None
    contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(contours, key=len))
    if len(hull) < 4:
        return None
    corners = np.asarray(cv2.approxPolyN(hull, 4), np.float32).reshape(-1, 2)
    quad = corners * STRIDE + (STRIDE - 1) / 2
    return next((one for one in (quad, quad[::-1]) if is_convex(one)), None)


def _documents(votes: _Votes, frame: QuadArray) -> Iterator[VotedQuad]:
    """Yield the quads that the votes of one core agree on."""
    least = max(MIN_CELLS, SECOND_SHARE * len(votes.sure))
    while len(votes.sure) >= least:
        seed = _typical(votes.quads)
        scale = float(np.sqrt(max(quad_area(seed), 1.0)))
        aligned, distance = _aligned(votes.quads, seed)
        near = distance < AGREEMENT * scale
        members = _Votes(votes.places, aligned, votes.sure).take(near)
        near[np.argmin(distance)] = True
        votes = votes.take(~near)
        if len(members.sure) < least:
            continue
        quad = _mean_quad(members, scale)
        score = float(members.sure.mean())
        expected = CORE_AREA * intersection_area(quad, frame) / STRIDE**2 if is_convex(quad) else np.inf
        if score >= MIN_CORE and len(members.sure) >= MIN_CORE_SHARE * expected:
            yield VotedQuad(quad, score, (0.0, 0.0, 0.0, 0.0))


def _typical(quads: FloatArray) -> QuadArray:
    """Return the quad whose middle is nearest to the median of all middles."""
    middles = quads.mean(axis=1)
    distance = np.linalg.norm(middles - np.median(middles, axis=0), axis=1)
    return np.asarray(quads[int(distance.argmin())], np.float32)


def _aligned(quads: FloatArray, seed: QuadArray) -> tuple[FloatArray, FloatArray]:
    """Rename each quad's corners to fit the seed's order; returns the quads and their largest distance."""
    turns = np.stack([np.roll(quads, turn, axis=1) for turn in range(4)])
    distances = np.linalg.norm(turns - seed, axis=3).max(axis=2)
    best = distances.argmin(axis=0)
    every = np.arange(len(quads))
    return turns[best, every], distances[best, every]


def _mean_quad(votes: _Votes, scale: float) -> QuadArray:
    """Average the votes corner by corner: a pixel knows the corner best that it is near to."""
    squared = ((votes.quads - votes.places[:, None]) ** 2).sum(axis=2)
    weights = votes.sure[:, None] / (squared + (NEAR_CORNER * scale) ** 2)
    quad = (votes.quads * weights[..., None]).sum(axis=0) / weights.sum(axis=0)[:, None]
    # A second round, in which votes far off the first mean count less.
    residual = np.linalg.norm(votes.quads - quad, axis=2) / (0.1 * scale)
    weights = weights / (1 + residual**2)
    return np.asarray(
        (votes.quads * weights[..., None]).sum(axis=0) / weights.sum(axis=0)[:, None], np.float32
    )


def _distinct(found: list[VotedQuad]) -> tuple[VotedQuad, ...]:
    """Drop quads that repeat a better one."""
    kept: list[VotedQuad] = []
    for one in found:
        if all(quad_iou(one.quad, other.quad) < SAME_IOU for other in kept):
            kept.append(one)
    return tuple(kept)
