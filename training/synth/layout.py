"""How several documents lie together: in rows, edge to edge, scattered, over one another."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Size = tuple[float, float]
_MOST_COVERED = 0.35


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a document lies on the plane: its middle in millimetres and its clockwise turn."""

    at_mm: tuple[float, float]
    turn_deg: float


def corners(size_mm: Size, spot: Spot) -> NDArray[np.float64]:
    """Return the corners on the plane, `(4, 2)`, from the printed top left."""
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.asarray(size_mm) / 2
    turn = np.deg2rad(spot.turn_deg)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(half @ spin + np.asarray(spot.at_mm), dtype=np.float64)


def _covered(below: NDArray[np.float64], above: NDArray[np.float64], area: float) -> float:
    common, _ = cv2.intersectConvexConvex(below.astype(np.float32), above.astype(np.float32))
    return float(common) / area


def _too_covered(sizes: list[Size], spots: list[Spot]) -> bool:
    shapes = [corners(size, spot) for size, spot in zip(sizes, spots, strict=True)]
    return any(
        sum(_covered(shapes[k], later, sizes[k][0] * sizes[k][1]) for later in shapes[k + 1 :])
        > _MOST_COVERED
        for k in range(len(shapes))
    )


def _rows(rng: Rng, sizes: list[Size], gap: float, jitter_deg: float) -> list[Spot]:
    """Return rows or columns with a gap; a gap of 0 with no jitter lets edges touch exactly."""
    count = len(sizes)
    columns = int(rng.integers(1, count + 1)) if count <= 3 else int(rng.integers(2, (count + 1) // 2 + 1))
    spots: list[Spot] = []
    top = 0.0
    for start in range(0, count, columns):
        row = sizes[start : start + columns]
        left = 0.0
        for width, height in row:
            spots.append(Spot((left + width / 2, top + height / 2), float(rng.normal(0, jitter_deg))))
            left += width + gap
        top += max(height for _, height in row) + gap
    return spots


def _scattered(rng: Rng, sizes: list[Size], turn_sigma: float, tight: float) -> list[Spot]:
    reach = tight * float(np.sqrt(sum(w * h for w, h in sizes)))
    return [
        Spot(
            (float(rng.uniform(-reach, reach)), float(rng.uniform(-reach, reach))),
            float(rng.normal(0, turn_sigma)),
        )
        for _ in sizes
    ]


def arrange(rng: Rng, sizes: list[Size], tidy: bool) -> list[Spot]:
    """Return where documents lie; a later one may cover up to 35 % of an earlier one.

    Args:
        rng: source of every decision.
        sizes: width and height of each in millimetres.
        tidy: whether they lie as on a scanner, in straight rows.
    """
    if len(sizes) == 1:
        return [Spot((0.0, 0.0), 0.0)]
    form = rng.random()
    if tidy:
        return _rows(rng, sizes, float(rng.choice([0.0, rng.uniform(1, 25)], p=[0.2, 0.8])), 0.6)
    if form < 0.14:
        return _rows(rng, sizes, 0.0, 0.0)
    if form < 0.5:
        return _rows(rng, sizes, float(rng.uniform(1, 30)), float(rng.uniform(0.3, 6)))
    turn = float(rng.choice([4.0, 15.0, 90.0]))
    for attempt in range(24):
        # Each miss spreads them wider, so that some attempt fits.
        spots = _scattered(rng, sizes, turn, 0.35 + 0.03 * attempt)
        if not _too_covered(sizes, spots):
            return spots
    return _rows(rng, sizes, 6.0, 3.0)


def on_page(rng: Rng, page: Size, card: Size) -> list[Spot]:
    """Return a page and, on it, a card."""
    room = np.maximum(np.asarray(page) / 2 - np.asarray(card) * 0.35, 0)
    at = rng.uniform(-1, 1, 2) * room
    turn = float(rng.normal(0, 6) if rng.random() < 0.7 else rng.uniform(0, 360))
    return [Spot((0.0, 0.0), 0.0), Spot((float(at[0]), float(at[1])), turn)]
