"""Names that the MIDV family gives to its documents and fields -> the ids and names of a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from idvision.bench.datasets import dialect
from idvision.bench.datasets.values import canonical, country_code, is_date

# Cards in TD1 size whose side with the portrait is shown: the zone, if any, is on the other one.
_CARDS_OF_TD1 = frozenset(
    [
        "alb_id",
        "aut_id",
        "chl_id",
        "cze_id",
        "deu_id_new",
        "esp_id",
        "esp_id_new",
        "esp_id_old",
        "est_id",
        "fin_id",
        "prt_id",
        "srb_id",
        "svk_id",
        "tur_id",
        "ukr_id",
    ]
)
_LICENCES_OF_THE_UNION = frozenset(
    [
        "aut_drvlic_new",
        "deu_drvlic_new",
        "esp_drvlic",
        "fin_drvlic",
        "hrv_drvlic",
        "ita_drvlic",
        "nor_drvlic",
        "pol_drvlic",
        "rou_drvlic",
    ]
)
_OWN = {"chn_id": ("chn_resident_id", "front"), "mac_id": ("mac_id", "front")}
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
    if code in _OWN:
        return _OWN[code]
    if code in _CARDS_OF_TD1:
        return "id_td1", "front"
    if code in _LICENCES_OF_THE_UNION:
        return "eu_driving_licence", "front"
    if "passport" in code:
        # An internal passport and a passport card are no booklets of ICAO.
        is_booklet = "internal" not in code and "card" not in code
        return ("passport", "page") if is_booklet else (code, "front" if "card" in code else "page")
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
