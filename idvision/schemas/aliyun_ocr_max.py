"""`DocOcrMax` and `DocOcrMaxV2` of Alibaba Cloud ID Verification, API version 2022-08-09.

    SubCode  200 read, 211 the picture is too poor, 212 it looks like a copy, 213 not the page that was named

Pages: ID_OCR_MAX, "Certificate OCR fields", "Field standardization" of the vendor's documentation. What they
leave open is decided by `Choices`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idvision.schemas.aliyun_common import (
    BAD_PICTURE,
    GOOD,
    NOT_FOUND,
    SPOOFED,
    CallIds,
    as_text,
    spoof_info,
    success,
)
from idvision.schemas.aliyun_ocr_max_fields import (
    FULL_NAME,
    PERSON,
    STANDARD,
    STANDARDISED,
    WITHOUT_PERSON,
    camel_case,
    names_of,
)
from idvision.schemas.card_values import (
    LONG_TERM_ZH,
    first_of,
    in_letters,
    is_date,
    latin_name,
    latin_names,
    long_term_as,
    sex_in_chinese,
    values_of,
)
from idvision.schemas.choices import Choices
from idvision.schemas.findings import COPIES, has, is_unread, picture_fails
from idvision.schemas.native import Json
from idvision.schemas.vendor_codes import (
    OCR_MAX,
    PASSPORTS,
    RESIDENT_CARD,
    by_size,
    code_of,
    country_and_kind,
    is_page,
    matching,
    spec_of,
)
from idvision.types import UNKNOWN_DOCUMENT, Card, Result

NAMED, CLASSIFIED, GENERAL = "0", "1", "2"
"""The values of `OcrModel`."""
STRICT, OFF = "1", "3"
PLACES = frozenset({"birth_place", "issue_place"})
"""What passports print in two scripts; the vendor's examples have the Latin one."""
PRESETS: Mapping[str, str] = {"0": "default", STRICT: "strict", "2": "loose", OFF: "default"}
"""By which set of limits the verdict has to be made for an `IdThreshold`."""


@dataclass(frozen=True, slots=True)
class OcrMaxRequest:
    """What a call asks for: its parameters `OcrModel`, `DocType`, `DocPage`, `IdThreshold`, `IdSpoof`.

    `standard_values` is `OcrValueStandard`.
    """

    ocr_model: str = NAMED
    doc_type: str = ""
    doc_page: str = "01"
    id_threshold: str = OFF
    id_spoof: bool = False
    standard_values: bool = False


def to_ocr_max(result: Result, request: OcrMaxRequest, ids: CallIds, choices: Choices) -> Json:
    """Return the body of the answer.

    The verdicts must have been made by the limits of `PRESETS[request.id_threshold]`.
    """
    if request.ocr_model == NAMED:
        sub_code, content = _named(result, request, choices)
    else:
        sub_code, content = _classified(result, request)
    answer: Json = {
        "TransactionId": ids.transaction,
        "Passed": "Y" if sub_code == GOOD else "N",
        "SubCode": sub_code,
        "ExtIdInfo": as_text(content),
    }
    return success(ids.request, answer)


def _named(result: Result, request: OcrMaxRequest, choices: Choices) -> tuple[str, Json]:
    cards = matching(result, lambda card: is_page(card, request.doc_type, request.doc_page))
    sub_code = _sub_code(result, cards, request, choices)
    card = cards[0] if cards else None
    read = card is not None and sub_code in {GOOD, SPOOFED}
    content: Json = {
        "docType": request.doc_type,
        "ocrIdInfo": id_info(card, request, choices) if card is not None and read else {},
        "spoofInfo": spoof_info(card, wanted=request.id_spoof),
    }
    if request.standard_values and request.doc_type in STANDARDISED:
        content["ocrStandardData"] = (
            standard_data(card, request.doc_type, choices) if card is not None and read else {}
        )
    return sub_code, content


