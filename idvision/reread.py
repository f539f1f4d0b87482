"""Read a value again with its own alphabet, where the free reading breaks a check.

The second reading stands only if it passes every check and differs from the first in at most two
characters: it settles an O that should be 0, it does not invent a number. `raw` keeps the first reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from idvision.documents import DocumentSpec, FieldSpec
from idvision.rectify import crop_box
from idvision.types import Field, FoundValue, Image, Reading
from idvision.validate import INCONSISTENT, clean, cross_check, validate_field

MAX_CHANGES = 2
BOX_MARGIN = 0.012
# A value that needed its alphabet to come out right is less sure than one read freely.
KEPT_AFTER_REREADING = 0.9

Recognize = Callable[[Sequence[Image], str], tuple[Reading, ...]]


def reread(
    card_image: Image,
    found: Sequence[FoundValue],
    fields: Sequence[Field],
    spec: DocumentSpec,
    recognize: Recognize,
) -> tuple[Field, ...]:
    """Return `fields`, those read again where a declared alphabet mends a broken check.

    A mended value is held against the other fields like any other; values that merely disagree are left.
    """
    specs = {field.name: field for field in spec.fields}
    values = {value.name: value for value in found}
    mended = tuple(
        _reread_field(card_image, values[field.name], field, specs[field.name], recognize)
        if specs[field.name].alphabet and set(field.problems) - {INCONSISTENT}
        else field
        for field in fields
    )
    return cross_check(mended, spec)


def _reread_field(
    card_image: Image, found: FoundValue, field: Field, spec: FieldSpec, recognize: Recognize
) -> Field:
    crop = crop_box(card_image, found.box, BOX_MARGIN)
    reading = recognize([crop], spec.alphabet)[0]
    second = validate_field(replace(found, text=reading.text, probabilities=reading.probabilities), spec)
    if second.problems or changes(clean(found.text, spec), second.value) > MAX_CHANGES:
        return field
    return replace(
        second,
        raw=field.raw,
        probabilities=field.probabilities,
        confidence=second.confidence * KEPT_AFTER_REREADING,
    )


def changes(a: str, b: str) -> int:
    """Return the edit distance of two short texts (Levenshtein)."""
    row = np.arange(len(b) + 1)
    for index, character in enumerate(a, start=1):
        substituted = row[:-1] + np.array([character != other for other in b], dtype=int)
        row = np.concatenate([[index], np.minimum(substituted, row[1:] + 1)])
        # Insertions run left to right: the running minimum of `row - position` gives them at once.
        row = np.minimum.accumulate(row - np.arange(len(row))) + np.arange(len(row))
    return int(row[-1])
