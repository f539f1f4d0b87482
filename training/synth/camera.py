"""A pinhole camera over a plane: where flat things of known size come to lie in the photo.

Method: R. Hartley, A. Zisserman, Multiple View Geometry, 2nd ed., section 8.1.1 (a plane maps to the
image by K [r1 r2 t]). Lengths on the plane are millimetres, x to the right and y down as on the photo.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from idvision.geometry import frame_quad, project
from idvision.types import Homography, QuadArray

Matrix = NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that looks at a plane.

    Attributes:
        size_wh: photo size in pixels.
        focal: focal length in pixels.
        rotation: (3, 3) camera from plane.
        origin: where the plane's origin lies before the camera in millimetres (x, y, depth).
    """

    size_wh: tuple[int, int]
    focal: float
    rotation: Matrix
    origin: tuple[float, float, float]

    def photo_from_plane(self, height_mm: float = 0.0) -> Homography:
        """Return the map from plane millimetres, raised by `height_mm` towards the camera, to the photo."""
        middle_x, middle_y = (self.size_wh[0] - 1) / 2, (self.size_wh[1] - 1) / 2
        inner = np.array([[self.focal, 0, middle_x], [0, self.focal, middle_y], [0, 0, 1]])
        shift = np.asarray(self.origin) - height_mm * self.rotation[:, 2]
        return np.asarray(inner @ np.column_stack([self.rotation[:, :2], shift]), dtype=np.float64)

    @property
    def px_per_mm(self) -> float:
        """Photo pixels per millimetre near the plane's origin."""
        return self.focal / self.origin[2]


def rotation_matrix(turn_deg: float, tilt_deg: float, tilt_towards_deg: float) -> Matrix:
    """Return the rotation: a turn in the plane, then a tilt that moves one direction of the photo away.

    `tilt_towards_deg` is the direction in the photo, clockwise from the right, that moves away.
    """
    turn, tilt, towards = np.deg2rad([turn_deg, tilt_deg, tilt_towards_deg])
    spin = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    along = np.array([np.cos(towards), np.sin(towards), 0.0])
    axis = np.array([-along[1], along[0], 0.0])
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    # Rodrigues' formula; the sign takes `along` to greater depth.
    lean = np.eye(3) - np.sin(tilt) * cross + (1 - np.cos(tilt)) * (cross @ cross)
    return np.asarray(lean @ spin, dtype=np.float64)


def draw_camera(rng: np.random.Generator, size_wh: tuple[int, int], tilt_limit_deg: float = 45.0) -> Camera:
    """Return a camera at a random tilt, mostly a mild one, one metre over the plane."""
    focal = rng.uniform(0.7, 1.3) * max(size_wh)
    mild = rng.random() < 0.8
    tilt = abs(rng.normal(0, 11)) if mild else rng.uniform(15, 45)
    # A wide lens on a steep plane would see the horizon.
    reach = np.rad2deg(np.arctan(np.hypot(*size_wh) / 2 / focal))
    tilt = min(tilt, tilt_limit_deg, 78 - reach)
    # Nobody holds a phone askew as often as he leans it forward.
    towards = -90 + rng.normal(0, 30) if rng.random() < 0.6 else rng.uniform(0, 360)
    return Camera(size_wh, focal, rotation_matrix(0.0, tilt, towards), (0.0, 0.0, 1000.0))


def flat_camera(size_wh: tuple[int, int], px_per_mm: float) -> Camera:
    """Return a camera that sees the plane as a scanner does: from straight above, from very far."""
    focal = 1e4 * px_per_mm
    return Camera(size_wh, focal, np.eye(3), (0.0, 0.0, 1e4))


def plane_from_page(
    shape_hw: tuple[int, int], size_mm: tuple[float, float], at_mm: Point, turn_deg: float
) -> Homography:
    """Return the map from the pixels of a flat picture to plane millimetres.

    The picture's middle lies at `at_mm`, turned clockwise.
    """
    height, width = shape_hw
    turn = np.deg2rad(turn_deg)
    scale_x, scale_y = size_mm[0] / width, size_mm[1] / height
    centred = np.array(
        [[scale_x, 0, (1 - width) / 2 * scale_x], [0, scale_y, (1 - height) / 2 * scale_y], [0, 0, 1]]
    )
    spin = np.array(
        [[np.cos(turn), -np.sin(turn), at_mm[0]], [np.sin(turn), np.cos(turn), at_mm[1]], [0, 0, 1]]
    )
    return np.asarray(spin @ centred, dtype=np.float64)


def photo_from_page(
    camera: Camera,
    shape_hw: tuple[int, int],
    size_mm: tuple[float, float],
    at_mm: Point = (0.0, 0.0),
    turn_deg: float = 0.0,
) -> Homography:
    """Return the map from the pixels of a flat picture that lies on the plane to the photo."""
    return camera.photo_from_plane() @ plane_from_page(shape_hw, size_mm, at_mm, turn_deg)


def page_quad(homography: Homography, shape_hw: tuple[int, int]) -> QuadArray:
    """Return where the outer corners of a picture land."""
    return project(homography, frame_quad(shape_hw[1], shape_hw[0]))


def _box(camera: Camera, points_mm: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    seen = project(camera.photo_from_plane(), points_mm).astype(np.float64)
    return seen.min(axis=0), seen.max(axis=0)


def frame_points(
    camera: Camera, points_mm: NDArray[np.float64], fill: float, offset: Point = (0.0, 0.0)
) -> Camera:
    """Move the camera so that the points fill a share of the frame.

    Args:
        camera: what to move; its rotation and lens stay.
        points_mm: (N, 2) corners of everything that is to be framed.
        fill: extent of the points over the frame along the direction that is tighter.
        offset: where the middle of their bounding box comes to lie, from the frame's middle, over the
            frame's width and height.
    """
    frame = np.asarray(camera.size_wh, dtype=np.float64)
    target = (frame - 1) / 2 + np.asarray(offset) * frame
    for _ in range(6):
        low, high = _box(camera, points_mm)
        x, y, depth = camera.origin
        factor = float(np.max((high - low) / frame)) / fill
        depth = float(np.clip(depth * factor, 40.0, 1e6))
        camera = replace(camera, origin=(x * factor, y * factor, depth))
        low, high = _box(camera, points_mm)
        step = (target - (low + high) / 2) * depth / camera.focal
        camera = replace(camera, origin=(camera.origin[0] + step[0], camera.origin[1] + step[1], depth))
    return camera
