"""Tell what a card is: its text, its machine readable zone, its looks -> type and side.

A declared type wins by the share of its captions that are printed on the card; a machine readable zone
whose format and document code belong to a type settles it, and so does a two-dimensional code of its grammar.
Where few captions are legible, all that is half read counts (`resemble`).
Looks count where a caption or a number that proves the type bears them out, or where the print is not legible
and so says nothing against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from idvision.anchors import (
    IDENTITY_LAYOUT,
    AnchorMatch,
    Classified,
    Mark,
    Row,
    find_anchors,
    in_region,
    misplacement,
    register,
    stacked,
)
from idvision.barcode_fields import belongs_to
from idvision.checks import CHECKS, CLEANERS
from idvision.checks.mrz_formats import FORMATS
from idvision.documents import UNKNOWN_SPEC, DocumentSpec, FieldSpec, LabelSpec
from idvision.errors import InvalidValue
from idvision.labels import LabelMatch, fold, is_han, matches_of, spot, texts_of
from idvision.looks import Looks
from idvision.resemble import most_alike
from idvision.types import Barcode, Box, Mrz, Point, ReadLine

# A zone found by its shape whose check digits all fail still says what it is, but not surely.
MRZ_FLOOR = 0.5
# A number that passes its checks in its place says what the card is when no caption is legible; every further
# one leaves as small a part of the doubt.
NUMBER_CONFIDENCE = 0.6
# A zone without check digits that has the shape of its own layout.
UNCHECKED_ZONE = 0.8
# Captions far from their places say that the outline is wrong, not that the document is another.
MAX_PENALTY = 0.3
# Where the first line of every zone names the issuing state.
ISSUER = slice(2, 5)
# How probable looks must be to stand alone, how sure a character to be legible, how many of those are few,
# and what is left of the confidence.
CLEAR_LOOKS = 0.9
LEGIBLE = 0.9
MAX_LEGIBLE_GLYPHS = 20
LOOKS_ALONE = 0.8
# A code of a document's own grammar proves it: nothing else is printed so.
CODE_CONFIDENCE = 0.98

# What a title is, what part of the usual score then suffices, and how many lines a card has at most.
TITLE_WEIGHT = 2.0
TITLE_LETTERS = 12
TITLE_HAN = 6
TITLE_EXACTNESS = 0.85
TITLED = 0.5
CARD_LINES = 30

# How many captions of entries are many, what part of them is nearly all, and what is left of their score.
MANY_ENTRIES = 8
ALL_ENTRIES = 0.85
UNTITLED = 0.6
# How sure a type is that half read captions tell.
RESEMBLANCE = 0.5
CHECKSUM_FAILED = "checksum_failed"

UNCLASSIFIED = Classified(UNKNOWN_SPEC, 0.0)


def classify(
    rows: Sequence[Row],
    mrz: Mrz | None,
    specs: Sequence[DocumentSpec],
    looks: Looks | None = None,
    barcodes: Sequence[Barcode] = (),
    lines: Sequence[ReadLine] = (),
) -> Classified:
    """Return the best declaration, or the unknown one when none reaches its own `min_score`.

    `rows` are the characters of `lines`, which hold the spaces and are needed for declarations with labels.
    """
    captioned = [by_captions(rows, spec) for spec in specs if spec.anchors]
    candidates = [*captioned, *(by_number(rows, spec) for spec in specs)]
    labelled = by_labels(rows, lines, specs)
    candidates += labelled
    if looks is not None:
        candidates += [by_looks(rows, replace(looks, spec=form)) for form in forms_of(looks.spec, specs)]
    if mrz is not None:
        candidates += by_zone(mrz, specs)
    candidates += [by_barcode(rows, barcodes, spec) for spec in specs if spec.barcode is not None]
    # Of forms that a zone fits alike, print tells which one it is.
    printed = {id(found.spec): found.confidence for found in labelled}
    best = max(
        candidates,
        key=lambda found: (found.confidence, printed.get(id(found.spec), 0.0)),
        default=UNCLASSIFIED,
    )
    if best.confidence < RESEMBLANCE:
        best = _unless_unlike(best, by_resemblance(rows, lines, specs, looks))
    if best.spec is UNKNOWN_SPEC:
        misread = (by_misread_number(rows, spec) for spec in specs)
        best = next((found for found in misread if found is not UNCLASSIFIED), best)
    if best.spec is UNKNOWN_SPEC and looks is not None:
        return by_looks_alone(rows, looks)
    # A number says what the card is, but not where the frame has moved its print; captions do.
    placed = next((found for found in captioned if found.spec is best.spec), best)
    return replace(placed, confidence=best.confidence)


def by_captions(rows: Sequence[Row], spec: DocumentSpec) -> Classified:
    """Score a declaration by the weight of the captions found, less how far they stand from their places.

    A card with an excluded caption is none of this type.
    """
    if _is_excluded(rows, spec):
        return UNCLASSIFIED
    matches = find_anchors(rows, spec.anchors)
    score = share_found(matches, spec)
    if score < spec.min_score:
        return UNCLASSIFIED
    return less_misplacement(Classified(spec, score, matches, register(matches, rows)))


def share_found(matches: Sequence[AnchorMatch], spec: DocumentSpec) -> float:
    """Return the weight of the captions found in that of all; of optional ones only those found count."""
    found = {match.anchor for match in matches}
    expected = [anchor for anchor in spec.anchors if anchor in found or not anchor.optional]
    return sum(match.anchor.weight for match in matches) / max(sum(anchor.weight for anchor in expected), 1.0)


def forms_of(spec: DocumentSpec, specs: Sequence[DocumentSpec]) -> list[DocumentSpec]:
    """Return all layouts of the same side of the same document, which looks do not tell apart."""
    same = [other for other in specs if (other.type, other.side) == (spec.type, spec.side)]
    return same or [spec]


def by_labels(
    rows: Sequence[Row], lines: Sequence[ReadLine], specs: Sequence[DocumentSpec]
) -> list[Classified]:
    """Score the declarations with labels by the weight of those found, wherever they stand.

    Labels are common words, so where a declaration has some that prove the document, one must be there. On a
    card whose title is legible and whose captions are too small to be, fewer of those are asked for. A sheet
    whose title is another one is proven, less surely, by nearly all of its many captions.
    """
    labelled = [spec for spec in specs if spec.labels]
    spotted = spot(texts_of(lines), tuple({label: None for spec in labelled for label in spec.labels}))
    found = []
    for spec in labelled:
        matches = matches_of(spotted, spec.labels)
        labels = {match.label for match in matches}
        score = sum(label.weight for label in labels) / sum(label.weight for label in spec.labels)
        proven = any(label.proves for label in labels) or not any(label.proves for label in spec.labels)
        titled = len(lines) <= CARD_LINES and any(map(is_title, matches))
        least = spec.min_score * (TITLED if titled and not spec.page else 1.0)
        if not proven and shows_all_entries(labels, spec):
            proven, score = True, score * UNTITLED
        if proven and score >= least and not _is_excluded(rows, spec):
            found.append(Classified(spec, score))
    return found


def shows_all_entries(labels: AbstractSet[LabelSpec], spec: DocumentSpec) -> bool:
    """Tell whether nearly all captions of a sheet with many are there, as on no sheet of another kind."""
    entries = {label for label in spec.labels if label.field and not label.proves}
    return spec.page and len(entries) >= MANY_ENTRIES and len(entries & labels) >= ALL_ENTRIES * len(entries)


def is_title(match: LabelMatch) -> bool:
    """Tell whether a label is the name of the document, long enough that no other print resembles it."""
    label = match.label
    long = len(fold(label.text).text) >= (TITLE_HAN if is_han(label.text[:1]) else TITLE_LETTERS)
    return label.weight >= TITLE_WEIGHT and not label.field and long and match.exactness >= TITLE_EXACTNESS


def less_misplacement(found: Classified) -> Classified:
    """Take what the marks stand astray, if they do, off the confidence."""
    astray = min(MAX_PENALTY, misplacement(found.marks)) if found.is_astray else 0.0
    return replace(found, confidence=found.confidence * (1 - astray))


def place_zone(found: Classified, mrz: Mrz | None, size_wh: tuple[int, int]) -> Classified:
    """Add where the zone's lines lie to a document recognised by it; quads of `mrz` in card pixels."""
    if mrz is None or found.spec.mrz is None or len(mrz.quads) != len(found.spec.mrz.rows):
        return found
    marks = []
    for declared_y, quad in zip(found.spec.mrz.rows, mrz.quads, strict=True):
        start, end = _middle(quad[0], quad[3], size_wh), _middle(quad[1], quad[2], size_wh)
        left, right = found.spec.mrz.extent
        marks += [Mark((left, declared_y), start), Mark((right, declared_y), end)]
    return less_misplacement(replace(found, zone=tuple(marks)))


