"""Tell which form of a document a card is, where its day of issue tells: declaration + fields -> form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idvision.documents import DocumentSpec
from idvision.types import Field

ISSUE_FIELDS = ("issue_date", "valid_from")
"""The day of issue, or the first day of validity, which is the same where only that is printed."""


def issued_form(spec: DocumentSpec, fields: Sequence[Field], specs: Sequence[DocumentSpec]) -> DocumentSpec:
    """Return the form that was issued on the day that the card names: the latest one that was by then.

    Where the day was not read the form stays open: the declaration comes back without its name and codes.
    `specs` are all declarations.
    """
    if not spec.issued_from:
        return spec
    days = {field.name: field.value for field in fields if not field.problems}
    day = next((days[name] for name in ISSUE_FIELDS if name in days), "")
    begun = [
        other
        for other in specs
        if (other.type, other.side) == (spec.type, spec.side)
        and other.issued_from
        and other.issued_from <= day
    ]
    unknown = replace(spec, form="", codes=())
    return max(begun, key=lambda other: other.issued_from, default=unknown)
