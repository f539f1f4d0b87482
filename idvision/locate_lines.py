"""Straight edges of a photo: image -> long lines, and how well each stretch of a line is an edge.

Coordinates are pixels relative to the image's centre. A line is `normal . p = offset`; a place on it is
`t = direction . p` with the direction a quarter turn from the normal. Segments come from the line
segment detector of R. Grompone von Gioi et al., "LSD: a Line Segment Detector", IPOL 2 (2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import FloatArray, Gray, Image

MAX_SEGMENTS = 400
MAX_LINES = 64
# Planks, stripes and barcodes are many parallels; they must not crowd out a card's few sides.
FAMILIES = 18
MAX_PARALLEL = 16
TEXT_THRESHOLD = 0.3
MIN_SEGMENT_PX = 14.0
STRAIGHTNESS_PX = 2.5
STEP_PX = 2.0
# A frame border stands for a side that the photo does not show: neither proven nor disproven.
FRAME_EVIDENCE = 0.5
MIN_CONTRAST = 1.5


@dataclass(frozen=True, slots=True)
class Lines:
    """`L` lines, the last four of them the frame's borders (left, top, right, bottom).

    `normals` (L, 2) and `offsets` (L,) float32; `evidence` (3, L, T + 1) float32 are running sums along
    each line of the edge evidence (rising, falling, either) and `inside` (L, T + 1) of the samples that
    lie in the image; the samples begin at `t = -reach` and are STEP_PX apart.
    """

    normals: FloatArray
    offsets: FloatArray
    evidence: FloatArray
    inside: FloatArray
    reach: float


def gradient_of(image: Image) -> FloatArray:
    """Return `(H, W, 2)` float32: the largest gradient among the Lab channels, in grey levels a pixel."""
    lab = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_BGR2Lab), (0, 0), 1.0)
    best = np.zeros((*image.shape[:2], 2), np.float32)
    largest: FloatArray = np.zeros(image.shape[:2], np.float32)
    for channel in cv2.split(lab):
        dx = cv2.Scharr(channel, cv2.CV_32F, 1, 0, scale=1 / 32)
        dy = cv2.Scharr(channel, cv2.CV_32F, 0, 1, scale=1 / 32)
        size = cv2.magnitude(dx, dy)
        cv2.copyTo(cv2.merge([dx, dy]), cv2.compare(size, largest, cv2.CMP_GT), best)
        largest = np.maximum(size, largest)
    return best


def find_lines(image: Image, gradient: FloatArray, text: FloatArray) -> Lines:
    """Return the lines of `image`, given its gradient and `(H, W)` text probability."""
    height, width = image.shape[:2]
    segments = _segments(image, text)
    normals, offsets = _merge(segments - np.array([(width - 1) / 2, (height - 1) / 2], np.float32))
    frame = np.array([[1, 0], [0, 1], [1, 0], [0, 1]], np.float32)
    normals = np.concatenate([normals, frame])
    offsets = np.concatenate([offsets, np.array([-width, -height, width, height], np.float32) / 2])
    return _with_evidence(normals, offsets, gradient)


def _segments(image: Image, text: FloatArray) -> FloatArray:
    """Return `(N, 2, 2)` end points, longest first; strokes of text are left out."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    half = np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    segments: FloatArray = np.concatenate([_detect(grey), _detect(half) * 2 + np.float32(0.5)])
    lengths = np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1)
    places = np.concatenate([segments, segments.mean(axis=1, keepdims=True)], axis=1)
    column, row = np.round(places).astype(int).transpose(2, 0, 1)
    printed = cv2.dilate(text, np.ones((5, 5), np.uint8)) > TEXT_THRESHOLD
    on_text = printed[row.clip(0, text.shape[0] - 1), column.clip(0, text.shape[1] - 1)].all(axis=1)
    kept = (lengths >= MIN_SEGMENT_PX) & ~on_text
    longest = np.argsort(-lengths[kept], kind="stable")[:MAX_SEGMENTS]
    return np.asarray(segments[kept][longest], np.float32)


def _detect(grey: Gray) -> FloatArray:
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(grey)[0]
    return (
        np.zeros((0, 2, 2), np.float32) if found is None else np.asarray(found, np.float32).reshape(-1, 2, 2)
    )


