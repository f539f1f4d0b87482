"""The light on a scene: falloff, colour, shadows of things outside the picture, reflections.

Fields vary slowly, so they are drawn at a quarter of the photo's resolution.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.types import Image, QuadArray
from training.synth.raster import Canvas, Light, blend
from training.synth.types import Plane, Split

_STEP = 4


def low_noise(rng: np.random.Generator, shape_hw: tuple[int, int], cells: int) -> Plane:
    """Return smooth noise in [0, 1], `(H, W)` float32, with about `cells` bumps across."""
    grid = rng.random((cells + 3, cells + 3), dtype=np.float32)
    return np.clip(cv2.resize(grid, shape_hw[::-1], interpolation=cv2.INTER_CUBIC), 0, 1)


def _axes(shape_hw: tuple[int, int]) -> tuple[Plane, Plane]:
    """Return x and y over the long side, 0 in the middle, at the fields' resolution: (1, W) and (H, 1)."""
    height, width = shape_hw
    long_side = max(shape_hw)
    x = (np.arange(width, dtype=np.float32)[None, :] + 0.5 - width / 2) / long_side
    y = (np.arange(height, dtype=np.float32)[:, None] + 0.5 - height / 2) / long_side
    return x, y


def draw_light(rng: np.random.Generator) -> Light:
    """Return where the light comes from: a soft sky or window, or a hard lamp."""
    angle = rng.uniform(0, 2 * np.pi)
    hard = rng.random() < 0.35
    return Light(
        towards=(float(np.cos(angle)), float(np.sin(angle))),
        slope=float(rng.uniform(0.5, 2.2) if hard else rng.uniform(0.1, 1.0)),
        softness=float(rng.uniform(0.3, 0.8) if hard else rng.uniform(0.8, 2.2)),
        strength=float(rng.uniform(0.3, 0.6) if hard else rng.uniform(0.15, 0.45)),
    )


def _edge(value: Plane, width: float) -> Plane:
    """Return a soft step from 0 to 1 around zero, `width` wide."""
    return np.clip(value / width + 0.5, 0, 1)


def _shadow(rng: np.random.Generator, x: Plane, y: Plane, light: Light) -> Plane:
    """Return the shadow of the photographer or of a window frame, 0 for full light to 1."""
    angle = rng.uniform(0, 2 * np.pi)
    u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    form = rng.choice(4, p=[0.35, 0.37, 0.2, 0.08])
    soft = float(rng.uniform(0.01, 0.05) if light.softness < 0.8 else rng.uniform(0.06, 0.25))
    start = rng.uniform(-0.25, 0.35)
    if form == 0:  # one straight edge
        share = _edge(u - start + 0.12 * np.sin(v * rng.uniform(0, 3)), soft)
    elif form == 1:  # a phone or a hand: a rounded bar that comes in from outside
        half = rng.uniform(0.12, 0.28)
        end = np.hypot(np.maximum(start - u + half, 0), v - rng.uniform(-0.2, 0.2))
        share = _edge(half - end, soft)
    elif form == 2:  # light through a window: a bright patch
        patch = np.minimum(rng.uniform(0.2, 0.4) - np.abs(u - start), rng.uniform(0.15, 0.4) - np.abs(v))
        share = 1 - _edge(patch, soft)
    else:  # blinds
        wave = np.sin(2 * np.pi * u * rng.uniform(2.5, 7) + rng.uniform(0, 6))
        share = _edge(wave - rng.uniform(-0.4, 0.4), max(soft * 8, 0.3)) * np.ones_like(v)
    return np.asarray(share, dtype=np.float32)


