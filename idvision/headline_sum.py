"""Find the sum of money that a sheet shows without a label: the largest print that is nothing but a sum.

The screens of banking apps, and many receipts, print what was paid by itself in large figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from idvision.documents import DocumentSpec
from idvision.joined_lines import box_around, stripped
from idvision.types import FoundValue, ReadLine

# A headline is so many times as high as the sheet's usual print.
MIN_RATIO = 1.25
_SUM = re.compile(
    r"[-+]?\s?(?:[^\W\d]{1,3}\.?|[^\w\s.,])?\s?[$€£¥￥]?\s?\d[\d.,' ]*\d(?:\s?(?:[A-Z]{3}|元))?"
)
# Figures without any mark may be a number of something; a time of day has a colon and is none anyway.
_MARKED = re.compile(r"[^\d\s:]")


def sum_values(
    lines: Sequence[ReadLine], spec: DocumentSpec, size_wh: tuple[int, int]
) -> tuple[FoundValue, ...]:
    """Return the sum for the fields that ask for it; nothing where none is printed large.

    Args:
        lines: all lines of the sheet, quads in pixels of its upright image.
        spec: a declaration; without a field that is a `sum` nothing is sought.
        size_wh: width and height of that image.
    """
    wanted = [field for field in spec.fields if field.block == "sum"]
    line = headline_sum(lines) if wanted else None
    if line is None:
        return ()
    text, probabilities = stripped(line)
    box = box_around([line], size_wh)
    return tuple(FoundValue(field.name, text, probabilities, box) for field in wanted)


def headline_sum(lines: Sequence[ReadLine]) -> ReadLine | None:
    """Return the highest line that is a sum, if it is higher than the usual print."""
    sums = [line for line in lines if _is_sum(line.reading.text.strip())]
    highest = max(sums, key=_height, default=None)
    if highest is None or _height(highest) < MIN_RATIO * float(np.median([_height(line) for line in lines])):
        return None
    return highest


def _is_sum(text: str) -> bool:
    return _SUM.fullmatch(text) is not None and _MARKED.search(text) is not None


def _height(line: ReadLine) -> float:
    return line.quad[3][1] - line.quad[0][1]
