"""The family name at the front of a Vietnamese name, with the marks that print loses: `PHAM VĂN HIỆP`.

A few names serve nearly everybody, and no two of these differ in their marks alone. Of a name that shows no
marks at all others are missing too: it stays as it is, for the check to doubt.
"""

from __future__ import annotations

from idvision.checks.vn_province import letters
from idvision.checks.vn_text import has_marks

FAMILIES = (
    *("NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HOÀNG", "HUỲNH", "PHAN", "VŨ", "VÕ", "ĐẶNG", "BÙI", "ĐỖ", "HỒ", "NGÔ"),
    *("DƯƠNG", "LÝ", "ĐINH", "TRỊNH", "TRƯƠNG", "ĐOÀN", "LƯƠNG", "PHÙNG"),
)
_BY_LETTERS = {letters(name): name for name in FAMILIES}


def mend_family(text: str) -> str:
    """Return a name in capitals with the marks of its family name; any other text comes back unchanged."""
    first, gap, rest = text.partition(" ")
    is_name = text.isupper() and first.isalpha() and has_marks(rest)
    family = _BY_LETTERS.get(letters(first)) if is_name else None
    return f"{family}{gap}{rest}" if family is not None else text
