"""The result objects of structured card OCR: which of our values stands under which name, and in what form.

The spellings are the interface's own, `vaildPeriod` and `appprovedPassengerCapacity` among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from idvision.schemas.card_values import (
    LONG_TERM_ZH,
    first_of,
    in_chinese_padded,
    latin_name,
    latin_names,
    long_term_as,
)
from idvision.schemas.native import Json

Values = Mapping[str, str]
Form = Callable[[str], str]

PLATE_TYPES_ZH: Mapping[str, str] = {
    "small_car": "小型汽车",
    "large_car": "大型汽车",
    "trailer": "挂车",
    "learner": "教练汽车",
    "new_energy_small": "小型新能源汽车",
    "new_energy_large": "大型新能源汽车",
    "police": "警用汽车",
    "armed_police": "武警汽车",
    "hong_kong": "香港入出境车",
    "macao": "澳门入出境车",
    "consulate": "领馆汽车",
}
"""Kinds of plates; no list of the interface's own words is published."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a result object: the first of `sources` that was read, in its form."""

    name: str
    sources: tuple[str, ...] = ()
    form: Form = str


def _day(value: str) -> str:
    """Return a day as yyyy-mm-dd, no end as `长期`."""
    return long_term_as(value, LONG_TERM_ZH)


def _month_and_day(value: str) -> str:
    """Return `05月08日` of a day."""
    return in_chinese_padded(value).partition("年")[2]


def _end_of(term: str) -> str:
    """Return the end of a business term, the whole of one that does not name a beginning."""
    *_, end = re.split(r"\s*[至到/~—]\s*", long_term_as(term, LONG_TERM_ZH))
    return in_chinese_padded(end.strip())


_ID_CARD = (
    Entry("name", ("name",)),
    Entry("nationality", ("ethnicity",)),
    Entry("number", ("id_number",)),
    Entry("birth", ("birth_date",), _day),
    Entry("address", ("address",)),
    Entry("authority", ("issuing_authority",)),
    Entry("startDate", ("valid_from",), _day),
    Entry("endDate", ("expiry_date",), _day),
)

