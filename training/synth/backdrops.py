"""What fills the picture where no table does: rooms out of focus, screens, scanner lids."""

from __future__ import annotations

import cv2
import numpy as np

from idvision.types import Image
from training.synth.light import low_noise
from training.synth.surfaces import banded, draw_surface, from_hsv
from training.synth.textures import load_photo, of_split, photo_names
from training.synth.types import Split

Rng = np.random.Generator
_WORDS = (
    "account", "service", "upload", "front", "please", "verify", "2024", "name", "status", "photo", "done",
    "next", "help", "terms", "of", "use", "the", "card", "secure", "id", "scan", "00:12", "step",
)  # fmt: skip


def _bgr(
    rng: Rng, split: Split, saturation: tuple[float, float], value: tuple[float, float]
) -> tuple[float, ...]:
    return from_hsv(banded(rng, split, 0, 360), rng.uniform(*saturation), rng.uniform(*value))


def _drawn_room(rng: Rng, split: Split, size_wh: tuple[int, int]) -> Image:
    """Return a room as large flat shapes: wall, floor, window, shelf with books, lamps."""
    width, height = size_wh
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = _bgr(rng, split, (0, 0.25), (0.35, 0.95))
    floor = int(height * rng.uniform(0.55, 0.95))
    picture[floor:] = _bgr(rng, split, (0.05, 0.5), (0.2, 0.7))
    for _ in range(int(rng.integers(2, 8))):
        x, y = int(rng.uniform(-0.2, 0.9) * width), int(rng.uniform(-0.2, 0.8) * height)
        w, h = int(rng.uniform(0.1, 0.6) * width), int(rng.uniform(0.1, 0.7) * height)
        cv2.rectangle(picture, (x, y), (x + w, y + h), _bgr(rng, split, (0, 0.6), (0.1, 0.9)), -1)
    if rng.random() < 0.5:  # a shelf
        y0, h = int(rng.uniform(0, 0.6) * height), int(rng.uniform(0.12, 0.3) * height)
        x = int(rng.uniform(0, 0.5) * width)
        for _ in range(int(rng.integers(6, 24))):
            w = int(rng.uniform(0.012, 0.05) * width) + 2
            top = y0 + int(rng.uniform(0, 0.3) * h)
            cv2.rectangle(picture, (x, top), (x + w, y0 + h), _bgr(rng, split, (0.1, 0.8), (0.15, 0.9)), -1)
            x += w
    if rng.random() < 0.5:  # a window
        x, y = int(rng.uniform(0, 0.7) * width), int(rng.uniform(-0.1, 0.3) * height)
        w, h = int(rng.uniform(0.2, 0.4) * width), int(rng.uniform(0.3, 0.6) * height)
        cv2.rectangle(picture, (x, y), (x + w, y + h), (255, 252, 246), -1)
        cv2.rectangle(
            picture, (x, y), (x + w, y + h), _bgr(rng, split, (0, 0.2), (0.3, 0.9)), max(w // 20, 2)
        )
        cv2.line(picture, (x + w // 2, y), (x + w // 2, y + h), (120, 120, 120), max(w // 30, 2))
    return picture


def _bokeh(rng: Rng, split: Split, picture: Image) -> Image:
    """Return the picture with discs of out-of-focus lamps."""
    over = picture.copy()
    for _ in range(int(rng.integers(3, 16))):
        centre = tuple(int(rng.uniform(0, n)) for n in picture.shape[1::-1])
        radius = int(rng.uniform(0.01, 0.05) * max(picture.shape))
        cv2.circle(over, centre, radius, _bgr(rng, split, (0, 0.5), (0.85, 1.0)), -1, cv2.LINE_AA)
    return np.asarray(cv2.addWeighted(over, 0.55, picture, 0.45, 0), dtype=np.uint8)


def draw_room(rng: Rng, split: Split, size_wh: tuple[int, int]) -> Image:
    """Return what stands behind a card that is held in the air, out of focus, `(H, W, 3)` uint8."""
    small = (max(size_wh[0] // 4, 16), max(size_wh[1] // 4, 16))
    photos = of_split(photo_names(), split)
    choice = rng.random()
    if photos and choice < 0.3:
        photo = load_photo(photos[int(rng.integers(len(photos)))])
        side = int(min(photo.shape[:2]) * rng.uniform(0.5, 1.0))
        y, x = (int(rng.integers(0, n - side + 1)) for n in photo.shape[:2])
        picture = cv2.resize(photo[y : y + side, x : x + side], small, interpolation=cv2.INTER_AREA)
    elif choice < 0.5:
        picture = draw_surface(rng, split, small)
    else:
        picture = _drawn_room(rng, split, small)
    if rng.random() < 0.25:
        picture = _bokeh(rng, split, picture)
    sigma = float(np.exp(rng.uniform(np.log(0.8), np.log(7.0)))) * max(size_wh) / 1100
    picture = cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(picture, size_wh, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def draw_scanner_bed(rng: Rng, size_wh: tuple[int, int]) -> Image:
    """Return a scanner's lid: white, grey or black, almost even."""
    white = rng.random() < 0.75
    level = rng.uniform(232, 255) if white else rng.uniform(4, 45)
    tint = rng.normal(0, 1.5, 3)
    base = level + tint[None, None, :] + 5 * (low_noise(rng, size_wh[::-1], 3)[..., None] - 0.5)
    return np.clip(base, 0, 255).astype(np.uint8)


def _text_rows(rng: Rng, picture: Image, box: tuple[int, int, int, int], colour: tuple[float, ...]) -> None:
    """Fill a box with rows of words, as small print on a screen."""
    x0, y0, x1, y1 = box
    size = max(int(rng.uniform(0.012, 0.022) * max(picture.shape)), 6)
    y = y0 + size
    while y < y1:
        count = int(rng.integers(1, 9))
        line = " ".join(_WORDS[int(k)] for k in rng.integers(0, len(_WORDS), count))
        if x1 - x0 > 40:
            line = line[: max((x1 - x0) // max(size // 2, 1), 1)]
            cv2.putText(picture, line, (x0, y), cv2.FONT_HERSHEY_SIMPLEX, size / 30, colour, 1, cv2.LINE_AA)
        y += int(size * rng.uniform(1.5, 2.6))


def draw_digital(rng: Rng, split: Split, size_wh: tuple[int, int]) -> Image:
    """Return a screen's content in flat colours: an app with bars and print, a page, or one even colour."""
    width, height = size_wh
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = (255, 255, 255) if rng.random() < 0.55 else _bgr(rng, split, (0, 0.5), (0.05, 1.0))
    form = rng.random()
    if form < 0.3:
        return picture
    ink = (40, 40, 40) if picture[0, 0].mean() > 110 else (225, 225, 225)
    if form < 0.42:  # a gradient
        other = np.array(_bgr(rng, split, (0, 0.6), (0.2, 1.0)))
        share = (
            np.linspace(0, 1, height)[:, None, None]
            if rng.random() < 0.5
            else np.linspace(0, 1, width)[None, :, None]
        )
        return (picture * (1 - share) + other * share).astype(np.uint8)
    bar = int(height * rng.uniform(0.04, 0.09))
    accent = _bgr(rng, split, (0.2, 0.9), (0.3, 0.95))
    if rng.random() < 0.7:
        picture[:bar] = accent
        _text_rows(rng, picture, (width // 20, bar // 5, width // 2, bar // 2), (255, 255, 255))
    _text_rows(
        rng, picture, (width // 18, int(bar * 1.5), int(width * rng.uniform(0.5, 0.95)), height - bar), ink
    )
    for _ in range(int(rng.integers(0, 5))):
        x, y = int(rng.uniform(0, 0.7) * width), int(rng.uniform(0.1, 0.9) * height)
        w, h = int(rng.uniform(0.1, 0.5) * width), int(rng.uniform(0.03, 0.1) * height)
        colour = accent if rng.random() < 0.5 else _bgr(rng, split, (0, 0.1), (0.85, 0.97))
        cv2.rectangle(picture, (x, y), (x + w, y + h), colour, -1)
    if rng.random() < 0.5:
        picture[height - bar :] = _bgr(rng, split, (0, 0.1), (0.9, 1.0)) if ink[0] < 100 else (20, 20, 20)
        cv2.circle(picture, (width // 2, height - bar // 2), bar // 5, accent, -1, cv2.LINE_AA)
    return picture
