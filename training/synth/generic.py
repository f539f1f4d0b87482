"""Identity-like cards and pages of endless layouts, so that a locator learns documents, not a design."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from idvision.types import Image
from training.synth import art, words
from training.synth.blocks import (
    Card,
    Theme,
    band,
    field_block,
    figure,
    fitted,
    headline,
    microprint,
    new_card,
    photo,
    table,
)
from training.synth.chance import chance, ink, of_split, pick, pick_weighted, random_digits
from training.synth.types import Document, Split

_ID1, _ID2, _ID3 = (85.6, 53.98), (105.0, 74.0), (125.0, 88.0)
_FORMATS: dict[str, float] = {"id1": 62, "id1_upright": 13, "id2": 7, "id3": 6, "odd": 10, "odd_upright": 2}
_TONES: dict[str, float] = {"light": 66, "white": 14, "dark": 10, "vivid": 10}


def _size_mm(rng: np.random.Generator) -> tuple[float, float]:
    kind = pick_weighted(rng, _FORMATS)
    if kind.startswith("odd"):
        width = float(rng.uniform(70, 125))
        size = (width, width / float(rng.uniform(1.2, 1.9)))
    else:
        size = {"id1": _ID1, "id1_upright": _ID1, "id2": _ID2, "id3": _ID3}[kind]
    return (size[1], size[0]) if kind.endswith("upright") else size


def _ground(rng: np.random.Generator, split: Split, shape_hw: tuple[int, int], tone: str) -> Image:
    if tone == "white":
        page = np.full((*shape_hw, 3), int(rng.integers(236, 256)), np.uint8)
        if chance(rng, 0.4):
            page = art.tint(
                page, art.pattern(rng, split, shape_hw), ink(rng, split), float(rng.uniform(0.03, 0.12))
            )
        return page
    lightness = {"light": (0.82, 0.97), "dark": (0.1, 0.32), "vivid": (0.45, 0.75)}[tone]
    return art.ground(rng, split, shape_hw, lightness)


def _holder(card: Card) -> None:
    """Portrait at one side, captions and values beside it, a headline above."""
    rng, (w, h) = card.rng, card.size_mm
    top = headline(card, (3, 2.5, w - 3, h * float(rng.uniform(0.16, 0.24))))
    foot = h - (float(rng.uniform(5, 11)) if chance(rng, 0.5) else 3)
    photo_h = (foot - top - 2) * float(rng.uniform(0.6, 1.0))
    photo_w = min(photo_h * float(rng.uniform(0.72, 0.85)), 0.42 * w)
    photo_h = min(photo_h, 1.35 * photo_w)
    left = chance(rng, 0.65)
    x = 3.0 if left else w - 3 - photo_w
    y = top + 1 + (foot - top - 2 - photo_h) * float(rng.uniform(0, 0.6))
    photo(card, (x, y, x + photo_w, y + photo_h))
    text = (x + photo_w + 2.5, top + 1, w - 3, foot) if left else (3, top + 1, x - 2.5, foot)
    field_block(card, text, 1 if text[2] - text[0] < 40 else int(rng.integers(1, 3)))
    if foot < h - 4:
        _foot(card, (3, foot + 0.5, w - 3, h - 2))
    _ornaments(card, text)


def _centred(card: Card) -> None:
    """An upright badge: mark, portrait in the middle, the name below."""
    rng, (w, h) = card.rng, card.size_mm
    top = headline(card, (3, 2, w - 3, h * 0.2))
    photo_h = h * float(rng.uniform(0.26, 0.4))
    photo_w = min(photo_h * float(rng.uniform(0.7, 0.9)), w * 0.6)
    photo(card, ((w - photo_w) / 2, top + 1, (w + photo_w) / 2, top + 1 + photo_h))
    y = top + photo_h + 1 + h * 0.07
    name = words.person(rng, card.theme.writing)
    card.centred((w / 2, y), name, fitted(card, name, card.theme.value.sized(h * 0.05), w * 0.9))
    for _ in range(int(rng.integers(1, 4))):
        y += h * 0.055
        line = words.value(rng, card.theme.writing)
        card.centred((w / 2, y), line, fitted(card, line, card.theme.caption.sized(h * 0.034), w * 0.9))
    if y < h * 0.85:
        _foot(card, (w * 0.1, max(y + h * 0.04, h * 0.84), w * 0.9, h - 2.5))


def _member(card: Card) -> None:
    """No portrait: a large mark, a number, a name, perhaps a chip."""
    rng, (w, h) = card.rng, card.size_mm
    size = h * float(rng.uniform(0.16, 0.3))
    figure(card, art.emblem(rng, card.px(size), card.split, card.theme.accent), (4, 4))
    if chance(rng, 0.6):
        at = (6 + size, 4 + size / 2 + 2)
        name = words.organisation(rng, card.theme.writing)
        card.text(at, name, fitted(card, name, card.theme.title.sized(h * 0.09), w - 10 - size))
    y = h * float(rng.uniform(0.66, 0.76))
    if chance(rng, 0.35):
        figure(card, art.chip(rng, card.px(h * 0.2)), (w * 0.1, y - h * 0.33))
    number, name = words.number(rng), words.person(rng, card.theme.writing)
    large = card.theme.value.sized(h * float(rng.uniform(0.08, 0.13)))
    card.text((5, y), number, fitted(card, number, large, w - 10))
    card.text((5, y + h * 0.13), name, fitted(card, name, card.theme.value.sized(h * 0.075), w * 0.5))
    if chance(rng, 0.5):
        issued = words.date(rng)
        of_ink = fitted(card, issued, card.theme.caption.sized(h * 0.06), w * 0.36)
        card.text((w * 0.6, y + h * 0.13), issued, of_ink)
    if chance(rng, 0.3):
        code = art.qr_like(rng, card.px(h * 0.3))
        figure(card, code, (w - 4 - h * 0.3, h * float(rng.uniform(0.06, 0.2))))


def _reverse(card: Card) -> None:
    """The back: a stripe, codes, small print, a table of classes."""
    rng, (w, h) = card.rng, card.size_mm
    y = 3.0
    if chance(rng, 0.4):
        y = h * float(rng.uniform(0.05, 0.1))
        band(card, (0, y, w, y + h * 0.2), pick(rng, ((24, 24, 28), (52, 38, 30), (40, 40, 44))))
        y += h * 0.24
    if chance(rng, 0.4):
        panel_w = w * float(rng.uniform(0.45, 0.7))
        band(card, (4, y, 4 + panel_w, y + h * 0.15), (240, 240, 236))
        figure(card, art.signature(rng, card.px(panel_w * 0.7), card.px(h * 0.14)), (6, y))
        card.text((6 + panel_w, y + h * 0.1), words.number(rng), card.theme.value.sized(h * 0.06))
        y += h * 0.2
    kind = pick(rng, of_split(range(4), card.split))
    rest = (4, y, w - 4, h - 3)
    if kind == 0:
        table(card, rest, int(rng.integers(4, 10)), int(rng.integers(3, 6)))
    elif kind == 1:
        code = art.pdf417_like(rng, (card.px(w - 10), card.px(min(h * 0.3, h - 4 - y))))
        figure(card, code, (5, y))
        microprint(card, (4, y + h * 0.34, w - 4, h - 2))
    elif kind == 2:
        field_block(card, rest, 2)
    else:
        microprint(card, (4, y, w * float(rng.uniform(0.6, 0.95)), h - h * 0.2))
        _foot(card, (4, h * 0.82, w - 4, h - 2))


def _blank(card: Card) -> None:
    """Almost nothing: a mark, a line or a number."""
    rng, (w, h) = card.rng, card.size_mm
    if chance(rng, 0.6):
        size = h * float(rng.uniform(0.12, 0.4))
        at = (float(rng.uniform(0.05, 0.7)) * w, float(rng.uniform(0.05, 0.5)) * h)
        figure(card, art.emblem(rng, card.px(size), card.split, card.theme.accent), at)
    if chance(rng, 0.7):
        at = (float(rng.uniform(0.05, 0.5)) * w, float(rng.uniform(0.7, 0.93)) * h)
        card.text(at, words.number(rng), card.theme.value.sized(h * float(rng.uniform(0.04, 0.1))))
    if chance(rng, 0.3):
        figure(card, art.chip(rng, card.px(12)), (w * 0.1, h * 0.35))


def _pictorial(card: Card) -> None:
    """A card covered by large flat shapes or a picture, as transport and gift cards are."""
    rng, (w, h) = card.rng, card.size_mm
    shape = (card.sheet.picture.height, card.sheet.picture.width)
    page = art.rainbow(rng, card.split, shape, (0.2, 0.85))
    for _ in range(int(rng.integers(1, 4))):
        mask = np.zeros(shape, np.uint8)
        corners = rng.uniform(-0.3, 1.3, (int(rng.integers(3, 6)), 2)) * np.array(shape[::-1])
        cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        art.paste(
            page, art.flat_figure(mask, ink(rng, card.split, 0.2, 0.9)), 0, 0, float(rng.uniform(0.3, 1))
        )
    figure(card, page, (0, 0))
    size = h * float(rng.uniform(0.1, 0.2))
    lines = (words.organisation(rng, card.theme.writing), words.number(rng))
    for line, y in zip(lines, (size * 1.2 + 3, h - 4), strict=True):
        colour = (250, 250, 250) if chance(rng, 0.7) else (20, 20, 20)
        of_ink = card.theme.inked(card.theme.title, size if y < h / 2 else h * 0.06, colour)
        card.text((4, y), line, fitted(card, line, of_ink, w - 8))


def _register(card: Card) -> None:
    """Boxes or a ruled table all over, as vaccination cards and permits have."""
    rng, (w, h) = card.rng, card.size_mm
    top = headline(card, (3, 2, w - 3, h * 0.17))
    table(card, (3, top + 1, w - 3, h - 3), int(rng.integers(4, 9)), int(rng.integers(2, 5)))
    if chance(rng, 0.5):
        size = h * float(rng.uniform(0.25, 0.4))
        figure(card, art.stamp(rng, card.px(size)), (w * float(rng.uniform(0.3, 0.75)), h * 0.5), 0.8)


def _code_card(card: Card) -> None:
    """A pass with one large matrix code and a line below it."""
    rng, (w, h) = card.rng, card.size_mm
    side = min(w, h) * float(rng.uniform(0.4, 0.65))
    figure(card, art.qr_like(rng, card.px(side)), ((w - side) / 2, h * 0.08))
    line = words.number(rng)
    card.centred((w / 2, h * 0.9), line, fitted(card, line, card.theme.value.sized(h * 0.08), w * 0.9))


def _plate(card: Card) -> None:
    """A flat sign with one large line, as number plates are."""
    rng, (w, h) = card.rng, card.size_mm
    colour = pick(rng, ((20, 60, 150), (245, 245, 240), (250, 200, 20), (20, 120, 60)))
    letters = (15, 15, 18) if sum(colour) > 400 else (250, 250, 250)
    band(card, (0, 0, w, h), colour)
    card.sheet.rectangle((h * 0.05, h * 0.05, w - h * 0.05, h * 0.95), None, letters, h * 0.03)
    text = f"{chr(65 + int(rng.integers(26)))}{random_digits(rng, 1)} {words.number(rng)[:5]}"
    line = card.theme.inked(card.theme.title, h * 0.5, letters)
    card.centred(
        (w / 2, h / 2), text, line.sized(min(h * 0.5, h * 0.5 * (w * 0.85) / card.sheet.width_mm(text, line)))
    )


def _side_band(card: Card) -> None:
    """A strongly coloured third with portrait and title, the fields in the rest."""
    rng, (w, h) = card.rng, card.size_mm
    third = w * float(rng.uniform(0.28, 0.4))
    at_left = chance(rng, 0.5)
    x0 = 0.0 if at_left else w - third
    band(card, (x0, 0, x0 + third, h), card.theme.accent_rgb)
    photo_w = third * 0.76
    photo_h = min(photo_w * 1.3, h * 0.6)
    photo(card, (x0 + third * 0.12, h * 0.08, x0 + third * 0.12 + photo_w, h * 0.08 + photo_h))
    code = art.barcode(rng, (card.px(third * 0.8), card.px(h * 0.12)))
    figure(card, code, (x0 + third * 0.1, h * 0.82))
    text = (third + 3, 4.0, w - 3, h - 4) if at_left else (3.0, 4.0, w - third - 3, h - 4)
    card.text((text[0], 4 + h * 0.08), words.title(rng, card.theme.writing), card.theme.title.sized(h * 0.09))
    field_block(card, (text[0], 6 + h * 0.1, text[2], text[3]), 1)


def _two_faces(card: Card) -> None:
    """Portrait, a ghost of it, and fields in two columns under a double headline at the bottom."""
    w, h = card.size_mm
    photo_h = h * 0.55
    photo(card, (w - 4 - photo_h * 0.78, 4, w - 4, 4 + photo_h))
    figure(card, card.portrait((card.px(photo_h * 0.3), card.px(photo_h * 0.4))), (w * 0.55, h * 0.3), 0.4)
    field_block(card, (4, 4, w * 0.53, h * 0.76), 2)
    headline(card, (3, h * 0.8, w - 3, h - 2))
    _ornaments(card, (4, 4, w * 0.6, h * 0.7))


def _foot(card: Card, box: tuple[float, float, float, float]) -> None:
    """Fill a low strip: bar code, number, signature or small print."""
    rng = card.rng
    wide, high = box[2] - box[0], max(2.0, box[3] - box[1])
    kind = int(rng.integers(4))
    if kind == 0:
        share = float(rng.uniform(0.4, 0.9))
        figure(card, art.barcode(rng, (card.px(wide * share), card.px(high))), (box[0], box[1]))
    elif kind == 1:
        card.text((box[0], box[3] - 0.5), words.number(rng), card.theme.value.sized(min(5.0, high * 0.8)))
    elif kind == 2:
        figure(card, art.signature(rng, card.px(wide * 0.4), card.px(high * 1.2)), (box[0], box[1] - 1))
    else:
        microprint(card, box)


def _ornaments(card: Card, box: tuple[float, float, float, float]) -> None:
    """Holograms, stamps, chips and signatures over the text."""
    rng = card.rng
    spots: tuple[tuple[float, Callable[[int], art.Figure], float], ...] = (
        (0.25, lambda n: art.hologram(rng, n), 12.0),
        (0.12, lambda n: art.stamp(rng, n), 18.0),
        (0.12, lambda n: art.chip(rng, n), 12.0),
        (0.2, lambda n: art.signature(rng, 2 * n, n), 9.0),
        (0.15, lambda n: art.emblem(rng, n, card.split), 11.0),
    )
    for odds, draw, size in spots:
        if chance(rng, odds):
            grown = size * float(rng.uniform(0.7, 1.3))
            x = float(rng.uniform(box[0], max(box[0] + 1, box[2] - grown)))
            y = float(rng.uniform(box[1], max(box[1] + 1, box[3] - grown)))
            figure(card, draw(card.px(grown)), (x, y), float(rng.uniform(0.5, 1)))


_Layout = Callable[[Card], None]
# Each fourth is for `bench` alone.
_FRONTS: tuple[_Layout, ...] = (
    _holder, _holder, _member, _side_band,
    _holder, _register, _holder, _two_faces,
    _holder, _pictorial, _holder, _side_band,
)  # fmt: skip
_UPRIGHTS: tuple[_Layout, ...] = (_centred, _centred, _member, _holder)
_RARE: tuple[_Layout, ...] = (_blank, _blank, _plate, _code_card)


def _pick_layout(rng: np.random.Generator, split: Split, size: tuple[float, float]) -> tuple[_Layout, str]:
    """Return a layout and the side that it shows."""
    if size[0] < size[1]:
        return pick(rng, of_split(_UPRIGHTS, split)), "front"
    if chance(rng, 0.06):
        return pick(rng, of_split(_RARE, split)), "unknown"
    if chance(rng, 0.2):
        return _reverse, "back"
    return pick(rng, of_split(_FRONTS, split)), "front"


def draw_generic(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    """Return an identity document of no declared type.

    Args:
        rng: source of chance.
        split: what may be used.
        width_px: length of its longer side in pixels.
    """
    size = _size_mm(rng)
    px_per_mm = width_px / max(size)
    shape = (round(size[1] * px_per_mm), round(size[0] * px_per_mm))
    tone = pick_weighted(rng, _TONES)
    theme = Theme.draw(rng, split, dark=tone == "dark")
    card = new_card(rng, split, _ground(rng, split, shape, tone), size, theme)
    layout, side = _pick_layout(rng, split, size)
    layout(card)
    picture = art.wear(rng, card.sheet.to_bgr())
    rounded = float(rng.choice([0.037, 0.03, 0.045, 0.0], p=[0.7, 0.1, 0.1, 0.1]))
    outline = art.card_outline(rng, shape, rounded)
    if chance(rng, 0.06):
        # The truth of the text would move with the print, so only a page without text truth is laminated.
        picture, outline = art.laminated(rng, picture, outline)
        card.sheet.lines.clear()
    return Document(
        picture,
        outline,
        size,
        "unknown",
        side,
        lines=tuple(card.sheet.lines),
        gloss=float(rng.uniform(0.25, 1)),
    )
