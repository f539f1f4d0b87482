"""The names of `ocrIdInfo`: which value of a document is called what.

`DOCUMENTED` are the lists that the vendor publishes. For all other types no list is known: they get
`GENERAL`, the same words for the same values, and what has no entry there keeps the name it has here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FULL_NAME = "*latin_name"
"""Stands for the name in Latin letters as a whole, which may be printed in parts."""

DOCUMENTED: Mapping[str, Mapping[str, str]] = {
    "GLB03002": {
        "surname": "surname",
        "given_names": "given_names",
        "sex": "sex",
        "date_of_birth": "birth_date",
        "passport_number": "document_number",
        "nationality": "nationality",
        "date_of_expiry": "expiry_date",
        "country_code": "issuing_country",
    },
    "GLB03001": {
        "name": FULL_NAME,
        "passport_number": "document_number",
        "nationality": "nationality",
        "date_of_birth": "birth_date",
        "place_of_birth": "birth_place",
        "date_of_issue": "issue_date",
        "date_of_expiry": "expiry_date",
        "place_of_issue": "issue_place",
        "sex": "sex",
        "type": "document_code",
    },
    "CHN03001": {
        "name": FULL_NAME,
        "name_cn": "name",
        "passport_number": "document_number",
        "nationality": "nationality",
        "date_of_birth": "birth_date",
        "place_of_birth": "birth_place",
        "date_of_issue": "issue_date",
        "date_of_expiry": "expiry_date",
        "place_of_issue": "issue_place",
        "sex": "sex",
        "type": "document_code",
    },
    # The list does not tell the pages apart; the card does.
    "CHN01001/01": {
        "name": "name",
        "id_number": "id_number",
        "date_of_birth": "birth_date",
        "sex": "sex",
        "address": "address",
        "ethnicity": "ethnicity",
    },
    "CHN01001/02": {
        "origin_of_issue": "issuing_authority",
        "date_of_issue": "valid_from",
        "date_of_expiry": "expiry_date",
    },
    "CHN02001/01": {
        "name": "name",
        "id_number": "id_number",
        "nationality": "nationality",
        "sex": "sex",
        "address": "address",
        "date_of_birth": "birth_date",
        "date_of_first_issue": "issue_date",
        "class": "vehicle_class",
        "date_of_issue": "valid_from",
        "date_of_expiry": "expiry_date",
    },
}
"""Vendor's name -> ours, by `DocType`, or by `DocType/DocPage` where the pages differ."""

GENERAL: Mapping[str, str] = {
    "birth_date": "date_of_birth",
    "birth_place": "place_of_birth",
    "document_code": "type",
    "expiry_date": "date_of_expiry",
    "first_issue_date": "date_of_first_issue",
    "issue_date": "date_of_issue",
    "issue_place": "place_of_issue",
    "issuing_authority": "origin_of_issue",
    "issuing_country": "country_code",
    "register_date": "date_of_registration",
    "vehicle_class": "class",
}
"""Ours -> what the published lists call the same value."""

STANDARD: Mapping[str, tuple[str, ...]] = {
    "surname_s": ("surname",),
    "given_name_s": ("given_names",),
    "sex_s": ("sex",),
    "date_of_birth_s": ("birth_date",),
    "date_of_expiry_s": ("expiry_date",),
}
STANDARDISED = frozenset(
    {
        *("KOR01001", "KOR02001", "KOR03001", "CHN01001", "TWN01001"),
        *("PHL01001", "PHL01002", "PHL02001", "PHL03001", "PHL04001", "PHL99001"),
        *("PHL07001", "PHL07002", "PHL07003", "PHL07004", "PHL07005"),
    }
)
"""The types that have `ocrStandardData`."""
WITHOUT_PERSON = "PHL"
"""Types of this country have dates alone in it."""
PERSON = frozenset({"surname_s", "given_name_s", "sex_s"})

_CAMEL = {
    "date_of_birth": "birthDate",
    "date_of_expiry": "expiryDate",
    "date_of_first_issue": "firstIssueDate",
    "date_of_issue": "issueDate",
    "given_names": "givenname",
    "passport_number": "passportNo",
}


def names_of(doc_type: str, doc_page: str, own_names: Iterable[str]) -> dict[str, str]:
    """Return the vendor's names of a page and which of our values each has.

    Args:
        doc_type: `DocType`.
        doc_page: `DocPage`.
        own_names: the values that the page has, for types without a published list.
    """
    documented = DOCUMENTED.get(f"{doc_type}/{doc_page}") or DOCUMENTED.get(doc_type)
    if documented is not None:
        return dict(documented)
    own = tuple(dict.fromkeys(own_names))
    return {_general(name, own, doc_type): name for name in own}


def _general(name: str, own: tuple[str, ...], doc_type: str) -> str:
    """Return the vendor's word for one of our values, among the others that the page has."""
    match name:
        case "name" if "name_latin" in own:
            return "name_cn"
        case "name_latin" if "name" in own:
            return "name"
        case "document_number" if doc_type[3:5] == "03":
            return "passport_number"
        case "document_number" if "id_number" not in own:
            return "id_number"
        case "valid_from" if "issue_date" not in own:
            return "date_of_issue"
    return GENERAL.get(name, name)


def camel_case(names: Iterable[str]) -> dict[str, str]:
    """Return for each name what the older interface calls it, such as `passportNo`.

    There a Chinese name is `name`, and the one in Latin letters beside it `englishName`.
    """
    given = tuple(names)
    bilingual = {"name": "englishName", "name_cn": "name"} if "name_cn" in given else {}
    return {name: bilingual.get(name) or _CAMEL.get(name) or _joined(name) for name in given}


def _joined(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
