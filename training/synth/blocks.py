"""Parts of a card: headline, photo, columns of fields, tables, small print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import Image
from training.synth import art, words
from training.synth.chance import Bgr, chance, ink
from training.synth.fonts import Script, pick_font
from training.synth.portrait import portrait
from training.synth.sheet import Colour, Ink, Sheet, sheet_on
from training.synth.types import Split

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in mm."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The look of a card's text.

    Attributes:
        writing: the script.
        caption: names of fields.
        value: what stands in the fields.
        title: what the card calls itself.
        accent: colour of bands and marks, BGR.
    """

    writing: words.Writing
    caption: Ink
    value: Ink
    title: Ink
    accent: Bgr

    @property
    def accent_rgb(self) -> Colour:
        """The accent as a sheet prints it."""
        blue, green, red = self.accent
        return red, green, blue

    @staticmethod
    def draw(rng: np.random.Generator, split: Split, dark: bool = False) -> Theme:
        """Return a theme; `dark` for pale text on a dark card."""
        writing = words.pick_writing(rng)
        script: Script = "han" if writing in ("han", "kana", "hangul") else "latin"
        accent = ink(rng, split, 0.5, 0.8) if dark else ink(rng, split)
        text: Colour = (240, 240, 238) if dark else (24, 24, 28)
        toned: Colour = (accent[2], accent[1], accent[0])
        label = toned if chance(rng, 0.5) else text
        return Theme(
            writing,
            Ink(pick_font(rng, split, script), 2.0, label),
            Ink(pick_font(rng, split, script), 3.0, text),
            Ink(pick_font(rng, split, script), 4.0, toned if chance(rng, 0.6) else text),
            accent,
        )

    def inked(self, base: Ink, size_mm: float, colour: Colour) -> Ink:
        """Return one of the theme's inks in another size and colour."""
        return replace(base.sized(size_mm), colour=colour)


@dataclass(frozen=True, slots=True)
class Card:
    """A card being printed, with what decides its look."""

    rng: np.random.Generator
    split: Split
    sheet: Sheet
    size_mm: tuple[float, float]
    theme: Theme

    def px(self, length_mm: float) -> int:
        """Return a length in whole pixels, at least 4."""
        return max(4, round(length_mm * self.sheet.px_per_mm))

    def text(self, at_mm: tuple[float, float], text: str, of_ink: Ink) -> float:
        """Print a line from its baseline's left end; return where it ends in mm."""
        return self.sheet.text(at_mm, text, of_ink)

    def centred(self, centre_mm: tuple[float, float], text: str, of_ink: Ink) -> None:
        """Print a line with its middle there."""
        self.sheet.centred(centre_mm, text, of_ink)

    def portrait(self, size_wh: tuple[int, int]) -> Image:
        """Return a face."""
        return portrait(self.rng, self.split, size_wh)


def new_card(
    rng: np.random.Generator, split: Split, ground: Image, size_mm: tuple[float, float], theme: Theme
) -> Card:
    """Return a card on a printed ground."""
    return Card(rng, split, sheet_on(ground, size_mm[0], split), size_mm, theme)


def figure(card: Card, picture: NDArray[np.uint8], at_mm: tuple[float, float], opacity: float = 1.0) -> None:
    """Print a `(h, w, 3)` BGR or `(h, w, 4)` BGRA picture with its top left corner there."""
    card.sheet.paste(at_mm, picture, opacity)


def band(card: Card, box: Box, fill: Colour) -> None:
    """Print a filled rectangle."""
    card.sheet.rectangle(box, fill, None, 0)


def fitted(card: Card, text: str, of_ink: Ink, room_mm: float) -> Ink:
    """Return the ink, smaller if the text needs it, so that it fits the room."""
    width = card.sheet.width_mm(text, of_ink)
    return of_ink if width <= room_mm else of_ink.sized(max(1.0, of_ink.size_mm * room_mm / width))


def cut(card: Card, text: str, of_ink: Ink, room_mm: float) -> str:
    """Return the beginning of a text, so that it about fits the room."""
    width = card.sheet.width_mm(text, of_ink)
    return text if width <= room_mm else text[: max(1, int(len(text) * room_mm / width))]


def headline(card: Card, box: Box) -> float:
    """Print issuer and title over the card's width; return where it ends in mm."""
    rng, theme = card.rng, card.theme
    x0, y0, x1, y1 = box
    high = y1 - y0
    title = theme.title
    if chance(rng, 0.4):
        band(card, (0, y0 - 2.5 if y0 < 5 else y0, card.size_mm[0], y1), theme.accent_rgb)
        pale = sum(theme.accent) > 420
        title = theme.inked(title, title.size_mm, (20, 20, 24) if pale else (250, 250, 250))
    if chance(rng, 0.6):
        figure(card, art.emblem(rng, card.px(high * 0.9), card.split, title.colour[::-1]), (x0, y0))
        x0 += high
    if chance(rng, 0.15):
        figure(card, art.emblem(rng, card.px(high * 0.9), card.split), (x1 - high, y0))
        x1 -= high
    lines = [words.organisation(rng, theme.writing), words.title(rng, theme.writing)]
    if chance(rng, 0.4):
        lines = lines[1:]
    in_middle = chance(rng, 0.35)
    for place, line in enumerate(lines):
        size = high * (0.62 if len(lines) == 1 else (0.34 if place == 0 else 0.44))
        of_ink = fitted(card, line, title.sized(size), x1 - x0)
        y = y0 + high * (place + 0.8) / len(lines)
        if in_middle:
            card.centred(((x0 + x1) / 2, y - size / 2.6), line, of_ink)
        else:
            card.text((x0, y), line, of_ink)
    return y1


