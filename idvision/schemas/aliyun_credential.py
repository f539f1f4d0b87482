"""`CredentialRecognition(Intl)(V2)` of Alibaba Cloud ID Verification, API version 2022-08-09.

    SubCode  200 read, 204 read, but a rule of CheckRuleConfig is broken, 211 the picture is too poor,
             212 it looks edited or copied, 213 no text, or another kind of paper

The vendor publishes the names in `recInfo` for bills alone; the others are ours in its manner of writing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
from idvision.schemas.card_values import values_of
from idvision.schemas.choices import Choices
from idvision.schemas.findings import COPIES, has, is_unread, picture_fails
from idvision.schemas.native import Json
from idvision.schemas.vendor_codes import CREDENTIAL, code_of, matching, spec_of
from idvision.types import Card, Result

RULE_BROKEN = "204"
_EXTRACTED = frozenset({GOOD, RULE_BROKEN, SPOOFED})

DOCUMENTED: Mapping[str, Mapping[str, str]] = {"01": {"address": "address", "name": "name"}}
"""Vendor's name -> ours, by `DocType`."""
ASSUMED: Mapping[str, Mapping[str, str]] = {
    "02": {
        "plate_number": "plate_number",
        "date_of_registration": "register_date",
        "vin": "vin",
        "engine_number": "engine_number",
        "vehicle_make": "vehicle_make",
        "vehicle_model": "vehicle_model",
        "owner": "owner",
        "address": "address",
    },
    "03": {
        "amount": "amount",
        "transaction_date": "transaction_date",
        "payer_name": "payer_name",
        "payer_account": "payer_account",
        "payee_name": "payee_name",
        "payee_account": "payee_account",
        "reference": "reference",
    },
    "04": {"address": "address", "name": "name", "date_of_issue": "issue_date"},
}
"""The same for the types of which no list is published."""
RULE_SUFFIX = "_rule"


@dataclass(frozen=True, slots=True)
class CredentialRequest:
    """What a call asks for: `DocType`, `FraudCheck`, `IdQuality`, and `CheckRuleConfig` as an object."""

    doc_type: str
    fraud_check: bool = False
    id_quality: bool = False
    rules: Mapping[str, str] = field(default_factory=dict)


def to_credential(result: Result, request: CredentialRequest, ids: CallIds, choices: Choices) -> Json:
    """Return the body of the answer."""
    cards = matching(result, lambda card: code_of(spec_of(card), CREDENTIAL) == request.doc_type)
    card = cards[0] if cards else None
    info = rec_info(card, request.doc_type, choices) if card is not None else {}
    sub_code = _sub_code(card, info, request)
    extracted = sub_code in _EXTRACTED
    content: Json = {"recInfo": info if extracted else {}}
    if request.fraud_check:
        content["spoofInfo"] = spoof_info(card, wanted=True)
    answer: Json = {
        "TransactionId": ids.transaction,
        "Success": "S" if extracted else "F",
        "SubCode": sub_code,
        "ExtIdInfo": as_text(content),
    }
    return success(ids.request, answer)


def names_of(doc_type: str) -> Mapping[str, str]:
    """Return the vendor's names of a kind of paper and which of our values each has."""
    return DOCUMENTED.get(doc_type) or ASSUMED.get(doc_type, {})


def rec_info(card: Card, doc_type: str, choices: Choices) -> dict[str, str]:
    """Return `recInfo`; what was not read is empty."""
    values = values_of(card, blank_doubtful=choices.blank_doubtful)
    return {name: values.get(own, "") for name, own in names_of(doc_type).items()}


def _sub_code(card: Card | None, info: Mapping[str, str], request: CredentialRequest) -> str:
    if card is None or is_unread(card) or not any(info.values()):
        return NOT_FOUND
    if request.id_quality and picture_fails(card, strict=False):
        return BAD_PICTURE
    if request.fraud_check and has(card, COPIES):
        return SPOOFED
    return GOOD if all(_holds(rule, text, info) for rule, text in request.rules.items()) else RULE_BROKEN


def _holds(rule: str, text: str, info: Mapping[str, str]) -> bool:
    """Tell whether a value keeps its rule, `address_rule` that of `address`: it has to contain the text.

    No form of these rules is published; one that cannot be held against a value counts as broken. An empty
    rule asks for nothing.
    """
    value = info.get(rule.removesuffix(RULE_SUFFIX), "")
    return _folded(text) in _folded(value) if text.strip() else True


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
