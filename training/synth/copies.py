"""Documents that came out of a copier or a printer: toner, dots, screens, paper."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import Image
from training.synth.types import Document, Mask, Plane

_COPY_GLOSS = 0.05
_WORK_DPI = 450.0
_MAX_ENLARGEMENT = 3
_MAX_WORK_PX = 2400
_RULINGS_LPI = (85, 175)
# The angles that keep four screens from beating visibly against one another: cyan, magenta, yellow, black.
_SCREEN_ANGLES_DEG = (15.0, 75.0, 0.0, 45.0)
# Share of blue, green and red light that full coverage by an ink takes away.
_INKS_BGR = ((0.12, 0.40, 0.95), (0.35, 0.90, 0.12), (0.88, 0.10, 0.03), (0.90, 0.90, 0.90))
# Light greys are mixed from the colours; text and shadows are black toner alone.
_BLACK_FROM_GREY = np.rint(255 * np.minimum(1, 1.15 * np.linspace(0, 1, 256) ** 2.0)).astype(np.uint8)
_NOISE_SIZE = 1024
_MM_PER_INCH = 25.4


def photocopied(rng: np.random.Generator, document: Document, *, colour: bool) -> Document:
    """Return what a copier makes of the document: on matt white paper, cut out along the copy's edge."""
    page = _on_paper(rng, document)
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), rng.uniform(0.4, 0.9) * _px_per_dot(document)), np.uint8)
    if not colour:
        grey = _toner_curve(rng, cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)[..., None])
        page = _dotted_grey(rng, grey, document) if rng.random() < 0.5 else grey
    else:
        page = _toner_curve(rng, _saturated(page, rng.uniform(0.6, 1.15)))
    page = _smeared(page, _uneven_toner(rng, page.shape[:2], document))
    if not colour:
        page = cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
    return replace(
        document,
        picture=np.ascontiguousarray(page, np.uint8),
        outline=_cut_by_hand(rng, document.outline),
        gloss=_COPY_GLOSS,
        attack="photocopy_colour" if colour else "photocopy_grey",
    )


def printed(rng: np.random.Generator, document: Document) -> Document:
    """Return a colour print: screens of dots as a laser lays them, or the scattered ones of an inkjet."""
    page = _saturated(_on_paper(rng, document), rng.uniform(0.7, 1.0))
    dotted = _dotted_colour(rng, page, document)
    if rng.random() < 0.4:
        lines = _bands(rng, dotted.shape[0], rng.uniform(0.01, 0.05))
        dotted = _smeared(dotted, np.repeat(lines[:, None], dotted.shape[1], axis=1))
    return replace(
        document,
        picture=dotted,
        outline=_cut_by_hand(rng, document.outline),
        gloss=float(rng.uniform(0.1, 0.4)),
        attack="print",
    )


def _px_per_dot(document: Document) -> float:
    """Return page pixels per 1/240 inch, the finest that a copy keeps."""
    return document.picture.shape[1] / document.size_mm[0] * _MM_PER_INCH / 240


def _on_paper(rng: np.random.Generator, document: Document) -> Image:
    """Return the page with its cut corners filled as a copier sees them: white lid, or shadow of the gap."""
    beyond = rng.uniform(235, 252) if rng.random() < 0.7 else rng.uniform(60, 200)
    share = document.outline.astype(np.float32)[..., None] * (1 / 255)
    page = document.picture * share + np.float32(beyond) * (1 - share)
    return np.asarray(cv2.convertScaleAbs(page), np.uint8)


def _toner_curve(rng: np.random.Generator, page: Image) -> Image:
    """Return the page as toner shows it: light tones fall out, dark ones close up, black is a dark grey."""
    levels = np.linspace(0, 1, 256)
    middle, slope = rng.uniform(0.42, 0.60), rng.uniform(4.0, 9.0)
    curve = 1 / (1 + np.exp(-slope * (levels - middle)))
    curve = (curve - curve[0]) / (curve[-1] - curve[0])
    # A copy set to "photo" keeps most tones; one set to "text" hardly any.
    curve = levels + (curve - levels) * rng.uniform(0.35, 0.95)
    black, white = rng.uniform(14, 55), rng.uniform(228, 250)
    table = np.rint(black + (white - black) * curve).astype(np.uint8)
    toned = cv2.LUT(page, table)
    return np.asarray(toned, np.uint8).reshape(page.shape)


