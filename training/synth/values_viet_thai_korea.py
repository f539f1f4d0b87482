"""What identity documents of Viet Nam, Thailand and Korea say about invented holders."""

from __future__ import annotations

from datetime import date

import numpy as np

from idvision.checks._stdnum import korean_check_digit, thai_check_digit
from training.synth.chance import chance, pick, random_digits
from training.synth.days import Drawer, day
from training.synth.lexicon import words
from training.synth.mrz import Zone, mrz_lines
from training.synth.people import draw_day, years_later
from training.synth.printed import Printed, same

_VN_FAMILY = words("Nguyễn Trần Phạm Võ Đỗ Hồ Lê Huỳnh Đặng Bùi")
_VN_MIDDLE = {"M": words("Văn Hữu Đức Minh Quốc"), "F": words("Thị Ngọc Thu Mỹ Thanh")}
_VN_GIVEN = {"M": words("Hiệp Tuấn Thịnh Phước Lộc Trọng"), "F": words("Nguyệt Diệp Thảo Phượng Diễm Hồng")}
_VN_PROVINCES = (
    ("001", "Hà Nội"),
    ("079", "Hồ Chí Minh"),
    ("048", "Đà Nẵng"),
    ("031", "Hải Phòng"),
    ("092", "Cần Thơ"),
)
_VN_WARDS = words("Phường-Bến-Thành Xã-Tân-Thạnh Phường-Cửa-Đông Xã-Hòa-Lộc Phường-Lê-Lợi")
_VN_SEXES = {"M": "Nam", "F": "Nữ"}

_TH_GIVEN = {
    "M": words("Somchai Prasert Anan Kittipong Wichai"),
    "F": words("Somying Malee Ploy Siriporn Kanya"),
}
_TH_FAMILY = words("Jaidee Sukprasong Wongsawat Rattanakul Thongkham Boonmee Srisawat")
_TH_MONTHS = words("ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.")
_TH_TITLES = {"M": ("Mr.",), "F": ("Miss", "Mrs.")}

_KR_FAMILY = (
    ("김", "金"),
    ("이", "李"),
    ("박", "朴"),
    ("최", "崔"),
    ("정", "鄭"),
    ("강", "姜"),
    ("조", "趙"),
    ("윤", "尹"),
)
_KR_GIVEN = (
    ("민", "敏"),
    ("수", "秀"),
    ("현", "賢"),
    ("지", "智"),
    ("영", "英"),
    ("호", "浩"),
    ("은", "恩"),
    ("성", "成"),
)
_KR_STREETS = words("세종대로 테헤란로 중앙로 충장로 해운대로 동성로")
_KR_CITIES = words("서울특별시-종로구 부산광역시-해운대구 대구광역시-중구 광주광역시-동구 경기도-수원시")

Drawn = dict[str, Printed]


def _spaced(word: str) -> str:
    return word.replace("-", " ")


def of_vietnamese(rng: np.random.Generator, dates: str) -> Drawn:
    """Return what an identity card of any form says."""
    sex = pick(rng, ("M", "F"))
    birth = draw_day(rng, date(1966, 1, 1), date(2007, 12, 31))
    issued = draw_day(rng, date(2021, 3, 1), date(2025, 6, 30))
    code, province = pick(rng, _VN_PROVINCES)
    century = 2 * (birth.year >= 2000) + (sex == "F")
    number = f"{code}{century}{birth:%y}{random_digits(rng, 6)}"
    family, middle, given = pick(rng, _VN_FAMILY), pick(rng, _VN_MIDDLE[sex]), pick(rng, _VN_GIVEN[sex])
    end = years_later(issued, 15)
    ward = f"{_spaced(pick(rng, _VN_WARDS))}, {province}"
    zone = Zone("ID", "VNM", family, f"{middle} {given}", number[3:], "VNM", birth.isoformat(), sex,
                end.isoformat(), number)  # fmt: skip
    return {
        "mrz": same("\n".join(mrz_lines("TD1", zone))),
        "id_number": same(number),
        "name": same(f"{family} {middle} {given}".upper()),
        "birth_date": day(birth, dates),
        "sex": Printed(sex, _VN_SEXES[sex]),
        "nationality": Printed("VNM", "Việt Nam"),
        "native_place": same(ward),
        "birth_place": same(ward),
        "address": same(f"{int(rng.integers(1, 300))} {_spaced(pick(rng, _VN_WARDS))}, {province}"),
        "issue_date": day(issued, dates),
        "expiry_date": day(end, dates),
    }


