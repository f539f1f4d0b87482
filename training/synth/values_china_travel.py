"""What China's travel documents and residence cards say about invented holders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from stdnum.cn import ric

from training.synth.chance import chance, pick, random_digits
from training.synth.chinese_names import ChineseName, draw_chinese_name
from training.synth.lexicon import words
from training.synth.mrz import Zone, check_digit, mrz_lines
from training.synth.people import draw_day, years_later
from training.synth.places import draw_address, draw_region, office
from training.synth.printed import DATE_STYLES, Printed, same
from training.synth.travellers import draw_names

Values = dict[str, Printed]
SEXES = {"M": "男", "F": "女"}
_PLACES = words(
    "北京:BEIJING 上海:SHANGHAI 福建:FUJIAN 广东:GUANGDONG",
    "浙江:ZHEJIANG 江苏:JIANGSU 四川:SICHUAN 湖北:HUBEI",
    "陕西:SHAANXI 山东:SHANDONG 辽宁:LIAONING 云南:YUNNAN",
    "海南:HAINAN 天津:TIANJIN 重庆:CHONGQING 湖南:HUNAN",
)
_COUNTRIES = words(
    "美国:USA 加拿大:CAN 德国:DEU 英国:GBR 法国:FRA 日本:JPN 韩国:KOR 澳大利亚:AUS 意大利:ITA 新加坡:SGP"
)
# Numbers of states as ISO 3166 lists them, in the order above.
_COUNTRY_NUMBERS = dict(
    zip(
        words("USA CAN DEU GBR FRA JPN KOR AUS ITA SGP"),
        words("840 124 276 826 250 392 410 036 380 702"),
        strict=True,
    )
)
_DATE_CHARACTERS = frozenset("年月日")
_OFFICE = "公安部出入境管理局"
_MIGRATION = "国家移民管理局"
_MONTHS = words("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC")


@dataclass(frozen=True, slots=True)
class Holder:
    """An invented holder: name, sex, birth, and the period of validity, both days included."""

    name: ChineseName
    sex: str
    birth: date
    start: date
    end: date


def draw_holder(rng: np.random.Generator, first: date, last: date, years: int = 10) -> Holder:
    """Invent a holder of a document issued between two days for so many years."""
    start = draw_day(rng, first, last)
    return Holder(
        draw_chinese_name(rng),
        pick(rng, "MF"),
        draw_day(rng, date(1945, 1, 1), date(2004, 12, 31)),
        start,
        years_later(start, years) - timedelta(days=1),
    )


def period(holder: Holder, gap: str = "-") -> Values:
    """Return both ends of a period that is printed in one line, as `valid_from` prints it."""
    text = f"{holder.start:%Y.%m.%d}{gap}{holder.end:%Y.%m.%d}"
    return {
        "valid_from": Printed(holder.start.isoformat(), text),
        "expiry_date": Printed(holder.end.isoformat(), text),
    }


def day(value: date, style: str) -> Printed:
    """Return a day, printed in one of `DATE_STYLES`."""
    return Printed(value.isoformat(), DATE_STYLES[style](value))


def permit_line(kind: str, number: str, holder: Holder) -> str:
    """Return the line of 30 characters that card permits print."""
    parts = [number, f"{holder.end:%y%m%d}", f"{holder.birth:%y%m%d}"]
    closed = [part + check_digit(part) for part in parts]
    return f"{kind}{'<'.join(closed)}<{check_digit(''.join(closed))}"


def _card_permit(rng: np.random.Generator, number: str, holder: Holder, latin: str) -> Values:
    return {
        "name": same(holder.name.simplified),
        "name_latin": Printed(latin, latin.replace(", ", pick(rng, (",", ", ")))),
        "sex": Printed(holder.sex, SEXES[holder.sex]),
        "birth_date": day(holder.birth, "dots"),
        **period(holder, pick(rng, ("-", " - "))),
        "issuing_authority": same(pick(rng, (_OFFICE, _OFFICE, _MIGRATION))),
        "document_number": same(number),
    }


def _to_hkmo(rng: np.random.Generator, dates: str) -> Values:
    del dates
    holder = draw_holder(rng, date(2014, 9, 15), date(2025, 10, 31))
    number = "C" + pick(rng, "0123456789ABCDEFGH") + random_digits(rng, 7)
    return {
        **_card_permit(rng, number, holder, holder.name.pinyin),
        "issue_place": same(pick(rng, _PLACES).split(":")[0]),
        "machine_code": same(permit_line("CS", number, holder)),
    }


def _to_taiwan(rng: np.random.Generator, dates: str) -> Values:
    del dates
    holder = draw_holder(rng, date(2017, 1, 1), date(2025, 10, 31))
    number = "L" + random_digits(rng, 8)
    return {
        **_card_permit(rng, number, holder, holder.name.pinyin),
        "issue_place": same(pick(rng, _PLACES).split(":")[0]),
        "machine_code": same(permit_line("CD", number, holder)),
    }


def _encoded_lines(rng: np.random.Generator, first: str, holder: Holder) -> str:
    """Return three lines: the permit's own, one that ends in the name, and one of letters and digits."""
    hidden = "".join(pick(rng, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(8))
    names = f"{hidden}{holder.name.surname}<<{holder.name.given}"[:30].ljust(30, "<")
    last = random_digits(rng, 12) + "".join(pick(rng, "ABCDEFGHJKLMNP") for _ in range(10))
    return "\n".join((first, names, last.ljust(30, "<")))


def _from_hkmo(rng: np.random.Generator, dates: str) -> Values:
    del dates
    holder = draw_holder(rng, date(2013, 1, 2), date(2025, 10, 31))
    hong_kong = chance(rng, 0.7)
    number = ("H" if hong_kong else "M") + random_digits(rng, 8)
    values = _card_permit(rng, number, holder, holder.name.cantonese)
    return {
        **values,
        "issue_count": same(f"{int(rng.integers(1, 6)):02d}"),
        "id_name": same(holder.name.traditional),
        "id_number": same(
            draw_hk_number(rng) if hong_kong else f"1{random_digits(rng, 6)}({int(rng.integers(10))})"
        ),
        "mrz": same(_encoded_lines(rng, permit_line("CR", number, holder), holder)),
    }


def _from_taiwan(rng: np.random.Generator, dates: str) -> Values:
    del dates
    holder = draw_holder(rng, date(2015, 7, 6), date(2025, 10, 31), 5)
    number = random_digits(rng, 8)
    latin = f"{holder.name.surname}, {holder.name.given}"
    values = _card_permit(rng, number, holder, latin)
    return {
        **values,
        "issue_place": same(pick(rng, _PLACES).split(":")[0]),
        "issue_count": same(f"{int(rng.integers(1, 6)):02d}"),
        "id_name": same(holder.name.traditional),
        "id_number": same(draw_taiwan_number(rng, holder.sex)),
        "mrz": same(_encoded_lines(rng, permit_line("CT", number + "<", holder), holder)),
    }


def draw_hk_number(rng: np.random.Generator) -> str:
    """Return a number of a Hong Kong identity card with its check digit in brackets."""
    letters = pick(rng, "ABCDEGHKPRVYZ") if chance(rng, 0.85) else pick(rng, ("WX", "XA", "XE", "EC"))
    body = letters + random_digits(rng, 6)
    values = [36] * (8 - len(body)) + [int(char, 36) for char in body]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return f"{body}({'0123456789A'[-total % 11]})"


def draw_taiwan_number(rng: np.random.Generator, sex: str) -> str:
    """Return a number of a Taiwan identity card with its check digit."""
    letter = pick(rng, "ABCDEFGHJKLMNPQRSTUVX")
    body = ("1" if sex == "M" else "2") + random_digits(rng, 7)
    first = 10 + "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(letter)
    digits = [first // 10, first % 10, *map(int, body)]
    total = sum(digit * weight for digit, weight in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1), strict=True))
    return f"{letter}{body}{-total % 10}"


