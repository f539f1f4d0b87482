"""How much of each document a photo shows, from exact masks sampled on a grid of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idvision.geometry import frame_quad, project
from idvision.types import Homography
from training.synth.camera import page_quad
from training.synth.types import Document, Mask, Placed

_GRID = (72, 48)
_LEAST_VISIBLE = 0.12
Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Laid:
    """A document on the canvas."""

    document: Document
    photo_from_page: Homography


def _sample(mask: Mask, points: Points) -> NDArray[np.bool_]:
    """Tell for each point whether it is inside the mask; what is outside the array is not."""
    x, y = np.floor(points + 0.5).astype(np.int64).T
    inside = (x >= 0) & (y >= 0) & (x < mask.shape[1]) & (y < mask.shape[0])
    found = np.zeros(len(points), np.bool_)
    found[inside] = mask[y[inside], x[inside]] > 127
    return found


def _in_frame(points: Points, shape_hw: tuple[int, int]) -> NDArray[np.bool_]:
    x, y = points.T
    # A corner on the very rim of the frame is in the photo; rounding must not decide.
    slack = 0.502
    return (x >= -slack) & (y >= -slack) & (x <= shape_hw[1] - 1 + slack) & (y <= shape_hw[0] - 1 + slack)


def _bare(points: Points, above: Sequence[Laid], cover: Mask) -> NDArray[np.bool_]:
    """Tell which photo points are in the frame and under nothing."""
    on_rim = np.clip(points, 0, np.array(cover.shape[::-1]) - 1)
    bare = _in_frame(points, cover.shape[:2]) & ~_sample(cover, on_rim)
    for other in above:
        back = project(np.linalg.inv(other.photo_from_page), points)
        bare &= ~_sample(other.document.outline, back)
    return bare


def visible_share(laid: Laid, above: Sequence[Laid], cover: Mask) -> float:
    """Return the share of the document's area that is in the photo and under nothing else, in [0, 1]."""
    height, width = laid.document.outline.shape
    x = (np.arange(_GRID[0]) + 0.5) / _GRID[0] * width - 0.5
    y = (np.arange(_GRID[1]) + 0.5) / _GRID[1] * height - 0.5
    page = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
    page = page[_sample(laid.document.outline, page)]
    if not len(page):
        return 0.0
    return float(np.mean(_bare(project(laid.photo_from_page, page), above, cover)))


def place_all(laid: Sequence[Laid], cover: Mask) -> tuple[Placed, ...]:
    """Return the documents of which enough is to be seen, in drawing order.

    Args:
        laid: all documents from the lowest to the topmost.
        cover: `(H, W)` uint8, what covers all of them.
    """
    placed = []
    for k, one in enumerate(laid):
        share = visible_share(one, laid[k + 1 :], cover)
        if share < _LEAST_VISIBLE:
            continue
        shape = one.document.outline.shape
        corners = project(one.photo_from_page, frame_quad(shape[1], shape[0]))
        a, b, c, d = _bare(corners, laid[k + 1 :], cover).tolist()
        quad = page_quad(one.photo_from_page, shape)
        placed.append(Placed(one.document, one.photo_from_page, quad, share, (a, b, c, d)))
    return tuple(placed)
