"""The dialect of hand-annotated sets of real pictures -> the native form of a truth file.

It differs in document ids (`doc_type`), field names, values as printed, and quads in stored pixels
(the EXIF orientation, stated as `exif_orientation`, is not applied).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Point = tuple[float, float]

# (number of lines, characters a line, first letter) of a zone -> document and side.
_BY_ZONE = {
    (2, 44, "P"): ("passport", "page"),
    (2, 44, "V"): ("visa_mrva", "page"),
    (2, 36, "V"): ("visa_mrvb", "page"),
    (2, 36, "I"): ("id_td2", "front"),
    (2, 36, "A"): ("id_td2", "front"),
    (2, 36, "C"): ("id_td2", "front"),
    (3, 30, "I"): ("id_td1", "back"),
    (3, 30, "A"): ("id_td1", "back"),
    (3, 30, "C"): ("id_td1", "back"),
}
_BY_TYPE = {"cn_id_card": "chn_resident_id", "passport": "passport"}
# Documents of one page, whose side the annotation leaves open.
_PAGES = {"cn_business_licence": ("chn_business_licence", "page")}
_FIELD_NAMES = {
    "name": "name",
    "surname": "surname",
    "given": "given_names",
    "sex": "sex",
    "nationality": "nationality",
    "ethnicity": "ethnicity",
    "birth": "birth_date",
    "issue": "issue_date",
    "expiry": "expiry_date",
    "valid_from": "valid_from",
    "address": "address",
    "authority": "issuing_authority",
    "birth_place": "birth_place",
}
_NUMBER_NAMES = {"chn_resident_id": "id_number"}
# A Chinese identity card prints no day of issue, only the first day of its validity.
_ISSUE_NAMES = {"chn_resident_id": "valid_from"}
_DATES = frozenset({"birth_date", "issue_date", "expiry_date", "valid_from"})
_NO_END = "长期"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*[.日]?$")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[. ]([0-9]{1,2})[. ]([0-9]{4})\b")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$")
_MONTH_NAME = re.compile(r"([0-9]{1,2}) ?([A-Z]{3}) ?([0-9]{4})$")


def is_dialect(entries: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a truth file is written in this dialect."""
    return any("doc_type" in card for entry in entries for card in entry["cards"])


def to_native(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return one picture's entry in native form. Raises ValueError for a mirrored orientation."""
    orientation = entry.get("exif_orientation") or 1
    stored_wh = (entry["width"], entry["height"])
    width, height = stored_wh if orientation in (1, 3) else stored_wh[::-1]
    cards = [_card(card, orientation, stored_wh) for card in entry["cards"]]
    return {"file": entry["file"], "kind": entry["kind"], "width": width, "height": height, "cards": cards}


def _card(card: Mapping[str, Any], orientation: int, stored_wh: tuple[int, int]) -> dict[str, Any]:
    mrz = tuple(card.get("mrz") or ())
    document, side = document_of(card["doc_type"], card["side"], mrz)
    quad = card["quad"]
    return {
        "document": document,
        "side": side,
        "quad": None if quad is None else [upright_point(p, orientation, stored_wh) for p in quad],
        "fields": native_fields(card["fields"], document),
        "mrz": mrz,
    }


def document_of(doc_type: str, side: str, mrz: Sequence[str]) -> tuple[str, str]:
    """Return our document id and side; a type that we have no id for keeps its own name."""
    if doc_type in _PAGES:
        return _PAGES[doc_type]
    lengths = {len(line) for line in mrz}
    if len(mrz) >= 2 and len(lengths) == 1:
        found = _BY_ZONE.get((len(mrz), lengths.pop(), mrz[0][0]))
        if found is not None:
            return found
    document = _BY_TYPE.get(doc_type, doc_type)
    return document, "page" if document == "passport" else side


def native_fields(fields: Mapping[str, str], document: str) -> dict[str, str]:
    """Return the values under our names in canonical form, without those that have none."""
    names = {
        **_FIELD_NAMES,
        "number": _NUMBER_NAMES.get(document, "document_number"),
        "issue": _ISSUE_NAMES.get(document, "issue_date"),
    }
    pairs = ((names[name], value) for name, value in fields.items() if name in names)
    canonical = ((name, _canonical(name, value)) for name, value in pairs)
    return {name: value for name, value in canonical if value}


def _canonical(name: str, value: str) -> str:
    if name in _DATES:
        return iso_date(value)
    if name == "sex":
        return sex_code(value)
    plain = unicodedata.normalize("NFC", value).strip()
    return re.sub(r"\s", "", plain) if name.endswith("_number") else plain


def sex_code(printed: str) -> str:
    """Return M, F or X for `F`, `F/F`, `Q/F` or 女; empty for a letter of another language alone."""
    last = printed.rpartition("/")[2].strip().upper()
    return {"男": "M", "女": "F"}.get(last, last if last in ("M", "F", "X") else "")


def iso_date(printed: str) -> str:
    """Return a printed date as `YYYY-MM-DD`, `long-term`, or empty where it can be read in two ways.

    Days before months with dots or spaces; with slashes only if one number is above 12. A year of two
    digits is not read.
    """
    text = printed.strip().upper()
    if text == _NO_END:
        return "long-term"
    if found := _YEAR_FIRST.match(text):
        return _iso(*found.groups())
    if found := _DAY_FIRST.match(text):
        return _iso(*reversed(found.groups()))
    if (found := _MONTH_NAME.match(text)) and found[2] in _MONTHS:
        return _iso(found[3], _MONTHS.index(found[2]) + 1, found[1])
    if found := _SLASHES.match(text):
        return _from_slashes(*found.groups())
    return ""


def _from_slashes(first: str, second: str, year: str) -> str:
    readings = {_iso(year, first, second), _iso(year, second, first)} - {""}
    return readings.pop() if len(readings) == 1 else ""


def _iso(year: str, month: str | int, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def upright_point(point: Sequence[float], orientation: int, stored_wh: tuple[int, int]) -> Point:
    """Carry a point of the stored picture to the upright one, pixel centres on whole numbers.

    Source: EXIF 2.32 (CIPA DC-008), tag Orientation. Raises ValueError for the mirrored ones.
    """
    (x, y), (width, height) = point, stored_wh
    places = {
        1: (x, y),
        3: (width - 1 - x, height - 1 - y),
        6: (height - 1 - y, x),
        8: (y, width - 1 - x),
    }
    if orientation not in places:
        raise ValueError(f"orientation {orientation} is mirrored or unknown")
    return places[orientation]
