"""Which lines of a known document may be values that nothing tells by a caption."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from idvision.bare_values import is_taken
from idvision.documents import DocumentSpec
from idvision.faint_labels import is_like_label
from idvision.joined_lines import box_around
from idvision.label_page import Page
from idvision.row_places import extent
from idvision.types import Box

# Print that is less sure than this, or lower than this share of the values, is no value but a caption.
LEGIBLE = 0.75
LEAST_HEIGHT = 0.75
MIN_CHARACTERS = 2
# Above this share of the card stands its heading.
HEADING = 0.1


def free_lines(
    page: Page, spec: DocumentSpec, boxes: Mapping[str, Box], *, strict: bool = False
) -> list[int]:
    """Return the lines that may be a value and hold nothing else that is known.

    `boxes` are the places of the values that were read, in fractions of the card. If `strict` a legible line
    is a caption only where it is one but for a letter.
    """
    plain = [number for number in range(len(page.lines)) if _is_print(page, number)]
    taken = [
        line for line in plain if is_taken(box_around([page.lines[line]], page.size_wh), [*boxes.values()])
    ]
    least = LEAST_HEIGHT * median(_height(page, line) for line in taken or plain) if plain else 0.0
    return [
        line
        for line in plain
        if line not in taken
        and extent(page, line).middle > HEADING * page.size_wh[1]
        and _height(page, line) >= least
        and not is_like_label(
            page.lines[line].reading.text, spec, page.lines[line].reading.probabilities if strict else ()
        )
    ]


def _is_print(page: Page, line: int) -> bool:
    """Tell whether a line is legible, of some length and without a label."""
    reading = page.lines[line].reading
    legible = sum(reading.probabilities) >= LEGIBLE * len(reading.probabilities)
    return legible and sum(map(str.isalnum, reading.text)) >= MIN_CHARACTERS and not page.holds_label(line)


def _height(page: Page, line: int) -> float:
    (x1, y1), _, _, (x4, y4) = page.lines[line].quad
    return float(((x4 - x1) ** 2 + (y4 - y1) ** 2) ** 0.5)
