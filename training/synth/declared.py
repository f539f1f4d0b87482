"""Draws declared documents whose layout is written down: captions, values, look, and a zone if there is one.

Where a caption or a value stands is read from the same file that the parser reads; what it looks like comes
from `looks_of`. Everything is moved and scaled a little, as printers and editions differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from idvision.documents import DocumentSpec, FieldSpec
from idvision.types import Box, Image
from training.synth import art, fonts
from training.synth.chance import chance, pick
from training.synth.decorate import decorate
from training.synth.fonts import FontFace
from training.synth.looks import Look, Print, Row, looks_of
from training.synth.printed import Printed
from training.synth.sheet import Colour, Ink, Sheet, sheet_on, wrap
from training.synth.types import Document, Split
from training.synth.values import ZONE, draw_values
from training.synth.zone import print_zone

_TINT_GAP_EM = 0.55
_CAPTION_GAP_EM = 0.6
_CAPTION_LINE_PITCH = 1.18
_SMALLEST_VALUE = 0.55

_Caption = tuple[float, float]
"""Right end and middle of a caption in mm."""


@dataclass(frozen=True, slots=True)
class _Press:
    """One document in the making: its sheet, look, faces and the places' common shift and scale."""

    rng: np.random.Generator
    sheet: Sheet
    look: Look
    faces: dict[str, FontFace]
    scale: tuple[float, float]
    offset: tuple[float, float]
    size_factor: float
    caption: Colour
    value: Colour

    def place(self, x: float, y: float, wobble: float = 0.002) -> tuple[float, float]:
        """Return where a declared place lies on this sheet, in mm."""
        width, height = self.sheet.size_mm
        dx, dy = self.rng.normal(0, wobble, 2)
        return (
            (0.5 + (x - 0.5) * self.scale[0] + self.offset[0] + dx) * width,
            (0.5 + (y - 0.5) * self.scale[1] + self.offset[1] + dy) * height,
        )

    def ink(self, style: Print, size_mm: float, colour: Colour, role: str) -> Ink:
        """Return the ink of a caption or value with its special style, if it has one."""
        size = (style.size or size_mm) * self.size_factor
        own = (style.colour[0], style.colour[1], style.colour[2]) if style.colour else colour
        face = self.faces[style.font or role]
        return Ink(face, size, own, style.pitch * self.size_factor, style.bold)


def draw_declared(
    rng: np.random.Generator, split: Split, spec: DocumentSpec, width_px: int, look: Look | None = None
) -> Document:
    """Return a document of a declared type whose look is written down; one with a zone needs rows.

    Args:
        rng: source of chance.
        split: which fonts, patterns and faces may be used.
        spec: the declaration.
        width_px: of the long side.
        look: how it looks; one of its editions when None.
    """
    look = look or _pick_look(rng, spec)
    px_per_mm = width_px / max(look.size_mm)
    width_px, height_px = (round(side * px_per_mm) for side in look.size_mm)
    sheet = sheet_on(_ground(rng, split, look, (height_px, width_px)), look.size_mm[0], split)
    decorate(rng, sheet, look.decorations, before_text=True)
    press = _set_up(rng, sheet, look)
    drawn = draw_values(rng, spec, look.dates)
    values = {name: value for name, value in drawn.items() if name not in look.omits}
    captions = _print_form(press, spec, values)
    for region, fields in _by_region(spec, look).items():
        filled = [field for field in fields if field.name in values]
        if filled:
            _print_value(press, region, filled, values, _beside(spec, filled[0], captions))
    for row in look.rows:
        _print_row(press, row, values)
    zone = values.pop(ZONE, None)
    if spec.mrz is not None and zone is not None:
        print_zone(rng, sheet, zone.text.split("\n"), spec.mrz)
    decorate(rng, sheet, look.decorations, before_text=False)
    return Document(
        picture=art.wear(rng, sheet.to_bgr()),
        outline=art.card_outline(rng, (height_px, width_px), look.corner),
        size_mm=look.size_mm,
        type=spec.type,
        side=spec.side.value,
        fields={
            field.name: values[field.name].canonical
            for field in spec.fields
            if field.name in values and values[field.name].canonical
        },
        lines=tuple(sheet.lines),
        gloss=float(rng.uniform(*look.gloss)),
    )


def _pick_look(rng: np.random.Generator, spec: DocumentSpec) -> Look:
    looks = looks_of(spec)
    return looks[0] if len(looks) == 1 else pick(rng, looks)


