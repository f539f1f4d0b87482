"""Photos of drawn cards with codes, through the whole pipeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

import idvision
from idvision.documents import BarcodeSpec, all_specs, get_spec
from idvision.geometry import as_quad, quad_iou
from idvision.models import Models
from idvision.types import Card, Decision, Image, Options, Side
from tests.drawing import Pose, Shot, draw_resident_id_front, photograph, random_resident
from training.synth.barcodes import code_picture, draw_licence_back

OPTIONS = Options(today=date(2025, 6, 1))
SHOT = Shot(size_wh=(1600, 1200), blur_px=0.6)
pytestmark = pytest.mark.weights


def read(photo: Image, models: Models) -> Card:
    data = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
    (card,) = idvision.analyze(data, models, OPTIONS).cards
    return card


def values_of(card: Card) -> dict[str, str]:
    return {field.name: field.value for field in card.fields}


@pytest.mark.parametrize(
    ("version", "pose"),
    [
        (1, Pose(rotation_deg=8, tilt_x_deg=12)),
        (3, Pose(rotation_deg=95, tilt_y_deg=-10)),
        (10, Pose(rotation_deg=184)),
    ],
)
def test_the_back_of_a_licence_is_known_and_read_by_its_code(
    version: int, pose: Pose, models: Models
) -> None:
    document = draw_licence_back(np.random.default_rng(version), "train", 1300, version)
    photo, quad = photograph(document.picture, pose, "wood", version, SHOT)
    card = read(photo, models)
    assert (card.document.type, card.document.side) == (document.type, Side.BACK)
    assert values_of(card) == document.fields
    assert quad_iou(as_quad(card.quad), quad) > 0.95
    (code,) = card.barcodes
    assert (code.format, code.grammar, code.problems) == ("PDF417", "aamva", ())
    assert {field.name: field.value for field in code.fields} == document.fields
    inside = cv2.pointPolygonTest(quad, tuple(np.mean(code.quad, axis=0)), False)
    assert inside > 0
    assert all(field.quad is not None and field.confidence > 0.9 for field in card.fields)
    # Of some drawn holders the licence has run out; nothing else is wrong.
    assert set(card.verdict.reasons) <= {"expired"}


def test_a_blank_of_the_code_leaves_the_card_unknown(models: Models) -> None:
    document = draw_licence_back(np.random.default_rng(3), "train", 1300, 8)
    picture = document.picture.copy()
    height, width = picture.shape[:2]
    picture[: height // 2, : width // 2] = 128
    card = read(photograph(picture, Pose(), "wood", 1, SHOT)[0], models)
    assert (card.document.type, card.barcodes, card.fields) == ("unknown", (), ())


def test_a_code_of_a_card_of_no_declared_type_is_still_told(models: Models) -> None:
    page = np.full((820, 1300, 3), 228, np.uint8)
    cv2.putText(
        page, "MEMBER OF THE QUILLBY SOCIETY", (80, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, (60, 40, 30), 4
    )
    page[400:640, 900:1140] = code_picture("https://example.org/member/17", "QRCode", (240, 240))
    card = read(photograph(page, Pose(rotation_deg=5), "wood", 1, SHOT)[0], models)
    assert card.document.type == "unknown"
    assert [(code.format, code.text, code.grammar) for code in card.barcodes] == [
        ("QRCode", "https://example.org/member/17", "")
    ]
    assert "unknown_document" in card.verdict.reasons


def test_print_and_code_of_one_card_are_held_against_each_other(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = random_resident(7)
    truth = person.front_fields()
    year, month, day = truth["birth_date"].split("-")
    sex = {"M": "Nam", "F": "Nữ"}[truth["sex"]]
    # What the number says of sex, century and year is so; it is not the printed one.
    century_and_sex = 2 * (int(year[:2]) - 19) + (truth["sex"] == "F")
    number = f"001{century_and_sex}{year[2:]}000017"
    text = f"{number}||{truth['name']}|{day}{month}{year}|{sex}||15062021"
    front = get_spec("chn_resident_id", Side.FRONT)
    declared = replace(front, barcode=BarcodeSpec(("QRCode",), "cccd_qr"))
    specs = tuple(declared if spec is front else spec for spec in all_specs())
    monkeypatch.setattr("idvision.interpret.specs_standing", lambda **_standing: specs)
    picture = draw_resident_id_front(person, 1300).copy()
    picture[50:240, 600:790] = code_picture(text, "QRCode", (190, 190))
    card = read(photograph(picture, Pose(rotation_deg=4), "wood", 1, SHOT)[0], models)
    assert (card.document.type, card.document.side) == (front.type, front.side)
    (code,) = card.barcodes
    assert code.text == text
    fields = {field.name: field for field in card.fields}
    assert {name: fields[name].value for name in truth} == truth
    assert (fields["name"].problems, fields["name"].confidence) == ((), pytest.approx(0.99, abs=0.01))
    assert fields["id_number"].problems == ("inconsistent",)
    assert fields["issue_date"].value == "2021-06-15"
    assert (code.problems, card.verdict.decision) == (("missing:address",), Decision.REVIEW)
    assert card.verdict.reasons[:2] == ("inconsistent_fields", "low_confidence:id_number")
