"""Quads made of lines: lines -> hypotheses of a document's outline.

Two pairs of roughly parallel lines whose stretches between the corners are edges make a hypothesis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idvision.locate_lines import FRAME_EVIDENCE, STEP_PX, Lines
from idvision.types import FloatArray

MIN_SIDE = 0.05
MIN_SUPPORT = 0.4
MIN_MEAN_SUPPORT = 0.55
MIN_VISIBLE = 0.55
PARALLEL = np.float32(np.cos(np.radians(38)))
CROSSING = np.float32(np.sin(np.radians(40)))
MAX_HYPOTHESES = 2000
OVERRUN_STRETCH = (0.03, 0.15)
MIN_SAMPLES = 8


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """`N` outlines.

    `quads` (N, 4, 2) float32 centred pixels, clockwise; `support` (N, 4) float32 in [0, 1] and `borders`
    (N, 4) bool (the side is the frame's border) belong to the side after each corner; `overrun` (N,)
    float32 in [0, 1] tells how far the sides run on past the corners.
    """

    quads: FloatArray
    support: FloatArray
    borders: NDArray[np.bool_]
    overrun: FloatArray

    def take(self, numbers: object) -> Hypotheses:
        """Return the hypotheses of these numbers, or of a mask, in this order."""
        n = np.asarray(numbers)
        n = n if n.dtype == bool else n.astype(np.intp)
        return Hypotheses(self.quads[n], self.support[n], self.borders[n], self.overrun[n])

    def joined(self, other: Hypotheses) -> Hypotheses:
        """Return these hypotheses and then those of `other`."""
        pairs = zip(_parts(self), _parts(other), strict=True)
        return Hypotheses(*(np.concatenate(pair) for pair in pairs))

    @staticmethod
    def of_frame(width: int, height: int) -> Hypotheses:
        """Return the one hypothesis that the document fills the frame."""
        corners = [[-width, -height], [width, -height], [width, height], [-width, height]]
        sides = np.ones((1, 4), bool)
        quad, support = np.array([corners], np.float32) / 2, np.full((1, 4), FRAME_EVIDENCE, np.float32)
        return Hypotheses(quad.astype(np.float32), support, sides, np.zeros(1, np.float32))


def _parts(found: Hypotheses) -> tuple[NDArray[np.generic], ...]:
    return found.quads, found.support, found.borders, found.overrun


@dataclass(frozen=True, slots=True)
class _Crossings:
    places: FloatArray  # (L, L): where along line i it meets line j
    support: FloatArray  # (L, L, L): how much of an edge line i is between lines j and k
    usable: NDArray[np.bool_]  # (L, L, L)


def propose_quads(lines: Lines, long_side: float) -> Hypotheses:
    """Return the hypotheses that `lines` of an image of `long_side` pixels allow."""
    crossings = _cross(lines, MIN_SIDE * long_side)
    sides = _join(crossings.usable)
    a, b, c, d = sides.T
    support = np.stack(
        [crossings.support[side] for side in ((c, a, b), (b, c, d), (d, a, b), (a, c, d))], axis=1
    )
    borders = (sides >= len(lines.offsets) - 4).sum(axis=1)
    rank = np.where(borders > 2, 0, support.mean(axis=1))
    best = np.argsort(-rank, kind="stable")[:MAX_HYPOTHESES]
    best = best[rank[best] > MIN_MEAN_SUPPORT]
    a, b, c, d = sides[best].T
    corners = [(a, c), (b, c), (b, d), (a, d)]
    quads = np.stack([_point(lines, crossings.places, i, j) for i, j in corners], axis=1)
    used = np.stack([c, b, d, a], axis=1)
    overrun = _overrun(lines, crossings.places, used)
    result = Hypotheses(quads, support[best], used >= len(lines.offsets) - 4, overrun)
    return _clockwise(result)


def _cross(lines: Lines, min_side: float) -> _Crossings:
    normals, offsets = lines.normals, lines.offsets
    directions = np.stack([-normals[:, 1], normals[:, 0]], axis=1)
    cosine = np.abs(normals @ normals.T)
    sine = directions @ normals.T  # [i, j]: direction of i against normal of j
    crossing = np.abs(sine) > CROSSING
    meeting = (offsets[None] - offsets[:, None] * (normals @ normals.T)) / np.where(crossing, sine, 1)
    places: FloatArray = np.where(crossing, meeting, 0).astype(np.float32)
    index = _index(lines, places)
    rows = np.arange(len(offsets))[:, None]
    between = np.abs(_between(lines.evidence[:, rows, index]))
    inside = np.abs(_between(lines.inside[rows, index]))
    length = np.abs(_between(places))
    # An edge whose contrast turns over half way is worth a little less than one of a piece.
    value = np.maximum(np.maximum(between[0], between[1]), 0.9 * between[2])
    support = value / np.maximum(inside, 1)
    usable = (support > MIN_SUPPORT) & (length > min_side) & (inside * STEP_PX > MIN_VISIBLE * length)
    usable &= crossing[:, :, None] & crossing[:, None, :] & (cosine > PARALLEL)[None]
    return _Crossings(places, support.astype(np.float32), usable)


def _between(values: FloatArray) -> FloatArray:
    difference: FloatArray = values[..., :, None] - values[..., None, :]
    return difference


def _index(lines: Lines, places: FloatArray) -> NDArray[np.intp]:
    index = np.round((places + lines.reach) / STEP_PX).astype(np.intp)
    return index.clip(0, lines.inside.shape[1] - 1)


def _join(usable: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return `(N, 4)` line numbers a, b, c, d: a, b opposite and c, d opposite, all four sides usable."""
    count = len(usable)
    later = np.triu(np.ones((count, count), bool), 1)
    found = [np.zeros((0, 4), np.intp)]
    for a in range(count):
        opposite = np.nonzero(usable[:, a].any(axis=0) & later[a])[0]
        across = np.nonzero(usable[:, a][:, opposite].any(axis=1) & later[a])[0]
        between = usable[:, a][np.ix_(across, opposite)].T  # (b, c)
        corner = usable[np.ix_(opposite, across, across)] & usable[a][np.ix_(across, across)]
        corner &= later[np.ix_(across, across)] & between[:, :, None] & between[:, None, :]
        b, c, d = np.nonzero(corner)
        found.append(np.stack([np.full_like(b, a), opposite[b], across[c], across[d]], axis=1))
    return np.concatenate(found)


def _point(lines: Lines, places: FloatArray, i: NDArray[np.intp], j: NDArray[np.intp]) -> FloatArray:
    normal = lines.normals[i]
    direction = np.stack([-normal[:, 1], normal[:, 0]], axis=1)
    point: FloatArray = lines.offsets[i][:, None] * normal + places[i, j][:, None] * direction
    return point


def _overrun(lines: Lines, places: FloatArray, used: NDArray[np.intp]) -> FloatArray:
    """Return the mean evidence on the sides' lines in the visible stretches just outside the corners."""
    total, seen = np.zeros(len(used), np.float32), np.full(len(used), MIN_SAMPLES, np.float32)
    for side in range(4):
        line, before, after = used[:, side], used[:, side - 1], used[:, (side + 1) % 4]
        first, last = places[line, before], places[line, after]
        near, far = OVERRUN_STRETCH[0] * (last - first), OVERRUN_STRETCH[1] * (last - first)
        for start, end in ((first - far, first - near), (last + near, last + far)):
            i, j = _index(lines, start[:, None])[:, 0], _index(lines, end[:, None])[:, 0]
            seen += np.abs(lines.inside[line, i] - lines.inside[line, j])
            total += np.abs(lines.evidence[2, line, i] - lines.evidence[2, line, j])
    overrun: FloatArray = total / seen
    return overrun


def _clockwise(found: Hypotheses) -> Hypotheses:
    """Turn every quad clockwise and leave out those that are not convex."""
    edges = np.roll(found.quads, -1, axis=1) - found.quads
    following = np.roll(edges, -1, axis=1)
    turns = edges[..., 0] * following[..., 1] - edges[..., 1] * following[..., 0]
    convex = np.all(turns > 0, axis=1) | np.all(turns < 0, axis=1)
    backwards = (turns[:, 0] < 0)[:, None]
    quads = np.where(backwards[..., None], found.quads[:, ::-1], found.quads)
    # Reversed corners 3, 2, 1, 0 have the sides 2, 1, 0, 3 after them.
    support = np.where(backwards, found.support[:, [2, 1, 0, 3]], found.support)
    borders = np.where(backwards, found.borders[:, [2, 1, 0, 3]], found.borders)
    return Hypotheses(quads, support, borders, found.overrun).take(convex)
