"""How declared documents look beyond what their declaration says: data from `looks_of/*.toml`.

There is one file for each type and side, or for a form where forms look different. Places are fractions of
the document, lengths mm, colours red-green-blue. Invented figures stand for arms and seals.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from idvision.documents import DocumentSpec

Rgb = tuple[int, int, int]
BoxShare = tuple[float, float, float, float]
"""Left, top, width, height in fractions of the document."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Print:
    """Something printed at a fixed place, or the special style of a caption or a field.

    Attributes:
        text: what is printed; for a style, the caption's text or the field's name.
        centre: its middle in fractions of the document; unused for a style.
        size: em in mm, 0 for the look's own.
        pitch: mm from one character to the next, 0 for the font's own.
        colour: empty for the look's own.
        font: a script of `fonts`, or `title` for the document's display face; empty for the look's own.
        bold: mm by which strokes grow.
        chance: how often it is printed.
    """

    text: str
    centre: tuple[float, float] = (0.5, 0.5)
    size: float = 0.0
    pitch: float = 0.0
    colour: tuple[int, ...] = ()
    font: str = ""
    bold: float = 0.0
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Decoration:
    """A picture on the document.

    Attributes:
        kind: a key of the table in `decorate`.
        box: where; figures that are square take the box's width.
        colour: red, green, blue, where the kind has one colour.
        chance: how often it is there.
        opacity: 0 to 1.
    """

    kind: str
    box: BoxShare
    colour: tuple[int, ...] = ()
    chance: float = 1.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value, of a document whose declaration leaves open where they stand.

    Attributes:
        label: as it is printed; empty for a value alone.
        at: the label's left end and middle in fractions of the document.
        field: whose value is printed; empty for a label alone.
        room: the value's box in fractions of the document: it begins at the left and the top.
    """

    label: str = ""
    at: tuple[float, float] = (0.0, 0.0)
    field: str = ""
    room: BoxShare = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one side of a declared document; colours are red, green, blue, lengths mm.

    Attributes:
        size_mm: width and height.
        paper: colours of a grid that is blended over the page, row by row.
        paper_rows: into how many rows `paper` is laid.
        lines: ink colours of the security patterns.
        line_strength: how strongly they are printed.
        caption, value: ink colours.
        caption_size, value_size: em in mm.
        pair_pitch: pitch of two-character captions, 0 for the font's own.
        line_pitch: from baseline to baseline of a value of several lines, in ems.
        dates: a key of `values.DATE_STYLES`.
        joiner: stands between two values that share a region.
        tinted: characters of values that are printed like captions.
        corner: corner radius over the width.
        gloss: range.
        script: of captions and values, a script of `fonts`.
        rows: labels and values that the declaration gives no place.
        rules: lines from (x, y) to (x, y) in fractions, caption ink.
    """

    size_mm: tuple[float, float]
    paper: tuple[tuple[int, ...], ...]
    paper_rows: int = 1
    lines: tuple[tuple[int, ...], ...] = ()
    line_strength: float = 0.3
    caption: tuple[int, ...] = (30, 30, 34)
    value: tuple[int, ...] = (24, 24, 28)
    caption_size: float = 2.6
    value_size: float = 3.0
    pair_pitch: float = 0.0
    line_pitch: float = 1.4
    dates: str = "dashes"
    joiner: str = "-"
    tinted: str = ""
    corner: float = 0.037
    gloss: tuple[float, float] = (0.35, 0.7)
    script: str = "han"
    rows: tuple[Row, ...] = ()
    rules: tuple[BoxShare, ...] = ()
    prints: tuple[Print, ...] = ()
    decorations: tuple[Decoration, ...] = ()
    styles: tuple[Print, ...] = ()

    def style(self, name: str) -> Print:
        """Return the special style of a caption or field, or one that changes nothing."""
        return next((style for style in self.styles if style.text == name), Print(name))


_PLAIN = Look(size_mm=(85.6, 54.0), paper=((236, 238, 242), (226, 232, 240)), lines=((150, 170, 200),))


def look_of(spec: DocumentSpec) -> Look:
    """Return the look of a declared document; a plain one where none is written down."""
    side = f"{spec.type}_{spec.side.value}"
    found = _looks().get(f"{side}_{spec.form}") or _looks().get(side)
    if found is not None:
        return found
    width = _PLAIN.size_mm[0]
    return Look((width, width / spec.aspect), _PLAIN.paper, lines=_PLAIN.lines)


@cache
def _looks() -> dict[str, Look]:
    folder = files("training.synth").joinpath("looks_of")
    texts = {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return {name: _look(tomllib.loads(text)) for name, text in texts.items()}


def _look(table: dict[str, Any]) -> Look:
    nested = {
        "rows": tuple(_build(Row, entry) for entry in table.pop("rows", ())),
        "prints": tuple(_build(Print, entry) for entry in table.pop("prints", ())),
        "styles": tuple(_build(Print, entry) for entry in table.pop("styles", ())),
        "decorations": tuple(_build(Decoration, entry) for entry in table.pop("decorations", ())),
    }
    return _build(Look, {**table, **nested})


def _build(cls: type[_T], table: dict[str, Any]) -> _T:
    known = {entry.name for entry in fields(cls)}  # type: ignore[arg-type]
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r} in a look")
    return cls(**{name: _frozen(value) for name, value in table.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(entry) for entry in value) if isinstance(value, (list, tuple)) else value
