"""Lays pictures on a printed sheet: portraits, invented emblems and seals, codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw

from idvision.types import Image
from training.synth import art, fonts
from training.synth.chance import Bgr, chance
from training.synth.emblems import Figure
from training.synth.looks import Decoration
from training.synth.places import draw_region
from training.synth.portrait import portrait
from training.synth.sheet import Sheet
from training.synth.types import Mask, Split

# Ink that is stamped over the print; all else lies under it.
_OVER_TEXT = {"seal", "square_seal", "stamp"}
_WOBBLE = 0.004
_SEALS = 12
_HILLS = 12


def decorate(
    rng: np.random.Generator, sheet: Sheet, decorations: Sequence[Decoration], *, before_text: bool
) -> None:
    """Print the decorations that lie under the text, or those that lie over it."""
    width, height = sheet.picture.size
    for item in decorations:
        if (item.kind in _OVER_TEXT) == before_text or not chance(rng, item.chance):
            continue
        spread = 0.02 if item.kind in _OVER_TEXT else _WOBBLE
        dx, dy = rng.normal(0, spread, 2)
        x, y = (item.box[0] + dx) * width, (item.box[1] + dy) * height
        size_wh = max(4, round(item.box[2] * width)), max(4, round(item.box[3] * height))
        figure = _figure(rng, sheet, item, size_wh)
        sheet.paste((x / sheet.px_per_mm, y / sheet.px_per_mm), figure, item.opacity)


def _figure(
    rng: np.random.Generator, sheet: Sheet, item: Decoration, size_wh: tuple[int, int]
) -> Figure | Image:
    side, split, colour = size_wh[0], sheet.split, _bgr(item)
    drawers: dict[str, Callable[[], Figure | Image]] = {
        "portrait": lambda: portrait(rng, split, size_wh, grey=False),
        "grey_portrait": lambda: portrait(rng, split, size_wh, grey=True),
        "cutout": lambda: cut_out(portrait(rng, split, size_wh, grey=False)),
        "emblem": lambda: badge(rng, side, split, colour),
        "seal": lambda: seal(rng, side, split, colour, square=False),
        "square_seal": lambda: seal(rng, side, split, colour, square=True),
        "stamp": lambda: art.stamp(rng, side),
        "qr": lambda: art.qr_like(rng, side),
        "barcode": lambda: art.barcode(rng, size_wh),
        "chip": lambda: art.chip(rng, side),
        "hills": lambda: hills(rng, size_wh, colour),
        "frame": lambda: frame(size_wh, colour),
    }
    return drawers[item.kind]()


def _bgr(item: Decoration) -> Bgr:
    red, green, blue = item.colour or (50, 50, 60)
    return blue, green, red


def cut_out(picture: Image) -> Figure:
    """Return a portrait without its plain backdrop, whose colour is read off the upper corners."""
    band = max(2, picture.shape[1] // 12)
    corners = np.concatenate([picture[:band, :band].reshape(-1, 3), picture[:band, -band:].reshape(-1, 3)])
    backdrop = np.median(corners, axis=0)
    apart = np.abs(picture.astype(np.int16) - backdrop.astype(np.int16)).max(axis=2)
    distance = cv2.blur(apart.astype(np.uint8), (3, 3))
    coverage = np.clip((distance.astype(np.float32) - 10) * 16, 0, 255).astype(np.uint8)
    # The rim is mixed with the backdrop: it goes too.
    rim = np.ones((3, 3), np.uint8)
    return np.dstack([picture, cv2.blur(cv2.erode(coverage, rim), (3, 3))])


def seal(rng: np.random.Generator, side: int, split: Split, colour: Bgr, *, square: bool) -> Figure:
    """Return the imprint of an office's seal, unevenly inked and a little turned."""
    mask = _seal_mask(split, int(rng.integers(_SEALS)), square)
    n = mask.shape[0]
    patchy = cv2.resize(rng.integers(90, 256, (7, 7)).astype(np.uint8), (n, n), interpolation=cv2.INTER_CUBIC)
    turn = cv2.getRotationMatrix2D((n / 2, n / 2), float(rng.normal(0, 3 if square else 14)), 0.97)
    turned = cv2.warpAffine(cv2.multiply(mask, patchy, scale=1 / 255), turn, (n, n))
    small = cv2.resize(np.asarray(turned), (side, side), interpolation=cv2.INTER_AREA)
    return art.flat_figure(np.asarray(small, np.uint8), colour)


