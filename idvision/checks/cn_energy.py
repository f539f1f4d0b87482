"""What a Chinese vehicle runs on, one of a list (GA 24.9, and what licences call electric vehicles).

Input: text as read. Output: the word of the list.
"""

from __future__ import annotations

from idvision.checks._accepts import accepts, listed
from idvision.checks.clean import han_only

PRINTED = (
    "汽油", "柴油", "电", "纯电动", "混合油", "天然气", "液化石油气", "甲醇", "乙醇", "太阳能", "氢",
    "生物燃料", "混合动力", "插电式混合动力", "增程式混合动力",
)  # fmt: skip


def compact(text: str) -> str:
    """Return the Han characters of `text`."""
    return han_only(text)


def validate(text: str) -> str:
    """Return the word. Raises InvalidValue: not_in_lexicon."""
    return listed(compact(text), PRINTED)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
