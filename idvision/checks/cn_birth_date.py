"""A birth date whose print is misread, from the number of the same person, which a check digit covers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from idvision.checks._mended import Mended
from idvision.checks.cn_id_number import get_birth_date

MOST_MISREAD = 3


def mend_birth_date(text: str, sure: Sequence[float], citizen: str = "") -> Mended | None:
    """Return the day that a citizen's number names, as cards print it, if the text is nearly that.

    A text that is a date is left alone: where it is another one, that is for the cross-checks to say. How
    `sure` its characters were says nothing, the number does.
    """
    # Opened where a date is misread; most documents need none.
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    del sure
    if not citizen or re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    year, month, day = map(int, get_birth_date(citizen).split("-"))
    printed = f"{year}年{month}月{day}日"
    return Mended(printed, certain=True) if Levenshtein.distance(text, printed) <= MOST_MISREAD else None
