"""The province at the end of a Vietnamese address, with the marks that blurred print loses: `Hô Chí Minh`.

No two provinces differ in their marks alone, so the letters tell which one is meant. An address that shows
no marks before it stays as it is, for the check to doubt.
"""

from __future__ import annotations

import re
import unicodedata

from idvision.checks.vn_text import has_marks

PROVINCES = (
    *(
        "An Giang",
        "Bà Rịa - Vũng Tàu",
        "Bạc Liêu",
        "Bắc Giang",
        "Bắc Kạn",
        "Bắc Ninh",
        "Bến Tre",
        "Bình Dương",
    ),
    *("Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk"),
    *("Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh"),
    *("Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa"),
    *("Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định"),
    *("Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi"),
    *("Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa"),
    *("Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái"),
)
"""The provinces and cities of that rank before and after the reform of 2025."""


def letters(text: str) -> str:
    """Return the letters of a text, small and without marks."""
    parted = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(filter(str.isalpha, parted))


_BY_LETTERS = {letters(name): name for name in PROVINCES}


def mend_province(text: str) -> str:
    """Return an address with the marks of its province, behind a comma that may be read as a stop."""
    parts = re.fullmatch(r"(.*\S)\s*[,.]\s+([^,.]+)", text)
    if parts is None or not has_marks(parts[1]):
        return text
    province = _BY_LETTERS.get(letters(parts[2]))
    return f"{parts[1]}, {province}" if province is not None else text
