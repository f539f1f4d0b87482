"""Find the rows of a machine readable zone among the text lines of an upright card.

In: the lines as first read. Out: the two or three rows of the lowest zone, stretched to its full width, for a
closer reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from idvision.checks.mrz_formats import FORMATS
from idvision.geometry import as_quad
from idvision.types import QuadArray, ReadLine

MIN_CHARACTERS = 22
MIN_SHARE = 0.85
# A zone's lines are at most this many line heights apart, and overlap at least this much in width.
MAX_ROW_DISTANCE = 2.6
MIN_OVERLAP = 0.7


@dataclass(frozen=True, slots=True)
class MrzRow:
    """One row of a zone: its text as first read, and its quad `(4, 2)` in pixels of the card image."""

    text: str
    quad: QuadArray


def find_rows(lines: Sequence[ReadLine]) -> tuple[MrzRow, ...]:
    """Return the two or three rows of the lowest zone, top first, stretched to the zone's full width."""
    fragments = [line for line in lines if _looks_like_zone(_compact(line))]
    if not fragments:
        return ()
    rows = _group_rows([*fragments, *(line for line in lines if _is_companion(line, fragments))])
    rows = _lowest_block(rows)
    texts = ["".join(_compact(line) for line in row) for row in rows]
    return tuple(MrzRow(text, quad) for text, quad in zip(texts, _full_width(rows), strict=True))


def _compact(line: ReadLine) -> str:
    return re.sub(r"\s", "", line.reading.text)


def _looks_like_zone(text: str) -> bool:
    return _has_shape(text) and ("<" in text or text.isupper())


def _has_shape(text: str) -> bool:
    """Tell whether a text has the length of a row and its characters, few of them misread.

    Blurred fillers are read as letters, small ones among them.
    """
    share = len(re.findall("[A-Z0-9<]", text)) / max(1, len(text))
    return len(text) >= MIN_CHARACTERS and share >= MIN_SHARE


def _is_companion(line: ReadLine, fragments: Sequence[ReadLine]) -> bool:
    """Tell whether a line that was misread, or is a piece of a row, lies in a zone with `fragments`."""
    if line in fragments:
        return False
    x1, x2, middle, height = _extent(line)
    for other in fragments:
        left, right, other_middle, other_height = _extent(other)
        distance = abs(middle - other_middle) / other_height
        overlap = (min(x2, right) - max(x1, left)) / (right - left)
        alike = 0.6 < height / other_height < 1.6
        if alike and distance < 0.4 and re.fullmatch("[A-Z0-9<]+", _compact(line)):
            return True
        beside = alike and distance < MAX_ROW_DISTANCE and overlap >= MIN_OVERLAP
        if beside and ("<" in line.reading.text or _has_shape(_compact(line))):
            return True
    return False


def _extent(line: ReadLine) -> tuple[float, float, float, float]:
    quad = np.array(line.quad)
    height = float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    return float(quad[:, 0].min()), float(quad[:, 0].max()), float(quad[:, 1].mean()), max(height, 1.0)


def _group_rows(lines: Sequence[ReadLine]) -> list[list[ReadLine]]:
    rows: list[list[ReadLine]] = []
    for line in sorted(lines, key=lambda line: _extent(line)[2]):
        _, _, middle, height = _extent(line)
        if rows and middle - _extent(rows[-1][0])[2] < 0.5 * height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.quad[0][0]) for row in rows]


def _lowest_block(rows: list[list[ReadLine]]) -> list[list[ReadLine]]:
    """Keep the rows that follow one another closely at the bottom; three only if they are short ones."""
    block = [rows[-1]]
    for row in reversed(rows[:-1]):
        _, _, middle, height = _extent(row[0])
        if _extent(block[0][0])[2] - middle > MAX_ROW_DISTANCE * height:
            break
        block.insert(0, row)
    longest = max(sum(len(_compact(line)) for line in row) for row in block[-2:])
    return block[-3:] if longest <= FORMATS["TD1"].line_length + 3 else block[-2:]


def _full_width(rows: Sequence[Sequence[ReadLine]]) -> list[QuadArray]:
    """Return the quad of each row, stretched to the leftmost and rightmost end of all rows."""
    quads = [as_quad([row[0].quad[0], row[-1].quad[1], row[-1].quad[2], row[0].quad[3]]) for row in rows]
    left = min(float(quad[[0, 3], 0].mean()) for quad in quads)
    right = max(float(quad[[1, 2], 0].mean()) for quad in quads)
    return [_stretch(quad, left, right) for quad in quads]


def _stretch(quad: QuadArray, left: float, right: float) -> QuadArray:
    along = (quad[1] + quad[2] - quad[0] - quad[3]) / 2
    own_left, own_right = quad[[0, 3], 0].mean(), quad[[1, 2], 0].mean()
    step = along / max(float(along[0]), 1.0)
    shifts = np.array([left - own_left, right - own_right, right - own_right, left - own_left])
    return as_quad(quad + shifts[:, None] * step)
