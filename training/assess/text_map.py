"""Where the text lines of a straightened document lie: true quads -> the map that the assessor learns.

As in differentiable binarisation (Liao et al., 2020) a line is drawn thinner than it is, so that lines below
one another stay apart; `idvision.text_map` grows them back.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.detail import GRID_WH
from idvision.geometry import frame_quad, homography_from_quad, project
from idvision.text_map import CORE_HEIGHT
from idvision.types import FloatArray, QuadArray
from training.fill import fill_quad
from training.synth.crops import photo_from_maps
from training.synth.truth import Sample

TEXT_WH = (2 * GRID_WH[0], 2 * GRID_WH[1])
"""Columns and rows of the text map."""
UNSURE_TEXT = 255
# A lower line is too small for the map to hold apart; to see it is neither right nor wrong.
MIN_LINE_CELLS = 3.0
COVERED = 0.5


def draw_text(sample: Sample, quad: QuadArray) -> np.ndarray:
    """Return the text map `(104, 160)` uint8 of what is cut along `quad`: 0, 1 or UNSURE_TEXT.

    Lines of every document in the picture count, since another one may lie in the cut.
    """
    cells_from_photo = homography_from_quad(quad, frame_quad(*TEXT_WH))
    found = np.zeros(TEXT_WH[::-1], np.uint8)
    lines = [line for document in sample.truth.documents for line in document.lines]
    placed = [project(cells_from_photo, line.quad) for line in lines if line.text.strip()]
    for cells in placed:
        if _height(cells) < MIN_LINE_CELLS:
            fill_quad(found, cells, UNSURE_TEXT)
    for cells in placed:
        if _height(cells) >= MIN_LINE_CELLS:
            fill_quad(found, _core(cells), 1)
    found[_covered(sample, cells_from_photo) & (found == 1)] = UNSURE_TEXT
    return found


def _height(cells: FloatArray) -> float:
    return float(min(np.linalg.norm(cells[3] - cells[0]), np.linalg.norm(cells[2] - cells[1])))


def _core(cells: FloatArray) -> FloatArray:
    """Return the quad of the line's middle: CORE_HEIGHT of its height, its ends drawn in by as much."""
    down = (1 - CORE_HEIGHT) / 2
    (a, b, c, d) = cells
    top_left, bottom_left = a + (d - a) * down, d + (a - d) * down
    top_right, bottom_right = b + (c - b) * down, c + (b - c) * down
    length = max(float(np.linalg.norm(b - a)), 1e-6)
    inset = min(0.45, down * _height(cells) / length)
    return np.array(
        [
            top_left + (top_right - top_left) * inset,
            top_right + (top_left - top_right) * inset,
            bottom_right + (bottom_left - bottom_right) * inset,
            bottom_left + (bottom_right - bottom_left) * inset,
        ],
        np.float32,
    )


def _covered(sample: Sample, cells_from_photo: FloatArray) -> np.ndarray:
    """Return which cells something lies over: print under it is not to be seen."""
    cells_from_maps = cells_from_photo @ photo_from_maps(sample)
    warped = cv2.warpPerspective(sample.maps().occlusion, cells_from_maps, TEXT_WH)
    return np.asarray(warped > COVERED)
