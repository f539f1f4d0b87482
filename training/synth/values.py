"""What a Chinese document says about an invented holder: field names -> canonical and printed values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from idvision.checks.clean import halfwidth
from idvision.documents import DocumentSpec
from training.synth import numbers
from training.synth.chance import pick
from training.synth.lexicon import words
from training.synth.people import LONG_TERM, Resident, draw_day, draw_resident, years_later
from training.synth.places import draw_file_number
from training.synth.printed import DATE_STYLES, Printed
from training.synth.printed import same as _same
from training.synth.values_china_ids import CHINESE_IDS
from training.synth.values_china_travel import CHINESE_TRAVEL
from training.synth.values_western import draw_eu_licence, draw_us_card, draw_us_licence

SEXES = {"M": "男", "F": "女"}
COMPANY_TRADES = words(
    "科技 贸易 餐饮管理 建筑工程 文化传媒 信息技术 物流 服饰 电子商务 农业发展 机械设备 环保工程 商贸"
)
COMPANY_NAMES = words(
    "鼎盛 华信 瑞丰 天宇 恒通 博远 嘉禾 众诚 金桥 万和 新源 立达 宏图 远航 中泰 汇智 德润 启明"
)
_SCOPES = words(
    "技术开发、技术咨询、技术服务 计算机软硬件及辅助设备零售 日用百货销售 服装服饰批发",
    "食品销售（仅销售预包装食品） 组织文化艺术交流活动 会议及展览服务 建筑材料销售 货物进出口",
    "道路货物运输（不含危险货物） 餐饮服务 广告设计、代理 家用电器销售 机械设备租赁 园林绿化工程施工",
    "企业管理咨询 化妆品零售 农副产品销售",
)
_CLASSES = words("C1 C1 C1 C2 C1E B2 A2 A1A2 B1 C1D A2D C1F")


def _sentence(text: str) -> Printed:
    return Printed(halfwidth(text), f"{text}。")


def draw_values(rng: np.random.Generator, spec: DocumentSpec, dates: str) -> dict[str, Printed]:
    """Return a value for every declared field that this document fills.

    Args:
        rng: source of chance.
        spec: a declaration without a machine readable zone.
        dates: how days are printed, a key of DATE_STYLES.

    Raises:
        KeyError: the declaration has a field that nobody can invent.
    """
    # They draw on this module.
    from training.synth import values_asia, values_domestic  # noqa: PLC0415

    holders = _HOLDERS | values_asia.HOLDERS | values_domestic.HOLDERS
    holder = holders.get(f"{spec.type}_{spec.form}") or holders.get(spec.type)
    if holder is not None:
        return holder(rng, dates)
    resident = draw_resident(rng)
    known = _of_person(resident, dates)
    for field in spec.fields:
        if field.name in _SUBJECTS:
            known |= _SUBJECTS[field.name](rng, resident, dates)
    return {field.name: known[field.name] for field in spec.fields}


def _day(day: date, dates: str) -> Printed:
    return Printed(day.isoformat(), DATE_STYLES[dates](day))


def _until(day: date | None, dates: str) -> Printed:
    return Printed(LONG_TERM, "长期") if day is None else _day(day, dates)


def _of_person(resident: Resident, dates: str) -> dict[str, Printed]:
    return {
        "name": _same(resident.name),
        "sex": Printed(resident.sex, SEXES[resident.sex]),
        "ethnicity": _same(resident.ethnicity),
        "birth_date": _day(resident.birth, dates),
        "address": _same(resident.address),
        "id_number": _same(resident.id_number),
        "issuing_authority": _same(resident.issuing_authority),
        "valid_from": _day(resident.valid_from, dates),
        "expiry_date": _until(resident.expiry, dates),
        "issue_date": _day(resident.valid_from, dates),
        "nationality": _same("中国"),
    }


def _of_licence(rng: np.random.Generator, resident: Resident, dates: str) -> dict[str, Printed]:
    start = draw_day(rng, date(2010, 1, 1), date(2024, 12, 31))
    years = pick(rng, (6, 6, 10, 10, None))
    return {
        "vehicle_class": _same(pick(rng, _CLASSES)),
        "issue_date": _day(draw_day(rng, date(1996, 1, 1), start), dates),
        "valid_from": _day(start, dates),
        "expiry_date": _until(None if years is None else years_later(start, years), dates),
        "file_number": _same(draw_file_number(rng, resident.region)),
        "record": _sentence(
            f"请于{start.year + 6}年{start.month:02d}月{start.day:02d}日前九十日内申请换领新驾驶证"
        ),
    }


def draw_company_name(rng: np.random.Generator) -> str:
    """Return the name of a company without its seat."""
    return f"{pick(rng, COMPANY_NAMES)}{pick(rng, COMPANY_TRADES)}有限公司"


def draw_scope(rng: np.random.Generator) -> Printed:
    """Return what a company does: three to eight trades."""
    chosen = rng.permutation(len(_SCOPES))[: int(rng.integers(3, 9))]
    return _sentence("；".join(_SCOPES[place] for place in chosen))


def _of_payment(rng: np.random.Generator, resident: Resident, dates: str) -> dict[str, Printed]:
    del resident, dates
    month = draw_day(rng, date(2026, 1, 1), date(2035, 12, 31))
    return {
        "card_number": _same(numbers.draw_payment_card(rng)),
        "expiry_date": Printed(f"{month:%Y-%m}", f"{month:%m/%y}"),
    }


# A field that only one kind of document has brings all that this kind says.
_SUBJECTS: dict[str, Callable[[np.random.Generator, Resident, str], dict[str, Printed]]] = {
    "vehicle_class": _of_licence,
    "record": _of_licence,
    "card_number": _of_payment,
}

ZONE = "mrz"
"""The name of a machine readable zone among the values: its lines, with line breaks between."""
_HOLDERS: dict[str, Callable[[np.random.Generator, str], dict[str, Printed]]] = {
    **CHINESE_TRAVEL,
    **CHINESE_IDS,
    "eu_driving_licence": draw_eu_licence,
    "usa_driver_licence": draw_us_licence,
    "usa_employment_authorization": draw_us_card,
    "usa_permanent_resident": draw_us_card,
}
"""Type of document -> who draws its values, where its holder is no resident of China.

The values are those of all its sides and forms; a form whose values differ has an entry `type_form` too.
"""
