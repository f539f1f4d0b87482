"""Cut values out of the lines by the labels beside or above them: lines, declaration -> found values.

A value is looked for in its label's line, then beside it in the same row, then below; what fits the
field's pattern first is taken. A line below that runs under several labels is cut between its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from idvision.bare_values import ORDER_IN_TIME
from idvision.documents import DocumentSpec, FieldSpec, LabelSpec
from idvision.faint_labels import faint_labels, is_like_label
from idvision.joined_lines import join_lines
from idvision.label_page import Page, Piece
from idvision.label_places import above, below, distance, end_of, right_of, row_from, with_more_lines
from idvision.labels import NUMBER, LabelMatch, matches_of, spot, texts_of
from idvision.types import FoundValue, ReadLine

# From here on a value in the row of its label is far from it.
FAR = 3.0
# A label of fewer characters may be a word, or its short form, of a value.
SHORT_LABEL = 3
# Up to here a line below a label is close to it.
CLOSE = 2.0
# Up to here, in heights of a number, the entry before it ends over it.
NEXT_ENTRY = 2.0


def label_values(
    lines: Sequence[ReadLine], spec: DocumentSpec, size_wh: tuple[int, int]
) -> tuple[FoundValue, ...]:
    """Return the values that stand at their labels, in the order of the declaration.

    Args:
        lines: all lines of the card, quads in pixels of the upright card image.
        spec: a declaration; without labels nothing is found.
        size_wh: width and height of that image.
    """
    page = labelled_page(lines, spec, size_wh)
    pieces = {field.name: _value_of(page, field, spec) for field in spec.fields}
    fields = {field.name: field for field in spec.fields if pieces[field.name]}
    days = [piece for name, own in pieces.items() if name in ORDER_IN_TIME for piece in own]
    kept = {
        name: own if name in ORDER_IN_TIME else _without(page, own, days, pieces.values())
        for name, own in pieces.items()
    }
    return tuple(_found(page, kept[name], field) for name, field in fields.items() if kept[name])


def _without(
    page: Page, own: Sequence[Piece], days: Sequence[Piece], all_pieces: Iterable[Sequence[Piece]]
) -> list[Piece]:
    """Return the pieces of a value less dates at their ends, and less lines that are another whole value.

    Two values in one line under two captions are told apart by the gap between words, not always rightly.
    """
    alone = [others[0] for others in all_pieces if len(others) == 1 and others[0] not in own[:1]]
    rest = [piece for piece in own if piece in own[:1] or piece not in alone]
    return [trimmed for piece in rest if (trimmed := _less_days(page, piece, days)).start < trimmed.end]


def _less_days(page: Page, piece: Piece, days: Sequence[Piece]) -> Piece:
    start, end = piece.start, piece.end
    for day in days:
        if day.line == piece.line and day.start <= start < day.end:
            start = day.end
        elif day.line == piece.line and day.start < end <= day.end:
            end = day.start
    text = page.lines[piece.line].reading.text
    while start < end and text[start].isspace():
        start += 1
    return page.piece(piece.line, start, max(start, end))


def labelled_page(lines: Sequence[ReadLine], spec: DocumentSpec, size_wh: tuple[int, int]) -> Page:
    """Return the lines of a card with the labels that were read in them; arguments as for `label_values`."""
    texts = texts_of(lines)
    matches = without_parts(without_words(lines, matches_of(spot(texts, spec.labels), spec.labels)))
    fields = {field.name: field for field in spec.fields}
    return Page(
        lines,
        [match for match in matches if not _is_figure(texts[match.line], match, matches, fields)],
        size_wh,
    )


def _is_figure(
    text: str, match: LabelMatch, matches: Sequence[LabelMatch], fields: Mapping[str, FieldSpec]
) -> bool:
    """Tell whether the number of an entry is none: it has no stop, and no value of its entry follows.

    `3 High Street` is an address, not the day of birth, and `1DOB` a misread `3 DOB`.
    """
    field, rest = fields.get(match.label.field), text[match.end :].strip()
    if field is None or not rest or not text[match.start : match.end].isdigit():
        return False
    others = (other for other in matches if other.line == match.line and other.start >= match.end)
    return any(other.label.field != field.name for other in others) or not re.search(field.pattern, rest)


def faint_values(
    lines: Sequence[ReadLine], spec: DocumentSpec, names: Sequence[str], size_wh: tuple[int, int]
) -> tuple[FoundValue, ...]:
    """Return the values of the fields of these names that stand at labels which are hardly legible.

    Arguments as for `label_values`; `spec` must be proven by other means.
    """
    page = labelled_page(lines, spec, size_wh)
    faint = faint_labels(texts_of(lines), spec, page.matches, names)
    page = Page(lines, [*page.matches, *faint], size_wh)
    # A field whose label was read has no value there, and none at a line that resembles it.
    wanted = {name for match in faint for name in (match.label.field, *match.label.also) if name in names}
    pieces = {field: _value_of(page, field, spec) for field in spec.fields if field.name in wanted}
    fields = [field for field in spec.fields if field.name in names and field.name not in wanted]
    pieces |= {field: _over_next_number(page, field, spec) for field in fields}
    return tuple(_found(page, own, field) for field, own in pieces.items() if own)


def _over_next_number(page: Page, field: FieldSpec, spec: DocumentSpec) -> list[Piece]:
    """Return the value of a numbered entry whose number was not read: it stands over the next entry."""
    numbered = [label for label in spec.labels if _is_number(label)]
    following = next((after for label, after in pairwise(numbered) if label.field == field.name), None)
    captions = [page.caption(match) for match in page.matches if match.label is following]
    over = above(page, captions[0]) if len(captions) == 1 else []
    near = [piece for piece in over if captions[0].middle - piece.middle < NEXT_ENTRY * captions[0].height]
    return _fitting(page, near[:1], field) if near else []


def _is_number(label: LabelSpec) -> bool:
    return any(NUMBER.fullmatch(spelling) for spelling in (label.text, *label.variants))


def without_words(lines: Sequence[ReadLine], matches: Sequence[LabelMatch]) -> list[LabelMatch]:
    """Return the labels without titles that are words among others: `PASSPORT OFFICE` is a value."""
    covered: dict[int, int] = {}
    for match in matches:
        own = lines[match.line].reading.text[match.start : match.end]
        covered[match.line] = covered.get(match.line, 0) + sum(map(str.isalnum, own))
    whole = {
        line for line, count in covered.items() if count >= sum(map(str.isalnum, lines[line].reading.text))
    }
    return [match for match in matches if match.label.field or not match.label.proves or match.line in whole]


def without_parts(matches: Sequence[LabelMatch]) -> list[LabelMatch]:
    """Return the labels without short ones within a line whose field has a label that begins one.

    `1 ALDER` leaves no surname to the `LN` of `8 74 CEDAR LN`.
    """
    begun = {match.label.field for match in matches if match.start == 0}
    return [
        match
        for match in matches
        if match.start == 0 or match.end - match.start >= SHORT_LABEL or match.label.field not in begun
    ]


def _value_of(page: Page, field: FieldSpec, spec: DocumentSpec) -> list[Piece]:
    """Return the first candidate that fits the field, of the labels in the order of their exactness.

    Without any the list is empty.
    """
    own = [match for match in page.matches if match.label.names(field.name)]
    # A label within a line may be a word of a sentence.
    own.sort(key=lambda match: (-match.exactness, match.start > 0, match.line))
    for match in own:
        for pieces in _candidates(page, match, field.lines, spec):
            value = _fitting(page, pieces, field)
            if value:
                return value
    return []


def _candidates(page: Page, match: LabelMatch, lines: int, spec: DocumentSpec) -> Iterator[list[Piece]]:
    """Yield what may be the value of a label, the likeliest place first."""
    last = page.last_of(match)
    label = page.caption(match)
    if match.label.value == "above":
        yield from ([over] for over in above(page, label))
        return
    if match.label.value != "below":
        beside = page.free(last.line, last.end)
        # `Given namea` is the plural misread.
        plural = beside.start == last.end and page.text(beside).islower() and beside.end - beside.start == 1
        if beside.start < beside.end and not plural and not page.is_translated(last):
            yield with_more_lines(page, [beside], lines, label)
    right = right_of(page, label) if match.label.value != "below" else None
    under = below(page, label) if match.label.value != "right" else []
    for first in _likeliest_first(page, label, right, under, spec):
        if first is right:
            yield with_more_lines(page, row_from(page, first), lines, label)
        else:
            yield with_more_lines(page, row_from(page, first, end_of(page, label)), lines)


def _likeliest_first(
    page: Page, label: Piece, right: Piece | None, under: list[Piece], spec: DocumentSpec
) -> list[Piece]:
    """Return what stands beside and below a label: the former first, unless it is far away.

    A caption with something right under its beginning stands above its value, whatever is far to the right;
    unless that is the next caption, misread, of a column whose values stand beside.
    """
    if right is None:
        return under
    far = right.left - label.right > FAR * label.height
    if far and under and abs(under[0].left - label.left) < label.height and distance(label, under[0]) < CLOSE:
        first = under[0]
        sure = page.lines[first.line].reading.probabilities[first.start : first.end]
        if not is_like_label(page.text(first), spec, sure):
            return [first, right, *under[1:]]
    return [right, *under]


def _fitting(page: Page, pieces: list[Piece], field: FieldSpec) -> list[Piece]:
    """Return the part of some pieces that the field's pattern picks; all of them where it has none."""
    if not field.pattern:
        return pieces if any(map(str.isalnum, page.text(pieces[0]))) else []
    for piece in pieces:
        match = re.search(field.pattern, page.text(piece))
        if match is not None:
            start, end = match.span(min(1, match.re.groups))
            whole = field.spaced and end == len(page.text(piece))
            more = pieces[pieces.index(piece) + 1 :] if whole else []
            return [page.piece(piece.line, piece.start + start, piece.start + end), *more]
    return []


def _printed_levels(line: ReadLine) -> tuple[float, float]:
    return (line.quad[0][1] + line.quad[1][1]) / 2, (line.quad[2][1] + line.quad[3][1]) / 2


def _found(page: Page, pieces: Sequence[Piece], field: FieldSpec) -> FoundValue:
    """Join pieces to a value."""
    text, probabilities = join_lines(
        [
            (page.text(piece), page.lines[piece.line].reading.probabilities[piece.start : piece.end])
            for piece in pieces
        ]
    )
    width, height = page.size_wh
    # The pieces were brought level; where they are printed only their lines know.
    levels = [y for piece in pieces for y in _printed_levels(page.lines[piece.line])]
    box = (
        min(piece.left for piece in pieces) / width,
        min(levels) / height,
        max(piece.right for piece in pieces) / width,
        max(levels) / height,
    )
    return FoundValue(field.name, text, probabilities, box)
