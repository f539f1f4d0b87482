"""A document being printed: text in millimetres with its truth, pictures, and the finished page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

from idvision.types import Image, QuadArray
from training.synth import fonts
from training.synth.fonts import FontFace
from training.synth.types import Split, TextLine

Colour = tuple[int, int, int]
"""Red, green, blue."""
Run = tuple[ImageFont.FreeTypeFont, str, float]
"""A font, what it prints, and how far that advances in pixels."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How text is printed.

    Attributes:
        face: the font.
        size_mm: height of the em.
        colour: red, green, blue.
        pitch_mm: from one character to the next; 0 for the font's own pitch.
        bold_mm: how much the strokes are thickened on either side.
    """

    face: FontFace
    size_mm: float
    colour: Colour = (24, 24, 28)
    pitch_mm: float = 0.0
    bold_mm: float = 0.0

    def sized(self, size_mm: float) -> Ink:
        """Return the same ink in another size, its pitch and boldness in proportion."""
        scale = size_mm / self.size_mm
        return replace(self, size_mm=size_mm, pitch_mm=self.pitch_mm * scale, bold_mm=self.bold_mm * scale)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page under the press; `picture` (RGB) is drawn on in place and `lines` grows."""

    picture: PilImage.Image
    px_per_mm: float
    split: Split
    lines: list[TextLine] = field(default_factory=list)

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the page."""
        return self.picture.width / self.px_per_mm, self.picture.height / self.px_per_mm

    def _runs(self, text: str, ink: Ink) -> list[Run]:
        """Cut a line where the font or a fixed pitch asks for it."""
        size_px, pitch_px = ink.size_mm * self.px_per_mm, ink.pitch_mm * self.px_per_mm
        if not text:
            return []
        faces = [fonts.face_for(ink.face, char, self.split) for char in text]
        if pitch_px:
            pairs = zip(faces, text, strict=True)
            return [(fonts.load(face, size_px), char, pitch_px) for face, char in pairs]
        starts = [place for place in range(len(text)) if place == 0 or faces[place] != faces[place - 1]]
        parts = [
            (fonts.load(faces[start], size_px), text[start:end])
            for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        ]
        return [(font, part, font.getlength(part)) for font, part in parts]

    def width_mm(self, text: str, ink: Ink) -> float:
        """Return how wide a line will be."""
        return sum(advance for _, _, advance in self._runs(text, ink)) / self.px_per_mm

    def text(self, at_mm: tuple[float, float], text: str, ink: Ink, name: str = "") -> float:
        """Print one line with its baseline's left end at `at_mm`; `name` is the field whose value it is.

        Returns:
            Where it ends, in mm.
        """
        draw = ImageDraw.Draw(self.picture)
        x, y = at_mm[0] * self.px_per_mm, at_mm[1] * self.px_per_mm
        stroke = ink.bold_mm * self.px_per_mm
        boxes = []
        for font, part, advance in self._runs(text, ink):
            draw.text((x, y), part, ink.colour, font, "ls", stroke_width=stroke)
            if not part.isspace():
                left, top, right, bottom = font.getbbox(part, anchor="ls")
                boxes.append((x + left - stroke, y + top - stroke, x + right + stroke, y + bottom + stroke))
            x += advance
        if boxes:
            self.lines.append(TextLine(text.strip(), _quad(boxes), name))
        return x / self.px_per_mm

    def centred(self, centre_mm: tuple[float, float], text: str, ink: Ink, name: str = "") -> float:
        """Print one line with its middle at `centre_mm`; returns where it ends, in mm."""
        width = self.width_mm(text, ink)
        # A pitch leaves a gap after the last character that is not part of the line.
        gap = max(0.0, ink.pitch_mm - ink.size_mm) if ink.pitch_mm else 0.0
        left = centre_mm[0] - (width - gap) / 2
        return self.text((left, centre_mm[1] + self.rise_mm(text, ink) / 2), text, ink, name) - gap

    def join_lines(self, start: int, text: str, name: str) -> None:
        """Make one line of truth of all that was printed since `lines` had `start` entries."""
        corners = np.concatenate([line.quad for line in self.lines[start:]])
        (x1, y1), (x2, y2) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        self.lines[start:] = [TextLine(text, _corners(x1, y1, x2, y2), name)]

    def rise_mm(self, text: str, ink: Ink) -> float:
        """Return the height of the characters above the baseline."""
        han = any(ord(char) > 0x2E80 for char in text)
        return ink.size_mm * (0.76 if han else 0.7)

    def paste(self, at_mm: tuple[float, float], figure: NDArray[np.uint8], opacity: float = 1.0) -> None:
        """Print a picture, `(h, w, 3)` BGR or `(h, w, 4)` with its coverage, at its own pixel size."""
        corner = (round(at_mm[0] * self.px_per_mm), round(at_mm[1] * self.px_per_mm))
        code = cv2.COLOR_BGRA2RGB if figure.shape[2] == 4 else cv2.COLOR_BGR2RGB
        colours = PilImage.fromarray(cv2.cvtColor(figure, code))
        if figure.shape[2] == 3 and opacity >= 1:
            self.picture.paste(colours, corner)
            return
        coverage = figure[..., 3] if figure.shape[2] == 4 else np.full(figure.shape[:2], 255, np.uint8)
        alpha = PilImage.fromarray(np.asarray(cv2.convertScaleAbs(coverage, alpha=opacity), np.uint8))
        self.picture.paste(colours, corner, alpha)

    def is_free(self, box_mm: Sequence[float]) -> bool:
        """Tell whether no line of print reaches into a box (left, top, right, bottom)."""
        left, top, right, bottom = (edge * self.px_per_mm for edge in box_mm)
        ends = ((line.quad.min(axis=0), line.quad.max(axis=0)) for line in self.lines)
        return not any(
            low[0] < right and high[0] > left and low[1] < bottom and high[1] > top for low, high in ends
        )

    def rectangle(
        self, box_mm: Sequence[float], fill: Colour | None, line: Colour | None, line_mm: float
    ) -> None:
        """Print a rectangle: filled, framed or both."""
        box = [side * self.px_per_mm for side in box_mm]
        width = max(1, round(line_mm * self.px_per_mm)) if line else 0
        ImageDraw.Draw(self.picture).rectangle(box, fill, line, width)

    def rule(self, ends_mm: Sequence[float], colour: Colour, line_mm: float) -> None:
        """Print a straight line."""
        ends = [side * self.px_per_mm for side in ends_mm]
        ImageDraw.Draw(self.picture).line(ends, colour, max(1, round(line_mm * self.px_per_mm)))

    def to_bgr(self) -> Image:
        """Return the printed page as `(H, W, 3)` uint8, blue-green-red."""
        return np.asarray(cv2.cvtColor(np.asarray(self.picture), cv2.COLOR_RGB2BGR), np.uint8)


def sheet_on(ground: Image, width_mm: float, split: Split) -> Sheet:
    """Return a page whose ground is `ground`, `(H, W, 3)` uint8 BGR."""
    picture = PilImage.fromarray(cv2.cvtColor(ground, cv2.COLOR_BGR2RGB))
    return Sheet(picture, ground.shape[1] / width_mm, split)


def wrap(sheet: Sheet, text: str, ink: Ink, room_mm: float) -> list[str]:
    """Break a text into lines of at most `room_mm`: between words, where it has spaces."""
    gap = " " if " " in text else ""
    lines, width = [""], 0.0
    for word in text.split(gap) if gap else text:
        step = sheet.width_mm(word, ink)
        between = sheet.width_mm(gap, ink) if lines[-1] else 0.0
        if width + between + step > room_mm and lines[-1]:
            lines.append("")
            width = between = 0.0
        lines[-1] += (gap if lines[-1] else "") + word
        width += between + step
    return lines


def _quad(boxes: Sequence[tuple[float, float, float, float]]) -> QuadArray:
    """Return the corners of the box around boxes, in pixels whose centres are integers."""
    x1, y1 = (min(box[axis] for box in boxes) - 0.5 for axis in (0, 1))
    x2, y2 = (max(box[axis] for box in boxes) - 0.5 for axis in (2, 3))
    return _corners(x1, y1, x2, y2)


def _corners(x1: float, y1: float, x2: float, y2: float) -> QuadArray:
    return np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], dtype=np.float32)
