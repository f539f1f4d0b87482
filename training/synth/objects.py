"""Things that lie about on a desk: keyboards, pens, coins, cups, phones, books, cables, sheets, stamps."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from idvision.types import Image
from training.synth.backdrops import draw_digital
from training.synth.raster import Flat
from training.synth.surfaces import banded, from_hsv
from training.synth.textures import load_stamp, of_split, stamp_names
from training.synth.types import Mask, Plane, Split

Rng = np.random.Generator
_PX_PER_MM = 4.0


def _colour(rng: Rng, split: Split, saturation: float, low: float, high: float) -> Plane:
    colour = from_hsv(banded(rng, split, 0, 360), rng.uniform(0, saturation), rng.uniform(low, high))
    return np.asarray(colour, dtype=np.float32)


def _grid(size_mm: tuple[float, float]) -> tuple[Plane, Plane]:
    """Return x (1, W) and y (H, 1) in millimetres from the middle."""
    width, height = (max(round(n * _PX_PER_MM), 4) for n in size_mm)
    x = (np.arange(width, dtype=np.float32)[None, :] + 0.5) / _PX_PER_MM - size_mm[0] / 2
    y = (np.arange(height, dtype=np.float32)[:, None] + 0.5) / _PX_PER_MM - size_mm[1] / 2
    return x, y


def _cover(distance: Plane) -> Mask:
    """Return coverage of a signed distance in millimetres, negative inside."""
    return (np.clip(0.5 - distance * _PX_PER_MM, 0, 1) * 255).astype(np.uint8)


def _round_box(x: Plane, y: Plane, half: tuple[float, float], radius: float) -> Plane:
    """Return the signed distance to a rounded rectangle."""
    dx, dy = np.abs(x) - half[0] + radius, np.abs(y) - half[1] + radius
    return np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - radius


def _paint(level: Plane, colour: Plane) -> Image:
    return np.clip(level[..., None] * colour, 0, 255).astype(np.uint8)


def _pen(rng: Rng, split: Split) -> Flat:
    length, width = rng.uniform(125, 150), rng.uniform(7, 12)
    x, y = _grid((length, width))
    taper = np.clip((x + length / 2) / rng.uniform(8, 22), 0.12, 1) * np.clip((length / 2 - x) / 2, 0.7, 1)
    radius = width / 2 * taper
    across = np.clip(y / np.maximum(radius, 0.2), -1, 1)
    shade = 0.35 + 0.65 * np.sqrt(1 - across**2) + 0.5 * np.exp(-(((across + 0.35) / 0.16) ** 2))
    colour = np.broadcast_to(_colour(rng, split, 0.9, 0.08, 0.9), (*shade.shape, 3)).copy()
    metal = np.asarray(_colour(rng, split, 0.25, 0.6, 0.9))
    colour[:, (x[0] < -length * 0.42) | (np.abs(x[0] - length * rng.uniform(-0.1, 0.3)) < 2.5)] = metal
    outline = _cover(np.abs(y) - radius + 0 * x)
    return Flat(_paint(shade, colour), outline, (length, width), thickness_mm=width * 0.6, gloss=0.3)


def _coin(rng: Rng, split: Split) -> Flat:
    size = rng.uniform(17, 28)
    x, y = _grid((size, size))
    distance = np.hypot(x, y)
    relief = cv2.GaussianBlur(rng.random((x.shape[1], x.shape[1]), dtype=np.float32), (0, 0), 3)
    relief = cv2.Sobel(relief, cv2.CV_32F, 1, 1, ksize=3)
    relief = relief / (np.abs(relief).max() + 1e-6) * (distance < size * 0.38)
    sheen = 0.75 + 0.3 * np.cos(2 * np.arctan2(y, x) + rng.uniform(0, 6)) + 0.5 * relief
    sheen = sheen + 0.3 * np.exp(-(((distance - size * 0.46) / 0.5) ** 2))
    hue, low = (30, 0.25) if split == "train" else (18, 0.45)
    colour = np.asarray(from_hsv(hue, rng.uniform(0.03, low + 0.2), rng.uniform(0.45, 0.8)), np.float32)
    return Flat(_paint(sheen, colour), _cover(distance - size / 2), (size, size), thickness_mm=1.8, gloss=0.2)


def _keyboard(rng: Rng, split: Split) -> Flat:
    """Return a keyboard or the lower half of a laptop."""
    pitch, rows, columns = 19.0, 5, int(rng.integers(12, 16))
    laptop = rng.random() < 0.5
    size = (columns * pitch + 12, rows * pitch + (110 if laptop else 10))
    x, y = _grid(size)
    dark = rng.random() < 0.6
    base = _colour(rng, split, 0.1, 0.05, 0.3) if dark and not laptop else _colour(rng, split, 0.08, 0.5, 0.9)
    picture = np.empty((y.shape[0], x.shape[1], 3), np.float32)
    picture[:] = base
    key = _colour(rng, split, 0.08, 0.04, 0.2) if dark else _colour(rng, split, 0.06, 0.8, 0.98)
    top = -size[1] / 2 + 6
    u = (x + size[0] / 2 - 6 + (np.floor((y - top) / pitch) % 4) * 4.5) / pitch
    v = (y - top) / pitch
    gap = rng.uniform(0.06, 0.14)
    inside = np.minimum(0.5 - gap - np.abs(u % 1 - 0.5), 0.5 - gap - np.abs(v % 1 - 0.5))
    caps = np.clip(inside * 12, 0, 1) * ((v >= 0) & (v < rows) & (u > 0) & (u < columns))
    light = 1 + 0.12 * (0.5 - v % 1)
    picture = picture * (1 - caps[..., None]) + key * light[..., None] * caps[..., None]
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    ink = (225, 225, 225) if dark else (70, 70, 70)
    letters = "QWERTYUIOPASDFGHJKLZXCVBNM1234567890"
    for row in range(rows):
        for column in range(columns):
            at = (6 + (column + 0.3) * pitch - (row % 4) * 4.5, 6 + (row + 0.55) * pitch)
            letter = letters[int(rng.integers(len(letters)))]
            point = tuple(round(a * _PX_PER_MM) for a in at)
            cv2.putText(picture, letter, point, cv2.FONT_HERSHEY_SIMPLEX, 0.7, ink, 2, cv2.LINE_AA)
    if laptop:
        pad = _round_box(x, y - (size[1] / 2 - 45), (55, 36), 4)
        line = np.exp(-((pad / 0.6) ** 2))[..., None]
        picture = (picture * (1 - 0.3 * line)).astype(np.uint8)
    return Flat(
        picture, _cover(_round_box(x, y, (size[0] / 2, size[1] / 2), 6)), size, thickness_mm=6, gloss=0.1
    )


def _phone(rng: Rng, split: Split) -> Flat:
    """Return a phone that lies on its back, its screen dark or lit."""
    size = (rng.uniform(66, 78), rng.uniform(138, 162))
    x, y = _grid(size)
    body = _round_box(x, y, (size[0] / 2, size[1] / 2), 9)
    screen = (
        _cover(_round_box(x, y, (size[0] / 2 - 3, size[1] / 2 - 4), 7)).astype(np.float32)[..., None] / 255
    )
    lit = (
        draw_digital(rng, split, (x.shape[1], y.shape[0]))
        if rng.random() < 0.5
        else np.full((1, 1, 3), 14, np.uint8)
    )
    frame = _colour(rng, split, 0.3, 0.1, 0.7)
    picture = np.clip(frame * (1 - screen) + lit * screen, 0, 255).astype(np.uint8)
    return Flat(picture, _cover(body), size, thickness_mm=7, gloss=0.7)


def _cup(rng: Rng, split: Split) -> Flat:
    """Return a mug or a glass of drink from above."""
    size = rng.uniform(75, 100)
    x, y = _grid((size * 1.45, size))
    u = x + size * 0.2
    distance = np.hypot(u, y) - size / 2
    handle = np.abs(np.hypot(x - size * 0.36, y / 0.75) - size * 0.22) - size * 0.05
    glaze = _colour(rng, split, 0.6, 0.4, 1.0)
    drink = np.asarray(
        from_hsv(rng.uniform(15, 32), rng.uniform(0.3, 0.8), rng.uniform(0.1, 0.7)), np.float32
    )
    level = 0.8 + 0.25 * np.cos(np.arctan2(y, u) - rng.uniform(0, 6))
    picture = level[..., None] * glaze
    inner = np.clip(-(distance + size * 0.05) * 2, 0, 1)[..., None]
    picture = picture * (1 - inner) + (glaze * (1.15 - 0.6 * level[..., None])) * inner
    wet = np.clip(-(distance + size * 0.1) * 2, 0, 1)[..., None]
    picture = picture * (1 - wet) + drink * (0.9 + 0.1 * level[..., None]) * wet
    outline = _cover(np.minimum(distance, handle))
    return Flat(
        np.clip(picture, 0, 255).astype(np.uint8), outline, (size * 1.45, size), thickness_mm=22, gloss=0.3
    )


def _book(rng: Rng, split: Split) -> Flat:
    """Return a closed book or a notebook: a cover with a title and a spine."""
    size = (rng.uniform(105, 210), rng.uniform(150, 290))
    x, y = _grid(size)
    level = 1 - 0.35 * np.exp(-(((x + size[0] / 2 - 9) / 2.5) ** 2)) + 0 * y
    picture = _paint(level, _colour(rng, split, 0.8, 0.12, 0.95))
    accent = tuple(_colour(rng, split, 0.8, 0.1, 1.0).tolist())
    h, w = picture.shape[:2]
    if rng.random() < 0.6:
        top = int(h * rng.uniform(0.1, 0.6))
        cv2.rectangle(picture, (0, top), (w, top + int(h * rng.uniform(0.03, 0.3))), accent, -1)
    for k in range(int(rng.integers(0, 4))):
        at = (int(w * 0.15), int(h * (0.2 + 0.12 * k)))
        cv2.putText(
            picture,
            "NOTES AND LETTERS"[: 5 + 4 * k],
            at,
            cv2.FONT_HERSHEY_DUPLEX,
            1.6,
            accent,
            4,
            cv2.LINE_AA,
        )
    return Flat(picture, np.full((h, w), 255, np.uint8), size, thickness_mm=rng.uniform(4, 20), gloss=0.2)


def _cable(rng: Rng, split: Split) -> Flat:
    """Return a cable in loose curves."""
    size = (rng.uniform(150, 320), rng.uniform(80, 200))
    width, height = (round(n * _PX_PER_MM) for n in size)
    steps = np.linspace(0, 1, 200)
    phase, turns = rng.uniform(0, 6, 4), rng.uniform(0.5, 2.2, 2)
    x = (steps * 0.8 + 0.1 + 0.12 * np.sin(2 * np.pi * turns[0] * steps + phase[0])) * width
    y = (0.5 + 0.33 * np.sin(2 * np.pi * turns[1] * steps + phase[1]) * np.sin(2 * steps + phase[2])) * height
    points = np.column_stack([x, y]).round().astype(np.int32)
    wide = round(rng.uniform(3, 5.5) * _PX_PER_MM)
    outline = np.zeros((height, width), np.uint8)
    cv2.polylines(outline, [points], False, 255, wide, cv2.LINE_AA)
    colour = _colour(rng, split, 0.3, 0.08, 0.95)
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = np.clip(colour * 0.75, 0, 255)
    cv2.polylines(
        picture,
        [points - [1, 2]],
        False,
        np.clip(colour * 1.15 + 18, 0, 255).tolist(),
        wide // 2,
        cv2.LINE_AA,
    )
    return Flat(picture, outline, size, thickness_mm=4, gloss=0.15)


def _sheet(rng: Rng, split: Split) -> Flat:
    """Return a slip of paper or a sticky note, blank or with a few rules."""
    size = (rng.uniform(30, 210), rng.uniform(30, 200))
    x, y = _grid(size)
    tone = _colour(rng, split, 0.5 if rng.random() < 0.3 else 0.05, 0.88, 1.0)
    level = 1 - 0.05 * rng.random() * (x / size[0] + y / size[1])
    picture = _paint(level, tone)
    step = round(rng.uniform(6, 10) * _PX_PER_MM)
    if rng.random() < 0.5:
        picture[step::step] = np.clip(picture[step::step] * 0.82, 0, 255).astype(np.uint8)
    return Flat(picture, np.full(picture.shape[:2], 255, np.uint8), size, thickness_mm=0.25, gloss=0.02)


def _stamp(rng: Rng, split: Split) -> Flat:
    """Return a photographed or drawn object of the stamp collection, or a coin where there is none."""
    names = of_split(stamp_names(), split)
    found = load_stamp(names[int(rng.integers(len(names)))]) if names else None
    if found is None:
        return _coin(rng, split)
    picture, alpha = found
    long_mm = rng.uniform(25, 130)
    scale = long_mm / max(alpha.shape)
    size = (alpha.shape[1] * scale, alpha.shape[0] * scale)
    return Flat(picture, alpha, size, thickness_mm=float(rng.uniform(1, 10)), gloss=0.1)


_MAKERS: dict[str, tuple[float, Callable[[Rng, Split], Flat]]] = {
    "pen": (3, _pen), "coin": (2, _coin), "keyboard": (1.3, _keyboard), "phone": (1.5, _phone),
    "cup": (1.3, _cup),
    "book": (2, _book), "cable": (1.5, _cable), "sheet": (2, _sheet), "stamp": (2.5, _stamp),
}  # fmt: skip
SMALL_OBJECTS = ("pen", "coin", "cable", "sheet", "stamp")


def draw_object(rng: Rng, split: Split, names: tuple[str, ...] = tuple(_MAKERS)) -> Flat:
    """Return a thing of one of the named kinds, in the middle of the plane."""
    weights = np.array([_MAKERS[n][0] for n in names])
    return _MAKERS[names[int(rng.choice(len(names), p=weights / weights.sum()))]][1](rng, split)
