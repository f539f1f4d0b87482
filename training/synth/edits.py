"""Forged documents: values wiped and typed anew, portraits replaced or worked over."""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw

from idvision.types import Image
from training.synth.types import NOT_A_DOCUMENT, Document, Plane, Split, TextLine

Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in whole pixels, the last column and row not included."""

_MOST_EDITS = 3
_PORTRAIT_ODDS = 0.4
_SEARCH_WIDTH = 160
# Portraits on a page whose long side is `_SEARCH_WIDTH` pixels: widths, and height over width.
_PORTRAIT_WIDTHS = tuple(range(28, 58, 2))
_PORTRAIT_ASPECTS = (1.2, 1.25, 1.29, 1.33, 1.4, 1.5)
# The weakest side of a frame, in grey levels, that still counts as an edge.
_LEAST_FRAME = 6.0
# The least standard deviation of the grey levels inside.
_LEAST_SPREAD = 36.0
# The most that the mean second difference may be of that.
_MOST_BUSY = 0.5
# Types that carry no portrait.
_FACELESS = (NOT_A_DOCUMENT, "bank_card")
_SUPERSAMPLED = 4
_YEARS_MOVED = (-7, -5, -3, -2, -1, 1, 2, 3, 5, 7)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def edited(rng: np.random.Generator, document: Document, split: Split) -> Document:
    """Return the document after an editor changed one to three values, or the portrait.

    `lines` and `fields` say what is printed now, and `edited` lists what was touched; nothing else changes.
    """
    page = document.picture.copy()
    boxes: list[Box] = []
    lines = list(document.lines)
    fields = dict(document.fields)
    portrait = _portrait_box(document) if rng.random() < _PORTRAIT_ODDS else None
    if portrait is not None:
        _rework_portrait(rng, page[_area(portrait)], split)
        boxes.append(portrait)
    if portrait is None or rng.random() < 0.4:
        chosen = _chosen_lines(rng, document)
        for index in chosen:
            lines[index], fields = _retype(rng, page, lines[index], fields, split)
            boxes.append(_padded_box(document.lines[index], page))
        if not chosen and not boxes:
            boxes.append(_smudge_anywhere(rng, page))
    # A pixel's extent reaches half a pixel beyond its centre.
    regions = tuple((x0 - 0.5, y0 - 0.5, x1 - 0.5, y1 - 0.5) for x0, y0, x1, y1 in boxes)
    return replace(
        document,
        picture=page,
        lines=tuple(lines),
        fields=fields,
        attack="edited",
        edited=(*document.edited, *regions),
    )


def _chosen_lines(rng: np.random.Generator, document: Document) -> list[int]:
    """Return which lines to change: those of fields if there are any, upright and large enough to type."""
    upright = [i for i, line in enumerate(document.lines) if _is_upright(line)]
    values = [i for i in upright if document.lines[i].field not in ("", "mrz")] or upright
    count = min(len(values), int(rng.integers(1, _MOST_EDITS + 1)))
    return sorted(int(i) for i in rng.choice(values, count, replace=False)) if count else []


def _is_upright(line: TextLine) -> bool:
    along, down = line.quad[1] - line.quad[0], line.quad[3] - line.quad[0]
    large = along[0] >= 8 and down[1] >= 6
    return bool(large and abs(along[1]) < 0.02 * along[0] + 1 and line.text.strip())


def _padded_box(line: TextLine, page: Image) -> Box:
    """Return the pixels of a line and the margin that an editor wipes around it."""
    height, width = page.shape[:2]
    x0, y0 = line.quad.min(axis=0)
    x1, y1 = line.quad.max(axis=0)
    margin = 0.15 * (y1 - y0) + 1
    left, top = max(0, int(x0 - margin)), max(0, int(y0 - margin))
    return left, top, min(width, int(x1 + margin) + 2), min(height, int(y1 + margin) + 2)


def _area(box: Box) -> tuple[slice, slice]:
    x0, y0, x1, y1 = box
    return slice(y0, y1), slice(x0, x1)


def _retype(
    rng: np.random.Generator, page: Image, line: TextLine, fields: dict[str, str], split: Split
) -> tuple[TextLine, dict[str, str]]:
    """Wipe one line of `page` and type another value in its place. Returns the line and the fields."""
    text, fields = _new_value(rng, line, fields)
    box = _padded_box(line, page)
    area = page[_area(box)]
    ink = _ink(area)
    _wipe(rng, page, box)
    quad = _type(rng, area, (text, line), (box, ink), split)
    _mismatch(rng, area)
    return TextLine(text, quad, line.field), fields


def _new_value(
    rng: np.random.Generator, line: TextLine, fields: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """Return another text for the line, and the fields with it.

    A printed form from which the canonical one does not follow plainly keeps its characters, typed anew.
    """
    if not line.field:
        return _other_text(rng, line.text), fields
    value = fields.get(line.field, "")
    year = _YEAR.search(value)
    if year and year.group() in line.text:
        old = year.group()
        new = _other_text(rng, old)
        return line.text.replace(old, new, 1), {**fields, line.field: value.replace(old, new, 1)}
    if line.text in value:
        text = _other_text(rng, line.text)
        return text, {**fields, line.field: value.replace(line.text, text, 1)}
    return line.text, fields


def _other_text(rng: np.random.Generator, text: str) -> str:
    """Return a text with a year moved or, if it has none, some digits and letters exchanged for others."""
    if year := _YEAR.search(text):
        return text.replace(year.group(), str(int(year.group()) + int(rng.choice(_YEARS_MOVED))), 1)
    out = []
    for char in text:
        if rng.random() < 0.5:
            out.append(char)
        elif char in "0123456789":
            out.append(str(int(rng.integers(10))))
        elif "A" <= char <= "Z":
            out.append(chr(int(rng.integers(26)) + ord("A")))
        elif "a" <= char <= "z":
            out.append(chr(int(rng.integers(26)) + ord("a")))
        else:
            out.append(char)
    return "".join(out)


def _ink(area: Image) -> NDArray[np.float64]:
    """Return the colour of the print in `area`: the mean of its darkest or its lightest twentieth.

    Whichever is farther from the median, which is the ground, for print covers the smaller part.
    """
    grey = cv2.cvtColor(area, cv2.COLOR_BGR2GRAY)
    low, ground, high = np.percentile(grey, (5, 50, 95))
    chosen = grey <= low if ground - low >= high - ground else grey >= high
    return np.asarray(area[chosen].mean(axis=0), np.float64)


def _wipe(rng: np.random.Generator, page: Image, box: Box) -> None:
    """Cover the print in `box`: by one tone, by the page beside it, or grown in from the rim."""
    x0, y0, x1, y1 = box
    way = rng.random()
    if way < 0.3:
        rim = np.concatenate([page[y0, x0:x1], page[y1 - 1, x0:x1]])
        tone = np.median(rim, axis=0) + rng.normal(0, 2, 3)
        page[y0:y1, x0:x1] = np.clip(tone, 0, 255).astype(np.uint8)
    elif way < 0.65 and (shift := _quiet_shift(page, box)):
        page[y0:y1, x0:x1] = page[y0 + shift : y1 + shift, x0:x1].copy()
    else:
        _grow_in(page[y0:y1, x0:x1])
    if rng.random() < 0.3:
        patch = page[y0:y1, x0:x1]
        patch[:] = cv2.GaussianBlur(patch, (0, 0), rng.uniform(0.8, 2.5))


def _quiet_shift(page: Image, box: Box) -> int:
    """Return how far up or down the calmest strip lies, within three heights; 0 if none fits."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    shifts = [part * height // 2 for part in (-6, -5, -4, -3, -2, 2, 3, 4, 5, 6)]
    fitting = [shift for shift in shifts if y0 + shift >= 0 and y1 + shift <= page.shape[0]]
    return min(
        fitting,
        key=lambda shift: float(page[y0 + shift : y1 + shift, x0:x1].std(dtype=np.float32)),
        default=0,
    )


