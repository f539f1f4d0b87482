"""What a document lies on: wood, cloth, a desk top, mottled stone, all made of filtered noise."""

from __future__ import annotations

from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import Image

Plane = NDArray[np.float64]
Surface = Literal["wood", "cloth", "desk", "noise"]
SURFACES: tuple[Surface, ...] = get_args(Surface)


def smooth_noise(rng: np.random.Generator, shape_hw: tuple[int, int], cells_hw: tuple[int, int]) -> Plane:
    """Return noise in [0, 1] that varies over `cells_hw` cells."""
    grid = rng.random((cells_hw[0] + 3, cells_hw[1] + 3))
    return np.clip(cv2.resize(grid, shape_hw[::-1], interpolation=cv2.INTER_CUBIC), 0, 1)


def rough_noise(rng: np.random.Generator, shape_hw: tuple[int, int], octaves: int = 6) -> Plane:
    """Return noise in [0, 1] with detail at every scale, each octave half as strong as the last."""
    layers = (0.5**k * smooth_noise(rng, shape_hw, (3 * 2**k, 4 * 2**k)) for k in range(octaves))
    total = np.sum(list(layers), axis=0)
    return (total - total.min()) / np.ptp(total)


def _ramp(value: Plane, dark_rgb: NDArray[np.float64], light_rgb: NDArray[np.float64]) -> Plane:
    share = value[..., None]
    return dark_rgb * (1 - share) + light_rgb * share


def _wood(rng: np.random.Generator, height: int, width: int) -> Plane:
    """Return four planks with grain along x."""
    bend = smooth_noise(rng, (height, width), (4, 2))
    fibre = smooth_noise(rng, (height, width), (height // 3, 9))
    y = np.arange(height)[:, None] / height
    plank = np.floor(4 * y + 0.3).astype(int)
    rings = 0.5 + 0.5 * np.sin(2 * np.pi * (14 * y + 2.2 * bend + rng.random(6)[plank] * 7))
    value = np.clip(0.4 + 0.16 * rings + 0.4 * (fibre - 0.5) + 0.35 * (rng.random(6)[plank] - 0.5), 0, 1)
    picture = _ramp(value, np.array([96.0, 64, 42]), np.array([190.0, 144, 100]))
    seam = (4 * y + 0.3) % 1 < 0.012
    return picture * (1 - 0.5 * seam[..., None])


def _cloth(rng: np.random.Generator, height: int, width: int) -> Plane:
    """Return a plain weave with soft folds."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    wobble = 5 * smooth_noise(rng, (height, width), (7, 9))
    weave = np.sin((x + wobble) * 1.05) * np.sin((y + wobble) * 1.05)
    yarn = smooth_noise(rng, (height, width), (height // 4, width // 40))
    folds = smooth_noise(rng, (height, width), (2, 3))
    value = np.clip(0.45 + 0.14 * weave + 0.2 * (yarn - 0.5) + 0.5 * (folds - 0.5), 0, 1)
    hue = rng.permutation(np.array([46.0, 74.0, 96.0]))
    return _ramp(value, hue * 0.45, hue * 1.35 + 35)


def _desk(rng: np.random.Generator, height: int, width: int) -> Plane:
    """Return a pale laminate with a fine speckle."""
    speckle = smooth_noise(rng, (height, width), (height // 3, width // 3))
    cloud = smooth_noise(rng, (height, width), (3, 4))
    value = np.clip(0.5 + 0.22 * (speckle - 0.5) + 0.4 * (cloud - 0.5), 0, 1)
    return _ramp(value, np.array([140.0, 138, 132]), np.array([206.0, 203, 196]))


def _noise(rng: np.random.Generator, height: int, width: int) -> Plane:
    """Return mottled stone: rough noise in two colours with veins."""
    rough, other = rough_noise(rng, (height, width)), rough_noise(rng, (height, width))
    veins = np.exp(-(((other - 0.5) / 0.012) ** 2))
    tone = rng.uniform(0.85, 1.1, 3)
    return _ramp(rough, 70 * tone, 165 * tone) * (1 - 0.2 * veins[..., None])


_PAINTERS = {"wood": _wood, "cloth": _cloth, "desk": _desk, "noise": _noise}


def draw_surface(surface: Surface, size_wh: tuple[int, int], seed: int) -> Image:
    """Return a surface that fills the photo, `(H, W, 3)` uint8 BGR."""
    picture = _PAINTERS[surface](np.random.default_rng(seed), size_wh[1], size_wh[0])
    return np.ascontiguousarray(np.clip(picture, 0, 255).astype(np.uint8)[:, :, ::-1])


def _mix(picture: Plane, mask: Plane, colour: tuple[float, float, float] | Plane) -> Plane:
    return picture * (1 - mask[..., None]) + np.asarray(colour) * mask[..., None]


def _disc(distance: Plane, radius: float) -> Plane:
    return np.clip(radius - distance + 0.5, 0, 1)


def place_objects(image: Image, seed: int) -> Image:
    """Return the picture with a mug seen from above, a pencil and three coins: no document at all."""
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    unit = width / 100
    picture = image.astype(np.float64)
    mug = np.hypot(x - 30 * unit, y - 33 * unit)
    shadow = np.clip(1.35 - np.hypot(x - 32 * unit, y - 35.5 * unit) / (14 * unit), 0, 0.5)
    picture = picture * (1 - shadow[..., None])
    handle = np.hypot(x - 15.5 * unit, (y - 33 * unit) / 0.7)
    picture = _mix(picture, _disc(np.abs(handle - 4.4 * unit), 1.1 * unit), (205, 205, 200))
    picture = _mix(picture, _disc(mug, 13 * unit), (222, 222, 216))
    picture = _mix(picture, _disc(mug, 11.6 * unit), (150, 150, 146))
    picture = _mix(picture, _disc(mug, 11.2 * unit), (22, 38, 62))
    along = (x - 66 * unit) * np.cos(0.6) + (y - 45 * unit) * np.sin(0.6)
    across = (y - 45 * unit) * np.cos(0.6) - (x - 66 * unit) * np.sin(0.6)
    taper = np.clip((along + 22 * unit) / (4 * unit), 0, 1) * 0.9 * unit
    pencil = np.clip(taper - np.abs(across) + 0.5, 0, 1) * (np.abs(along) < 22 * unit)
    body = np.where(along[..., None] < -18 * unit, (150.0, 190.0, 220.0), (40.0, 140.0, 215.0))
    picture = _mix(picture, pencil, body * (1 - 0.4 * np.clip(across / unit, 0, 1))[..., None])
    for cx, cy in ((76, 20), (82, 23), (60, 64)):
        coin = np.hypot(x - (cx + rng.random()) * unit, y - (cy + rng.random()) * unit)
        picture = _mix(picture, _disc(coin, 3.2 * unit), (120, 168, 186))
        picture = _mix(picture, _disc(np.abs(coin - 2.7 * unit), 0.2 * unit), (90, 130, 148))
    return np.clip(picture, 0, 255).astype(np.uint8)
