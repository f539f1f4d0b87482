"""Sheets that are no identity documents: letters, forms, receipts, tickets, envelopes, notes, books."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np

from idvision.types import Image
from training.synth import art, words
from training.synth.blocks import (
    Card,
    Theme,
    band,
    body_ink,
    field_block,
    figure,
    fitted,
    new_card,
    paragraphs,
    table,
)
from training.synth.chance import chance, colour, hue, ink, of_split, pick
from training.synth.slips import business_card, envelope, receipt, slip, ticket
from training.synth.types import NOT_A_DOCUMENT, Document, Split

Size = tuple[float, float]
_A4: Size = (210.0, 297.0)
_A5: Size = (148.0, 210.0)
_LETTER: Size = (215.9, 279.4)
_SHEETS = (_A4, _A4, _LETTER, _A5)
_TEXTURES = 5


def _letter(card: Card) -> None:
    rng, (w, h) = card.rng, card.size_mm
    margin = w * float(rng.uniform(0.08, 0.14))
    y = h * 0.06
    if chance(rng, 0.6):
        figure(card, art.emblem(rng, card.px(w * 0.1), card.split, card.theme.accent), (margin, y))
        name = words.organisation(rng, card.theme.writing)
        card.text((margin + w * 0.12, y + w * 0.06), name, card.theme.title.sized(w * 0.03))
        y += w * 0.13
    small = body_ink(card, w * float(rng.uniform(0.016, 0.024)))
    for _ in range(int(rng.integers(2, 6))):
        y += small.size_mm * 1.4
        card.text((margin, y), words.phrase(rng, card.theme.writing, int(rng.integers(8, 28))), small)
    card.text((w - margin - w * 0.16, y), words.date(rng), small)
    heading = words.phrase(rng, card.theme.writing, int(rng.integers(10, 40)))
    y += h * 0.05
    of_ink = card.theme.title.sized(small.size_mm * float(rng.uniform(1.1, 2.2)))
    card.text((margin, y), heading, fitted(card, heading, of_ink, w - 2 * margin))
    end = h * float(rng.uniform(0.45, 0.93))
    y = paragraphs(card, (margin, y + h * 0.02, w - margin, end), small)
    if y < h * 0.85 and chance(rng, 0.6):
        figure(card, art.signature(rng, card.px(w * 0.25), card.px(w * 0.08)), (margin, y + 2))
    if y < h * 0.85 and chance(rng, 0.25):
        figure(card, art.stamp(rng, card.px(w * 0.17)), (w * 0.6, y - w * 0.05), 0.8)


def _form(card: Card) -> None:
    rng, (w, h) = card.rng, card.size_mm
    margin = w * 0.07
    name = words.title(rng, card.theme.writing)
    card.centred(
        (w / 2, h * 0.06), name, fitted(card, name, card.theme.title.sized(w * 0.045), w - 2 * margin)
    )
    y = h * 0.1
    while y < h * 0.85:
        deep = h * float(rng.uniform(0.08, 0.3))
        low = min(y + deep, h * 0.95)
        if chance(rng, 0.6):
            table(
                card,
                (margin, y, w - margin, low),
                max(2, int((low - y) / (w * 0.035))),
                int(rng.integers(2, 7)),
            )
        else:
            paragraphs(card, (margin, y, w - margin, low), body_ink(card, w * 0.019))
        y = low + h * 0.025


def _invoice(card: Card) -> None:
    rng, (w, h) = card.rng, card.size_mm
    margin = w * 0.09
    figure(card, art.emblem(rng, card.px(w * 0.09), card.split, card.theme.accent), (margin, h * 0.05))
    head = pick(rng, ("INVOICE", "Rechnung", "FACTURE", "Quotation", "发票", "对账单", "STATEMENT"))
    card.text((w * 0.62, h * 0.08), head, card.theme.title.sized(w * 0.06))
    field_block(card, (margin, h * 0.13, w - margin, h * 0.3), int(rng.integers(2, 4)))
    rows = int(rng.integers(3, 14))
    step, size = h * 0.028, w * 0.019
    y = h * 0.34
    band(card, (margin, y, w - margin, y + step), (225, 228, 232))
    for row in range(rows + 1):
        line = y + (row + 0.7) * step
        card.text(
            (margin + 1, line),
            words.phrase(rng, card.theme.writing, int(rng.integers(6, 26))),
            body_ink(card, size),
        )
        for share in (0.58, 0.7, 0.83):
            amount = f"{float(rng.uniform(1, 900)):.2f}"
            card.text((w * share, line), amount, body_ink(card, size))
        card.sheet.rule((margin, line + 0.3 * step, w - margin, line + 0.3 * step), (190, 190, 194), 0.15)
    y += (rows + 2.5) * step
    card.text((w * 0.66, y), f"{pick(rng, ('Total', 'TOTAL', '合计', 'Summe'))} {rng.uniform(50, 5000):.2f}",
              card.theme.title.sized(w * 0.028))  # fmt: skip
    if chance(rng, 0.5):
        paragraphs(card, (margin, h * 0.85, w - margin, h * 0.93), body_ink(card, w * 0.013))


def _note(card: Card) -> None:
    """Handwriting: scrawled words on ruled or plain paper."""
    rng, (w, h) = card.rng, card.size_mm
    step = h * float(rng.uniform(0.032, 0.05))
    if chance(rng, 0.6):
        for y in np.arange(step * 2, h - step, step):
            card.sheet.rule((0, y, w, y), (170, 195, 225), 0.2)
    y = step * 2
    pen = art.signature(rng, 40, 20)[0, 0, :3]
    while y < h * float(rng.uniform(0.6, 0.95)):
        x = w * float(rng.uniform(0.06, 0.12))
        while x < w * float(rng.uniform(0.6, 0.92)):
            wide = step * float(rng.uniform(1.0, 3.5))
            scrawl = art.signature(rng, card.px(wide), card.px(step * 1.1))
            scrawl[..., :3] = pen
            figure(card, scrawl, (x, y - step * 0.75))
            x += wide * 1.12
        y += step


def _columns(card: Card) -> None:
    """Newspaper or magazine: headline, pictures, narrow columns."""
    rng, (w, h) = card.rng, card.size_mm
    count, margin = int(rng.integers(2, 5)), w * 0.05
    top = h * 0.05
    if chance(rng, 0.7):
        head = words.phrase(rng, card.theme.writing, int(rng.integers(10, 30)))
        card.text(
            (margin, h * 0.1), head, fitted(card, head, card.theme.title.sized(w * 0.09), w - 2 * margin)
        )
        top = h * 0.13
    room = (w - 2 * margin) / count
    body = body_ink(card, w * float(rng.uniform(0.018, 0.027)))
    for column in range(count):
        x, y = margin + column * room, top
        if chance(rng, 0.4):
            deep = room * float(rng.uniform(0.5, 1.1))
            picture = art.ground(rng, card.split, (card.px(deep), card.px(room * 0.92)), (0.15, 0.8))
            figure(card, picture, (x, y))
            y += deep + 2
        paragraphs(card, (x, y, x + room * 0.92, h * 0.95), body, 1.3)


def _cover(card: Card) -> None:
    rng, (w, h) = card.rng, card.size_mm
    head = words.title(rng, card.theme.writing)
    pale = (235, 225, 190)
    line = card.theme.inked(card.theme.title, w * 0.09, pale)
    card.centred((w / 2, h * float(rng.uniform(0.15, 0.3))), head, fitted(card, head, line, w * 0.85))
    size = w * float(rng.uniform(0.2, 0.45))
    figure(card, art.emblem(rng, card.px(size), card.split, pale[::-1]), ((w - size) / 2, h * 0.4))
    author = words.person(rng, card.theme.writing)
    card.centred((w / 2, h * 0.88), author, fitted(card, author, line.sized(w * 0.05), w * 0.8))


def _spread(card: Card) -> None:
    """An open booklet: two pages of print and the gutter between them."""
    rng, (w, h) = card.rng, card.size_mm
    body = body_ink(card, h * float(rng.uniform(0.024, 0.036)))
    for x in (0.05, 0.54):
        paragraphs(card, (w * x, h * 0.08, w * (x + 0.41), h * float(rng.uniform(0.6, 0.93))), body)
    shade = np.zeros((card.sheet.picture.height, card.sheet.picture.width), np.uint8)
    middle = shade.shape[1] / 2
    fall = np.exp(-np.abs(np.arange(shade.shape[1]) - middle) / (0.03 * shade.shape[1]))
    shade[:] = np.round(120 * fall).astype(np.uint8)
    figure(card, art.flat_figure(shade, (60, 60, 66)), (0, 0))


def _report(card: Card) -> None:
    """Print with a large picture and a caption, in one column."""
    rng, (w, h) = card.rng, card.size_mm
    margin, deep = w * 0.12, h * float(rng.uniform(0.18, 0.3))
    top = h * float(rng.uniform(0.08, 0.4))
    paragraphs(card, (margin, h * 0.06, w - margin, top), body_ink(card, w * 0.019))
    picture = art.ground(rng, card.split, (card.px(deep), card.px(w - 2 * margin)), (0.2, 0.8))
    figure(card, picture, (margin, top + 4))
    paragraphs(card, (margin, top + deep + 8, w - margin, h * 0.92), body_ink(card, w * 0.019))


def _bubble_sheet(card: Card) -> None:
    rng, (w, h) = card.rng, card.size_mm
    picture = card.sheet.picture
    plane = np.zeros((picture.height, picture.width), np.uint8)
    step = picture.width / float(rng.integers(22, 36))
    radius = int(0.33 * step * 16)
    for y in np.arange(0.2 * picture.height, 0.95 * picture.height, step):
        for x in np.arange(0.1 * picture.width, 0.92 * picture.width, step):
            # Groups of five choices, some of them filled in.
            if (x / step) % 7 > 1.2:
                thick = -1 if chance(rng, 0.12) else 1
                cv2.circle(plane, (int(16 * x), int(16 * y)), radius, 160, thick, cv2.LINE_AA, 4)
    figure(card, art.flat_figure(plane, (40, 40, 44)), (0, 0))
    field_block(card, (w * 0.08, h * 0.04, w * 0.9, h * 0.18), 3)


def _timetable(card: Card) -> None:
    rng, (w, h) = card.rng, card.size_mm
    name = words.title(rng, card.theme.writing)
    card.text((w * 0.06, h * 0.08), name, card.theme.title.sized(h * 0.05))
    table(card, (w * 0.05, h * 0.12, w * 0.95, h * 0.95), int(rng.integers(6, 16)), int(rng.integers(5, 9)))


_Sizes = Callable[[np.random.Generator], Size]


def _paper_size(rng: np.random.Generator) -> Size:
    return pick(rng, _SHEETS)


def _range(low: Size, high: Size) -> _Sizes:
    return lambda rng: (float(rng.uniform(low[0], high[0])), float(rng.uniform(low[1], high[1])))


# What is drawn, on what size of paper, and how probable white paper is. Each fourth is for `bench` alone.
_PAGES: tuple[tuple[Callable[[Card], None], _Sizes, float], ...] = (
    (_letter, _paper_size, 0.9),
    (_form, _paper_size, 0.85),
    (_invoice, _paper_size, 0.95),
    (_report, _paper_size, 0.9),
    (receipt, _range((57, 90), (80, 300)), 0.97),
    (ticket, _range((80, 50), (150, 80)), 0.3),
    (envelope, _range((160, 100), (235, 125)), 0.6),
    (_bubble_sheet, _paper_size, 0.9),
    (business_card, _range((85, 50), (92, 56)), 0.6),
    (_note, _range((75, 90), (180, 250)), 0.6),
    (_columns, _paper_size, 0.8),
    (_timetable, _range((90, 60), (297, 210)), 0.7),
    (_cover, _range((110, 160), (150, 220)), 0.0),
    (_spread, _range((180, 120), (300, 210)), 0.8),
    (_letter, _paper_size, 0.9),
    (slip, _range((60, 40), (110, 120)), 0.8),
)


def _paper(
    rng: np.random.Generator, split: Split, shape_hw: tuple[int, int], white: bool, dark: bool
) -> Image:
    if dark:
        base = ink(rng, split, 0.12, 0.35)
    elif white:
        tone = float(rng.uniform(0.9, 1.0))
        base = colour(float(rng.uniform(0.08, 0.6)), tone, float(rng.uniform(0, 0.25)))
    else:
        if chance(rng, 0.3):
            return art.ground(rng, split, shape_hw)
        base = colour(hue(rng, split), float(rng.uniform(0.75, 0.94)), float(rng.uniform(0.2, 0.7)))
    page = np.empty((*shape_hw, 3), np.uint8)
    page[:] = base
    return page


def draw_page(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    """Return a flat sheet that is no identity document.

    Args:
        rng: source of chance.
        split: what may be used.
        width_px: length of its longer side in pixels.
    """
    layout, sizes, white = pick(rng, of_split(_PAGES, split))
    size = sizes(rng)
    px_per_mm = width_px / max(size)
    shape = (round(size[1] * px_per_mm), round(size[0] * px_per_mm))
    page = _paper(rng, split, shape, chance(rng, white), layout is _cover)
    card = new_card(rng, split, page, size, Theme.draw(rng, split))
    layout(card)
    picture = card.sheet.to_bgr()
    if chance(rng, 0.35):
        picture = art.crease(rng, picture)
    if chance(rng, 0.4):
        picture = art.wear(rng, picture, scratches=layout is _cover)
    outline = art.card_outline(rng, shape, 0.0)
    gloss = float(rng.uniform(0.4, 0.9)) if layout is _cover else float(rng.uniform(0.0, 0.3))
    return Document(
        picture, outline, size, NOT_A_DOCUMENT, "page", lines=tuple(card.sheet.lines), gloss=gloss
    )


@lru_cache(maxsize=2 * _TEXTURES)
def _print_sheet(split: Split, number: int) -> Image:
    rng = np.random.default_rng([7205, number, split == "bench"])
    size = (420.0, 300.0)
    page = _paper(rng, split, (1000, 1400), True, False)
    card = new_card(rng, split, page, size, Theme.draw(rng, split))
    body = body_ink(card, float(rng.uniform(3.0, 6.0)))
    columns = int(rng.integers(1, 4))
    for column in range(columns):
        x = size[0] * column / columns
        paragraphs(card, (x + 3, -3, x + size[0] / columns - 3, size[1] + 6), body)
    return card.sheet.to_bgr()


def text_texture(rng: np.random.Generator, split: Split, shape_hw: tuple[int, int]) -> Image:
    """Return print that fills a frame, as a page under a card does, `(H, W, 3)` uint8."""
    height, width = shape_hw
    sheet = _print_sheet(split, int(rng.integers(_TEXTURES)))
    if chance(rng, 0.5):
        sheet = np.ascontiguousarray(sheet[::-1, ::-1])
    share = float(rng.uniform(0.5, 1.0)) * min(1.0, sheet.shape[1] / sheet.shape[0] * height / width)
    part_w = max(8, int(sheet.shape[1] * share))
    part_h = max(8, min(sheet.shape[0], int(part_w * height / width)))
    y, x = int(rng.integers(sheet.shape[0] - part_h + 1)), int(rng.integers(sheet.shape[1] - part_w + 1))
    part = sheet[y : y + part_h, x : x + part_w]
    enlarged = part_w < width
    return np.asarray(
        cv2.resize(part, (width, height), interpolation=cv2.INTER_LINEAR if enlarged else cv2.INTER_AREA),
        np.uint8,
    )
