"""A training view of a stored picture: turned, zoomed, cut, letterboxed, with other colours and noise."""

from __future__ import annotations

import cv2
import numpy as np

from idvision.geometry import frame_quad, intersection_area, project, quad_area
from idvision.letterbox import PAD_VALUE
from idvision.types import FloatArray, Image
from training.locate.samples import Sample

# Of a document that shows less, nobody can say whether it counts; it is neither right nor wrong to find it.
COUNTED_SHARE = 0.25


def view_of(sample: Sample, side: int, rng: np.random.Generator) -> tuple[Image, FloatArray, FloatArray]:
    """Return a square view `(side, side, 3)` uint8, its quads `(N, 4, 2)` and their visible shares `(N,)`."""
    picture = cv2.imdecode(np.frombuffer(sample.jpeg, np.uint8), cv2.IMREAD_COLOR)
    height, width = picture.shape[:2]
    view_from_picture = _draw_homography(width, height, side, rng)
    view = cv2.warpPerspective(
        _softened(picture, view_from_picture),
        view_from_picture,
        (side, side),
        flags=cv2.INTER_LINEAR,
        borderValue=(PAD_VALUE,) * 3,
    )
    quads = np.array([project(view_from_picture, quad) for quad in sample.quads], np.float32).reshape(
        -1, 4, 2
    )
    if rng.random() < 0.3:
        view = np.ascontiguousarray(view[:, ::-1])
        quads = (quads * np.float32([-1, 1]) + np.float32([side - 1, 0]))[:, ::-1]
    before = [_share_inside(quad, width, height) for quad in sample.quads]
    after = [_share_inside(quad, side, side) for quad in quads]
    # The view shows at most what the picture shows; what the padding adds is not to be seen either.
    kept = [
        share * min(1.0, b / max(a, 1e-6)) for share, a, b in zip(sample.visible, before, after, strict=True)
    ]
    return _recoloured(view, rng), np.ascontiguousarray(quads, np.float32), np.array(kept, np.float32)


def _share_inside(quad: FloatArray, width: int, height: int) -> float:
    return intersection_area(quad, frame_quad(width, height)) / max(quad_area(quad), 1.0)


def _draw_homography(width: int, height: int, side: int, rng: np.random.Generator) -> FloatArray:
    """Return the homography from the stored picture to the view."""
    fit = side / max(width, height)
    if rng.random() < 0.3:
        zoom, shift = 1.0, np.zeros(2)
    else:
        zoom = float(np.exp(rng.normal(0, 0.22)))
        shift = rng.uniform(-0.5, 0.5, 2) * (abs(zoom - 1) + 0.08) * side
    angle = _draw_angle(rng)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * fit * zoom
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = np.array([side - 1, side - 1]) / 2 + shift - turn @ np.array([width - 1, height - 1]) / 2
    tilt = np.eye(3)
    tilt[2, :2] = rng.normal(0, 0.2, 2) / side * (rng.random() < 0.4)
    centre = np.array([[1, 0, (side - 1) / 2], [0, 1, (side - 1) / 2], [0, 0, 1.0]])
    return np.asarray(centre @ tilt @ np.linalg.inv(centre) @ matrix)


def _draw_angle(rng: np.random.Generator) -> float:
    kind = rng.random()
    if kind < 0.35:
        return 0.0
    if kind < 0.65:
        return float(np.deg2rad(rng.normal(0, 6)))
    if kind < 0.85:
        return float(rng.integers(1, 4) * np.pi / 2)
    return float(rng.uniform(0, 2 * np.pi))


def _softened(picture: Image, homography: FloatArray) -> Image:
    """Blur before a strong reduction, which the bilinear warp would alias."""
    scale = float(np.sqrt(abs(np.linalg.det(homography[:2, :2]))))
    if scale > 0.7:
        return picture
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.4 / scale), np.uint8)


def _recoloured(view: Image, rng: np.random.Generator) -> Image:
    """Change light, colour and grain."""
    if rng.random() < 0.15:
        return view
    gain = rng.normal(1, 0.05, 3) * np.exp(rng.normal(0, 0.18))
    gamma = np.exp(rng.normal(0, 0.15))
    ramp = np.arange(256, dtype=np.float32)[:, None] / 255
    table = np.clip((ramp**gamma) * gain * 255 + rng.normal(0, 8), 0, 255).astype(np.uint8)
    view = cv2.LUT(view, table[:, None, :])
    if rng.random() < 0.08:
        view = cv2.cvtColor(cv2.cvtColor(view, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if rng.random() < 0.15:
        view = cv2.GaussianBlur(view, (0, 0), rng.uniform(0.4, 1.4))
    if rng.random() < 0.25:
        grain = rng.normal(0, rng.uniform(1, 7), view.shape[:2]).astype(np.float32)
        view = np.clip(view + grain[..., None], 0, 255).astype(np.uint8)
    return np.asarray(view, np.uint8)
