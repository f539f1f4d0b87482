"""What Chinese documents of companies, households, vehicles and holders say: field -> canonical and printed.

A field that a document does not fill is left out; one that it fills with dashes has no canonical value.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
from stdnum.iso7064 import mod_11_10

from idvision.checks.clean import halfwidth
from training.synth import numbers
from training.synth.chance import chance, pick, random_digits
from training.synth.lexicon import words
from training.synth.people import Resident, draw_day, draw_name, draw_resident, years_later
from training.synth.places import draw_address, draw_file_number, draw_plate
from training.synth.printed import DATE_STYLES, Printed
from training.synth.printed import same as _same
from training.synth.values import (
    COMPANY_NAMES,
    COMPANY_TRADES,
    SEXES,
    draw_company_name,
    draw_scope,
)

Values = dict[str, Printed]

_CAPITALS = words("伍拾万元整 壹佰万元整 伍佰万元整 壹仟万元整 叁仟万元整 伍仟万元整 壹亿元整 贰佰万元人民币")
_TYPES = ("有限责任公司（自然人独资）", "有限责任公司（自然人投资或控股）", "有限责任公司", "股份有限公司")
_SHOPS = words("小吃店 便利店 理发店 水果店 五金店 服装店 餐馆 药房 图文店 修理部")
_EDUCATION = words("小学 初级中学 普通高级中学 大学专科 大学本科 硕士研究生 研究生教育")
_RELATIONS = words("户主 妻 子 女 父亲 母亲 长子 次子 长女 孙子 孙女 儿媳")
_JOBS = words("教师 工人 农民 职员 司机 医生 会计 学生 个体经营者 工程技术人员 粮农")
_VEHICLES = words("小型轿车 小型普通客车 重型半挂牵引车 轻型厢式货车 重型普通货车 大型普通客车")
_BRANDS = words("大众汽车牌SVW 东风日产牌DFL 长安牌SC 哈弗牌CC 比亚迪牌BYD 别克牌SGM 五菱牌LZW 解放牌CA")
_ENERGIES = words("汽油 柴油 纯电动 混合动力 天然气")
_HEAVY = ("重型半挂牵引车", "轻型厢式货车", "重型普通货车")
_NONE = Printed("", "--")


def _wide(text: str) -> Printed:
    """Return prose whose marks are printed as wide as its characters."""
    return Printed(halfwidth(text), text)


def _day(day: date, dates: str) -> Printed:
    return Printed(day.isoformat(), DATE_STYLES[dates](day))


def _company(rng: np.random.Generator, dates: str) -> Values:
    """Return what a business licence says: of a company, or of a person in business on their own."""
    resident = draw_resident(rng)
    founded = draw_day(rng, date(1995, 1, 1), date(2024, 12, 31))
    own = chance(rng, 0.25)
    name = f"{resident.region.county}{pick(rng, COMPANY_NAMES)}{pick(rng, _SHOPS)}"
    values = {
        "unified_social_credit_code": _same(numbers.draw_credit_code(rng, resident.region.code)),
        "registration_number": _same(_registration_number(rng, resident)),
        "company_name": _same(name if own else f"{resident.region.county}{draw_company_name(rng)}"),
        "company_type": _same("个体工商户") if own else _wide(pick(rng, _TYPES)),
        "legal_representative": _same(draw_name(rng, resident.sex, resident.ethnicity)),
        "established_date": _day(founded, dates),
        "business_scope": draw_scope(rng),
        "address": _same(draw_address(rng, resident.region)),
    }
    if own:
        values["composition"] = _same(pick(rng, ("个人经营", "家庭经营")))
    else:
        values |= _shares(rng, founded, dates)
    if chance(rng, 0.6):
        values["copy_mark"] = Printed("副本", "（副本）")
        if chance(rng, 0.6):
            number = f"{int(rng.integers(1, 4))}-{int(rng.integers(1, 4))}"
            values["copy_number"] = Printed(number, f"（{number}）")
    if chance(rng, 0.5):
        values["certificate_number"] = _same(random_digits(rng, int(rng.choice([14, 17, 20]))))
    return values


def _shares(rng: np.random.Generator, founded: date, dates: str) -> Values:
    capital = _same(pick(rng, _CAPITALS))
    end = "长期" if chance(rng, 0.5) else DATE_STYLES[dates](years_later(founded, pick(rng, (10, 20, 30))))
    term = _same(f"{DATE_STYLES[dates](founded)}至{end}")
    return {"registered_capital": capital, "paid_in_capital": capital, "business_term": term}


def _registration_number(rng: np.random.Generator, resident: Resident) -> str:
    body = resident.region.code + random_digits(rng, 8)
    return body + str(mod_11_10.calc_check_digit(body))


def _household(rng: np.random.Generator, dates: str) -> Values:
    resident = draw_resident(rng)
    kinds = ("家庭户", "非农业家庭户", "农业家庭户", "集体户", "居民家庭户")
    values = {
        "household_type": _same(pick(rng, kinds)),
        "name": _same(resident.name),
        "household_number": _same(random_digits(rng, int(rng.integers(6, 10)))),
        "address": _same(resident.address),
        "issue_date": _day(resident.valid_from, dates),
    }
    if chance(rng, 0.5):
        values["undertaker"] = _same(draw_name(rng, "M", "汉"))
    if chance(rng, 0.3):
        values["community"] = _same(f"{pick(rng, COMPANY_NAMES)}社区居委会")
        values["location_number"] = _same(resident.region.code + random_digits(rng, 6))
    return values


def _member(rng: np.random.Generator, dates: str) -> Values:
    """Return what the page of one person says; what is not known of them is blank."""
    resident = draw_resident(rng)
    home = resident.region
    came = draw_day(rng, resident.birth, date(2024, 12, 31))
    values = {
        "name": _same(resident.name),
        "relation": _same(pick(rng, _RELATIONS)),
        "sex": Printed(resident.sex, SEXES[resident.sex]),
        "birth_place": _same(f"{home.province}{home.county}"),
        "ethnicity": _same(resident.ethnicity),
        "native_place": _same(home.printed[:14]),
        "birth_date": _day(resident.birth, dates),
        "id_number": _same(resident.id_number),
        "education": _same(pick(rng, _EDUCATION)),
        "marital_status": _same(pick(rng, ("未婚", "已婚", "有配偶", "离异", "丧偶"))),
        "register_date": _day(resident.valid_from, dates),
    }
    moved = f"{DATE_STYLES[dates](came)}由{home.province}{home.county}迁来"
    blood = pick(rng, ("A", "B", "O", "AB", "不明"))
    rare = {
        "household_number": _same(random_digits(rng, 9)),
        "former_name": _same(draw_name(rng, resident.sex, "汉")),
        "other_address": _same(f"{home.county}{pick(rng, COMPANY_NAMES)}路{int(rng.integers(1, 300))}号"),
        "religion": _same(pick(rng, ("无", "佛教", "道教", "伊斯兰教"))),
        "height": Printed(str(tall := int(rng.integers(150, 190))), f"{tall}厘米"),
        "blood_type": Printed("unknown" if blood == "不明" else blood, blood),
        "military_service": _same(pick(rng, ("未服兵役", "退出现役", "士兵预备役"))),
        "workplace": _same(pick(rng, COMPANY_NAMES) + pick(rng, COMPANY_TRADES) + "有限公司"),
        "occupation": _same(pick(rng, _JOBS)),
        "migration_to_city": _same(moved),
        "migration_to_address": _same(moved),
        "undertaker": _same(draw_name(rng, "F", "汉")),
    }
    return values | {name: value for name, value in rare.items() if chance(rng, 0.6)}


def _vehicle(rng: np.random.Generator, dates: str) -> Values:
    resident = draw_resident(rng)
    first = draw_day(rng, date(2006, 1, 1), date(2023, 12, 31))
    plate, kind = draw_plate(rng, resident.region), pick(rng, _VEHICLES)
    own = chance(rng, 0.8)
    code = random_digits(rng, 4) + pick(rng, "ABCDEFGH") + pick(rng, "1234X")
    values = {
        "plate_number": _same(plate),
        "vehicle_type": _same(kind),
        "owner": _same(resident.name if own else f"{resident.region.county}{draw_company_name(rng)}"),
        "address": _same(resident.address),
        "use_character": _same(pick(rng, ("非营运", "非营运", "非营运", "货运", "营转非", "公路客运"))),
        "model": _same(pick(rng, _BRANDS) + code),
        "vin": _same(numbers.draw_vin(rng)),
        "engine_number": _same(pick(rng, "ABCDEFGHJKLM") + random_digits(rng, int(rng.integers(6, 9)))),
        "register_date": _day(first, dates),
        "issue_date": _day(draw_day(rng, first, date(2024, 12, 31)), dates),
        "file_number": _same(draw_file_number(rng, resident.region)),
    }
    return values | _measures(rng, heavy=kind in _HEAVY) | _inspected(rng, first, plate)


def _measures(rng: np.random.Generator, *, heavy: bool) -> Values:
    mass = int(rng.integers(350, 900) if heavy else rng.integers(90, 250)) * 10
    load = int(rng.integers(100, 1200)) * 10 if heavy else 0
    people = pick(rng, (2, 3, 3, 5, 5, 5, 7))
    ends = ((500, 1200), (200, 255), (220, 400)) if heavy else ((360, 530), (160, 200), (140, 200))
    sides = [str(int(rng.integers(*pair)) * 10) for pair in ends]
    return {
        "approved_passengers": Printed(str(people), f"{people}人"),
        "gross_mass": _kilograms(mass + load + 75 * people),
        "unladen_mass": _kilograms(mass),
        "approved_load": _kilograms(load) if load else _NONE,
        "overall_dimension": Printed("x".join(sides), f"{pick(rng, 'x×X').join(sides)}mm"),
        "traction_mass": _kilograms(load * 2) if load and chance(rng, 0.5) else _NONE,
    }


def _kilograms(mass: int) -> Printed:
    return Printed(str(mass), f"{mass}kg")


def _inspected(rng: np.random.Generator, first: date, plate: str) -> Values:
    until = (first.year + 6, first.month)
    record = _same(f"检验有效期至{until[0]}年{until[1]:02d}月{plate[:2]}")
    values = {
        "inspection_record": record,
        "inspection_valid_until": Printed(f"{until[0]}-{until[1]:02d}", ""),
    }
    if chance(rng, 0.5):
        values["energy_type"] = _same(pick(rng, _ENERGIES))
    if chance(rng, 0.5):
        values["remarks"] = _wide(f"强制报废期止：{first.year + 15}-{first:%m-%d}")
    return values


def _temporary(rng: np.random.Generator, dates: str) -> Values:
    resident = draw_resident(rng)
    end = resident.valid_from + timedelta(days=91)
    style = DATE_STYLES["dots"]
    return {
        "name": _same(resident.name),
        "sex": Printed(resident.sex, SEXES[resident.sex]),
        "ethnicity": _same(resident.ethnicity),
        "birth_date": _day(resident.birth, dates),
        "address": _same(resident.address),
        "id_number": _same(resident.id_number),
        "issuing_authority": _same(resident.issuing_authority),
        "valid_from": Printed(resident.valid_from.isoformat(), f"{style(resident.valid_from)}-{style(end)}"),
        "expiry_date": Printed(end.isoformat(), ""),
    }


def _insured(rng: np.random.Generator, dates: str) -> Values:
    del dates
    resident = draw_resident(rng)
    issued = f"{resident.valid_from:%Y}", f"{resident.valid_from:%m}"
    values = {
        "issuing_authority": _same(f"{resident.region.province}人力资源和社会保障厅"),
        "name": _same(resident.name),
        "id_number": _same(resident.id_number),
        "social_security_card_number": _same(pick(rng, "ABCDEFGHJK") + random_digits(rng, 8)),
        "issue_date": Printed("-".join(issued), f"{issued[0]}年{issued[1]}月"),
        "card_number": _bank_number(rng),
    }
    if chance(rng, 0.5):
        values["validity"] = _same("10年")
    return values


def _bank_number(rng: np.random.Generator) -> Printed:
    number = "62" + random_digits(rng, 16)
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(number)))
    number += str(-total % 10)
    return Printed(number, f"{number[:6]} {number[6:]}")


HOLDERS: dict[str, Callable[[np.random.Generator, str], Values]] = {
    "chn_business_licence": _company,
    "chn_household_head": _household,
    "chn_household_resident": _member,
    "chn_vehicle_licence": _vehicle,
    "chn_temporary_id": _temporary,
    "chn_social_security_card": _insured,
}
"""Type of document -> who draws its values."""
