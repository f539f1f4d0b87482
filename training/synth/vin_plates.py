"""Carriers of a vehicle identification number: maker's plate, label, stamped metal, strip at the windscreen.

Source: ISO 3779 and GB 16735 for the number; what plates and labels say besides is common practice. Numbers
and makers are drawn at random.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.checks.vin import check_digit
from idvision.types import Image
from training.synth.chance import chance, pick, random_digits
from training.synth.fonts import pick_font
from training.synth.light import low_noise
from training.synth.sheet import Ink, Sheet, sheet_on
from training.synth.types import Document, Mask, Split

Rng = np.random.Generator
_ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
# Regions of the maker (ISO 3780): China and North America, whose numbers carry a check digit, and Europe.
_CHECKED, _UNCHECKED = "LLLL12345", "SVWYZ"


def random_vin(rng: Rng) -> str:
    """Return a number; one of Europe has a filler where others have their check digit."""
    checked = chance(rng, 0.8)
    head = pick(rng, _CHECKED if checked else _UNCHECKED) + "".join(pick(rng, _LETTERS) for _ in range(2))
    middle = "".join(pick(rng, _ALPHABET) for _ in range(5))
    tail = (
        pick(rng, "ABCDEFGHJKLMNPRSTVWXY123456789")
        + pick(rng, _LETTERS + "0123456789")
        + random_digits(rng, 6)
    )
    number = head + middle + "Z" + tail
    return head + middle + check_digit(number) + tail if checked else number


def draw_vin(rng: Rng, split: Split, width_px: int = 900) -> Document:
    """Draw one of the carriers, `width_px` wide."""
    draw = pick(rng, (_maker_plate, _strip, _stamped, _strip, _label))
    number = random_vin(rng)
    picture, size_mm, sheet = draw(rng, split, number, width_px)
    outline = np.full(picture.shape[:2], 255, np.uint8)
    lines = tuple(sheet.lines)
    return Document(picture, outline, size_mm, "vehicle_vin", "page", {"vin": number}, lines, gloss=0.3)


Drawn = tuple[Image, tuple[float, float], Sheet]


def _metal(rng: Rng, shape_hw: tuple[int, int], grey: float) -> Image:
    """Return brushed metal or painted sheet, BGR."""
    along = rng.normal(0, 6, (shape_hw[0], 1, 1)) if chance(rng, 0.6) else np.zeros((1, 1, 1))
    clouds = (low_noise(rng, shape_hw, 4)[..., None] - 0.5) * 30
    tint = np.array([1.0, 1.0, 1.0]) + rng.normal(0, 0.03, 3)
    return np.asarray(np.clip((grey + along + clouds) * tint, 0, 255), np.uint8)


def _sheet(rng: Rng, split: Split, size_mm: tuple[float, float], width_px: int, grey: float) -> Sheet:
    height_px = round(width_px * size_mm[1] / size_mm[0])
    return sheet_on(_metal(rng, (height_px, width_px), grey), size_mm[0], split)


def _ink(rng: Rng, split: Split, size_mm: float, grey: int) -> Ink:
    return Ink(pick_font(rng, split, "digits"), size_mm, (grey, grey, grey))


def _fitting(sheet: Sheet, text: str, ink: Ink, room_mm: float, most_mm: float = 10.0) -> Ink:
    """Return the ink in the size that fills the room, at most so many mm an em."""
    width = sheet.width_mm(text, ink)
    return ink.sized(min(most_mm, ink.size_mm * room_mm / width))


def _maker_plate(rng: Rng, split: Split, number: str, width_px: int) -> Drawn:
    """A plate with a few captioned values; the number is the largest."""
    size = (110.0, float(rng.uniform(55, 75)))
    dark = chance(rng, 0.4)
    sheet = _sheet(rng, split, size, width_px, 35.0 if dark else float(rng.uniform(150, 225)))
    ink = Ink(pick_font(rng, split, "han"), 4.6, (225, 225, 225) if dark else (25, 25, 28))
    brand = "".join(pick(rng, "东西南北天地大华星光飞速远") for _ in range(3))
    sheet.centred((size[0] / 2, 7), f"中华人民共和国 {brand}汽车有限公司制造", ink)
    number_ink = _ink(rng, split, 7.0, ink.colour[0])
    sheet.text((6, 18), "车辆识别代号", ink)
    sheet.text((6, 28), number, _fitting(sheet, number, number_ink, 96), "vin")
    pairs = (
        ("品牌", brand),
        ("发动机排量", f"{random_digits(rng, 4)}mL"),
        ("乘坐人数", "5"),
        ("最大允许总质量", f"1{random_digits(rng, 3)}kg"),
        ("制造年月", f"20{random_digits(rng, 2)}.0{pick(rng, '123456789')}"),
    )
    for row, (caption, value) in enumerate(pairs[: int(rng.integers(2, 6))]):
        sheet.text((6 + 52 * (row % 2), 37 + 8 * (row // 2)), f"{caption} {value}", ink)
    return sheet.to_bgr(), size, sheet


def _strip(rng: Rng, split: Split, number: str, width_px: int) -> Drawn:
    """The strip behind the windscreen: light characters on black or dark ones on metal."""
    size = (92.0, float(rng.uniform(12, 22)))
    dark = chance(rng, 0.65)
    sheet = _sheet(rng, split, size, width_px, 28.0 if dark else 185.0)
    text = f"*{number}*" if chance(rng, 0.3) else number
    ink = _fitting(sheet, text, _ink(rng, split, 6, 225 if dark else 30), 80, 0.6 * size[1])
    sheet.text((6, size[1] / 2 + 2.2), text, ink, "vin")
    return _under_glass(rng, sheet.to_bgr()), size, sheet


def _label(rng: Rng, split: Split, number: str, width_px: int) -> Drawn:
    """A printed film label with a bar code over the number."""
    size = (80.0, 26.0)
    sheet = _sheet(rng, split, size, width_px, 240.0)
    x = 8.0
    while x < 72:
        wide = float(rng.uniform(0.3, 1.2))
        sheet.rectangle((x, 3, x + wide, 14), (20, 20, 22), None, 0)
        x += wide + float(rng.uniform(0.3, 1.2))
    sheet.text((8, 22), number, _fitting(sheet, number, _ink(rng, split, 5, 25), 64, 8.0), "vin")
    return sheet.to_bgr(), size, sheet


def _stamped(rng: Rng, split: Split, number: str, width_px: int) -> Drawn:
    """Characters struck or dotted into painted metal: relief and a little dirt, no ink."""
    size = (150.0, 24.0)
    sheet = _sheet(rng, split, size, width_px, float(rng.uniform(60, 190)))
    ground = sheet.to_bgr().astype(np.float32)
    mask_sheet = sheet_on(np.zeros_like(sheet.to_bgr()), size[0], split)
    text = f"*{number}*" if chance(rng, 0.4) else number
    ink = _fitting(mask_sheet, text, _ink(rng, split, 9, 255), 132)
    mask_sheet.text((9, 15.5), text, ink, "vin")
    mask: Mask = np.asarray(mask_sheet.to_bgr()[..., 0], np.uint8)
    if chance(rng, 0.5):
        mask = _dotted(mask, sheet.px_per_mm)
    height = cv2.GaussianBlur(mask, (0, 0), 0.25 * sheet.px_per_mm).astype(np.float32) / 255
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * cv2.Sobel(height, cv2.CV_32F, 1, 0) + np.sin(angle) * cv2.Sobel(
        height, cv2.CV_32F, 0, 1
    )
    depth = height[..., None] * np.float32(rng.uniform(25, 90))
    shaded = np.clip(ground - depth + slope[..., None] * np.float32(rng.uniform(60, 160)), 0, 255)
    sheet.lines.extend(mask_sheet.lines)
    return shaded.astype(np.uint8), size, sheet


def _dotted(mask: Mask, px_per_mm: float) -> Mask:
    """Return characters as the dots of a peening needle along their strokes."""
    pitch = max(2, round(0.75 * px_per_mm))
    dots = np.zeros_like(mask)
    thin = cv2.erode(mask, np.ones((3, 3), np.uint8))
    for y in range(0, mask.shape[0], pitch):
        for x in range(0, mask.shape[1], pitch):
            if thin[y, x] > 127:
                cv2.circle(dots, (x, y), max(1, round(0.33 * px_per_mm)), 255, -1, cv2.LINE_AA)
    return dots


def _under_glass(rng: Rng, picture: Image) -> Image:
    """Return the strip behind a windscreen: a faint veil of the sky and a streak."""
    height, width = picture.shape[:2]
    veil = low_noise(rng, (height, width), 3) * float(rng.uniform(0, 0.35))
    x = np.arange(width)[None] - rng.uniform(0, width) + np.arange(height)[:, None] * rng.uniform(-1, 1)
    veil = veil + float(rng.uniform(0, 0.25)) * np.exp(-((x / (0.08 * width)) ** 2))
    veil = np.clip(veil, 0, 0.6)[..., None]
    return np.asarray(picture * (1 - veil) + 225 * veil, np.uint8)
