"""What nobody can read on a drawn picture, and how much of its print is spoilt, from its true maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from idvision.geometry import frame_quad, homography_from_quad, is_convex, project, quad_sides
from idvision.labels import is_han
from idvision.quality import COVERED
from idvision.types import QuadArray

if TYPE_CHECKING:
    from training.synth.truth import Maps

HIDDEN_SHARE = 0.15
"""Print of which this much is covered counts as hidden; the engine asks for review from the same share on."""
HIDDEN_SMEAR = 0.2
"""Print smeared (standard deviation) by this much of its height counts as hidden."""
HIDDEN_HAN_SMEAR = 0.13
"""The same of Han print, whose strokes stand closer: of nine drawn values between this and the other limit
that were looked at enlarged, a reader could make out one."""
SMALLEST_PRINT_PX = 5.0
_PROBES_WH = (32, 6)


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What may hide print: the picture's maps and frame, and the documents that lie above."""

    maps: Maps
    size_wh: tuple[int, int]
    above: tuple[QuadArray, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """A line of print: what is left of it.

    Attributes:
        height_px: in the photo; 0 of a line that is seen from the edge.
        outside, glare, occluded: shares that lie beyond the frame, under a reflection, and under an object
            or another document.
        covered: share under any of them.
        smear: standard deviation as a share of the height, of what lies inside the frame.
        han: whether it holds Han characters.
    """

    height_px: float
    outside: float = 0.0
    glare: float = 0.0
    occluded: float = 0.0
    covered: float = 0.0
    smear: float = 0.0
    han: bool = False

    @property
    def is_too_small(self) -> bool:
        """Whether nobody could read it however clean."""
        return self.height_px < SMALLEST_PRINT_PX

    @property
    def is_illegible(self) -> bool:
        """Whether it is too small, too smeared or too much covered to be read by anyone."""
        return self.is_too_small or self.covered >= HIDDEN_SHARE or self.is_smeared

    @property
    def is_smeared(self) -> bool:
        """Whether its strokes have run into each other."""
        return self.smear >= (HIDDEN_HAN_SMEAR if self.han else HIDDEN_SMEAR)

    @property
    def loss(self) -> float:
        """Share of it that is spoilt: covered, or smeared in terms of its height, in [0, 1]."""
        return max(self.covered, min(self.smear, 1.0))


def print_of(line: QuadArray, text: str, surroundings: Surroundings) -> Print:
    """Measure what the picture left of a line of print; `line` in photo pixels, `text` what it says."""
    top, right, bottom, left = quad_sides(line)
    height = min((left + right) / 2, (top + bottom) / 2)
    if height < SMALLEST_PRINT_PX or not is_convex(line):
        return Print(height if is_convex(line) else 0.0)
    points = _probes(line)
    maps, (width, height_px) = surroundings.maps, surroundings.size_wh
    inside = np.all((points >= -0.5) & (points < [width - 0.5, height_px - 0.5]), axis=1)
    rows, columns = maps.blur.shape
    places = np.clip((points + 0.5) / [width, height_px] * [columns, rows], 0, [columns - 1, rows - 1])
    at = places[:, 1].astype(int), places[:, 0].astype(int)
    glare, occluded = maps.glare[at] > COVERED, maps.occlusion[at] > COVERED
    for quad in surroundings.above:
        occluded |= _within(points, quad)
    smear = float(maps.blur[at][inside].mean()) / height if inside.any() else 0.0
    return Print(
        height_px=float(height),
        outside=float((~inside).mean()),
        glare=float((glare & inside).mean()),
        occluded=float((occluded & inside).mean()),
        covered=float((~inside | glare | occluded).mean()),
        smear=smear,
        han=any(map(is_han, text)),
    )


def _probes(line: QuadArray) -> NDArray[np.float32]:
    columns, rows = _PROBES_WH
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    photo_from_probes = homography_from_quad(frame_quad(columns, rows), line)
    return project(photo_from_probes, np.column_stack([x.ravel(), y.ravel()]))


def _within(points: NDArray[np.float32], quad: QuadArray) -> NDArray[np.bool_]:
    """Tell which points lie in a convex quad that runs clockwise."""
    edges: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]] = list(
        zip(quad, np.roll(quad, -1, axis=0), strict=True)
    )
    turns = [
        (end[0] - start[0]) * (points[:, 1] - start[1]) - (end[1] - start[1]) * (points[:, 0] - start[0])
        for start, end in edges
    ]
    return np.asarray(np.all(np.stack(turns) >= 0, axis=0), np.bool_)
