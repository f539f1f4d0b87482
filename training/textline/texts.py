"""Random text for lines that no document prints: what a recogniser must not learn to guess.

Vietnamese syllables with their tones, words with the accents of European languages, Han characters of the
whole alphabet, numbers and codes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from training.synth.chance import chance, pick, pick_weighted
from training.synth.lexicon import words

_ONSETS = words(
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x",
)
_RIMES = words(
    "a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eo ê êm ên ênh êu",
    "i ia im in inh iêm iên iêu o oa oai oan oang oi om on ong ô ôi ôm ôn ông ơ ơi ơm ơn",
    "u ua ui um un ung uy uyên uôi uôn uông ư ưa ưi ưng ươi ươm ươn ương ươu yên",
)
_TONES = ("", "", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VIETNAMESE_VOWELS = frozenset("aăâeêioôơuưy")
_CONSONANTS = "bcdfghjklmnpqrstvwxyz"
_VOWELS = "aeiouy"
_ACCENTS = {
    "french": "éèêëàâçùûîïôœ",
    "spanish": "áéíóúñü",
    "portuguese": "ãõáéíóúâêôç",
    "german": "äöüß",
    "nordic": "åäöøæðþ",
    "polish": "ąćęłńóśźż",
    "czech": "áčďéěíňóřšťúůýž",
    "hungarian": "áéíóöőúüű",
    "romanian": "ăâîșț",
    "turkish": "çğıöşü",
    "baltic": "āčēģīķļņšūžąęėįųõ",
}
_CODES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_JOINTS = {" ": 0.82, ", ": 0.08, "-": 0.03, "/": 0.03, ". ": 0.02, ": ": 0.02}
_MONTHS = words("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC January March April August October December")


def vietnamese_syllable(rng: np.random.Generator) -> str:
    """Return an invented syllable, its tone on a vowel."""
    rime, tone = pick(rng, _RIMES), pick(rng, _TONES)
    vowels = [index for index, letter in enumerate(rime) if letter in _VIETNAMESE_VOWELS]
    # The tone stands on a vowel with a mark of its own, else on the last but one of several.
    marked = [index for index in vowels if rime[index] in "ăâêôơư"]
    place = marked[-1] if marked else vowels[max(0, len(vowels) - 2)]
    return unicodedata.normalize("NFC", pick(rng, _ONSETS) + rime[: place + 1] + tone + rime[place + 1 :])


def latin_word(rng: np.random.Generator, accents: str) -> str:
    """Return an invented word of one to ten letters, some of them accented."""
    letters = []
    for index in range(int(rng.integers(1, 11))):
        plain = _VOWELS if (index + int(rng.integers(2))) % 2 else _CONSONANTS
        letters.append(pick(rng, accents) if accents and chance(rng, 0.18) else pick(rng, plain))
    return "".join(letters)


def number(rng: np.random.Generator) -> str:
    """Return an invented number, date, amount or code."""
    day, month = int(rng.integers(1, 29)), int(rng.integers(1, 13))
    year, kind = int(rng.integers(1930, 2045)), int(rng.integers(7))
    if kind == 0:
        return f"{day:02d}{pick(rng, ' .-/')}{month:02d}{pick(rng, ' .-/')}{year}"
    if kind == 1:
        return f"{day:02d} {pick(rng, _MONTHS)} {year}"
    if kind == 2:
        return f"{int(rng.integers(0, 2_000_000)):,}.{int(rng.integers(100)):02d}"
    if kind == 3:
        return f"{year}年{month}月{day}日"
    if kind == 4:
        parts = [int(rng.integers(10 ** int(rng.integers(1, 7)))) for _ in range(int(rng.integers(1, 4)))]
        return "-".join(map(str, parts))
    alphabet = _CODES if kind == 5 else _CODES[:10]
    return "".join(pick(rng, alphabet) for _ in range(int(rng.integers(1, 19))))


def latin_text(rng: np.random.Generator) -> str:
    """Return one to six words of a language, in one of the ways that forms write them, numbers among them."""
    vietnamese = chance(rng, 0.3)
    accents = pick(rng, ("", "", *_ACCENTS.values()))
    count = int(rng.integers(1, 7))
    parts = [vietnamese_syllable(rng) if vietnamese else latin_word(rng, accents) for _ in range(count)]
    style = pick_weighted(rng, {str.upper: 0.5, str.title: 0.35, str.lower: 0.15})
    # German has no capital of its sharp s that forms would print.
    parts = [part if "ß" in part else style(part) for part in parts]
    if chance(rng, 0.25):
        parts.insert(int(rng.integers(len(parts) + 1)), number(rng))
    joined = parts[0]
    for part in parts[1:]:
        joined += pick_weighted(rng, _JOINTS) + part
    return joined


def han_text(rng: np.random.Generator, common: Sequence[str], rare: Sequence[str]) -> str:
    """Return 1 to 18 Han characters, most of them common ones, numbers and Latin letters among them."""
    count = int(rng.choice([1, 2, 3, 3, 4, 5, 6, 8, 11, 14, 18]))
    letters = [pick(rng, rare if chance(rng, 0.12) else common) for _ in range(count)]
    if chance(rng, 0.25):
        letters.insert(int(rng.integers(len(letters) + 1)), str(int(rng.integers(1, 2000))))
    return "".join(letters)
