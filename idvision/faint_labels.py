"""Captions of a known document that were misread beyond recognition for anyone who does not know it.

Once its title proves a document, only so many captions can stand on it, and a garbled line that resembles
one of them much more than any other is that caption: `CMEN NAM` is `GIVEN NAME` on a card that has one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from idvision.documents import DocumentSpec
from idvision.labels import NUMBER, LabelMatch, fold, is_han

# How alike (2 * common characters / all characters) a line and a caption are, and the lead over another.
LEAST_LIKENESS = 0.5
LEAD = 0.1
# A shorter caption resembles too many words.
MIN_LETTERS = 4
MIN_HAN = 2
_CAPTION_PART = re.compile(r"[^\d:：]{3,}")


def faint_labels(
    texts: Sequence[str], spec: DocumentSpec, known: Sequence[LabelMatch], wanted: Collection[str]
) -> tuple[LabelMatch, ...]:
    """Return labels of the `wanted` fields in lines that hold none of the `known` ones, each field's best.

    Args:
        texts: what was read in each line.
        spec: the declaration of a document that is proven by other means.
        known: the labels that were found as printed.
        wanted: names of fields without a value.
    """
    taken = {match.line for match in known}
    spotted = {match.label for match in known}
    candidates = [
        (alike, line, end, name)
        for line, text in enumerate(texts)
        if line not in taken
        for alike, end, name in _candidates(text, spec, {label.text for label in spotted})
        if name in wanted
    ]
    found: dict[str, LabelMatch] = {}
    for alike, line, end, name in sorted(candidates, reverse=True):
        if name in found or line in taken:
            continue
        label = next(label for label in spec.labels if label.names(name))
        found[name] = LabelMatch(label, line, 0, end, alike)
        taken.add(line)
    return tuple(found.values())


def _candidates(text: str, spec: DocumentSpec, spotted: Collection[str]) -> Iterator[tuple[float, int, str]]:
    """Yield likeness, end and field of the caption that a line, or its beginning, resembles most by far."""
    part = _CAPTION_PART.match(text)
    for end in {len(text), part.end() if part is not None else len(text)}:
        folded = fold(text[:end]).text
        scores: dict[str, float] = {}
        for label in spec.labels:
            if label.text not in spotted:
                owner = label.field or label.text
                scores[owner] = max(scores.get(owner, 0.0), _likeness(folded, (label.text, *label.variants)))
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        if not ranked or ranked[0][1] < LEAST_LIKENESS:
            continue
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        if ranked[0][1] - second >= LEAD:
            yield ranked[0][1], end, ranked[0][0]


def is_like_label(text: str, spec: DocumentSpec) -> bool:
    """Tell whether a text resembles any label of a declaration, and so is no value."""
    folded = fold(text).text
    return any(_likeness(folded, (label.text, *label.variants)) >= LEAST_LIKENESS for label in spec.labels)


def _likeness(folded: str, spellings: Sequence[str]) -> float:
    """Return how alike a folded line is to the nearest spelling, or to two languages of it side by side."""
    # Opened where captions are missing; a card that is read well needs it not.
    from rapidfuzz import fuzz  # noqa: PLC0415

    plain = [fold(spelling).text for spelling in spellings if not NUMBER.fullmatch(spelling)]
    both = [first + second for first in plain for second in plain if first != second]
    long_enough = (
        spelling
        for spelling in (*plain, *both)
        if min(len(spelling), len(folded)) >= (MIN_HAN if is_han(spelling[:1]) else MIN_LETTERS)
    )
    return max((fuzz.ratio(spelling, folded) / 100 for spelling in long_enough), default=0.0)
