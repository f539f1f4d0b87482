"""Cut out the lines of a card that is known by its looks: text map, declaration -> crops and who reads them.

Lines are cut where the text map shows print at declared places. A caption that runs into its value is cut off
at the gap between them, or read for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idvision.assess import Assessment
from idvision.documents import DocumentSpec
from idvision.line_cut import value_start
from idvision.looks import Looks
from idvision.rectify import crop_line, turn_image
from idvision.slots import (
    LineKind,
    are_large,
    declared_starts,
    identifying_lines,
    line_kinds,
    lines_to_read,
)
from idvision.text_map import Break, lines_on_map
from idvision.types import FloatArray, Image

CAPTION_REACH = 0.035
"""How far from its declared beginning, in widths of the card, a value may begin."""


@dataclass(frozen=True, slots=True, eq=False)
class KnownLines:
    """The lines of a card at the declared places of what it looks like, cut out; quads in upright pixels."""

    image: Image
    quarter_turns: int
    quads: FloatArray
    crops: list[Image]
    kinds: list[LineKind]


def known_lines(
    card_image: Image, assessment: Assessment, looks: Looks, closed_alphabet: str
) -> KnownLines | None:
    """Cut out the lines at the declared places of what a card looks like; None where their print is small.

    Args:
        card_image: `(720, W, 3)` uint8 BGR, long side across.
        assessment: its text map and what it looks like.
        looks: the declaration to follow and the turns to upright.
        closed_alphabet: the characters that the network for numbers knows.
    """
    image = turn_image(card_image, looks.quarter_turns)
    size_wh = (image.shape[1], image.shape[0])
    text_map = np.rot90(assessment.text, -looks.quarter_turns)
    quads = lines_on_map(text_map, size_wh, value_breaks(looks.spec))
    quads = quads[lines_to_read(quads, looks.spec, size_wh)]
    if not are_large(quads, looks.spec, size_wh):
        return None
    crops, quads = without_captions(image, quads, looks.spec)
    kinds = line_kinds(quads, looks.spec, size_wh, closed_alphabet)
    return KnownLines(image, looks.quarter_turns, quads, crops, kinds)


def without_captions(image: Image, quads: FloatArray, spec: DocumentSpec) -> tuple[list[Image], FloatArray]:
    """Return the lines' crops and quads, captions cut off their values where the declaration needs none.

    A number that proves the document is cut at its declared place where no gap shows: a cut through it would
    not go unnoticed, since its check digit fails.
    """
    size_wh = (image.shape[1], image.shape[0])
    crops = [crop_line(image, quad) for quad in quads]
    starts = declared_starts(quads, spec, size_wh)
    proving = identifying_lines(quads, spec, size_wh)
    cut = quads.copy()
    for index in np.flatnonzero(starts > 0).tolist():
        declared, crop = float(starts[index]), crops[index]
        found = value_start(crop, declared, CAPTION_REACH * size_wh[0] / crop.shape[1])
        if found is None and not proving[index]:
            continue
        share = declared if found is None else found
        a, b, c, d = quads[index]
        cut[index, 0], cut[index, 3] = a + share * (b - a), d + share * (c - d)
        crops[index] = crop[:, round(share * crop.shape[1]) :]
    return crops, cut


def value_breaks(spec: DocumentSpec) -> list[Break]:
    """Return where the declared values begin."""
    return [Break(x1, y1, y2) for x1, y1, _, y2 in (region for _, region in spec.placed)]
