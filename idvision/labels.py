"""Find the labels of a document, printed anywhere: text lines -> which label stands where in which line.

A label is a caption whose place differs from issue to issue, or from page to page. Spelling is compared
without capitals, accents, spaces and punctuation, which a recogniser often gets wrong, and long labels may be
misread in some characters (partial alignment of `rapidfuzz`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from idvision.documents import LabelSpec
from idvision.look_alikes import CYRILLIC, GREEK, OTHER_LOOKS
from idvision.types import ReadLine

# One wrong character in so many of a label is a misreading, of Han characters, which say more, and others.
HAN_PER_ERROR = 4
LETTERS_PER_ERROR = 7
# Of letters that no network knows many are lost or taken for another; of a short word that leaves nothing.
FOREIGN_PER_ERROR, SHORTEST_FOREIGN = 3, 6
LEAST_SCORE = 65
# A shorter label is part of a longer word by chance, so it must stand alone.
STANDS_ALONE = 8
# From so many Han characters on the end of a label alone says which one it is.
LONG_HAN = 8
# So many letters of a label at least are glued to a word, fewer are the beginning of that word.
GLUED = 4
NUMBER = re.compile(r"\d{1,2}[a-d]?\.")
"""A label that is no word: the number that a directive or standard gives the entry."""
_HAN_FROM = "\u2e80"
# Letters that the word of a numbered label must have to be known with one of them misread.
MIN_WORD = 3
# So many letters that adjoin the end of a misread label are part of it.
MAX_LEFT_OVER = 2
# Letters that are no letter with an accent by Unicode, though printed and read as one; other scripts.
_PLAIN = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ħ": "h",
        "ŧ": "t",
        "ə": "e",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **CYRILLIC,
        **GREEK,
    }
)


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
    """Reduce a text to its letters and digits, small, without accents, as Latin print looks."""
    characters, places = [], []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold().translate(_PLAIN):
            if part.isalnum():
                characters.append(part)
                places.append(place)
    return _Folded("".join(characters), tuple(places))


def spot(lines: Sequence[str], labels: tuple[LabelSpec, ...]) -> tuple[LabelMatch, ...]:
    """Return every place in the texts of lines where a spelling of a label is printed; places may overlap."""
    if not lines or not labels:
        return ()
    # Opened where labels are looked for; a document with declared places needs none.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    spellings, owners, errors = _spellings(labels)
    texts = [fold(line).text for line in lines]
    scores = process.cdist(
        spellings, texts, scorer=fuzz.partial_ratio, score_cutoff=LEAST_SCORE, dtype=np.float32
    )
    found = []
    for row, column in np.argwhere(scores > 0).tolist():
        spelling, text = spellings[row], texts[column]
        least = 1 - errors[row] / len(spelling)
        # Of a shorter text the best alignment would be with a part of the label.
        if scores[row, column] < 100 * least or len(text) < len(spelling) - errors[row]:
            continue
        found += [
            LabelMatch(label, column, start, end, exactness)
            for start, end, exactness in _places(spelling, errors[row], lines[column])
            for label in owners[row]
        ]
    return tuple(found + [match for label in labels for match in _numbered(lines, label)])


def _numbered(lines: Sequence[str], label: LabelSpec) -> list[LabelMatch]:
    """Return where a label that is a number (`4a.`) stands: before its value, or alone in its line.

    Without its stop only where it is nowhere with it: beside `3.` the line `3 High Street` is an address.
    """
    found = []
    for spelling in (label.text, *label.variants):
        if NUMBER.fullmatch(spelling):
            by_shape = (
                [
                    LabelMatch(label, row, match.start(), _end_of_word(line, match.end(), label), 1.0)
                    for row, line in enumerate(lines)
                    for match in shape.finditer(line)
                ]
                for shape in _number_shapes(spelling)
            )
            found += next(filter(None, by_shape), [])
    return found


def _end_of_word(line: str, end: int, label: LabelSpec) -> int:
    """Return where a label ends whose number ends at `end`, with its own word if a letter of it is misread.

    Of `9a ENO NONE` the entry of `9a END` holds `NONE`. The word must have something behind it.
    """
    word = re.match(r"\s*([^\W\d_]{3,})(?=\s+\S)", line[end:])
    if word is None:
        return end
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    own = (text for text in (label.text, *label.variants) if text.isalpha() and len(text) >= MIN_WORD)
    read = fold(word[1]).text
    misread = any(Levenshtein.distance(read, fold(text).text, score_cutoff=1) <= 1 for text in own)
    return end + word.end() if misread else end


@lru_cache(maxsize=64)
def _number_shapes(spelling: str) -> tuple[re.Pattern[str], ...]:
    """Return what finds a numbered label: with its stop anywhere, without it only where a line begins.

    The stop may be misread as a digit after a letter that stands alone (`4b2`). Last comes a number glued to
    a word in capitals, `1STANLEY`, unless that makes an ordinal of it.
    """
    number = re.escape(spelling.rstrip("."))
    stopped = rf"(?:(?<=\s)|^){number}[.,:)](?=\s?\w|\s*$)"
    misread = rf"|^{number}\d$" if spelling[-2:-1].isalpha() else ""
    bare = rf"^{number}(?=\s|$){misread}"
    glued = rf"^{number}(?!(?:ST|ND|RD|TH)\b)(?=[^\W\d_a-z]{{3}})"
    return re.compile(stopped, re.IGNORECASE), re.compile(bare, re.IGNORECASE), re.compile(glued)


def is_han(character: str) -> bool:
    """Tell whether a character, or none, is one of those that are written without gaps between words."""
    return character >= _HAN_FROM


def texts_of(lines: Iterable[ReadLine]) -> list[str]:
    """Return what was read in each line."""
    return [line.reading.text for line in lines]


@lru_cache(maxsize=8)
def _spellings(
    labels: tuple[LabelSpec, ...],
) -> tuple[tuple[str, ...], tuple[tuple[LabelSpec, ...], ...], tuple[int, ...]]:
    """Return the folded spellings of all labels, each once, whose they are, and how much may be misread."""
    owners: dict[str, dict[LabelSpec, None]] = {}
    errors: dict[str, int] = {}
    for label in labels:
        for spelling in filter(lambda text: not NUMBER.fullmatch(text), (label.text, *label.variants)):
            foreign = not CYRILLIC.keys().isdisjoint(spelling.lower())
            for folded in {fold(spelling).text: None, fold(spelling.translate(OTHER_LOOKS)).text: None}:
                owners.setdefault(folded, {})[label] = None
                errors[folded] = tolerated_errors(folded, foreign=foreign)
    return tuple(owners), tuple(tuple(labels) for labels in owners.values()), tuple(errors.values())


def tolerated_errors(spelling: str, *, foreign: bool = False) -> int:
    """Return how many characters of a folded label may be misread; of a `foreign` script more."""
    if foreign:
        return len(spelling) // FOREIGN_PER_ERROR if len(spelling) >= SHORTEST_FOREIGN else 0
    per_error = HAN_PER_ERROR if is_han(spelling[:1]) else LETTERS_PER_ERROR
    return len(spelling) // per_error


def _places(spelling: str, errors: int, text: str) -> list[tuple[int, int, float]]:
    """Return where a folded spelling stands in a text: half-open ranges, and how exactly, 0 to 1."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    folded = fold(text)
    starts = _all_starts(spelling, folded.text)
    spans = [(start, start + len(spelling), 1.0) for start in starts]
    if not spans:
        least = 100 * (1 - errors / len(spelling))
        near = fuzz.partial_ratio_alignment(spelling, folded.text, score_cutoff=least)
        # Of a text shorter than the label the alignment says nothing of the letters that are missing.
        whole_share = min(1.0, len(folded.text) / len(spelling))
        spans = (
            [(*_ends(spelling, folded.text, near.dest_start, near.dest_end), near.score / 100 * whole_share)]
            if near
            else []
        )
    placed = [
        (folded.places[start], _end_in(text, folded.places[end - 1] + 1, exact), exact)
        for start, end, exact in spans
        if end > start
    ]
    whole = (_at_words(spelling, errors, text, *span) for span in placed)
    return [span for span in whole if span is not None and _stands_alone(spelling, text, *span[:2])]


