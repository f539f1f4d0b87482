"""Draw a result on its photo, for people: cards, fields with their values, and the verdict.

Shapes are drawn by OpenCV, letters by Pillow with the package's own font, because OpenCV draws no Han
characters. Line widths and letters grow with the photo and the card.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

import cv2
import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont

from idvision.geometry import as_quad, quad_sides
from idvision.types import Card, Decision, Field, Image, Point, Quad, Result

Colour = tuple[int, int, int]
"""Blue, green, red."""
_Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

DECISION_COLOURS: dict[Decision, Colour] = {
    Decision.ACCEPT: (60, 160, 30),
    Decision.REVIEW: (0, 140, 240),
    Decision.REJECT: (40, 40, 220),
}
FIELD_COLOUR: Colour = (200, 110, 20)
MRZ_COLOUR: Colour = (160, 40, 140)

_FONT = "assets/wqy-microhei.ttc"
_SMALLEST_LETTER_PX = 12
_LETTER_OF_CARD = 0.034
_LONGEST_LABEL = 48
_LINE_OF_PHOTO = 1 / 400


@dataclass(frozen=True, slots=True)
class _Label:
    """White text on a coloured strip whose lower left corner is `anchor`."""

    text: str
    anchor: Point
    colour: Colour
    letter_px: int


def draw_overlay(image: Image, result: Result) -> Image:
    """Return a new picture of the photo with the result drawn on it.

    `image` is the upright photo, `(H, W, 3)` uint8 blue-green-red, at the scale of the result's pixels.
    Raises ValueError when its size is not the result's.
    """
    expected = (result.image_height, result.image_width, 3)
    if image.shape != expected:
        raise ValueError(f"expected a photo of shape {expected}, got {image.shape}")
    canvas = image.copy()
    width_px = max(2, round(min(image.shape[:2]) * _LINE_OF_PHOTO))
    for card in result.cards:
        _draw_shapes(canvas, card, width_px)
    return _draw_labels(canvas, list(_labels(result)))


def _draw_shapes(canvas: Image, card: Card, width_px: int) -> None:
    """Draw on `canvas`, which is the caller's fresh copy."""
    colour = DECISION_COLOURS[card.verdict.decision]
    thin_px = max(1, width_px // 2)
    for field, field_colour in _boxed_fields(card):
        if field.quad is not None:
            _outline(canvas, field.quad, field_colour, thin_px)
    if card.portrait is not None:
        _outline(canvas, card.portrait, FIELD_COLOUR, thin_px)
    _outline(canvas, card.quad, colour, width_px)
    # The disc marks the printed top left corner: it tells which way up the card is.
    x, y = card.quad[0]
    cv2.circle(canvas, (round(x), round(y)), 4 * width_px, colour, cv2.FILLED, cv2.LINE_AA)


def _outline(canvas: Image, quad: Quad, colour: Colour, width_px: int) -> None:
    points = np.rint(as_quad(quad)).astype(np.int32)
    cv2.polylines(canvas, [points], True, colour, width_px, cv2.LINE_AA)


def _boxed_fields(card: Card) -> Iterator[tuple[Field, Colour]]:
    yield from ((field, FIELD_COLOUR) for field in card.fields)
    if card.mrz is not None:
        yield from ((field, MRZ_COLOUR) for field in card.mrz.fields)


def _labels(result: Result) -> Iterator[_Label]:
    if not result.cards:
        size = max(_SMALLEST_LETTER_PX, round(_LETTER_OF_CARD * min(result.image_width, result.image_height)))
        verdict = result.verdict
        text = " ".join([verdict.decision, *verdict.reasons])
        yield _Label(text, (0.0, 0.0), DECISION_COLOURS[verdict.decision], size)
    for card in result.cards:
        yield from _card_labels(card)


def _card_labels(card: Card) -> Iterator[_Label]:
    """Yield one label a box, which may hold several fields, and one above the card."""
    top, right, _, _ = quad_sides(as_quad(card.quad))
    size = max(_SMALLEST_LETTER_PX, round(_LETTER_OF_CARD * min(top, right)))
    boxes: dict[Quad, tuple[list[str], Colour]] = {}
    for field, colour in _boxed_fields(card):
        if field.quad is not None:
            boxes.setdefault(field.quad, ([], colour))[0].append(f"{field.name}: {field.value}")
    for quad, (texts, colour) in boxes.items():
        yield _Label(_short("  ".join(texts)), _top_left(quad), colour, size)
    verdict = card.verdict
    caption = " ".join([card.document.type, card.document.side, verdict.decision, *verdict.reasons[:3]])
    x, y = _top_left(card.quad)
    yield _Label(_short(caption), (x, y - size), DECISION_COLOURS[verdict.decision], round(1.3 * size))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def _top_left(quad: Quad) -> Point:
    return min(x for x, _ in quad), min(y for _, y in quad)


def _draw_labels(canvas: Image, labels: list[_Label]) -> Image:
    """Return a copy of `canvas` with the labels, inside the picture and beside one another."""
    picture = PIL.Image.fromarray(cv2.cvtColor(canvas, cv2.COLOR_BGR2RGB))
    pen = PIL.ImageDraw.Draw(picture)
    font_bytes = files("idvision").joinpath(_FONT).read_bytes()
    placed: list[_Rectangle] = []
    for label in labels:
        font = PIL.ImageFont.truetype(io.BytesIO(font_bytes), label.letter_px)
        wanted = _rectangle(label, font.getlength(label.text), picture.size)
        placed.append(free_place(wanted, placed))
        _draw_label(pen, label, font, placed[-1])
    return np.ascontiguousarray(cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR), dtype=np.uint8)


def _rectangle(label: _Label, text_width: float, size_wh: tuple[int, int]) -> _Rectangle:
    """Return the strip above the label's anchor, pushed inside the picture as far as it fits."""
    width, height = text_width + 6, label.letter_px + 4
    left = max(0.0, min(label.anchor[0], size_wh[0] - width))
    top = max(0.0, min(label.anchor[1] - height, size_wh[1] - height))
    return left, top, left + width, top + height


def free_place(wanted: _Rectangle, taken: Sequence[_Rectangle]) -> _Rectangle:
    """Move a rectangle up until it meets none of those taken; at the upper edge of the picture it stays."""
    left, top, right, bottom = wanted
    for other in sorted(taken, key=lambda rectangle: -rectangle[3]):
        meets = left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        if meets and other[1] >= bottom - top:
            top, bottom = other[1] - (bottom - top), other[1]
    return left, top, right, bottom


def _draw_label(
    pen: PIL.ImageDraw.ImageDraw, label: _Label, font: PIL.ImageFont.FreeTypeFont, place: _Rectangle
) -> None:
    left, top, _, bottom = place
    blue, green, red = label.colour
    pen.rectangle(place, fill=(red, green, blue))
    pen.text((left + 3, (top + bottom) / 2), label.text, font=font, fill=(255, 255, 255), anchor="lm")
