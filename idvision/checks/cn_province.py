"""A province of China as passports and travel permits name it: `福建`, beside it in Latin letters `FUJIAN`.

Input: text as read. Output: the short name. What a passport prints in both scripts is held against itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import ne

from idvision.checks._accepts import accepts, listed
from idvision.checks._mended import Mended
from idvision.checks.clean import halfwidth, no_spaces

ROMAN = {
    "北京": "BEIJING",
    "天津": "TIANJIN",
    "河北": "HEBEI",
    "山西": "SHANXI",
    "内蒙古": "NEIMENGGU",
    "辽宁": "LIAONING",
    "吉林": "JILIN",
    "黑龙江": "HEILONGJIANG",
    "上海": "SHANGHAI",
    "江苏": "JIANGSU",
    "浙江": "ZHEJIANG",
    "安徽": "ANHUI",
    "福建": "FUJIAN",
    "江西": "JIANGXI",
    "山东": "SHANDONG",
    "河南": "HENAN",
    "湖北": "HUBEI",
    "湖南": "HUNAN",
    "广东": "GUANGDONG",
    "广西": "GUANGXI",
    "海南": "HAINAN",
    "重庆": "CHONGQING",
    "四川": "SICHUAN",
    "贵州": "GUIZHOU",
    "云南": "YUNNAN",
    "西藏": "XIZANG",
    "陕西": "SHAANXI",
    "甘肃": "GANSU",
    "青海": "QINGHAI",
    "宁夏": "NINGXIA",
    "新疆": "XINJIANG",
    "香港": "HONGKONG",
    "澳门": "MACAO",
    "台湾": "TAIWAN",
}
PRINTED = tuple(ROMAN)
_LEAST_SURE = 0.9


def compact(text: str) -> str:
    """Return `text` without spaces and full-width forms."""
    return no_spaces(halfwidth(text))


def validate(text: str) -> str:
    """Return the short name of the province. Raises InvalidValue: not_in_lexicon."""
    return listed(compact(text), ROMAN)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)


def mend_bilingual(text: str, sure: Sequence[float], citizen: str = "") -> Mended | None:
    """Return `天津/TIANJIN` for `夭津/TIANJIN`: one script of a province put right by the other.

    Only one character may differ, and the other script must be sure; what is a name in both stays as it is.
    `citizen` says nothing here.
    """
    del citizen
    han, slash, latin = text.partition("/")
    if not slash or len(sure) != len(text):
        return None
    names = {roman: province for province, roman in ROMAN.items()}
    meant, written = names.get(latin, ""), ROMAN.get(han, "")
    if meant and not written and _differ_in_one(han, meant) and min(sure[len(han) + 1 :]) >= _LEAST_SURE:
        return Mended(f"{meant}/{latin}", certain=True)
    if written and not meant and _differ_in_one(latin, written) and min(sure[: len(han)]) >= _LEAST_SURE:
        return Mended(f"{han}/{written}", certain=True)
    return None


def _differ_in_one(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(map(ne, a, b)) == 1
