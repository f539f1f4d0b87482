"""Number plates of Chinese vehicles as they leave the press: pressed characters, film, screws, dirt.

Source of sizes and colours: GA 36-2018 as it is publicly described (outer size, cells of the characters,
ground, ink and frame of each kind). The numbers are drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from idvision.checks.cn_plate import PROVINCES
from idvision.types import Image
from training.synth.chance import chance, pick, pick_weighted
from training.synth.fonts import FontFace, faces_of, load, pick_font
from training.synth.light import low_noise
from training.synth.types import Document, Mask, Split, TextLine

Rng = np.random.Generator
Rgb = tuple[int, int, int]
Cell = tuple[float, float, float, float]

OFFICES = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "0123456789"
SERIAL = DIGITS + OFFICES
_NARROW = {"1": 0.42, "I": 0.3}
_BLACK, _WHITE, _RED = (22, 22, 24), (240, 240, 240), (205, 30, 35)


@dataclass(frozen=True, slots=True)
class PlateKind:
    """One kind of plate.

    Attributes:
        type, colour: as the declaration of plates names them.
        size_mm: width and height.
        ground, ink: red, green, blue.
        number: one letter a character: P province, L office, S letter or digit, N digit, E the letter of a
            new-energy car; anything else stands for itself.
        red: places whose characters are red.
    """

    type: str
    colour: str
    size_mm: tuple[float, float]
    ground: Rgb
    ink: Rgb
    number: str
    red: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        """How many lines the number takes."""
        return 2 if self.size_mm[0] / self.size_mm[1] < 2.5 else 1


_SMALL, _GREEN, _TALL = (440.0, 140.0), (480.0, 140.0), (440.0, 220.0)
_BLUE_RGB, _YELLOW_RGB = (20, 60, 160), (245, 190, 20)
KINDS: dict[str, PlateKind] = {
    "small": PlateKind("small_car", "blue", _SMALL, _BLUE_RGB, _WHITE, "PLSSSSS"),
    "large": PlateKind("large_car", "yellow", _SMALL, _YELLOW_RGB, _BLACK, "PLSSSSS"),
    "large_rear": PlateKind("large_car", "yellow", _TALL, _YELLOW_RGB, _BLACK, "PLSSSSS"),
    "trailer": PlateKind("trailer", "yellow", _TALL, _YELLOW_RGB, _BLACK, "PLSSSS挂"),
    "learner": PlateKind("learner", "yellow", _SMALL, _YELLOW_RGB, _BLACK, "PLSSSS学"),
    "green": PlateKind("new_energy_small", "green", _GREEN, (75, 190, 110), _BLACK, "PLESNNNN"),
    "green_large": PlateKind("new_energy_large", "green", _GREEN, (75, 190, 110), _BLACK, "PLNNNNNE"),
    "police": PlateKind("police", "white", _SMALL, (238, 238, 236), _BLACK, "PLSSSS警", (6,)),
    "armed_police": PlateKind(
        "armed_police", "white", _SMALL, (238, 238, 236), _BLACK, "WJPNNNNS", (0, 1, 2)
    ),
    "hong_kong": PlateKind("hong_kong", "black", _SMALL, (20, 20, 22), _WHITE, "粤ZSSSS港"),
    "macao": PlateKind("macao", "black", _SMALL, (20, 20, 22), _WHITE, "粤ZSSSS澳"),
    "consulate": PlateKind("consulate", "black", _SMALL, (20, 20, 22), _WHITE, "PLNNNN领", (6,)),
}
"""The kinds by a short name."""
WEIGHTS = {
    "small": 6.0, "green": 4.0, "large": 1.5, "large_rear": 1.5, "trailer": 0.7, "learner": 0.7,
    "green_large": 1.0, "police": 1.0, "armed_police": 0.4, "hong_kong": 0.5, "macao": 0.3, "consulate": 0.3,
}  # fmt: skip


def draw_plate(rng: Rng, split: Split, name: str = "", width_px: int = 880) -> Document:
    """Draw a plate of a kind of KINDS, or of any, `width_px` wide."""
    kind = KINDS[name or pick_weighted(rng, WEIGHTS)]
    number = random_number(rng, kind.number)
    fields = {"plate_number": number, "plate_type": kind.type, "plate_colour": kind.colour}
    document = _pressed(rng, split, kind, number, width_px)
    return replace(document, type="vehicle_plate", side="front", fields=fields)


def draw_foreign_plate(rng: Rng, split: Split, width_px: int = 880) -> Document:
    """Draw a plate of another country: Latin letters and digits only, of every ground colour."""
    ground, ink = pick(
        rng,
        (
            (_WHITE, _BLACK),
            (_YELLOW_RGB, _BLACK),
            (_BLUE_RGB, _WHITE),
            (_BLACK, _WHITE),
            ((20, 120, 60), _WHITE),
        ),
    )
    kind = PlateKind(
        "", "", (520.0, 110.0), ground, ink, pick(rng, ("LLNNLLL", "NLLNNNN", "LLLNNNN", "LNNNLL"))
    )
    return _pressed(rng, split, kind, random_number(rng, kind.number), width_px)


def random_number(rng: Rng, pattern: str) -> str:
    """Return a number whose characters are of the classes of `PlateKind.number`."""
    digits_first = {
        "S": DIGITS * 4 + OFFICES,
        "N": DIGITS,
        "L": OFFICES,
        "E": "DDDDFFFFABCEGHJK",
        "P": PROVINCES,
    }
    return "".join(pick(rng, digits_first[one]) if one in digits_first else one for one in pattern)


def cells(kind: PlateKind, count: int) -> list[Cell]:
    """Return the box of each character in mm: left, top, width, height."""
    if kind.rows == 2:
        lower = [(27.5 + 80 * k, 90.0, 65.0, 110.0) for k in range(count - 2)]
        return [(110.0, 15.0, 80.0, 60.0), (250.0, 15.0, 80.0, 60.0), *lower]
    width, height = kind.size_mm
    wide, gap, split_gap = (43.0, 9.0, 49.0) if count == 8 and width > 460 else (45.0, 12.0, 34.0)
    room = width - 31
    scale = min(1.0, room / (count * wide + (count - 2) * gap + split_gap))
    left = (width - scale * (count * wide + (count - 2) * gap + split_gap)) / 2
    tall = height * 90 / 140
    shift = [k * (wide + gap) + (split_gap - gap if k > 1 else 0) for k in range(count)]
    return [(left + scale * s, (height - tall) / 2, scale * wide, tall) for s in shift]


def glyph(face: FontFace, char: str, size_wh: tuple[int, int]) -> Mask:
    """Return one character stretched to a cell, `(H, W)` uint8."""
    font = load(face, 160.0)
    (width, height) = font.getmask(char).size
    raw = np.asarray(font.getmask(char), np.uint8).reshape(height, width)
    box = cv2.boundingRect(raw)
    ink = raw[box[1] : box[1] + box[3], box[0] : box[0] + box[2]]
    wide = max(2, round(size_wh[0] * _NARROW.get(char, 1.0)))
    stretched = cv2.resize(ink, (wide, max(2, size_wh[1])), interpolation=cv2.INTER_AREA)
    left = (size_wh[0] - wide) // 2
    return np.asarray(
        cv2.copyMakeBorder(stretched, 0, 0, left, size_wh[0] - wide - left, cv2.BORDER_CONSTANT), np.uint8
    )


def _pressed(rng: Rng, split: Split, kind: PlateKind, number: str, width_px: int) -> Document:
    """Return the finished plate."""
    scale = width_px / kind.size_mm[0]
    height_px = round(kind.size_mm[1] * scale)
    latin, han = _plate_face(rng, split), pick_font(rng, split, "han")
    raised, red = (np.zeros((height_px, width_px), np.uint8) for _ in range(2))
    boxes = cells(kind, len(number))
    for place, (char, box) in enumerate(zip(number, boxes, strict=True)):
        x, y, w, h = (round(side * scale) for side in box)
        shape = glyph(han if ord(char) > 0x2E80 else latin, char, (w, h))
        shape = cv2.dilate(shape, np.ones((2, 2), np.uint8), iterations=int(rng.integers(0, 3)))
        view = (slice(y, y + h), slice(x, x + w))
        np.maximum(raised[view], shape, out=raised[view])
        if place in kind.red:
            np.maximum(red[view], shape, out=red[view])
    _dot_and_frame(raised, kind, boxes, scale)
    picture = _film(rng, kind, (height_px, width_px), boxes[1][0] + boxes[1][2], scale)
    picture = _inked(picture, raised, kind.ink)
    picture = _inked(picture, red, _RED)
    picture = _relief(rng, picture, raised, scale)
    picture = _used(rng, _screws(rng, picture, scale), scale)
    return Document(
        picture, _cut(height_px, width_px, 10 * scale), kind.size_mm, "unknown", "front", {},
        _lines(number, boxes, kind.rows, scale), gloss=0.35,
    )  # fmt: skip


def _plate_face(rng: Rng, split: Split) -> FontFace:
    """Return a heavy face for letters and digits; stretched to its cells it has the look of a die."""
    return pick(
        rng, faces_of(split, "digits") + tuple(f for f in faces_of(split, "latin") if "old" in f.path.name)
    )


def _dot_and_frame(raised: Mask, kind: PlateKind, boxes: list[Cell], scale: float) -> None:
    (_, _, _, _), (x1, y, w, h), (x2, *_rest) = boxes[:3]
    if kind.rows == 2:
        centre = ((boxes[0][0] + boxes[0][2] + x1) / 2, y + h / 2)
    else:
        centre = ((x1 + w + x2) / 2, y + h / 2)
    if kind.colour and not kind.type.startswith("new_energy"):
        at = (round(centre[0] * scale), round(centre[1] * scale))
        cv2.circle(raised, at, max(1, round(5 * scale)), 255, -1, cv2.LINE_AA)
    margin, line = round(4 * scale), max(1, round(3 * scale))
    corner = (raised.shape[1] - 1 - margin, raised.shape[0] - 1 - margin)
    cv2.rectangle(raised, (margin, margin), corner, 255, line, cv2.LINE_AA)


def _film(rng: Rng, kind: PlateKind, shape_hw: tuple[int, int], left_mm: float, scale: float) -> Image:
    """Return the reflecting film before anything is pressed, BGR."""
    ground = np.empty((*shape_hw, 3), np.float32)
    ground[:] = np.array(kind.ground[::-1], np.float32) + rng.normal(0, 6, 3).astype(np.float32)
    if kind.type == "new_energy_small":
        fade = np.linspace(0.95, 0.0, shape_hw[0], dtype=np.float32)[:, None, None] ** float(
            rng.uniform(0.7, 1.4)
        )
        ground = ground * (1 - fade) + np.float32(238) * fade
    elif kind.type == "new_energy_large":
        ground[:, : round((left_mm + 10) * scale)] = np.array((40, 200, 240), np.float32)
    return np.asarray(np.clip(ground, 0, 255), np.uint8)


def _inked(picture: Image, mask: Mask, rgb: Rgb) -> Image:
    share = mask.astype(np.float32)[..., None] / 255
    return np.asarray(picture * (1 - share) + np.array(rgb[::-1], np.float32) * share, np.uint8)


def _relief(rng: Rng, picture: Image, raised: Mask, scale: float) -> Image:
    """Shade the flanks of what stands out by 1.5 mm."""
    height = cv2.GaussianBlur(raised, (0, 0), max(0.6, 1.6 * scale)).astype(np.float32) / 255
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * cv2.Sobel(height, cv2.CV_32F, 1, 0) + np.sin(angle) * cv2.Sobel(
        height, cv2.CV_32F, 0, 1
    )
    lit = picture.astype(np.float32) + slope[..., None] * np.float32(rng.uniform(20, 90))
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


def _screws(rng: Rng, picture: Image, scale: float) -> Image:
    """Return the plate with its bolts, capped or bare, at the upper or at both edges."""
    height, width = picture.shape[:2]
    picture = picture.copy()
    grey = int(rng.integers(60, 230))
    for y in (0.1, 0.9) if chance(rng, 0.6) else (0.1,):
        for x in (0.27, 0.73):
            at, radius = (round(x * width), round(y * height)), max(1, round(7 * scale))
            cv2.circle(picture, at, radius, (grey, grey, grey), -1, cv2.LINE_AA)
            cv2.circle(picture, at, radius, (grey // 2, grey // 2, grey // 2), 1, cv2.LINE_AA)
    return picture


def _used(rng: Rng, picture: Image, scale: float) -> Image:
    """Return the plate after some time on the road: dust in clouds, splashes of mud."""
    if chance(rng, 0.45):
        return picture
    shape = picture.shape[:2]
    dust = np.clip(low_noise(rng, shape, 5) - float(rng.uniform(0.35, 0.7)), 0, 1) * float(
        rng.uniform(0.3, 0.9)
    )
    colour = np.array((96, 112, 122), np.float32) * np.float32(rng.uniform(0.5, 1.3))
    worn = picture * (1 - dust[..., None]) + colour * dust[..., None]
    for _ in range(int(rng.integers(0, 14))):
        at = (int(rng.integers(shape[1])), int(rng.integers(shape[0])))
        cv2.circle(
            worn, at, max(1, round(float(rng.uniform(1, 5)) * scale)), colour.tolist(), -1, cv2.LINE_AA
        )
    return np.asarray(np.clip(worn, 0, 255), np.uint8)


def _cut(height: int, width: int, radius: float) -> Mask:
    """Return the outline of a sheet with rounded corners."""
    outline, r = np.zeros((height, width), np.uint8), max(1, round(radius))
    cv2.rectangle(outline, (r, 0), (width - 1 - r, height - 1), 255, -1)
    cv2.rectangle(outline, (0, r), (width - 1, height - 1 - r), 255, -1)
    for x in (r, width - 1 - r):
        for y in (r, height - 1 - r):
            cv2.circle(outline, (x, y), r, 255, -1)
    return outline


def _lines(number: str, boxes: list[Cell], rows: int, scale: float) -> tuple[TextLine, ...]:
    parts = [slice(0, len(number))] if rows == 1 else [slice(0, 2), slice(2, len(number))]
    lines = []
    for part in parts:
        x1, y1 = (min(box[axis] for box in boxes[part]) * scale for axis in (0, 1))
        x2 = max(box[0] + box[2] for box in boxes[part]) * scale
        y2 = max(box[1] + box[3] for box in boxes[part]) * scale
        quad = np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], np.float32)
        lines.append(TextLine(number[part], quad, "plate_number"))
    return tuple(lines)
