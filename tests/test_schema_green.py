"""Structured card OCR of Content Moderation: one object for every kind of card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.documents import UNKNOWN_SPEC
from idvision.schemas.aliyun_green import card_kinds, info_of, to_green
from idvision.schemas.aliyun_green_fields import FORMS, numbers_of, objects, texts_of
from idvision.schemas.choices import Choices
from idvision.types import Side
from tests.schema_results import EMBLEM, FACE, NUMBER, back, card, front, passport, photo

KINDS = {
    *(
        "id-card-front",
        "id-card-back",
        "business-license",
        "passport",
        "bank-card",
        "vehicle-num",
        "vehicle-vin",
    ),
    *("driver-license-front", "driver-license-back", "vehicle-license-front", "vehicle-license-back"),
    *("household-head", "household-resident"),
}


def test_every_kind_of_card_is_known():
    assert set(card_kinds()) == KINDS


def test_every_entry_of_the_table_names_a_form_that_exists():
    forms = {entry.form for told in objects().values() for entry in told.texts}
    assert forms == set(FORMS)


def test_a_front():
    entry = to_green(photo(front()), "id-card-front", Choices())
    assert entry == {
        "scene": "ocr",
        "label": "ocr",
        "suggestion": "review",
        "rate": 99.0,
        "idCardInfo": {
            "name": "林小舟",
            "nationality": "汉",
            "number": NUMBER,
            "birth": "1987-01-01",
            "address": "某市某区某路7号",
            "authority": "",
            "startDate": "",
            "endDate": "",
            "angle": 0.0,
            "type": "front",
            "numberValid": True,
        },
    }


def test_a_back():
    info = to_green(photo(back(values=EMBLEM | {"expiry_date": "long-term"})), "id-card-back", Choices())
    told = info["idCardInfo"]
    assert (told["authority"], told["startDate"], told["endDate"]) == ("某市公安局", "2017-08-12", "长期")
    assert told["type"] == "back"
    assert "numberValid" not in told


def test_the_other_side_says_which_it_is():
    assert to_green(photo(back()), "id-card-front", Choices())["idCardInfo"]["type"] == "back"
    both = photo(back(), front())
    assert to_green(both, "id-card-front", Choices())["idCardInfo"]["type"] == "front"
    assert to_green(both, "id-card-back", Choices())["idCardInfo"]["type"] == "back"


@pytest.mark.parametrize(
    ("values", "problems", "valid"),
    [
        (FACE, {}, True),
        (FACE, {"id_number": "checksum_failed"}, False),
        ({"name": "林小舟"}, {}, False),
    ],
)
def test_the_number_is_valid_if_it_is_there_and_sound(values, problems, valid):
    entry = to_green(photo(front(values=values, **problems)), "id-card-front", Choices())
    assert entry["idCardInfo"]["numberValid"] is valid


def test_copies_are_told_to_some_accounts():
    result = photo(front("photocopy"))
    assert "copy" not in to_green(result, "id-card-front", Choices())["idCardInfo"]
    told = to_green(result, "id-card-front", Choices(green_copy_remake=True))["idCardInfo"]
    assert (told["copy"], told["remake"]) == (True, False)


@pytest.mark.parametrize("result", [photo(), photo(passport())])
def test_a_picture_without_the_card_passes(result):
    entry = to_green(result, "id-card-front", Choices())
    assert (entry["label"], entry["suggestion"]) == ("normal", "pass")
    assert set(entry) == {"scene", "label", "suggestion", "rate"}


def test_a_passport():
    info = to_green(photo(passport()), "passport", Choices())["passportInfo"]
    assert {name: value for name, value in info.items() if value} == {
        "birthDate": "1987年01月01日",
        "birthDay": "01月01日",
        "expireDate": "2030年06月05日",
        "expireDay": "06月05日",
        "name": "LIN XIAOZHOU",
        "personId": "B1234567",
        "srcCountry": "VNM",
        "type": "P",
        "line0": "P<VNMLIN",
        "line1": "B1234567",
        "surname": "LIN",
        "givenName": "XIAOZHOU",
    }
    assert {"cnName", "cnNameRaw", "birthPlaceRaw", "issuePlaceRaw", "authority"} <= set(info)


def test_a_place_in_two_scripts_is_told_in_each():
    texts = texts_of("passport", {"birth_place": "天津/TIANJIN", "issue_place": "HANOI"}, ())
    assert (texts["birthPlace"], texts["birthPlaceRaw"]) == ("天津", "TIANJIN")
    assert (texts["issuePlace"], texts["issuePlaceRaw"]) == ("HANOI", "HANOI")


def test_a_chinese_passport_has_both_names():
    texts = texts_of("passport", {"name": "林小舟", "name_latin": "LIN, XIAOZHOU"}, ())
    assert (texts["cnName"], texts["cnNameRaw"], texts["name"]) == (
        "林小舟",
        "LIN, XIAOZHOU",
        "LIN, XIAOZHOU",
    )
    assert (texts["surname"], texts["givenName"]) == ("LIN", "XIAOZHOU")


@pytest.mark.parametrize(
    ("term", "end"),
    [
        ("2003年06月28日至长期", "长期"),
        ("2003年06月28日至2033年06月27日", "2033年06月27日"),
        ("long-term", "长期"),
        ("长期", "长期"),
        ("2033-06-27", "2033年06月27日"),
        ("", ""),
    ],
)
def test_the_validity_of_a_business_licence_is_its_end(term, end):
    assert texts_of("business-license", {"business_term": term}, ())["vaildPeriod"] == end


@pytest.mark.parametrize(
    ("values", "copy"), [({}, False), ({"copy_mark": "副本"}, True), ({"copy_number": "1-1"}, True)]
)
def test_a_business_licence_says_whether_it_is_a_copy(values, copy):
    licence = card(("chn_business_licence", Side.PAGE), {"company_name": "某公司"} | values)
    assert info_of(licence, "business-license", Choices())["copy"] is copy


def test_the_whole_numbers_of_a_vehicle():
    values = {"approved_passengers": "5人", "overall_dimension": "3760x1880x1800mm"}
    assert numbers_of("vehicle-license-back", values) == {
        "appprovedPassengerCapacity": 5,
        "overallDimension": {"length": 3760, "width": 1880, "height": 1800},
    }
    # What was not read is no number.
    unread = {"approved_passengers": "--", "overall_dimension": "3760x1880mm"}
    assert numbers_of("vehicle-license-back", unread) == {}
    assert numbers_of("vehicle-license-front", values) == {}


def test_a_plate_has_rates_of_its_own(monkeypatch):
    spec = replace(UNKNOWN_SPEC, codes=(("green", "vehicle-num"),))
    monkeypatch.setattr("idvision.schemas.vendor_codes.get_spec", lambda *_: spec)
    plate = card(("plate", Side.FRONT), {"plate_number": "皖A12345", "plate_type": "small_car"})
    assert to_green(photo(plate), "vehicle-num", Choices())["vehicleNumInfo"] == {
        "num": "皖A12345",
        "vehicleType": "小型汽车",
        "rate": 97.0,
        "vehicleTypeRate": 97.0,
    }
    alone = info_of(card(("plate", Side.FRONT), {"plate_number": "皖A12345"}), "vehicle-num", Choices())
    assert (alone["vehicleType"], alone["vehicleTypeRate"]) == ("", 0.0)


def test_household_pages_name_their_kind_and_write_days_in_chinese():
    head = card(("chn_household_head", Side.PAGE), {"name": "林小舟", "issue_date": "2022-01-01"})
    told = to_green(photo(head), "household-head", Choices())["ocrCardInfo"]
    assert (told["houseHolder"], told["issueDate"], told["type"]) == (
        "林小舟",
        "2022年01月01日",
        "household-head",
    )
    texts = texts_of("household-resident", {"register_date": "2023-02-06", "issue_date": "2001-01-01"}, ())
    assert texts["registerDate"] == "2023年02月06日"
    assert (
        texts_of("household-resident", {"issue_date": "2001-01-01"}, ())["registerDate"] == "2001年01月01日"
    )
