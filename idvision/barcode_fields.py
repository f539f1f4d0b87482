"""Understand codes, and bring their values together with the printed ones.

What the print says is never replaced: a code adds what the print did not give and bears out what it gave
alike; where both are sound and differ, the printed value is named as inconsistent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from idvision.checks import GRAMMARS
from idvision.documents import UNKNOWN_SPEC, DocumentSpec
from idvision.geometry import project_quad
from idvision.types import BARCODE_FORMATS, Barcode, Box, Field, Homography
from idvision.validate import INCONSISTENT, KEPT_AFTER_DISAGREEMENT, KEPT_AFTER_PROBLEM

DECODED = 0.99
"""How likely a decoded value is right: the code's error correction leaves next to no wrong characters."""


def searched_formats(spec: DocumentSpec) -> tuple[str, ...]:
    """Return which codes a card is searched for: those it is declared with, all on a card of unknown type."""
    if spec is UNKNOWN_SPEC:
        return BARCODE_FORMATS
    return spec.barcode.formats if spec.barcode is not None else ()


def understood(code: Barcode) -> Barcode:
    """Return the code with grammar, fields and problems if its text follows a known grammar."""
    for name, read in GRAMMARS.items():
        payload = read(code.text)
        if payload is not None:
            fields = tuple(
                Field(
                    value.name,
                    value.value,
                    value.raw,
                    DECODED * (KEPT_AFTER_PROBLEM if value.problems else 1.0),
                    code.quad,
                    value.problems,
                )
                for value in payload.values
            )
            return replace(code, grammar=name, fields=fields, problems=payload.problems)
    return code


def belongs_to(code: Barcode, spec: DocumentSpec) -> bool:
    """Tell whether a code is the one that a document is declared with."""
    declared = spec.barcode
    return declared is not None and code.grammar == declared.grammar and code.format in declared.formats


def merge_fields(printed: Sequence[Field], coded: Sequence[Field]) -> tuple[Field, ...]:
    """Return the printed values in their order, then those that only the code gives.

    A printed value that the code bears out is as sure as the surer of the two; one that breaks a rule stays.
    """
    in_code, names = {field.name: field for field in coded}, {field.name for field in printed}
    held = (_held_against(field, in_code.get(field.name)) for field in printed)
    return (*held, *(field for field in coded if field.name not in names))


def _held_against(printed: Field, coded: Field | None) -> Field:
    if coded is None or printed.problems or coded.problems:
        return printed
    if _bare(printed.value) == _bare(coded.value):
        return replace(printed, confidence=max(printed.confidence, coded.confidence))
    kept = printed.confidence * KEPT_AFTER_DISAGREEMENT
    return replace(printed, problems=(INCONSISTENT,), confidence=kept)


def _bare(value: str) -> str:
    """Return letters and digits alone, in one case: a code and the print differ in spaces and punctuation."""
    plain = unicodedata.normalize("NFKC", value).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def code_box(code: Barcode, size_wh: tuple[int, int]) -> Box:
    """Return the box around a code, given in pixels of a card image, in fractions of the card."""
    xs, ys = [x for x, _ in code.quad], [y for _, y in code.quad]
    return min(xs) / size_wh[0], min(ys) / size_wh[1], max(xs) / size_wh[0], max(ys) / size_wh[1]


def moved(code: Barcode, target_from_source: Homography) -> Barcode:
    """Return the code with the quads of itself and its fields in another picture's pixels."""
    return replace(
        code,
        quad=project_quad(target_from_source, code.quad),
        fields=tuple(
            field if field.quad is None else replace(field, quad=project_quad(target_from_source, field.quad))
            for field in code.fields
        ),
    )
