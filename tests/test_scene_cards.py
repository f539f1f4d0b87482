"""Photos of vehicles from bytes to result, and what draws them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

from idvision.checks import CHECKS
from idvision.documents import all_specs
from idvision.geometry import as_quad, quad_iou
from idvision.models import Models
from idvision.pipeline import analyze
from idvision.scene_cards import PAGE_LINES, may_show_scene
from idvision.types import UNKNOWN_DOCUMENT, Card, Image, Options, Side, TextLine
from tests.sample_results import CARD, CARD_QUAD
from training.synth.plates import KINDS, draw_foreign_plate, draw_plate
from training.synth.types import Document, Scene
from training.synth.vehicles import VehicleShot, draw_vehicle_scene, photograph_vehicle
from training.synth.vin_plates import draw_vin

OPTIONS = Options(today=date(2025, 6, 1))
NEAR = VehicleShot(fill=(0.3, 0.5), tilt_deg=12)
FAR = VehicleShot(fill=(0.09, 0.12), tilt_deg=12)


def shot(seed: int, document: Document, how: VehicleShot) -> Scene:
    return photograph_vehicle(np.random.default_rng(seed), "bench", document, how)


def encode(photo: Image) -> bytes:
    return cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


def plate(kind: str, seed: int) -> Document:
    return draw_plate(np.random.default_rng(seed), "train", kind)


def values_of(card: Card) -> dict[str, str]:
    return {field.name: field.value for field in card.fields}


@pytest.mark.weights
@pytest.mark.parametrize("how", [NEAR, FAR], ids=["near", "far"])
@pytest.mark.parametrize("kind", ["small", "large", "green", "police"])
def test_a_plate_on_a_car_is_read_with_its_kind_and_outline(
    kind: str, how: VehicleShot, models: Models
) -> None:
    scene = shot(3, plate(kind, 3), how)
    (card,) = analyze(encode(scene.image), models, OPTIONS).cards
    assert (card.document.type, card.document.side) == ("vehicle_plate", Side.FRONT)
    assert values_of(card) == scene.placed[0].document.fields
    assert quad_iou(as_quad(card.quad), scene.placed[0].quad) > 0.7
    assert not any(field.problems for field in card.fields)


@pytest.mark.weights
def test_a_plate_of_two_rows_is_read_as_one_number(models: Models) -> None:
    scene = shot(5, plate("trailer", 5), NEAR)
    (card,) = analyze(encode(scene.image), models, OPTIONS).cards
    assert values_of(card) == scene.placed[0].document.fields
    assert len(card.lines) == 2


@pytest.mark.weights
@pytest.mark.parametrize("seed", range(4))
def test_a_plate_of_another_country_is_not_read_as_one(seed: int, models: Models) -> None:
    scene = shot(seed, draw_foreign_plate(np.random.default_rng(seed), "train"), NEAR)
    result = analyze(encode(scene.image), models, OPTIONS)
    assert all(card.document.type == UNKNOWN_DOCUMENT for card in result.cards)


@pytest.mark.weights
def test_a_number_behind_the_windscreen_is_read(models: Models) -> None:
    document = draw_vin(np.random.default_rng(1), "train")
    scene = shot(1, document, replace(NEAR, fill=(0.6, 0.8)))
    (card,) = analyze(encode(scene.image), models, OPTIONS).cards
    assert card.document.type == "vehicle_vin"
    assert values_of(card) == document.fields


@pytest.mark.weights
def test_a_caller_who_asked_for_something_else_gets_no_plate(models: Models) -> None:
    scene = shot(3, plate("small", 3), NEAR)
    wanted = replace(OPTIONS, documents=("passport",))
    cards = analyze(encode(scene.image), models, wanted).cards
    assert all(card.document.type == UNKNOWN_DOCUMENT for card in cards)


def test_a_known_document_or_a_page_of_print_hides_no_plate() -> None:
    card = CARD
    unknown = replace(card, document=replace(card.document, type=UNKNOWN_DOCUMENT), lines=())
    page = replace(unknown, lines=(TextLine("text", 1.0, CARD_QUAD),) * (PAGE_LINES + 1))
    assert may_show_scene(())
    assert may_show_scene([unknown])
    assert not may_show_scene([unknown, card])
    assert not may_show_scene([page])


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawn_plate_is_of_its_size_and_its_number_of_its_kind(kind: str) -> None:
    document = draw_plate(np.random.default_rng(11), "bench", kind, 440)
    height, width = document.picture.shape[:2]
    assert width / height == pytest.approx(document.size_mm[0] / document.size_mm[1], rel=0.01)
    number = document.fields["plate_number"]
    assert CHECKS["cn_plate"](number) == number
    assert "".join(line.text for line in document.lines) == number
    (spec,) = (spec for spec in all_specs() if spec.type == document.type)
    assert spec.scene is not None
    declared = {(one.name, one.colour): len(one.grammar) for one in spec.scene.kinds}
    assert declared[document.fields["plate_type"], document.fields["plate_colour"]] == len(number)
    again = draw_plate(np.random.default_rng(11), "bench", kind, 440)
    np.testing.assert_array_equal(document.picture, again.picture)


@pytest.mark.parametrize("seed", range(6))
def test_a_drawn_number_stands_up_to_its_check(seed: int) -> None:
    document = draw_vin(np.random.default_rng(seed), "train", 300)
    number = document.fields["vin"]
    assert CHECKS["vin_by_region"](number) == number
    assert any(number in line.text for line in document.lines)


def test_a_photo_of_a_vehicle_knows_where_its_plate_is() -> None:
    scene = draw_vehicle_scene(np.random.default_rng(4), "train")
    again = draw_vehicle_scene(np.random.default_rng(4), "train")
    np.testing.assert_array_equal(scene.image, again.image)
    (placed,) = scene.placed
    assert (placed.quad >= 0).all()
    assert (placed.quad <= scene.image.shape[1::-1]).all()
