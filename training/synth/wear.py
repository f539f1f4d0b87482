"""The edge of a document and what use does to its face."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from idvision.types import Image
from training.synth.chance import chance, pick
from training.synth.types import Mask

_SCRATCH_HW = (900, 1400)
_SCRATCH_SHEETS = 4
_WORN_SHARE = 0.1


def rounded(shape_hw: tuple[int, int], radius: float) -> Mask:
    """Return a full mask whose corners are rounded with a radius in pixels, antialiased."""
    h, w = shape_hw
    mask = np.full((h, w), 255, np.uint8)
    n = int(np.ceil(radius))
    if n < 1:
        return mask
    y, x = np.ogrid[0:n, 0:n]
    corner = np.clip(radius - np.hypot(radius - 0.5 - x, radius - 0.5 - y) + 0.5, 0, 1)
    cut = np.round(255 * corner).astype(np.uint8)
    mask[:n, :n], mask[:n, w - n :] = cut, cut[:, ::-1]
    mask[h - n :, :n], mask[h - n :, w - n :] = cut[::-1], cut[::-1, ::-1]
    return mask


def card_outline(rng: np.random.Generator, shape_hw: tuple[int, int], corner_share: float) -> Mask:
    """Return where there is card or paper, `(H, W)` uint8; one in ten has a worn, uneven edge.

    Args:
        rng: source of chance.
        shape_hw: the page's size in pixels.
        corner_share: corner radius over the page's width; 0.037 for an ID-1 card, 0 for a sheet.
    """
    h, w = shape_hw
    mask = rounded(shape_hw, corner_share * max(h, w))
    if not chance(rng, _WORN_SHARE):
        return mask
    # Paper frays by a few thousandths of its width; plastic is only nicked here and there.
    paper = corner_share == 0
    depth = max(h, w) * float(rng.uniform(0.001, 0.006 if paper else 0.003))
    knots = rng.random((4, 24)) ** (3 if paper else 9) * depth
    for side in range(4):
        length = w if side % 2 == 0 else h
        bites = np.interp(np.linspace(0, 23, length), np.arange(24), knots[side])
        reach = np.arange(int(np.ceil(depth)) + 1)[:, None] + 0.5
        strip = np.clip(reach - bites[None, :], 0, 1)
        turned = np.rot90(mask, side)
        part = turned[: len(strip), :length]
        part[:] = np.round(part * strip[: part.shape[0]]).astype(np.uint8)
    return mask


@lru_cache(maxsize=_SCRATCH_SHEETS)
def _scratches(number: int) -> Mask:
    rng = np.random.default_rng([7202, number])
    plane = np.zeros(_SCRATCH_HW, np.uint8)
    t = np.linspace(0, 1, 20)
    for _ in range(160):
        x, y = rng.uniform(0, _SCRATCH_HW[1]), rng.uniform(0, _SCRATCH_HW[0])
        angle, length, bend = rng.uniform(0, 2 * np.pi), rng.uniform(20, 380), rng.uniform(-40, 40)
        xs = x + length * t * np.cos(angle) - bend * t * t * np.sin(angle)
        ys = y + length * t * np.sin(angle) + bend * t * t * np.cos(angle)
        points = np.round(np.stack([xs, ys], 1) * 16).astype(np.int32)
        cv2.polylines(plane, [points], False, int(rng.integers(40, 230)), 1, cv2.LINE_AA, 4)
    return plane


@lru_cache(maxsize=_SCRATCH_SHEETS)
def _dirt(number: int) -> Mask:
    rng = np.random.default_rng([7203, number])
    h, w = _SCRATCH_HW
    total = np.zeros(_SCRATCH_HW, np.float32)
    for cells in (6, 14, 40, 160):
        noise = rng.standard_normal((cells, round(cells * w / h))).astype(np.float32)
        total += cv2.resize(noise, (w, h), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(45 * (total + 0.2), 0, 255), np.uint8)


def _crop(rng: np.random.Generator, plane: Mask, shape_hw: tuple[int, int]) -> Mask:
    """Return a random part of a plane, at least as large as the page, brought to its size."""
    h, w = shape_hw
    part_h, part_w = min(h, plane.shape[0]), min(w, plane.shape[1])
    y, x = int(rng.integers(plane.shape[0] - part_h + 1)), int(rng.integers(plane.shape[1] - part_w + 1))
    part = plane[y : y + part_h, x : x + part_w]
    if chance(rng, 0.5):
        part = part[::-1]
    if (part_h, part_w) != shape_hw:
        return np.asarray(cv2.resize(part, (w, h), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.ascontiguousarray(part)


def _add(picture: Image, plane: Mask, gain: float) -> Image:
    """Lighten (gain > 0) or darken by a plane of coverage."""
    change = cv2.convertScaleAbs(plane, alpha=abs(gain))
    layers = cv2.merge([change, change, change])
    changed = cv2.add(picture, layers) if gain > 0 else cv2.subtract(picture, layers)
    return np.asarray(changed, np.uint8)


def crease(rng: np.random.Generator, picture: Image) -> Image:
    """Fold a sheet once: a light ridge with a shadow beside it."""
    h, w = picture.shape[:2]
    upright = chance(rng, 0.5)
    length, across = (h, w) if upright else (w, h)
    place = float(rng.uniform(0.15, 0.85)) * across
    slope = float(rng.uniform(-0.05, 0.05))
    line = place + slope * (np.arange(length) - length / 2)
    width = max(1.0, 0.003 * max(h, w))
    offset = np.arange(-2 * across, 2 * across)
    ridge = np.exp(-((offset / width) ** 2))
    shadow = np.exp(-(((offset - 2.2 * width) / (2 * width)) ** 2))
    profile = np.round(26 * ridge - 20 * shadow + float(rng.uniform(-7, 7)) * (offset > 0)).astype(np.int16)
    # Every row shows the same profile, shifted to where the fold crosses it.
    places = np.arange(across)[None, :] - np.round(line).astype(np.intp)[:, None] + 2 * across
    change = np.take(profile, places, mode="clip")
    change = np.ascontiguousarray(change if upright else change.T)
    return np.asarray(cv2.add(picture, cv2.merge([change] * 3), dtype=cv2.CV_8U), np.uint8)


def wear(rng: np.random.Generator, picture: Image, scratches: bool = True) -> Image:
    """Return the page as it looks after years of use; a third of the pages stay as new.

    Scratches (on plastic), grime and faded print; never so much that the text is lost.
    """
    shape = picture.shape[:2]
    if chance(rng, 0.35):
        return picture
    if scratches and chance(rng, 0.5):
        sheet = _scratches(int(rng.integers(_SCRATCH_SHEETS)))
        picture = _add(picture, _crop(rng, sheet, shape), float(rng.uniform(0.05, 0.28)))
    if chance(rng, 0.45):
        grime = _dirt(int(rng.integers(_SCRATCH_SHEETS)))
        picture = _add(picture, _crop(rng, grime, shape), -float(rng.uniform(0.01, 0.06)))
    if chance(rng, 0.2):
        gain, lift = float(rng.uniform(0.75, 0.95)), float(rng.uniform(8, 40))
        picture = np.asarray(cv2.convertScaleAbs(picture, alpha=gain, beta=lift), np.uint8)
    return picture


def laminated(rng: np.random.Generator, picture: Image, outline: Mask) -> tuple[Image, Mask]:
    """Put a page into a laminating pouch: a pale translucent margin runs round it.

    Args:
        rng: source of chance.
        picture: `(H, W, 3)` uint8.
        outline: `(H, W)` uint8.

    Returns:
        The page of the same size with the print shrunk into it, and the pouch's outline.
    """
    h, w = outline.shape
    margin = float(rng.uniform(0.012, 0.035)) * max(h, w)
    to_pouch = np.array([[1 - 2 * margin / w, 0, margin], [0, 1 - 2 * margin / h, margin]])
    film = pick(rng, ((226, 228, 226), (208, 212, 210), (236, 232, 230)))
    printed = cv2.warpAffine(picture, to_pouch, (w, h), flags=cv2.INTER_AREA)
    share = cv2.warpAffine(outline, to_pouch, (w, h))[..., None].astype(np.float32) / 255
    pouch = np.array(film, np.float32) * (1 - share) + printed * share
    return np.round(pouch).astype(np.uint8), rounded((h, w), 0.04 * max(h, w))


def magnetic_stripe(rng: np.random.Generator, page: Image, top: float, height: float) -> None:
    """Draw a magnetic stripe over the whole width, in place; `top` and `height` in pixels."""
    y0, y1 = max(0, round(top)), min(page.shape[0], round(top + height))
    tone = pick(rng, ((28, 24, 24), (30, 38, 52), (44, 40, 40)))
    rows = np.linspace(-6, 10, max(1, y1 - y0))[:, None, None]
    page[y0:y1] = np.clip(np.array(tone)[None, None, :] + rows, 0, 255).astype(np.uint8)
