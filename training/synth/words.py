"""Invented words, names, captions and numbers in several scripts, for print that nobody needs to read."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np

from training.synth.chance import chance, pick, pick_weighted, random_digits
from training.synth.fonts import is_printable

Writing = Literal["latin", "han", "cyrillic", "greek", "hangul", "kana", "arabic"]

_ODDS: dict[Writing, float] = {
    "latin": 56, "han": 20, "cyrillic": 6, "greek": 3, "hangul": 5, "kana": 5, "arabic": 5,
}  # fmt: skip
_ONSETS = ("b", "br", "c", "ch", "d", "dr", "f", "fl", "g",
"gr", "h", "j", "k", "l", "m", "n", "p", "pl", "pr",
    "qu", "r", "s", "sch", "st", "t", "tr", "v", "w", "y", "z", "")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou", "é", "ü", "ö", "á", "io")
_CODAS = ("", "", "", "n", "r", "s", "l", "t", "m", "nd", "rt", "ck", "st", "x")
_HAN = (
    "人民中国学生证卡号姓名性别出生年月日地址公司有限责任政府机关发证编签期限至长职务部门单位医疗保险社会工作员市省县区"
    "街道路号码东南西北京上海广深天河江山水火木金土大小高明光华"
    "安平和美文化教育交通银行管理局中心医院科技信息服务电话网使用"
    "须知持本请妥善保管遗失补办如有拾到者送回谢合作特此明材料登记注册类型住所经营范围代表成立核准备案审批有效自起止附页第条"
)
_CYRILLIC = "абвгдежзиклмнопрстухчшыя"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_KANA = (
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろア"
    "イウエオカキクケコサシスセソタチツテトナニノ"
)
# Presentation forms (final, medial, initial), so that the letters join without a shaping engine.
_ARABIC = tuple((0xFE90 + 4 * k + 0, 0xFE92 + 4 * k, 0xFE91 + 4 * k) for k in (0, 2, 3, 4, 5, 6))
_LATIN_CAPTIONS = (
    "Name", "Surname", "Given names", "Date of birth", "Nationality", "Sex", "Height", "Address", "Class",
    "Expires", "Valid until", "Issued", "ID No.", "Card No.",
    "Number", "Nom", "Prénoms", "Né(e) le", "Adresse",
    "Nachname", "Vorname", "Geburtsdatum", "Gültig bis",
    "Apellidos", "Nombre", "Domicilio", "Fecha de nacimiento",
    "Cognome", "Nascita", "Nome", "Data de validade", "Naam", "Member since", "Group", "Plan", "Department",
    "Student ID", "Faculty", "Blood type", "Position", "Eyes", "Restrictions", "Authority", "Place of birth",
    "1.", "2.", "3.", "4a.", "4b.", "5.", "9.", "DOB", "EXP", "ISS", "Signature", "Category", "Remarks",
)  # fmt: skip
_HAN_CAPTIONS = (
    "姓名", "性别", "出生日期", "民族", "住址", "证件号码", "编号", "有效期限", "签发机关",
    "学号", "学院", "专业", "部门",
    "职务", "单位", "工号", "卡号", "发证日期", "准驾车型", "国籍", "电话",
    "类别", "入学年月", "持证人", "血型", "备注",
)  # fmt: skip
_LATIN_TITLES = (
    "DRIVING LICENCE", "DRIVER LICENSE", "STUDENT CARD",
    "IDENTITY CARD", "RESIDENCE PERMIT", "STAFF", "MEMBER",
    "HEALTH INSURANCE CARD", "LIBRARY", "WORK PERMIT", "VISITOR", "PERMIS DE CONDUIRE", "CARTE D'IDENTITÉ",
    "FÜHRERSCHEIN", "AUSWEIS", "TARJETA SANITARIA", "CARTA D'IDENTITÀ", "CÉDULA", "TRANSIT PASS", "PRESS",
    "VACCINATION CARD", "EMPLOYEE", "UNIVERSITY", "PERMIT",
    "VOTER CARD", "SENIOR CITIZEN", "CREW", "FIREARMS",
)  # fmt: skip
_HAN_TITLES = (
    "学生证", "工作证", "驾驶证", "居住证", "社会保障卡", "会员卡", "借书证", "出入证", "医疗证", "上岗证",
    "资格证", "行驶证",
    "老年优待证", "记者证", "教师证", "通行证", "健康证", "临时证",
)  # fmt: skip
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def pick_writing(rng: np.random.Generator) -> Writing:
    """Return a script."""
    return pick_weighted(rng, _ODDS)


def _latin_word(rng: np.random.Generator) -> str:
    parts = int(rng.choice([1, 2, 2, 3]))
    return "".join(pick(rng, _ONSETS) + pick(rng, _VOWELS) + pick(rng, _CODAS) for _ in range(parts))


def _arabic_word(rng: np.random.Generator) -> str:
    """Return joined letters in drawing order, that is from the word's end to its beginning."""
    middle = [chr(pick(rng, _ARABIC)[1]) for _ in range(int(rng.integers(1, 5)))]
    return "".join([chr(pick(rng, _ARABIC)[0]), *middle, chr(pick(rng, _ARABIC)[2])])


