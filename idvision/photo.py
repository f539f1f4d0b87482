"""A photo at the scale that is needed: small to find the cards, larger only as far as they ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from idvision.decode import Header, decode, photo_from_reduced
from idvision.geometry import project
from idvision.rectify import CARD_HEIGHT_PX, sufficient_reduction
from idvision.types import Homography, Image, QuadArray


@dataclass(frozen=True, slots=True)
class Photo:
    """The upright picture at 1/`reduction` scale, and the way from its pixels to those of the full photo."""

    header: Header
    image: Image
    photo_from_image: Homography
    reduction: int


def open_photo(data: bytes, header: Header, reduction: int) -> Photo:
    """Decode the photo at 1/`reduction` scale."""
    image = decode(data, header, reduction)
    return Photo(header, image, photo_from_reduced(header, reduction), reduction)


def with_detail(
    photo: Photo, data: bytes, quads: Sequence[QuadArray], height_px: int = CARD_HEIGHT_PX
) -> Photo:
    """Return the photo at the scale that card images so high need; often it is at hand.

    `quads` are the cards in photo pixels.
    """
    needed = min(
        (sufficient_reduction(quad, photo.reduction, height_px) for quad in quads), default=photo.reduction
    )
    return photo if needed == photo.reduction else open_photo(data, photo.header, needed)


def to_image(photo: Photo, quad: QuadArray) -> QuadArray:
    """Carry a quad from pixels of the full photo to those of `photo.image`."""
    return project(np.linalg.inv(photo.photo_from_image).astype(np.float64), quad)
