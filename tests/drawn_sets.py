"""Tiny drawn sets for the tests of the benchmarks: pages of noise with stated places and defects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from idvision.geometry import frame_quad, project
from training.synth.dataset import Run, write_dataset
from training.synth.types import Attack, Document, Placed, Scene, TextLine

PAGE_WH = (320, 200)
PHOTO_WH = (480, 360)
NAME_BOX = (20, 20, 120, 40)
NUMBER_BOX = (20, 160, 220, 180)
FIELDS = {"name": "林小舟", "id_number": "990101200001011234"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a picture: what it is, where its top left lies, how it is turned."""

    type: str = "chn_resident_id"
    side: str = "front"
    at: tuple[float, float] = (80.0, 80.0)
    half_turn: bool = False
    visible: float = 1.0
    attack: Attack = "none"


@dataclass(frozen=True, slots=True)
class Picture:
    """Pages on green, and a box (x0, y0, x1, y1) of the photo that is covered, with glare, or smeared."""

    pages: tuple[Page, ...] = ()
    covered: tuple[int, int, int, int] | None = None
    glare: tuple[int, int, int, int] | None = None
    smear_px: float = 0.5


def write_pictures(folder: Path, pictures: tuple[Picture, ...]) -> Path:
    """Write the pictures as a drawn set and return its folder."""
    coming = iter(pictures)
    write_dataset(folder, Run(seed=3), len(pictures), draw=lambda rng, _split: _scene(next(coming), rng))
    return folder


def _scene(picture: Picture, rng: np.random.Generator) -> Scene:
    image = np.full((*PHOTO_WH[::-1], 3), (40, 90, 40), np.uint8)
    placed = []
    for page in picture.pages:
        one = _placed(page, rng)
        warped = cv2.warpPerspective(one.document.picture, one.photo_from_page, PHOTO_WH)
        image = np.where(warped > 0, warped, image)
        placed.append(one)
    blur = np.full(PHOTO_WH[::-1], picture.smear_px, np.float32)
    return Scene(image, tuple(placed), blur, _plane(picture.glare), _plane(picture.covered))


def _placed(page: Page, rng: np.random.Generator) -> Placed:
    width, height = PAGE_WH
    noise = rng.integers(1, 256, (height // 10, width // 10, 3), np.uint8)
    document = Document(
        picture=np.asarray(cv2.resize(noise, PAGE_WH, interpolation=cv2.INTER_NEAREST), np.uint8),
        outline=np.full((height, width), 255, np.uint8),
        size_mm=(85.6, 53.98),
        type=page.type,
        side=page.side,
        fields=dict(FIELDS),
        lines=(_line("name", NAME_BOX), _line("id_number", NUMBER_BOX)),
        attack=page.attack,
    )
    left, top = page.at
    matrix = np.array([[1.0, 0, left], [0, 1, top], [0, 0, 1]])
    if page.half_turn:
        matrix = matrix @ np.array([[-1.0, 0, width - 1], [0, -1, height - 1], [0, 0, 1]])
    quad = project(matrix, frame_quad(width, height))
    return Placed(document, matrix, quad, page.visible, (True, True, True, True))


def _line(field: str, box: tuple[int, int, int, int]) -> TextLine:
    x0, y0, x1, y1 = box
    return TextLine(FIELDS[field], np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32), field)


def _plane(box: tuple[int, int, int, int] | None) -> np.ndarray:
    plane = np.zeros(PHOTO_WH[::-1], np.float32)
    if box is not None:
        x0, y0, x1, y1 = box
        plane[y0:y1, x0:x1] = 1
    return plane
