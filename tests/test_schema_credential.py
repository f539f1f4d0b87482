"""CredentialRecognition: SubCodes, names and rules."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from idvision.documents import UNKNOWN_SPEC
from idvision.schemas.aliyun_common import CallIds
from idvision.schemas.aliyun_credential import CredentialRequest, names_of, to_credential
from idvision.schemas.choices import Choices
from idvision.types import Side
from tests.schema_results import card, front, photo

BILL = {
    "name": "ANA CRUZ",
    "address": "7 Elm Road\nHilltown",
    "account_number": "77-1",
    "issue_date": "2026-01-02",
}
REQUEST = CredentialRequest("01")


@pytest.fixture(autouse=True)
def papers(monkeypatch):
    """Declarations of two kinds of paper, whatever is declared."""
    codes = {"bill": "01", "proof": "04"}

    def spec(document_type, side, form=None):
        code = codes.get(document_type)
        return replace(UNKNOWN_SPEC, codes=(("aliyun_credential", code),)) if code else UNKNOWN_SPEC

    monkeypatch.setattr("idvision.schemas.vendor_codes.get_spec", spec)


def bill(*reasons, values=BILL, reject=False):
    return card(("bill", Side.PAGE), values, *reasons, reject=reject)


def answer(result, request=REQUEST, choices=None):
    body = to_credential(result, request, CallIds("R-1", "t-1"), choices or Choices())
    inner = body["Result"]
    assert (body["RequestId"], body["Code"], inner["TransactionId"]) == ("R-1", "Success", "t-1")
    return inner["Success"], inner["SubCode"], json.loads(inner["ExtIdInfo"])


def test_a_bill_has_name_and_address():
    info = {"address": "7 Elm Road\nHilltown", "name": "ANA CRUZ"}
    assert answer(photo(bill())) == ("S", "200", {"recInfo": info})


def test_a_proof_of_address_has_its_day_too():
    proof = card(("proof", Side.PAGE), BILL)
    _, _, content = answer(photo(proof), CredentialRequest("04"))
    assert content["recInfo"]["date_of_issue"] == "2026-01-02"
    assert "account_number" not in content["recInfo"]


@pytest.mark.parametrize(
    "cards",
    [
        (),
        (front(),),
        (bill(values={}),),
        (bill("unreadable", reject=True),),
        (card(("proof", Side.PAGE), BILL),),
    ],
)
def test_no_text_or_another_kind_of_paper(cards):
    assert answer(photo(*cards)) == ("F", "213", {"recInfo": {}})


def test_forgery_is_looked_for_on_request():
    copied = photo(bill("edited"))
    assert answer(copied)[1] == "200"
    success, code, content = answer(copied, replace(REQUEST, fraud_check=True))
    assert (success, code) == ("S", "212")
    assert content["spoofInfo"] == {"spoofResult": "Y", "spoofType": ["TAMPER"]}
    assert content["recInfo"]["name"] == "ANA CRUZ"
    genuine = answer(photo(bill()), replace(REQUEST, fraud_check=True))
    assert genuine[1:] == (
        "200",
        {**answer(photo(bill()))[2], "spoofInfo": {"spoofResult": "N", "spoofType": []}},
    )


def test_the_picture_is_judged_on_request():
    poor = photo(bill("blur", reject=True))
    assert answer(poor)[1] == "200"
    assert answer(poor, replace(REQUEST, id_quality=True)) == ("F", "211", {"recInfo": {}})


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({}, "200"),
        ({"address_rule": "elm road"}, "200"),
        ({"address_rule": "Oak Road"}, "204"),
        ({"address_rule": "RoadHill", "name_rule": "Ana  Cruz"}, "200"),
        ({"address_rule": "Elm Road", "name_rule": "Bea"}, "204"),
        ({"name_rule": " "}, "200"),
        # A rule about a value that bills do not have cannot be kept.
        ({"date_of_issue_rule": "2026"}, "204"),
    ],
)
def test_a_value_has_to_contain_the_text_of_its_rule(rules, code):
    success, found, content = answer(photo(bill()), replace(REQUEST, rules=rules))
    assert (success, found) == ("S", code)
    assert content["recInfo"]["name"] == "ANA CRUZ"


def test_a_doubtful_value_can_be_left_out():
    doubtful = photo(bill("low_confidence:name"))
    assert answer(doubtful)[2]["recInfo"]["name"] == "ANA CRUZ"
    assert answer(doubtful, choices=Choices(blank_doubtful=True))[2]["recInfo"]["name"] == ""


def test_every_kind_of_paper_has_names_and_no_other():
    assert all(names_of(kind) for kind in ("01", "02", "03", "04"))
    assert names_of("05") == {}
