"""Security backgrounds: what is printed under the text of identity documents.

Line patterns are drawn once per process into large planes of ink coverage; a call only crops, turns, scales
and colours them. A pattern is seeded by its own number, so that a picture does not depend on what was drawn
before.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import Image
from training.synth.chance import Bgr, chance, colour, hue, of_split, pick
from training.synth.types import Mask, Plane, Split

PLANE_HW = (800, 1280)
_VARIANTS = 3
# The long side, in pixels, at which a pattern has its own resolution.
_NATIVE_WIDTH = 800.0


def _axes() -> tuple[Plane, Plane]:
    h, w = PLANE_HW
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    return x, y


def _coverage(values: Plane | NDArray[np.float64]) -> Mask:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def _noise(rng: np.random.Generator, cells: tuple[int, int], octaves: int = 4) -> Plane:
    """Return smooth noise of the plane's size, mean 0, about 1 in amplitude."""
    h, w = PLANE_HW
    total = np.zeros(PLANE_HW, np.float32)
    for octave in range(octaves):
        shape = (cells[0] * 2**octave, cells[1] * 2**octave)
        coarse = rng.standard_normal(shape).astype(np.float32)
        total += cv2.resize(coarse, (w, h), interpolation=cv2.INTER_CUBIC) / 2**octave
    return total


def _lines(phase: Plane, duty: float = 0.35) -> Mask:
    """Return ink coverage of lines where the phase (in periods) passes whole numbers."""
    wave = np.cos(np.float32(2 * np.pi) * phase)
    threshold = np.float32(np.cos(np.pi * duty))
    return _coverage(128 + 260 * (wave - threshold))


