"""Lines of drawn pictures in any script, cut out with a margin and kept in memory as JPEG."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np

from idvision.bench.datasets.legible import Print, Surroundings, print_of
from idvision.geometry import frame_quad, homography_from_quad, quad_sides
from idvision.types import Image, QuadArray
from training.lines import Line, load_cut_lines
from training.synth.crops import spoiling_maps
from training.synth.truth import HeldSample, Sample

MARGIN = 0.75
"""Around a stored line on every side, in heights of the line."""
MAX_LENGTH = 64
_HEIGHTS = (18.0, 44.0)
"""Least and greatest height of a line as it is stored; between them it keeps its own."""
MOST_SMEAR, MOST_HAN_SMEAR = 0.19, 0.14
"""Smear in heights of the line above which print teaches to guess; strokes of Han stand closer."""
_LEAST_HEIGHT_PX = 6.0
_MOST_COVERED = 0.1
_JPEG_QUALITY = 95
_CACHE = "textline-3.npz"
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_GAP_IN_HAN = re.compile(f"(?<={_HAN}) +(?={_HAN})")


def load_lines(folders: Iterable[Path]) -> list[Line]:
    """Read data sets written by `training.synth`, cutting those out that have no cache yet."""
    return load_cut_lines(folders, _CACHE, _cut)


def as_read(text: str) -> str:
    """Return what a reader should answer for print: single spaces, and none between Han characters."""
    return _GAP_IN_HAN.sub("", " ".join(text.split()))


def _cut(sample: Sample) -> Iterator[Line]:
    truth = sample.truth
    sample = HeldSample(sample.folder, truth)
    picture, maps = sample.picture(), spoiling_maps(sample)
    for number, document in enumerate(truth.documents):
        above = tuple(other.quad for other in truth.documents[number + 1 :])
        surroundings = Surroundings(maps, (truth.width, truth.height), above)
        for line in document.lines:
            text = as_read(line.text)
            if 0 < len(text) <= MAX_LENGTH:
                left = print_of(line.quad, text, surroundings)
                if _teaches(left):
                    yield Line(encoded(_crop(picture, line.quad)), text, left.smear)


def _teaches(left: Print) -> bool:
    """Tell whether what a picture left of a line can be read."""
    limit = MOST_HAN_SMEAR if left.han else MOST_SMEAR
    return left.height_px >= _LEAST_HEIGHT_PX and left.covered <= _MOST_COVERED and left.smear <= limit


def encoded(crop: Image) -> bytes:
    """Return a crop as it is stored."""
    _, data = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return data.tobytes()


def _crop(picture: Image, quad: QuadArray) -> Image:
    """Return the line with its margins, running to the right."""
    top, right, bottom, left = quad_sides(quad)
    own = max((left + right) / 2, 1e-6)
    height = round(float(np.clip(own, *_HEIGHTS)))
    width, pad = max(8, round((top + bottom) / 2 / own * height)), round(MARGIN * height)
    target = frame_quad(width, height) + np.float32(pad)
    size_wh = (width + 2 * pad, height + 2 * pad)
    crop = cv2.warpPerspective(
        picture,
        homography_from_quad(quad, target),
        size_wh,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(crop, np.uint8)
