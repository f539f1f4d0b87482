"""Where a carrier lies, given a line of its number: the line's quad and the declared form -> outline.

The form says where on the carrier the line stands, so the line's quad grows to the carrier's. Text that is
boxed by a rectangle tells no perspective; the edges around the grown outline do.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.documents import SceneForm
from idvision.geometry import (
    as_quad,
    frame_quad,
    homography_from_quad,
    is_convex,
    project,
    quad_area,
    quad_sides,
)
from idvision.locate_refine import refine_quad
from idvision.types import Box, Image, QuadArray

# Height of the straightened surroundings that edges are sought in, in pixels, what of it is carrier, and how
# far from where it is expected an edge may lie.
_WINDOW_PX = 128
_CARRIER_SHARE = 0.6
_REACH_PX = 14
# An outline of another size than expected by more than this factor followed something else.
_MAX_CHANGE = 1.45
# Proportions of an outline over those of the form: who looks from the side sees less of the width.
_LEAST_ASPECT, _MOST_ASPECT = 0.45, 1.25


def grown_outline(line: QuadArray, form: SceneForm) -> QuadArray:
    """Return the carrier's outline as the line's quad alone gives it."""
    width, height = form.size_mm
    x1, y1, x2, y2 = form.line
    there = as_quad(
        [
            [x1 * width, y1 * height],
            [x2 * width, y1 * height],
            [x2 * width, y2 * height],
            [x1 * width, y2 * height],
        ]
    )
    whole = [[0, 0], [width, 0], [width, height], [0, height]]
    return project(homography_from_quad(there, line), whole)


def has_proportions(outline: QuadArray, form: SceneForm) -> bool:
    """Tell whether an outline may be a carrier of that form, seen from the front or askew."""
    top, right, bottom, left = quad_sides(outline)
    aspect = (top + bottom) / max(right + left, 1e-6)
    return _LEAST_ASPECT < aspect * form.size_mm[1] / form.size_mm[0] < _MOST_ASPECT


def on_edges(image: Image, grown: QuadArray, form: SceneForm) -> QuadArray:
    """Return a roughly known outline of that form moved onto the edges nearby."""
    aspect = form.size_mm[0] / form.size_mm[1]
    tall = round(_WINDOW_PX * _CARRIER_SHARE)
    wide = round(tall * aspect)
    margin = (_WINDOW_PX - tall) / 2
    expected = as_quad(frame_quad(wide, tall) + margin)
    window_from_image = homography_from_quad(grown, expected)
    size_wh = (round(wide + 2 * margin), _WINDOW_PX)
    window = cv2.warpPerspective(
        image, window_from_image, size_wh, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    found = refine_quad(np.asarray(window, np.uint8), expected, np.zeros(4, bool), _REACH_PX)
    change = quad_area(found) / quad_area(expected)
    if not is_convex(found) or not 1 / _MAX_CHANGE < change < _MAX_CHANGE:
        return grown
    return project(np.linalg.inv(window_from_image).astype(np.float64), found)


def part_of(outline: QuadArray, box: Box) -> QuadArray:
    """Return the quad of a part of the carrier, given in fractions of it."""
    x1, y1, x2, y2 = box
    unit = as_quad([[0, 0], [1, 0], [1, 1], [0, 1]])
    return project(homography_from_quad(unit, outline), [[x1, y1], [x2, y1], [x2, y2], [x1, y2]])
