"""Draws travel documents: passports, visas and cards with a machine readable zone, of endless layouts.

The zone stands where the declaration says, give or take what issuers allow themselves; all else, titles,
portrait, captions, decoration, is arranged anew every time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from idvision.documents import DocumentSpec
from idvision.types import Image
from training.synth import art, fonts
from training.synth.chance import chance, colour, hue, ink, of_split, pick
from training.synth.decorate import cut_out
from training.synth.mrz import MrzFormatName, mrz_lines
from training.synth.portrait import portrait
from training.synth.sheet import Colour, Ink, Sheet, sheet_on
from training.synth.travel_words import CAPTIONS, LANGUAGES, Entry, entries, fields_of, headline
from training.synth.travellers import Traveller, draw_traveller
from training.synth.types import Document, Split
from training.synth.zone import print_zone

_CHIP_PLACES = 30
"""So many places are tried for a chip."""
SIZES_MM: dict[MrzFormatName, tuple[float, float]] = {
    "TD1": (85.6, 54.0),
    "TD2": (105.0, 74.0),
    "TD3": (125.0, 88.0),
    "MRVA": (120.0, 80.0),
    "MRVB": (105.0, 74.0),
}


@dataclass(frozen=True, slots=True)
class _Style:
    """How one document is set.

    Attributes:
        title, caption, value: inks.
        languages: of the captions, one to three keys of `travel_words.LANGUAGES`.
        above: whether captions stand above their values or before them.
        portrait_left: which side the portrait is on.
        numbered: whether captions carry numbers.
        lower: whether values are printed in small letters.
        dates: a key of `travel_words.DATES`.
    """

    title: Ink
    caption: Ink
    value: Ink
    languages: tuple[str, ...]
    above: bool
    portrait_left: bool
    numbered: bool
    lower: bool
    dates: str


def draw_travel(rng: np.random.Generator, split: Split, spec: DocumentSpec, width_px: int) -> Document:
    """Return a document of a declared type that has a machine readable zone.

    Args:
        rng: source of chance.
        split: which fonts, patterns and faces may be used.
        spec: the declaration.
        width_px: the long side printed upright.

    Raises:
        ValueError: the declaration has no zone of a format that can be drawn.
    """
    drawable = [name for name in SIZES_MM if spec.mrz is not None and name in spec.mrz.formats]
    if spec.mrz is None or not drawable:
        raise ValueError(f"{spec.type} has no machine readable zone that can be drawn")
    fmt = drawable[0]
    size_mm = SIZES_MM[fmt]
    traveller = draw_traveller(rng, fmt)
    lines = mrz_lines(fmt, traveller.zone)
    shape_hw = (round(width_px * size_mm[1] / size_mm[0]), width_px)
    sheet = sheet_on(_ground(rng, split, shape_hw, spec.mrz.rows[0]), size_mm[0], split)
    style = _draw_style(rng, split, size_mm)
    top_of_zone = (spec.mrz.rows[0] - 0.05) * size_mm[1]
    if fmt == "TD1":
        _print_back(rng, sheet, style, traveller, top_of_zone)
    else:
        _print_data_page(rng, sheet, style, traveller, (fmt, top_of_zone))
    print_zone(rng, sheet, lines, spec.mrz)
    _finish(rng, sheet, fmt)
    corner = {"TD1": 0.037, "TD2": 0.03}.get(fmt, pick(rng, (0.0, 0.012, 0.03)))
    return Document(
        picture=art.wear(rng, sheet.to_bgr()),
        outline=art.card_outline(rng, shape_hw, corner),
        size_mm=size_mm,
        type=spec.type,
        side=spec.side.value,
        fields=fields_of(fmt, traveller.zone),
        lines=tuple(sheet.lines),
        gloss=float(rng.uniform(0.1, 0.4) if fmt in {"MRVA", "MRVB"} else rng.uniform(0.35, 0.95)),
    )


def draw_front(rng: np.random.Generator, split: Split, spec: DocumentSpec | None, width_px: int) -> Document:
    """Return the portrait side of a TD1 card, which has no zone.

    Args:
        rng: source of chance.
        split: which fonts, patterns and faces may be used.
        spec: the declaration of that side; None for a side that is not declared.
        width_px: the long side printed upright.
    """
    size_mm = SIZES_MM["TD1"]
    traveller = draw_traveller(rng, "TD1")
    shape_hw = (round(width_px * size_mm[1] / size_mm[0]), width_px)
    sheet = sheet_on(_ground(rng, split, shape_hw, 1.0), size_mm[0], split)
    style = _draw_style(rng, split, size_mm)
    _print_data_page(rng, sheet, style, traveller, ("TD1", size_mm[1] * 0.97))
    if chance(rng, 0.4):
        _paste_chip(rng, sheet, style)
    return Document(
        picture=art.wear(rng, sheet.to_bgr()),
        outline=art.card_outline(rng, shape_hw, 0.037),
        size_mm=size_mm,
        type="unknown" if spec is None else spec.type,
        side="front" if spec is None else spec.side.value,
        lines=tuple(sheet.lines),
        gloss=float(rng.uniform(0.35, 0.95)),
    )


def _ground(rng: np.random.Generator, split: Split, shape_hw: tuple[int, int], zone_top: float) -> Image:
    """Return a security background, mostly paler behind the zone."""
    page = art.ground(rng, split, shape_hw)
    if chance(rng, 0.35):
        mark = art.emblem(
            rng, round(shape_hw[0] * float(rng.uniform(0.4, 0.8))), split, ink(rng, split, 0.4, 0.7)
        )
        x, y = rng.uniform(0.2, 0.6) * shape_hw[1], rng.uniform(-0.05, 0.4) * shape_hw[0]
        art.paste(page, mark, float(x), float(y), float(rng.uniform(0.1, 0.3)))
    start = int((zone_top - 0.055) * shape_hw[0])
    if zone_top < 1 and chance(rng, 0.6):
        pale = np.array(colour(hue(rng, split), 0.96, 0.3), np.float32)
        share = float(rng.uniform(0.4, 1.0))
        page[start:] = np.round(page[start:] * (1 - share) + pale * share).astype(np.uint8)
    return page


def _draw_style(rng: np.random.Generator, split: Split, size_mm: tuple[float, float]) -> _Style:
    scale = size_mm[0] / 105
    heading = fonts.pick_font(rng, split, "latin")
    body = fonts.pick_font(rng, split, "latin") if chance(rng, 0.6) else heading
    typed = fonts.pick_font(rng, split, pick(rng, ("latin", "latin", "digits", "ocrb")))
    caption_tone, title_tone = _rgb(ink(rng, split, 0.2, 0.45)), _rgb(ink(rng, split, 0.12, 0.4))
    value_tone = (24, 24, 28) if chance(rng, 0.8) else _rgb(ink(rng, split, 0.08, 0.2))
    count = int(rng.integers(1, 4))
    names = of_split(LANGUAGES, split)
    languages = tuple(names[place] for place in rng.permutation(len(names))[:count])
    english = "english" if chance(rng, 0.75) else languages[0]
    return _Style(
        title=Ink(
            heading, float(rng.uniform(3.2, 5.2)) * scale, title_tone, bold_mm=float(rng.uniform(0, 0.06))
        ),
        caption=Ink(body, float(rng.uniform(1.5, 2.0)) * scale, caption_tone),
        value=Ink(
            typed, float(rng.uniform(2.6, 3.3)) * scale, value_tone, bold_mm=float(rng.uniform(0, 0.05))
        ),
        languages=tuple(dict.fromkeys((*languages[: count - 1], english))),
        above=chance(rng, 0.8),
        portrait_left=chance(rng, 0.82),
        numbered=chance(rng, 0.25),
        lower=chance(rng, 0.2),
        dates=pick(rng, ("months", "months", "dots", "spaces", "slashes", "iso", "bilingual")),
    )


def _rgb(bgr: tuple[int, int, int]) -> Colour:
    return bgr[2], bgr[1], bgr[0]


def _print_title(rng: np.random.Generator, sheet: Sheet, style: _Style, kind: str) -> float:
    """Print the head of the page in one line or two; returns where it ends, in mm from the top."""
    width, height = sheet.size_mm
    baseline = height * float(rng.uniform(0.07, 0.1))
    left, right = headline(rng, kind, style.languages)
    title = _shrunk(sheet, left, style.title, width * 0.9)
    small = title.sized(title.size_mm * float(rng.uniform(0.55, 0.9)))
    small = _shrunk(sheet, right, small, width * 0.9)
    needed = sheet.width_mm(right, small)
    second = baseline
    if needed + sheet.width_mm(left, title) > width * 0.9:
        second += small.size_mm * 1.2
    end = second + height * 0.02
    if chance(rng, 0.25):
        # A printed band behind the head.
        band = _rgb(colour(hue(rng, sheet.split), float(rng.uniform(0.3, 0.8)), float(rng.uniform(0.3, 0.8))))
        sheet.rectangle((0, 0, width, end), band, None, 0)
        tone = (250, 250, 250) if sum(band) < 400 else (30, 30, 40)
        title, small = replace(title, colour=tone), replace(small, colour=tone)
        end += height * 0.015
    sheet.text((width * 0.04, baseline), left, title)
    sheet.text((width * 0.96 - needed, second), right, small)
    return end


def _shrunk(sheet: Sheet, text: str, of_ink: Ink, room_mm: float) -> Ink:
    """Return ink small enough for a line to fit."""
    width = sheet.width_mm(text, of_ink)
    return of_ink if width <= room_mm else of_ink.sized(of_ink.size_mm * room_mm / width)


def _print_data_page(
    rng: np.random.Generator, sheet: Sheet, style: _Style, traveller: Traveller, page: tuple[str, float]
) -> None:
    """Print head, portrait and entries above the zone; `page` is the format and the zone's top in mm."""
    fmt, bottom = page
    width, _ = sheet.size_mm
    kind = {"MRVA": "visa", "MRVB": "visa", "TD3": "passport"}.get(fmt, "card")
    top = _print_title(rng, sheet, style, kind)
    face_h = min((bottom - top) * float(rng.uniform(0.68, 0.95)), width * 0.42)
    face_w = face_h * float(rng.uniform(0.72, 0.82))
    x_face = width * 0.04 if style.portrait_left else width * 0.96 - face_w
    y_face = top + (bottom - top - face_h) * float(rng.uniform(0.1, 0.9))
    _paste_portrait(rng, sheet, (x_face, y_face), (face_w, face_h))
    x_text = x_face + face_w + width * 0.035 if style.portrait_left else width * 0.045
    room = width * 0.92 - face_w - width * 0.035
    rows = entries(rng, traveller, fmt, style.dates, lower=style.lower)
    _print_entries(rng, sheet, style, rows, (x_text, top, room, bottom - top))


