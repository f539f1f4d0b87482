"""What to tell the person at the camera before the photo is taken: camera frame -> `Preview`.

    locate -> rectify -> assess -> decide, without a word of text read

A frame that passes is worth a full `idvision.analyze`; what only the print tells (the wrong document, an
expired one, a letter instead of a card) is judged there.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from idvision.api import default_models
from idvision.decode_header import MIN_SHORT_SIDE_PX
from idvision.detail import WORKING_WH
from idvision.errors import ImageTooLargeError, ImageTooSmallError, InvalidFrameError
from idvision.geometry import as_quad, frame_quad, homography_from_quad
from idvision.models import Models
from idvision.quality import measure
from idvision.rectify import long_side_first, warp
from idvision.types import Detection, Image, Options, Quad, QuadArray, Quality, Verdict
from idvision.verdict import decide_photo, decide_quality


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """A card in a frame: its outline from the corner nearest the frame's top left, and how it is shown."""

    quad: Quad
    score: float
    quality: Quality
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Preview:
    """What one frame shows; `verdict.prompt` is what the person should do next."""

    cards: tuple[PreviewCard, ...]
    verdict: Verdict


def preview(frame: Image, models: Models | None = None, options: Options | None = None) -> Preview:
    """Find the cards in a camera frame and judge how they are shown.

    Args:
        frame: `(H, W, 3)` uint8, blue-green-red, upright; it is not changed.
        models: from `load_models`; without it those that `analyze` shares.
        options: `limits`, `max_cards` and `max_pixels` count here; one kiosk, one card: `max_cards=1`.

    Raises:
        InvalidFrameError: anything but such an array.
        ImageTooSmallError: a side under 15 pixels.
        ImageTooLargeError: more than `options.max_pixels` pixels.
        ModelError: weights are missing or altered.

    Safe to call from several threads at once.
    """
    models, options = models or default_models(), options or Options()
    _check(frame, options.max_pixels)
    cards = tuple(_card(frame, found, models, options) for found in models.locate_roughly(frame))
    return Preview(cards, decide_photo(cards, options))


def card_image(frame: Image, long_first: QuadArray) -> Image:
    """Straighten a card to the size that the assessor works at.

    Without the step of `rectify` in between, and linearly: a fifth of the time.
    """
    return warp(
        frame, homography_from_quad(long_first, frame_quad(*WORKING_WH)), WORKING_WH, cv2.INTER_LINEAR
    )


def _check(frame: Image, max_pixels: int) -> None:
    if not isinstance(frame, np.ndarray) or frame.ndim != 3 or frame.shape[2] != 3 or frame.dtype != np.uint8:
        seen = f"{frame.shape} {frame.dtype}" if isinstance(frame, np.ndarray) else type(frame).__name__
        raise InvalidFrameError(f"expected an array (H, W, 3) uint8, got {seen}")
    height, width = frame.shape[:2]
    if min(height, width) < MIN_SHORT_SIDE_PX:
        raise ImageTooSmallError(min(height, width), MIN_SHORT_SIDE_PX)
    if height * width > max_pixels:
        raise ImageTooLargeError(height * width, max_pixels)


def _card(frame: Image, found: Detection, models: Models, options: Options) -> PreviewCard:
    long_first, _ = long_side_first(as_quad(found.quad))
    image = card_image(frame, long_first)
    maps = models.assess(image).maps
    quality = measure(image, maps, long_first, frame.shape[:2], {})
    return PreviewCard(found.quad, found.score, quality, decide_quality(quality, options.limits))
