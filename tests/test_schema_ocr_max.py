"""DocOcrMax: SubCodes, thresholds, pages, names and standard values."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from idvision.limits import PRESETS as LIMITS
from idvision.schemas.aliyun_common import CallIds, failure
from idvision.schemas.aliyun_ocr_max import PRESETS, OcrMaxRequest, standard_data, to_ocr_max
from idvision.schemas.aliyun_ocr_max_fields import camel_case, names_of
from idvision.schemas.choices import Choices
from tests.schema_results import EMBLEM, FACE, NUMBER, back, fields, front, passport, photo, unknown

FRONT = OcrMaxRequest("0", "CHN01001")
BACK = OcrMaxRequest("0", "CHN01001", "02")
IDS = CallIds("R-1", "t-1")


def answer(result, request, choices=None):
    """SubCode and the opened ExtIdInfo."""
    body = to_ocr_max(result, request, IDS, choices or Choices())
    assert list(body) == ["RequestId", "Code", "Message", "Result"]
    assert (body["RequestId"], body["Code"], body["Message"]) == ("R-1", "Success", "success")
    inner = body["Result"]
    assert inner["TransactionId"] == "t-1"
    assert inner["Passed"] == ("Y" if inner["SubCode"] == "200" else "N")
    return inner["SubCode"], json.loads(inner["ExtIdInfo"])


def test_the_front_is_read_under_the_published_names():
    code, content = answer(photo(front()), FRONT)
    assert code == "200"
    assert content == {
        "docType": "CHN01001",
        "ocrIdInfo": {
            "name": "林小舟",
            "id_number": NUMBER,
            "date_of_birth": "1987-01-01",
            "sex": "M",
            "address": "某市某区某路7号",
            "ethnicity": "汉",
        },
        "spoofInfo": {"spoofResult": "N", "spoofType": []},
    }


def test_the_back_has_names_of_its_own_and_no_end_is_in_chinese():
    _, content = answer(photo(back(values=EMBLEM | {"expiry_date": "long-term"})), BACK)
    assert content["ocrIdInfo"] == {
        "origin_of_issue": "某市公安局",
        "date_of_issue": "2017-08-12",
        "date_of_expiry": "长期",
    }


def test_what_was_not_read_is_empty():
    _, content = answer(photo(front(values={"name": "林小舟"})), FRONT)
    assert set(content["ocrIdInfo"]) == {"name", "id_number", "date_of_birth", "sex", "address", "ethnicity"}
    assert content["ocrIdInfo"]["id_number"] == ""


@pytest.mark.parametrize(
    ("cards", "request_", "code"),
    [
        ((), FRONT, "213"),
        ((back(),), FRONT, "213"),
        ((front(),), BACK, "213"),
        ((front(),), replace(FRONT, doc_type="CHN02001"), "213"),
        ((unknown("not_a_document", reject=True),), FRONT, "213"),
        ((back(), front()), FRONT, "200"),
        ((front(), front()), FRONT, "211"),
    ],
)
def test_another_document_page_or_number_of_cards(cards, request_, code):
    found, content = answer(photo(*cards), request_)
    assert found == code
    assert (content["ocrIdInfo"] == {}) is (code != "200")


@pytest.mark.parametrize(
    ("card", "codes"),
    [
        # IdThreshold 0 default, 1 strict, 2 loose, 3 off
        (front(), ("200", "200", "200", "200")),
        (front("glare"), ("200", "211", "200", "200")),
        (front("glare", reject=True), ("211", "211", "211", "200")),
        (front("blur:name"), ("211", "211", "211", "200")),
        (front("low_confidence:name"), ("200", "200", "200", "200")),
        (front("unreadable", values={}, reject=True), ("211", "211", "211", "211")),
        (unknown("blur", reject=True), ("211", "211", "211", "213")),
        (unknown("unknown_document"), ("213", "213", "213", "213")),
    ],
)
def test_the_threshold_decides_about_the_picture(card, codes):
    found = [answer(photo(card), replace(FRONT, id_threshold=str(value))) for value in range(4)]
    assert tuple(code for code, _ in found) == codes
    assert all((content["ocrIdInfo"] == {}) is (code != "200") for code, content in found)


def test_every_threshold_has_limits():
    assert sorted(PRESETS) == ["0", "1", "2", "3"]
    assert set(PRESETS.values()) == set(LIMITS)


def test_a_copy_is_told_only_when_that_is_asked_for():
    card = front("screen_recapture", "photocopy", "edited")
    assert answer(photo(card), FRONT) == answer(photo(front()), FRONT)
    code, content = answer(photo(card), replace(FRONT, id_spoof=True))
    assert code == "212"
    types = ["SCREEN_REMARK", "PHOTO_COPY", "TAMPER"]
    assert content["spoofInfo"] == {"spoofResult": "Y", "spoofType": types}
    # What was read is given all the same.
    assert content["ocrIdInfo"]["name"] == "林小舟"
    assert answer(photo(front()), replace(FRONT, id_spoof=True))[0] == "200"


def test_a_poor_picture_goes_before_a_copy():
    card = front("blur", "photocopy", reject=True)
    assert answer(photo(card), replace(FRONT, id_spoof=True, id_threshold="0"))[0] == "211"
    assert answer(photo(card), replace(FRONT, id_spoof=True))[0] == "212"


def test_several_cards_have_the_code_that_was_chosen():
    choices = Choices(aliyun_several_sub_code="213")
    assert answer(photo(front(), front()), FRONT, choices)[0] == "213"
    assert answer(photo(front(), reasons=("multiple_cards",)), FRONT, choices)[0] == "213"


@pytest.mark.parametrize(
    ("doc_type", "issuer", "code"),
    [
        ("GLB03002", "VNM", "200"),
        ("GLB03001", "VNM", "200"),
        ("VNM03001", "VNM", "200"),
        ("THA03001", "VNM", "213"),
        ("VNM01001", "VNM", "213"),
        ("THA03001", "THA", "200"),
    ],
)
def test_a_passport_answers_to_all_countries_and_its_own(doc_type, issuer, code):
    result = photo(passport(issuing_country=issuer))
    assert answer(result, OcrMaxRequest("0", doc_type))[0] == code


def test_the_two_lists_of_passports():
    current = answer(photo(passport()), OcrMaxRequest("0", "GLB03002"))[1]["ocrIdInfo"]
    assert current == {
        "surname": "LIN",
        "given_names": "XIAOZHOU",
        "sex": "M",
        "date_of_birth": "1987-01-01",
        "passport_number": "B1234567",
        "nationality": "VNM",
        "date_of_expiry": "2030-06-05",
        "country_code": "VNM",
    }
    older = answer(photo(passport()), OcrMaxRequest("0", "GLB03001"))[1]["ocrIdInfo"]
    assert older["name"] == "LIN XIAOZHOU"
    assert older["type"] == "P"
    assert older["place_of_birth"] == ""


def test_places_of_a_passport_are_in_letters():
    card = passport()
    printed = fields({"birth_place": "天津/TIANJIN", "issue_place": "HANOI"})
    info = answer(photo(replace(card, fields=printed)), OcrMaxRequest("0", "GLB03001"))[1]["ocrIdInfo"]
    assert (info["place_of_birth"], info["place_of_issue"]) == ("TIANJIN", "HANOI")


def test_a_passport_without_a_list_of_its_own_says_what_it_has_in_the_same_words():
    info = answer(photo(passport()), OcrMaxRequest("0", "VNM03001"))[1]["ocrIdInfo"]
    assert info["passport_number"] == "B1234567"
    assert info["date_of_birth"] == "1987-01-01"
    assert "birth_date" not in info


def test_classification_tells_the_kind_alone_and_judges_nothing():
    poor = front("blur", "photocopy", reject=True)
    request = OcrMaxRequest("1", id_threshold="1", id_spoof=True)
    assert answer(photo(poor), request) == ("200", {"ocrDocType": "CHN01"})
    assert answer(photo(passport()), request) == ("200", {"ocrDocType": "VNM03"})
    assert answer(photo(passport(issuing_country="D")), request) == ("200", {"ocrDocType": "GLB03"})
    assert answer(photo(unknown()), request) == ("213", {"ocrDocType": ""})


def test_general_recognition_gives_what_all_documents_have():
    assert answer(photo(front()), OcrMaxRequest("2")) == (
        "200",
        {
            "ocrDocType": "CHN01",
            "ocrIdInfo": {
                "given_name_s": "",
                "surname_s": "",
                "date_of_birth_s": "1987-01-01",
                "card_number_s": NUMBER,
                "sex_s": "M",
            },
        },
    )
    _, content = answer(photo(passport()), OcrMaxRequest("2"))
    assert content["ocrIdInfo"]["card_number_s"] == "B1234567"
    assert content["ocrIdInfo"]["date_of_expiry_s"] == "2030-06-05"
    assert answer(photo(), OcrMaxRequest("2")) == ("213", {"ocrDocType": "", "ocrIdInfo": {}})


def test_standard_values_of_the_types_that_have_them():
    request = replace(FRONT, standard_values=True)
    assert answer(photo(front()), request)[1]["ocrStandardData"] == {
        "surname_s": "",
        "given_name_s": "",
        "sex_s": "M",
        "date_of_birth_s": "1987-01-01",
        "date_of_expiry_s": "",
    }
    assert answer(photo(), request)[1]["ocrStandardData"] == {}
    assert "ocrStandardData" not in answer(photo(front()), FRONT)[1]
    passports = OcrMaxRequest("0", "GLB03002", standard_values=True)
    assert "ocrStandardData" not in answer(photo(passport()), passports)[1]


def test_standard_days_are_days_and_philippine_types_have_nothing_else():
    card = front(values=FACE | {"birth_date": "1987-99-01", "expiry_date": "long-term"})
    assert standard_data(card, "PHL01001", Choices()) == {"date_of_birth_s": "", "date_of_expiry_s": ""}


def test_the_older_names_and_their_dates():
    choices = Choices(aliyun_camel_case=True)
    _, content = answer(photo(passport()), OcrMaxRequest("0", "GLB03002"), choices)
    assert content["ocrIdInfo"] == {
        "surname": "LIN",
        "givenname": "XIAOZHOU",
        "sex": "M",
        "birthDate": "1987/01/01",
        "passportNo": "B1234567",
        "nationality": "VNM",
        "expiryDate": "2030/06/05",
        "countryCode": "VNM",
    }
    _, content = answer(photo(back()), BACK, choices)
    assert content["ocrIdInfo"] == {
        "originOfIssue": "某市公安局",
        "issueDate": "2017-08-12",
        "expiryDate": "2037-08-12",
    }
    assert camel_case(("name", "name_cn")) == {"name": "englishName", "name_cn": "name"}


def test_the_sex_of_a_resident_card_can_be_in_chinese():
    choices = Choices(aliyun_chinese_sex=True)
    assert answer(photo(front()), FRONT, choices)[1]["ocrIdInfo"]["sex"] == "男"
    passports = OcrMaxRequest("0", "GLB03002")
    assert answer(photo(passport()), passports, choices)[1]["ocrIdInfo"]["sex"] == "M"


@pytest.mark.parametrize(
    ("doc_type", "own", "names"),
    [
        ("CHN05003", ("name", "name_latin", "document_number"), ("name_cn", "name", "id_number")),
        ("KOR02001", ("document_number", "id_number"), ("document_number", "id_number")),
        ("CHN05003", ("valid_from", "expiry_date"), ("date_of_issue", "date_of_expiry")),
        ("TWN01001", ("issue_date", "valid_from"), ("date_of_issue", "valid_from")),
        ("THA03001", ("document_number", "birth_place"), ("passport_number", "place_of_birth")),
        ("IDN01001", ("religion",), ("religion",)),
    ],
)
def test_names_for_types_without_a_list(doc_type, own, names):
    assert names_of(doc_type, "01", own) == dict(zip(names, own, strict=True))


def test_a_refused_call_says_who_refused_what():
    assert failure("R-1", "host", "InvalidParameter", "no") == {
        "RequestId": "R-1",
        "HostId": "host",
        "Code": "InvalidParameter",
        "Message": "no",
        "Recommend": "",
    }
