"""What a document is part of and how it lies: the book of a passport page, folds and curled paper."""

from __future__ import annotations

import cv2
import numpy as np

from idvision.types import Image
from training.synth.light import low_noise
from training.synth.raster import Flat
from training.synth.types import NOT_A_DOCUMENT, Document, Plane

Rng = np.random.Generator
# A passport page or a visa; anything smaller is a card.
_BOOK_PAGE_MM = (110.0, 135.0)


def _field(rng: Rng, document: Document) -> Plane:
    """Return the light that a sheet that is not quite flat catches, about 1, at a low resolution."""
    small = (48, 64)
    y, x = np.mgrid[0:1:48j, 0:1:64j].astype(np.float32)
    bend = 0.10 * (low_noise(rng, small, 2) - 0.5)
    if rng.random() < 0.35:  # one side curls up
        along = x if rng.random() < 0.5 else y
        along = along if rng.random() < 0.5 else 1 - along
        bend = bend - rng.uniform(0.05, 0.2) * np.clip(along - 0.75, 0, 1) / 0.25 * rng.choice([-0.6, 1.0])
    if document.type == NOT_A_DOCUMENT and rng.random() < 0.4:  # folded once or twice, and opened again
        along = y if document.size_mm[1] > document.size_mm[0] else x
        parts = int(rng.integers(2, 4))
        tone = rng.uniform(-0.05, 0.05, parts).astype(np.float32)
        place = along * parts
        crease = np.abs(place - np.rint(place)) * (np.rint(place) % parts != 0) + 9 * (
            np.rint(place) % parts == 0
        )
        bend = bend + tone[np.minimum(place.astype(int), parts - 1)] - 0.07 * np.exp(-((crease / 0.03) ** 2))
    return np.asarray(1 + bend, dtype=np.float32)


def printed_on(rng: Rng, document: Document) -> Image:
    """Return the document's picture with the shading of what it is printed on; cards stay as they are."""
    if document.gloss > 0.3:
        return document.picture
    height, width = document.picture.shape[:2]
    field = cv2.resize(_field(rng, document), (width, height), interpolation=cv2.INTER_LINEAR)
    if is_book_page(document):
        # The page bends down into the spine.
        depth = np.clip(1 - np.arange(height, dtype=np.float32) / (height * rng.uniform(0.05, 0.14)), 0, 1)
        field = field * (1 - rng.uniform(0.1, 0.4) * depth[:, None] ** 2)
    return np.asarray(cv2.multiply(document.picture, cv2.merge([field] * 3), dtype=cv2.CV_8U), dtype=np.uint8)


def is_book_page(document: Document) -> bool:
    """Tell whether the document is the data page of a booklet."""
    low, high = _BOOK_PAGE_MM
    return document.side == "page" and document.type != NOT_A_DOCUMENT and low < document.size_mm[0] < high


def _other_page(rng: Rng, document: Document) -> Image:
    """Return the page on the other side of the spine: its paper, faint print, the shade of the fold."""
    height, width = (int(n * 3) for n in document.size_mm[::-1])
    paper = np.percentile(document.picture[::6, ::6].reshape(-1, 3), 80, axis=0)
    level = 1 + 0.06 * (low_noise(rng, (height, width), 5) - 0.5)
    y = np.arange(height, dtype=np.float32)[:, None] / height
    level = level - rng.uniform(0.15, 0.5) * np.clip((y - 0.86) / 0.14, 0, 1) ** 2
    wave = np.sin(y * rng.uniform(60, 200) + 6 * low_noise(rng, (height, width), 4)) * rng.uniform(0, 0.03)
    picture = np.clip((level + wave)[..., None] * paper, 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(0, 7))):
        x0, y0 = int(rng.uniform(0.08, 0.6) * width), int(rng.uniform(0.1, 0.8) * height)
        ink = (paper * rng.uniform(0.3, 0.7)).tolist()
        text = "NOTES / VISAS" if rng.random() < 0.5 else "This page is reserved for endorsements"
        cv2.putText(
            picture, text, (x0, y0), cv2.FONT_HERSHEY_SIMPLEX, rng.uniform(0.25, 0.5), ink, 1, cv2.LINE_AA
        )
    return picture


def draw_mounts(rng: Rng, document: Document, flat: Flat) -> tuple[Flat, ...]:
    """Return what lies under a document that is a page of a booklet: the cover and the page beside it."""
    if not is_book_page(document) or rng.random() < 0.35:
        return ()
    width, height = flat.size_mm
    turn = np.deg2rad(flat.turn_deg)
    up = np.array([np.sin(turn), -np.cos(turn)])
    rim = rng.uniform(1.2, 3.0)
    middle = np.asarray(flat.at_mm) + up * height / 2
    cover = np.empty((64, 64, 3), np.uint8)
    tone = rng.uniform(0.1, 0.45) * 255
    cover[:] = np.clip(tone + rng.normal(0, 28, 3), 5, 200)
    spread = (width + 2 * rim, 2 * height + 2 * rim)
    full = np.full((64, 64), 255, np.uint8)
    under = Flat(cover, full, spread, (float(middle[0]), float(middle[1])), flat.turn_deg, 1.6, 0.1)
    at = np.asarray(flat.at_mm) + up * height
    page = _other_page(rng, document)
    outline = np.full(page.shape[:2], 255, np.uint8)
    return under, Flat(page, outline, flat.size_mm, (float(at[0]), float(at[1])), flat.turn_deg, 0.3, 0.1)
