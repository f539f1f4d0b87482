"""What cards of Taiwan print of places: traditional characters, and one of few counties at the head.

Input: text without spaces, how sure each of its characters was. Output: the text put right, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from idvision.checks._mended import UNSURE, Mended

# The counties and cities of today, and those that became part of a city in 2010 and 2014.
COUNTIES = frozenset(
    re.findall(
        r"\w+",
        "臺北市 新北市 桃園市 臺中市 臺南市 高雄市 基隆市 新竹市 嘉義市 "
        "新竹縣 苗栗縣 彰化縣 南投縣 雲林縣 嘉義縣 屏東縣 宜蘭縣 花蓮縣 臺東縣 澎湖縣 金門縣 連江縣 "
        "臺北縣 桃園縣 臺中縣 臺南縣 高雄縣",
    )
)
_PROVINCES = ("臺灣省", "台灣省", "福建省")
_SIZE = 3
# Shapes of the mainland alone, which no card of Taiwan prints: what they are read for is sure.
_SIMPLIFIED = (
    "县縣区區乡鄉镇鎮邻鄰号號楼樓东東兴興义義园園莲蓮兰蘭门門连連复復华華庆慶龙龍凤鳳荣榮广廣头頭湾灣桥橋"
    "马馬双雙芦蘆树樹铁鐵关關阳陽阴陰陈陳刘劉泽澤维維单單长長圣聖爱愛乐樂农農顺順贵貴员員鸟鳥冈岡罗羅苏蘇"
    "杨楊赵趙层層灵靈张張许許邓鄧谢謝郑鄭萧蕭蒋蔣贾賈邹鄒颜顏韩韓冯馮谭譚叶葉诗詩诚誠谦謙谊誼铭銘锦錦钰鈺"
    "银銀铃鈴绍紹继繼绮綺绢絹纯純红紅经經纬緯娇嬌伟偉伦倫俪儷优優仪儀亿億侨僑飞飛鸿鴻鹏鵬鹤鶴鹃鵑鸣鳴鲁魯"
    "鲤鯉齐齊静靜颖穎领領顾顧项項闽閩间間闻聞轩軒轮輪载載辉輝运運远遠进進达達迁遷选選遥遙贤賢赖賴贝貝财財"
    "贡貢账賬质質货貨贺賀资資赐賜赛賽莹瑩营營萤螢苍蒼荫蔭莱萊荆荊职職联聯聪聰腾騰肃肅纲綱练練绿綠绪緒综綜"
    "缘緣绩績纪紀约約级級组組细細终終织織绣繡结結"
)
_TRADITIONAL = {ord(a): b for a, b in zip(_SIMPLIFIED[::2], _SIMPLIFIED[1::2], strict=True)}


def traditional(text: str) -> str:
    """Return `text` with the shapes that only the mainland prints as they are printed on Taiwan."""
    return text.translate(_TRADITIONAL)


def mend_address(text: str, sure: Sequence[float], citizen: str = "") -> Mended | None:
    """Return the address with the county at its head put right, or None where nothing is to be mended.

    One character of the three may be another one than in the only county that is near, if it is unsure.
    `citizen` says nothing here.
    """
    del citizen
    start = _SIZE if text.startswith(_PROVINCES) else 0
    head = text[start : start + _SIZE]
    meant = _county(head, sure[start : start + _SIZE])
    if meant is None:
        return None
    return Mended(text[:start] + meant + text[start + _SIZE :], certain=False)


def mend_county(text: str, sure: Sequence[float], citizen: str = "") -> Mended | None:
    """Return the county where its kind was not read (`花蓮`), or one character of it otherwise."""
    whole = [county for county in COUNTIES if text == county[:-1] or text == _common(county)[:-1]]
    if len(whole) == 1:
        return Mended(text + whole[0][-1], certain=False)
    return mend_address(text, sure, citizen) if len(text) == _SIZE or text[_SIZE:] else None


def _common(county: str) -> str:
    """Return the name with the shape of 臺 that many write."""
    return county.replace("臺", "台")


def _county(head: str, sure: Sequence[float]) -> str | None:
    names = COUNTIES | {_common(county) for county in COUNTIES}
    if len(head) != _SIZE or head in names:
        return None
    near = [
        name
        for name in names
        for differing in [[index for index in range(_SIZE) if name[index] != head[index]]]
        if len(differing) == 1 and sure[differing[0]] < UNSURE
    ]
    return near[0] if len(near) == 1 else None
