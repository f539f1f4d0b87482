"""Ethnic group on Chinese documents: the 56 names of GB/T 3304 without 族, and three more that are printed.

Input: text as read, traditional characters and a trailing 族 allowed. Output: the printed short form.
"""

from __future__ import annotations

from idvision.checks._accepts import accepts, listed
from idvision.checks.clean import han_only

GROUPS: tuple[str, ...] = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜",
    "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳",
    "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米",
    "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔",
    "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)  # fmt: skip
"""In the order of GB/T 3304, 01 to 56."""

OTHERS: tuple[str, ...] = ("穿青人", "革家人", "其他")

PRINTED: tuple[str, ...] = (*GROUPS, *(f"{name}族" for name in GROUPS), *OTHERS)
"""As cards print them, and as registers do."""

_ALLOWED = frozenset(GROUPS + OTHERS)
# Left: traditional or variant character, right: the printed one. No pair leads to a second group, so
# 仫佬 and 仡佬, 土 and 土家, 塔吉克 and 塔塔尔 stay apart.
_VARIANTS = str.maketrans(
    "漢維爾壯鮮滿瑤薩東鄉納頗達錫烏別羅溫獨龍倫門諾畬囬僮徭汊",
    "汉维尔壮鲜满瑶萨东乡纳颇达锡乌别罗温独龙伦门诺畲回壮瑶汉",
)


def compact(text: str) -> str:
    """Return the Han characters of `text` in simplified form, without the closing 族."""
    return han_only(text).translate(_VARIANTS).removesuffix("族")


def validate(text: str) -> str:
    """Return the group's printed short form. Raises InvalidValue("not_in_lexicon")."""
    return listed(compact(text), _ALLOWED)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
