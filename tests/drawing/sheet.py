"""A blank document to print on: fonts, text in millimetres, security background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

import idvision
from idvision.types import Image

Colour = tuple[int, int, int]
"""Red, green, blue."""
Plane = NDArray[np.floating]

HAN_FONT = Path(idvision.__file__).parent / "assets" / "wqy-microhei.ttc"
OCRB_FONT = Path(__file__).parent / "fonts" / "OCRB.otf"


@cache
def load_font(path: Path, size_px: float) -> ImageFont.FreeTypeFont:
    """Open a bundled font; basic layout, so that the result does not depend on system libraries."""
    return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class Ink:
    """How text is printed: height of the em and letter pitch in mm, 0 for the font's own pitch."""

    size_mm: float
    colour: Colour = (24, 24, 28)
    pitch_mm: float = 0.0
    font: Path = HAN_FONT
    bold_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of `width_mm` x `height_mm` under the press; its picture is drawn on in place."""

    picture: PilImage.Image
    px_per_mm: float

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the page."""
        return self.picture.width / self.px_per_mm, self.picture.height / self.px_per_mm

    def text(self, at_mm: tuple[float, float], text: str, ink: Ink) -> float:
        """Print one line with its baseline's left end at `at_mm`; returns where it ends, in mm."""
        draw, font = ImageDraw.Draw(self.picture), load_font(ink.font, ink.size_mm * self.px_per_mm)
        x_mm, y_mm = at_mm
        for char in text:
            at = (x_mm * self.px_per_mm, y_mm * self.px_per_mm)
            draw.text(at, char, ink.colour, font, "ls", stroke_width=ink.bold_mm * self.px_per_mm)
            x_mm += ink.pitch_mm or font.getlength(char) / self.px_per_mm
        return x_mm

    def paste(self, at_mm: tuple[float, float], picture: PilImage.Image, width_mm: float) -> None:
        """Print a picture, with its transparency if it has any, `width_mm` wide at `at_mm`."""
        width = round(width_mm * self.px_per_mm)
        size = (width, round(width * picture.height / picture.width))
        scaled = picture.resize(size, PilImage.Resampling.LANCZOS)
        corner = (round(at_mm[0] * self.px_per_mm), round(at_mm[1] * self.px_per_mm))
        self.picture.paste(scaled, corner, scaled if scaled.mode == "RGBA" else None)

    def to_bgr(self) -> Image:
        """Return the printed page as `(H, W, 3)` uint8, blue-green-red."""
        return np.ascontiguousarray(np.asarray(self.picture.convert("RGB"))[:, :, ::-1])


def blank_sheet(size_mm: tuple[float, float], width_px: int, ground: Plane) -> Sheet:
    """Return a page on the background `ground`, an `(H, W, 3)` array of red, green, blue in 0..255."""
    picture = PilImage.fromarray(np.clip(ground, 0, 255).astype(np.uint8), "RGB")
    return Sheet(picture, width_px / size_mm[0])


def millimetre_grid(size_mm: tuple[float, float], width_px: int) -> tuple[Plane, Plane]:
    """Return x and y in mm of every pixel of a page that is `width_px` wide."""
    scale = width_px / size_mm[0]
    y, x = np.mgrid[0 : round(size_mm[1] * scale), 0:width_px].astype(np.float32)
    return x / np.float32(scale), y / np.float32(scale)


def contour_lines(height: Plane, spacing: float, sharpness: float = 5.0) -> Plane:
    """Return fine lines (1 on a line, 0 between) where `height` is a multiple of `spacing`."""
    return np.exp(-sharpness * np.sin(np.pi * height / spacing) ** 2)


def guilloche(x: Plane, y: Plane, phase: float) -> Plane:
    """Return interlaced wave lines in [0, 1] such as bank-note presses engrave, about 1 mm apart."""
    wave = 1.6 * np.sin(x / 5.3 + phase) + 1.1 * np.sin(x / 2.9 - y / 6.1 + 2 * phase)
    cross = 1.4 * np.sin(y / 4.1 - phase) + 1.2 * np.cos(x / 6.7 + y / 3.3 + phase)
    return (contour_lines(y + wave, 1.05) + contour_lines(x * 0.6 + y * 0.5 + cross, 1.25)) / 2


def rosette(x: Plane, y: Plane, centre: tuple[float, float], petals: int) -> Plane:
    """Return a round engraved pattern in [0, 1] that fades out away from its centre."""
    dx, dy = x - centre[0], y - centre[1]
    radius, angle = np.hypot(dx, dy), np.arctan2(dy, dx)
    lines = contour_lines(radius + 1.3 * np.sin(petals * angle + radius / 3), 1.15)
    return lines * np.exp(-((radius / 21) ** 4))


def tint(ground: Plane, mask: Plane, colour: Colour, strength: float) -> Plane:
    """Return `ground` mixed with `colour` by `strength` where `mask` is 1."""
    share = (strength * mask)[..., None]
    return ground * (1 - share) + np.asarray(colour, dtype=ground.dtype) * share