def _passport_day(value: date, han: bool) -> Printed:
    month = _MONTHS[value.month - 1]
    text = (
        f"{value.day:02d} {value.month}月/{month} {value.year}"
        if han
        else f"{value.day:02d} {month} {value.year}"
    )
    return Printed(value.isoformat(), text)


def _passport(rng: np.random.Generator, dates: str) -> Values:
    del dates
    holder = draw_holder(rng, date(2012, 5, 15), date(2025, 10, 31))
    number = "E" + pick(rng, "0123456789ABCDEFGH") + random_digits(rng, 7)
    birth, issue = pick(rng, _PLACES), pick(rng, _PLACES)
    letters = "".join(pick(rng, "ABCKLMNOPJ") for _ in range(12))
    # Of some the optional data fill all of their place, so that no filler is left in the line.
    optional = (letters + pick(rng, ("A9", "A0"))) if chance(rng, 0.5) else ""
    zone = Zone(
        "PO", "CHN", holder.name.surname, holder.name.given, number, "CHN", holder.birth.isoformat(),
        holder.sex, holder.end.isoformat(), optional,
    )  # fmt: skip
    han = chance(rng, 0.5)
    return {
        "name": same(holder.name.simplified),
        "name_latin": same(holder.name.pinyin),
        "document_number": same(number),
        "sex": Printed(holder.sex, f"{SEXES[holder.sex]}/{holder.sex}"),
        "birth_date": _passport_day(holder.birth, han),
        "expiry_date": _passport_day(holder.end, han),
        "birth_place": same(birth.replace(":", "/")),
        "issue_place": same(issue.replace(":", "/")),
        "issue_date": _passport_day(holder.start, han),
        "issuing_authority": same(_OFFICE if holder.start.year < 2019 else _MIGRATION),
        "mrz": same("\n".join(mrz_lines("TD3", zone))),
    }


