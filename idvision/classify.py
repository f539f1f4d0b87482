"""Tell what a card is: its text, its machine readable zone -> type and side.

A declared type wins by the share of its captions that are printed on the card; a machine readable zone
whose format and document code belong to a type settles it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idvision.anchors import IDENTITY_LAYOUT, AnchorMatch, Layout, Row, find_anchors, register
from idvision.documents import UNKNOWN_SPEC, DocumentSpec
from idvision.types import Mrz

# A zone found by its shape whose check digits all fail still says what it is, but not surely.
MRZ_FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Classified:
    """The declaration that fits best, how well, and where its captions and its layout lie."""

    spec: DocumentSpec
    confidence: float
    matches: tuple[AnchorMatch, ...] = ()
    layout: Layout = IDENTITY_LAYOUT


UNCLASSIFIED = Classified(UNKNOWN_SPEC, 0.0)


def classify(rows: Sequence[Row], mrz: Mrz | None, specs: Sequence[DocumentSpec]) -> Classified:
    """Return the best declaration, or the unknown one when none reaches its own `min_score`."""
    candidates = [by_captions(rows, spec) for spec in specs if spec.anchors]
    if mrz is not None:
        candidates += [by_mrz(mrz, spec) for spec in specs if spec.mrz is not None]
    return max(candidates, key=lambda found: found.confidence, default=UNCLASSIFIED)


def by_captions(rows: Sequence[Row], spec: DocumentSpec) -> Classified:
    """Score a declaration by the weight of the captions found; 0 if an excluded one is printed."""
    text = "\n".join("".join(glyph.character for glyph in row) for row in rows)
    if any(word in text for word in spec.excludes):
        return UNCLASSIFIED
    matches = find_anchors(rows, spec.anchors)
    score = sum(match.anchor.weight for match in matches) / sum(anchor.weight for anchor in spec.anchors)
    if score < spec.min_score:
        return UNCLASSIFIED
    return Classified(spec, score, matches, register(matches))


def by_mrz(mrz: Mrz, spec: DocumentSpec) -> Classified:
    """Score a declaration by a zone of its format and code: the share of check digits that hold."""
    if spec.mrz is None or mrz.format not in spec.mrz.formats:
        return UNCLASSIFIED
    if not mrz.lines[0].startswith(spec.mrz.codes):
        return UNCLASSIFIED
    held = sum(passed for _, passed in mrz.checks) / len(mrz.checks) if mrz.checks else 0.0
    return Classified(spec, MRZ_FLOOR + (1 - MRZ_FLOOR) * held)