def light_gain(rng: np.random.Generator, shape_hw: tuple[int, int], light: Light) -> Plane:
    """Return the gain of every channel, `(H / 4, W / 4, 3)` float32, about 1 in the brightest place.

    Args:
        rng: source of every decision.
        shape_hw: of the photo.
        light: whose shadows fall on the scene.
    """
    small = (max(shape_hw[0] // _STEP, 2), max(shape_hw[1] // _STEP, 2))
    x, y = _axes(small)
    fall = rng.choice([0.05, 0.2, 0.4, 0.65], p=[0.3, 0.4, 0.2, 0.1]) * rng.uniform(0.5, 1.2)
    slope = x * light.towards[0] + y * light.towards[1]
    gain = 1 - fall * np.clip(0.5 + slope * 0.9, 0, 1.3)
    gain = gain - rng.uniform(0, 0.35) * (x * x + y * y)
    if rng.random() < 0.25:  # a lamp's pool of light
        centre, radius = rng.uniform(-0.3, 0.3, 2), rng.uniform(0.25, 0.7)
        pool = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * radius**2))
        gain = gain * (0.45 + 0.6 * pool)
    gain = np.repeat(np.maximum(gain, 0.08)[..., None], 3, axis=2).astype(np.float32)
    if rng.random() < 0.5:  # a second light of another colour from one side
        angle = rng.uniform(0, 2 * np.pi)
        side = np.clip(0.5 + x * np.cos(angle) + y * np.sin(angle), 0, 1)[..., None]
        tint = 1 + rng.uniform(0.02, 0.13) * np.array([-1.0, 0, 1.0], np.float32) * rng.choice([-1, 1])
        gain = gain * (1 + side * (tint - 1))
    if rng.random() < 0.28:
        depth = rng.uniform(0.15, 0.6)
        # Shadows are a little blue: the sky and the walls still light them.
        cool = np.array([0.92, 0.98, 1.0], np.float32)
        gain = gain * (1 - depth * _shadow(rng, x, y, light)[..., None] * cool)
    return np.asarray(gain, dtype=np.float32)


def metering(rng: np.random.Generator, image: Image, gain: Plane) -> float:
    """Return the exposure that a phone chooses for a lit scene: the brightest parts come out nearly white."""
    small = cv2.resize(image, gain.shape[1::-1], interpolation=cv2.INTER_AREA)
    bright = float(np.percentile(cv2.multiply(small, gain, dtype=cv2.CV_32F)[..., 1], 96))
    return float(np.clip(rng.uniform(170, 245) / max(bright, 1.0), 0.75, 2.0))


def illuminate(image: Image, gain: Plane) -> Image:
    """Return the evenly lit picture in a light of `light_gain`, times an exposure."""
    field = cv2.resize(gain, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(image, field, dtype=cv2.CV_8U), dtype=np.uint8)


def _blob(rng: np.random.Generator, x: Plane, y: Plane, radius: float) -> Plane:
    """Return a lamp's reflection: a core, burnt out or not, and its halo."""
    angle, stretch = rng.uniform(0, np.pi), rng.uniform(1, 2.6)
    u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    distance = np.hypot(u, v * stretch) / radius
    power, steep = rng.uniform(0.35, 1.5), rng.uniform(3, 12)
    core = power / (1 + np.exp(np.clip((distance - 1) * steep, -30, 30)))
    return core + rng.uniform(0.1, 0.4) * np.exp(-((distance / rng.uniform(1.4, 2.4)) ** 2))


def _strip(rng: np.random.Generator, x: Plane, y: Plane, radius: float) -> Plane:
    """Return the reflection of a tube or of a window."""
    angle = rng.uniform(0, np.pi)
    u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    length, width = radius * rng.uniform(1.5, 5), radius * rng.uniform(0.15, 0.7)
    soft = rng.uniform(0.15, 0.9) * width
    v = v + rng.uniform(-0.6, 0.6) * u * u
    share = _edge(length - np.abs(u), soft * 3) * _edge(width - np.abs(v), soft)
    if rng.random() < 0.4:  # the window's frame
        share = share * (1 - 0.8 * _edge(width * 0.08 - np.abs(u - length * 0.1), width * 0.08))
    halo = np.exp(-((np.maximum(np.abs(v) - width, 0) / (width * 1.5)) ** 2)) * _edge(
        length - np.abs(u), length
    )
    return rng.uniform(0.35, 1.3) * share + rng.uniform(0.05, 0.25) * halo


