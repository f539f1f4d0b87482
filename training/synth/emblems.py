"""Figures that are pasted on documents: emblems, holograms, chips, codes, signatures, stamps.

All of them are `(H, W, 4)` uint8, BGR and coverage, unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import Image
from training.synth.chance import Bgr, chance, colour, ink, of_split, pick
from training.synth.types import Mask, Split
from training.synth.wear import rounded

Figure = NDArray[np.uint8]
Points = NDArray[np.float64]


def paste(page: Image, figure: Figure, x: float, y: float, opacity: float = 1.0) -> None:
    """Lay a figure over a page, in place; what lies outside the page is cut off.

    Args:
        page: `(H, W, 3)` uint8, changed.
        figure: `(h, w, 4)` uint8.
        x: left edge in page pixels.
        y: top edge in page pixels.
        opacity: 0 to 1, on top of the figure's own coverage.
    """
    left, top = round(x), round(y)
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + figure.shape[1], page.shape[1]), min(top + figure.shape[0], page.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    part = figure[y0 - top : y1 - top, x0 - left : x1 - left]
    under = page[y0:y1, x0:x1]
    share = part[..., 3:].astype(np.float32) * np.float32(opacity / 255)
    mixed = under + (part[..., :3].astype(np.float32) - under) * share
    page[y0:y1, x0:x1] = np.round(mixed).astype(np.uint8)


def flat_figure(coverage: Mask, of_colour: Bgr) -> Figure:
    """Return a figure of one colour."""
    figure = np.empty((*coverage.shape, 4), np.uint8)
    figure[..., :3] = of_colour
    figure[..., 3] = coverage
    return figure


def _shrunk(picture: NDArray[np.uint8], size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(picture, size_wh, interpolation=cv2.INTER_AREA), np.uint8)


def _grey_bgr(plane: Mask) -> Image:
    return np.repeat(plane[..., None], 3, axis=2)


def _polygon(mask: Mask, points: Points, value: int = 255) -> None:
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], value, cv2.LINE_AA, 4)


def _star(mask: Mask, centre: tuple[float, float], radius: float, inner: float, tips: int) -> None:
    turns = np.arange(2 * tips) * np.pi / tips - np.pi / 2
    reach = np.where(np.arange(2 * tips) % 2 == 0, radius, radius * inner)
    _polygon(mask, np.stack([centre[0] + reach * np.cos(turns), centre[1] + reach * np.sin(turns)], 1))


def _seal(rng: np.random.Generator, mask: Mask) -> None:
    n = mask.shape[0]
    c = n // 2
    cv2.circle(mask, (c, c), int(0.48 * n), 255, max(1, n // 40), cv2.LINE_AA)
    cv2.circle(mask, (c, c), int(0.34 * n), 255, max(1, n // 60), cv2.LINE_AA)
    _star(mask, (c, c), 0.28 * n, float(rng.uniform(0.35, 0.8)), int(rng.integers(4, 13)))
    ticks = int(rng.integers(18, 40))
    for k in range(ticks):
        a = 2 * np.pi * k / ticks
        x, y = c + 0.41 * n * np.cos(a), c + 0.41 * n * np.sin(a)
        cv2.circle(mask, (int(x), int(y)), max(1, n // 70), 255, -1, cv2.LINE_AA)


def _shield(rng: np.random.Generator, mask: Mask) -> None:
    n = mask.shape[0]
    t = np.linspace(0, 1, 24)
    half = 0.36 * n * np.sqrt(1 - t**2.4)
    ys = 0.1 * n + 0.82 * n * t
    outline = np.concatenate([np.stack([n / 2 + half, ys], 1), np.stack([n / 2 - half, ys], 1)[::-1]])
    _polygon(mask, outline)
    _polygon(mask, (outline - n / 2) * 0.86 + n / 2, 60)
    bars = int(rng.integers(2, 5))
    for k in range(bars):
        y = int(n * (0.25 + 0.5 * k / bars))
        cv2.line(mask, (int(0.26 * n), y), (int(0.74 * n), y), 255, max(1, n // 24), cv2.LINE_AA)
    _star(mask, (n / 2, 0.5 * n), 0.16 * n, 0.45, int(rng.integers(4, 8)))


def _heraldic(rng: np.random.Generator, mask: Mask) -> None:
    """A mirrored random outline, as eagles and lions look from afar."""
    n = mask.shape[0]
    turns = np.linspace(-np.pi / 2, np.pi / 2, 26)
    reach = np.abs(rng.normal(0.3, 0.13, 26)).clip(0.08, 0.48) * n
    half = np.stack([n / 2 + reach * np.cos(turns), n / 2 + reach * np.sin(turns)], 1)
    mirrored = np.stack([n - half[:, 0], half[:, 1]], 1)[::-1]
    _polygon(mask, np.concatenate([half, mirrored]))
    _polygon(mask, np.array([[0.42, 0.36], [0.58, 0.36], [0.58, 0.55], [0.5, 0.64], [0.42, 0.55]]) * n, 30)


def _wreath(rng: np.random.Generator, mask: Mask) -> None:
    n = mask.shape[0]
    leaves = int(rng.integers(7, 13))
    for k in range(leaves):
        a = np.pi / 2 + 0.2 + 2.5 * k / leaves
        for side in (1, -1):
            centre = (int(n / 2 + side * 0.38 * n * np.cos(a)), int(n / 2 + 0.38 * n * np.sin(a)))
            tilt = float(np.degrees(a)) + 60
            cv2.ellipse(
                mask, (centre, (0.16 * n, 0.06 * n), tilt if side > 0 else 180 - tilt), 255, -1, cv2.LINE_AA
            )
    _star(mask, (n / 2, n / 2), 0.22 * n, 0.42, int(rng.integers(4, 7)))


def _globe(rng: np.random.Generator, mask: Mask) -> None:
    n = mask.shape[0]
    stroke = max(1, n // 45)
    for k in range(4):
        axes = (0.42 * 2 * n * k / 3 + 1, 0.84 * n)
        cv2.ellipse(mask, ((n / 2, n / 2), axes, 0.0), 255, stroke, cv2.LINE_AA)
        cv2.ellipse(mask, ((n / 2, n / 2), (0.84 * n, axes[0]), 0.0), 255, stroke, cv2.LINE_AA)
    if chance(rng, 0.5):
        cv2.line(mask, (n // 2, n // 12), (n // 2, n - n // 12), 255, stroke, cv2.LINE_AA)


def _monogram(rng: np.random.Generator, mask: Mask) -> None:
    """Two or three thick arcs and bars, like a company's mark."""
    n = mask.shape[0]
    for _ in range(int(rng.integers(2, 4))):
        start, sweep = float(rng.uniform(0, 360)), float(rng.uniform(90, 300))
        size, width = float(rng.uniform(0.15, 0.4)), max(2, int(n * rng.uniform(0.05, 0.14)))
        axes = (int(size * n), int(size * n * rng.uniform(0.5, 1.0)))
        cv2.ellipse(mask, (n // 2, n // 2), axes, 0, start, start + sweep, 255, width, cv2.LINE_AA)


def _tiles(rng: np.random.Generator, mask: Mask) -> None:
    n = mask.shape[0]
    cells = int(rng.integers(2, 4))
    step = 0.8 * n / cells
    for row in range(cells):
        for column in range(cells):
            x, y = 0.1 * n + column * step, 0.1 * n + row * step
            tones = (255, 150, 70)
            cv2.rectangle(
                mask, (int(x), int(y)), (int(x + 0.9 * step), int(y + 0.9 * step)), pick(rng, tones), -1
            )


def _sunburst(rng: np.random.Generator, mask: Mask) -> None:
    n = mask.shape[0]
    _star(mask, (n / 2, n / 2), 0.47 * n, float(rng.uniform(0.55, 0.8)), int(rng.integers(14, 30)))
    cv2.circle(mask, (n // 2, n // 2), int(0.26 * n), 40, -1, cv2.LINE_AA)
    cv2.circle(mask, (n // 2, n // 2), int(0.14 * n), 255, -1, cv2.LINE_AA)


_EMBLEMS: tuple[Callable[[np.random.Generator, Mask], None], ...] = (
    _seal, _shield, _heraldic, _globe,
    _wreath, _monogram, _tiles, _sunburst,
)  # fmt: skip


def emblem(
    rng: np.random.Generator, size_px: int, split: Split = "train", of_colour: Bgr | None = None
) -> Figure:
    """Return an invented coat of arms, seal or mark, `(size, size, 4)`."""
    mask = np.zeros((160, 160), np.uint8)
    pick(rng, of_split(_EMBLEMS, split))(rng, mask)
    return flat_figure(_shrunk(mask, (size_px, size_px)), of_colour or ink(rng, split, 0.15, 0.5))


def hologram(rng: np.random.Generator, size_px: int) -> Figure:
    """Return a patch of iridescent foil, `(size, size, 4)`."""
    n = size_px
    y, x = np.mgrid[0:n, 0:n].astype(np.float32) / np.float32(max(n - 1, 1))
    turn, speed = float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(0.6, 2.0))
    phase = (x * np.cos(turn) + y * np.sin(turn)) * speed + rng.random()
    phase += 0.15 * np.sin(2 * np.pi * (3 * x * y + rng.random()))
    lit = [0.72 + 0.24 * np.cos(2 * np.pi * (phase + k / 3)) for k in range(3)]
    relief = emblem(rng, n)[..., 3].astype(np.float32) / 255
    facets = 0.9 + 0.2 * relief + 0.08 * np.sin(40 * (x * np.sin(turn) + y * np.cos(turn)))
    figure = np.empty((n, n, 4), np.uint8)
    figure[..., :3] = np.clip(np.stack(lit, -1) * facets[..., None] * 235, 0, 255)
    shape = np.zeros((n, n), np.uint8)
    kind = int(rng.integers(3))
    if kind == 0:
        cv2.circle(shape, (n // 2, n // 2), n // 2 - 1, 255, -1, cv2.LINE_AA)
    elif kind == 1:
        margin = int(n * rng.uniform(0.0, 0.25))
        cv2.rectangle(shape, (0, margin), (n - 1, n - 1 - margin), 255, -1)
    else:
        shape = np.clip(relief * 255, 0, 255).astype(np.uint8)
    strength = float(rng.uniform(0.25, 0.85))
    figure[..., 3] = cv2.convertScaleAbs(shape, alpha=strength)
    return figure


def chip(rng: np.random.Generator, size_px: int) -> Figure:
    """Return the contact pads of a chip card, `size_px` wide and 0.9 of it high."""
    w, h = 120, round(120 * float(rng.uniform(0.78, 0.95)))
    golden = chance(rng, 0.65)
    metal = np.array((110, 185, 215) if golden else (196, 200, 200), np.float32)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    shade = 1 + 0.14 * np.sin((x * rng.uniform(0.5, 1) + y) / float(rng.uniform(25, 60)) + rng.uniform(0, 6))
    body = np.clip(metal * shade[..., None].astype(np.float32), 0, 255).astype(np.uint8)
    groove = tuple(int(c) for c in metal * 0.45)
    lines = _chip_grooves(rng, w, h)
    for line in lines:
        cv2.polylines(body, [np.round(line).astype(np.int32)], False, groove, 2, cv2.LINE_AA)
    figure = np.dstack([body, rounded((h, w), 12.0)])
    height = max(2, round(size_px * h / w))
    return _shrunk(figure, (size_px, height))


def _chip_grooves(rng: np.random.Generator, w: int, h: int) -> list[Points]:
    left, right = w * float(rng.uniform(0.28, 0.36)), w * float(rng.uniform(0.64, 0.72))
    top, low = h * float(rng.uniform(0.25, 0.36)), h * float(rng.uniform(0.64, 0.75))
    middle = h / 2
    lines = [
        np.array([[left, 0], [left, h]]),
        np.array([[right, 0], [right, h]]),
        np.array([[0, middle], [left, middle]]),
        np.array([[right, middle], [w, middle]]),
        np.array([[0, top], [left, top]]),
        np.array([[0, low], [left, low]]),
        np.array([[right, top], [w, top]]),
        np.array([[right, low], [w, low]]),
    ]
    if chance(rng, 0.6):
        angle = np.linspace(0, 2 * np.pi, 30)
        reach = (right - left) / 2
        lines.append(np.stack([w / 2 + reach * np.cos(angle), middle + 0.8 * reach * np.sin(angle)], 1))
    return lines


def barcode(rng: np.random.Generator, size_wh: tuple[int, int]) -> Image:
    """Return a linear bar code, `(h, w, 3)` uint8, black on white with quiet zones."""
    w, h = size_wh
    modules = int(rng.integers(60, 130))
    widths = rng.choice([1, 2, 3, 4], modules, p=[0.5, 0.28, 0.14, 0.08])
    row = np.repeat(np.arange(modules) % 2 == 0, widths).astype(np.uint8)
    strip = np.pad(np.where(row, 20, 255).astype(np.uint8), 6, constant_values=255)[None, :]
    return _grey_bgr(_shrunk(strip, (w, h)))


def pdf417_like(rng: np.random.Generator, size_wh: tuple[int, int]) -> Image:
    """Return a stacked bar code, `(h, w, 3)` uint8."""
    w, h = size_wh
    rows, columns = int(rng.integers(12, 40)), int(rng.integers(90, 180))
    cells = (rng.random((rows, columns)) < 0.5).astype(np.uint8)
    guard = np.array([1, 1, 1, 1, 0, 1, 0, 1, 0, 0], np.uint8)
    cells[:, : len(guard)], cells[:, -len(guard) :] = guard, guard[::-1]
    picture = np.pad(np.where(cells, 20, 255).astype(np.uint8), ((1, 1), (3, 3)), constant_values=255)
    enlarged = np.repeat(picture, 2, axis=0)
    return _grey_bgr(_shrunk(enlarged, (w, h)))


def qr_like(rng: np.random.Generator, size_px: int) -> Image:
    """Return a square matrix code with three finders, `(size, size, 3)` uint8."""
    n = int(rng.choice([21, 25, 29, 33, 41]))
    cells = (rng.random((n, n)) < 0.5).astype(np.uint8)
    finder = np.ones((7, 7), np.uint8)
    finder[1:6, 1:6] = 0
    finder[2:5, 2:5] = 1
    for row, column in ((0, 0), (0, n - 7), (n - 7, 0)):
        cells[max(row - 1, 0) : row + 8, max(column - 1, 0) : column + 8] = 0
        cells[row : row + 7, column : column + 7] = finder
    picture = np.pad(np.where(cells, 15, 255).astype(np.uint8), 2, constant_values=255)
    enlarged = np.kron(picture, np.ones((4, 4), np.uint8))
    return _grey_bgr(_shrunk(enlarged, (size_px, size_px)))


def signature(rng: np.random.Generator, width: int, height: int) -> Figure:
    """Return a handwritten scrawl, `(height, width, 4)`."""
    scale = 2
    w, h = width * scale, height * scale
    mask = np.zeros((h, w), np.uint8)
    t = np.linspace(0, 1, 260)
    letters = int(np.clip(width / height * rng.uniform(2.0, 4.5), 2, 13))
    knots = np.linspace(0, 1, letters + 1)
    swing = np.interp(t, knots, np.abs(rng.normal(0.16, 0.12, letters + 1)))
    phase = 2 * np.pi * letters * t + np.interp(t, knots, rng.uniform(-0.7, 0.7, letters + 1))
    xs = 0.06 + 0.86 * t + 0.035 * np.cos(phase)
    ys = 0.55 + swing * np.sin(phase) - 0.1 * t * float(rng.uniform(-1, 1))
    ys[:30] -= np.linspace(float(rng.uniform(0.1, 0.35)), 0, 30)
    points = np.stack([xs * w, np.clip(ys, 0.03, 0.97) * h], 1)
    pen = max(1, round(h * float(rng.uniform(0.018, 0.04))))
    cv2.polylines(mask, [np.round(points * 16).astype(np.int32)], False, 255, pen, cv2.LINE_AA, 4)
    if chance(rng, 0.5):
        y = int(h * rng.uniform(0.6, 0.85))
        cv2.line(mask, (int(0.1 * w), y), (int(0.95 * w), y - h // 10), 255, pen, cv2.LINE_AA)
    of_colour = pick(rng, ((30, 25, 25), (110, 45, 30), (60, 40, 35)))
    return flat_figure(_shrunk(mask, (width, height)), of_colour)


def stamp(rng: np.random.Generator, size: int) -> Figure:
    """Return the imprint of a rubber stamp, unevenly inked, `(size, size, 4)`."""
    n = 160
    mask = np.zeros((n, n), np.uint8)
    if chance(rng, 0.65):
        _seal(rng, mask)
        cv2.circle(mask, (n // 2, n // 2), int(0.485 * n), 255, 5, cv2.LINE_AA)
    else:
        top = int(n * rng.uniform(0.05, 0.3))
        cv2.rectangle(mask, (6, top), (n - 7, n - top), 255, 4)
        for y in range(top + 20, n - top - 8, 22):
            letters = "".join(chr(65 + int(c)) for c in rng.integers(0, 26, int(rng.integers(5, 10))))
            cv2.putText(mask, letters, (16, y), cv2.FONT_HERSHEY_DUPLEX, 0.6, 255, 1, cv2.LINE_AA)
    patchy = cv2.resize(rng.integers(60, 256, (9, 9)).astype(np.uint8), (n, n), interpolation=cv2.INTER_CUBIC)
    mask = np.asarray(cv2.multiply(mask, patchy, scale=1 / 255), np.uint8)
    turn = cv2.getRotationMatrix2D((n / 2, n / 2), float(rng.uniform(-25, 25)), 0.95)
    mask = np.asarray(cv2.warpAffine(mask, turn, (n, n)), np.uint8)
    pads = (colour(0.99, 0.45, 0.75), colour(0.63, 0.35, 0.6), colour(0.75, 0.35, 0.5), (60, 50, 50))
    of_colour = pick(rng, pads)
    return flat_figure(_shrunk(mask, (size, size)), of_colour)