def _paste_chip(rng: np.random.Generator, sheet: Sheet, style: _Style) -> None:
    """Print the contacts of a chip beside portrait and print, which they never cover; none without room."""
    chip = art.chip(rng, round(0.14 * sheet.picture.width))
    (width, height), (rows, columns) = sheet.size_mm, chip.shape[:2]
    left, right = (0.36, 0.82) if style.portrait_left else (0.03, 0.5)
    for _ in range(_CHIP_PLACES):
        x, y = width * float(rng.uniform(left, right)), height * float(rng.uniform(0.18, 0.72))
        if sheet.is_free((x, y, x + columns / sheet.px_per_mm, y + rows / sheet.px_per_mm)):
            sheet.paste((x, y), chip)
            return


def _paste_portrait(
    rng: np.random.Generator, sheet: Sheet, at_mm: tuple[float, float], size_mm: tuple[float, float]
) -> None:
    """Print the portrait, framed, cut out or soft at its edges, and at times a ghost of it."""
    size_px = max(8, round(size_mm[0] * sheet.px_per_mm)), max(8, round(size_mm[1] * sheet.px_per_mm))
    face = portrait(rng, sheet.split, size_px)
    look = float(rng.random())
    if look < 0.25:
        sheet.paste(at_mm, cut_out(face))
    elif look < 0.4:
        sheet.paste(at_mm, _vignette(face))
    else:
        sheet.paste(at_mm, face)
    if chance(rng, 0.35):
        small = np.asarray(cv2.resize(face, None, fx=0.42, fy=0.42, interpolation=cv2.INTER_AREA), np.uint8)
        ghost = cut_out(small) if chance(rng, 0.5) else small
        width, height = sheet.size_mm
        at = (width * 0.95 - ghost.shape[1] / sheet.px_per_mm, height * float(rng.uniform(0.2, 0.4)))
        if at[0] > at_mm[0] + size_mm[0]:
            sheet.paste(at, ghost, float(rng.uniform(0.25, 0.7)))