def _veil(rng: np.random.Generator, x: Plane, y: Plane) -> Plane:
    """Return a wide faint reflection of a bright wall or ceiling."""
    angle = rng.uniform(0, 2 * np.pi)
    slope = 0.5 + x * np.cos(angle) + y * np.sin(angle) + rng.uniform(-0.3, 0.3)
    return rng.uniform(0.12, 0.45) * np.clip(slope, 0, 1) ** 1.5


def draw_glare(rng: np.random.Generator, shape_hw: tuple[int, int], quad: QuadArray) -> Plane:
    """Return reflections near a document as a perfect mirror would show them, `(H, W)` float32 in [0, 2].

    Args:
        rng: source of every decision.
        shape_hw: of the photo.
        quad: the document that they lie on.
    """
    small = (max(shape_hw[0] // _STEP, 2), max(shape_hw[1] // _STEP, 2))
    grid_x = np.arange(small[1], dtype=np.float32)[None, :] * _STEP
    grid_y = np.arange(small[0], dtype=np.float32)[:, None] * _STEP
    size = float(np.linalg.norm(quad[1] - quad[0]))
    share = np.zeros(small, np.float32)
    lamps = int(rng.choice([1, 2, 3, 4], p=[0.62, 0.22, 0.1, 0.06]))
    for _ in range(lamps):
        u, v = rng.uniform(-0.05, 1.05, 2)
        spot = (quad[0] * (1 - u) + quad[1] * u) * (1 - v) + (quad[3] * (1 - u) + quad[2] * u) * v
        x, y = (grid_x - spot[0]) / size, (grid_y - spot[1]) / size
        radius = float(np.exp(rng.uniform(np.log(0.04), np.log(0.4)))) / lamps**0.4
        form = rng.random()
        if form < 0.5:
            share += _blob(rng, x, y, radius)
        elif form < 0.85:
            share += _strip(rng, x, y, radius)
        else:
            share += _veil(rng, x, y)
    # Foil and worn laminate are not perfectly even.
    share *= 0.85 + 0.3 * low_noise(rng, small, 24)
    share = np.clip(cv2.GaussianBlur(share, (0, 0), 0.8), 0, 2)
    share[share < 0.004] = 0
    return np.asarray(cv2.resize(share, shape_hw[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def reflect(
    canvas: Canvas, photo: Image, mirror: Plane, tint: tuple[float, float, float]
) -> tuple[Image, Plane]:
    """Add reflections to a lit photo where things are glossy.

    Args:
        canvas: knows what is glossy.
        photo: `(H, W, 3)` uint8.
        mirror: of `draw_glare`.
        tint: colour of the lamp, BGR about 255.

    Returns:
        The photo and the exact share of each pixel that is a reflection.
    """
    # The lamp is brighter than white paper: on what shines half as much as a mirror it still burns out.
    share = cv2.min(cv2.multiply(mirror, canvas.gloss, scale=1.4 / 255, dtype=cv2.CV_32F), 1.0)
    over = np.empty_like(photo)
    over[:] = np.clip(tint, 0, 255)
    return blend(photo, over, share), np.asarray(share, dtype=np.float32)


def lamp_tint(rng: np.random.Generator, split: Split) -> tuple[float, float, float]:
    """Return the colour of a lamp's reflection, BGR: daylight, tube or bulb; the splits use other warmths."""
    warmth = rng.uniform(-0.3, 0.55) if split == "train" else rng.uniform(0.55, 1.0)
    return (255 - 45 * max(warmth, 0), 255 - 12 * abs(warmth), 255 + 30 * min(warmth, 0))
