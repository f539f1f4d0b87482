"""How declared documents look beyond what their declaration says: data from `looks.toml`."""

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
    found = _looks().get(f"{spec.type}.{spec.side.value}")
    if found is not None:
        return found
    width = _PLAIN.size_mm[0]
    return Look((width, width / spec.aspect), _PLAIN.paper, lines=_PLAIN.lines)


@cache
def _looks() -> dict[str, Look]:
    text = files("training.synth").joinpath("looks.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {f"{kind}.{side}": _look(table) for kind, sides in tables.items() for side, table in sides.items()}


def _look(table: dict[str, Any]) -> Look:
    nested = {
        "prints": tuple(_build(Print, entry) for entry in table.pop("prints", ())),
        "styles": tuple(_build(Print, entry) for entry in table.pop("styles", ())),
        "decorations": tuple(_build(Decoration, entry) for entry in table.pop("decorations", ())),
    }
    return _build(Look, {**table, **nested})


def _build(cls: type[_T], table: dict[str, Any]) -> _T:
    known = {entry.name for entry in fields(cls)}  # type: ignore[arg-type]
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f"looks.toml: unknown key {unknown[0]!r}")
    return cls(**{name: _frozen(value) for name, value in table.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(entry) for entry in value) if isinstance(value, (list, tuple)) else value