def _draw_word(rng: np.random.Generator, writing: Writing) -> str:
    if writing == "latin":
        return _latin_word(rng)
    if writing == "arabic":
        return _arabic_word(rng)
    if writing == "hangul":
        return "".join(chr(0xAC00 + int(c)) for c in rng.integers(0, 11000, int(rng.integers(1, 5))))
    letters = {"han": _HAN, "cyrillic": _CYRILLIC, "greek": _GREEK, "kana": _KANA}[writing]
    longest = 9 if writing in ("cyrillic", "greek") else 6
    return "".join(letters[int(i)] for i in rng.integers(0, len(letters), int(rng.integers(2, longest + 1))))


@cache
def _pool(writing: Writing) -> tuple[str, ...]:
    rng = np.random.default_rng([7204, len(writing), ord(writing[0])])
    drawn = [_draw_word(rng, writing) for _ in range(900)]
    # Not every machine has a font for every script; Latin is always there.
    return tuple(w for w in drawn if all(is_printable(c) for c in w)) or _pool("latin")


def word(rng: np.random.Generator, writing: Writing) -> str:
    """Return an invented word."""
    return pick(rng, _pool(writing))


def spaced(writing: Writing) -> bool:
    """Tell whether the script puts spaces between words."""
    return writing not in ("han", "kana")


def phrase(rng: np.random.Generator, writing: Writing, characters: int) -> str:
    """Return running text of about that many characters."""
    pool, gap = _pool(writing), " " if spaced(writing) else ""
    parts: list[str] = []
    length = 0
    for index in rng.integers(0, len(pool), characters // 2 + 2):
        parts.append(pool[int(index)])
        length += len(parts[-1]) + len(gap)
        if length >= characters:
            break
    return gap.join(parts)[:characters].strip()


def caption(rng: np.random.Generator, writing: Writing) -> str:
    """Return the name of a field."""
    if writing == "latin":
        return pick(rng, _LATIN_CAPTIONS)
    if writing == "han":
        return pick(rng, _HAN_CAPTIONS)
    return word(rng, writing).capitalize()


def title(rng: np.random.Generator, writing: Writing) -> str:
    """Return what a card calls itself."""
    if writing == "latin":
        return pick(rng, _LATIN_TITLES)
    if writing == "han":
        return pick(rng, _HAN_TITLES)
    return phrase(rng, writing, int(rng.integers(6, 20))).upper()


def organisation(rng: np.random.Generator, writing: Writing) -> str:
    """Return the name of an issuer that does not exist."""
    if writing == "han":
        endings = ("市公安局", "大学", "有限公司", "医院", "图书馆", "学院", "集团", "管理局", "人民政府")
        return phrase(rng, writing, int(rng.integers(2, 5))) + pick(rng, endings)
    if writing == "latin":
        kinds = (
            "University",
            "Republic of",
            "State of",
            "Ministry of",
            "College",
            "Transit",
            "Clinic",
            "Inc.",
            "Club",
        )
        first, kind = word(rng, writing).capitalize(), pick(rng, kinds)
        return f"{kind} {first}" if kind.endswith("of") else f"{first} {kind}"
    return phrase(rng, writing, int(rng.integers(8, 22))).title()


def person(rng: np.random.Generator, writing: Writing) -> str:
    """Return the name of nobody."""
    if writing == "han":
        return phrase(rng, writing, int(rng.integers(2, 4)))
    name = f"{word(rng, writing).capitalize()} {word(rng, writing).capitalize()}"
    return name.upper() if chance(rng, 0.5) else name


def date(rng: np.random.Generator) -> str:
    """Return a date in any of the usual forms."""
    year, month, day = int(rng.integers(1940, 2040)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    forms = (
        f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{month:02}/{day:02}/{year}",
        f"{day:02} {_MONTHS[month - 1]} {year}", f"{year}.{month:02}.{day:02}", f"{day:02} {month:02} {year}",
        f"{year}年{month}月{day}日",
    )  # fmt: skip
    return pick(rng, forms)


def number(rng: np.random.Generator) -> str:
    """Return the number of a card: digits, some letters, perhaps in groups."""
    digits = random_digits(rng, int(rng.integers(5, 15)))
    form = int(rng.integers(4))
    if form == 0:
        return digits
    if form == 1:
        return "".join(chr(65 + int(c)) for c in rng.integers(0, 26, int(rng.integers(1, 4)))) + digits
    gap = pick(rng, (" ", "-"))
    step = int(rng.integers(3, 6))
    return gap.join(digits[i : i + step] for i in range(0, len(digits), step))


def value(rng: np.random.Generator, writing: Writing) -> str:
    """Return what may stand in a field."""
    kind = int(rng.integers(6))
    if kind == 0:
        return date(rng)
    if kind == 1:
        return number(rng)
    if kind == 2:
        return person(rng, writing)
    if kind == 3:
        return phrase(rng, writing, int(rng.integers(8, 30)) if spaced(writing) else int(rng.integers(4, 16)))
    if kind == 4:
        return pick(rng, ("M", "F", "A", "B1", "XII", "180 cm", "BLU", "C1E", "O+", "男", "女", "汉"))
    return word(rng, writing).capitalize()
