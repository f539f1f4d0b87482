"""A nationality as South-East Asian documents word it, to the three letters of its state.

They print a code (`PHL`), the state or its people (`Việt Nam`, `FILIPINO`), or only that the holder is a
citizen of the state that issued the document (`WNI`, `WARGANEGARA`).

Input: text as read. Output: ISO 3166 alpha-3.
"""

from __future__ import annotations

from idvision.checks import country_code
from idvision.checks._accepts import accepts
from idvision.checks._latin_dates import fold

# `VITNAM`: the recogniser at hand does not know the second vowel of `Việt` and leaves it out.
_WORDS = {
    **{"WNI": "IDN", "INDONESIA": "IDN", "WARGANEGARA": "MYS", "MALAYSIA": "MYS", "MALAYSIAN": "MYS"},
    **{"SINGAPORECITIZEN": "SGP", "SINGAPOREAN": "SGP", "FILIPINO": "PHL", "PILIPINO": "PHL"},
    **{"VIETNAM": "VNM", "VITNAM": "VNM", "VIETNAMESE": "VNM", "THAI": "THA", "THAILAND": "THA"},
}


# A word of so many letters means its state with one of them wrong, missing or too many as well.
LONG_WORD = 6
_STROKES = str.maketrans("!|", "II")


def compact(text: str) -> str:
    """Return the letters of `text` as capitals without accents, strokes as the I that they look like."""
    return "".join(filter(str.isalpha, fold(text.translate(_STROKES))))


def validate(text: str) -> str:
    """Return the three letters.

    Raises InvalidValue: not_in_lexicon; a foreigner's `WNA` names no state and is none.
    """
    word = compact(text)
    if word in _WORDS:
        return _WORDS[word]
    near = {state for known, state in _WORDS.items() if _is_near(word, known)}
    return near.pop() if len(near) == 1 else country_code.validate(word)


def _is_near(word: str, known: str) -> bool:
    if min(len(word), len(known)) < LONG_WORD:
        return False
    # Opened where a word is misread; most are not.
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    return Levenshtein.distance(word, known, score_cutoff=1) <= 1


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