def _set_up(rng: np.random.Generator, sheet: Sheet, look: Look) -> _Press:
    faces = {role: fonts.pick_font(rng, sheet.split, look.script) for role in ("caption", "value", "title")}
    if chance(rng, 0.6):
        faces["caption"] = faces["value"]
    for role in ("latin", "ocrb", "digits"):
        faces[role] = fonts.pick_font(rng, sheet.split, role)
    for script in sorted({item.font for item in look.prints} - {"", *faces}):
        faces[script] = fonts.pick_font(rng, sheet.split, fonts.script_of(script))
    shade = float(rng.uniform(0.8, 1.15))
    caption = _shaded(look.caption, shade)
    value = _shaded(look.value, float(rng.uniform(0.6, 1.3)))
    scale, offset = rng.normal(1, 0.006, 2).tolist(), rng.normal(0, 0.005, 2).tolist()
    size = float(rng.uniform(0.95, 1.06))
    return _Press(rng, sheet, look, faces, (scale[0], scale[1]), (offset[0], offset[1]), size, caption, value)


def _shaded(colour: Sequence[int], factor: float) -> Colour:
    red, green, blue = (min(255, round(level * factor)) for level in colour)
    return red, green, blue


def _ground(rng: np.random.Generator, split: Split, look: Look, shape_hw: tuple[int, int]) -> Image:
    """Return the printed paper: the type's colours, a little off, with two security patterns."""
    grid = np.array(look.paper, np.float32).reshape(look.paper_rows, -1, 3)[..., ::-1]
    off = grid + rng.normal(0, 3, 3) + rng.normal(0, 2, grid.shape)
    page = art.gradient(np.clip(off, 0, 255).astype(np.uint8), shape_hw)
    for red, green, blue in look.lines:
        coverage = art.pattern(rng, split, shape_hw)
        page = art.tint(page, coverage, (blue, green, red), look.line_strength * float(rng.uniform(0.5, 1.2)))
    return page


def _print_form(press: _Press, spec: DocumentSpec, values: dict[str, Printed]) -> dict[str, _Caption]:
    """Print what is on every document of this type, and the optional captions of these values.

    Returns:
        Right end and middle, in mm, of every declared caption.
    """
    look = press.look
    captions: dict[str, _Caption] = {}
    thickness = look.rule_mm or look.size_mm[0] * 0.0016
    red, green, blue = look.rule_ink or _lightened(press.caption)
    for x1, y1, x2, y2 in look.rules:
        ends = (*press.place(x1, y1, 0), *press.place(x2, y2, 0))
        press.sheet.rule(ends, (red, green, blue), thickness)
    wording = _wording(press, values)
    for anchor in spec.anchors:
        if anchor.optional and not any(name in values for name in anchor.fields):
            continue
        text = wording.get(anchor.text, anchor.text)
        style = look.style(text if look.has_style(text) else anchor.text)
        ink = press.ink(style, look.caption_size, press.caption, "caption")
        if len(text) == 2 and not style.pitch and look.pair_pitch:
            ink = Ink(ink.face, ink.size_mm, ink.colour, look.pair_pitch * press.size_factor, 0.03)
        centre = press.place(*anchor.centre)
        right = _print_caption(press, centre, text, ink)
        captions[anchor.text] = (right, centre[1])
    for item in look.prints:
        if chance(press.rng, item.chance):
            ink = press.ink(item, look.caption_size, press.caption, "caption")
            press.sheet.centred(press.place(*item.centre), item.text, ink)
    return captions


def _wording(press: _Press, values: dict[str, Printed]) -> dict[str, str]:
    """Return what captions read on this document, where that differs from their declaration."""
    chosen = [
        wording
        for wording in press.look.wordings
        if (not wording.field or wording.field in values)
        and (wording.chance >= 1 or chance(press.rng, wording.chance))
    ]
    return {caption: text for wording in chosen for caption, text in wording.captions}


def _print_caption(press: _Press, centre: tuple[float, float], text: str, ink: Ink) -> float:
    """Print a caption of one line or several around its middle; returns where the longest ends, in mm."""
    lines = text.split("\n")
    step = ink.size_mm * _CAPTION_LINE_PITCH
    top = centre[1] - step * (len(lines) - 1) / 2
    return max(
        press.sheet.centred((centre[0], top + number * step), line, ink) for number, line in enumerate(lines)
    )


def _beside(spec: DocumentSpec, field: FieldSpec, captions: dict[str, _Caption]) -> _Caption | None:
    """Return where the caption stands that a field's value follows in the same row."""
    if field.region is None:
        return None
    _, top, _, bottom = field.region
    names = [a.text for a in spec.anchors if field.name in a.fields and top < a.centre[1] < bottom]
    return next((captions[name] for name in names if name in captions), None)


