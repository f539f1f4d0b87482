"""Invented holders of documents; every value is in the canonical form of a result.

Names are put together at random from common characters, so any likeness is chance. Resident numbers
follow GB 11643 (region, birth date, sequence, check character by ISO 7064 MOD 11-2).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import ric

LONG_TERM = "long-term"

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超兰霞平刚辉玲桂英华梅鑫波斌宇浩凯健俊帆雪琳晨婷欣怡"
MINORITY_NAMES = ("阿依古丽·玉山", "木拉提·赛买提", "帕提曼·吐尔逊", "叶尔江·努尔兰")
MINORITIES = ("维吾尔", "哈萨克", "回", "满", "土家", "蒙古", "壮")
STREETS = ("和平路", "滨河东路", "建设南街", "青年大道", "文昌巷", "解放北路", "学府街", "新华西路")
REGIONS = (
    ("110105", "北京市朝阳区", "北京市公安局朝阳分局"),
    ("310112", "上海市闵行区", "上海市公安局闵行分局"),
    ("320583", "江苏省昆山市", "昆山市公安局"),
    ("330106", "浙江省杭州市西湖区", "杭州市公安局西湖分局"),
    ("370212", "山东省青岛市崂山区", "青岛市公安局崂山分局"),
    ("420106", "湖北省武汉市武昌区", "武汉市公安局武昌分局"),
    ("440106", "广东省广州市天河区", "广州市公安局天河分局"),
    ("510107", "四川省成都市武侯区", "成都市公安局武侯分局"),
    ("530102", "云南省昆明市五华区", "昆明市公安局五华分局"),
    ("610113", "陕西省西安市雁塔区", "西安市公安局雁塔分局"),
)
XINJIANG = ("650102", "新疆维吾尔自治区乌鲁木齐市天山区", "乌鲁木齐市公安局天山区分局")

LATIN_SURNAMES = ("ALDERWICK", "BRANVOLD", "CASTELLOR", "DORNIAK", "ESTVARI", "FENNOCK", "HALVERIN")
LATIN_GIVEN = {
    "F": ("ADELIN", "CELIA", "ELENA", "GRETA", "MIRA"),
    "M": ("BORIS", "DAMIAN", "FELIX", "HUGO", "TOBIAS"),
    "X": ("ALEX", "ARDEN", "KIM", "ROBIN", "SASHA"),
}
PLACES = ("ZENITH", "NADIR BAY", "EASTMERE", "HALCYON", "LOWER QUAY")
_SERIAL_LETTERS = "ABCDEFGHJKLMNPRTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Resident:
    """The holder of a Chinese resident identity card, both sides."""

    name: str
    sex: str
    ethnicity: str
    birth_date: str
    address: str
    id_number: str
    issuing_authority: str
    valid_from: str
    expiry_date: str
    face_seed: int

    def front_fields(self) -> dict[str, str]:
        """Return what the portrait side says."""
        names = ("name", "sex", "ethnicity", "birth_date", "address", "id_number")
        return {name: getattr(self, name) for name in names}

    def back_fields(self) -> dict[str, str]:
        """Return what the emblem side says."""
        return {name: getattr(self, name) for name in ("issuing_authority", "valid_from", "expiry_date")}


@dataclass(frozen=True, slots=True)
class Traveller:
    """The holder of a travel document of the state of Utopia (UTO)."""

    surname: str
    given_names: str
    sex: str
    nationality: str
    issuing_country: str
    birth_date: str
    issue_date: str
    expiry_date: str
    document_number: str
    birth_place: str
    issuing_authority: str
    face_seed: int

    def fields(self) -> dict[str, str]:
        """Return what the data page says; a visa and the TD cards print a part of it."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "face_seed"}


def years_later(day: date, years: int) -> date:
    """Return the same calendar day `years` later; 29 February becomes 28 February."""
    leap_day_lost = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap_day_lost else day.day)


def _random_day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def resident_number(region: str, birth: date, sequence: int) -> str:
    """Return the 18 characters of GB 11643 for a three-digit sequence (odd for men, even for women)."""
    body = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return body + ric.calc_check_digit(body + "0")


def _resident_expiry(birth: date, issued: date) -> str:
    """Return the end of validity under the Resident Identity Card Law, article 5, for adults over 25."""
    return LONG_TERM if issued >= years_later(birth, 46) else years_later(issued, 20).isoformat()


def _street(rng: random.Random, *, long: bool) -> str:
    street = f"{rng.choice(STREETS)}{rng.randint(1, 988)}号"
    if not long:
        return street
    return f"{street}{rng.randint(1, 30)}号楼{rng.randint(1, 6)}单元{rng.randint(101, 2804)}室"


def random_resident(
    seed: int, *, minority: bool = False, long_address: bool = False, long_term: bool = False
) -> Resident:
    """Invent a holder.

    Args:
        seed: decides everything.
        minority: the name has a middle dot and the home is in Xinjiang.
        long_address: the address fills three lines.
        long_term: the holder was over 46 when the card was issued.
    """
    rng = random.Random(seed)
    region, place, authority = XINJIANG if minority or long_address else rng.choice(REGIONS)
    birth = _random_day(rng, date(1955, 1, 1), date(1967, 12, 31) if long_term else date(1992, 12, 31))
    issued = _random_day(rng, date(2018, 7, 1), date(2024, 12, 31))
    is_man = rng.random() < 0.5
    given = "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
    return Resident(
        name=rng.choice(MINORITY_NAMES) if minority else rng.choice(SURNAMES) + given,
        sex="M" if is_man else "F",
        ethnicity="维吾尔" if minority else rng.choice(("汉", "汉", "汉", *MINORITIES)),
        birth_date=birth.isoformat(),
        address=place + _street(rng, long=long_address),
        id_number=resident_number(region, birth, 2 * rng.randint(0, 499) + int(is_man)),
        issuing_authority=authority,
        valid_from=issued.isoformat(),
        expiry_date=_resident_expiry(birth, issued),
        face_seed=rng.randrange(2**31),
    )


def random_traveller(seed: int, *, sex: str = "") -> Traveller:
    """Invent a citizen of Utopia; `sex` is M, F or X, drawn from M and F when empty."""
    rng = random.Random(seed)
    birth = _random_day(rng, date(1950, 1, 1), date(2001, 12, 31))
    issued = _random_day(rng, date(2020, 1, 1), date(2024, 12, 31))
    sex = sex or rng.choice("MF")
    return Traveller(
        surname=rng.choice(LATIN_SURNAMES),
        given_names=" ".join(rng.sample(LATIN_GIVEN[sex], rng.choice((1, 2)))),
        sex=sex,
        nationality="UTO",
        issuing_country="UTO",
        birth_date=birth.isoformat(),
        issue_date=issued.isoformat(),
        expiry_date=(years_later(issued, 10) - timedelta(days=1)).isoformat(),
        document_number=f"{rng.choice(_SERIAL_LETTERS)}{rng.choice(_SERIAL_LETTERS)}{rng.randrange(10**7):07d}",
        birth_place=rng.choice(PLACES),
        issuing_authority="UTOPIAN PASSPORT OFFICE",
        face_seed=rng.randrange(2**31),
    )