def _foreigner(rng: np.random.Generator, first: date, last: date, *, long_number: bool) -> Values:
    holder = draw_holder(rng, first, last)
    country, state = pick(rng, _COUNTRIES).split(":")
    surname, given = draw_names(rng, "D" if state == "DEU" else state, holder.sex)
    given = given or "ALEX"
    body = f"911{_COUNTRY_NUMBERS[state]}{holder.birth:%Y%m%d}{random_digits(rng, 3)}"
    number = body + ric.calc_check_digit(body + "0") if long_number else state + random_digits(rng, 12)
    in_zone = random_digits(rng, 9) if long_number else number[:9]
    zone = Zone(
        pick(rng, "CI"), "CHN", surname, given, in_zone, state,
        holder.birth.isoformat(), holder.sex, holder.end.isoformat(),
    )  # fmt: skip
    latin = f"{surname}, {given}"
    return {
        "name": same(holder.name.simplified),
        "name_latin": same(latin),
        "sex": Printed(holder.sex, f"{SEXES[holder.sex]}/{holder.sex}"),
        "birth_date": day(holder.birth, "dots"),
        "nationality": Printed(state, f"{country}/{state}"),
        **period(holder),
        "issuing_authority": same(_MIGRATION if long_number else "中华人民共和国公安部"),
        "id_number": same(number),
        "mrz": same("\n".join(mrz_lines("TD1", zone))),
    }


def _residence(rng: np.random.Generator, dates: str) -> Values:
    holder = draw_holder(rng, date(2018, 9, 1), date(2025, 10, 31), 5)
    # The characters of a date are printed in another colour, also where an address has them.
    regions = (draw_region(rng) for _ in range(100))
    region = next(region for region in regions if not _DATE_CHARACTERS & set(region.printed))
    addresses = (draw_address(rng, region) for _ in range(100))
    kind = pick(rng, ("810000", "820000", "830000"))
    order = int(rng.integers(0, 50)) * 2 + (1 if holder.sex == "M" else 0)
    body = f"{kind}{holder.birth:%Y%m%d}{order:03d}"
    permit = (
        random_digits(rng, 8)
        if kind == "830000"
        else ("H" if kind == "810000" else "M") + random_digits(rng, 8)
    )
    return {
        "name": same(holder.name.simplified),
        "sex": Printed(holder.sex, SEXES[holder.sex]),
        "birth_date": day(holder.birth, dates),
        "address": same(next(place for place in addresses if not _DATE_CHARACTERS & set(place))),
        "id_number": same(body + ric.calc_check_digit(body + "0")),
        "issuing_authority": same(office(region)),
        "valid_from": day(holder.start, "dots"),
        "expiry_date": day(years_later(holder.start, 5), "dots"),
        "permit_number": same(permit),
        "issue_count": same(f"{int(rng.integers(1, 4)):02d}"),
    }


CHINESE_TRAVEL: dict[str, Callable[[np.random.Generator, str], Values]] = {
    "passport_chn": _passport,
    "chn_hkmo_travel_permit": _to_hkmo,
    "chn_twn_travel_permit": _to_taiwan,
    "chn_hkmo_resident_permit": _from_hkmo,
    "chn_twn_resident_permit": _from_taiwan,
    "chn_residence_permit": _residence,
    "chn_foreigner_residence": lambda rng, _: _foreigner(
        rng, date(2017, 6, 16), date(2023, 11, 30), long_number=False
    ),
    "chn_foreigner_residence_2023": lambda rng, _: _foreigner(
        rng, date(2023, 12, 1), date(2025, 10, 31), long_number=True
    ),
}
"""Type of document, and form where its values differ -> who draws its values."""