def _middle(a: Point, b: Point, size_wh: tuple[int, int]) -> Point:
    return (a[0] + b[0]) / 2 / size_wh[0], (a[1] + b[1]) / 2 / size_wh[1]


def by_number(rows: Sequence[Row], spec: DocumentSpec) -> Classified:
    """Recognise a card by a checksummed number in its place, which is printed larger than the captions.

    Every value that has to confirm it must be right in its place as well.
    """
    proven = sum(field.identifies and _passes_checks(rows, field, region) for field, region in spec.placed)
    if not proven or _is_excluded(rows, spec):
        return UNCLASSIFIED
    confirmed = all(_passes_checks(rows, *place) for place in spec.placed if place[0].confirms)
    return Classified(spec, 1 - (1 - NUMBER_CONFIDENCE) ** proven) if confirmed else UNCLASSIFIED


def by_misread_number(rows: Sequence[Row], spec: DocumentSpec) -> Classified:
    """Recognise a card that has no captions by a number of which the check digit alone is wrong.

    A figure misread breaks the check. Another value must be right in its place, since many numbers are long.
    """
    if spec.anchors or spec.labels or _is_excluded(rows, spec):
        return UNCLASSIFIED
    numbered = any(
        _error_of(value, field) == CHECKSUM_FAILED
        for field, region in spec.placed
        if field.identifies
        for value in _values(rows, field, region)
    )
    others = ((field, region) for field, region in spec.placed if field.checks and not field.identifies)
    borne_out = numbered and any(_passes_checks(rows, *place) for place in others)
    return Classified(spec, RESEMBLANCE) if borne_out else UNCLASSIFIED