def _sub_code(result: Result, cards: tuple[Card, ...], request: OcrMaxRequest, choices: Choices) -> str:
    """Return the SubCode for the cards that are what was asked for."""
    checked, strict = request.id_threshold != OFF, request.id_threshold == STRICT
    if not cards:
        # Of a card that is too poor to be known nobody can say that it is another one.
        unknown = [card for card in result.cards if card.document.type == UNKNOWN_DOCUMENT]
        spoilt = checked and any(picture_fails(card, strict=strict) for card in unknown)
        return BAD_PICTURE if spoilt else NOT_FOUND
    card = cards[0]
    if len(cards) > 1 or "multiple_cards" in result.verdict.reasons:
        return choices.aliyun_several_sub_code
    if is_unread(card) or (checked and picture_fails(card, strict=strict)):
        return BAD_PICTURE
    if request.id_spoof and has(card, COPIES):
        return SPOOFED
    return GOOD


def id_info(card: Card, request: OcrMaxRequest, choices: Choices) -> dict[str, str]:
    """Return `ocrIdInfo` of a card that is the page asked for; what was not read is empty."""
    values = values_of(card, blank_doubtful=choices.blank_doubtful)
    spec = spec_of(card)
    zone = (field.name for field in card.mrz.fields) if card.mrz is not None else ()
    own_names = (*(field.name for field in spec.fields), *(rule.name for rule in spec.derived), *zone)
    names = names_of(request.doc_type, request.doc_page, own_names)
    info = {
        name: _written(own, latin_name(values) if own == FULL_NAME else values.get(own, ""), request, choices)
        for name, own in names.items()
    }
    return _camel(info) if choices.aliyun_camel_case else info


def _written(own: str, value: str, request: OcrMaxRequest, choices: Choices) -> str:
    if own == "sex" and choices.aliyun_chinese_sex and request.doc_type == RESIDENT_CARD:
        return sex_in_chinese(value)
    if own in PLACES and request.doc_type[3:5] == PASSPORTS:
        return in_letters(value)
    return long_term_as(value, LONG_TERM_ZH if request.doc_type.startswith("CHN") else "Long-term")


def _camel(info: Mapping[str, str]) -> dict[str, str]:
    """Return the same under the older names; the days of a passport have slashes there."""
    older = camel_case(info)
    passport = "passport_number" in info
    return {
        older[name]: value.replace("-", "/") if passport and is_date(value) else value
        for name, value in info.items()
    }


def standard_data(card: Card, doc_type: str, choices: Choices) -> dict[str, str]:
    """Return `ocrStandardData`: Latin names, `F` or `M`, days as yyyy-mm-dd."""
    standard = _standard(values_of(card, blank_doubtful=choices.blank_doubtful))
    without = PERSON if doc_type.startswith(WITHOUT_PERSON) else frozenset[str]()
    return {name: value for name, value in standard.items() if name not in without}


def _standard(values: Mapping[str, str]) -> dict[str, str]:
    surname, given_names = latin_names(values)
    known = {**values, "surname": surname, "given_names": given_names}
    standard = {name: first_of(known, sources) for name, sources in STANDARD.items()}
    # Anything but a day is no standard form of one.
    return {
        name: value if not name.startswith("date_") or is_date(value) else ""
        for name, value in standard.items()
    }


def _classified(result: Result, request: OcrMaxRequest) -> tuple[str, Json]:
    """Answer the modes that find out what the card is: neither its quality nor copies are judged."""
    known = (card for card in by_size(result.cards) if code_of(spec_of(card), OCR_MAX))
    card = next(known, None)
    content: Json = {"ocrDocType": country_and_kind(card) if card is not None else ""}
    if request.ocr_model == GENERAL:
        content["ocrIdInfo"] = general_info(card) if card is not None else {}
    return (NOT_FOUND if card is None else GOOD), content


def general_info(card: Card) -> dict[str, str]:
    """Return the values that all documents have in common; an end of validity only where there is one."""
    values = values_of(card)
    standard = _standard(values)
    info = {
        "given_name_s": standard["given_name_s"],
        "surname_s": standard["surname_s"],
        "date_of_birth_s": standard["date_of_birth_s"],
        "card_number_s": first_of(values, ("id_number", "document_number")),
        "sex_s": standard["sex_s"],
    }
    expiry = standard["date_of_expiry_s"]
    return {**info, "date_of_expiry_s": expiry} if expiry else info
