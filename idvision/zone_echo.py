"""Find what a zone says in the print, whatever stands beside it: lines, zone -> values.

Captions of passports come in fifty languages and in the smallest print of the page; the value under one that
is not legible is known from the zone. Where the page prints the same number, day or letter, the two bear each
other out, and the print shows where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from idvision.documents import DocumentSpec
from idvision.joined_lines import part_of_line
from idvision.types import Field, FoundValue, Mrz, ReadLine
from idvision.zone_fields import ALIKE, DATES, dates_in

NUMBER = "document_number"
SEX = "sex"
_FEWEST_CHARACTERS = 6
"""Shorter numbers stand in others by chance."""


def zone_echo(
    lines: Sequence[ReadLine], mrz: Mrz, spec: DocumentSpec, size_wh: tuple[int, int]
) -> tuple[FoundValue, ...]:
    """Return the number, the days and the sex of a zone as the surest line prints each.

    Args:
        lines: the print of the card without the zone, quads in pixels of the upright card image.
        mrz: the zone; fields with a problem are not looked for.
        spec: the declaration of the document; only its fields are looked for.
        size_wh: width and height of that image.
    """
    declared = {field.name for field in spec.fields}
    wanted = [field for field in mrz.fields if field.name in declared and field.value and not field.problems]
    found = (
        [part_of_line(line, field.name, span, size_wh) for line in lines for span in _echoes(line, field)]
        for field in wanted
    )
    return tuple(max(some, key=lambda one: min(one.probabilities)) for some in found if some)


def _echoes(line: ReadLine, field: Field) -> Iterator[tuple[int, int]]:
    """Yield from where to where a line shows what a field of the zone says."""
    text = line.reading.text
    if field.name in DATES:
        yield from (span for day, span in dates_in(text, field.name) if day == field.value)
    elif field.name == NUMBER and len(field.value) >= _FEWEST_CHARACTERS:
        # In one piece or in groups, and not within a longer number.
        spelled = "[ .-]?".join(map(_alike, field.value))
        yield from (match.span() for match in re.finditer(rf"(?<![^\W_]){spelled}(?![^\W_])", text, re.I))
    elif field.name == SEX:
        # Alone, or with the letter of another language, `K/F`, of which the stroke may be lost.
        letter = re.fullmatch(rf"(?:[^\W\d_] ?/? ?)?({field.value})(?: ?/ ?[^\W\d_])?", text)
        if letter is not None:
            yield letter.span(1)


def _alike(character: str) -> str:
    """Return the pattern of what a character may be read as."""
    return f"[{next((group for group in ALIKE if character.lower() in group), character)}]"
