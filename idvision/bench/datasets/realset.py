"""The dialect of hand-annotated sets of real pictures -> the native form of a truth file.

It differs in document ids (`doc_type`), field names, values as printed, and quads in stored pixels
(the EXIF orientation, stated as `exif_orientation`, is not applied).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from idvision.bench.datasets.dialect import document_of, field_names, way_written
from idvision.bench.datasets.values import canonical, card_expiry

Point = tuple[float, float]
_GROUPS = re.compile(r"[\s-]")
_WAYS: Mapping[str, Callable[[str], str]] = {
    "month": card_expiry,
    "groups": lambda value: _GROUPS.sub("", value),
}
"""Ways of writing a value that `canonical` does not know -> its canonical form."""


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
    document, side = document_of(card["doc_type"], card["side"], mrz, card.get("country") or "")
    quad = card["quad"]
    return {
        "document": document,
        "side": side,
        "quad": None if quad is None else [upright_point(p, orientation, stored_wh) for p in quad],
        "fields": native_fields(card["fields"], document),
        "mrz": mrz,
    }


def native_fields(fields: Mapping[str, str], document: str) -> dict[str, str]:
    """Return the values under our names in canonical form, without those that have none."""
    names = field_names(document)
    pairs = ((names[name], value) for name, value in fields.items() if name in names)
    values = ((name, _value(document, name, value)) for name, value in pairs)
    return {name: value for name, value in values if value}


def _value(document: str, name: str, value: str) -> str:
    way = _WAYS.get(way_written(document, name))
    return way(value) if way else canonical(name, value)


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
