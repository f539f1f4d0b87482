"""Invented inhabitants of China: names, ethnic groups, dates, identification numbers, jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from stdnum.cn import ric

from idvision.checks.cn_ethnicity import GROUPS
from training.synth import fonts
from training.synth.chance import chance, pick
from training.synth.lexicon import words
from training.synth.places import Region, draw_address, draw_region, office

LONG_TERM = "long-term"

# In the order of their frequency.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄温"
    "牛樊葛邢安齐颜伍庞章鲁倪聂詹鲍翟殷岳申耿俞阮骆华祝关焦柴蓝甘单裴霍成涂卜柏"
)
_COMPOUND = words("欧阳 司马 上官 诸葛 司徒 东方 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 端木 呼延 南宫 轩辕")
_MALE = (
    "伟强磊军勇杰涛明超刚平辉鹏斌波浩宇凯健俊帆鑫龙飞林建国志华文武东海峰亮成永康荣生宏毅诚轩睿泽昊天博远哲然"
)
_FEMALE = "芳娜敏静丽艳兰霞玲桂英华梅雪琳晨婷欣怡慧颖洁倩莉萍红玉春秋珍凤蓉瑶涵梦雨思琪佳彤萱诗雅妍茜蕾琴云淑"
_OF_BOTH = "子一晓小文宇佳嘉家德景清安宁乐若以亦之如心悦可新立书世元金学海正兴"
# Rare characters of names that old fonts lack (CJK extension A).
_RAREST = "㛃㑇㐌㧑㳇㸆㺄䴔䲠䜣䥽䶮㬎㳚䒕"
_TURKIC = words(
    "阿依古丽 木拉提 帕提曼 吐尔逊 叶尔江 努尔兰 迪丽热巴 阿卜杜拉 买买提 艾力 古丽娜尔 艾尼瓦尔",
    "热依汗 玉素甫 阿不都热合曼 米热古丽 伊力亚斯 沙吾提 塔依尔 赛买提 阿合买提 哈力克 巴合提 叶尔肯",
    "居马 阿依努尔",
)
_TIBETAN = words("扎西 卓玛 次仁 达瓦 央金 旺堆 格桑 拉姆 多吉 平措 索朗 白玛 德吉 尼玛 罗布 洛桑 仓决 顿珠")
_MONGOLIAN = words("巴特尔 乌云其木格 苏和 其其格 斯琴 阿拉坦 那仁 图雅 格日勒 呼和 萨仁 宝音 朝鲁 娜仁花")
# Shares of the larger groups in the population, per mille; the others get the remainder together.
_GROUP_WEIGHTS = {
    "汉": 880,
    "壮": 14,
    "维吾尔": 10,
    "回": 10,
    "苗": 9,
    "满": 9,
    "彝": 8,
    "土家": 8,
    "藏": 6,
    "蒙古": 5,
}
_TURKIC_GROUPS = {"维吾尔", "哈萨克", "柯尔克孜", "乌孜别克", "塔塔尔", "塔吉克"}
_FIRST_ISSUE, _LAST_ISSUE = date(2006, 1, 1), date(2025, 12, 31)


@dataclass(frozen=True, slots=True)
class Resident:
    """An inhabitant of China and their identity card, in canonical values."""

    name: str
    sex: str
    ethnicity: str
    birth: date
    region: Region
    address: str
    id_number: str
    issuing_authority: str
    valid_from: date
    expiry: date | None


def draw_day(rng: np.random.Generator, first: date, last: date) -> date:
    """Return a day from `first` to `last`."""
    return first + timedelta(days=int(rng.integers(max(1, (last - first).days + 1))))


def years_later(day: date, years: int) -> date:
    """Return the same calendar day `years` later; 29 February becomes 28 February where it must."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@cache
def _surname_odds() -> np.ndarray:
    odds = 1 / (np.arange(len(_SURNAMES)) + 7.0)
    return np.asarray(odds / odds.sum())


@cache
def _level_two() -> str:
    """Return the second level of GB 2312 as far as this machine can print it."""
    plane = bytes(byte for row in range(0xD8, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return "".join(char for char in plane.decode("gb2312", errors="ignore") if fonts.is_printable(char))


@cache
def _rarest() -> str:
    return "".join(char for char in _RAREST if fonts.is_printable(char)) or _level_two()


def _given_char(rng: np.random.Generator, sex: str) -> str:
    kind = float(rng.random())
    if kind < 0.08:
        return pick(rng, _level_two())
    if kind < 0.09:
        return pick(rng, _rarest())
    return pick(rng, _OF_BOTH if kind < 0.4 else _MALE if sex == "M" else _FEMALE)


def draw_name(rng: np.random.Generator, sex: str, ethnicity: str) -> str:
    """Return a name in Han characters."""
    if ethnicity in _TURKIC_GROUPS:
        parts = [pick(rng, _TURKIC) for _ in range(3 if chance(rng, 0.05) else 2)]
        return "·".join(parts)
    if ethnicity in {"藏", "门巴"}:
        return pick(rng, _TIBETAN) + pick(rng, _TIBETAN)
    if ethnicity == "蒙古" and chance(rng, 0.6):
        return pick(rng, _MONGOLIAN)
    if chance(rng, 0.02):
        surname = pick(rng, _COMPOUND)
    else:
        surname = _SURNAMES[int(rng.choice(len(_SURNAMES), p=_surname_odds()))]
    length = 1 if chance(rng, 0.17) else 2
    return surname + "".join(_given_char(rng, sex) for _ in range(length))


def draw_ethnicity(rng: np.random.Generator, region: Region) -> str:
    """Return a group: mostly by its share of the population, in the western regions less so."""
    western = region.code[:2] in {"15", "45", "52", "53", "54", "64", "65"}
    mark = float(rng.random()) * 1000
    if (western and chance(rng, 0.3)) or mark > 959:
        return pick(rng, GROUPS)
    for group, weight in _GROUP_WEIGHTS.items():
        mark -= weight
        if mark < 0:
            return group
    return "汉"


def resident_number(rng: np.random.Generator, region: Region, birth: date, sex: str) -> str:
    """Return the 18 characters of GB 11643; an odd sequence number is a man's."""
    sequence = 2 * int(rng.integers(1, 350)) + (sex == "M")
    body = f"{region.code}{birth:%Y%m%d}{sequence:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def _term_years(age: int) -> int | None:
    """Return how long a card is valid that is issued at an age; None for ever (Law of 2004, article 5)."""
    if age < 16:
        return 5
    if age < 26:
        return 10
    return 20 if age < 46 else None


def draw_resident(rng: np.random.Generator) -> Resident:
    """Invent an inhabitant."""
    sex = "M" if chance(rng, 0.5) else "F"
    region = draw_region(rng)
    ethnicity = draw_ethnicity(rng, region)
    birth = draw_day(rng, date(1942, 1, 1), date(2012, 12, 31))
    start = draw_day(rng, max(_FIRST_ISSUE, years_later(birth, 6)), _LAST_ISSUE)
    age = start.year - birth.year - ((start.month, start.day) < (birth.month, birth.day))
    years = _term_years(age)
    lives_elsewhere = draw_region(rng) if chance(rng, 0.15) else region
    return Resident(
        name=draw_name(rng, sex, ethnicity),
        sex=sex,
        ethnicity=ethnicity,
        birth=birth,
        region=region,
        address=draw_address(rng, lives_elsewhere),
        id_number=resident_number(rng, region, birth, sex),
        issuing_authority=office(lives_elsewhere),
        valid_from=start,
        expiry=None if years is None else years_later(start, years),
    )
