"""A portrait photo of nobody: soft ellipses with shading, decided by a seed."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage

Plane = NDArray[np.float64]

SKINS = ((236, 200, 172), (226, 184, 152), (214, 170, 138), (196, 148, 116))
HAIRS = ((28, 24, 24), (38, 30, 26), (58, 44, 36), (92, 90, 92))
SHIRTS = ((52, 62, 84), (120, 40, 48), (228, 230, 232), (40, 84, 80), (84, 84, 92))


def _ellipse(x: Plane, y: Plane, box: tuple[float, float, float, float], softness: float = 0.012) -> Plane:
    """Return a soft mask in [0, 1] of the ellipse with centre and half axes `box`."""
    cx, cy, rx, ry = box
    distance = np.hypot((x - cx) / rx, (y - cy) / ry) - 1
    return 1 / (1 + np.exp(np.clip(distance / softness, -40, 40)))


def _lay(picture: Plane, mask: Plane, colour: tuple[int, int, int], gain: Plane | float = 1.0) -> Plane:
    shaded = np.asarray(colour, dtype=np.float64) * np.asarray(gain)[..., None]
    return picture * (1 - mask[..., None]) + shaded * mask[..., None]


def _darken(picture: Plane, mask: Plane, share: float) -> Plane:
    return picture * (1 - share * mask[..., None])


def _face(picture: Plane, x: Plane, y: Plane, rng: random.Random) -> Plane:
    """Return the picture with eyes, brows, nose and mouth on the head that stands at y = 0.47."""
    spread, eye_y = rng.uniform(0.135, 0.155), rng.uniform(0.44, 0.46)
    for side in (-1, 1):
        cx = side * spread
        picture = _darken(picture, _ellipse(x, y, (cx, eye_y - 0.005, 0.085, 0.05), 0.5), 0.28)
        picture = _lay(picture, _ellipse(x, y, (cx, eye_y, 0.052, 0.021), 0.18), (232, 226, 220))
        picture = _lay(picture, _ellipse(x, y, (cx, eye_y, 0.024, 0.022), 0.15), (36, 26, 22))
        brow = _ellipse(x, y - 1.6 * (x - cx) ** 2, (cx, eye_y - 0.068, 0.07, 0.012), 0.4)
        picture = _darken(picture, brow, 0.7)
        picture = _darken(picture, _ellipse(x, y, (side * 0.032, 0.588, 0.018, 0.01), 0.4), 0.45)
    picture = _darken(picture, _ellipse(x, y, (0.05, 0.53, 0.022, 0.085), 0.7), 0.16)
    picture = _lay(picture, _ellipse(x, y, (0, 0.672, 0.088, 0.024), 0.25) * 0.85, (176, 92, 88))
    return _darken(picture, _ellipse(x, y, (0, 0.671, 0.085, 0.005), 0.4), 0.55)


def draw_portrait(face_seed: int, *, woman: bool, width_px: int = 312) -> PilImage.Image:
    """Return an RGB portrait photo, 26 x 32 in proportion, on a plain light ground."""
    rng = random.Random(face_seed)
    skin, hair, shirt = rng.choice(SKINS), rng.choice(HAIRS), rng.choice(SHIRTS)
    height_px = round(width_px * 32 / 26)
    rows, columns = np.mgrid[0:height_px, 0:width_px]
    x, y = columns / width_px * 1.3 - 0.65, rows / height_px * 1.6 - 0.22
    light = 1.05 - 0.28 * np.clip(x + 0.1, 0, 1) - 0.25 * np.clip(np.abs(x) - 0.18, 0, 1)
    picture = np.full((height_px, width_px, 3), (233, 237, 241), dtype=np.float64)
    half, length = rng.uniform(0.3, 0.33), rng.uniform(0.4, 0.43)
    if woman:
        picture = _lay(picture, _ellipse(x, y, (0, 0.5, half + 0.11, 0.56), 0.02), hair, light)
    picture = _lay(picture, _ellipse(x, y, (0, 1.45, 0.62, 0.52), 0.01), shirt, light)
    picture = _lay(picture, _ellipse(x, y, (0, 0.84, 0.15, 0.22), 0.03), skin, light * 0.82)
    picture = _lay(picture, _ellipse(x, y, (0, 0.3, half + 0.025, 0.36), 0.02), hair, light)
    for side in (-1, 1):
        picture = _lay(picture, _ellipse(x, y, (side * half, 0.5, 0.035, 0.08), 0.08), skin, light * 0.9)
    head = _ellipse(x, y, (0, 0.48, half, length), 0.015)
    hairline = rng.uniform(0.13, 0.2)
    fringe = 1 / (1 + np.exp((hairline + 0.35 * np.abs(x - rng.uniform(-0.1, 0.1)) ** 1.4 - y) / 0.02))
    picture = _lay(picture, head * fringe, skin, light)
    picture = _lay(picture, head * (1 - fringe), hair, light)
    picture = _face(picture, x, y, rng)
    grain = np.random.default_rng(face_seed).normal(0, 2.0, picture.shape[:2])
    picture = cv2.GaussianBlur(picture, (0, 0), width_px / 260) + grain[..., None]
    return PilImage.fromarray(np.clip(picture, 0, 255).astype(np.uint8), "RGB")