def _grow_in(patch: Image) -> None:
    """Fill a patch from its rim, top to bottom and side to side, as a content-aware eraser leaves it."""
    height, width = patch.shape[:2]
    # A few rows are averaged, so that one dark pixel of the rim draws no streak.
    rim = patch.astype(np.float32)
    top, bottom = (cv2.blur(rim[row : row + 1], (9, 1)) for row in (0, height - 1))
    left, right = (cv2.blur(rim[:, column : column + 1], (1, 9)) for column in (0, width - 1))
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    along = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    vertical = top * (1 - down) + bottom * down
    horizontal = left.reshape(height, 1, 3) * (1 - along) + right.reshape(height, 1, 3) * along
    nearness = np.minimum(along, 1 - along) * width
    share = nearness / (nearness + np.minimum(down, 1 - down) * height + 1e-3)
    patch[:] = np.clip(vertical * share + horizontal * (1 - share), 0, 255).astype(np.uint8)


def _type(
    rng: np.random.Generator,
    area: Image,
    content: tuple[str, TextLine],
    place: tuple[Box, NDArray[np.float64]],
    split: Split,
) -> NDArray[np.float32]:
    """Print a text into `area` where the line was, a little off in size, place, colour. Returns its quad."""
    (text, line), (box, ink) = content, place
    height, width = area.shape[:2]
    origin = np.array(box[:2], np.float32)
    was = line.quad - origin
    # As many characters as before: the old width tells the size, unless the other face is far wider.
    room = (was[:, 0].max() - was[:, 0].min()) * rng.uniform(0.94, 1.05)
    tall = (was[:, 1].max() - was[:, 1].min()) * rng.uniform(0.92, 1.12)
    mask = _lettering(rng, text, (float(room), float(tall)), split)
    x = float(np.clip(was[0, 0] + rng.normal(0, 1), 0, max(0, width - mask.shape[1])))
    middle = was[:, 1].mean() + rng.normal(0, 0.05) * tall
    y = float(np.clip(middle - mask.shape[0] / 2, 0, max(0, height - mask.shape[0])))
    left, top = round(x), round(y)
    target = area[top : top + mask.shape[0], left : left + mask.shape[1]]
    share = mask[: target.shape[0], : target.shape[1], None] * np.float32(rng.uniform(0.85, 1.0))
    tone = np.clip(ink + rng.normal(0, 12, 3), 0, 255).astype(np.float32)
    target[:] = np.rint(target * (1 - share) + tone * share).astype(np.uint8)
    x0, y0 = origin[0] + left - 0.5, origin[1] + top - 0.5
    x1, y1 = x0 + target.shape[1], y0 + target.shape[0]
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def _lettering(rng: np.random.Generator, text: str, room_wh: tuple[float, float], split: Split) -> Plane:
    """Return a text's coverage, `(H, W)` in [0, 1], as large as fits into `room_wh`, little squeezed."""
    # Opens font files, which only this attack needs.
    from training.synth import fonts  # noqa: PLC0415

    script: fonts.Script = "latin" if text.isascii() else "han"
    face = fonts.pick_font(rng, split, script)
    # One face for the whole line: a substitute that has its odd letters has the others too.
    odd = next((char for char in text if not fonts.covers(face, char)), " ")
    font = fonts.load(fonts.face_for(face, odd, split), _SUPERSAMPLED * room_wh[1])
    x0, y0, x1, y1 = font.getbbox(text)
    sheet = PillowImage.new("L", (max(1, int(x1 - x0)), max(1, int(y1 - y0))))
    ImageDraw.Draw(sheet).text((-x0, -y0), text, 255, font)
    glyphs = np.asarray(sheet, np.float32) / 255
    scale_y = min(room_wh[1] / glyphs.shape[0], room_wh[0] / glyphs.shape[1] * 1.15)
    scale_x = min(scale_y, room_wh[0] / glyphs.shape[1])
    size_wh = max(1, round(glyphs.shape[1] * scale_x)), max(1, round(glyphs.shape[0] * scale_y))
    return np.asarray(cv2.resize(glyphs, size_wh, interpolation=cv2.INTER_AREA), np.float32)