def _saturated(page: Image, factor: float) -> Image:
    """Return the page with its colours drawn towards grey (`factor` below 1) or away from it."""
    grey = cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return np.asarray(cv2.addWeighted(page, factor, grey, 1 - factor, 0), np.uint8)


def _smeared(page: Image, gain: Plane) -> Image:
    """Return `page` times `gain`, `(H, W)`, clipped."""
    channels = page.shape[2] if page.ndim == 3 else 1
    factor = cv2.merge([gain.astype(np.float32)] * channels)
    return np.asarray(cv2.multiply(page, factor, dtype=cv2.CV_8U), np.uint8).reshape(page.shape)


def _uneven_toner(rng: np.random.Generator, shape_hw: tuple[int, int], document: Document) -> Plane:
    """Return by what to multiply a copy's tones: clouds, grain, streaks of the drum, specks, dark edges."""
    height, width = shape_hw
    dot = max(1.0, _px_per_dot(document))
    clouds = rng.normal(1, rng.uniform(0.005, 0.03), (5, 7)).astype(np.float32)
    gain = cv2.resize(clouds, (width, height), interpolation=cv2.INTER_CUBIC)
    gain += _grain(rng, shape_hw, dot) * np.float32(rng.uniform(0.01, 0.06))
    gain += _bands(rng, height, rng.uniform(0.0, 0.02))[:, None] - 1
    gain *= _streaks(rng, width)[None]
    _print_specks(rng, gain, dot)
    return _darken_edges(rng, gain)