@lru_cache(maxsize=2 * _SEALS)
def _seal_mask(split: Split, number: int, square: bool) -> Mask:
    """Return the ink of an invented office's seal: round with a star, or square with columns of text."""
    rng = np.random.default_rng([7301, number, square, split == "bench"])
    region = draw_region(rng)
    name = f"{region.city or region.province}公安局"
    face = fonts.pick_font(rng, split, "han")
    side = 200
    picture = PilImage.new("L", (side, side), 0)
    draw = ImageDraw.Draw(picture)
    if square:
        text = (name + "交通警察支队车辆管理所专用章")[:16]
        draw.rectangle((6, 6, side - 7, side - 7), outline=255, width=6)
        for place, char in enumerate(text):
            at = (side - 40 - 44 * (place // 4), 30 + 46 * (place % 4))
            draw.text(at, char, 255, fonts.load(fonts.face_for(face, char, split), 42), "mm")
        return np.asarray(picture)
    draw.ellipse((4, 4, side - 5, side - 5), outline=255, width=6)
    tips = np.pi * (np.arange(10) / 5 - 0.5)
    radii = np.where(np.arange(10) % 2, 13, 33)
    star = np.stack([side / 2 + radii * np.cos(tips), side / 2 + radii * np.sin(tips)], axis=1)
    draw.polygon([(x, y) for x, y in star.tolist()], fill=255)
    text = f"{region.printed}公安局"[-13:]
    for place, char in enumerate(text):
        angle = (place - (len(text) - 1) / 2) * 21
        glyph = PilImage.new("L", (side, side), 0)
        font = fonts.load(fonts.face_for(face, char, split), 27)
        ImageDraw.Draw(glyph).text((side / 2, 27), char, 255, font, "mm")
        turned = glyph.rotate(-angle, PilImage.Resampling.BILINEAR)
        picture.paste(255, (0, 0), turned)
    return np.asarray(picture)


def badge(rng: np.random.Generator, side: int, split: Split, colour: Bgr) -> Figure:
    """Return a round two-coloured emblem: an invented figure in gold on a disc."""
    n = max(side, 8)
    figure = np.zeros((n, n, 4), np.uint8)
    centre, radius = (n // 2, n // 2), n // 2 - 1
    cv2.circle(figure, centre, radius, (*colour, 255), -1, cv2.LINE_AA)
    gold = (96, 190, 232)
    for share in (0.96, 0.74):
        cv2.circle(figure, centre, round(radius * share), (*gold, 255), max(1, n // 60), cv2.LINE_AA)
    inner = round(n * 0.62)
    mark = art.emblem(rng, inner, split, gold)
    corner = (n - inner) // 2
    art.paste(figure[..., :3], mark, corner, corner)
    # Petals round the rim, as wheat or rays are engraved there.
    petals = int(rng.integers(14, 30))
    for angle in np.linspace(0, 2 * np.pi, petals, endpoint=False):
        at = (round(n / 2 + radius * 0.85 * np.cos(angle)), round(n / 2 + radius * 0.85 * np.sin(angle)))
        cv2.circle(figure, at, max(1, n // 34), (*gold, 255), -1, cv2.LINE_AA)
    return figure


def hills(rng: np.random.Generator, size_wh: tuple[int, int], colour: Bgr) -> Figure:
    """Return three engraved ridges that fade out upwards."""
    plane = _hills_mask(int(rng.integers(_HILLS)))
    if chance(rng, 0.5):
        plane = np.ascontiguousarray(plane[:, ::-1])
    coverage = cv2.resize(plane, size_wh, interpolation=cv2.INTER_AREA)
    return art.flat_figure(np.asarray(coverage, np.uint8), colour)


@lru_cache(maxsize=_HILLS)
def _hills_mask(number: int) -> Mask:
    rng = np.random.default_rng([7302, number])
    width, height = 900, 240
    across, down = (np.linspace(0, 1, size, dtype=np.float32) for size in (width, height))
    x, y = np.meshgrid(across, down)
    coverage = np.zeros((height, width), np.float32)
    for base in (0.35, 0.55, 0.78):
        phase = rng.uniform(0, 6.3, 3)
        ridge = base - 0.16 * np.sin(5 * x + phase[0]) - 0.08 * np.sin(13 * x + phase[1])
        ridge -= 0.03 * np.sin(41 * x + phase[2])
        lines = 0.55 + 0.45 * np.sin((y - ridge) * 110)
        body = np.clip((y - ridge) * height, 0, 1) * np.clip(1 - (y - ridge) / 0.3, 0, 1)
        coverage = np.maximum(coverage * (1 - 0.5 * body), body * lines)
    fade = np.clip(np.minimum(x, 1 - x) / 0.15, 0, 1) * np.clip((1 - y) / 0.2, 0, 1)
    return np.asarray(255 * coverage * fade, np.uint8)


def frame(size_wh: tuple[int, int], colour: Bgr) -> Figure:
    """Return an ornamental border: three lines and a row of beads."""
    width, height = size_wh
    figure = np.zeros((height, width, 4), np.uint8)
    figure[..., :3] = colour
    unit = max(1, round(width / 400))
    for inset, thickness in ((0, 2), (4, 1), (12, 1)):
        a, b = inset * unit, inset * unit + 1
        cv2.rectangle(figure, (a, a), (width - b, height - b), (*colour, 255), thickness * unit)
    step = 5 * unit
    for x in range(8 * unit, width - 8 * unit, step):
        for y in (8 * unit, height - 8 * unit):
            cv2.circle(figure, (x, y), 2 * unit, (*colour, 200), -1)
    for y in range(8 * unit, height - 8 * unit, step):
        for x in (8 * unit, width - 8 * unit):
            cv2.circle(figure, (x, y), 2 * unit, (*colour, 200), -1)
    return figure