def _vignette(face: Image) -> Image:
    """Return a portrait that fades out at its edges, `(h, w, 4)`."""
    h, w = face.shape[:2]
    across = np.minimum(np.arange(w), np.arange(w)[::-1]) / (0.12 * w)
    down = np.minimum(np.arange(h), np.arange(h)[::-1]) / (0.12 * h)
    coverage = np.clip(across, 0, 1)[None, :] * np.clip(down, 0, 1)[:, None] * 255
    return np.dstack([face, coverage.astype(np.uint8)])


def _print_entries(
    rng: np.random.Generator, sheet: Sheet, style: _Style, rows: list[list[Entry]], box: tuple[float, ...]
) -> None:
    """Set rows of one to three entries into a box (left, top, width, height in mm)."""
    left, top, room, height = box
    step = height / (len(rows) + 0.15)
    caption = style.caption.sized(min(style.caption.size_mm, step * 0.36))
    value = style.value.sized(min(style.value.size_mm, step * 0.5))
    number = 1
    for place, row in enumerate(rows):
        y = top + place * step + float(rng.normal(0, 0.1))
        for column, entry in enumerate(row):
            x = left + room * column / len(row)
            label = "/".join(CAPTIONS[language][entry.key] for language in style.languages)
            label = f"{number}. {label}" if style.numbered else label
            number += 1
            share = room / len(row) * 0.96
            if style.above:
                _print_within(sheet, (x, y + caption.size_mm), label, caption, share)
                _print_value(sheet, (x, y + step * 0.86), entry, value, share)
            else:
                short = label.split("/")[0]
                end = _print_within(sheet, (x, y + step * 0.7), short, caption, share * 0.5)
                room_left = share - (end - x) - 1
                _print_value(sheet, (end + 1, y + step * 0.7), entry, value, room_left)


