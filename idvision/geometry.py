"""Quads and homographies: pure functions over small arrays.

A quad is `(4, 2)` float32 `(x, y)`, clockwise on the screen (y down), top left first.
A homography is `(3, 3)` float64 and named destination first: `card_from_image` maps image points to
card points. Method: R. Hartley, A. Zisserman, Multiple View Geometry, 2nd ed., section 4.1.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import Homography, Quad, QuadArray

_EPSILON = 1e-9
# The corner after each; several times faster than np.roll, which hot loops call by the hundred.
_NEXT = np.array([1, 2, 3, 0])


def as_quad(points: object) -> QuadArray:
    """Return `points` as a `(4, 2)` float32 array. Raises ValueError for another shape."""
    quad = np.asarray(points, dtype=np.float32)
    if quad.shape != (4, 2):
        raise ValueError(f"expected a quad of shape (4, 2), got {quad.shape}")
    return quad


def quad_points(quad: QuadArray) -> Quad:
    """Return the quad as plain floats with two decimals, fit for a result."""
    a, b, c, d = ((round(float(x), 2), round(float(y), 2)) for x, y in as_quad(quad))
    return (a, b, c, d)


def order_quad(points: object) -> QuadArray:
    """Sort four corners clockwise, beginning with the one nearest the image's top left."""
    quad = as_quad(points)
    centre = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0])
    clockwise = quad[np.argsort(angles, kind="stable")]
    return np.roll(clockwise, -int(np.argmin(clockwise.sum(axis=1))), axis=0)


def roll_quad(quad: QuadArray, quarter_turns: int) -> QuadArray:
    """Rename the corners of a card that needs `quarter_turns` clockwise turns to stand upright.

    One clockwise turn brings the corner at the bottom left to the top left.
    """
    return np.roll(as_quad(quad), quarter_turns, axis=0)


def quad_area(quad: QuadArray) -> float:
    """Return the area in square pixels, 0 for a degenerate quad (shoelace formula)."""
    x, y = as_quad(quad).astype(np.float64).T
    return float(abs(x @ y[_NEXT] - y @ x[_NEXT]) / 2)


def quad_sides(quad: QuadArray) -> tuple[float, float, float, float]:
    """Return the lengths of the top, right, bottom and left side in pixels."""
    quad = as_quad(quad)
    top, right, bottom, left = np.hypot(*(quad[_NEXT] - quad).T).tolist()
    return top, right, bottom, left


def is_convex(quad: QuadArray) -> bool:
    """Tell whether the quad is convex and runs clockwise."""
    edges = as_quad(quad)[_NEXT] - quad
    following = edges[_NEXT]
    return bool(np.all(edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0] > _EPSILON))


def intersection_area(a: QuadArray, b: QuadArray) -> float:
    """Return the area common to two convex quads in square pixels."""
    area, _ = cv2.intersectConvexConvex(as_quad(a), as_quad(b))
    return float(area)


def quad_iou(a: QuadArray, b: QuadArray) -> float:
    """Return intersection over union of two convex quads, in [0, 1]."""
    common = intersection_area(a, b)
    union = quad_area(a) + quad_area(b) - common
    return common / union if union > _EPSILON else 0.0


def frame_quad(width: int, height: int) -> QuadArray:
    """Return the quad of a whole image, from outer pixel edge to outer pixel edge."""
    right, bottom = width - 0.5, height - 0.5
    return np.array([[-0.5, -0.5], [right, -0.5], [right, bottom], [-0.5, bottom]], np.float32)


def homography_from_quad(quad: QuadArray, target: QuadArray) -> Homography:
    """Return the homography that maps the corners of `quad` onto those of `target`."""
    matrix = cv2.getPerspectiveTransform(as_quad(quad), as_quad(target))
    return np.asarray(matrix, dtype=np.float64)


def project(homography: Homography, points: object) -> NDArray[np.float32]:
    """Map `(N, 2)` points; returns `(N, 2)` float32."""
    flat = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    lifted = np.column_stack([flat, np.ones(len(flat))]) @ homography.T
    return (lifted[:, :2] / lifted[:, 2:]).astype(np.float32)


def project_quad(homography: Homography, points: object) -> Quad:
    """Map four points and return them as a result quad."""
    return quad_points(project(homography, points))


def quarter_turns_between(seen: QuadArray, upright: QuadArray) -> int:
    """Return the clockwise quarter turns that stand the card, seen as `seen`, upright."""
    return int(np.argmin(np.linalg.norm(seen - upright[0], axis=1))) * 3 % 4


def scale_quad(quad: QuadArray, factor_xy: tuple[float, float]) -> QuadArray:
    """Carry a quad to an image resized by `factor_xy`, pixel centres on whole numbers."""
    factor = np.asarray(factor_xy, dtype=np.float64)
    return ((as_quad(quad) + 0.5) * factor - 0.5).astype(np.float32)


def visible_share(quad: QuadArray, width: int, height: int) -> float:
    """Return the share of the quad's area that lies inside the image, in [0, 1]."""
    area = quad_area(quad)
    return intersection_area(quad, frame_quad(width, height)) / area if area > _EPSILON else 0.0
