"""Cut documents out of written pictures, straightened, with the maps of what spoils them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from idvision.detail import GRID_WH
from idvision.geometry import (
    as_quad,
    frame_quad,
    homography_from_quad,
    intersection_area,
    is_convex,
    order_quad,
    quad_area,
)
from idvision.rectify import CARD_HEIGHT_PX, long_side_first, warp
from idvision.types import DefectMaps, Homography, Image, QuadArray
from training.synth.dataset import read_dataset
from training.synth.truth import Maps, Sample, TrueDocument
from training.synth.types import NOT_A_DOCUMENT, Plane

CLIPPED_LEVEL = 245
"""From this level of its darkest colour on, a pixel shows no print any more."""
MIN_CLIPPING_GLARE = 0.25
_PLACES_TRIED = 8
_EMPTY_SHARE = 0.05
HALF_GLARE_RATIO = 2.0
"""The reflection, over the light of the paper, that `DefectMaps` calls a glare of one half."""
HALF_BLUR_PX = 4.0
"""The smear, in pixels of a card image 720 px high, that `DefectMaps` calls a blur of one half."""


@dataclass(frozen=True, slots=True, eq=False)
class CardCrop:
    """A straightened document.

    Attributes:
        picture: `(H, W, 3)` uint8 BGR, upright.
        blur: `(H, W)` float32, standard deviation of the smear in *card* pixels: that in the photo, times how
            much the warp magnifies there.
        glare: `(H, W)` float32 in [0, 1], share of the light that is a reflection.
        occlusion: `(H, W)` float32 in [0, 1]; 1 where the card lies outside the photo.
        card_from_photo: homography from photo pixels to card pixels.
        document: what it is.
    """

    picture: Image
    blur: Plane
    glare: Plane
    occlusion: Plane
    card_from_photo: Homography
    document: TrueDocument


def card_crops(folder: Path, size_wh: tuple[int, int]) -> Iterator[CardCrop]:
    """Yield every document of every picture in `folder`, straightened to `size_wh`."""
    for sample in read_dataset(folder):
        for index in range(len(sample.truth.documents)):
            yield rectified(sample, index, size_wh)


def rectified(
    sample: Sample, document_index: int, size_wh: tuple[int, int], quad: QuadArray | None = None
) -> CardCrop:
    """Straighten one document of a picture by the engine's own warp.

    Args:
        sample: the picture.
        document_index: which of its documents.
        size_wh: width and height of the crop in pixels.
        quad: corners in photo pixels to cut along instead of the true ones, as a locator errs.
    """
    document = sample.truth.documents[document_index]
    corners = document.quad if quad is None else as_quad(quad)
    card_from_photo = homography_from_quad(corners, frame_quad(*size_wh))
    picture = warp(sample.picture(), card_from_photo, size_wh)
    maps = _warped_maps(sample, sample.maps(), card_from_photo, size_wh)
    magnified = (maps.blur * _magnification(card_from_photo, size_wh)).astype(np.float32)
    return CardCrop(picture, magnified, maps.glare, maps.occlusion, card_from_photo, document)


def true_maps(sample: Sample, document_index: int, quad: QuadArray) -> DefectMaps:
    """Return what the assessor should say of a document cut along `quad`, on the engine's grid."""
    crop = rectified(sample, document_index, GRID_WH, quad)
    smear = crop.blur * (CARD_HEIGHT_PX / GRID_WH[1])
    blur = (smear**2 / (smear**2 + HALF_BLUR_PX**2)).astype(np.float32)
    glare = _warped_maps(sample, spoiling_maps(sample), crop.card_from_photo, GRID_WH).glare
    return DefectMaps(blur, glare, crop.occlusion)


def spoiling_maps(sample: Sample) -> Maps:
    """Return the maps of a picture, `glare` being how much print it hides and not how much light it is."""
    maps = sample.maps()
    return replace(maps, glare=washed_out(sample.picture(), maps.glare))