def _print_value(sheet: Sheet, at_mm: tuple[float, float], entry: Entry, of_ink: Ink, room_mm: float) -> None:
    """Print a value with its truth; an empty one leaves no line."""
    count = len(sheet.lines)
    _print_within(sheet, at_mm, entry.text, of_ink, room_mm, entry.field)
    sheet.lines[count:] = [replace(line, shown=entry.shown) for line in sheet.lines[count:]]


def _print_within(
    sheet: Sheet, at_mm: tuple[float, float], text: str, of_ink: Ink, room_mm: float, name: str = ""
) -> float:
    """Print a line, smaller where it would not fit; returns where it ends."""
    return sheet.text(at_mm, text, _shrunk(sheet, text, of_ink, max(room_mm, 3.0)), name)


def _print_back(
    rng: np.random.Generator, sheet: Sheet, style: _Style, traveller: Traveller, bottom: float
) -> None:
    """Print what stands above the zone on the back of a card: little text, at times a chip or a code."""
    width, height = sheet.size_mm
    kind = float(rng.random())
    top = height * 0.06
    if kind < 0.25:
        sheet.paste((width * 0.08, height * 0.2), art.chip(rng, round(0.14 * sheet.picture.width)))
    elif kind < 0.4:
        code = art.pdf417_like(rng, (round(0.8 * sheet.picture.width), round(0.13 * sheet.picture.height)))
        sheet.paste((width * 0.1, height * 0.05), code)
        top = height * 0.22
    elif kind < 0.5:
        code = art.qr_like(rng, round(0.26 * sheet.picture.height))
        sheet.paste((width * 0.8, height * 0.08), code)
    rows = entries(rng, traveller, "TD1 back", style.dates, lower=style.lower)
    count = int(rng.integers(0, len(rows) + 1))
    left = width * (0.3 if kind < 0.25 else 0.05)
    if count:
        _print_entries(
            rng, sheet, style, rows[:count], (left, top, width * 0.45, (bottom - top) * count / 4.2)
        )


def _finish(rng: np.random.Generator, sheet: Sheet, fmt: str) -> None:
    """Add what is laid over the print: signature, foil, stamp, the seam of a booklet."""
    width, height = sheet.size_mm
    px = sheet.picture.width
    if fmt != "TD1" and chance(rng, 0.6):
        scrawl = art.signature(rng, round(0.24 * px), round(0.07 * px))
        sheet.paste((width * float(rng.uniform(0.4, 0.7)), height * float(rng.uniform(0.58, 0.68))), scrawl)
    if chance(rng, 0.4):
        foil = art.hologram(rng, round(px * float(rng.uniform(0.1, 0.28))))
        at = (width * float(rng.uniform(0.1, 0.75)), height * float(rng.uniform(0.05, 0.5)))
        sheet.paste(at, foil, float(rng.uniform(0.2, 0.6)))
    if fmt in {"MRVA", "MRVB"} and chance(rng, 0.3):
        mark = art.stamp(rng, round(px * 0.2))
        sheet.paste((width * float(rng.uniform(0.3, 0.75)), height * float(rng.uniform(0.1, 0.5))), mark, 0.8)
    if fmt == "TD3" and chance(rng, 0.3):
        # The stitched edge towards the other page lies in a soft shadow.
        depth = max(3, round(px * 0.02))
        shade = np.zeros((depth, px, 4), np.uint8)
        shade[..., 3] = np.linspace(90, 0, depth)[:, None].astype(np.uint8)
        sheet.paste((0, 0), shade)
