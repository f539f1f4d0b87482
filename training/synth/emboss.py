"""Raised characters of a bank card: the digits' strokes, their relief under light, worn foil on top."""

from __future__ import annotations

import cv2
import numpy as np

from idvision.types import Image
from training.synth.chance import Bgr, chance, pick
from training.synth.types import Mask

Stroke = tuple[tuple[float, float], ...]
_SHIFT = 4

# Strokes of the ten digits in a unit box, in the manner of Farrington 7B: square bowls with cut corners.
_DIGITS: dict[str, tuple[Stroke, ...]] = {
    "0": (((0.2, 0), (0.8, 0), (1, 0.14), (1, 0.86), (0.8, 1), (0.2, 1), (0, 0.86), (0, 0.14), (0.2, 0)),),
    "1": (((0.15, 0.16), (0.5, 0), (0.5, 1)), ((0.12, 1), (0.88, 1))),
    "2": (((0, 0.12), (0.2, 0), (0.8, 0), (1, 0.14), (1, 0.38), (0.8, 0.5), (0.2, 0.52), (0, 0.66), (0, 1),
           (1, 1)),),
    "3": (
        ((0, 0.1), (0.2, 0), (0.8, 0), (1, 0.12), (1, 0.36), (0.78, 0.48), (0.35, 0.48)),
        ((0.78, 0.48), (1, 0.6), (1, 0.86), (0.8, 1), (0.2, 1), (0, 0.88)),
    ),
    "4": (((0.1, 0), (0, 0.62), (1, 0.62)), ((0.74, 0.3), (0.74, 1))),
    "5": (((0.95, 0), (0.05, 0), (0.05, 0.42), (0.8, 0.42), (1, 0.56), (1, 0.86), (0.8, 1), (0.2, 1),
           (0, 0.9)),),
    "6": (
        ((0.8, 0), (0.3, 0.06), (0, 0.4), (0, 0.86), (0.2, 1), (0.8, 1), (1, 0.86), (1, 0.6), (0.8, 0.46),
         (0.04, 0.46)),
    ),
    "7": (((0, 0.14), (0, 0), (1, 0), (1, 0.16), (0.5, 0.55), (0.42, 1)),),
    "8": (
        ((0.25, 0), (0.75, 0), (0.92, 0.12), (0.92, 0.34), (0.75, 0.46), (0.25, 0.46), (0.08, 0.34),
         (0.08, 0.12), (0.25, 0)),
        ((0.25, 0.46), (0, 0.6), (0, 0.86), (0.2, 1), (0.8, 1), (1, 0.86), (1, 0.6), (0.75, 0.46)),
    ),
    "9": (
        ((0.2, 1), (0.7, 0.94), (1, 0.6), (1, 0.14), (0.8, 0), (0.2, 0), (0, 0.14), (0, 0.4), (0.2, 0.54),
         (0.96, 0.54)),
    ),
    "/": (((0.85, 0), (0.15, 1)),),
}  # fmt: skip


def stamp_digits(mask: Mask, text: str, at: tuple[float, float], height: float, pitch: float) -> None:
    """Draw digits as strokes, in place.

    Args:
        mask: `(H, W)` uint8.
        text: digits, slashes and spaces.
        at: left end of the baseline in pixels.
        height: of a digit in pixels.
        pitch: from one digit to the next in pixels.
    """
    wide, pen = min(0.62 * height, 0.78 * pitch), max(1, round(height * 0.15))
    for place, char in enumerate(text):
        left, top = at[0] + place * pitch + (pitch - wide) / 2, at[1] - height
        for stroke in _DIGITS.get(char, ()):
            points = np.array(stroke) * [wide, height] + np.array([left, top])
            fixed = np.round(points * 2**_SHIFT).astype(np.int32)
            cv2.polylines(mask, [fixed], False, 255, pen, cv2.LINE_AA, _SHIFT)


def _foil(rng: np.random.Generator) -> Bgr | None:
    """Return the colour of the foil on the raised faces, None for bare plastic."""
    if chance(rng, 0.15):
        return None
    return pick(
        rng,
        ((205, 208, 210), (225, 226, 228), (190, 194, 198), (120, 190, 225), (150, 205, 232), (60, 60, 64)),
    )


def emboss(rng: np.random.Generator, picture: Image, mask: Mask, relief_px: float) -> Image:
    """Raise the characters of a mask out of a card.

    Args:
        rng: source of chance.
        picture: `(H, W, 3)` uint8.
        mask: `(H, W)` uint8, 255 on the strokes.
        relief_px: how far the flanks of a character reach, in pixels.

    Returns:
        The card with lit and shaded flanks, and foil that is rubbed off in places.
    """
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(columns):
        return picture
    pad = round(4 * relief_px) + 2
    x0, x1 = max(columns[0] - pad, 0), columns[-1] + pad + 1
    y0, y1 = max(rows[0] - pad, 0), rows[-1] + pad + 1
    part, under = mask[y0:y1, x0:x1], picture[y0:y1, x0:x1].astype(np.float32)
    height = cv2.GaussianBlur(part, (0, 0), relief_px).astype(np.float32) / 255
    angle = float(rng.uniform(0, 2 * np.pi))
    slope = np.cos(angle) * cv2.Sobel(height, cv2.CV_32F, 1, 0) + np.sin(angle) * cv2.Sobel(
        height, cv2.CV_32F, 0, 1
    )
    foil = _foil(rng)
    if foil is not None:
        shape = (6, 24)
        left = cv2.resize(rng.uniform(-0.2, 1.6, shape).astype(np.float32), (part.shape[1], part.shape[0]))
        share = part.astype(np.float32) / 255 * np.clip(left, 0.15, 1)
        under += (np.array(foil, np.float32) - under) * share[..., None]
    strength = float(rng.uniform(28, 75))
    under += (slope * np.float32(strength))[..., None]
    raised = picture.copy()
    raised[y0:y1, x0:x1] = np.clip(under, 0, 255).astype(np.uint8)
    return raised
