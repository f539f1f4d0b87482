"""Names that the MIDV family gives to its documents and fields -> the ids and names of a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from idvision.bench.datasets import dialect
from idvision.bench.datasets.names import names_of
from idvision.bench.datasets.values import canonical, country_code, is_date

_TABLE = names_of("midv")
_DOCUMENTS: Mapping[str, tuple[str, str]] = {
    code: (group["document"], group["side"]) for group in _TABLE["groups"] for code in group["codes"]
}
_FIELDS = {
    "surname": "surname",
    "birth_date": "birth_date",
    "birth_place": "birth_place",
    "issue_date": "issue_date",
    "expiry_date": "expiry_date",
    "authority": "issuing_authority",
    "number": "document_number",
    "id_number": "personal_number",
    "nationality": "nationality",
    "gender": "sex",
    "name": "given_names",
    "issue_place": "issue_place",
}


def document_of(code: str, zone: Sequence[str] = ()) -> tuple[str, str]:
    """Return our document id and side of a code such as `alb_id`.

    A code that no declared type fits stays as it is, with the side `front`, or `page` of a passport.
    """
    if code in _DOCUMENTS:
        return _DOCUMENTS[code]
    booklet = _TABLE["booklet"]
    if booklet["word"] in code:
        side = next((side for word, side in booklet["others"].items() if word in code), "")
        return (code, side) if side else (booklet["document"], booklet["side"])
    return dialect.document_of(code, "front", zone)


def fields_of(printed: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return values under our names in canonical form.

    Values as printed on European documents: days stand before months. A nationality is kept where it is a
    code.
    """
    values = ((_FIELDS[name], value) for name, value in printed.items() if name in _FIELDS)
    known = ((name, _canonical(name, value)) for name, value in values)
    return tuple((name, value) for name, value in known if value)


def _canonical(name: str, value: str) -> str:
    if name == "nationality":
        return country_code(value)
    # `20-11-1991` has one meaning in Europe, and two in the world that `canonical` knows.
    return canonical(name, value.replace("-", ".") if is_date(name) else value)
