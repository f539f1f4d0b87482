"""Find the labels of a document, printed anywhere: text lines -> which label stands where in which line.

A label is a caption whose place differs from issue to issue, or from page to page. Spelling is compared
without capitals, accents, spaces and punctuation, which a recogniser often gets wrong, and long labels may be
misread in some characters (partial alignment of `rapidfuzz`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from idvision.documents import LabelSpec
from idvision.types import ReadLine

# One wrong character in so many of a label is a misreading, of Han characters, which say more, and others.
HAN_PER_ERROR = 4
LETTERS_PER_ERROR = 7
# A shorter label is part of a longer word by chance, so it must stand alone.
STANDS_ALONE = 8
HAN_FROM = "\u2e80"


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label found: the number of its line, its half-open range of characters there, and how exactly."""

    label: LabelSpec
    line: int
    start: int
    end: int
    exactness: float


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text reduced to what is compared, and for each of its characters the place in the text."""

    text: str
    places: tuple[int, ...]


@lru_cache(maxsize=4096)
def fold(text: str) -> _Folded:
    """Reduce a text to its letters and digits, small and without accents."""
    characters, places = [], []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if part.isalnum():
                characters.append(part)
                places.append(place)
    return _Folded("".join(characters), tuple(places))


def spot(lines: Sequence[ReadLine], labels: tuple[LabelSpec, ...]) -> tuple[LabelMatch, ...]:
    """Return every place where a spelling of a label is printed; places may overlap."""
    if not lines or not labels:
        return ()
    # Opened where labels are looked for; a document with declared places needs none.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    spellings, owners = _spellings(labels)
    texts = [fold(line.reading.text).text for line in lines]
    scores = process.cdist(spellings, texts, scorer=fuzz.partial_ratio, score_cutoff=60, dtype=np.float32)
    found = []
    for row, column in np.argwhere(scores > 0).tolist():
        spelling, text = spellings[row], texts[column]
        least = 1 - tolerated_errors(spelling) / len(spelling)
        # Of a shorter text the best alignment would be with a part of the label.
        if scores[row, column] < 100 * least or len(text) < len(spelling) - tolerated_errors(spelling):
            continue
        found += [
            LabelMatch(label, column, start, end, exactness)
            for start, end, exactness in _places(spelling, lines[column].reading.text)
            for label in owners[row]
        ]
    return tuple(found)


@lru_cache(maxsize=8)
def _spellings(labels: tuple[LabelSpec, ...]) -> tuple[tuple[str, ...], tuple[tuple[LabelSpec, ...], ...]]:
    """Return the folded spellings of all labels, each once, and whose they are."""
    owners: dict[str, dict[LabelSpec, None]] = {}
    for label in labels:
        for spelling in (label.text, *label.variants):
            owners.setdefault(fold(spelling).text, {})[label] = None
    return tuple(owners), tuple(tuple(labels) for labels in owners.values())


def tolerated_errors(spelling: str) -> int:
    """Return how many characters of a folded label may be misread."""
    per_error = HAN_PER_ERROR if spelling[:1] >= HAN_FROM else LETTERS_PER_ERROR
    return len(spelling) // per_error


def _places(spelling: str, text: str) -> list[tuple[int, int, float]]:
    """Return where a folded spelling stands in a text: half-open ranges, and how exactly, 0 to 1."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    folded = fold(text)
    starts = _all_starts(spelling, folded.text)
    spans = [(start, start + len(spelling), 1.0) for start in starts]
    if not spans:
        least = 100 * (1 - tolerated_errors(spelling) / len(spelling))
        near = fuzz.partial_ratio_alignment(spelling, folded.text, score_cutoff=least)
        spans = (
            [(*_ends(spelling, folded.text, near.dest_start, near.dest_end), near.score / 100)]
            if near
            else []
        )
    placed = [
        (folded.places[start], folded.places[end - 1] + 1, exact)
        for start, end, exact in spans
        if end > start
    ]
    return [span for span in placed if _stands_alone(spelling, text, *span[:2])]


def _ends(spelling: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of a misread label; the alignment leaves a wrong last character out."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    whole = min(len(text), start + len(spelling))
    return start, min((whole, end), key=lambda at: Levenshtein.distance(spelling, text[start:at]))


def _all_starts(part: str, text: str) -> list[int]:
    starts = []
    start = text.find(part)
    while start >= 0:
        starts.append(start)
        start = text.find(part, start + len(part))
    return starts


def _stands_alone(spelling: str, text: str, start: int, end: int) -> bool:
    """Tell whether a short label begins large and no letter adjoins it; Han text has no gaps between words.

    `to` and `name` within a sentence are no labels.
    """
    if len(spelling) >= STANDS_ALONE or spelling[:1] >= HAN_FROM:
        return True
    if text[start].islower():
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalpha() and before < HAN_FROM) and not (after.isalpha() and after < HAN_FROM)


def matches_of(spotted: Sequence[LabelMatch], labels: Sequence[LabelSpec]) -> tuple[LabelMatch, ...]:
    """Return the places of some labels, none over another: the longest and most exact ones stand.

    `Name` is no label where `Surname` is one.
    """
    own = [match for match in spotted if match.label in labels]
    own.sort(key=lambda match: (-(match.end - match.start) * match.exactness, match.line, match.start))
    kept: list[LabelMatch] = []
    for match in own:
        if not any(match.line == other.line and _overlap(match, other) for other in kept):
            kept.append(match)
    return tuple(sorted(kept, key=lambda match: (match.line, match.start)))


def _overlap(a: LabelMatch, b: LabelMatch) -> bool:
    return a.start < b.end and b.start < a.end
