"""Find the lines of a whole photo that may be a number in the open: photo -> quads.

The detector sees the whole photo once. What is too small for it there, but stands on a patch of a plate's
colour, it sees enlarged in a second picture that shows all such patches side by side. Two runs are the most.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from idvision.documents import SceneColour
from idvision.read import DetectText
from idvision.scene_colour import coloured_places, covers
from idvision.types import FloatArray, Image

LONG_SIDE_PX = 640
"""Of the picture in which the detector sees the whole photo."""
MOST_ENLARGED = 3
# Patches side by side: most columns and rows, the size of each, and how much of its surroundings each shows.
_COLUMNS, _ROWS = 2, 3
_TILE_WH = (320, 160)
_ROOM = 0.35


def find_scene_lines(
    image: Image, detect: DetectText, colours: Sequence[SceneColour]
) -> tuple[FloatArray, FloatArray]:
    """Return the quads `(N, 4, 2)` of text lines in pixels of `image`, `(H, W, 3)` uint8.

    The second are those that only an enlarged patch of a declared colour shows.
    """
    long_side = min(LONG_SIDE_PX, MOST_ENLARGED * max(image.shape[:2]))
    quads, _ = detect(image, long_side)
    boxes = coloured_places(image, colours, 2 * _COLUMNS * _ROWS)
    bare = [box for box in boxes if not covers(box, quads)][: _COLUMNS * _ROWS]
    return quads, _enlarged(image, bare, detect) if bare else np.zeros((0, 4, 2), np.float32)


def _enlarged(image: Image, boxes: Sequence[FloatArray], detect: DetectText) -> FloatArray:
    """Return the lines found on patches of the picture, all enlarged into one."""
    rows, columns = -(-len(boxes) // _COLUMNS), min(len(boxes), _COLUMNS)
    mosaic = np.zeros((rows * _TILE_WH[1], columns * _TILE_WH[0], 3), np.uint8)
    places = []
    for number, box in enumerate(boxes):
        left, top = number % _COLUMNS * _TILE_WH[0], number // _COLUMNS * _TILE_WH[1]
        tile, back = _tile(image, box)
        mosaic[top : top + _TILE_WH[1], left : left + _TILE_WH[0]] = tile
        places.append((left, top, back))
    found, _ = detect(mosaic, max(mosaic.shape[:2]))
    lines = []
    for quad in found:
        column, row = (quad.mean(axis=0) // np.array(_TILE_WH)).astype(int).tolist()
        if 0 <= column < _COLUMNS and row >= 0 and row * _COLUMNS + column < len(places):
            left, top, back = places[row * _COLUMNS + column]
            lines.append((quad - np.array([left, top])) @ back[:, :2].T + back[:, 2])
    return np.array(lines, np.float32).reshape(-1, 4, 2)


def _tile(image: Image, box: FloatArray) -> tuple[Image, FloatArray]:
    """Return a patch with its surroundings, `_TILE_WH`, and the map `(2, 3)` from it to the picture."""
    width, height = box[2] - box[0], box[3] - box[1]
    scale = min(_TILE_WH[0] / (width * (1 + 2 * _ROOM)), _TILE_WH[1] / (height * (1 + 2 * _ROOM)))
    middle = (box[:2] + box[2:]) / 2
    corner = middle - np.array(_TILE_WH) / scale / 2
    back = np.array([[1 / scale, 0, corner[0]], [0, 1 / scale, corner[1]]], np.float32)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(image, back, _TILE_WH, flags=flags), np.uint8), back