def _grain(rng: np.random.Generator, shape_hw: tuple[int, int], dot: float) -> Plane:
    """Return noise of unit deviation with grains of `dot` pixels, `(H, W)`."""
    height, width = shape_hw
    source = _white_noise()
    need_h, need_w = min(_NOISE_SIZE, math.ceil(height / dot)), min(_NOISE_SIZE, math.ceil(width / dot))
    y, x = rng.integers(_NOISE_SIZE - need_h + 1), rng.integers(_NOISE_SIZE - need_w + 1)
    grain = source[y : y + need_h, x : x + need_w]
    return np.asarray(cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


@cache
def _white_noise() -> Plane:
    return np.random.default_rng(20).standard_normal((_NOISE_SIZE, _NOISE_SIZE), np.float32)


def _bands(rng: np.random.Generator, length: int, depth: float) -> Plane:
    """Return the periodic density of a worn roller along the feed, around 1."""
    along = np.arange(length, dtype=np.float32) / length
    wave = np.sin(2 * np.pi * (along * rng.uniform(4, 30) + rng.random()))
    return np.asarray(1 + depth * wave, np.float32)


def _streaks(rng: np.random.Generator, width: int) -> Plane:
    """Return what a few scratches of the drum do across the page, around 1, `(width,)`."""
    streaks = np.ones(width, np.float32)
    for _ in range(int(rng.poisson(1.0))):
        centre, thick = rng.uniform(0, width), rng.uniform(0.4, 2.0) * width / 800
        depth = rng.uniform(-0.5, 0.12)
        streaks += depth * np.exp(-(((np.arange(width) - centre) / thick) ** 2) / 2)
    return np.asarray(np.clip(streaks, 0.2, 1.2), np.float32)


def _print_specks(rng: np.random.Generator, gain: Plane, dot: float) -> None:
    """Put toner specks, and a few places where it did not stick, into `gain`."""
    height, width = gain.shape
    for _ in range(int(rng.integers(0, 60))):
        # Centre and radius in sixteenths of a pixel, as the four bits of `shift` say.
        centre = int(rng.integers(16 * width)), int(rng.integers(16 * height))
        radius = round(16 * dot * float(rng.lognormal(-0.9, 0.5)))
        tone = float(rng.uniform(0.15, 0.7)) if rng.random() < 0.85 else 1.6
        cv2.circle(gain, centre, radius, tone, -1, cv2.LINE_AA, 4)


def _darken_edges(rng: np.random.Generator, gain: Plane) -> Plane:
    """Darken one to three edges of `gain`, where the card stood off the glass."""
    height, width = gain.shape
    for turns in rng.permutation(4)[: int(rng.integers(0, 4))]:
        length = (height, width)[int(turns) % 2]
        reach = width * rng.uniform(0.002, 0.012)
        shade = 1 - rng.uniform(0.3, 0.9) * np.exp(-np.arange(length, dtype=np.float32) / reach)
        shade = shade[::-1] if turns >= 2 else shade
        gain *= shade[:, None] if turns % 2 == 0 else shade[None]
    return gain


def _cut_by_hand(rng: np.random.Generator, outline: Mask) -> Mask:
    """Return the outline of a copy: cut square, or along the printed round corners."""
    return np.full_like(outline, 255) if rng.random() < 0.7 else outline


def _dotted_grey(rng: np.random.Generator, grey: Image, document: Document) -> Image:
    """Return a grey page rendered in dots of toner, `(H, W, 1)`, as fine as the copier's screen."""
    thresholds, size_wh = _thresholds(rng, document, 1)
    big = cv2.resize(grey, size_wh, interpolation=cv2.INTER_LINEAR)
    dots = _dots(cv2.bitwise_not(big), thresholds[0], float(rng.uniform(1.2, 4.0)))
    mixed = cv2.addWeighted(cv2.bitwise_not(dots), 0.8, big, 0.2, 0)
    height, width = grey.shape[:2]
    return np.asarray(cv2.resize(mixed, (width, height), interpolation=cv2.INTER_AREA), np.uint8)[..., None]


def _dotted_colour(rng: np.random.Generator, page: Image, document: Document) -> Image:
    """Return the page in dots of cyan, magenta, yellow and black on paper."""
    height, width = page.shape[:2]
    thresholds, size_wh = _thresholds(rng, document, 4)
    hard, depth = float(rng.uniform(1.5, 4.0)), float(rng.uniform(0.25, 0.8))
    coverage = []
    for separation, threshold in zip(_separations(page), thresholds, strict=True):
        big = cv2.resize(separation, size_wh, interpolation=cv2.INTER_LINEAR)
        # Ink spreads in paper, so that a share of the tone stands between the dots too.
        dots = cv2.addWeighted(_dots(big, threshold, hard), depth, big, 1 - depth, 0)
        coverage.append(np.asarray(cv2.resize(dots, (width, height), interpolation=cv2.INTER_AREA), np.uint8))
    paper = np.array([rng.uniform(232, 250), rng.uniform(236, 250), rng.uniform(236, 250)])
    return _inked(paper, coverage, float(rng.uniform(0.85, 1.0)))


def _dots(coverage: NDArray[np.uint8], threshold: NDArray[np.uint8], hard: float) -> NDArray[np.uint8]:
    """Return ink where `coverage` exceeds `threshold`, with rims the softer the lower `hard` is."""
    dots = cv2.addWeighted(coverage, hard, threshold, -hard, 128)
    # Soft rims must not tint what takes no ink at all.
    return np.asarray(cv2.min(dots, cv2.convertScaleAbs(coverage, alpha=8)), np.uint8)


def _separations(page: Image) -> list[Mask]:
    """Return how much cyan, magenta, yellow and black a page takes, with the grey share printed in black."""
    blue, green, red = cv2.split(cv2.bitwise_not(page))
    grey = cv2.min(cv2.min(blue, green), red)
    black = cv2.LUT(grey, _BLACK_FROM_GREY)
    return [np.asarray(cv2.subtract(ink, black), np.uint8) for ink in (red, green, blue)] + [
        np.asarray(black, np.uint8)
    ]


def _inked(paper_bgr: NDArray[np.float64], coverage: list[NDArray[np.uint8]], strength: float) -> Image:
    """Return the light from paper under four inks, each of which lets through a share of what is left."""
    channels = []
    for channel, white in enumerate(paper_bgr):
        light = np.full(coverage[0].shape, round(float(white)), np.uint8)
        for ink, covered in zip(_INKS_BGR, coverage, strict=True):
            passed = cv2.convertScaleAbs(covered, alpha=-strength * ink[channel], beta=255)
            light = np.asarray(cv2.multiply(light, passed, scale=1 / 255), np.uint8)
        channels.append(light)
    return np.asarray(cv2.merge(channels), np.uint8)


def _thresholds(
    rng: np.random.Generator, document: Document, inks: int
) -> tuple[list[NDArray[np.uint8]], tuple[int, int]]:
    """Return a threshold plane for each ink, uint8, and their common width and height."""
    height, width = document.picture.shape[:2]
    dpi = width / document.size_mm[0] * _MM_PER_INCH
    enlarged = max(1, min(_MAX_ENLARGEMENT, round(_WORK_DPI / dpi), _MAX_WORK_PX // max(height, width)))
    size_wh = width * enlarged, height * enlarged
    if rng.random() < 0.4:
        return [_scattered(rng, size_wh) for _ in range(inks)], size_wh
    # One picture is printed at one ruling; the machine's angles are off by what its screens allow.
    period = max(2.0, dpi * enlarged / rng.uniform(*_RULINGS_LPI))
    turn = rng.uniform(-4, 4)
    angles = _SCREEN_ANGLES_DEG if inks == 4 else _SCREEN_ANGLES_DEG[-1:]
    return [_screen(rng, size_wh, period, math.radians(angle + turn)) for angle in angles], size_wh


def _screen(
    rng: np.random.Generator, size_wh: tuple[int, int], period: float, angle: float
) -> NDArray[np.uint8]:
    """Return a halftone screen of round dots, `(H, W)` uint8.

    The dots are cos u + cos v for two directions at right angles. A cosine of a sum is two outer products, so
    that the plane is a product of thin matrices and not two cosines a pixel.
    """
    width, height = size_wh
    fx, fy = 2 * np.pi * math.cos(angle) / period, 2 * np.pi * math.sin(angle) / period
    x, y = np.arange(width) + rng.uniform(0, 64), np.arange(height) + rng.uniform(0, 64)
    left = np.column_stack([np.cos(fy * y), -np.sin(fy * y), np.cos(fx * y), np.sin(fx * y)])
    right = np.stack([np.cos(fx * x), np.sin(fx * x), np.cos(fy * x), np.sin(fy * x)])
    # Squeezed at its ends, the sum's values come out almost evenly spread over the range.
    waves = (left * 58).astype(np.float32) @ right.astype(np.float32)
    return np.asarray(cv2.add(waves, 128.0, dtype=cv2.CV_8U), np.uint8)


def _scattered(rng: np.random.Generator, size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    """Return thresholds without a period, of which neighbours differ, as an inkjet's driver uses."""
    width, height = size_wh
    source = _blue_noise()
    rows, columns = -(-height // _NOISE_SIZE) + 1, -(-width // _NOISE_SIZE) + 1
    y, x = int(rng.integers(_NOISE_SIZE)), int(rng.integers(_NOISE_SIZE))
    return np.tile(source, (rows, columns))[y : y + height, x : x + width]


@cache
def _blue_noise() -> NDArray[np.uint8]:
    noise = np.random.default_rng(21).standard_normal((_NOISE_SIZE, _NOISE_SIZE), np.float32)
    high = noise - cv2.GaussianBlur(noise, (0, 0), 1.2, borderType=cv2.BORDER_REFLECT)
    ranks = np.argsort(np.argsort(high, axis=None)).reshape(high.shape)
    return np.asarray(ranks * 256 // ranks.size, np.uint8)
