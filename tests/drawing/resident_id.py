"""The second-generation resident identity card of China, 85.6 x 54 mm, drawn from its public layout.

The arms on the back are replaced by an invented rosette, and the wall by hills.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from PIL import Image as PilImage

from idvision.types import Image
from tests.drawing.people import LONG_TERM, Resident
from tests.drawing.portrait import draw_portrait
from tests.drawing.sheet import (
    OCRB_FONT,
    Ink,
    Plane,
    Sheet,
    blank_sheet,
    contour_lines,
    guilloche,
    load_font,
    millimetre_grid,
    rosette,
    tint,
)

SIZE_MM = (85.6, 54.0)
ADDRESS_WIDTH_MM = 36.0

_BLUE = (62, 128, 190)
_CAPTION = Ink(2.75, _BLUE, bold_mm=0.035)
_VALUE = Ink(3.25, bold_mm=0.02)
_NUMBER = Ink(3.65, pitch_mm=2.62, font=OCRB_FONT, bold_mm=0.03)


@cache
def _ground(width_px: int, tilt: float) -> Plane:
    """Return the red-green-blue background: blue edges, a pink middle, engraved lines."""
    x, y = millimetre_grid(SIZE_MM, width_px)
    pink = np.exp(-(((x + tilt * (y - 27) - 40) / 21) ** 2))
    ground = np.full((*x.shape, 3), (222, 233, 242), dtype=np.float32)
    ground = tint(ground, pink, (240, 224, 232), 0.85)
    ground = tint(ground, guilloche(x, y, 0.4) * (1 - pink), (126, 178, 208), 0.42)
    ground = tint(ground, guilloche(x, y, 2.1) * pink, (222, 150, 176), 0.40)
    return tint(ground, rosette(x, y, (40, 28), 12), (150, 170, 214), 0.25)


def _caption(sheet: Sheet, at_mm: tuple[float, float], text: str, pitch_mm: float = 0.0) -> None:
    sheet.text(at_mm, text, Ink(_CAPTION.size_mm, _CAPTION.colour, pitch_mm, bold_mm=_CAPTION.bold_mm))


def wrap_address(address: str, size_mm: float = 3.25) -> list[str]:
    """Split an address into the printed lines, each at most `ADDRESS_WIDTH_MM` wide."""
    font = load_font(_VALUE.font, 100)
    lines, room_em = [""], ADDRESS_WIDTH_MM / size_mm * 100
    for char in address:
        if font.getlength(lines[-1] + char) > room_em:
            lines.append("")
        lines[-1] += char
    return lines


def draw_resident_id_front(person: Resident, width_px: int = 1012) -> Image:
    """Return the portrait side, `(H, W, 3)` uint8 BGR, `width_px` wide."""
    sheet = blank_sheet(SIZE_MM, width_px, _ground(width_px, 0.25))
    for top, caption in ((10.4, "姓名"), (17.2, "性别"), (23.8, "出生"), (30.6, "住址")):
        _caption(sheet, (6.6, top), caption, 4.1)
    sheet.text((16.0, 10.5), person.name, Ink(3.9, pitch_mm=0.0, bold_mm=0.02))
    sheet.text((16.0, 17.3), {"M": "男", "F": "女"}[person.sex], _VALUE)
    _caption(sheet, (24.4, 17.2), "民族", 4.1)
    sheet.text((33.4, 17.3), person.ethnicity, _VALUE)
    year, month, day = person.birth_date.split("-")
    for x_mm, value, caption_x, caption in (
        (16.0, year, 24.6, "年"),
        (28.9 if len(month.lstrip("0")) > 1 else 29.7, month.lstrip("0"), 33.1, "月"),
        (37.0 if len(day.lstrip("0")) > 1 else 37.8, day.lstrip("0"), 41.2, "日"),
    ):
        sheet.text((x_mm, 23.9), value, _VALUE)
        _caption(sheet, (caption_x, 23.8), caption)
    for row, line in enumerate(wrap_address(person.address)):
        sheet.text((16.0, 30.7 + 4.7 * row), line, _VALUE)
    _caption(sheet, (6.6, 48.3), "公民身份号码", 3.15)
    sheet.text((28.6, 48.4), person.id_number, _NUMBER)
    portrait = draw_portrait(person.face_seed, woman=person.sex == "F")
    sheet.paste((55.4, 8.2), _without_ground(portrait), 24.8)
    return sheet.to_bgr()


def _without_ground(portrait: PilImage.Image) -> PilImage.Image:
    """Return the portrait with its light ground made transparent, as the card prints it."""
    pixels = np.asarray(portrait).astype(np.float64)
    distance = np.abs(pixels - (233.0, 237.0, 241.0)).max(axis=2)
    alpha = np.clip((distance - 6) / 10, 0, 1) * 255
    return PilImage.fromarray(np.dstack([pixels, alpha]).astype(np.uint8), "RGBA")


@cache
def _emblem(width_px: int = 360) -> PilImage.Image:
    """Return an invented round ornament, red and gold, with a transparent ground."""
    rows, columns = np.mgrid[0:width_px, 0:width_px] / width_px * 2 - 1
    radius, angle = np.hypot(rows, columns), np.arctan2(rows, columns)
    picture = np.full((width_px, width_px, 3), (196, 40, 44), dtype=np.float64)
    gold = (236, 196, 96)
    picture = tint(picture, contour_lines(radius + 0.05 * np.sin(24 * angle), 0.145), gold, 0.75)
    picture = tint(picture, (radius < 0.45 + 0.1 * np.cos(8 * angle)).astype(float), (206, 44, 46), 0.9)
    picture = tint(picture, (radius < 0.12 + 0.11 * np.cos(6 * angle)).astype(float), gold, 1.0)
    picture = tint(picture, ((radius > 0.86) & (radius < 0.95)).astype(float), gold, 0.9)
    alpha = np.clip((1 - radius) * width_px / 2, 0, 1) * 255
    return PilImage.fromarray(np.dstack([picture, alpha]).astype(np.uint8), "RGBA")


@cache
def _hills(width_px: int) -> Plane:
    """Return the back's background with three engraved ridges behind the text."""
    ground = _ground(width_px, -0.25)
    x, y = millimetre_grid(SIZE_MM, width_px)
    for base, height, phase in ((33, 5.0, 0.3), (37, 4.0, 1.9), (42, 3.0, 4.0)):
        ridge = base - height * (np.sin(x / 9 + phase) + 0.4 * np.sin(x / 3.7 + 2 * phase))
        body = (y > ridge) & (y < 50)
        ground = tint(ground, body * contour_lines(y - ridge, 0.8), (120, 150, 182), 0.2)
        ground = tint(ground, np.exp(-(((y - ridge) / 0.25) ** 2)), (110, 142, 178), 0.35)
    return ground


