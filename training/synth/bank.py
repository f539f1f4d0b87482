"""Bank cards of banks and networks that do not exist: flat print or embossed, lying or upright."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import cv2
import numpy as np

from idvision.types import Image, QuadArray
from training.synth import art, words
from training.synth.bank_back import draw_back
from training.synth.blocks import Card, Theme, figure, fitted, new_card
from training.synth.chance import Bgr, chance, ink, of_split, pick, random_digits
from training.synth.emboss import emboss, stamp_digits
from training.synth.fonts import pick_font
from training.synth.sheet import Colour, Ink
from training.synth.types import Document, Mask, Split, TextLine

Layout = Literal["any", "lying", "upright", "back"]

_SIZE_MM = (85.6, 53.98)
# First digits of card numbers, and of those that may have 19 digits instead of 16.
_PREFIXES = ("4", "51", "55", "62", "6217", "6228", "353", "60")
_LONG = "62"
_BANKS_HAN = (
    "远山银行",
    "海角银行",
    "新禾银行",
    "云溪农村商业银行",
    "青石银行",
    "明江银行",
    "北辰银行",
    "南屏银行",
)
_BANKS_LATIN = (
    "Halden Bank",
    "Norvik",
    "Banco Arenal",
    "Quillby & Co",
    "Ostra Bank",
    "Banque Lierre",
    "Tavo",
    "Merrow",
)
_EXPIRY_LABELS = (("VALID", "GOOD", "MONTH/YEAR", "EXPIRES"), ("THRU", "END", "有效期至"))
_TONES = ((0.08, 0.3), (0.08, 0.3), (0.3, 0.6), (0.25, 0.5), (0.8, 0.96), (0.5, 0.8))


def luhn_digit(digits: str) -> str:
    """Return the digit that makes a number pass the Luhn check (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        step = int(char) * (2 if place % 2 == 0 else 1)
        total += step - 9 if step > 9 else step
    return str(-total % 10)


def card_number(rng: np.random.Generator) -> str:
    """Return a random card number of 16 or 19 digits with the right check digit."""
    head = pick(rng, _PREFIXES)
    length = 19 if head.startswith(_LONG) and chance(rng, 0.7) else 16
    body = head + random_digits(rng, length - 1 - len(head))
    return body + luhn_digit(body)


def _face(rng: np.random.Generator, split: Split, shape_hw: tuple[int, int]) -> tuple[Image, bool]:
    """Return the card's ground and whether its print must be pale."""
    lightness = pick(rng, of_split(_TONES, split))
    page = art.ground(rng, split, shape_hw, lightness)
    if chance(rng, 0.3):
        figures = art.emblem(rng, round(shape_hw[0] * float(rng.uniform(0.8, 1.6))), split)
        at = (float(rng.uniform(0, 0.7)) * shape_hw[1], float(rng.uniform(-0.5, 0.3)) * shape_hw[0])
        art.paste(page, figures, *at, float(rng.uniform(0.06, 0.3)))
    if chance(rng, 0.35):
        _arcs(rng, page)
    return page, float(page.mean()) < 140


def _arcs(rng: np.random.Generator, page: Image) -> None:
    """Lay a few large translucent circles over the card, in place."""
    h, w = page.shape[:2]
    for _ in range(int(rng.integers(1, 4))):
        layer = page.copy()
        centre = (int(rng.uniform(-0.2, 1.2) * w), int(rng.uniform(-0.3, 1.3) * h))
        tone: Bgr = pick(rng, ((255, 255, 255), (10, 10, 12), (120, 180, 220)))
        thick = -1 if chance(rng, 0.6) else max(1, w // 300)
        cv2.circle(layer, centre, int(rng.uniform(0.3, 0.9) * w), tone, thick, cv2.LINE_AA)
        share = float(rng.uniform(0.04, 0.2))
        cv2.addWeighted(layer, share, page, 1 - share, 0, dst=page)


def _network(rng: np.random.Generator, split: Split, width: int) -> art.Figure:
    """Return the mark of a payment network that nobody runs, `(0.6 * width, width, 4)`."""
    w, h = 160, 96
    mark = np.zeros((h, w, 4), np.uint8)
    tones = [(*ink(rng, split, 0.4, 0.75), 255) for _ in range(3)]
    kind = int(rng.integers(4))
    if kind == 0:
        for k in range(3):
            cv2.ellipse(mark, (36 + 44 * k, 48), (14, 42), 20, 0, 360, tones[k], -1, cv2.LINE_AA)
    elif kind == 1:
        cv2.rectangle(mark, (4, 8), (156, 88), tones[0], -1)
        cv2.fillPoly(mark, [np.array([[4, 88], [80, 20], [156, 88]])], tones[1], cv2.LINE_AA)
    elif kind == 2:
        for k in range(3):
            points = np.array([[10 + 46 * k, 88], [34 + 46 * k, 8], [58 + 46 * k, 8], [34 + 46 * k, 88]])
            cv2.fillPoly(mark, [points], tones[k], cv2.LINE_AA)
    else:
        name = "".join(pick(rng, ("VO", "ZE", "RI", "KA", "LUM", "PAY", "XO", "NE")) for _ in range(2))
        cv2.putText(mark, name, (4, 66), cv2.FONT_HERSHEY_TRIPLEX, 1.6, (250, 250, 250, 255), 4, cv2.LINE_AA)
    return np.asarray(
        cv2.resize(mark, (width, max(2, round(width * 0.6))), interpolation=cv2.INTER_AREA), np.uint8
    )


def _contactless(size: int, tone: Bgr) -> art.Figure:
    mask = np.zeros((80, 80), np.uint8)
    for k in range(4):
        radius = 16 + 14 * k
        cv2.ellipse(mask, (8, 40), (radius, radius), 0, -42, 42, 255, 6, cv2.LINE_AA)
    return art.flat_figure(
        np.asarray(cv2.resize(mask, (size, size), interpolation=cv2.INTER_AREA), np.uint8), tone
    )


def _grouped(number: str) -> str:
    if len(number) == 19 and number[0] == "6":
        return f"{number[:6]} {number[6:]}"
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def _month(iso: str) -> str:
    """Return a month `YYYY-MM` as cards show it."""
    return f"{iso[5:]}/{iso[2:4]}"


def _bank_name(card: Card, at_mm: tuple[float, float], room_mm: float) -> None:
    names = _BANKS_HAN if chance(card.rng, 0.5) else _BANKS_LATIN
    name = pick(card.rng, of_split(names, card.split))
    mark = art.emblem(card.rng, card.px(7), card.split, card.theme.title.colour[::-1])
    figure(card, mark, at_mm)
    of_ink = fitted(card, name, card.theme.title.sized(5.0), room_mm - 9)
    card.text((at_mm[0] + 8.5, at_mm[1] + 5.5), name, of_ink)


class _Press:
    """Where characters are struck: a mask of what is raised, with the truth of each line."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.mask: Mask = np.zeros((card.sheet.picture.height, card.sheet.picture.width), np.uint8)

    def strike(
        self, text: str, at_mm: tuple[float, float], height_mm: float, pitch_mm: float, name: str
    ) -> None:
        """Raise digits; `at_mm` is the left end of the baseline."""
        scale = self.card.sheet.px_per_mm
        x, y = at_mm[0] * scale, at_mm[1] * scale
        stamp_digits(self.mask, text, (x, y), height_mm * scale, pitch_mm * scale)
        right = x + len(text) * pitch_mm * scale
        self.card.sheet.lines.append(TextLine(text, _box(x, y - height_mm * scale, right, y), name))

    def letters(self, text: str, at_mm: tuple[float, float], of_ink: Ink) -> None:
        """Raise a line of a font."""
        card = self.card
        blank = new_card(
            card.rng, card.split, np.zeros((*self.mask.shape, 3), np.uint8), card.size_mm, card.theme
        )
        blank.sheet.text(at_mm, text, replace(of_ink, colour=(255, 255, 255)))
        self.mask = np.maximum(self.mask, blank.sheet.to_bgr()[..., 0])
        card.sheet.lines.extend(blank.sheet.lines)


def _box(x0: float, y0: float, x1: float, y1: float) -> QuadArray:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32) - np.float32(0.5)


def _lying(card: Card, fields: dict[str, str], raised: bool) -> Image:
    """Print a card in landscape format; the places are those of ISO/IEC 7811-1."""
    rng, (w, h) = card.rng, card.size_mm
    tone = card.theme.value.colour
    _bank_name(card, (4.5, 3.5), w * 0.6)
    if chance(rng, 0.85):
        figure(card, art.chip(rng, card.px(11.5)), (9.5, 18.0))
    if chance(rng, 0.6):
        at = (float(rng.choice([23.5, 76.0])), 19.5)
        figure(card, _contactless(card.px(6), tone[::-1]), at)
    figure(card, _network(rng, card.split, card.px(15)), (w - 19.5, h - 13.5 if chance(rng, 0.8) else 4.0))
    number, expiry = fields["card_number"], _month(fields["expiry_date"])
    text, press = _grouped(number), _Press(card)
    y = h - 19.4
    pitch = min(3.63, (w - 14) / len(text))
    left = float(rng.uniform(6, 10)) if len(text) < 20 else (w - pitch * len(text)) / 2
    label = card.theme.caption.sized(1.6)
    if raised or chance(rng, 0.35):
        press.strike(text, (left, y), min(4.2, 1.16 * pitch), pitch, "card_number")
    else:
        face = pick_font(rng, card.split, pick(rng, ("ocra", "ocrb", "digits")))
        plain = fitted(card, text, Ink(face, 5.2, tone), w - 2 * left)
        card.sheet.text((left, y), text, plain, "card_number")
    # Cards of 19 digits often bear neither date nor name.
    if len(number) == 16 or chance(rng, 0.4):
        x = w * float(rng.uniform(0.36, 0.5))
        for up, choices in zip((11.3, 9.3), _EXPIRY_LABELS, strict=True):
            word = pick(rng, choices)
            card.text((x - 8.5, h - up), word, fitted(card, word, label, 7.5))
        if raised:
            press.strike(expiry, (x, h - 9.2), 2.8, 2.54, "expiry_date")
        else:
            card.sheet.text((x, h - 9.2), expiry, card.theme.value.sized(3.4), "expiry_date")
        name = words.person(rng, "latin").upper()
        holder = replace(Ink(pick_font(rng, card.split, "ocrb"), 3.4, tone), pitch_mm=2.3)
        if raised:
            press.letters(name, (left, h - 3.9), holder)
        else:
            card.sheet.text((left, h - 3.9), name, card.theme.value.sized(3.4), "holder_name")
    return _finished(card, press, raised)


def _upright(card: Card, fields: dict[str, str]) -> Image:
    """Print a card in portrait format, always flat."""
    rng, (w, h) = card.rng, card.size_mm
    _bank_name(card, (4, 4), w - 4)
    figure(card, art.chip(rng, card.px(10)), ((w - 10) / 2 if chance(rng, 0.7) else 6, h * 0.22))
    face = pick_font(rng, card.split, pick(rng, ("digits", "ocrb")))
    of_ink = Ink(face, 5.0, card.theme.value.colour)
    text = _grouped(fields["card_number"])
    if chance(rng, 0.5):
        for row, part in enumerate(text.split(" ")):
            card.sheet.text((6, h * 0.52 + row * 6), part, of_ink, "card_number")
    else:
        card.sheet.text((5, h * 0.66), text, fitted(card, text, of_ink, w - 10), "card_number")
    card.sheet.text((5, h * 0.88), words.person(rng, "latin").upper(), card.theme.value.sized(3.2))
    card.sheet.text((5, h * 0.93), _month(fields["expiry_date"]), card.theme.value.sized(3.0), "expiry_date")
    figure(card, _network(rng, card.split, card.px(13)), (w - 17, h - 11))
    return card.sheet.to_bgr()


def _finished(card: Card, press: _Press, raised: bool) -> Image:
    picture = card.sheet.to_bgr()
    if raised:
        return emboss(card.rng, picture, press.mask, 0.16 * card.sheet.px_per_mm)
    colour = card.theme.value.colour[::-1]
    art.paste(picture, art.flat_figure(press.mask, (colour[0], colour[1], colour[2])), 0, 0)
    return picture


def draw_bank_card(rng: np.random.Generator, split: Split, width_px: int, layout: Layout = "any") -> Document:
    """Return a side of a bank card of an invented bank that bears its number.

    Args:
        rng: source of chance.
        split: what may be used.
        width_px: length of its longer side in pixels.
        layout: which side in which format; `any` is the front, now and then in portrait format.
    """
    upright = chance(rng, 0.12) if layout == "any" else layout == "upright"
    size = _SIZE_MM[::-1] if upright else _SIZE_MM
    px_per_mm = width_px / _SIZE_MM[0]
    shape = (round(size[1] * px_per_mm), round(size[0] * px_per_mm))
    page, dark = _face(rng, split, shape)
    tone: Colour = pick(rng, ((245, 245, 245), (225, 225, 228), (235, 205, 130))) if dark else (28, 28, 34)
    theme = Theme.draw(rng, split, dark)
    theme = replace(theme, value=replace(theme.value, colour=tone), title=replace(theme.title, colour=tone),
                    caption=replace(theme.caption, colour=tone))  # fmt: skip
    card = new_card(rng, split, page, size, theme)
    number = card_number(rng)
    fields = {
        "card_number": number,
        "expiry_date": f"20{int(rng.integers(20, 40)):02}-{int(rng.integers(1, 13)):02}",
    }
    if layout == "back":
        picture = draw_back(card, fields["card_number"], _grouped(number))
    else:
        picture = _upright(card, fields) if upright else _lying(card, fields, chance(rng, 0.5))
    printed = {line.field for line in card.sheet.lines}
    return Document(
        art.wear(rng, picture),
        art.card_outline(rng, shape, 0.037),
        size,
        "bank_card",
        "back" if layout == "back" else "front",
        fields={name: value for name, value in fields.items() if name in printed},
        lines=tuple(card.sheet.lines),
        gloss=float(rng.uniform(0.5, 1)),
    )
