"""Places in China: counties of GB/T 2260 (from python-stdnum), street addresses, issuing offices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from stdnum import numdb

from training.synth.chance import chance, pick, random_digits
from training.synth.lexicon import words

_PLATE_PROVINCES = dict(
    zip(
        words("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"),
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新",
        strict=True,
    )
)
_ROADS = words(
    "和平 解放 人民 建设 中山 新华 青年 滨河 文昌 学府 朝阳 光明 胜利 长江 黄河 泰山 迎宾 振兴 团结",
    "工农 东风 五一 体育馆 火车站 科技 创业 湖滨 玉带 凤凰 金穗 白云 梧桐 桂花 紫薇 龙腾 兴隆 福安",
    "永康 嘉禾",
)
_ROAD_KINDS = words("路 路 路 街 大街 大道 巷 东路 西路 南路 北路 中路 南街 北街 胡同 弄")
_ESTATES = words("锦绣 阳光 翠湖 金地 丽景 华府 御景 江南 城市 书香 东方 世纪 枫林 香樟 碧水 名仕 水岸 星河")
_ESTATE_KINDS = words("花园 小区 家园 新村 苑 公馆 名邸 里 城")
_VILLAGES = words("王 李 张 刘 陈 上 下 大 小 新 前 后 东 西 石 柳 白 杨 高 马 三 红 青")
_VILLAGE_KINDS = words("家庄 家村 河 坪 坝 湾 岭 沟 营 屯 寨 桥头 店 塘 山 泉 川")
_TOWNS = words("城关 太平 永安 新兴 双河 石桥 龙泉 长宁 平安 大河 白马 清溪 仙人渡 兴隆 红旗 东升")


@dataclass(frozen=True, slots=True)
class Region:
    """A county or district: its code, its province and city as printed before it, and its own name."""

    code: str
    province: str
    city: str
    county: str

    @property
    def printed(self) -> str:
        """The name as an address begins with it; a city directly under the state is named once."""
        return f"{self.province}{self.city}{self.county}"

    @property
    def plate_letter(self) -> str:
        """The character of the province on number plates."""
        return _PLATE_PROVINCES[self.code[:2]]


def _name_now(names: str) -> str:
    """Return the name in force, from a list such as `[1983-1994]东矿区,[1995-]古冶区`; "" when abolished."""
    last = names.rsplit(",", maxsplit=1)[-1]
    found = re.fullmatch(r"(?:\[(\d*)-(\d*)\])?(.+)", last)
    return found[3] if found and not found[2] else ""


@cache
def regions() -> tuple[Region, ...]:
    """Return every county and district in force on the mainland, ordered by code."""
    found = []
    for _, province, _, properties, children in numdb.get("cn/loc").prefixes:
        if province not in _PLATE_PROVINCES:
            continue
        names = {low: _name_now(values.get("county", "")) for _, low, _, values, _ in children}
        for code in sorted(names):
            name, city = names[code], names.get(code[:2] + "00", "")
            if not name or code.endswith("00") or re.search("市辖区|直辖|^县$|^郊区$|开发区", name):
                continue
            under_state = properties["province"] in {"北京市", "天津市", "上海市", "重庆市"}
            printed_city = "" if under_state or name.endswith("市") or "直辖" in city else city
            found.append(Region(province + code, properties["province"], printed_city, name))
    return tuple(found)


def draw_region(rng: np.random.Generator) -> Region:
    """Return a county at random."""
    return pick(rng, regions())


def _flat(rng: np.random.Generator) -> str:
    floor, door = int(rng.integers(1, 34)), int(rng.integers(1, 9))
    kind = float(rng.random())
    block = int(rng.integers(1, 60))
    if kind < 0.4:
        return f"{block}号楼{int(rng.integers(1, 7))}单元{floor}{door:02d}室"
    if kind < 0.7:
        return f"{block}栋{floor}{door:02d}号"
    return (
        f"{block}幢{pick(rng, '甲乙ABCD')}座{floor}{door:02d}室" if kind < 0.8 else f"{block}-{floor}-{door}"
    )


def draw_address(rng: np.random.Generator, region: Region) -> str:
    """Return an address in a county, of 12 to 45 characters."""
    if (region.county.endswith(("县", "旗")) and chance(rng, 0.7)) or chance(rng, 0.12):
        village = pick(rng, _VILLAGES) + pick(rng, _VILLAGE_KINDS)
        place = f"{pick(rng, _TOWNS)}{pick(rng, ('镇', '镇', '乡'))}{village}村"
        tail = f"{pick(rng, '一二三四五六七八')}组{int(rng.integers(1, 200))}号"
        return region.printed + place + (tail if chance(rng, 0.7) else f"{int(rng.integers(1, 400))}号")
    road = f"{pick(rng, _ROADS)}{pick(rng, _ROAD_KINDS)}{int(rng.integers(1, 1800))}号"
    estate = pick(rng, _ESTATES) + pick(rng, _ESTATE_KINDS) if chance(rng, 0.4) else ""
    return region.printed + road + estate + (_flat(rng) if estate or chance(rng, 0.5) else "")


def office(region: Region) -> str:
    """Return the public security office of a county."""
    if region.city and region.county.endswith("区") and len(region.county) > 2:
        short = region.county.removesuffix("区")
        return f"{region.city}公安局{short if len(short) > 1 else region.county}分局"
    if not region.city and region.county.endswith("区"):
        return f"{region.province}公安局{region.county.removesuffix('区')}分局"
    return f"{region.county}公安局"


def draw_plate(rng: np.random.Generator, region: Region) -> str:
    """Return a number plate of the county's province; one in six of a new-energy car."""
    serial = "".join(pick(rng, "0123456789") for _ in range(5))
    if chance(rng, 1 / 6):
        serial = pick(rng, "DF") + serial
    elif chance(rng, 0.7):
        place = int(rng.integers(0, 5))
        serial = serial[:place] + pick(rng, "ABCDEFGHJKLMNPQRSTUVWXYZ") + serial[place + 1 :]
    return f"{region.plate_letter}{pick(rng, 'ABCDEFGHJK')}{serial}"


def draw_file_number(rng: np.random.Generator, region: Region) -> str:
    """Return the twelve digits under which an office files a driver or a vehicle."""
    return region.code[:4] + "0" + random_digits(rng, 7)
