"""Captions of a known document that were misread beyond recognition for anyone who does not know it.

Once its title proves a document, only so many captions can stand on it, and a garbled line that resembles
one of them much more than any other is that caption: `CMEN NAM` is `GIVEN NAME` on a card that has one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from idvision.documents import DocumentSpec, LabelSpec
from idvision.labels import NUMBER, LabelMatch, fold, is_han

# How alike (2 * common characters / all characters) a line and a caption are, and the lead over another.
LEAST_LIKENESS = 0.5
LEAD = 0.1
# From here on a line is a label whatever else it might be.
SURE_LIKENESS = 0.65
# The same where the text is this sure on average.
LEGIBLE_LIKENESS = 0.83
LEGIBLE = 0.9
# A shorter caption resembles too many words.
MIN_LETTERS = 4
# Fewer letters are the beginning of a caption by chance.
MIN_BEGINNING = 6
MIN_HAN = 2
# A caption in the line of its value has at most so many words.
MAX_WORDS = 4
_CAPTION_PART = re.compile(r"[^\d:：]{3,}")


def faint_labels(
    texts: Sequence[str], spec: DocumentSpec, known: Sequence[LabelMatch], wanted: Collection[str]
) -> tuple[LabelMatch, ...]:
    """Return labels of the `wanted` fields in lines that hold none of the `known` ones, each field's best.

    Each line is the caption that it resembles most of those which no other line resembles more.

    Args:
        texts: what was read in each line.
        spec: the declaration of a document that is proven by other means.
        known: the labels that were found as printed.
        wanted: names of fields without a value.
    """
    taken = {match.line for match in known}
    spotted = {match.label.text for match in known}
    scores = {
        (line, end): _likenesses(text[:end], [label for label in spec.labels if label.text not in spotted])
        for line, text in enumerate(texts)
        if line not in taken
        for end in _ends(text)
    }
    ranked = sorted(
        ((alike, place, owner) for place, owners in scores.items() for owner, alike in owners.items()),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    owner_of: dict[tuple[int, int], str] = {}
    for alike, place, owner in ranked:
        if (
            alike >= _least(texts[place[0]], place[1])
            and place[0] not in taken
            and owner not in owner_of.values()
        ):
            owner_of[place] = owner
            taken.add(place[0])
    labels = {label.field: label for label in spec.labels}
    return tuple(
        LabelMatch(labels[owner], line, 0, end, scores[line, end][owner])
        for (line, end), owner in owner_of.items()
        if owner in wanted and _leads(scores, (line, end), owner_of)
    )


def _ends(text: str) -> set[int]:
    """Return where a caption that begins a line may end: with the line, a word, before a figure or colon."""
    part = _CAPTION_PART.match(text)
    # A caption in several languages has no value in its line.
    gaps = [] if "/" in text else [gap.start() for gap in re.finditer(r"(?<=\w)\s+(?=\w\w)", text)]
    return {len(text), part.end() if part is not None else len(text), *gaps[:MAX_WORDS]}


def _least(text: str, end: int) -> float:
    """Return how alike a caption must be that ends there: within words it is one of them less often."""
    return SURE_LIKENESS if text[end : end + 1].isspace() else LEAST_LIKENESS


def _likenesses(text: str, labels: Sequence[LabelSpec]) -> dict[str, float]:
    """Return how alike a text is to the captions of each field, and to each title."""
    folded = fold(text).text
    scores: dict[str, float] = {}
    for label in labels:
        owner = label.field or label.text
        scores[owner] = max(scores.get(owner, 0.0), _likeness(folded, label))
    return scores


def _leads(
    scores: Mapping[tuple[int, int], Mapping[str, float]],
    place: tuple[int, int],
    owner_of: Mapping[tuple[int, int], str],
) -> bool:
    """Tell whether a text resembles its caption more than any other, or two together more than exchanged.

    Of two lines that are both read `Date of`, neither is the date of issue.
    """
    own, owner = scores[place], owner_of[place]
    place_of = {other: where for where, other in owner_of.items()}

    def lead_over(rival: str) -> float:
        other = scores[place_of[rival]] if rival in place_of else {}
        return own[owner] - own[rival] + other.get(rival, 0.0) - other.get(owner, 0.0)

    return own[owner] >= LEAD and all(lead_over(rival) >= LEAD for rival in own if rival != owner)


def is_like_label(text: str, spec: DocumentSpec, probabilities: Sequence[float] = ()) -> bool:
    """Tell whether a text resembles any label of a declaration, or its beginning, and so is no value.

    A caption that is legible by its characters' `probabilities` is hardly misread, so such a text must be one
    but for a letter: `SEOUL` has much in common with `Spol`.
    """
    folded = fold(text).text
    legible = bool(probabilities) and sum(probabilities) >= LEGIBLE * len(probabilities)
    least = LEGIBLE_LIKENESS if legible else SURE_LIKENESS
    return any(_likeness(folded, label) >= least or _begins_like(folded, label) for label in spec.labels)


def _begins_like(folded: str, label: LabelSpec) -> bool:
    """Tell whether a text begins a longer label but for a letter, as `Cate of` does `Date of Birth`."""
    # Opened where captions are missing; a card that is read well needs it not.
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    size = len(folded)
    return size >= MIN_BEGINNING and any(
        len(shape) > size and Levenshtein.distance(folded, shape[:size], score_cutoff=1) <= 1
        for shape in _shapes(label)
    )


def _likeness(folded: str, label: LabelSpec) -> float:
    """Return how alike a folded line is to the nearest spelling, or to two languages of it side by side."""
    # Opened where captions are missing; a card that is read well needs it not.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    if len(folded) < (MIN_HAN if is_han(folded[:1]) else MIN_LETTERS):
        return 0.0
    nearest = process.extractOne(folded, _shapes(label), scorer=fuzz.ratio)
    return nearest[1] / 100 if nearest is not None else 0.0


@lru_cache(maxsize=1024)
def _shapes(label: LabelSpec) -> tuple[str, ...]:
    """Return the folded spellings of a label that are long enough, alone and beside its first one."""
    first, *others = [
        fold(text).text for text in (label.text, *label.variants) if not NUMBER.fullmatch(text)
    ] or [""]
    shapes = (first, *others, *(first + other for other in others), *(other + first for other in others))
    return tuple(shape for shape in shapes if len(shape) >= (MIN_HAN if is_han(shape[:1]) else MIN_LETTERS))
