"""Tencent's IDCardOCR, as JSON and as XML: refusals, values, warnings, scores, pictures."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from idvision.documents import UNKNOWN_SPEC, FieldSpec
from idvision.schemas.choices import Choices
from idvision.schemas.tencent_ci import ci_refusal, error_to_ci, to_tencent_ci
from idvision.schemas.tencent_idcard import (
    FLAGS,
    MESSAGES,
    OCR_FLAGS,
    Crops,
    IdCardRequest,
    border_code,
    refusal,
    sharpness,
)
from idvision.schemas.tencent_ocr import error_to_tencent, to_tencent_ocr
from idvision.types import Limits, Side
from tests.schema_results import EMBLEM, FACE, NUMBER, PERFECT, back, card, front, passport, photo, unknown

ANY = IdCardRequest()
BOTH = IdCardRequest(flags=frozenset({"MultiCardDetect"}))
TEXTS = {"Name", "Sex", "Nation", "Birth", "Address", "IdNum", "Authority", "ValidDate"}


def asking(*flags: str, **more: object) -> IdCardRequest:
    return IdCardRequest(flags=frozenset(flags), **more)


def ocr(result, request=ANY, crops=None, choices=None):
    body = to_tencent_ocr(result, request, crops or Crops(), "R-1", choices or Choices())
    assert list(body) == ["Response"]
    assert body["Response"]["RequestId"] == "R-1"
    return body["Response"]


def advanced(result, request, crops=None, choices=None):
    return json.loads(ocr(result, request, crops, choices)["AdvancedInfo"])


def ci(result, request=ANY, crops=None, choices=None):
    body = to_tencent_ci(result, request, crops or Crops(), choices or Choices())
    assert body.startswith(b"<?xml")
    return ET.fromstring(body)


def warned(result, *flags, **choices):
    return advanced(result, asking(*flags), choices=Choices(**choices))["WarnInfos"]


def test_the_face_side():
    answer = ocr(photo(front()))
    assert set(answer) == TEXTS | {"RequestId"}
    assert {name: answer[name] for name in TEXTS} == {
        "Name": "林小舟",
        "Sex": "男",
        "Nation": "汉",
        "Birth": "1987/1/1",
        "Address": "某市某区某路7号",
        "IdNum": NUMBER,
        "Authority": "",
        "ValidDate": "",
    }


def test_the_emblem_side():
    answer = ocr(photo(back(values=EMBLEM | {"expiry_date": "long-term"})))
    assert (answer["Authority"], answer["ValidDate"]) == ("某市公安局", "2017.08.12-长期")
    assert answer["Name"] == answer["IdNum"] == ""
    assert ocr(photo(back()))["ValidDate"] == "2017.08.12-2037.08.12"


def test_both_sides_of_one_photo_on_request():
    answer = ocr(photo(back(), front()), BOTH)
    assert all(answer[name] for name in TEXTS)
    assert ocr(photo(front()), BOTH)["Name"] == "林小舟"


def test_the_xml_has_the_nodes_of_the_sides_seen():
    face = ci(photo(front()))
    assert [node.tag for node in face] == ["IdInfo"]
    assert [node.tag for node in face[0]] == ["Name", "Sex", "Nation", "Birth", "Address", "IdNum"]
    assert face.findtext("IdInfo/Birth") == "1987/1/1"
    assert [node.tag for node in ci(photo(back()))[0]] == ["Authority", "ValidDate"]
    assert {node.tag for node in ci(photo(front(), back()), BOTH)[0]} == TEXTS


def test_xml_holds_no_character_that_it_may_not():
    answer = ci(photo(front(values=FACE | {"address": "A & B <1>\x0b\x00\ufffe号"})))
    assert answer.findtext("IdInfo/Address") == "A & B <1>号"


@pytest.mark.parametrize(
    ("cards", "request_", "code"),
    [
        ((), ANY, "FailedOperation.ImageNoIdCard"),
        ((passport(),), ANY, "FailedOperation.ImageNoIdCard"),
        ((unknown("not_a_document", reject=True),), ANY, "FailedOperation.ImageNoIdCard"),
        ((front(),), IdCardRequest("BACK"), "FailedOperation.CardSideError"),
        ((back(),), IdCardRequest("FRONT"), "FailedOperation.CardSideError"),
        ((front(),), IdCardRequest("FRONT"), ""),
        ((front(), back()), ANY, "FailedOperation.MultiCardError"),
        ((front(), back()), BOTH, ""),
        ((front(), front()), BOTH, "FailedOperation.MultiCardError"),
        ((front(), passport()), ANY, ""),
        ((front("unreadable", values={}, reject=True),), ANY, "FailedOperation.OcrFailed"),
        ((front(id_number="checksum_failed"),), ANY, "FailedOperation.IdCardInfoIllegal"),
        ((front(id_number="inconsistent"),), ANY, ""),
        ((replace(front(), quality=replace(PERFECT, blur=0.7)),), ANY, "FailedOperation.ImageBlur"),
        ((replace(front(), quality=replace(PERFECT, blur=0.69)),), ANY, ""),
    ],
)
def test_refusals(cards, request_, code):
    result = photo(*cards)
    assert refusal(result, request_) == code
    answer = ocr(result, request_)
    assert answer.get("Error", {}).get("Code", "") == code
    if code:
        assert answer == error_to_tencent(code, MESSAGES[code], "R-1")["Response"]


def test_the_picture_service_has_no_word_for_the_other_side():
    assert ci_refusal(photo(front()), IdCardRequest("BACK")) == "FailedOperation.ImageNoIdCard"
    assert ci_refusal(photo(front(), back()), ANY) == "FailedOperation.MultiCardError"
    assert ci_refusal(photo(front()), ANY) == ""


def test_nothing_is_said_that_was_not_asked_for():
    spoilt = photo(front("incomplete", "photocopy", "glare", "temporary", "expired"))
    assert set(ocr(spoilt)) == TEXTS | {"RequestId"}
    assert set(ocr(spoilt, BOTH)) == TEXTS | {"RequestId"}
    assert [node.tag for node in ci(spoilt)] == [node.tag for node in ci(spoilt, BOTH)] == ["IdInfo"]
    assert set(advanced(spoilt, asking("Quality"))) == {"Quality"}


@pytest.mark.parametrize(
    ("flag", "reason", "code"),
    [
        ("CopyWarn", "photocopy", -9102),
        ("BorderCheckWarn", "incomplete", -9101),
        ("BorderCheckWarn", "occlusion", -9105),
        ("BorderCheckWarn", "occlusion:name", -9105),
        ("ReshootWarn", "screen_recapture", -9103),
        ("DetectPsWarn", "edited", -9106),
        ("TempIdWarn", "temporary", -9104),
        ("InvalidDateWarn", "expired", -9100),
        ("ReflectWarn", "glare", -9107),
        ("ReflectWarn", "glare:id_number", -9107),
    ],
)
def test_a_warning_needs_its_flag_and_its_reason(flag, reason, code):
    flags = {name for name in OCR_FLAGS if name.endswith("Warn")}
    assert warned(photo(front(reason)), flag) == [code]
    assert warned(photo(front()), flag) == []
    assert warned(photo(front(reason)), *(flags - {flag})) == []


def test_each_warning_is_given_once():
    result = photo(front("glare", "glare:name", "incomplete", "occlusion"))
    assert warned(result, "ReflectWarn", "BorderCheckWarn") == [-9101, -9105, -9107]


def test_a_validity_that_is_over_has_the_code_that_was_chosen():
    over = photo(back("expired"))
    assert warned(over, "InvalidDateWarn", tencent_expired_code=-9109) == [-9109]
    assert advanced(over, asking("InvalidDateWarn", date_verify=False))["WarnInfos"] == []
    impossible = photo(back(values=EMBLEM | {"expiry_date": "2037-13-12"}, expiry_date="invalid_date"))
    assert warned(impossible, "InvalidDateWarn") == [-9100]
    # The picture service knows one code alone.
    told = ci(over, asking("InvalidDateWarn"), choices=Choices(tencent_expired_code=-9109))
    assert told.findtext("AdvancedInfo/WarnInfos") == "-9100"


def test_the_warnings_of_the_picture_service_repeat_and_may_be_positive():
    result, request = photo(front("photocopy", "edited", "glare")), asking(*FLAGS, "ReflectWarn")
    told = [node.text for node in ci(result, request).findall("AdvancedInfo/WarnInfos")]
    # It knows no reflections.
    assert told == ["-9102", "-9106"]
    positive = ci(result, request, choices=Choices(ci_negative_warnings=False))
    assert [node.text for node in positive.findall("AdvancedInfo/WarnInfos")] == ["9102", "9106"]


def test_advanced_nodes_stand_in_their_order():
    nodes = ci(photo(front("photocopy")), asking(*FLAGS), Crops(b"a", b"b")).find("AdvancedInfo")
    tags = [node.tag for node in nodes]
    assert tags == ["IdCard", "Portrait", "Quality", "BorderCodeValue", "WarnInfos"]


@pytest.mark.parametrize(
    ("blur", "score"), [(0.0, 100), (0.225, 75), (0.45, 50), (0.725, 25), (1.0, 0), (0.4, 56)]
)
def test_sharpness_is_halved_where_a_card_is_reviewed(blur, score):
    assert sharpness(replace(front(), quality=replace(PERFECT, blur=blur)), Limits()) == score


@pytest.mark.parametrize(("missing", "score"), [(0.0, 0), (0.01, 25), (0.02, 50), (0.51, 75), (1.0, 100)])
def test_the_border_code_grows_with_what_is_missing(missing, score):
    assert border_code(replace(front(), quality=replace(PERFECT, incomplete=missing)), Limits()) == score


def test_a_limit_that_is_never_reached_leaves_the_score_in_range():
    limits = Limits(blur_review=1.0)
    assert sharpness(replace(front(), quality=replace(PERFECT, blur=1.0)), limits) == 50


def test_the_scores_of_two_sides_are_those_of_the_worse():
    poor = replace(back(), quality=replace(PERFECT, blur=0.45, incomplete=0.02))
    request = asking("MultiCardDetect", "Quality", "BorderCheckWarn")
    info = advanced(photo(front(), poor), request)
    assert (info["Quality"], info["BorderCodeValue"]) == (50, 50)
    nodes = ci(photo(front(), poor), request).find("AdvancedInfo")
    assert (nodes.findtext("Quality"), nodes.findtext("BorderCodeValue")) == ("50", "50")


def test_crops_are_given_in_base64_on_request():
    crops = Crops(b"card", b"face")
    assert advanced(photo(front()), asking("CropIdCard"), crops) == {"IdCard": "Y2FyZA=="}
    assert advanced(photo(front()), asking("CropPortrait"), crops) == {"Portrait": "ZmFjZQ=="}
    assert advanced(photo(back()), asking("CropPortrait")) == {"Portrait": ""}


@pytest.mark.parametrize(
    ("reasons", "keys", "values"),
    [
        ((), True, True),
        (("incomplete",), False, False),
        (("glare",), False, True),
        (("glare:name",), True, False),
        (("occlusion:id_number",), True, False),
        (("glare:portrait",), True, True),
        (("unreadable:name",), True, False),
        (("low_confidence:name",), True, True),
    ],
)
def test_captions_and_values_are_checked(reasons, keys, values):
    info = advanced(photo(front(*reasons)), asking("KeyCheck", "ValueCheck"))
    assert info == {"IsKeyValid": keys, "IsValueValid": values}


@pytest.mark.parametrize(
    ("reasons", "places"),
    [
        ((), []),
        (("glare",), ["Others"]),
        (("glare", "glare:portrait"), ["Portrait"]),
        (("glare:name", "glare:portrait"), ["Portrait", "RecognitionField"]),
    ],
)
def test_reflections_have_places(reasons, places):
    request = asking("ReflectWarn", reflect_detail=True)
    told = ocr(photo(front(*reasons)), request)["ReflectDetailInfos"]
    assert told == [{"Position": place} for place in places]
    assert "ReflectDetailInfos" not in ocr(photo(front(*reasons)), asking("ReflectWarn"))
    assert "ReflectDetailInfos" not in ocr(photo(front(*reasons)), IdCardRequest(reflect_detail=True))


def test_a_sound_number_mends_birth_date_and_sex():
    contradicted = front(
        values=FACE | {"birth_date": "1981-01-01", "sex": ""},
        birth_date="inconsistent",
        id_number="inconsistent",
    )
    answer = ocr(photo(contradicted))
    # 990101 19870101 123 9: born on 1987-01-01, an odd order number is a man's.
    assert (answer["Birth"], answer["Sex"]) == ("1987/1/1", "")
    missing = ocr(photo(front(values={"id_number": NUMBER})))
    assert (missing["Birth"], missing["Sex"]) == ("1987/1/1", "男")
    as_read = ocr(photo(contradicted), IdCardRequest(rectify=False))
    assert (as_read["Birth"], as_read["Sex"]) == ("1981/1/1", "")


def test_a_woman_has_an_even_number():
    assert ocr(photo(front(values={"id_number": "990101198701011220"})))["Sex"] == "女"


@pytest.mark.parametrize("number", ["", "99010119870101123", "99010119870101O239"])
def test_no_number_mends_nothing(number):
    answer = ocr(photo(front(values={"id_number": number, "name": "林小舟"})))
    assert (answer["Birth"], answer["Sex"]) == ("", "")


def test_a_declaration_may_say_which_side_it_is(monkeypatch):
    names = ("name", "id_number", "issuing_authority", "expiry_date")
    spec = replace(
        UNKNOWN_SPEC, codes=(("tencent", "FRONT"),), fields=tuple(FieldSpec(name) for name in names)
    )
    monkeypatch.setattr("idvision.schemas.vendor_codes.get_spec", lambda *_: spec)
    paper = card(("paper", Side.BACK), FACE | EMBLEM, "temporary")
    answer = ocr(photo(paper), IdCardRequest("FRONT", frozenset({"TempIdWarn"})))
    assert (answer["Name"], answer["ValidDate"]) == ("林小舟", "2017.08.12-2037.08.12")
    assert json.loads(answer["AdvancedInfo"]) == {"WarnInfos": [-9104]}


def test_an_error_of_the_picture_service_has_every_node():
    body = error_to_ci("NoSuchKey", "no such object <x>", "bucket/key", "R-1", "T-1")
    error = ET.fromstring(body)
    assert {node.tag: node.text for node in error} == {
        "Code": "NoSuchKey",
        "Message": "no such object <x>",
        "Resource": "bucket/key",
        "RequestId": "R-1",
        "TraceId": "T-1",
    }
    assert error.tag == "Error"


def test_a_doubtful_value_can_be_left_out():
    result = photo(front("low_confidence:name"))
    assert ocr(result)["Name"] == "林小舟"
    assert ocr(result, choices=Choices(blank_doubtful=True))["Name"] == ""
