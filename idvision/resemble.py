"""Tell what a blurred card is by how far its print resembles the captions of each document.

Where no caption is read well enough to count, many that are half read still say which document it is. How
much one says is measured in bits: what its letters have in common with the print, less what they have by
chance. The document whose captions explain most wins, if some of them prove it and no other comes near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2

import numpy as np

from idvision.documents import AnchorSpec, DocumentSpec, LabelSpec
from idvision.labels import NUMBER, fold, is_han
from idvision.looks import Looks

# What one character says, and what allowing for a misread one costs. Letters follow one another predictably,
# and a reader that guesses makes words of a language, so that they say less than their number promises.
HAN_BITS = 7.0
LETTER_BITS = 3.5
ERROR_BITS = 3.0
# Shorter captions are too easily found in other words.
MIN_LETTERS = 5
MIN_HAN = 2
# Of a caption that proves the document so many characters at least must be right.
PROOF_SHARE = 0.66
COARSE_SCORE = 55
# What captions that prove the document must say together. Clear looks of it are as good as the rest of that.
LEAST_PROOF = 40.0
LEAST_WITH_LOOKS = 28.0
CLEAR_LOOKS = 0.9
# The next document must be explained this much worse.
AHEAD = 1.25
AHEAD_BITS = 15.0

Caption = AnchorSpec | LabelSpec


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How far the print resembles one document, in bits.

    `score` is what all its captions say, those that prove it counted twice; `proof` what these say alone,
    only those counted that are mostly right. The caption of a value proves nothing on its own: the words of
    one are more easily used elsewhere than those of a title.
    """

    spec: DocumentSpec
    score: float
    proof: float


@dataclass(frozen=True, slots=True)
class _Likeness:
    bits: float
    share: float


NOTHING = _Likeness(0.0, 0.0)


def most_alike(
    texts: Sequence[str], specs: Sequence[DocumentSpec], looks: Looks | None = None
) -> DocumentSpec | None:
    """Return the document that the print of a card resembles far more than any other one, or None.

    Args:
        texts: the lines as read.
        specs: the documents that it may be; those that are named by `texts` as none must not be among them.
        looks: what the card looks like.
    """
    ranked = sorted(resemblances(texts, specs), key=lambda found: found.score, reverse=True)
    if not ranked:
        return None
    best = ranked[0]
    kind = (best.spec.type, best.spec.side)
    other = max((found.score for found in ranked if (found.spec.type, found.spec.side) != kind), default=0.0)
    if best.score < max(AHEAD * other, other + AHEAD_BITS):
        return None
    seen = looks is not None and (looks.spec.type, looks.spec.side) == kind
    alike = seen and looks is not None and looks.probability >= CLEAR_LOOKS
    enough = best.proof >= LEAST_PROOF or (alike and best.score >= LEAST_WITH_LOOKS)
    return best.spec if enough else None


def resemblances(texts: Sequence[str], specs: Sequence[DocumentSpec]) -> list[Resemblance]:
    """Return how far the lines resemble each document."""
    captions = tuple(
        {spelling: None for spec in specs for caption in _captions(spec) for spelling in _spellings(caption)}
    )
    likenesses = _likenesses(captions, [text for text in (fold(text).text for text in texts) if text])
    return [_resemblance(spec, likenesses) for spec in specs]


def _resemblance(spec: DocumentSpec, likenesses: dict[str, _Likeness]) -> Resemblance:
    score, proofs = 0.0, []
    for caption in _captions(spec):
        likely = [likenesses.get(spelling, NOTHING) for spelling in _spellings(caption)]
        best = max(likely, key=lambda found: found.bits, default=NOTHING)
        score += best.bits * min(1.0, caption.weight)
        if caption.proves:
            score += best.bits
            if best.share >= PROOF_SHARE:
                proofs.append((best.bits, _is_title(caption)))
    proven = len(proofs) > 1 or any(title for _, title in proofs)
    return Resemblance(spec, score, sum(bits for bits, _ in proofs) if proven else 0.0)


def _is_title(caption: Caption) -> bool:
    return not (caption.field if isinstance(caption, LabelSpec) else caption.fields)


def _captions(spec: DocumentSpec) -> tuple[Caption, ...]:
    return (*spec.anchors, *spec.labels)


@lru_cache(maxsize=2048)
def _spellings(caption: Caption) -> tuple[str, ...]:
    """Return the folded spellings of a caption that are long enough to be told from other words."""
    words = [fold(text).text for text in (caption.text, *caption.variants) if not NUMBER.fullmatch(text)]
    return tuple(word for word in words if len(word) >= (MIN_HAN if is_han(word[:1]) else MIN_LETTERS))


def _likenesses(spellings: Sequence[str], texts: Sequence[str]) -> dict[str, _Likeness]:
    """Return what each spelling that resembles a part of a line says, at its best place."""
    if not texts or not spellings:
        return {}
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    by_chance = log2(sum(map(len, texts)))
    scores = process.cdist(
        spellings, texts, scorer=fuzz.partial_ratio, score_cutoff=COARSE_SCORE, dtype=np.float32
    )
    found: dict[str, _Likeness] = {}
    for row, column in np.argwhere(scores > 0).tolist():
        spelling = spellings[row]
        likeness = _likeness(spelling, errors_in(spelling, texts[column]), by_chance)
        if likeness.bits > found.get(spelling, NOTHING).bits:
            found[spelling] = likeness
    return found


def _likeness(spelling: str, errors: int, by_chance: float) -> _Likeness:
    right = max(0, len(spelling) - errors)
    worth = HAN_BITS if is_han(spelling[:1]) else LETTER_BITS
    return _Likeness(right * worth - errors * ERROR_BITS - by_chance, right / len(spelling))


def errors_in(spelling: str, text: str) -> int:
    """Return how many characters of a caption are wrong, missing or too many in its best place in a text."""
    from rapidfuzz import fuzz  # noqa: PLC0415
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    if len(text) <= len(spelling):
        return Levenshtein.distance(spelling, text)
    place = fuzz.partial_ratio_alignment(spelling, text)
    start, end = (place.dest_start, place.dest_end) if place is not None else (0, len(spelling))
    parts = {
        text[max(0, first) : last]
        for first in range(start - 1, start + 2)
        for last in (end, first + len(spelling))
    }
    return min(Levenshtein.distance(spelling, part) for part in parts)
