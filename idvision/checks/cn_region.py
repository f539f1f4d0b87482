"""The province at the head of a Chinese address, by the table of divisions (GB/T 2260) of python-stdnum."""

from __future__ import annotations

import re
from functools import cache

# So far behind the province the names of its cities, districts and counties stand.
_REACH = 24
_YEARS = re.compile(r"\[[^\]]*\]")
# Names that many provinces have, and no names at all.
_SHORTEST = 3
_NO_PLACES = frozenset({"市辖区", "县辖区"})


def mend_head(address: str) -> str:
    """Return the address with one misread character of its province put right, if that is beyond doubt.

    The text must begin with no province, but with all characters of one but one, its kind (省, 市, 自治区)
    among them, and go on with a city, district or county of that province; and of no other such province.
    """
    places = _places()
    if any(address.startswith(province) for province in places):
        return address
    meant = [
        province
        for province, names in places.items()
        if _is_nearly(address[: len(province)], province)
        and any(name in address[len(province) : len(province) + _REACH] for name in names)
    ]
    return meant[0] + address[len(meant[0]) :] if len(meant) == 1 else address


def _is_nearly(text: str, province: str) -> bool:
    differing = [place for place, (a, b) in enumerate(zip(text, province, strict=False)) if a != b]
    return len(text) == len(province) and len(differing) == 1 and differing[0] < len(province) - 1


@cache
def _places() -> dict[str, frozenset[str]]:
    """Return the names of the divisions of each province, abolished ones included."""
    from stdnum import numdb  # noqa: PLC0415  (keeps `import idvision` cheap)

    return {
        properties["province"]: frozenset(
            name
            for _, _, _, division, _ in divisions
            if len(name := _YEARS.sub("", division.get("county", ""))) >= _SHORTEST and name not in _NO_PLACES
        )
        for _, _, _, properties, divisions in numdb.get("cn/loc").prefixes
        if "province" in properties
    }
