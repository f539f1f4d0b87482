"""The notice of renewal on the second page of a Chinese driving licence, the same on all but for its day.

`请于2031年05月07日前九十日内申请换领新驾驶证`. Input: text as read. Output: the notice with the day that was
read, where the words around it are nearly the notice's; any other text as it is.
"""

from __future__ import annotations

import re

_WORDS = "请于前九十日内申请换领新驾驶证"
_NOTICE = re.compile(r"(.{2})([0-9]{4}年[0-9]{2}月[0-9]{2}日)(.{13})")
# Of the words around the day so many may be misread.
MAX_ERRORS = 3


def mend_notice(text: str) -> str:
    """Return the notice in its own words, its day untouched; text that is no notice unchanged."""
    found = _NOTICE.fullmatch(text)
    if found is None:
        return text
    before, day, after = found.groups()
    errors = sum(read != word for read, word in zip(before + after, _WORDS, strict=True))
    return _WORDS[:2] + day + _WORDS[2:] if errors <= MAX_ERRORS else text
