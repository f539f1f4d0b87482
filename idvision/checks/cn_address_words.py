"""A Chinese address put right: the places at its head, and the words behind them that numbers frame.

`5本元1903室` can only be `5单元1903室`. Names of streets, villages and estates are left as they were read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from idvision.checks import cn_place_heads
from idvision.checks._mended import UNSURE, Mended
from idvision.checks.clean import HAN

_FRAMED = (
    (re.compile(rf"(?<=\d)(?:单[{HAN}]|[{HAN}]元)(?=\d)"), "单元"),
    (re.compile(r"(?<=\d{3})[宝空窒宣宰宾至]$"), "室"),
    (re.compile(rf"村(?:[{HAN}]小组|民[{HAN}]组|民小[{HAN}])(?=\d|$)"), "村民小组"),
)
# Behind the number of a house these stand as well, each a word of its own.
_OTHERS = frozenset("号楼栋幢座层室院门巷组弄")


def mend_address(text: str, sure: Sequence[float], citizen: str = "") -> Mended | None:
    """Return the address put right, or None where nothing is to be mended.

    Args:
        text: the address, without spaces.
        sure: how sure each of its characters was, 0 to 1; as many as characters.
        citizen: the number of its holder, or ""; its first digits name the county of registration.
    """
    worded = mend_words(text, sure)
    mended = cn_place_heads.mend_address(worded, sure, citizen)
    if mended is None and worded != text:
        return Mended(worded, certain=True)
    return mended


def mend_words(text: str, sure: Sequence[float]) -> str:
    """Return the address, of the same length, with the words that are framed by numbers."""
    for pattern, word in _FRAMED:
        found = pattern.search(text)
        if found is None or found[0] == word:
            continue
        replaced = [found.start() + i for i, (a, b) in enumerate(zip(found[0], word, strict=True)) if a != b]
        if all(sure[index] < UNSURE and text[index] not in _OTHERS for index in replaced):
            text = text[: found.start()] + word + text[found.end() :]
    return text
