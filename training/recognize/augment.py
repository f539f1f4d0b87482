"""A training view of a stored line: cut as a text map errs, slanted, recoloured, smeared, padded."""

from __future__ import annotations

import cv2
import numpy as np

from idvision.text_compact import HEIGHT, PAD_VALUE
from idvision.types import Gray
from training.lines import Line
from training.recognize.samples import MARGIN_X, MARGIN_Y, STORED_HEIGHT


def view_of(line: Line, width: int, rng: np.random.Generator) -> Gray:
    """Return the line as the network sees it, `(32, width)` uint8, padded on the right."""
    crop = cv2.imdecode(np.frombuffer(line.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    rows, columns = crop.shape
    pad_x, pad_y = MARGIN_X * STORED_HEIGHT, MARGIN_Y * STORED_HEIGHT
    # A text map cuts generously at the ends and hardly ever through print.
    top, bottom = rng.uniform(0.2, 1.0, 2) * pad_y
    left, right = rng.uniform(0.25, 0.98, 2) * pad_x
    scale = HEIGHT / (rows - top - bottom)
    fitted = min(width, max(8, round((columns - left - right) * scale * np.exp(rng.normal(0, 0.06)))))
    slant, slope = rng.normal(0, 0.05), rng.normal(0, 0.012)
    stretch = (columns - left - right) / fitted
    back = np.array(
        [
            [stretch, slant, left - slant * HEIGHT / 2],
            [slope * stretch, (rows - top - bottom) / HEIGHT, top - slope * (columns - left - right) / 2],
        ]
    )
    if scale < 0.7:
        crop = cv2.GaussianBlur(crop, (0, 0), 0.35 / scale)
    seen = cv2.warpAffine(
        crop,
        back,
        (fitted, HEIGHT),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    view = np.full((HEIGHT, width), PAD_VALUE, np.uint8)
    view[:, :fitted] = _spoilt(np.asarray(seen, np.uint8), rng)
    return view


def _spoilt(line: Gray, rng: np.random.Generator) -> Gray:
    """Change contrast and lightness, now and then inverted, smeared or grainy."""
    grey = line.astype(np.float32)
    grey = (grey - grey.mean()) * rng.uniform(0.5, 1.3) + np.clip(grey.mean() + rng.normal(0, 25), 20, 235)
    if rng.random() < 0.04:
        grey = 255 - grey
    if rng.random() < 0.2:
        grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.4, 1.1))
    if rng.random() < 0.3:
        grey = grey + rng.normal(0, rng.uniform(1, 9), grey.shape)
    return np.clip(grey, 0, 255).astype(np.uint8)
