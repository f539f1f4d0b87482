"""What the locator should answer for a view: the maps of `training.locate.net`, drawn from the quads."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.geometry import frame_quad, homography_from_quad, project
from idvision.types import FloatArray
from training.fill import fill_quad
from training.locate.augment import COUNTED_SHARE

STRIDE = 4
VOTE_STRIDE = 8
CORE_SHARE = 0.6
"""Length of the core's sides over the document's."""
PEAK_SIGMA = 1.3
"""Of a corner's peak, in pixels of the heat map (stride 2)."""
MIN_SCALE_PX = 24.0
"""The votes of a smaller document are judged as if it were this large."""
SEAM_REACH = 2
"""How many cells from a border between two documents still belong to their seam."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of one view, `h = H / 4` and `w = W / 4`.

    Attributes:
        mask: `(h, w)` float32, 1 in a document; core: likewise for the inner parts.
        counted: `(h, w)` float32, 0 where a document shows too little to be right or wrong.
        seams: `(h, w)` float32, 1 about the borders between two documents.
        votes: `(8, h / 2, w / 2)` float32, pixels of the view from the cell's centre to the corners,
            clockwise.
        weights: `(h / 2, w / 2)` float32, for the votes: each document's core sums to 1.
        scale: `(h / 2, w / 2)` float32, root of the document's area in px, 1 outside cores.
        corners: `(2 h, 2 w)` float32, heat map.
    """

    mask: FloatArray
    core: FloatArray
    counted: FloatArray
    seams: FloatArray
    votes: FloatArray
    weights: FloatArray
    scale: FloatArray
    corners: FloatArray


def draw_targets(quads: FloatArray, visible: FloatArray, side: int) -> Targets:
    """Return the targets of a square view of `side` px with documents in drawing order."""
    counts = visible >= COUNTED_SHARE
    owner, core = _owners(quads, side // STRIDE, STRIDE)
    skipped = np.isin(owner, np.nonzero(~counts)[0] + 1)
    _, coarse = _owners(quads, side // VOTE_STRIDE, VOTE_STRIDE)
    votes, weights, scale = _votes(quads, np.where(np.isin(coarse, np.nonzero(counts)[0] + 1), coarse, 0))
    return Targets(
        (owner > 0).astype(np.float32),
        (core > 0).astype(np.float32),
        (~skipped).astype(np.float32),
        _seams(owner),
        votes,
        weights,
        scale,
        _peaks(quads[counts].reshape(-1, 2), side // 2),
    )


def _owners(quads: FloatArray, cells: int, stride: int) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Return which document, counted from 1, owns each cell, and which has its core there."""
    owner = np.zeros((cells, cells), np.int16)
    core = np.zeros_like(owner)
    for number, quad in enumerate(quads, start=1):
        fill_quad(owner, _cells(quad, stride), number)
        # What lies on top owns its whole area, so the document below has no core there.
        core[owner == number] = 0
        fill_quad(core, _cells(_shrunk(quad), stride), number)
    return owner, core


def _seams(owner: NDArray[np.int16]) -> FloatArray:
    """Return where two documents meet, from the owners `(h, w)` of cells."""
    window = np.ones((2 * SEAM_REACH + 1,) * 2, np.uint8)
    highest = cv2.dilate(owner, window)
    lowest = cv2.erode(np.where(owner == 0, np.int16(np.iinfo(np.int16).max), owner), window)
    return ((owner > 0) & (highest != lowest)).astype(np.float32)


def _votes(quads: FloatArray, core: NDArray[np.int16]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return votes, weights and scales for the cores `(h, w)` on the coarse grid; see `Targets`."""
    votes = np.zeros((8, *core.shape), np.float32)
    weights, scale = np.zeros(core.shape, np.float32), np.ones(core.shape, np.float32)
    for number in np.unique(core[core > 0]).tolist():
        rows, columns = np.nonzero(core == number)
        centres = np.stack([columns, rows], axis=1) * VOTE_STRIDE + (VOTE_STRIDE - 1) / 2
        quad = quads[number - 1]
        votes[:, rows, columns] = (quad[None] - centres[:, None]).reshape(-1, 8).T
        scale[rows, columns] = max(np.sqrt(cv2.contourArea(quad)), MIN_SCALE_PX)
        weights[rows, columns] = 1 / len(rows)
    return votes, weights, scale


def _cells(quad: FloatArray, stride: int) -> FloatArray:
    """Carry a quad from pixels to cells of a grid, centres at integers."""
    return np.asarray((quad - (stride - 1) / 2) / stride, np.float32)


def _shrunk(quad: FloatArray) -> FloatArray:
    """Return the inner part of the document, shrunk in its own plane."""
    unit = frame_quad(1, 1)
    return project(homography_from_quad(unit, quad), unit * CORE_SHARE)


def _peaks(corners: FloatArray, size: int) -> FloatArray:
    """Return the heat map: a Gaussian at each corner, the higher one where two meet."""
    heat = np.zeros((size, size), np.float32)
    reach = int(np.ceil(3.5 * PEAK_SIGMA))
    for x, y in ((corners + 0.5) / 2 - 0.5).tolist():
        left, top = max(0, int(x) - reach), max(0, int(y) - reach)
        right, bottom = min(size, int(x) + reach + 2), min(size, int(y) + reach + 2)
        if left >= right or top >= bottom:
            continue
        across = np.exp(-((np.arange(left, right) - x) ** 2) / (2 * PEAK_SIGMA**2))
        down = np.exp(-((np.arange(top, bottom) - y) ** 2) / (2 * PEAK_SIGMA**2))
        window = heat[top:bottom, left:right]
        np.maximum(window, (down[:, None] * across).astype(np.float32), out=window)
    return heat