def _merge(segments: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Join collinear segments into at most MAX_LINES lines, those of the greatest total length first."""
    lengths = np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1)
    along = (segments[:, 1] - segments[:, 0]) / np.maximum(lengths, 1e-6)[:, None]
    seeds = np.stack([-along[:, 1], along[:, 0]], axis=1)
    collinear = _distance(segments, seeds.T, (seeds * segments[:, 0]).sum(axis=1)) < STRAIGHTNESS_PX
    remaining = lengths.copy()
    family = ((np.arctan2(seeds[:, 1], seeds[:, 0]) % np.pi) * FAMILIES / np.pi).astype(int) % FAMILIES
    members = np.zeros(FAMILIES, int)
    normals, offsets = np.zeros((0, 2), np.float32), np.zeros(0, np.float32)
    while len(offsets) < MAX_LINES and remaining.any():
        seed = int(np.argmax((remaining @ collinear) * (remaining > 0)))
        unused = remaining.copy()
        members[family[seed]] += 1
        if members[family[seed]] == MAX_PARALLEL:
            remaining[family == family[seed]] = 0
        normal, offset = _line_through(segments[collinear[:, seed] & (unused > 0)])
        near = _distance(segments, normal[:, None], offset[None])[:, 0] < STRAIGHTNESS_PX
        remaining[near | collinear[:, seed]] = 0
        normals, offsets = np.concatenate([normals, normal[None]]), np.concatenate([offsets, offset[None]])
    return normals, offsets


def _distance(segments: FloatArray, normals: FloatArray, offsets: FloatArray) -> FloatArray:
    """Return `(N, K)`: how far the farther end of each segment lies from each line; `normals` is (2, K)."""
    distance: FloatArray = np.abs(segments @ normals - offsets).max(axis=1)
    return distance


def _line_through(segments: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fit a line to the ends of segments, each weighted by its length (total least squares)."""
    points = segments.reshape(-1, 2)
    weights = np.repeat(np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1), 2)[:, None]
    centre = (points * weights).sum(axis=0) / weights.sum()
    spread = (points - centre) * np.sqrt(weights)
    normal = np.linalg.eigh(spread.T @ spread)[1][:, 0].astype(np.float32)
    return normal, np.asarray(normal @ centre, np.float32)


def _with_evidence(normals: FloatArray, offsets: FloatArray, gradient: FloatArray) -> Lines:
    height, width = gradient.shape[:2]
    reach = float(np.hypot(width, height)) / 2 + STEP_PX
    places = np.arange(-reach, reach, STEP_PX, dtype=np.float32)
    directions = np.stack([-normals[:, 1], normals[:, 0]], axis=1)
    on_line = offsets[:, None] * normals
    points = on_line[:, None] + places[None, :, None] * directions[:, None]
    points += np.array([(width - 1) / 2, (height - 1) / 2], np.float32)
    rising, falling = _sampled(points, normals, gradient)
    inside = np.all((points > -1) & (points < [width, height]), axis=2)
    evidence = np.stack([rising, falling, np.maximum(rising, falling)]) * inside
    evidence[:, -4:] = FRAME_EVIDENCE * inside[-4:]
    return Lines(normals, offsets, _running(evidence), _running(inside.astype(np.float32)), reach)


def _sampled(points: FloatArray, normals: FloatArray, gradient: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how much of an edge there is at `points` (L, T, 2): `(L, T)` each, in [0, 1]."""
    strength = np.hypot(gradient[..., 0], gradient[..., 1])
    floor = max(MIN_CONTRAST, float(np.median(strength[::4, ::4])))
    rising = np.zeros(points.shape[:2], np.float32)
    falling = rising.copy()
    for shift in (-1.5, 0.0, 1.5):
        place = points + np.float32(shift) * normals[:, None]
        found = cv2.remap(gradient, place[..., 0], place[..., 1], cv2.INTER_LINEAR)
        across = (found * normals[:, None]).sum(axis=2)
        aligned = np.abs(across) > 0.85 * np.hypot(found[..., 0], found[..., 1])
        across = np.where(aligned, across / floor, 0).astype(np.float32)
        rising = np.maximum(rising, across.clip(0, 1))
        falling = np.maximum(falling, (-across).clip(0, 1))
    return rising, falling


def _running(values: NDArray[np.float32]) -> FloatArray:
    zero = np.zeros((*values.shape[:-1], 1), np.float32)
    sums: FloatArray = np.concatenate([zero, np.cumsum(values, axis=-1, dtype=np.float32)], axis=-1)
    return sums
