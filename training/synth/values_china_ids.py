"""What identity cards of Hong Kong, Macao and Taiwan say about invented holders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import numpy as np

from training.synth.chance import chance, pick, random_digits
from training.synth.chinese_names import draw_chinese_name
from training.synth.lexicon import words
from training.synth.mrz import Zone, mrz_lines
from training.synth.people import draw_day, years_later
from training.synth.printed import Printed, same
from training.synth.values_china_travel import (
    SEXES,
    Holder,
    Values,
    draw_hk_number,
    draw_holder,
    draw_taiwan_number,
)

_COUNTIES = words(
    "北市 新北市 桃市 中市 南市 高市 基市 竹市 竹縣 苗縣 彰縣 投縣 雲縣 嘉縣 屏縣 宜縣 花縣 東縣"
)
_CITIES = words("臺北市 新北市 桃園市 臺中市 臺南市 高雄市 新竹縣 彰化縣 屏東縣 花蓮縣")
_DISTRICTS = words("中正區 大安區 信義區 板橋區 中壢區 北屯區 永康區 鳳山區 東區 西區")
_ROADS = words("中山路 中正路 民權東路 忠孝西路 復興南路 建國北路 和平路 文化一路 光復街 博愛路")


def _day_first(value: date, two_digits: bool = False) -> Printed:
    return Printed(value.isoformat(), f"{value:%d-%m-%y}" if two_digits else f"{value:%d-%m-%Y}")


def _roc(value: date) -> str:
    return f"民國{value.year - 1911}年{value.month}月{value.day}日"


def _hong_kong(rng: np.random.Generator, dates: str, first: date, last: date) -> Values:
    del dates
    holder = draw_holder(rng, first, last)
    name = holder.name
    given = name.hong_kong_given.title()
    codes = " ".join(random_digits(rng, 4) for _ in name.traditional)
    registered = draw_day(rng, date(1987, 1, 1), holder.start)
    symbols = "***" + pick(rng, "AAAAC") + pick(rng, "ZZXWO") + pick(rng, ("", "", "", "N"))
    return {
        "name": same(name.traditional),
        "name_latin": same(f"{name.hong_kong_surname}, {given}"),
        "name_code": same(codes),
        "birth_date": _day_first(holder.birth),
        "sex": Printed(holder.sex, f"{SEXES[holder.sex]}{pick(rng, ('', ' '))}{holder.sex}"),
        "symbols": same(symbols),
        "first_issue": Printed(f"{registered:%Y-%m}", f"({registered:%m-%y})"),
        "issue_date": _day_first(holder.start, two_digits=True),
        "id_number": same(draw_hk_number(rng)),
    }


def _macao(rng: np.random.Generator, dates: str, first: date, last: date) -> Values:
    del dates
    holder = draw_holder(rng, first, last)
    number = pick(rng, "157") + random_digits(rng, 7)
    registered = draw_day(rng, date(1992, 2, 1), holder.start)
    name = holder.name
    zone = Zone(
        "ID", "MAC", name.hong_kong_surname, name.hong_kong_given, number, "CHN",
        holder.birth.isoformat(), holder.sex, holder.end.isoformat(), random_digits(rng, 8),
    )  # fmt: skip
    return {
        "name": same(name.traditional),
        "name_latin": same(name.cantonese),
        "birth_date": _day_first(holder.birth),
        "sex": same(holder.sex),
        "height_m": same(f"1.{int(rng.integers(48, 92)):02d}"),
        "first_issue_date": _day_first(registered),
        "issue_date": _day_first(holder.start),
        "expiry_date": _day_first(holder.end),
        "id_number": same(f"{number[:7]}({number[7]})"),
        "mrz": same("\n".join(mrz_lines("TD1", zone))),
    }


def _taiwan(rng: np.random.Generator, dates: str) -> Values:
    del dates
    holder: Holder = draw_holder(rng, date(2005, 12, 21), date(2025, 10, 31))
    father, mother, partner = (draw_chinese_name(rng).traditional for _ in range(3))
    issued = f"{_roc(holder.start)}({pick(rng, _COUNTIES)}){pick(rng, ('初發', '補發', '換發'))}"
    place = pick(rng, _CITIES)
    ward = pick(rng, words("文化里 光明里 中興里 大同里"))
    door = f"{pick(rng, _ROADS)}{int(rng.integers(1, 300))}號{int(rng.integers(2, 13))}樓"
    address = f"{pick(rng, _CITIES)}{pick(rng, _DISTRICTS)}{ward}{int(rng.integers(1, 31)):03d}鄰{door}"
    return {
        "name": same(holder.name.traditional),
        "birth_date": Printed(holder.birth.isoformat(), _roc(holder.birth)),
        "sex": Printed(holder.sex, SEXES[holder.sex]),
        "issue_date": Printed(holder.start.isoformat(), issued),
        "issue_place": Printed(issued.split("(")[1].split(")", maxsplit=1)[0], issued),
        "issue_kind": Printed(issued[-2:], issued),
        "id_number": same(draw_taiwan_number(rng, holder.sex)),
        "father": same(father),
        "mother": same(mother),
        **({"spouse": same(partner)} if chance(rng, 0.6) else {}),
        **({"military_service": same(pick(rng, ("常備兵", "補充兵", "替代役")))} if chance(rng, 0.4) else {}),
        "birth_place": same(place),
        "address": same(address),
    }


def _until(year: int, month: int, day: int) -> date:
    return years_later(date(year, month, day), 0) - timedelta(days=1)


CHINESE_IDS: dict[str, Callable[[np.random.Generator, str], Values]] = {
    "hkg_id": partial(_hong_kong, first=date(2003, 6, 23), last=_until(2018, 11, 26)),
    "hkg_id_2018": partial(_hong_kong, first=date(2018, 11, 26), last=date(2025, 10, 31)),
    "mac_id": partial(_macao, first=date(2002, 12, 2), last=_until(2013, 10, 31)),
    "mac_id_2013": partial(_macao, first=date(2013, 10, 31), last=_until(2023, 12, 15)),
    "mac_id_2023": partial(_macao, first=date(2023, 12, 15), last=date(2025, 10, 31)),
    "twn_id": _taiwan,
}
"""Type of document, and form where its values differ -> who draws its values."""
