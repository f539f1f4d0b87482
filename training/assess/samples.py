"""Documents of drawn pictures, straightened as the engine does it, stored for training the assessor.

Each is cut once, along corners that err as a locator's do, at the engine's full height; what is kept is the
picture at the network's size, the detail maps of the full crop and the true maps of the defects on the same
grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from idvision.detail import GRID_WH, network_input
from idvision.documents import all_specs
from idvision.geometry import (
    is_convex,
    quad_area,
    quarter_turns_between,
    roll_quad,
)
from idvision.quality import seen_cells
from idvision.rectify import long_side_first, rectify
from idvision.types import QuadArray
from training.assess.net import COPIES, SIDES
from training.assess.text_map import draw_text
from training.synth.crops import empty_place, has_upright, true_maps
from training.synth.dataset import read_dataset
from training.synth.truth import HeldSample, Sample, TrueDocument
from training.synth.types import NOT_A_DOCUMENT

TYPES = (*sorted({spec.type for spec in all_specs() if spec.scene is None}), "unknown", NOT_A_DOCUMENT)
"""Classes of the type head, in order."""
MIN_VISIBLE = 0.35
NO_TURN = -1
"""Turns of what has no right side up."""
_CACHE = "assess-3.npz"
_BACKGROUND_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Cards:
    """Straightened documents, one row each.

    Attributes:
        image: `(N, 208, 320, 3)` uint8 BGR, long side across.
        detail: `(N, 8, 52, 80)` float16, see `idvision.detail`.
        defects: `(N, 3, 52, 80)` uint8: blur, glare, occlusion times 255.
        seen: `(N, 52, 80)` uint8, 1 where the cell lies in the photo.
        text: `(N, 104, 160)` uint8: 1 in the core of a text line, UNSURE_TEXT where nobody can say.
        turns: `(N,)` int64, NO_TURN where there is no upright; types, sides: `(N,)` int64, indices.
        copies: `(N, 3)` float32, 1 for what was done: screen, photocopy, edited.
    """

    image: np.ndarray
    detail: np.ndarray
    defects: np.ndarray
    seen: np.ndarray
    text: np.ndarray
    turns: np.ndarray
    types: np.ndarray
    sides: np.ndarray
    copies: np.ndarray


def load_cards(folders: Iterable[Path]) -> Cards:
    """Read data sets written by `training.synth`, cutting those out that have no cache yet."""
    parts = []
    for folder in folders:
        if not (folder / _CACHE).exists():
            _write_cache(folder)
        with np.load(folder / _CACHE) as stored:
            parts.append({name: stored[name] for name in stored.files})
    return Cards(**{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _write_cache(folder: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        rows = [row for rows in pool.map(lambda one: list(_cut(one)), read_dataset(folder)) for row in rows]
    np.savez(folder / _CACHE, **{name: np.stack([row[name] for row in rows]) for name in rows[0]})


def _cut(sample: Sample) -> Iterator[dict[str, np.ndarray]]:
    """Yield the rows of one picture's documents and, now and then, one of its background."""
    rng = np.random.default_rng([sample.truth.seed, sample.truth.index, 7])
    sample = HeldSample(sample.folder, sample.truth)
    for number, document in enumerate(sample.truth.documents):
        if document.visible >= MIN_VISIBLE:
            quad = _erring(document.quad, rng)
            if is_convex(quad):
                yield _row(sample, number, quad)
    if rng.random() < _BACKGROUND_SHARE and (place := empty_place(sample, rng)) is not None:
        yield _row(sample, None, place)


def _erring(quad: QuadArray, rng: np.random.Generator) -> QuadArray:
    """Move the corners as a locator errs, and name another corner the first."""
    spread = 0.008 * np.sqrt(quad_area(quad)) * (1 if rng.random() < 0.85 else 2.5)
    return roll_quad(quad + rng.normal(0, spread, (4, 2)).astype(np.float32), int(rng.integers(4)))


def _seen(sample: Sample, quad: QuadArray) -> np.ndarray:
    shape_hw = (sample.truth.height, sample.truth.width)
    return seen_cells(GRID_WH[::-1], quad, shape_hw).astype(np.uint8)


def _row(sample: Sample, number: int | None, quad: QuadArray) -> dict[str, np.ndarray]:
    quad, _ = long_side_first(quad)
    image, detail = network_input(rectify(sample.picture(), quad))
    row = {"image": image, "detail": detail.astype(np.float16), "seen": _seen(sample, quad)}
    row["text"] = draw_text(sample, quad)
    if number is None:
        return row | {
            "defects": np.zeros((3, *GRID_WH[::-1]), np.uint8),
            "seen": np.zeros(GRID_WH[::-1], np.uint8),
            "turns": np.int64(NO_TURN),
            "types": np.int64(TYPES.index(NOT_A_DOCUMENT)),
            "sides": np.int64(SIDES.index("unknown")),
            "copies": np.zeros(len(COPIES), np.float32),
        }
    document = sample.truth.documents[number]
    return row | {
        "defects": _defects(sample, number, quad),
        "turns": np.int64(quarter_turns_between(quad, document.quad) if has_upright(document) else NO_TURN),
        "types": np.int64(TYPES.index(document.type)),
        "sides": np.int64(SIDES.index(document.side)),
        "copies": _copies(document),
    }


def _copies(document: TrueDocument) -> np.ndarray:
    kinds = {"photocopy_grey": "photocopy", "photocopy_colour": "photocopy", "print": "photocopy"}
    kind = kinds.get(document.attack, document.attack)
    return np.array([kind == name for name in COPIES], np.float32)


def _defects(sample: Sample, number: int, quad: QuadArray) -> np.ndarray:
    """Return blur, glare and occlusion on the grid, `(3, 52, 80)` uint8."""
    maps = true_maps(sample, number, quad)
    return np.clip(np.stack([maps.blur, maps.glare, maps.occlusion]) * 255, 0, 255).astype(np.uint8)