OBJECTS: Mapping[str, tuple[str, tuple[Entry, ...]]] = {
    "id-card-front": ("idCardInfo", _ID_CARD),
    "id-card-back": ("idCardInfo", _ID_CARD),
    "business-license": (
        "businessLicenseInfo",
        (
            Entry("companyName", ("company_name",)),
            Entry("companyType", ("company_type",)),
            Entry("legalPerson", ("legal_representative",)),
            Entry("establishDate", ("established_date",), in_chinese_padded),
            Entry("vaildPeriod", ("business_term",), _end_of),
            Entry("address", ("address",)),
            Entry("capital", ("registered_capital",)),
            Entry("business", ("business_scope",)),
            Entry("copyId", ("copy_number",)),
            Entry("certSN", ("certificate_number",)),
            Entry("creditCode", ("unified_social_credit_code",)),
            Entry("organizationCode", ("organization_code",)),
            Entry("taxCode", ("tax_number",)),
            Entry("companySN", ("registration_number",)),
            Entry("composition", ("composition",)),
            Entry("paidInCapital", ("paid_in_capital",)),
        ),
    ),
    "passport": (
        "passportInfo",
        (
            Entry("authority", ("issuing_authority",)),
            Entry("birthDate", ("birth_date",), in_chinese_padded),
            Entry("birthDay", ("birth_date",), _month_and_day),
            Entry("birthPlace", ("birth_place",)),
            Entry("birthPlaceRaw", ("birth_place",)),
            Entry("expireDate", ("expiry_date",), in_chinese_padded),
            Entry("expireDay", ("expiry_date",), _month_and_day),
            Entry("issueDate", ("issue_date",), in_chinese_padded),
            Entry("issuePlace", ("issue_place",)),
            Entry("issuePlaceRaw", ("issue_place",)),
            Entry("name", ("*latin_name",)),
            Entry("cnName", ("*han_name",)),
            Entry("cnNameRaw", ("name_latin",)),
            # The object has no other place for a number.
            Entry("personId", ("document_number",)),
            Entry("srcCountry", ("issuing_country",)),
            Entry("type", ("document_code",)),
            Entry("line0", ("*line0",)),
            Entry("line1", ("*line1",)),
            Entry("surname", ("*surname",)),
            Entry("givenName", ("*given_names",)),
        ),
    ),
    "bank-card": ("bankCardInfo", (Entry("bankCardNum", ("card_number",)),)),
    "driver-license-front": (
        "driverLicenseFrontInfo",
        (
            Entry("name", ("name",)),
            Entry("number", ("id_number",)),
            Entry("address", ("address",)),
            Entry("vehicleType", ("vehicle_class",)),
            Entry("validStartDate", ("valid_from",), _day),
            Entry("validEndDate", ("expiry_date",), _day),
        ),
    ),
    "driver-license-back": ("driverLicenseBackInfo", (Entry("archiveNum", ("file_number",)),)),
    "vehicle-license-front": (
        "vehicleLicenseFrontInfo",
        (
            Entry("plateNum", ("plate_number",)),
            Entry("vehicleType", ("vehicle_type",)),
            Entry("owner", ("owner",)),
            Entry("useCharacter", ("use_character",)),
            Entry("address", ("address",)),
            Entry("model", ("model",)),
            Entry("vin", ("vin",)),
            Entry("engineNum", ("engine_number",)),
            Entry("registerDate", ("register_date",), _day),
            Entry("issueDate", ("issue_date",), _day),
        ),
    ),
    "vehicle-license-back": (
        "vehicleLicenseBackInfo",
        (
            Entry("plateNum", ("plate_number",)),
            Entry("fileNum", ("file_number",)),
            Entry("grossMass", ("gross_mass",)),
            Entry("unladenMass", ("unladen_mass",)),
            Entry("approvedLoad", ("approved_load",)),
            Entry("tractionMass", ("traction_mass",)),
            Entry("inspectionRecord", ("inspection_record",)),
        ),
    ),
    "vehicle-num": (
        "vehicleNumInfo",
        (
            Entry("num", ("plate_number",)),
            Entry("vehicleType", ("plate_type",), lambda kind: PLATE_TYPES_ZH.get(kind, kind)),
        ),
    ),
    "vehicle-vin": ("vehicleVinInfo", (Entry("vin", ("vin",)),)),
    "household-head": (
        "ocrCardInfo",
        (
            Entry("locationNumber", ("location_number",)),
            Entry("issueDate", ("issue_date",), in_chinese_padded),
            Entry("householdType", ("household_type",)),
            Entry("houseHolder", ("name",)),
            Entry("address", ("address",)),
            Entry("community", ("community",)),
            Entry("householdNumber", ("household_number",)),
            Entry("undertaker", ("undertaker",)),
        ),
    ),
    "household-resident": (
        "ocrCardInfo",
        (
            Entry("occupation", ("occupation",)),
            Entry("migrationDate1", ("migration_to_address",)),
            Entry("idNumber", ("id_number",)),
            Entry("education", ("education",)),
            Entry("birthPlace", ("birth_place",)),
            Entry("servicePremises", ("workplace",)),
            Entry("householdNumber", ("household_number",)),
            Entry("hometown", ("native_place",)),
            Entry("name", ("name",)),
            Entry("formerName", ("former_name",)),
            Entry("maritalStatus", ("marital_status",)),
            Entry("nation", ("ethnicity",)),
            Entry("otherAddress", ("other_address",)),
            Entry("birthday", ("birth_date",), in_chinese_padded),
            Entry("militaryService", ("military_service",)),
            Entry("relationTo", ("relation",)),
            Entry("religion", ("religion",)),
            Entry("bloodType", ("blood_type",)),
            Entry("registerDate", ("register_date", "issue_date"), in_chinese_padded),
            Entry("height", ("height",)),
            Entry("migrationDate2", ("migration_to_city",)),
            Entry("undertaker", ("undertaker",)),
        ),
    ),
}
"""The name of the object and its texts, by the value of `extras.card`."""


def texts_of(kind: str, values: Values, zone_lines: tuple[str, ...]) -> dict[str, str]:
    """Return the texts of the object for one kind of card; what was not read is empty."""
    known = {**values, **_composed(values, zone_lines)}
    _, entries = OBJECTS[kind]
    return {entry.name: entry.form(first_of(known, entry.sources)) for entry in entries}


def _composed(values: Values, zone_lines: tuple[str, ...]) -> dict[str, str]:
    """Return what is put together of several values, or is no value of its own."""
    surname, given_names = latin_names(values)
    name = values.get("name", "")
    lines = {f"*line{number}": line for number, line in enumerate(zone_lines)}
    return {
        "*latin_name": latin_name(values),
        "*han_name": "" if name.isascii() else name,
        "*surname": surname,
        "*given_names": given_names,
        **lines,
    }


def numbers_of(kind: str, values: Values) -> Json:
    """Return the whole numbers of the object; one that was not read is left out."""
    if kind != "vehicle-license-back":
        return {}
    people = re.match(r"\d+", values.get("approved_passengers", ""))
    sides = re.findall(r"\d+", values.get("overall_dimension", ""))
    found: Json = {} if people is None else {"appprovedPassengerCapacity": int(people[0])}
    if len(sides) == 3:
        length, width, height = map(int, sides)
        found["overallDimension"] = {"length": length, "width": width, "height": height}
    return found
