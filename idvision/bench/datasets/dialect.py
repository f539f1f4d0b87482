"""Names that annotators give to documents and fields -> the ids and names of a result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from idvision.bench.datasets.names import names_of
from idvision.documents import all_specs
from idvision.types import Side

_TABLE = names_of("dialect")
_BY_ZONE: Mapping[tuple[int, int, str], tuple[str, str]] = {
    (zone["lines"], zone["characters"], letter): (zone["document"], zone["side"])
    for zone in _TABLE["zones"]
    for letter in zone["letters"]
}
"""(number of lines, characters a line, first letter) of a zone -> document and side."""
_UNION: Mapping[str, str] = _TABLE["union"]["countries"]
_LETTERS_2: Mapping[str, str] = {**_TABLE["countries"], **_UNION, "ca": "can"}
_DRIVING = re.compile(r"(?:(?P<country>[a-z]{3})_)?(?:driver|driving|drivers)_licen[cs]e$")
_SIDES = frozenset(side.value for side in Side)


def document_of(doc_type: str, side: str, mrz: Sequence[str], country: str = "") -> tuple[str, str]:
    """Return our document id and side; a type that we have no id for keeps its own name.

    Args:
        doc_type: the annotator's name.
        side: the annotator's side, which may be left open where the document has but one here.
        mrz: lines of the zone; a zone tells what a document of any name is.
        country: of issue, as two or three letters, empty if it is not stated.
    """
    lengths = {len(line) for line in mrz}
    if len(mrz) >= 2 and len(lengths) == 1:
        found = _BY_ZONE.get((len(mrz), lengths.pop(), mrz[0][0]))
        if found is not None:
            return found
    issuer = _three_letters(country)
    union = _TABLE["union"]
    if doc_type in union["words_of_cards"] and side == "front" and issuer in _UNION.values():
        return union["card"], side
    document = _document(doc_type, issuer)
    return document, _side(document, side)


def sides_of(document: str) -> frozenset[str]:
    """Return the declared sides of a type, none for a type that is not declared."""
    return frozenset(spec.side.value for spec in all_specs() if spec.type == document)


def field_names(document: str) -> dict[str, str]:
    """Return annotator's name -> our name for the fields of a document, without those that are not read."""
    names = {**_TABLE["fields"], **_TABLE["own_fields"].get(document, {})}
    return {name: ours for name, ours in names.items() if ours}


def way_written(document: str, field: str) -> str:
    """Return how a document writes the field of our name, empty for as others do."""
    way: str = _TABLE["written"].get(document, {}).get(field, "")
    return way


def _document(doc_type: str, country: str) -> str:
    start, _, rest = doc_type.partition("_")
    countries, plates = _TABLE["countries"], _TABLE["plates"]
    name = f"{countries[start]}_{rest}" if start in countries else doc_type
    if name in plates["words"]:
        return plates["documents"].get(country) or doc_type
    if driving := _DRIVING.match(name):
        return _driving(driving["country"] or country) or doc_type
    known: str = _TABLE["documents"].get(name, name)
    return known if sides_of(known) else doc_type


def _side(document: str, stated: str) -> str:
    sides = sides_of(document)
    is_open = stated not in _SIDES or sides == {Side.PAGE.value}
    return next(iter(sides)) if is_open and len(sides) == 1 else stated


def _driving(country: str) -> str:
    in_union = country in _UNION.values()
    licence: str = _TABLE["union"]["driving"] if in_union else _TABLE["driving"].get(country, "")
    return licence


def _three_letters(country: str) -> str:
    letters = country.lower()
    return _LETTERS_2.get(letters, letters)
