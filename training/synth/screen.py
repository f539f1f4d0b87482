"""Documents shown on a screen, close enough that a camera meets its pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import cv2
import numpy as np

from idvision.geometry import scale_quad
from idvision.types import Image
from training.synth.moire import moire
from training.synth.types import Document, Mask, Plane

_GLOSS = 0.6
# Screen pixels along the page's long side: a card a third of a monitor wide to one that fills a phone.
_PIXELS = (500, 1300)
# A page of three samples a screen pixel, red, green, blue, grows too large beyond this; two still alias.
_MOST_AT_THREE = 820
_FINE = 12

Panel = Literal["stripes", "stripes_bgr", "diamond"]
_PANELS: tuple[Panel, ...] = ("stripes", "stripes", "stripes_bgr", "diamond", "diamond")


@dataclass(frozen=True, slots=True)
class _Light:
    """What leaves a panel. `contrast` is how much darker the gaps between its sub-pixels are, 0 to 1.

    `exposure` is how much brighter than the page its white is to the camera.
    """

    black: float
    gamma: float
    white_bgr: tuple[float, float, float]
    contrast: float
    exposure: float


def shown_on_screen(rng: np.random.Generator, document: Document) -> Document:
    """Return the document as a glowing grid of red, green and blue sub-pixels.

    The page comes back about 1500 to 2600 pixels long, two or three for every pixel of the screen; `outline`,
    `lines` and `edited` are scaled along. Whoever samples the page meets the grid, but averages over areas;
    the colour filters of a real sensor do not, so the beat with an imagined one is laid over the page.
    """
    height, width = document.picture.shape[:2]
    pitch = max(height, width) / np.exp(rng.uniform(*np.log(_PIXELS)))
    columns, rows = max(4, round(width / pitch)), max(4, round(height / pitch))
    samples = 3 if max(columns, rows) <= _MOST_AT_THREE else 2
    light = _draw_light(rng)
    page = _on_window(rng, document)
    shown = _resized(page, (columns, rows))
    shown = _glowing(rng, shown, light)
    grid = _grid(_pick_panel(rng), samples, light.contrast)
    size_wh = columns * samples, rows * samples
    picture = _through_grid(cv2.resize(shown, size_wh, interpolation=cv2.INTER_NEAREST), grid, light.exposure)
    return replace(
        _scaled_truth(document, size_wh),
        picture=picture,
        outline=_window_outline(rng, document.outline, size_wh),
        gloss=_GLOSS,
        attack="screen",
    )


def _draw_light(rng: np.random.Generator) -> _Light:
    cool = rng.uniform(-0.02, 0.10)
    return _Light(
        black=float(rng.uniform(4, 34)),
        gamma=float(rng.uniform(0.75, 1.25)),
        white_bgr=(1.0, float(1 - 0.4 * abs(cool)), float(1 - cool)),
        contrast=float(rng.uniform(0.25, 0.6)),
        exposure=float(rng.uniform(0.9, 1.3)),
    )


def _pick_panel(rng: np.random.Generator) -> Panel:
    return _PANELS[int(rng.integers(len(_PANELS)))]


def _on_window(rng: np.random.Generator, document: Document) -> Image:
    """Return the page with its cut corners in the colour of the window that shows it."""
    window = float(rng.choice([4.0, 30.0, 235.0, 255.0]))
    share = document.outline.astype(np.float32)[..., None] * (1 / 255)
    return np.asarray(cv2.convertScaleAbs(document.picture * share + window * (1 - share)), np.uint8)


def _window_outline(rng: np.random.Generator, outline: Mask, size_wh: tuple[int, int]) -> Mask:
    """Return the outline at the new size: a whole rectangle, or the card itself."""
    if rng.random() < 0.7:
        return np.full((size_wh[1], size_wh[0]), 255, np.uint8)
    return np.asarray(cv2.resize(outline, size_wh, interpolation=cv2.INTER_LINEAR), np.uint8)


def _resized(page: Image, size_wh: tuple[int, int]) -> Image:
    shrunk = size_wh[0] < page.shape[1]
    mode = cv2.INTER_AREA if shrunk else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(page, size_wh, interpolation=mode), np.uint8)


def _glowing(rng: np.random.Generator, shown: Image, light: _Light) -> Image:
    """Return the picture in the panel's tones and white, with what its lamp leaks and how it flickers."""
    levels = (np.arange(256) / 255) ** light.gamma
    tables = [light.black + (255 * white - light.black) * levels for white in light.white_bgr]
    toned = cv2.LUT(shown, np.rint(np.stack(tables, -1)).astype(np.uint8)[None])
    rows, columns = shown.shape[:2]
    gain = np.repeat(_refresh_band(rng, rows)[:, None], columns, axis=1) * _falloff(rng, (rows, columns))
    factor = cv2.merge([gain] * 3) * moire(rng, (rows, columns))
    dimmed = cv2.multiply(toned, factor, dtype=cv2.CV_8U)
    return np.asarray(cv2.add(dimmed, _leak(rng, (rows, columns))), np.uint8)