def _lightened(colour: Colour) -> Colour:
    red, green, blue = ((level + 255) // 2 for level in colour)
    return red, green, blue


def _by_region(spec: DocumentSpec, look: Look) -> dict[Box, list[FieldSpec]]:
    """Group fields that are printed as one line because they are declared in one region.

    Where one of them has a row of the look, all are printed there.
    """
    in_rows = {row.field for row in look.rows}
    groups: dict[Box, list[FieldSpec]] = {}
    for field, region in spec.placed:
        groups.setdefault(region, []).append(field)
    return {
        region: fields for region, fields in groups.items() if not in_rows & {field.name for field in fields}
    }


def _print_row(press: _Press, row: Row, values: dict[str, Printed]) -> None:
    """Print a label and, in its room, the value that belongs to it, from the top left on."""
    look, sheet = press.look, press.sheet
    if row.label:
        ink = press.ink(look.style(row.label), look.caption_size, press.caption, "caption")
        x, y = press.place(*row.at)
        sheet.text((x, y + sheet.rise_mm(row.label, ink) / 2), row.label, ink)
    if not row.field or row.field not in values:
        return
    ink = press.ink(look.style(row.field), look.value_size, press.value, "value")
    (left, top), (right, bottom) = press.place(*row.room[:2]), press.place(*row.room[2:])
    text = values[row.field].text
    ink, lines = _fitted(sheet, text, ink, (right - left, bottom - top), look.line_pitch)
    for number, line in enumerate(lines):
        baseline = top + sheet.rise_mm(line, ink) + number * ink.size_mm * look.line_pitch
        sheet.text((left, baseline), line, ink, row.field)


def _print_value(
    press: _Press,
    region: Box,
    fields: Sequence[FieldSpec],
    values: dict[str, Printed],
    caption: _Caption | None,
) -> None:
    """Print one value, or several that share a region, level with the caption and clear of it."""
    look, sheet = press.look, press.sheet
    printed = [field.name for field in fields if values[field.name].text]
    if not printed:
        return
    name = printed[0]
    text = look.joiner.join(values[name].text for name in printed)
    x1, y1, x2, y2 = region
    ink = press.ink(look.style(name), look.value_size, press.value, "value")
    (left, top), (right, bottom) = press.place(x1, y1), press.place(x2, y2)
    first = press.place(x1, (y1 + y2) / 2)[1]
    if caption is not None:
        left = max(left, caption[0] + _CAPTION_GAP_EM * ink.size_mm)
        first = caption[1] + float(press.rng.normal(0, 0.1))
    if look.tinted and any(char in look.tinted for char in text):
        _print_tinted(press, (left, first), text, ink, name)
        return
    ink, lines = _fitted(sheet, text, ink, (right - left, bottom - top), look.line_pitch)
    step = ink.size_mm * look.line_pitch
    below = step * (len(lines) - 1)
    if caption is None:
        first -= below / 2
    else:
        # A value that begins beside its caption moves up where its last line would leave its box.
        first -= max(0.0, first + below + ink.size_mm / 2 - bottom)
    for place, line in enumerate(lines):
        baseline = first + place * step + sheet.rise_mm(line, ink) / 2
        sheet.text((left, baseline), line, ink, name)


def _fitted(
    sheet: Sheet, text: str, ink: Ink, room_mm: tuple[float, float], line_pitch: float
) -> tuple[Ink, list[str]]:
    """Break a value into the lines that its region holds, smaller where it must be."""
    for shrink in (1.0, 0.92, 0.84, 0.76, 0.66, _SMALLEST_VALUE):
        smaller = ink.sized(ink.size_mm * shrink)
        lines = wrap(sheet, text, smaller, room_mm[0])
        if len(lines) == 1 or len(lines) * smaller.size_mm * line_pitch <= room_mm[1] * 1.05:
            return smaller, lines
    return smaller, lines


def _print_tinted(press: _Press, at_mm: tuple[float, float], text: str, ink: Ink, name: str) -> None:
    """Print a date whose 年月日 belong to the form, with gaps around them, as one line of truth."""
    sheet, look = press.sheet, press.look
    own = Ink(ink.face, ink.size_mm, ink.colour)
    form = Ink(ink.face, look.caption_size * press.size_factor, press.caption, bold_mm=0.03)
    x, y = at_mm
    start = len(sheet.lines)
    word = ""
    for char in text:
        if char not in look.tinted:
            word += char
            continue
        x = sheet.text((x, y + sheet.rise_mm(word, own) / 2), word, own, name) + _TINT_GAP_EM * own.size_mm
        x = sheet.text((x, y + sheet.rise_mm(char, form) / 2), char, form, name) + _TINT_GAP_EM * own.size_mm
        word = ""
    sheet.join_lines(start, text, name)
