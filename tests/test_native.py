import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from idvision.errors import DecodeError, IdVisionError, ImageTooLargeError
from idvision.prompts import PROMPTS
from idvision.schemas.generate import SCHEMA_PATH, error_codes, main, native_schema, render
from idvision.schemas.native import error_to_native, to_native
from tests.sample_results import EMPTY_RESULT, RESULT

DOCS = Path(__file__).parent.parent / "docs" / "native.md"
VALIDATOR = Draft202012Validator(native_schema())


def test_the_committed_schema_is_the_generated_one():
    assert SCHEMA_PATH.read_text(encoding="utf-8") == render()


def test_the_generator_writes_the_schema_file(tmp_path, monkeypatch):
    monkeypatch.setattr("idvision.schemas.generate.SCHEMA_PATH", tmp_path / "schema.json")
    main()
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == native_schema()


def test_the_schema_is_valid_in_its_own_dialect():
    Draft202012Validator.check_schema(native_schema())


@pytest.mark.parametrize(
    "answer",
    [
        to_native(RESULT, "a.jpg"),
        to_native(EMPTY_RESULT, "-"),
        error_to_native(DecodeError("damaged"), "c.jpg"),
        error_to_native(IdVisionError("unexpected KeyError at read.py:10"), "c.jpg"),
    ],
)
def test_every_answer_fits_the_schema_after_a_trip_through_json(answer):
    VALIDATOR.validate(json.loads(json.dumps(answer)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: answer.update(extra=1),
        lambda answer: answer.pop("verdict"),
        lambda answer: answer["cards"][0].pop("mrz"),
        lambda answer: answer["cards"][0].update(score=1.01),
        lambda answer: answer["cards"][0].pop("barcodes"),
        lambda answer: answer["cards"][0]["barcodes"][0].update(format="EAN13"),
        lambda answer: answer["cards"][0]["quality"].update(blur=None),
        lambda answer: answer["cards"][0]["quality"].update(occlusion=None),
        lambda answer: answer["cards"][0]["quality"]["field_defects"].update(name={}),
        lambda answer: answer["cards"][0]["quality"]["field_defects"].update(name={"dust": 0.1}),
        lambda answer: answer["cards"][0]["reproduction"].update(screen=None),
        lambda answer: answer["cards"][0]["corners_visible"].pop(),
        lambda answer: answer["cards"][0]["corners_visible"].__setitem__(0, 1),
        lambda answer: answer["cards"][0]["quad"].pop(),
        lambda answer: answer["cards"][0]["document"].update(side="top"),
        lambda answer: answer["cards"][0]["fields"]["name"].pop("problems"),
        lambda answer: answer["verdict"].update(decision="maybe"),
        lambda answer: answer["verdict"].update(reasons=["Too Blurred"]),
        lambda answer: answer.update(error={"code": "decode_failed", "message": ""}),
    ],
)
def test_the_schema_refuses_what_is_not_native(spoil):
    answer = json.loads(json.dumps(to_native(RESULT, "a.jpg")))
    spoil(answer)
    assert not VALIDATOR.is_valid(answer)


def test_a_result_becomes_the_documented_object():
    answer = to_native(RESULT, "a.jpg")
    card = answer["cards"][0]
    assert list(answer) == ["schema", "source", "image", "cards", "verdict", "timings_ms"]
    assert answer["schema"] == "idvision/1"
    assert answer["source"] == "a.jpg"
    assert answer["image"] == {"width": 400, "height": 300}
    assert answer["timings_ms"] == {"decode": 3.14, "locate": 5.0}
    assert list(card)[:3] == ["quad", "corners_visible", "score"]
    assert card["quad"] == [[40.0, 30.0], [360.0, 40.0], [355.0, 240.0], [35.0, 230.0]]
    assert card["corners_visible"] == [True, True, False, True]
    assert card["document"] == {
        "type": "chn_resident_id",
        "side": "front",
        "form": "",
        "confidence": 0.97,
        "quarter_turns": 1,
    }
    assert card["quality"] == {
        "blur": 0.1,
        "glare": 0.05,
        "occlusion": 0.0,
        "incomplete": 0.0,
        "exposure": 0.0,
        "luminance": 0.6,
        "coverage": 0.5,
        "short_side_px": 600,
        "field_defects": {"id_number": {"blur": 0.3, "glare": 0.38}, "name": {"occlusion": 0.05}},
    }
    assert card["reproduction"] == {"screen": 0.01, "photocopy": 0.0, "edited": 0.02}
    assert list(card["fields"]) == ["name", "id_number"]
    assert card["fields"]["id_number"] == {
        "value": "990101200001011234",
        "raw": "99O101200001011234",
        "confidence": 0.31,
        "quad": [[120.12, 200.0], [300.0, 200.0], [300.0, 216.0], [120.0, 216.0]],
        "problems": ["checksum_failed"],
    }
    assert card["mrz"]["format"] == "TD1"
    assert card["mrz"]["checks"] == {"document_number": True, "composite": False}
    assert card["mrz"]["raw_lines"][0] == "I<UT0X00000000<<<<<<<<<<<<<<<"
    assert card["mrz"]["fields"]["surname"]["value"] == "LIN"
    assert card["portrait"]["quad"][0] == [250.0, 60.0]
    assert card["barcodes"] == [
        {
            "format": "QRCode",
            "text": "A|1",
            "data": "",
            "quad": [[300.0, 180.0], [330.0, 180.0], [330.0, 210.0], [300.0, 210.0]],
            "grammar": "cccd_qr",
            "fields": {"sex": answer["cards"][0]["barcodes"][0]["fields"]["sex"]},
            "problems": ["missing:name"],
        },
        {
            "format": "Aztec",
            "text": "",
            "data": "AAH/",
            "quad": card["barcodes"][0]["quad"],
            "grammar": None,
            "fields": {},
            "problems": [],
        },
    ]
    assert card["barcodes"][0]["fields"]["sex"]["value"] == "F"
    assert card["lines"] == [
        {"text": "姓名 林小舟", "confidence": 0.9, "quad": card["fields"]["name"]["quad"]}
    ]
    assert card["verdict"] == {
        "decision": "review",
        "reasons": ["glare:id_number"],
        "prompt": {"en": "Tilt it.", "zh": "倾斜。"},
    }


def test_confidences_have_four_decimals():
    assert to_native(RESULT, "a.jpg")["cards"][0]["fields"]["name"]["confidence"] == 0.9877


def test_an_error_keeps_its_code_and_message():
    assert error_to_native(ImageTooLargeError(101, 100), "b.png") == {
        "schema": "idvision/1",
        "source": "b.png",
        "error": {"code": "image_too_large", "message": "101 pixels exceed the limit of 100 pixels"},
    }


def test_every_code_is_documented():
    documented = set(re.findall(r"`([a-z_]+)(?::FIELD)?`", DOCS.read_text(encoding="utf-8")))
    assert set(PROMPTS) <= documented
    assert set(error_codes()) <= documented