def _refresh_band(rng: np.random.Generator, rows: int) -> Plane:
    """Return the brightness along the page that a rolling shutter sees of a flickering lamp, at most 1."""
    if rng.random() < 0.6:
        return np.ones(rows, np.float32)
    phase = np.arange(rows) / rows * rng.uniform(0.6, 4) + rng.random()
    wave = 0.5 + 0.5 * np.sin(2 * np.pi * phase)
    return np.asarray(1 - rng.uniform(0.04, 0.22) * wave ** rng.uniform(0.7, 4), np.float32)


def _falloff(rng: np.random.Generator, shape_hw: tuple[int, int]) -> Plane:
    """Return how the light thins out away from where one looks straight at the panel, around 1."""
    height, width = shape_hw
    coarse = (1 + rng.normal(0, 0.03, (2, 3))).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _leak(rng: np.random.Generator, shape_hw: tuple[int, int]) -> Image:
    """Return the light that leaks at a panel's rim, `(H, W, 3)`."""
    height, width = shape_hw
    coarse = np.zeros((5, 8), np.float32)
    if rng.random() < 0.5:
        coarse[int(rng.choice([0, -1]))] = rng.uniform(0, 22, 8)
    leak = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.merge([cv2.convertScaleAbs(np.maximum(leak, 0))] * 3), np.uint8)


def _through_grid(shown: Image, grid: Image, exposure: float) -> Image:
    """Return the picture seen through the grid, made up in part for the light that it holds back."""
    height, width = shown.shape[:2]
    tiled = np.tile(grid, (-(-height // grid.shape[0]), -(-width // grid.shape[1]), 1))[:height, :width]
    # A camera exposes for the screen: light columns clip, and the mean is about what was to be shown.
    gain = exposure / max(0.4, float(grid.mean()) / 255)
    return np.asarray(cv2.multiply(shown, tiled, scale=gain / 255), np.uint8)


def _grid(panel: Panel, samples: int, contrast: float) -> Image:
    """Return what a cell of the panel lets through, uint8 BGR, `samples` a pixel each way."""
    cell = _sub_pixels(panel)
    size_wh = cell.shape[1] // _FINE * samples, cell.shape[0] // _FINE * samples
    small = cv2.resize(cell, size_wh, interpolation=cv2.INTER_AREA)
    return np.rint(255 * (1 - contrast * (1 - small))).astype(np.uint8)


@cache
def _sub_pixels(panel: Panel) -> Plane:
    """Return where each colour glows in a cell of the panel, `(H, W, 3)` BGR, in [0, 1]."""
    if panel == "diamond":
        return _diamonds()
    cell = np.zeros((_FINE, _FINE, 3), np.float32)
    third = _FINE // 3
    for place in range(3):
        channel = place if panel == "stripes_bgr" else 2 - place
        # A thin black matrix parts the stripes, a thicker one the rows.
        cell[1 : _FINE - 1, place * third : (place + 1) * third - 1, channel] = 1
    return cell


def _diamonds() -> Plane:
    """Return two pixels of a diamond panel: green in each, red and blue in turn between four greens."""
    cell = np.zeros((2 * _FINE, 2 * _FINE, 3), np.float32)
    y, x = np.mgrid[0 : 2 * _FINE, 0 : 2 * _FINE].astype(np.float32) + 0.5

    def spot(centre_xy: tuple[float, float], radius: float, channel: int) -> None:
        period = 2 * _FINE
        dx = np.abs((x - centre_xy[0] + _FINE) % period - _FINE)
        dy = np.abs((y - centre_xy[1] + _FINE) % period - _FINE)
        cell[..., channel] = np.maximum(cell[..., channel], np.clip(radius + 0.5 - dx - dy, 0, 1))

    for row in range(2):
        for column in range(2):
            centre = (column + 0.25) * _FINE, (row + 0.25) * _FINE
            spot(centre, 0.33 * _FINE, 1)
            between = centre[0] + 0.5 * _FINE, centre[1] + 0.5 * _FINE
            spot(between, 0.42 * _FINE, 2 if (row + column) % 2 == 0 else 0)
    return cell


def _scaled_truth(document: Document, size_wh: tuple[int, int]) -> Document:
    height, width = document.picture.shape[:2]
    factor = size_wh[0] / width, size_wh[1] / height
    lines = tuple(replace(line, quad=scale_quad(line.quad, factor)) for line in document.lines)
    edited = tuple(
        (
            (x0 + 0.5) * factor[0] - 0.5,
            (y0 + 0.5) * factor[1] - 0.5,
            (x1 + 0.5) * factor[0] - 0.5,
            (y1 + 0.5) * factor[1] - 0.5,
        )
        for x0, y0, x1, y1 in document.edited
    )
    return replace(document, lines=lines, edited=edited)
