"""Names that annotators give to documents and fields -> the ids and names of a result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from idvision.documents import all_specs
from idvision.types import Side

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
_COUNTRIES = {
    "cn": "chn",
    "hk": "hkg",
    "id": "idn",
    "kr": "kor",
    "mo": "mac",
    "my": "mys",
    "ph": "phl",
    "sg": "sgp",
    "th": "tha",
    "tw": "twn",
    "us": "usa",
    "vn": "vnm",
}
"""The two letters of a country before a name -> the three letters of ours."""
_NAMES = {
    "chn_id_card": "chn_resident_id",
    "chn_resident_id_card": "chn_resident_id",
    "chn_temporary_id_card": "chn_temporary_id",
    "chn_foreigner_permanent_residence": "chn_foreigner_residence",
    "chn_household_register": "chn_household_resident",
    "idn_id_card": "idn_ktp",
    "kor_id_card": "kor_resident_id",
    "kor_resident_card": "kor_resident_id",
    "mys_id_card": "mys_mykad",
    "sgp_id_card": "sgp_nric",
    "usa_ead": "usa_employment_authorization",
    "usa_employment_authorization_card": "usa_employment_authorization",
    "usa_employment_authorization_document": "usa_employment_authorization",
    "usa_green_card": "usa_permanent_resident",
    "usa_permanent_resident_card": "usa_permanent_resident",
    "vin": "vehicle_vin",
}
"""Names with our letters of the country -> our ids, where they are not the same."""
_DRIVING = re.compile(r"(?:(?P<country>[a-z]{3})_)?(?:driver|driving|drivers)_licen[cs]e$")
_OWN_DRIVING = {
    "chn": "chn_driving_licence",
    "kor": "kor_driver_licence",
    "mys": "mys_driving_licence",
    "phl": "phl_driver_licence",
    "sgp": "sgp_driving_licence",
    "tha": "tha_driving_licence",
    "usa": "usa_driver_licence",
    "can": "usa_driver_licence",
}
"""Canadian licences follow the same standard of the American association (AAMVA) as those of the States."""
_UNION = {
    **{"at": "aut", "be": "bel", "bg": "bgr", "cy": "cyp", "cz": "cze", "de": "deu"},
    **{"dk": "dnk", "ee": "est", "es": "esp", "fi": "fin", "fr": "fra", "gr": "grc"},
    **{"hr": "hrv", "hu": "hun", "ie": "irl", "is": "isl", "it": "ita", "li": "lie"},
    **{"lt": "ltu", "lu": "lux", "lv": "lva", "mt": "mlt", "nl": "nld", "no": "nor"},
    **{"pl": "pol", "pt": "prt", "ro": "rou", "se": "swe", "si": "svn", "sk": "svk"},
}
"""The European Union and the European Economic Area.

They issue driving licences by Directive 2006/126/EC, and identity cards and residence permits in TD1 size by
Regulations (EU) 2019/1157 and 2017/1954; cards of before that had their zone on the front, which tells.
"""
_LETTERS_2 = {**_COUNTRIES, **_UNION, "ca": "can"}
_SIDES = frozenset(side.value for side in Side)
_PLATES = frozenset({"licence_plate", "license_plate", "number_plate", "plate"})
_FIELD_NAMES = {
    "name": "name",
    "surname": "surname",
    "given": "given_names",
    "sex": "sex",
    "nationality": "nationality",
    "ethnicity": "ethnicity",
    "birth": "birth_date",
    "issue": "issue_date",
    "issue_date": "issue_date",
    "expiry": "expiry_date",
    "valid_from": "valid_from",
    "address": "address",
    "authority": "issuing_authority",
    "birth_place": "birth_place",
    "number": "document_number",
}
_OWN_FIELD_NAMES: Mapping[str, Mapping[str, str]] = {
    # A Chinese identity card prints no day of issue, only the first day of its validity.
    "chn_resident_id": {"number": "id_number", "issue": "valid_from"},
    "bank_card": {"number": "card_number", "name": "", "valid_from": ""},
    "vehicle_plate": {"number": "plate_number", "colour": "plate_colour"},
    "vehicle_vin": {"number": "vin"},
    "chn_social_security_card": {"number": "card_number", "ssn": "id_number", "issuer": "issuing_authority"},
    "kor_resident_id": {"number": "id_number", "name_hanja": "name_han"},
    "usa_driver_licence": {"name": ""},
    "usa_permanent_resident": {
        "uscis": "document_number",
        "country_of_birth": "birth_place",
        "category": "category",
        "resident_since": "resident_since",
    },
}
"""What a name means on one document alone; empty for what is not read there."""


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
    if doc_type in ("id_card", "residence_permit") and side == "front" and issuer in _UNION.values():
        return "id_td1", "front"
    document = _document(doc_type, issuer)
    return document, _side(document, side)


def sides_of(document: str) -> frozenset[str]:
    """Return the declared sides of a type, none for a type that is not declared."""
    return frozenset(spec.side.value for spec in all_specs() if spec.type == document)


def field_names(document: str) -> dict[str, str]:
    """Return annotator's name -> our name for the fields of a document, without those that are not read."""
    names = {**_FIELD_NAMES, **_OWN_FIELD_NAMES.get(document, {})}
    return {name: ours for name, ours in names.items() if ours}


def _document(doc_type: str, country: str) -> str:
    start, _, rest = doc_type.partition("_")
    name = f"{_COUNTRIES[start]}_{rest}" if start in _COUNTRIES else doc_type
    if name in _PLATES:
        return "vehicle_plate" if country == "chn" else doc_type
    if driving := _DRIVING.match(name):
        return _driving(driving["country"] or country) or doc_type
    known = _NAMES.get(name, name)
    return known if sides_of(known) else doc_type


def _side(document: str, stated: str) -> str:
    sides = sides_of(document)
    is_open = stated not in _SIDES or sides == {Side.PAGE.value}
    return next(iter(sides)) if is_open and len(sides) == 1 else stated


def _driving(country: str) -> str:
    return "eu_driving_licence" if country in _UNION.values() else _OWN_DRIVING.get(country, "")


def _three_letters(country: str) -> str:
    letters = country.lower()
    return _LETTERS_2.get(letters, letters)
