"""Random text printed in the fonts of training on plain or uneven ground: a line with its margins."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw

from idvision.types import Image
from training.lines import Line
from training.synth.chance import chance, pick
from training.synth.fonts import FontFace, Script, covers, faces_of, load
from training.textline.samples import MARGIN, encoded
from training.textline.texts import han_text, latin_text, number

_SIZES_PX = (22.0, 44.0)
_SCRIPTS: tuple[Script, ...] = ("latin", "latin", "latin", "digits")


def print_line(rng: np.random.Generator, common: Sequence[str], rare: Sequence[str]) -> Line:
    """Return a line of random text: Latin, Han or a number; `common` and `rare` are Han characters."""
    kind = float(rng.random())
    han = kind < 0.38
    text = han_text(rng, common, rare) if han else number(rng) if kind < 0.5 else latin_text(rng)
    # Fonts of Han print Latin too, and are the only ones with some accents.
    script: Script = "han" if han or (not text.isascii() and chance(rng, 0.1)) else pick(rng, _SCRIPTS)
    face = pick(rng, faces_of("train", script))
    text = "".join(char for char in text if covers(face, char)).strip() or "0"
    return Line(encoded(_printed(rng, text, face)), text)


def _printed(rng: np.random.Generator, text: str, face: FontFace) -> Image:
    """Return the picture of a text, `MARGIN` heights of the print around it."""
    size = float(rng.uniform(*_SIZES_PX))
    font = load(face, size)
    tracking = float(rng.choice([0.0, 0.0, rng.normal(0.0, 0.03), rng.uniform(0.0, 0.35)])) * size
    # Narrow gaps between words are what recognisers overlook.
    gap = float(rng.uniform(0.16, 0.6)) * size
    places, x = [], 0.0
    for char in text:
        places.append(x)
        x += gap if char == " " else font.getlength(char) + tracking
    left, top, _, bottom = font.getbbox(text)
    height = max(6.0, bottom - top)
    pad = MARGIN * height
    size_wh = (round(x + 2 * pad), round(height + 2 * pad))
    page = PilImage.new("L", size_wh, 0)
    pen = ImageDraw.Draw(page)
    for char, place in zip(text, places, strict=True):
        pen.text((pad + place - left, pad - top), char, fill=255, font=font)
    ink = np.asarray(page, np.float32)[..., None] / 255
    return _inked(rng, ink)


def _inked(rng: np.random.Generator, ink: np.ndarray) -> Image:
    """Return the print, `(H, W, 1)` in [0, 1], in some ink on some ground."""
    rows, columns = ink.shape[:2]
    paper = rng.uniform(120, 255) + rng.normal(0, 14, 3)
    colour = np.clip(paper - rng.uniform(60, 230) + rng.normal(0, 25, 3), 0, 255)
    ground = np.broadcast_to(paper.astype(np.float32), (rows, columns, 3))
    coarse = rng.normal(0, rng.uniform(0, 16), (3, max(2, columns // 40), 3)).astype(np.float32)
    ground = ground + cv2.resize(coarse, (columns, rows), interpolation=cv2.INTER_CUBIC)
    if chance(rng, 0.3):
        # Fine lines as security print has them.
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        wave = np.sin((y + 6 * np.sin(x / rng.uniform(15, 60))) * rng.uniform(0.4, 1.6))
        ground = ground + (wave * rng.uniform(3, 18))[..., None].astype(np.float32)
    if chance(rng, 0.25):
        row = int(rng.integers(rows))
        ground[row : row + int(rng.integers(1, 3))] = colour
    picture = np.clip(ground * (1 - ink) + colour * ink, 0, 255)
    return np.asarray(picture if not chance(rng, 0.06) else 255 - picture, np.uint8)
