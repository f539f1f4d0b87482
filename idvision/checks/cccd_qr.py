"""The QR code of Viet Nam's citizen identity card: seven values parted by `|`, newer cards append more.

    number | number of the older card | name | birth DDMMYYYY | sex | address | issue DDMMYYYY

The number states sex, century and year of birth (Circular 07/2016/TT-BCA, article 7 and Decree 137/2015,
article 13): three digits for the place of registration, one for century and sex, two for the year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import partial

from idvision.checks._dates import iso_date
from idvision.checks.payload import CodedValue, Payload, ReadValue, collect
from idvision.errors import InvalidValue

REQUIRED = ("name", "birth_date", "sex", "address", "issue_date")
MIN_PARTS = 6

_NUMBER = re.compile(r"[0-9]{12}")
_SEXES = {"nam": "M", "nữ": "F"}


def read(text: str) -> Payload | None:
    """Return what the code says; None for a text that does not begin with a citizen's number."""
    parts = [unicodedata.normalize("NFC", part).strip() for part in text.split("|")]
    if len(parts) < MIN_PARTS or _NUMBER.fullmatch(parts[0]) is None:
        return None
    parts += [""] * 7
    readers: list[tuple[str, ReadValue]] = [
        ("id_number", partial(_number, parts)),
        ("former_id_number", partial(_former_number, parts[1])),
        ("name", partial(_plain, "name", parts[2])),
        ("birth_date", partial(_day, "birth_date", parts[3])),
        ("sex", partial(_sex, parts[4])),
        ("address", partial(_plain, "address", parts[5])),
        ("issue_date", partial(_day, "issue_date", parts[6])),
    ]
    return collect(readers, REQUIRED)


def _number(parts: Sequence[str]) -> CodedValue:
    """Return the number; `inconsistent` where it contradicts the birth date or sex beside it."""
    number, birth, sex = parts[0], parts[3], _SEXES.get(parts[4].lower(), "")
    century_and_sex = int(number[3])
    year = 1900 + 100 * (century_and_sex // 2) + int(number[4:6])
    contradicts_birth = re.fullmatch(r"[0-9]{8}", birth) is not None and birth[4:] != str(year)
    contradicts_sex = sex != "" and sex != "MF"[century_and_sex % 2]
    problems = ("inconsistent",) if contradicts_birth or contradicts_sex else ()
    return CodedValue("id_number", number, number, problems)


def _former_number(text: str) -> CodedValue | None:
    """Return the nine or twelve digits of the older card, None where the holder had none."""
    if not text:
        return None
    if re.fullmatch(r"[0-9]{9}|[0-9]{12}", text) is None:
        raise InvalidValue("bad_format")
    return CodedValue("former_id_number", text, text)


def _plain(name: str, text: str) -> CodedValue | None:
    return CodedValue(name, " ".join(text.split()), text) if text else None


def _day(name: str, text: str) -> CodedValue | None:
    if not text:
        return None
    if re.fullmatch(r"[0-9]{8}", text) is None:
        raise InvalidValue("bad_format")
    return CodedValue(name, iso_date(int(text[4:]), int(text[2:4]), int(text[:2])), text)


def _sex(text: str) -> CodedValue | None:
    if not text:
        return None
    if text.lower() not in _SEXES:
        raise InvalidValue("bad_format")
    return CodedValue("sex", _SEXES[text.lower()], text)