def photo(card: Card, box: Box) -> None:
    """Print a portrait, framed or not, now and then oval or faded into the ground."""
    rng = card.rng
    size = (card.px(box[2] - box[0]), card.px(box[3] - box[1]))
    picture = card.portrait(size)
    kind = float(rng.random())
    if kind < 0.12:
        mask = np.zeros(size[::-1], np.uint8)
        cv2.ellipse(
            mask, (size[0] // 2, size[1] // 2), (size[0] // 2, size[1] // 2), 0, 0, 360, 255, -1, cv2.LINE_AA
        )
        figure(card, np.dstack([picture, mask]), box[:2])
    elif kind < 0.3:
        mask = np.full(size[::-1], 255, np.uint8)
        edge = max(2, size[0] // 12)
        mask[:edge], mask[-edge:], mask[:, :edge], mask[:, -edge:] = 0, 0, 0, 0
        figure(card, np.dstack([picture, cv2.blur(mask, (2 * edge + 1, 2 * edge + 1))]), box[:2])
    else:
        figure(card, picture, box[:2])
        if chance(rng, 0.25):
            card.sheet.rectangle(box, None, (70, 70, 76), 0.2)


def field_block(card: Card, box: Box, columns: int) -> None:
    """Print captions and values from top to bottom in columns."""
    rng, theme = card.rng, card.theme
    x0, y0, x1, y1 = box
    room = (x1 - x0) / columns
    above = chance(rng, 0.65)
    value_mm = min(float(rng.uniform(2.3, 3.9)), (y1 - y0) / 4)
    caption_mm = (
        value_mm * float(rng.uniform(0.5, 0.75)) if above else value_mm * float(rng.uniform(0.8, 1.0))
    )
    step = (value_mm * 1.25 + (caption_mm * 1.35 if above else 0)) * float(rng.uniform(1.0, 1.35))
    for column in range(columns):
        x, y = x0 + column * room, y0
        while y + step <= y1:
            caption = words.caption(rng, theme.writing)
            value = words.value(rng, theme.writing)
            if chance(rng, 0.12):
                y += step
                continue
            value = cut(card, value, theme.value.sized(value_mm), 1.3 * room)
            if above:
                card.text(
                    (x, y + caption_mm), caption, fitted(card, caption, theme.caption.sized(caption_mm), room)
                )
                at = (x, y + caption_mm * 1.2 + value_mm)
            else:
                end = card.text((x, y + value_mm), caption, theme.caption.sized(caption_mm))
                at = (max(end + 1.2, x + room * 0.3), y + value_mm)
            left = max(4.0, x + room - 1 - at[0])
            card.text(at, value, fitted(card, value, theme.value.sized(value_mm), left))
            y += step


def table(card: Card, box: Box, rows: int, columns: int) -> None:
    """Print a ruled table, its cells partly filled."""
    rng, theme = card.rng, card.theme
    x0, y0, x1, y1 = box
    if y1 - y0 < 4:
        return
    cuts = (
        np.sort(rng.uniform(0.15, 0.9, columns - 1))
        if chance(rng, 0.6)
        else np.linspace(0, 1, columns + 1)[1:-1]
    )
    edges = [x0, *(x0 + (x1 - x0) * float(c) for c in cuts), x1]
    step = (y1 - y0) / rows
    line = theme.caption.colour
    for row in range(rows + 1):
        card.sheet.rule((x0, y0 + row * step, x1, y0 + row * step), line, 0.15)
    for edge in edges:
        card.sheet.rule((edge, y0, edge, y1), line, 0.15)
    size = min(step * 0.6, 3.2)
    for row in range(rows):
        for left, right in pairwise(edges):
            if right - left > 4 and chance(rng, 0.6):
                text = cut(
                    card, words.value(rng, theme.writing), theme.value.sized(size), 1.3 * (right - left)
                )
                of_ink = fitted(card, text, theme.value.sized(size), right - left - 1)
                card.text((left + 0.6, y0 + (row + 0.78) * step), text, of_ink)


def microprint(card: Card, box: Box) -> None:
    """Print lines of small text that fill a box."""
    rng = card.rng
    size = float(rng.uniform(1.4, 2.2))
    of_ink = card.theme.caption.sized(size)
    per_mm = 1.9 / size if words.spaced(card.theme.writing) else 1.0 / size
    y = box[1] + size
    while y < box[3]:
        share = 1.0 if chance(rng, 0.75) else float(rng.uniform(0.3, 0.9))
        card.text(
            (box[0], y),
            words.phrase(rng, card.theme.writing, int((box[2] - box[0]) * per_mm * share)),
            of_ink,
        )
        y += size * 1.35


def body_ink(card: Card, size_mm: float) -> Ink:
    """Return the ink of running text in that size."""
    return replace(card.theme.value.sized(size_mm), colour=(30, 30, 34))


def paragraphs(card: Card, box: Box, of_ink: Ink, lead: float = 1.45) -> float:
    """Fill a box with running text; return where it ends in mm."""
    x0, y0, x1, y1 = box
    writing, size = card.theme.writing, of_ink.size_mm
    # A sample tells how many characters go on a line.
    sample = words.phrase(card.rng, writing, 60)
    count = max(4, int(0.97 * (x1 - x0) * len(sample) / max(1.0, card.sheet.width_mm(sample, of_ink))))
    y = y0 + size
    left_in_paragraph = int(card.rng.integers(3, 12))
    while y < y1:
        last = left_in_paragraph <= 0
        length = int(count * card.rng.uniform(0.15, 0.9)) if last else count
        card.text((x0, y), words.phrase(card.rng, writing, max(2, length)), of_ink)
        y += size * lead * (1.6 if last else 1.0)
        left_in_paragraph = int(card.rng.integers(3, 12)) if last else left_in_paragraph - 1
    return min(y, y1)