def by_looks(rows: Sequence[Row], looks: Looks) -> Classified:
    """Take a card for what it looks like if a proving caption, or a number that passes its checks, agrees.

    Looks and print are independent evidence: what the one leaves open, the other may close. A number in its
    place that fails its checks closes nothing; the card is what it looks like, its number named as wrong.
    """
    spec = looks.spec
    matches = find_anchors(rows, spec.anchors)
    evidence = share_found(matches, spec) if any(match.anchor.proves for match in matches) else 0.0
    proving = [(field, region) for field, region in spec.placed if field.identifies]
    if any(_passes_checks(rows, *place) for place in proving):
        evidence = max(evidence, NUMBER_CONFIDENCE)
    if evidence == 0.0 and not any(any(_values(rows, *place)) for place in proving):
        return UNCLASSIFIED
    if _is_excluded(rows, spec):
        return UNCLASSIFIED
    confidence = 1 - (1 - looks.probability) * (1 - evidence)
    return less_misplacement(Classified(spec, confidence, matches))


def _unless_unlike(found: Classified, alike: Classified) -> Classified:
    """Return what few captions say, unless all of the print together resembles another document."""
    same = (found.spec.type, found.spec.side) == (alike.spec.type, alike.spec.side)
    return found if same or alike is UNCLASSIFIED else alike


