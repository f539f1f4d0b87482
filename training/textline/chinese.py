"""Chinese text that goes on as Chinese does: words of a dictionary, drawn by how often they are written.

Lines of characters in any order teach a recogniser that any character may follow any other; on blurred print
it then forgets what usually does.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from idvision.labels import is_han
from training.synth.chance import chance

_TRADITIONAL = {"s2tw": 0.2, "s2hk": 0.15}
"""OpenCC's conversions to the characters of Taiwan and Hong Kong, and the share of lines that take each."""
_LONGEST_WORD = 7
_EVENNESS = 0.6
"""Exponent on the counts: by the counts alone a few hundred words would make up most lines."""


def phrase(rng: np.random.Generator) -> str:
    """Return one to six words, at most about twenty characters, simplified or traditional."""
    words, odds = _dictionary()
    count = int(rng.choice([1, 1, 2, 2, 3, 4, 6]))
    found = np.minimum(np.searchsorted(odds, rng.random(count)), len(words) - 1)
    text = "".join(words[index] for index in found)
    if chance(rng, 0.12):
        text += str(int(rng.integers(1, 2000)))
    form = float(rng.random())
    for name, share in _TRADITIONAL.items():
        if form < share:
            return str(_converter(name).convert(text))
        form -= share
    return text


@cache
def _dictionary() -> tuple[tuple[str, ...], np.ndarray]:
    """Return jieba's words of Han characters, and their cumulative odds."""
    rows = (row.split(" ") for row in (resources.files("jieba") / "dict.txt").read_text("utf-8").splitlines())
    counts = {word: int(count) for word, count, *_ in rows if len(word) <= _LONGEST_WORD and _is_plain(word)}
    odds = np.cumsum(np.array(list(counts.values()), float) ** _EVENNESS)
    return tuple(counts), odds / odds[-1]


def _is_plain(word: str) -> bool:
    return all(map(is_han, word))


@cache
def _converter(name: str) -> Any:
    # Its tables are read when the first line is converted.
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC(name)