def _waves(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    period = rng.uniform(6, 13)
    phase = y / period
    for _ in range(3):
        length, swing = rng.uniform(60, 420), rng.uniform(0.4, 3.0)
        phase = phase + swing * np.sin(2 * np.pi * (x + rng.uniform(-0.5, 0.5) * y) / length)
    return _lines(phase.astype(np.float32), rng.uniform(0.2, 0.45))


def _moire(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    turn = rng.uniform(0, np.pi)
    period = rng.uniform(7, 12)
    bulge = _noise(rng, (2, 3), 1)
    first = (x * np.cos(turn) + y * np.sin(turn)) / period + bulge
    second = (x * np.cos(turn + 0.09) + y * np.sin(turn + 0.09)) / period - bulge
    return np.maximum(_lines(first.astype(np.float32), 0.3), _lines(second.astype(np.float32), 0.3))


def _rosettes(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    total = np.zeros(PLANE_HW, np.uint8)
    for _ in range(7):
        cx, cy = rng.uniform(0, PLANE_HW[1]), rng.uniform(0, PLANE_HW[0])
        size = rng.uniform(90, 300)
        radius, angle = np.hypot(x - cx, y - cy), np.arctan2(y - cy, x - cx)
        petals = int(rng.integers(5, 25))
        period = rng.uniform(7, 13)
        swing = rng.uniform(0.6, 2.2)
        lines = np.maximum(
            _lines((radius / period + swing * np.sin(petals * angle)).astype(np.float32), 0.25),
            _lines((radius / period - swing * np.sin(petals * angle)).astype(np.float32), 0.25),
        )
        rim = size * (1 + 0.08 * np.cos(petals * angle))
        total = np.maximum(total, np.where(radius < rim, lines, 0))
    return total


def _fans(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    cx, cy = rng.uniform(-200, PLANE_HW[1] + 200), rng.uniform(-200, PLANE_HW[0] + 200)
    angle, radius = np.arctan2(y - cy, x - cx), np.hypot(x - cx, y - cy)
    rays = int(rng.integers(90, 260))
    bend = rng.uniform(-1.5, 1.5) * np.sin(radius / rng.uniform(60, 200))
    return _lines((angle * rays / (2 * np.pi) + bend).astype(np.float32), 0.35)


def _curves(rng: np.random.Generator) -> Mask:
    """Guilloche bands: bundles of thin hypotrochoids and interlaced sine curves."""
    plane = np.zeros(PLANE_HW, np.uint8)
    t = np.linspace(0, 1, 1200)
    for _ in range(5):
        y0, amplitude = rng.uniform(0, PLANE_HW[0]), rng.uniform(20, 130)
        cycles, tilt = rng.uniform(2, 9), rng.uniform(-200, 200)
        for strand in np.linspace(0, 2 * np.pi, int(rng.integers(10, 22)), endpoint=False):
            beat = 0.6 + 0.4 * np.sin(2 * np.pi * 1.5 * t + strand)
            ys = y0 + tilt * t + amplitude * beat * np.sin(2 * np.pi * cycles * t + strand)
            points = np.stack([t * PLANE_HW[1], ys], axis=1)
            cv2.polylines(plane, [np.round(points * 16).astype(np.int32)], False, 255, 1, cv2.LINE_AA, 4)
    return plane


def _microtext(rng: np.random.Generator) -> Mask:
    plane = np.zeros(PLANE_HW, np.uint8)
    letters = "".join(chr(65 + int(c)) for c in rng.integers(0, 26, 7))
    size = float(rng.uniform(0.32, 0.55))
    step = round(34 * size) + int(rng.integers(2, 12))
    row = f"{letters} " * 40
    for number, y in enumerate(range(0, PLANE_HW[0], step)):
        start = (-17 * (number % 5), y)
        cv2.putText(plane, row, start, cv2.FONT_HERSHEY_SIMPLEX, size, 200, 1, cv2.LINE_AA)
    return plane


def _landscape(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    plane = np.zeros(PLANE_HW, np.float32)
    for depth in range(1, 6):
        profile = np.zeros(PLANE_HW[1], np.float32)
        for k in range(1, 9):
            phase = rng.uniform(0, 2 * np.pi)
            profile += (60 / k) * np.sin(x[0] * k * rng.uniform(0.7, 1.3) * 2 * np.pi / 900 + phase)
        height = PLANE_HW[0] * (0.2 + 0.14 * depth) - profile
        plane = np.where(y > height[None, :], 35 + 40 * depth - 0.08 * (y - height[None, :]), plane)
    return _coverage(plane)


def _lattice(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    a, period = rng.uniform(0.3, 1.2), rng.uniform(14, 40)
    u = (x * np.cos(a) + y * np.sin(a)) / period
    v = (x * np.cos(a) - y * np.sin(a)) / period
    swing = rng.uniform(0, 0.35)
    u2 = u + swing * np.sin(2 * np.pi * v)
    v2 = v + swing * np.sin(2 * np.pi * u)
    return np.maximum(_lines(u2.astype(np.float32), 0.12), _lines(v2.astype(np.float32), 0.12))


def _scatter(rng: np.random.Generator) -> Mask:
    """A small figure repeated in staggered rows."""
    plane = np.zeros(PLANE_HW, np.uint8)
    step = int(rng.integers(36, 90))
    sides, inner = int(rng.integers(3, 9)), rng.uniform(0.35, 1.0)
    turns = np.arange(2 * sides) * np.pi / sides
    reach = np.where(np.arange(2 * sides) % 2 == 0, 1.0, inner) * step * rng.uniform(0.2, 0.42)
    figure = np.stack([reach * np.cos(turns), reach * np.sin(turns)], axis=1)
    filled = chance(rng, 0.5)
    for row, y in enumerate(range(0, PLANE_HW[0] + step, step)):
        for x in range(0, PLANE_HW[1] + step, step):
            points = np.round((figure + np.array([x + (row % 2) * step / 2, y])) * 16).astype(np.int32)
            if filled:
                cv2.fillPoly(plane, [points], 220, cv2.LINE_AA, 4)
            else:
                cv2.polylines(plane, [points], True, 255, 1, cv2.LINE_AA, 4)
    return plane


def _cloud(rng: np.random.Generator) -> Mask:
    noise = _noise(rng, (2, 3), 6)
    return _coverage(110 + 60 * noise)


def _weave(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    period, cell = rng.uniform(5, 8), rng.uniform(30, 90)
    over = np.sin(np.pi * x / cell) * np.sin(np.pi * y / cell) > 0
    return _coverage(
        np.where(over, _lines(x / np.float32(period), 0.35), _lines(y / np.float32(period), 0.35))
    )


def _dots(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    period = rng.uniform(7, 15)
    tone = 0.5 + 0.35 * _noise(rng, (2, 3), 2)
    field = np.cos(2 * np.pi * (x + y) / period / 1.414) + np.cos(2 * np.pi * (x - y) / period / 1.414)
    return _coverage(128 + 130 * (field / 2 - 1 + 1.3 * tone))


def _shards(rng: np.random.Generator) -> Mask:
    """Large overlapping flat triangles, as modern designs have them."""
    plane = np.zeros(PLANE_HW, np.float32)
    size = np.array(PLANE_HW[::-1])
    for _ in range(26):
        layer = np.zeros(PLANE_HW, np.uint8)
        corners = rng.uniform(-0.2, 1.2, (3, 2)) * size
        cv2.fillPoly(layer, [np.round(corners * 16).astype(np.int32)], 1, cv2.LINE_AA, 4)
        plane += layer * np.float32(rng.uniform(-35, 55))
    return _coverage(plane)


def _spirals(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    phase = np.zeros(PLANE_HW, np.float32)
    for _ in range(3):
        cx, cy = rng.uniform(0, PLANE_HW[1]), rng.uniform(0, PLANE_HW[0])
        phase += (np.hypot(x - cx, y - cy) / 26 + np.arctan2(y - cy, x - cx) / (2 * np.pi)).astype(np.float32)
    return _lines(phase, 0.3)


def _contours(rng: np.random.Generator) -> Mask:
    return _lines(_noise(rng, (4, 6), 3) * np.float32(rng.uniform(2.5, 5)), 0.16)


def _honeycomb(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    k = 2 * np.pi / rng.uniform(22, 60)
    field = sum(np.cos(k * (x * np.cos(a) + y * np.sin(a))) for a in np.arange(3) * np.pi / 3 + 0.1)
    edge = np.abs(np.asarray(field, np.float32) + 1.0)
    return _coverage(255 - 600 * edge)


def _chevrons(rng: np.random.Generator) -> Mask:
    x, y = _axes()
    cell, period = rng.uniform(40, 120), rng.uniform(8, 14)
    zigzag = np.abs((x / cell) % 2 - 1) * cell * 0.6
    return _lines(((y + zigzag) / period).astype(np.float32), 0.35)


# Each fourth is for `bench` alone.
_PATTERNS: tuple[Callable[[np.random.Generator], Mask], ...] = (
    _waves, _moire, _rosettes, _spirals,
    _curves, _landscape, _microtext, _contours,
    _fans, _lattice, _scatter, _honeycomb,
    _cloud, _weave, _dots, _chevrons,
    _shards,
)  # fmt: skip


@lru_cache(maxsize=96)
def _pattern(number: int, variant: int, halvings: int) -> Mask:
    if halvings:
        return np.asarray(cv2.pyrDown(_pattern(number, variant, halvings - 1)), np.uint8)
    return _PATTERNS[number](np.random.default_rng([7201, number, variant]))


def pattern(rng: np.random.Generator, split: Split, shape_hw: tuple[int, int]) -> Mask:
    """Return a piece of a security pattern: ink coverage 0 to 255, `(H, W)` uint8."""
    height, width = shape_hw
    numbers = of_split(range(len(_PATTERNS)), split)
    number, variant = pick(rng, numbers), int(rng.integers(_VARIANTS))
    scale = max(height, width) / _NATIVE_WIDTH * float(rng.uniform(0.5, 1.2))
    halvings = max(0, min(3, round(-np.log2(scale))))
    plane = _pattern(number, variant, halvings)
    scale *= 2**halvings
    turn = float(rng.uniform(-0.35, 0.35)) + (np.pi if chance(rng, 0.5) else 0.0)
    cos, sin = np.cos(turn) / scale, np.sin(turn) / scale
    cx, cy = rng.uniform(0.3, 0.7) * plane.shape[1], rng.uniform(0.3, 0.7) * plane.shape[0]
    page_to_plane = np.array(
        [
            [cos, -sin, cx - cos * width / 2 + sin * height / 2],
            [sin, cos, cy - sin * width / 2 - cos * height / 2],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (width, height)
    warped = cv2.warpAffine(plane, page_to_plane, size, flags=flags, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(warped, np.uint8)


def tint(page: Image, coverage: Mask, towards: Bgr, strength: float) -> Image:
    """Print ink over a page: where coverage is full, `strength` of the way to the colour's own absorption.

    Args:
        page: `(H, W, 3)` uint8.
        coverage: `(H, W)` uint8.
        towards: the ink's colour on white paper.
        strength: 0 to 1.

    Returns:
        The printed page.
    """
    absorbed = cv2.merge([cv2.convertScaleAbs(coverage, alpha=strength * (255 - c) / 255) for c in towards])
    return np.asarray(cv2.subtract(page, absorbed), np.uint8)


def gradient(grid: Image, shape_hw: tuple[int, int]) -> Image:
    """Return a smooth surface through a small grid of colours, `(h, w, 3)` uint8."""
    height, width = shape_hw
    coarse = cv2.resize(grid, (48, 32), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def rainbow(
    rng: np.random.Generator, split: Split, shape_hw: tuple[int, int], lightness: tuple[float, float]
) -> Image:
    """Return a field of one to three hues that run into each other."""
    hues = [hue(rng, split) for _ in range(int(rng.integers(1, 4)))]
    saturation = float(rng.uniform(0.1, 0.75))
    rows, columns = pick(rng, ((1, 2), (2, 1), (1, 3), (2, 2), (2, 3), (3, 4)))
    cells = [
        colour(pick(rng, hues), float(rng.uniform(*lightness)), saturation) for _ in range(rows * columns)
    ]
    return gradient(np.array(cells, np.uint8).reshape(rows, columns, 3), shape_hw)


def _modulated(rng: np.random.Generator, coverage: Mask) -> Mask:
    """Let the ink fade in and out over the page."""
    cells = rng.integers(20, 256, (int(rng.integers(1, 4)), int(rng.integers(2, 5)))).astype(np.uint8)
    fade = cv2.resize(cells, (coverage.shape[1], coverage.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(coverage, fade, scale=1 / 255), np.uint8)


def ground(
    rng: np.random.Generator,
    split: Split,
    shape_hw: tuple[int, int],
    lightness: tuple[float, float] = (0.84, 0.97),
) -> Image:
    """Return the printed background of a document.

    Args:
        rng: source of chance.
        split: what may be used.
        shape_hw: size in pixels.
        lightness: range of the paper's lightness; the default bears dark text.

    Returns:
        `(H, W, 3)` uint8 BGR.
    """
    kind = float(rng.random())
    if kind < 0.1:
        white = round(float(rng.uniform(lightness[1] - 0.05, min(1.0, lightness[1] + 0.03))) * 255)
        page = np.full((*shape_hw, 3), white, np.uint8)
        layers = int(rng.integers(0, 2))
    elif kind < 0.2:
        flat = colour(hue(rng, split), float(rng.uniform(*lightness)), float(rng.uniform(0.05, 0.7)))
        page = np.empty((*shape_hw, 3), np.uint8)
        page[:] = flat
        layers = int(rng.integers(0, 3))
    else:
        page = rainbow(rng, split, shape_hw, lightness)
        layers = int(rng.integers(0, 4))
    dark = lightness[1] < 0.5
    for _ in range(layers):
        coverage = pattern(rng, split, shape_hw)
        if chance(rng, 0.6):
            coverage = _modulated(rng, coverage)
        strength = float(rng.uniform(0.05, 0.4)) ** 1.2
        line_colour = colour(hue(rng, split), float(rng.uniform(0.25, 0.6)), float(rng.uniform(0.2, 0.9)))
        if dark:
            page = 255 - tint(255 - page, coverage, line_colour, strength)
        else:
            page = tint(page, coverage, line_colour, strength)
    return page