def _mismatch(rng: np.random.Generator, area: Image) -> None:
    """Give a patch another history than the page's: softer, noisier, or compressed once more."""
    way = rng.random()
    if way < 0.25:
        area[:] = cv2.GaussianBlur(area, (0, 0), rng.uniform(0.5, 1.2))
    elif way < 0.45:
        noise = rng.normal(0, rng.uniform(3, 9), area.shape)
        area[:] = np.clip(area + noise, 0, 255).astype(np.uint8)
    elif way < 0.75:
        _, packed = cv2.imencode(".jpg", area, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(18, 60))))
        area[:] = cv2.imdecode(packed, cv2.IMREAD_COLOR)


def _portrait_box(document: Document) -> Box | None:
    """Return where the portrait most likely is: the best framed upright rectangle without print, or None."""
    if document.type in _FACELESS or document.side == "back":
        return None
    height, width = document.picture.shape[:2]
    scale = _SEARCH_WIDTH / max(width, height)
    size_wh = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(document.picture, size_wh, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    text = np.zeros(grey.shape, np.float32)
    for line in document.lines:
        (x0, y0), (x1, y1) = line.quad.min(axis=0) * scale, line.quad.max(axis=0) * scale
        text[max(0, int(y0)) : int(y1) + 1, max(0, int(x0)) : int(x1) + 1] = 1
    sizes = [(w, round(w * aspect)) for w in _PORTRAIT_WIDTHS for aspect in _PORTRAIT_ASPECTS]
    best, box = max((_best_framed(grey, text, size) for size in sizes), default=(0.0, (0, 0, 0, 0)))
    if best < _LEAST_FRAME:
        return None
    x0, y0, x1, y1 = (round(side / scale) for side in box)
    return max(0, x0), max(0, y0), min(width, x1), min(height, y1)


def _best_framed(grey: Plane, text: Plane, size_wh: tuple[int, int]) -> tuple[float, Box]:
    """Return the best portrait of that size and its place.

    Its worth is the least step of tone along one of its sides, if it holds tones from dark hair to light skin
    that change in few places; bars and letters change everywhere.
    """
    w, h = size_wh
    rows, columns = grey.shape[0] - h - 1, grey.shape[1] - w - 1
    if rows < 1 or columns < 1:
        return 0.0, (0, 0, 0, 0)
    across = cv2.blur(np.abs(np.diff(grey, axis=1)), (1, h), anchor=(0, 0))
    down = cv2.blur(np.abs(np.diff(grey, axis=0)), (w, 1), anchor=(0, 0))
    inner = (slice(1, rows + 1), slice(1, columns + 1))
    busy = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    printed, mean, square, busyness = (
        cv2.blur(plane, (w, h), anchor=(0, 0))[inner] for plane in (text, grey, grey * grey, busy)
    )
    spread = np.sqrt(np.maximum(square - mean * mean, 0))
    eligible = (printed < 0.01) & (spread > _LEAST_SPREAD) & (busyness < _MOST_BUSY * spread)
    left, right = across[1 : rows + 1, :columns], across[1 : rows + 1, w : w + columns]
    top, bottom = down[:rows, 1 : columns + 1], down[h : h + rows, 1 : columns + 1]
    frame = np.minimum(np.minimum(left, right), np.minimum(top, bottom)) * eligible
    y, x = np.unravel_index(int(np.argmax(frame)), frame.shape)
    return float(frame[y, x]), (int(x) + 1, int(y) + 1, int(x) + 1 + w, int(y) + 1 + h)


def _rework_portrait(rng: np.random.Generator, area: Image, split: Split) -> None:
    """Paste another portrait over `area`, or work over the one there, with an edge and a grain of its own."""
    height, width = area.shape[:2]
    if rng.random() < 0.7:
        # Faces are drawn only where one is replaced.
        from training.synth.portrait import portrait  # noqa: PLC0415

        area[:] = cv2.resize(portrait(rng, split, (width, height)), (width, height))
    toned = np.clip(area * rng.uniform(0.85, 1.15) + rng.normal(0, 8, 3), 0, 255).astype(np.uint8)
    soft = cv2.GaussianBlur(toned, (0, 0), rng.uniform(0.8, 2.0))
    amount = rng.uniform(0.8, 2.4)
    area[:] = cv2.addWeighted(toned, amount, soft, 1 - amount, 0)
    _mismatch(rng, area)
    if rng.random() < 0.4:
        tone = float(rng.choice([20.0, 120.0, 245.0]))
        area[[0, -1]] = area[[0, -1]] // 2 + round(tone / 2)
        area[:, [0, -1]] = area[:, [0, -1]] // 2 + round(tone / 2)


def _smudge_anywhere(rng: np.random.Generator, page: Image) -> Box:
    """Wipe a piece of a page without print; returns where."""
    height, width = page.shape[:2]
    w, h = max(8, round(width * rng.uniform(0.15, 0.4))), max(6, round(height * rng.uniform(0.05, 0.12)))
    x, y = int(rng.integers(0, max(1, width - w))), int(rng.integers(0, max(1, height - h)))
    box = (x, y, min(width, x + w), min(height, y + h))
    _grow_in(page[_area(box)])
    _mismatch(rng, page[_area(box)])
    return box