def by_resemblance(
    rows: Sequence[Row], lines: Sequence[ReadLine], specs: Sequence[DocumentSpec], looks: Looks | None
) -> Classified:
    """Take a card of which no caption is read well for what its half read captions resemble most.

    A sheet full of text has something that resembles every caption.
    """
    if len(lines) > CARD_LINES:
        return UNCLASSIFIED
    possible = [spec for spec in specs if not _is_excluded(rows, spec)]
    spec = most_alike(texts_of(lines), possible, looks)
    if spec is None:
        return UNCLASSIFIED
    matches = find_anchors(rows, spec.anchors)
    return less_misplacement(Classified(spec, RESEMBLANCE, matches, register(matches, rows)))


def by_looks_alone(rows: Sequence[Row], looks: Looks) -> Classified:
    """Take a card of which hardly anything can be read for what it clearly looks like.

    Of legible print a caption or a number would have been found, if it were this document.
    """
    sure = sum(glyph.probability >= LEGIBLE for row in rows for glyph in row)
    clear = looks.probability >= CLEAR_LOOKS and sure <= MAX_LEGIBLE_GLYPHS
    if not clear or _is_excluded(rows, looks.spec):
        return UNCLASSIFIED
    return Classified(looks.spec, looks.probability * LOOKS_ALONE)


def _is_excluded(rows: Sequence[Row], spec: DocumentSpec) -> bool:
    text = "\n".join("".join(glyph.character for glyph in row) for row in rows)
    return any(word in text for word in spec.excludes)


def _passes_checks(rows: Sequence[Row], field: FieldSpec, region: Box) -> bool:
    """Tell whether one row holds the value; digits of several rows may happen to make up a right number."""
    return any(not _error_of(value, field) for value in _values(rows, field, region))


def _values(rows: Sequence[Row], field: FieldSpec, region: Box) -> Iterator[str]:
    """Yield what the field's pattern finds in its place, row by row; of a stacked one in its groups too."""
    inside = [tuple(glyph for glyph in row if in_region(glyph, region, IDENTITY_LAYOUT)) for row in rows]
    if field.stacked:
        inside.append(stacked(inside))
    for row in inside:
        match = re.search(field.pattern, "".join(glyph.character for glyph in row))
        if match is not None:
            yield match[min(1, match.re.groups)]


def _error_of(value: str, field: FieldSpec) -> str:
    """Return the code of the rule that a value breaks, empty for a right one."""
    try:
        for name in field.clean:
            value = CLEANERS[name](value)
        for name in field.checks:
            value = CHECKS[name](value)
    except InvalidValue as error:
        return error.problem
    return ""


def by_zone(mrz: Mrz, specs: Sequence[DocumentSpec]) -> list[Classified]:
    """Score the declarations with a zone; where one is for the zone's issuer, none for all issuers counts."""
    found = [by_mrz(mrz, spec) for spec in specs if spec.mrz is not None]
    own = [entry for entry in found if entry.spec.mrz is not None and entry.spec.mrz.issuers]
    return own or found


def by_mrz(mrz: Mrz, spec: DocumentSpec) -> Classified:
    """Score a declaration by a zone of its format and code: the share of check digits that hold."""
    if spec.mrz is None or mrz.format not in spec.mrz.formats:
        return UNCLASSIFIED
    if not mrz.lines[0].startswith(spec.mrz.codes):
        return UNCLASSIFIED
    if spec.mrz.issuers and not mrz.lines[0][ISSUER].startswith(spec.mrz.issuers):
        return UNCLASSIFIED
    if not FORMATS[mrz.format].check_digits:
        return Classified(spec, UNCHECKED_ZONE)
    held = sum(passed for _, passed in mrz.checks) / len(mrz.checks) if mrz.checks else 0.0
    return Classified(spec, MRZ_FLOOR + (1 - MRZ_FLOOR) * held)


def by_barcode(rows: Sequence[Row], barcodes: Sequence[Barcode], spec: DocumentSpec) -> Classified:
    """Recognise a card by a code of its declared kind; captions tell apart sides that carry the same code."""
    if not any(belongs_to(code, spec) for code in barcodes):
        return UNCLASSIFIED
    printed = by_captions(rows, spec).confidence if spec.anchors else 0.0
    return Classified(spec, 1 - (1 - CODE_CONFIDENCE) * (1 - printed))