def washed_out(photo: Image, glare: Plane) -> Plane:
    """Return how much of the print a reflection hides.

    A veil as bright as the paper is evened out by the camera's exposure and hides little; what the sensor
    clips is gone, however weak the reflection that brought it there.

    Args:
        photo: `(H, W, 3)` uint8 BGR.
        glare: `(h, w)` float32 in [0, 1], share of the light that is a reflection, of the same view.

    Returns:
        `(h, w)` float32 in [0, 1].
    """
    ratio = glare / np.maximum(1 - glare, 1e-3)
    veiled = ratio**2 / (ratio**2 + HALF_GLARE_RATIO**2)
    reduced = cv2.resize(photo, glare.shape[::-1], interpolation=cv2.INTER_AREA)
    white = (reduced.min(axis=2) >= CLIPPED_LEVEL).astype(np.uint8)
    # Strokes darker than the paper stay as holes in the white, and cannot be read in it.
    size = max(3, round(0.012 * max(glare.shape)))
    closed = cv2.morphologyEx(white, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    clipped = (closed > 0) & (glare > MIN_CLIPPING_GLARE)
    return np.maximum(veiled, clipped).astype(np.float32)


def empty_place(sample: Sample, rng: np.random.Generator) -> QuadArray | None:
    """Return a quad of the photo, in the shape of a card, on which no document lies."""
    size = np.array([sample.truth.width, sample.truth.height], np.float64)
    for _ in range(_PLACES_TRIED):
        width = rng.uniform(0.2, 0.7) * size.min()
        shape = np.array([[-0.5, -0.32], [0.5, -0.32], [0.5, 0.32], [-0.5, 0.32]]) * width
        angle = rng.uniform(0, 2 * np.pi)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        quad = long_side_first(order_quad(shape @ turn.T + rng.uniform(0.25, 0.75, 2) * size))[0]
        shared = sum(intersection_area(quad, document.quad) for document in sample.truth.documents)
        if is_convex(quad) and shared < _EMPTY_SHARE * quad_area(quad):
            return quad
    return None


def has_upright(document: TrueDocument) -> bool:
    """Tell whether the document has a right side up: a blank sheet of no kind has none."""
    return document.type != NOT_A_DOCUMENT or bool(document.lines)


def photo_from_maps(sample: Sample) -> Homography:
    """Return the homography from pixels of a sample's maps to those of its picture, twice as large."""
    height, width = sample.maps().blur.shape
    across, down = sample.truth.width / width, sample.truth.height / height
    return np.array([[across, 0, 0.5 * across - 0.5], [0, down, 0.5 * down - 0.5], [0, 0, 1]])


def _warped_maps(sample: Sample, maps: Maps, card_from_photo: Homography, size_wh: tuple[int, int]) -> Maps:
    matrix = card_from_photo @ photo_from_maps(sample)

    def warped(plane: Plane, border: int, value: float = 0.0) -> Plane:
        turned = cv2.warpPerspective(plane, matrix, size_wh, borderMode=border, borderValue=(value,) * 4)
        return np.asarray(turned, np.float32)

    return Maps(
        blur=warped(maps.blur, cv2.BORDER_REPLICATE),
        glare=warped(maps.glare, cv2.BORDER_CONSTANT),
        occlusion=warped(maps.occlusion, cv2.BORDER_CONSTANT, 1.0),
    )


def _magnification(card_from_photo: Homography, size_wh: tuple[int, int]) -> Plane:
    """Return how many card pixels long one photo pixel is, `(H, W)`, the geometric mean of directions."""
    photo_from_card = np.linalg.inv(card_from_photo)
    x, y = np.meshgrid(np.arange(size_wh[0]), np.arange(size_wh[1]))
    depth = photo_from_card[2, 0] * x + photo_from_card[2, 1] * y + photo_from_card[2, 2]
    # The determinant of a homography's Jacobian is its own determinant over the cube of the depth.
    area = np.abs(np.linalg.det(photo_from_card) / depth**3)
    return np.asarray(1 / np.sqrt(np.maximum(area, 1e-9)), np.float32)
