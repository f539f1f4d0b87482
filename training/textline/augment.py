"""A training view of a stored line: cut as the detector errs, slanted, recoloured, smeared, compressed."""

from __future__ import annotations

import cv2
import numpy as np

from idvision.labels import is_han
from idvision.text_recognize import INPUT_HEIGHT
from idvision.types import Image
from training.lines import Line
from training.textline.samples import MARGIN, MOST_HAN_SMEAR, MOST_SMEAR

_CUTS = {"top": (0.35, 0.13), "bottom": (0.25, 0.13), "left": (0.27, 0.12), "right": (0.18, 0.12)}
"""Mean and deviation of the detector's margins in heights of the line: measured on 1,382 drawn lines."""
_LEAST, _MOST = -0.03, 0.7
SPOILT_SHARE = 0.45
"""Of the views, how many are worse than the picture was."""


def view_of(line: Line, rng: np.random.Generator) -> Image:
    """Return the line as the network sees it, `(48, W, 3)` uint8 BGR."""
    crop = cv2.imdecode(np.frombuffer(line.jpeg, np.uint8), cv2.IMREAD_COLOR)
    rows, columns = crop.shape[:2]
    height = rows / (1 + 2 * MARGIN)
    if rng.random() < SPOILT_SHARE:
        limit = MOST_HAN_SMEAR if any(map(is_han, line.text)) else MOST_SMEAR
        # Variances of blur add up.
        room = float(np.sqrt(max(0.0, limit**2 - line.smear**2))) * height
        crop = _spoilt(np.asarray(crop, np.uint8), height, room, rng)
    cut = {side: float(np.clip(rng.normal(*given), _LEAST, _MOST)) for side, given in _CUTS.items()}
    x0, x1 = (MARGIN - cut["left"]) * height, columns - (MARGIN - cut["right"]) * height
    y0, y1 = (MARGIN - cut["top"]) * height, rows - (MARGIN - cut["bottom"]) * height
    scale = INPUT_HEIGHT / (y1 - y0)
    width = max(8, round((x1 - x0) * scale * float(np.exp(rng.normal(0, 0.05)))))
    slant, slope = rng.normal(0, 0.04), rng.normal(0, 0.008)
    stretch = (x1 - x0) / width
    back = np.array(
        [
            [stretch, slant / scale, x0 - slant / scale * INPUT_HEIGHT / 2],
            [slope * stretch, 1 / scale, y0 - slope * (x1 - x0) / 2],
        ]
    )
    seen = cv2.warpAffine(
        crop,
        back,
        (width, INPUT_HEIGHT),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(_recoloured(seen, rng), np.uint8)


def _spoilt(crop: Image, height: float, room: float, rng: np.random.Generator) -> Image:
    """Return a crop smeared (by `room` pixels at most), reduced, grainy and compressed, each now and then."""
    if rng.random() < 0.75 and room > 0:
        sigma = rng.uniform(0.1, 1.0) * room
        if rng.random() < 0.3:
            crop = _dragged(crop, sigma, rng.uniform(0, np.pi))
        else:
            crop = cv2.GaussianBlur(crop, (0, 0), sigma)
    if rng.random() < 0.4:
        # Print of 8 to 18 px, as a card that fills half of a small picture has it.
        factor = min(1.0, rng.uniform(8, 18) / height)
        small = cv2.resize(crop, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        crop = cv2.resize(small, crop.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.5:
        noise = rng.normal(0, rng.uniform(1, 12), crop.shape)
        crop = np.clip(crop + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        _, data = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 85))])
        crop = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.asarray(crop, np.uint8)


def _dragged(crop: Image, sigma: float, angle: float) -> Image:
    """Return a crop smeared along one direction by a shaking hand."""
    reach = max(1, round(1.7 * sigma))
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    step = np.array([np.cos(angle), np.sin(angle)]) * reach
    ends = [tuple(round(reach + sign * part) for part in step) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return np.asarray(cv2.filter2D(crop, -1, kernel / kernel.sum()), np.uint8)


def _recoloured(view: Image, rng: np.random.Generator) -> Image:
    """Change contrast, lightness and colour a little; one view in fifty is a negative."""
    light = view.astype(np.float32)
    mean = light.mean((0, 1))
    light = (light - mean) * rng.uniform(0.6, 1.25) + mean + rng.normal(0, 16) + rng.normal(0, 6, 3)
    if rng.random() < 0.02:
        light = 255 - light
    return np.asarray(np.clip(light, 0, 255), np.uint8)
