"""Mend a value that breaks its checks by what the network nearly read: crop and grammar -> another value.

    a number or date    the likeliest labellings of its alphabet that pass every check
    a word of a list    the listed word that the network holds for likeliest

A check digit finds a wrong character; it does not know the right one. So a value is mended only where the
network's own output supports the new one nearly as well as what it read first, and no other sound value
comes near. `raw` keeps the first reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from idvision.checks import LEXICONS
from idvision.ctc_search import beam_search, log_likelihoods
from idvision.documents import DocumentSpec, FieldSpec
from idvision.rectify import crop_box
from idvision.types import Field, FloatArray, FoundValue, Image
from idvision.validate import INCONSISTENT, clean, cross_check, validate_field

MAX_CHANGES = 2
MAX_COST = 5.0
"""How much less likely than the first reading, as a natural logarithm, the mended one may be."""
MIN_LEAD = 2.5
"""By how much it must be likelier than every other sound value."""
BOX_MARGIN = 0.012
# A check digit is passed by chance too, so a mended value is never quite sure, and the less so the less the
# network believed in it.
KEPT_AFTER_REPAIR = 0.9
CONFIDENCE_POWER = 0.25
OTHER = "\ufffd"

Probabilities = Callable[[Image, str], FloatArray]
"""Gives `(T, 1 + len(alphabet))` CTC probabilities of a crop: blank, then the alphabet's characters.

What is missing to 1 in a step was given to other characters.
"""


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    score: float


def repair(
    card_image: Image,
    found: Sequence[FoundValue],
    fields: Sequence[Field],
    spec: DocumentSpec,
    probabilities: Probabilities,
) -> tuple[Field, ...]:
    """Return `fields`, those mended that break a rule of their own and can be.

    A mended value is held against the other fields like any other; values that merely disagree are left.
    """
    specs = {field.name: field for field in spec.fields}
    values = {value.name: value for value in found}
    mended = tuple(
        _mended(card_image, values[field.name], field, specs[field.name], probabilities)
        if set(field.problems) - {INCONSISTENT} and (specs[field.name].alphabet or specs[field.name].lexicon)
        else field
        for field in fields
    )
    return cross_check(mended, spec)


def _mended(
    card_image: Image, found: FoundValue, field: Field, spec: FieldSpec, probabilities: Probabilities
) -> Field:
    words = LEXICONS[spec.lexicon] if spec.lexicon else ()
    alphabet = spec.alphabet or "".join(sorted(set("".join(words))))
    probs = probabilities(crop_box(card_image, found.box, BOX_MARGIN), alphabet)
    anything = _likeliest(_with_others(probs), alphabet + OTHER)
    candidates = _listed(probs, words, alphabet) if words else _likeliest(probs, alphabet)
    sound: dict[str, tuple[Field, float]] = {}
    for one in candidates:
        second = validate_field(replace(found, text=one.text, probabilities=(1.0,)), spec)
        close = changes(clean(found.text, spec), clean(one.text, spec)) <= MAX_CHANGES
        if not second.problems and close and second.value not in sound:
            sound[second.value] = (second, one.score)
    if not sound:
        return field
    (best, score), *others = sorted(sound.values(), key=lambda entry: -entry[1])
    lead = score - others[0][1] if others else np.inf
    if anything[0].score - score > MAX_COST or lead < MIN_LEAD:
        return field
    # What the network gives to the sound value, against all that it holds possible.
    share = float(np.exp(min(0.0, score - np.logaddexp.reduce([one.score for one in anything]))))
    confidence = KEPT_AFTER_REPAIR * share**CONFIDENCE_POWER
    return replace(best, raw=field.raw, probabilities=field.probabilities, confidence=confidence)


def _with_others(probs: FloatArray) -> FloatArray:
    """Return `(T, C + 1)`: the last class stands for all characters that are none of these."""
    others = np.maximum(1 - probs.sum(axis=1, keepdims=True), 0)
    return np.concatenate([probs, others], axis=1).astype(np.float32)


def _likeliest(probs: FloatArray, alphabet: str) -> list[_Candidate]:
    return [
        _Candidate("".join(alphabet[index - 1] for index in labels), score)
        for labels, score in beam_search(probs)
    ]


def _listed(probs: FloatArray, words: Sequence[str], alphabet: str) -> list[_Candidate]:
    labels = [tuple(1 + alphabet.index(character) for character in word) for word in words]
    scores = log_likelihoods(probs, labels).tolist()
    return [_Candidate(word, score) for word, score in zip(words, scores, strict=True)]


def changes(a: str, b: str) -> int:
    """Return the edit distance of two short texts (Levenshtein)."""
    row = np.arange(len(b) + 1)
    for index, character in enumerate(a, start=1):
        substituted = row[:-1] + np.array([character != other for other in b], dtype=int)
        row = np.concatenate([[index], np.minimum(substituted, row[1:] + 1)])
        # Insertions run left to right: the running minimum of `row - position` gives them at once.
        row = np.minimum.accumulate(row - np.arange(len(row))) + np.arange(len(row))
    return int(row[-1])