def of_thai(rng: np.random.Generator, dates: str) -> Drawn:
    """Return what an identity card and a driving licence say in Latin letters, and some Thai print."""
    sex = pick(rng, ("M", "F"))
    birth = draw_day(rng, date(1955, 1, 1), date(2007, 12, 31))
    issued = draw_day(rng, date(2018, 1, 1), date(2025, 6, 30))
    end = years_later(issued, 8)
    body = pick(rng, "12345") + random_digits(rng, 11)
    number = body + thai_check_digit(body + "0")
    parts = (number[0], number[1:5], number[5:10], number[10:12], number[12])
    given, family, title = pick(rng, _TH_GIVEN[sex]), pick(rng, _TH_FAMILY), pick(rng, _TH_TITLES[sex])
    return {
        "id_number": Printed(number, " ".join(parts)),
        "given_names": Printed(given, f"{title} {given}"),
        "surname": same(family),
        "name": Printed(f"{given} {family}".upper(), f"{title} {given} {family}".upper()),
        "birth_date": day(birth, dates),
        "issue_date": day(issued, dates),
        "expiry_date": day(end, dates),
        "document_number": same(random_digits(rng, 8)),
        **{
            f"thai_{name}": same(_thai(of))
            for name, of in (("birth", birth), ("issue", issued), ("expiry", end))
        },
        "thai_name": same(pick(rng, ("นาย สมชาย ใจดี", "นางสาว มาลี ทองคำ", "นาง กัญญา บุญมี"))),
    }


def _thai(of: date) -> str:
    return f"{of.day} {_TH_MONTHS[of.month - 1]} {of.year + 543}"


def of_korean(rng: np.random.Generator, dates: str) -> Drawn:
    """Return what a resident card and a driving licence say, and their print in Hangul."""
    sex = pick(rng, ("M", "F"))
    birth = draw_day(rng, date(1950, 1, 1), date(2006, 12, 31))
    issued = draw_day(rng, date(2010, 1, 1), date(2025, 6, 30))
    first = "12"[sex == "F"] if birth.year < 2000 else "34"[sex == "F"]
    body = f"{birth:%y%m%d}{first}{int(rng.integers(0, 96)):02d}{random_digits(rng, 3)}"
    number = body + korean_check_digit(body + "0")
    if chance(rng, 0.3):
        number = number[:7] + "*" * 6
    family, *given = (pick(rng, _KR_FAMILY), pick(rng, _KR_GIVEN), pick(rng, _KR_GIVEN))
    hangul, han = ("".join(part[place] for part in (family, *given)) for place in (0, 1))
    end = years_later(issued, 10)
    city = _spaced(pick(rng, _KR_CITIES))
    groups = (pick(rng, (*range(11, 27), 28)), *(random_digits(rng, count) for count in (2, 6, 2)))
    licence = "-".join(map(str, groups))
    return {
        "id_number": Printed(number, f"{number[:6]}-{number[6:]}"),
        "hangul_name": same(hangul),
        "name_han": Printed(han, f"{hangul}({han})"),
        "hangul_address": same(f"{city} {pick(rng, _KR_STREETS)} {int(rng.integers(1, 300))}"),
        "hangul_office": same(f"{city}청장"),
        "document_number": same(licence),
        "issue_date": day(issued, dates),
        "renewal_from": day(end.replace(day=1), dates),
        "renewal_until": day(end, dates),
    }


HOLDERS: dict[str, Drawer] = {
    "vnm_id": of_vietnamese,
    "tha_id": of_thai,
    "tha_driving_licence": of_thai,
    "kor_resident_id": of_korean,
    "kor_driver_licence": of_korean,
}
"""Type of document -> who draws its values."""
