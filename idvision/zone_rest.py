"""What a passport prints in words and its zone does not hold: lines, zone -> place of birth, authority.

All other words on such a page are names and nationality, which the zone holds too. So where no caption is
legible, the words under the names that the zone does not account for are the place of birth and then the
authority (ICAO Doc 9303 part 4, data page), if there are exactly as many lines as are missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from idvision.documents import DocumentSpec
from idvision.joined_lines import box_around, stripped
from idvision.label_page import Page
from idvision.row_lines import free_lines
from idvision.row_places import extent
from idvision.types import Box, Field, FoundValue, Mrz
from idvision.zone_fields import is_of_name, is_of_zone

FORMATS = frozenset({"TD2", "TD3"})
IN_ORDER = ("birth_place", "issuing_authority")
MIN_LETTERS = 4
# Words that are less sure may be a caption.
LEGIBLE = 0.9


def zone_rest(
    page: Page, spec: DocumentSpec, known: Sequence[Field], boxes: Mapping[str, Box], mrz: Mrz
) -> tuple[FoundValue, ...]:
    """Return those of `IN_ORDER` that are missing if as many lines are left over.

    Args:
        page: the print of the card without the zone, with the labels in it.
        spec: the declaration of the document; it must have both fields.
        known: the fields that were read, with their canonical values.
        boxes: where they stand, in fractions of the card.
        mrz: the zone.
    """
    have = {field.name for field in known}
    names = [name for name in IN_ORDER if name not in have]
    if mrz.format not in FORMATS or not names or not set(IN_ORDER) <= {field.name for field in spec.fields}:
        return ()
    texts = [line.reading.text for line in page.lines]
    over = max(
        (extent(page, line).bottom for line, text in enumerate(texts) if is_of_name(text, mrz)), default=None
    )
    left_over = [
        line
        for line in free_lines(page, spec, boxes, strict=True)
        if over is not None
        and extent(page, line).middle > over
        and _is_worded(texts[line])
        and _is_legible(page, line)
        and not is_of_zone(texts[line], mrz)
    ]
    if len(left_over) > len(names) and _are_capitals([text for text in texts if is_of_name(text, mrz)]):
        left_over = [line for line in left_over if _are_capitals([texts[line]])]
    if len(left_over) != len(names):
        return ()
    ordered = sorted(left_over, key=lambda line: extent(page, line).middle)
    if not all(_is_in_order(page, line, boxes, name) for line, name in zip(ordered, names, strict=True)):
        return ()
    return tuple(_found(page, line, name) for line, name in zip(ordered, names, strict=True))


def _is_in_order(page: Page, line: int, boxes: Mapping[str, Box], name: str) -> bool:
    """Tell whether a line stands over the authority, or under the place of birth, if that was read."""
    first, last = IN_ORDER
    middle = extent(page, line).middle / page.size_wh[1]
    if name == first:
        return last not in boxes or middle < boxes[last][3]
    return first not in boxes or middle > boxes[first][1]


def _is_legible(page: Page, line: int) -> bool:
    sure = page.lines[line].reading.probabilities
    return sum(sure) >= LEGIBLE * len(sure)


def _are_capitals(texts: Sequence[str]) -> bool:
    """Tell whether all letters are large: a page that prints names so prints all other values so."""
    return all(text.isupper() for text in texts)


def _is_worded(text: str) -> bool:
    """Tell whether a text is words in one style: a caption glued to a value is in another."""
    letters = sum(map(str.isalpha, text))
    alike = text.isupper() or all(word[:1].isupper() and word[1:].islower() for word in text.split())
    return letters >= MIN_LETTERS and alike and not any(map(str.isdigit, text))


def _found(page: Page, line: int, name: str) -> FoundValue:
    text, probabilities = stripped(page.lines[line])
    return FoundValue(name, text, probabilities, box_around([page.lines[line]], page.size_wh))
