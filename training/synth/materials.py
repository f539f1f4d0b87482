"""Height maps of materials: wood, weave, leather, stone, made of filtered noise.

A map is `(N, N)` uint8; a palette turns it into colour, so that one map serves many surfaces.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable

import cv2
import numpy as np

from training.synth.types import Mask, Plane, Split

SIDE = 1280
_VARIANTS = {"train": 4, "bench": 2}
Rng = np.random.Generator


def noise(rng: Rng, cells_x: float, cells_y: float, side: int = SIDE) -> Plane:
    """Return smooth noise in [0, 1] with about so many bumps across and down."""
    shape = (max(int(cells_y), 1) + 3, max(int(cells_x), 1) + 3)
    grid = rng.random(shape, dtype=np.float32)
    return np.asarray(cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def fractal(rng: Rng, first: float, octaves: int, roughness: float = 0.5, stretch: float = 1.0) -> Plane:
    """Return noise in [0, 1] with detail at many scales."""
    total = np.zeros((SIDE, SIDE), np.float32)
    for k in range(octaves):
        total += roughness**k * noise(rng, first * 2**k / stretch, first * 2**k)
    low, high = float(total.min()), float(total.max())
    return np.asarray((total - low) / (high - low), dtype=np.float32)


def _axes() -> tuple[Plane, Plane]:
    line = np.arange(SIDE, dtype=np.float32)
    return line[None, :], line[:, None]


def _grain(rng: Rng) -> Plane:
    """Return wood fibres along x: rings that bend, fine pores."""
    x, y = _axes()
    bend = fractal(rng, 4, 3, 0.4, 8.0)
    rings = np.sin(2 * np.pi * (y / SIDE * rng.uniform(8, 26) + bend * rng.uniform(1.5, 4) + x * 1e-4))
    fibre = noise(rng, 14, SIDE / 2) * 0.6 + noise(rng, 40, SIDE / 4) * 0.4
    pores = np.clip(noise(rng, 55, SIDE / 1.5) - 0.78, 0, 1) * 2.4
    return 0.5 + 0.11 * rings * noise(rng, 3, 9) + 0.55 * (fibre - 0.5) - 0.35 * pores + 0.25 * (bend - 0.5)


def _table(rng: Rng) -> Plane:
    return _grain(rng)


def _planks(rng: Rng) -> Plane:
    """Return boards of random lengths side by side."""
    grain = _grain(rng)
    count = int(rng.integers(4, 9))
    picture = np.empty_like(grain)
    edges = np.linspace(0, SIDE, count + 1).astype(int)
    for top, bottom in itertools.pairwise(edges.tolist()):
        row = np.roll(grain, (int(rng.integers(SIDE)), int(rng.integers(SIDE))), (0, 1))[top:bottom]
        cut = int(rng.integers(0, SIDE))
        row = row + rng.uniform(-0.14, 0.14)
        row[:, cut:] = row[:, cut:][::-1] + rng.uniform(-0.14, 0.14)
        row[:, cut : cut + 3] -= 0.3
        row[:2] -= 0.32
        row[2:4] += 0.05
        picture[top:bottom] = row
    return picture


def _herringbone(rng: Rng) -> Plane:
    """Return parquet of short blocks in two directions."""
    grain = _grain(rng)
    block = SIDE // int(rng.integers(6, 10))
    picture = grain.copy()
    for row in range(0, SIDE, block):
        for column in range(0, SIDE, block):
            piece = np.roll(grain, (int(rng.integers(SIDE)), int(rng.integers(SIDE))), (0, 1))[:block, :block]
            piece = piece.T if (row // block + column // block) % 2 else piece
            piece = piece + rng.uniform(-0.1, 0.1)
            strips = np.arange(block) % (block // 4) < 2
            piece = piece - 0.25 * (
                strips[:, None] if (row // block + column // block) % 2 == 0 else strips[None, :]
            )
            view = picture[row : row + block, column : column + block]
            view[:] = piece[: view.shape[0], : view.shape[1]]
    return picture


def _weave(rng: Rng) -> Plane:
    """Return a plain weave with uneven yarns and soft folds."""
    x, y = _axes()
    period = rng.uniform(5, 13)
    bend_x, bend_y = noise(rng, 6, 8) * 9, noise(rng, 8, 6) * 9
    across, down = (x + bend_x) * (2 * np.pi / period), (y + bend_y) * (2 * np.pi / period)
    thread = np.sin(across) * np.sin(down)
    yarn = noise(rng, SIDE / period, 30) * 0.5 + noise(rng, 30, SIDE / period) * 0.5
    return 0.5 + 0.16 * thread + 0.4 * (yarn - 0.5) + 0.14 * (noise(rng, 2, 3) - 0.5)


def _denim(rng: Rng) -> Plane:
    """Return a twill with pale slubs and worn patches."""
    x, y = _axes()
    period = rng.uniform(6, 11)
    bend = noise(rng, 9, 9) * 8
    twill = np.sin((x * 0.9 + y * 1.1 + bend) * (2 * np.pi / period))
    slub = noise(rng, SIDE / 5, 26) - 0.5
    return (
        0.42
        + 0.17 * twill
        + 0.5 * slub
        + 0.35 * (fractal(rng, 2, 3) - 0.5)
        + 0.2 * (noise(rng, 600, 600) - 0.5)
    )


def _carpet(rng: Rng) -> Plane:
    tuft = noise(rng, 260, 260) * 0.55 + noise(rng, 130, 130) * 0.45
    return 0.5 + 0.95 * (tuft - 0.5) + 0.25 * (fractal(rng, 3, 3) - 0.5)


def _paper(rng: Rng) -> Plane:
    x_fibre, y_fibre = noise(rng, 300, 90), noise(rng, 90, 300)
    return 0.6 + 0.1 * (x_fibre - 0.5) + 0.1 * (y_fibre - 0.5) + 0.3 * (fractal(rng, 1.5, 3) - 0.5)


def _crumpled(rng: Rng) -> Plane:
    """Return paper or foil with creases: facets that catch the light."""
    large, small = (_cells(rng, count)[1].astype(np.float32) for count in (90, 500))
    facets = cv2.GaussianBlur(large + 0.4 * small, (0, 0), 2.5)
    return 0.4 + 0.3 * facets + 0.3 * (fractal(rng, 3, 5, 0.55) - 0.5)


def _cardboard(rng: Rng) -> Plane:
    _, y = _axes()
    flutes = np.sin(y * (2 * np.pi / rng.uniform(18, 40)) + noise(rng, 3, 3) * 3)
    flecks = np.clip(noise(rng, 420, 200) - 0.8, 0, 1) * 2
    return 0.55 + 0.03 * flutes + 0.25 * (fractal(rng, 40, 4, 0.7, 2) - 0.5) - 0.4 * flecks


def _cells(rng: Rng, count: int) -> tuple[Plane, Plane]:
    """Return the distance to the nearest of random points in pixels, and a random level per cell."""
    seeds = np.full((SIDE, SIDE), 255, np.uint8)
    x, y = rng.integers(0, SIDE, (2, count))
    seeds[y, x] = 0
    distance, label = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    levels = rng.random(count + 2).astype(np.float32)
    return distance, levels[np.minimum(label, count + 1)]


def _leather(rng: Rng) -> Plane:
    distance, level = _cells(rng, int(rng.integers(6000, 16000)))
    bump = distance / (np.percentile(distance, 97) + 1e-6)
    return 0.62 - 0.3 * np.clip(bump, 0, 1.2) + 0.08 * (level - 0.5) + 0.3 * (fractal(rng, 2, 4) - 0.5)


def _marble(rng: Rng) -> Plane:
    warp = fractal(rng, 3, 6)
    veins = np.abs(fractal(rng, 2, 6, 0.55) - 0.5 + 0.25 * (warp - 0.5))
    fine = np.abs(fractal(rng, 5, 5, 0.6) - 0.5)
    strength = np.clip(noise(rng, 5, 5) - 0.25, 0, 1)
    soft = 0.006 + 0.05 * noise(rng, 4, 4) ** 2
    return (
        0.75
        + 0.3 * (warp - 0.5)
        - 0.4 * strength * np.exp(-veins / soft)
        - 0.12 * strength * np.exp(-fine / 0.01)
    )


def _granite(rng: Rng) -> Plane:
    grains = noise(rng, 420, 420) * 0.5 + noise(rng, 210, 210) * 0.5
    _, level = _cells(rng, 30_000)
    return 0.5 + 0.9 * (grains - 0.5) + 0.35 * (level - 0.5) * (noise(rng, 100, 100) > 0.5)


def _terrazzo(rng: Rng) -> Plane:
    distance, level = _cells(rng, 2600)
    chips = (distance < 3 + 9 * level) * (level > 0.35)
    return np.where(chips, level, 0.6).astype(np.float32) + 0.1 * (noise(rng, 300, 300) - 0.5)


def _tiles(rng: Rng) -> Plane:
    x, y = _axes()
    size = SIDE / rng.uniform(2.5, 7)
    joint = rng.uniform(3, 8)
    offset = (y // size % 2) * size * rng.choice([0.0, 0.5])
    row, column = (y // size).astype(int), ((x + offset) // size).astype(int)
    level = rng.random((12, 14)).astype(np.float32)[row % 12, column % 14]
    u, v = (x + offset) % size, y % size
    inside = np.minimum(np.minimum(u, size - u), np.minimum(v, size - v))
    grout = np.clip((joint - inside) / 3 + 0.5, 0, 1)
    face = (
        0.7 + 0.08 * (level - 0.5) + 0.2 * (fractal(rng, 3, 5) - 0.5) + 0.06 * np.clip(1 - inside / 14, 0, 1)
    )
    return face * (1 - grout) + (0.28 + 0.15 * noise(rng, 300, 300)) * grout


def _brushed(rng: Rng) -> Plane:
    streaks = noise(rng, 4, SIDE) * 0.6 + noise(rng, 12, SIDE / 2) * 0.4
    return 0.55 + 0.28 * (streaks - 0.5) + 0.16 * (noise(rng, 1, 2) - 0.5)


def _specks(rng: Rng) -> Plane:
    """Return a laminate desk top with a fine printed speckle."""
    fine = noise(rng, 520, 520)
    dots = np.clip(noise(rng, 340, 340) - 0.74, 0, 1) * 2.0
    return 0.55 + 0.3 * (fine - 0.5) - dots * rng.choice([0.2, 0.9]) + 0.15 * (noise(rng, 3, 3) - 0.5)


def _plain(rng: Rng) -> Plane:
    """Return a wall or a desk with hardly anything on it."""
    return (
        0.6 + 0.1 * (noise(rng, 500, 500) - 0.5) * rng.choice([0.3, 1.5]) + 0.25 * (fractal(rng, 1, 3) - 0.5)
    )


def _plaster(rng: Rng) -> Plane:
    bumps = fractal(rng, 60, 4, 0.6)
    lit = cv2.Sobel(bumps, cv2.CV_32F, 1, 0, ksize=3) * 2.2
    return 0.6 + lit + 0.2 * (fractal(rng, 2, 3) - 0.5)


def _concrete(rng: Rng) -> Plane:
    pits = np.clip(noise(rng, 180, 180) - 0.82, 0, 1) * 3
    return 0.55 + 0.5 * (fractal(rng, 2, 8, 0.62) - 0.5) - pits + 0.1 * (noise(rng, 600, 600) - 0.5)


def _gravel(rng: Rng) -> Plane:
    distance, level = _cells(rng, int(rng.integers(2500, 12_000)))
    bump = distance / (np.percentile(distance, 99) + 1e-6)
    lit = cv2.Sobel(cv2.GaussianBlur(bump, (0, 0), 2), cv2.CV_32F, 1, 1, ksize=3)
    return 0.35 + 0.5 * level - 0.55 * bump**2 + 2.0 * lit + 0.2 * (noise(rng, 300, 300) - 0.5)


def _grass(rng: Rng) -> Plane:
    """Return blades: short bright strokes over a dark ground."""
    picture = np.full((SIDE, SIDE), 60, np.uint8)
    starts = rng.uniform(0, SIDE, (9000, 2))
    angles, lengths = rng.normal(-np.pi / 2, 0.7, 9000), rng.uniform(18, 60, 9000)
    ends = starts + lengths[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    levels = np.linspace(30, 230, 30)
    for part, level in zip(np.array_split(np.stack([starts, ends], 1), 30), levels, strict=True):
        lines, wide = list(part.round().astype(np.int32)), int(rng.integers(1, 4))
        cv2.polylines(picture, lines, False, float(level), wide, cv2.LINE_AA)
    return picture.astype(np.float32) / 255


_PAINTERS: dict[str, Callable[[Rng], Plane]] = {
    "table": _table, "planks": _planks, "herringbone": _herringbone, "weave": _weave, "denim": _denim,
    "carpet": _carpet, "paper": _paper, "crumpled": _crumpled, "cardboard": _cardboard, "leather": _leather,
    "marble": _marble, "granite": _granite, "terrazzo": _terrazzo, "tiles": _tiles, "brushed": _brushed,
    "specks": _specks, "plain": _plain, "plaster": _plaster, "concrete": _concrete, "gravel": _gravel,
    "grass": _grass,
}  # fmt: skip
MATERIALS = tuple(_PAINTERS)


@functools.lru_cache(maxsize=64)
def _map(material: str, variant: int) -> Mask:
    rng = np.random.default_rng([97, MATERIALS.index(material), variant])
    value = _PAINTERS[material](rng)
    low, high = np.percentile(value[::8, ::8], [0.5, 99.5])
    # Hardly structured maps keep their low contrast; strong ones fill the range.
    span = max(float(high - low), 0.75)
    middle = float(high + low) / 2
    scaled = ((value - middle) / span + 0.5) * 255
    # A trace of grain keeps smooth maps from banding.
    scaled += rng.normal(0, 1.2, scaled.shape).astype(np.float32)
    return np.clip(scaled, 0, 255).astype(np.uint8)


def material_map(rng: Rng, split: Split, material: str) -> Mask:
    """Return the height map of a material, `(SIDE, SIDE)` uint8; the splits never share one."""
    variant = int(rng.integers(0, _VARIANTS[split]))
    return _map(material, variant + (1000 if split == "bench" else 0))
