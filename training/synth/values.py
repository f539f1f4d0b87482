"""What a Chinese document says about an invented holder: field names -> canonical and printed values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from idvision.checks.clean import halfwidth
from idvision.documents import DocumentSpec
from training.synth import numbers
from training.synth.chance import chance, pick, random_digits
from training.synth.lexicon import words
from training.synth.people import LONG_TERM, Resident, draw_day, draw_name, draw_resident, years_later
from training.synth.places import draw_address, draw_file_number, draw_plate
from training.synth.printed import DATE_STYLES, Printed
from training.synth.printed import same as _same
from training.synth.values_china_ids import CHINESE_IDS
from training.synth.values_china_travel import CHINESE_TRAVEL
from training.synth.values_western import draw_eu_licence, draw_us_card, draw_us_licence

_SEXES = {"M": "男", "F": "女"}
_TRADES = words(
    "科技 贸易 餐饮管理 建筑工程 文化传媒 信息技术 物流 服饰 电子商务 农业发展 机械设备 环保工程 商贸"
)
_NAMES = words("鼎盛 华信 瑞丰 天宇 恒通 博远 嘉禾 众诚 金桥 万和 新源 立达 宏图 远航 中泰 汇智 德润 启明")
_SCOPES = words(
    "技术开发、技术咨询、技术服务 计算机软硬件及辅助设备零售 日用百货销售 服装服饰批发",
    "食品销售（仅销售预包装食品） 组织文化艺术交流活动 会议及展览服务 建筑材料销售 货物进出口",
    "道路货物运输（不含危险货物） 餐饮服务 广告设计、代理 家用电器销售 机械设备租赁 园林绿化工程施工",
    "企业管理咨询 化妆品零售 农副产品销售",
)
_VEHICLES = ("小型轿车", "小型普通客车", "重型半挂牵引车", "轻型厢式货车", "普通二轮摩托车", "大型普通客车")
_BRANDS = words(
    "大众汽车牌SVW 东风日产牌DFL 长安牌SC 哈弗牌CC 比亚迪牌BYD 别克牌SGM 五菱牌LZW 北京现代牌BH",
    "解放牌CA",
)
_EDUCATION = words("小学 初级中学 普通高级中学 大学专科 大学本科 硕士研究生")
_CAPITALS = words("伍拾万元整 壹佰万元整 伍佰万元整 壹仟万元整 叁仟万元整 伍仟万元整 壹亿元整")
_RELATIONS = words("户主 妻 子 女 父亲 母亲 长子 次子 长女 孙子 孙女 儿媳")
_CLASSES = words("C1 C1 C1 C2 C1E B2 A2 A1A2 B1 C1D A2D C1F")


def _wide(text: str) -> Printed:
    """Return prose whose marks are printed as wide as its characters."""
    return Printed(halfwidth(text), text)


def _sentence(text: str) -> Printed:
    return Printed(halfwidth(text), f"{text}。")


def draw_values(rng: np.random.Generator, spec: DocumentSpec, dates: str) -> dict[str, Printed]:
    """Return a value for every declared field.

    Args:
        rng: source of chance.
        spec: a declaration without a machine readable zone.
        dates: how days are printed, a key of DATE_STYLES.

    Raises:
        KeyError: the declaration has a field that nobody can invent.
    """
    # It draws on this module.
    from training.synth.values_asia import HOLDERS  # noqa: PLC0415

    holders = _HOLDERS | HOLDERS
    holder = holders.get(f"{spec.type}_{spec.form}") or holders.get(spec.type)
    if holder is not None:
        return holder(rng, dates)
    resident = draw_resident(rng)
    known = {**_of_person(resident, dates), **_of_household(rng, resident)}
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
        "sex": Printed(resident.sex, _SEXES[resident.sex]),
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


def _of_household(rng: np.random.Generator, resident: Resident) -> dict[str, Printed]:
    home = resident.region
    return {
        "household_type": _same(pick(rng, ("家庭户", "非农业家庭户", "农业家庭户", "集体户", "居民家庭户"))),
        "household_number": _same(random_digits(rng, int(rng.integers(6, 10)))),
        "relation": _same(pick(rng, _RELATIONS)),
        "birth_place": _same(f"{home.province}{home.county}"),
        "native_place": _same(home.printed[:14]),
        "education": _same(pick(rng, _EDUCATION)),
        "marital_status": _same(pick(rng, ("未婚", "已婚", "有配偶", "离异"))),
        "workplace": _same(pick(rng, _NAMES) + pick(rng, _TRADES) + "有限公司"),
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


def _of_vehicle(rng: np.random.Generator, resident: Resident, dates: str) -> dict[str, Printed]:
    first = draw_day(rng, date(2006, 1, 1), date(2023, 12, 31))
    plate = draw_plate(rng, resident.region)
    owner = resident.name if chance(rng, 0.8) else f"{resident.region.county}{_company(rng)}"
    mass = int(rng.integers(90, 250)) * 10
    sides = [str(int(rng.integers(*ends)) * 10) for ends in ((360, 530), (160, 200), (140, 200))]
    valid = f"检验有效期至{first.year + 6}年{first.month:02d}月"
    return {
        "plate_number": _same(plate),
        "vehicle_type": _same(pick(rng, _VEHICLES)),
        "owner": _same(owner),
        "use_character": _same(pick(rng, ("非营运", "非营运", "非营运", "货运", "营转非", "公路客运"))),
        "model": _same(
            pick(rng, _BRANDS) + random_digits(rng, 4) + pick(rng, "ABCDEFGH") + pick(rng, "1234X")
        ),
        "vin": _same(numbers.draw_vin(rng)),
        "engine_number": _same(pick(rng, "ABCDEFGHJKLM") + random_digits(rng, int(rng.integers(6, 9)))),
        "register_date": _day(first, dates),
        "issue_date": _day(draw_day(rng, first, date(2024, 12, 31)), dates),
        "file_number": _same(draw_file_number(rng, resident.region)),
        "approved_passengers": _same(f"{pick(rng, (2, 3, 5, 5, 5, 7))}人"),
        "gross_mass": _same(f"{mass + 375}kg"),
        "unladen_mass": _same(f"{mass}kg"),
        "overall_dimension": Printed(f"{'x'.join(sides)}mm", f"{pick(rng, 'x×').join(sides)}mm"),
        "inspection_record": _same(f"{valid}{plate[:2]}"),
    }


def _company(rng: np.random.Generator) -> str:
    return f"{pick(rng, _NAMES)}{pick(rng, _TRADES)}有限公司"


def _of_company(rng: np.random.Generator, resident: Resident, dates: str) -> dict[str, Printed]:
    founded = draw_day(rng, date(1995, 1, 1), date(2024, 12, 31))
    end = (
        "长期" if chance(rng, 0.5) else DATE_STYLES[dates](years_later(founded, pick(rng, (10, 20, 30, 50))))
    )
    scopes = [_SCOPES[place] for place in rng.permutation(len(_SCOPES))[: int(rng.integers(3, 9))]]
    return {
        "unified_social_credit_code": _same(numbers.draw_credit_code(rng, resident.region.code)),
        "company_name": _same(f"{resident.region.county}{_company(rng)}"),
        "company_type": _wide(
            pick(rng, ("有限责任公司（自然人独资）", "有限责任公司（自然人投资或控股）", "有限责任公司"))
        ),
        "legal_representative": _same(draw_name(rng, resident.sex, resident.ethnicity)),
        "registered_capital": _same(pick(rng, _CAPITALS)),
        "established_date": _day(founded, dates),
        "business_term": _same(f"{DATE_STYLES[dates](founded)}至{end}"),
        "business_scope": _sentence("；".join(scopes)),
        "address": _same(draw_address(rng, resident.region)),
    }


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
    "vin": _of_vehicle,
    "inspection_record": _of_vehicle,
    "company_name": _of_company,
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