def _at_words(
    spelling: str, errors: int, text: str, start: int, end: int, exact: float
) -> tuple[int, int, float] | None:
    """Return the place of a label moved to the ends of words; None where it is then too much misread.

    Without this a label would be found in a part of the word beside it. Han text has no words, and a label
    that is read exactly may be glued to a word.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    tail = re.search(r"\w*$", text[start:end])
    glued = not _in_word(text, end) or (tail is not None and len(tail[0]) >= GLUED)
    if exact == 1.0 and (glued or is_han(spelling[:1])):
        return start, end, exact
    if is_han(spelling[:1]):
        # A short line may have no more in common with a label than its common end; of a title that is much.
        wrong_characters = Levenshtein.distance(fold(text[start:end]).text, spelling)
        misread = wrong_characters <= errors
        return (start, end, exact) if misread or len(spelling) >= LONG_HAN else None
    edges = [
        place for place in range(len(text) + 1) if not (_in_word(text, place - 1) and _in_word(text, place))
    ]
    ranges = [
        (first, last)
        for first in sorted(edges, key=lambda place: abs(place - start))[:2]
        for last in sorted(edges, key=lambda place: abs(place - end))[:3]
        if first < last
    ]
    wrong = {
        (first, last): Levenshtein.distance(fold(text[first:last]).text, spelling) for first, last in ranges
    }
    best = min(ranges, key=lambda span: (wrong[span], span[1] - span[0]), default=None)
    if best is None or wrong[best] > errors:
        return None
    return *best, 1 - wrong[best] / len(spelling)


def _in_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isalnum() and not is_han(text[place])


def _ends(spelling: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of a misread label; the alignment leaves a wrong last character out."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    whole = min(len(text), start + len(spelling))
    return start, min((whole, end), key=lambda at: Levenshtein.distance(spelling, text[start:at]))


def _end_in(text: str, end: int, exact: float) -> int:
    """Return where a label ends that was found up to `end`: a letter or two more may be its misread last one.

    `Given Names` misread as `Given Narnes` leaves an `s`, which is no value.
    """
    rest = re.match(r"[^\W\d_]*", text[end:])
    letters = len(rest[0]) if rest is not None else 0
    joins = exact < 1 and letters <= MAX_LEFT_OVER and not is_han(text[end - 1 : end])
    return end + letters if joins else end


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
    if len(spelling) >= STANDS_ALONE or is_han(spelling[:1]):
        return True
    if text[start].islower():
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return not any(beside.isalpha() and not is_han(beside) for beside in (before, after))


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
