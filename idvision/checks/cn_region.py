"""The province at the head of a Chinese address, by the table of divisions (GB/T 2260) of python-stdnum."""

from __future__ import annotations

from functools import cache

from idvision.checks._stdnum import divisions

# So far behind the province the names of its cities, districts and counties stand.
_REACH = 24
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
    """Return the names that tell a province, by its own."""
    return {
        province: frozenset(name for name in names - _NO_PLACES if len(name) >= _SHORTEST)
        for province, names in divisions().items()
    }
