"""The one value of a known document that is still missing: the one line that nothing accounts for.

An address stands on many cards under all the rest, aside from the column of the other values and under a
caption too small to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from idvision.documents import DocumentSpec
from idvision.joined_lines import box_around, stripped
from idvision.label_page import Page
from idvision.row_lines import free_lines
from idvision.types import Box, Field, FoundValue

MIN_WORDS = 3


def last_value(
    page: Page, spec: DocumentSpec, known: Sequence[Field], boxes: Mapping[str, Box]
) -> tuple[FoundValue, ...]:
    """Return the missing value if one required field is left, and one line of several words under all others.

    Args:
        page: the print of the card without a zone, with the labels in it.
        spec: the declaration of a document that is proven by other means; without rows nothing is found.
        known: the fields that were read, with their canonical values.
        boxes: where they stand, in fractions of the card.
    """
    have = {field.name for field in known}
    missing = [field for field in spec.fields if field.required and field.name not in have]
    if not spec.rows or len(missing) != 1 or missing[0].pattern or missing[0].lines == 1:
        return ()
    lines = free_lines(page, spec, boxes)
    if len(lines) != 1 or not boxes:
        return ()
    box = box_around([page.lines[lines[0]]], page.size_wh)
    text, probabilities = stripped(page.lines[lines[0]])
    lowest = max((other[1] + other[3]) / 2 for other in boxes.values())
    if box[1] <= lowest or len(text.split()) < MIN_WORDS:
        return ()
    return (FoundValue(missing[0].name, text, probabilities, box),)
