"""Columns of text in a terminal, Han characters two cells wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

LINE_WIDTH = 100
_GAP = "  "


def text_width(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    marks = sum(unicodedata.combining(letter) != 0 for letter in text)
    return len(text) + wide - marks


def padded(text: str, width: int) -> str:
    """Return the text with spaces behind it, `width` cells wide or as wide as it is."""
    return text + " " * (width - text_width(text))


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Break a text into lines of at most `width` cells, all but the first after `indent`."""
    lines, line = [], ""
    for word in text.split():
        for piece in _pieces(word, width - text_width(indent)):
            if line.strip() and text_width(line) + 1 + text_width(piece) > width:
                lines.append(line)
                line = indent + piece
            else:
                line = f"{line} {piece}" if line.strip() else line + piece
    return [*lines, line] if line.strip() else lines


def blocks(widths: Sequence[int], first: int, line_width: int = LINE_WIDTH) -> list[list[int]]:
    """Return which columns stand side by side behind a first column of `first` cells: lists of indices.

    A column that fits nowhere has a block of its own.
    """
    found: list[list[int]] = []
    room = 0
    for index, width in enumerate(widths):
        if not found or room < len(_GAP) + width:
            found.append([])
            room = line_width - first
        found[-1].append(index)
        room -= len(_GAP) + width
    return found


def table(header: Sequence[str], rows: Iterable[Sequence[str]], first_width: int = 0) -> list[str]:
    """Return rows under a header and a rule; a first cell wider than `first_width` (if given) is wrapped."""
    cells = [line for row in (header, *rows) for line in _row_lines(row, first_width)]
    widths = [max(map(text_width, column)) for column in zip(*cells, strict=True)]
    lines = [
        _GAP.join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    heading = len(_row_lines(header, first_width))
    return [*lines[:heading], "-" * (sum(widths) + len(_GAP) * (len(widths) - 1)), *lines[heading:]]


def _row_lines(row: Sequence[str], first_width: int) -> list[Sequence[str]]:
    if not first_width or text_width(row[0]) <= first_width:
        return [row]
    first, *others = wrapped(row[0], first_width, indent="  ")
    empty = [""] * (len(row) - 1)
    return [[first, *row[1:]], *([other, *empty] for other in others)]


def _pieces(word: str, width: int) -> list[str]:
    """Cut a word that is wider than a line, as Han text without spaces is."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
