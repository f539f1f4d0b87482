"""RecognizeIdcard: both sides, places, figures and quality."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from idvision.schemas.aliyun_idcard import IdcardRequest, to_idcard, turned_deg
from idvision.schemas.choices import Choices
from idvision.types import Reproduction
from tests.schema_results import EMBLEM, FACE, NUMBER, PERFECT, QUAD, back, front, passport, photo


def sides(result, request=None, choices=None):
    body = to_idcard(result, request or IdcardRequest(), "R-1", choices or Choices())
    assert body["RequestId"] == "R-1"
    return json.loads(body["Data"])["data"]


def test_both_sides_are_told():
    found = sides(photo(front(), back()))
    assert list(found) == ["face", "back"]
    assert found["face"]["data"] == {
        "name": "林小舟",
        "sex": "男",
        "ethnicity": "汉",
        "birthDate": "1987年1月1日",
        "address": "某市某区某路7号",
        "idNumber": NUMBER,
    }
    assert found["back"]["data"] == {
        "issueAuthority": "某市公安局",
        "validPeriod": "2017.08.12-2037.08.12",
    }


def test_what_was_not_read_is_empty_and_stands_nowhere():
    (face,) = sides(photo(front(values={"name": "林小舟"}))).values()
    assert face["data"]["idNumber"] == face["data"]["birthDate"] == ""
    assert [entry["key"] for entry in face["prism_keyValueInfo"]] == ["name"]


def test_a_validity_without_end():
    (side,) = sides(photo(back(values=EMBLEM | {"expiry_date": "long-term"}))).values()
    assert side["data"]["validPeriod"] == "2017.08.12-长期"


def test_values_stand_in_pixels_of_the_photo():
    (face,) = sides(photo(front())).values()
    assert face["prism_keyValueInfo"][1] == {
        "key": "sex",
        "keyProb": 100,
        "value": "男",
        "valueProb": 97,
        "valuePos": [{"x": 100, "y": 50}, {"x": 700, "y": 50}, {"x": 700, "y": 428}, {"x": 100, "y": 428}],
    }
    sizes = {name: face[name] for name in ("height", "width", "orgHeight", "orgWidth")}
    assert sizes == {"height": 600, "width": 800, "orgHeight": 600, "orgWidth": 800}


def test_figure_and_quality_are_told_on_request():
    plain = sides(photo(front()))["face"]
    assert not {"figure", "warning"} & set(plain)
    portrait = ((500.0, 100.0), (650.0, 100.0), (650.0, 300.0), (500.0, 300.0))
    card = replace(front("screen_recapture"), portrait=portrait)
    card = replace(
        card,
        quality=replace(PERFECT, incomplete=0.1, blur=0.25, glare=0.05),
        reproduction=Reproduction(0.8, 0.0, 0.125),
    )
    face = sides(photo(card), IdcardRequest(figure=True, quality=True))["face"]
    (figure,) = face["figure"]
    assert figure == {
        "type": "face",
        "x": 500,
        "y": 100,
        "w": 150,
        "h": 200,
        "box": {"x": 575, "y": 200, "w": 150, "h": 200, "angle": 0},
        "points": [{"x": 500, "y": 100}, {"x": 650, "y": 100}, {"x": 650, "y": 300}, {"x": 500, "y": 300}],
    }
    assert face["warning"] == {
        "completenessScore": 90.0,
        "isCopy": False,
        "isReshoot": True,
        "qualityScore": 75.0,
        "tamperScore": 12.5,
    }
    assert sides(photo(front()), IdcardRequest(figure=True))["face"]["figure"] == []


def test_the_container_of_the_quality_can_be_called_otherwise():
    choices = Choices(recognize_idcard_quality_key="qualityInfo")
    assert "qualityInfo" in sides(photo(back()), IdcardRequest(quality=True), choices)["back"]


def test_a_photocopy_has_the_type_of_a_copy():
    assert sides(photo(front("photocopy")))["face"]["ftype"] == 1
    assert sides(photo(front()))["face"]["ftype"] == 0


@pytest.mark.parametrize("turns", range(4))
def test_the_angle_is_the_clockwise_turn_of_the_card(turns):
    # Corner names travel clockwise with the card: a quarter turn puts its top left at the right.
    quad = tuple(QUAD[(index + turns) % 4] for index in range(4))
    assert turned_deg(quad) == pytest.approx(90 * turns)
    assert sides(photo(replace(front(), quad=quad)))["face"]["angle"] == 90 * turns


def test_a_photo_without_the_card_has_no_answer():
    assert to_idcard(photo(), IdcardRequest(), "R-1", Choices()) is None
    assert to_idcard(photo(passport()), IdcardRequest(), "R-1", Choices()) is None


def test_the_larger_of_two_fronts_is_told():
    small = replace(front(values=FACE | {"name": "王二"}), quality=replace(PERFECT, coverage=0.1))
    assert sides(photo(small, front()))["face"]["data"]["name"] == "林小舟"
