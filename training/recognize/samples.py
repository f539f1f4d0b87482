"""Lines of closed alphabets in drawn pictures, cut out with a margin and kept in memory as JPEG.

A view later cuts within the margin, as a text map errs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np

from idvision.geometry import frame_quad, homography_from_quad, is_convex, project, quad_sides
from idvision.types import QuadArray
from training.lines import Line, load_cut_lines
from training.recognize.net import ALPHABET
from training.synth.crops import spoiling_maps
from training.synth.truth import HeldSample, Maps, Sample

STORED_HEIGHT = 40
"""Of the line itself; a stored crop has the margins about it."""
MARGIN_X, MARGIN_Y = 0.9, 0.35
"""Margins at each end and side, in heights of the line."""
MIN_LENGTH, MAX_LENGTH = 2, 48
# Print that no one can read teaches to guess: too low, smeared by too much of its height, or covered.
MIN_HEIGHT_PX = 8.0
MAX_SMEAR = 0.2
MAX_COVERED = 0.1
_JPEG_QUALITY = 95
_CACHE = "recognize-2.npz"
_DIGITS = re.compile("[0-9<]")


def load_lines(folders: Iterable[Path]) -> list[Line]:
    """Read data sets written by `training.synth`, cutting those out that have no cache yet."""
    return load_cut_lines(folders, _CACHE, _cut)


def is_closed(text: str) -> bool:
    """Tell whether a line is of the alphabet and mostly a number, a date or a zone."""
    return (
        MIN_LENGTH <= len(text) <= MAX_LENGTH
        and set(text) <= set(ALPHABET)
        and len(_DIGITS.findall(text)) >= min(3, len(text))
    )


def _cut(sample: Sample) -> Iterator[Line]:
    truth = sample.truth
    wanted = [
        (number, line.quad, line.text.strip())
        for number, document in enumerate(truth.documents)
        for line in document.lines
        if is_closed(line.text.strip())
    ]
    if not wanted:
        return
    sample = HeldSample(sample.folder, truth)
    grey = cv2.cvtColor(sample.picture(), cv2.COLOR_BGR2GRAY)
    maps = spoiling_maps(sample)
    for number, quad, text in wanted:
        above = [other.quad for other in truth.documents[number + 1 :]]
        if is_legible(quad, maps, (truth.width, truth.height), above):
            yield Line(_crop(grey, quad), text)


def is_legible(quad: QuadArray, maps: Maps, size_wh: tuple[int, int], above: Iterable[QuadArray]) -> bool:
    """Tell whether a line of a photo is large, sharp and bare enough to be read."""
    top, right, bottom, left = quad_sides(quad)
    height = min((left + right) / 2, (top + bottom) / 2)
    if height < MIN_HEIGHT_PX or not is_convex(quad):
        return False
    x, y = np.meshgrid(np.linspace(0, 23, 24), np.linspace(0, 4, 5))
    points = project(homography_from_quad(frame_quad(24, 5), quad), np.column_stack([x.ravel(), y.ravel()]))
    inside = np.all((points >= 0) & (points <= np.array(size_wh) - 1), axis=1)
    rows, columns = maps.blur.shape
    cells = np.clip(points / size_wh * [columns, rows], 0, [columns - 1, rows - 1]).astype(int)
    at = cells[:, 1], cells[:, 0]
    covered = ~inside | (maps.glare[at] > 0.5) | (maps.occlusion[at] > 0.5)
    for other in above:
        outline = np.asarray(other, np.float32)
        sides = [cv2.pointPolygonTest(outline, (float(px), float(py)), False) for px, py in points]
        covered |= np.array(sides) >= 0
    return bool(covered.mean() <= MAX_COVERED and maps.blur[at].mean() <= MAX_SMEAR * height)


def _crop(grey: np.ndarray, quad: QuadArray) -> bytes:
    """Return the line with its margins, the line itself STORED_HEIGHT high."""
    top, right, bottom, left = quad_sides(quad)
    width = max(8, round((top + bottom) / max(left + right, 1e-6) * STORED_HEIGHT))
    pad_x, pad_y = round(MARGIN_X * STORED_HEIGHT), round(MARGIN_Y * STORED_HEIGHT)
    target = frame_quad(width, STORED_HEIGHT) + np.array([pad_x, pad_y], np.float32)
    size_wh = (width + 2 * pad_x, STORED_HEIGHT + 2 * pad_y)
    crop = cv2.warpPerspective(
        grey,
        homography_from_quad(quad, target),
        size_wh,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    _, encoded = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return encoded.tobytes()