def draw_resident_id_back(person: Resident, width_px: int = 1012) -> Image:
    """Return the emblem side, `(H, W, 3)` uint8 BGR, `width_px` wide."""
    sheet = blank_sheet(SIZE_MM, width_px, _hills(width_px))
    sheet.paste((6.0, 4.6), _emblem(), 15.4)
    sheet.text((30.2, 11.9), "中华人民共和国", Ink(5.1, pitch_mm=6.5, bold_mm=0.06))
    sheet.text((26.6, 21.2), "居民身份证", Ink(7.0, pitch_mm=10.9, bold_mm=0.09))
    caption = Ink(2.9, pitch_mm=3.15, bold_mm=0.06)
    sheet.text((20.6, 41.6), "签发机关", caption)
    sheet.text((35.6, 41.6), person.issuing_authority, Ink(2.95))
    sheet.text((20.6, 48.4), "有效期限", caption)
    sheet.text((35.6, 48.4), printed_validity(person), Ink(2.95))
    return sheet.to_bgr()


def printed_validity(person: Resident) -> str:
    """Return the validity as the card prints it, `2020.01.31-2040.01.31` or `2020.01.31-长期`."""
    until = "长期" if person.expiry_date == LONG_TERM else person.expiry_date.replace("-", ".")
    return f"{person.valid_from.replace('-', '.')}-{until}"
