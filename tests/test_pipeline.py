"""From bytes to result: the geometry between the stages, and whole photos of drawn documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn

import cv2
import numpy as np
import pytest

from idvision.decode import read_header
from idvision.geometry import (
    as_quad,
    frame_quad,
    project_quad,
    quad_iou,
    quad_points,
    quarter_turns_between,
    roll_quad,
)
from idvision.models import Models
from idvision.photo import open_photo
from idvision.pipeline import analyze, snap_to_edges
from idvision.types import Card, Decision, Detection, Image, Options, QuadArray, Result, Side
from tests.drawing import (
    Pose,
    Shot,
    Surface,
    draw_passport,
    draw_resident_id_back,
    draw_resident_id_front,
    photograph,
    photograph_cards,
    random_resident,
    random_traveller,
)

TODAY = date(2025, 6, 1)
OPTIONS = Options(today=TODAY)
SHOT = Shot(size_wh=(1200, 900), jpeg_quality=0)
QUAD = np.array([[10, 10], [110, 12], [108, 70], [9, 66]], np.float32)

Analyze = Callable[[Image], Result]


@dataclass(frozen=True, slots=True)
class Scene:
    """A photo and its answer: corners from the printed top left and field values of each card."""

    photo: Image
    quads: tuple[QuadArray, ...]
    values: tuple[dict[str, str], ...]


def encode(photo: Image) -> bytes:
    return cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


@pytest.fixture(scope="module")
def read_photo(models: Models) -> Analyze:
    return lambda photo: analyze(encode(photo), models, OPTIONS)


def front(seed: int, pose: Pose, surface: Surface, **kind: bool) -> Scene:
    person = random_resident(seed, **kind)
    photo, quad = photograph(draw_resident_id_front(person), pose, surface, seed, SHOT)
    return Scene(photo, (quad,), (person.front_fields(),))


def the_card(result: Result) -> Card:
    (card,) = result.cards
    return card


def values_of(card: Card) -> dict[str, str]:
    return {field.name: field.value for field in card.fields}


def assert_read(card: Card, quad: QuadArray, values: dict[str, str]) -> None:
    assert values_of(card) == values
    assert not any(field.problems for field in card.fields)
    assert quad_iou(as_quad(card.quad), quad) > 0.9
    distances = np.linalg.norm(quad - np.array(card.quad[0]), axis=1)
    assert distances.argmin() == 0, "the first corner is not the printed top left"


@pytest.mark.parametrize("turns", range(4))
def test_quarter_turns_count_what_makes_a_card_upright(turns: int) -> None:
    assert quarter_turns_between(QUAD, roll_quad(QUAD, turns)) == turns


def test_a_projected_quad_has_the_precision_of_a_result() -> None:
    double = np.diag([2.0, 3.0, 1.0])
    points = [[1, 1], [2.00123, 1], [2, 2], [1, 2]]
    assert project_quad(double, points) == ((2.0, 3.0), (4.0, 3.0), (4.0, 6.0), (2.0, 6.0))


@pytest.mark.weights
@pytest.mark.parametrize(
    ("rotation", "turns"), [(0, 0), (90, 3), (180, 2), (270, 1), (33, 0), (-57, 1), (141, 2)]
)
def test_a_card_is_read_at_any_rotation(rotation: float, turns: int, read_photo: Analyze) -> None:
    share = 0.62 if rotation % 180 == 0 else 0.5
    scene = front(60 + turns, Pose((0.5, 0.5), share, rotation, 10, 6), "wood")
    result = read_photo(scene.photo)
    card = the_card(result)
    assert_read(card, scene.quads[0], scene.values[0])
    assert (card.document.type, card.document.side) == ("chn_resident_id", Side.FRONT)
    assert card.document.quarter_turns == turns
    assert result.verdict.decision is Decision.ACCEPT
    assert result.verdict.reasons == ()


@pytest.mark.weights
def test_a_name_with_a_dot_and_an_address_of_three_lines_are_read(read_photo: Analyze) -> None:
    scene = front(71, Pose((0.48, 0.52), 0.7, -4, 6, -9), "desk", minority=True, long_address=True)
    assert_read(the_card(read_photo(scene.photo)), scene.quads[0], scene.values[0])


@pytest.mark.weights
@pytest.mark.parametrize("long_term", [False, True])
def test_the_back_of_a_card_is_read(long_term: bool, read_photo: Analyze) -> None:
    person = random_resident(72, long_term=long_term)
    pose = Pose((0.52, 0.5), 0.65, 5, 9, 5)
    photo, quad = photograph(draw_resident_id_back(person), pose, "cloth", 73, SHOT)
    card = the_card(read_photo(photo))
    assert card.document.side is Side.BACK
    assert_read(card, quad, person.back_fields())


@pytest.mark.weights
def test_two_cards_in_one_photo_are_both_read(read_photo: Analyze) -> None:
    person, size = random_resident(74), Shot(size_wh=(1400, 1050), jpeg_quality=0)
    placed = [
        (draw_resident_id_front(person), Pose((0.3, 0.5), 0.44, 84, 5, 5)),
        (draw_resident_id_back(person), Pose((0.71, 0.5), 0.44, 96, 5, 5)),
    ]
    photo, quads = photograph_cards(placed, "noise", 75, size)
    result = read_photo(photo)
    by_side = {card.document.side: card for card in result.cards}
    assert len(result.cards) == 2
    assert_read(by_side[Side.FRONT], quads[0], person.front_fields())
    assert_read(by_side[Side.BACK], quads[1], person.back_fields())
    assert result.verdict.decision is Decision.ACCEPT


@pytest.mark.weights
def test_places_of_values_lie_on_their_print(read_photo: Analyze) -> None:
    scene = front(76, Pose((0.5, 0.5), 0.62, 12, 10, 6), "wood")
    card = the_card(read_photo(scene.photo))
    number = next(field for field in card.fields if field.name == "id_number")
    assert number.quad is not None
    # The drawn number begins at 28.6 mm of 85.6 mm, on a baseline at 48.4 mm of 54 mm.
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    card_from_photo = cv2.getPerspectiveTransform(scene.quads[0], unit)
    placed = cv2.perspectiveTransform(np.array([number.quad], np.float32), card_from_photo)[0]
    (left, top), (right, bottom) = placed.min(axis=0), placed.max(axis=0)
    assert (left, right) == pytest.approx((28.6 / 85.6, (28.6 + 18 * 2.62) / 85.6), abs=0.02)
    assert top < 46.8 / 54 < bottom


@pytest.mark.weights
def test_the_portrait_lies_on_the_drawn_picture(read_photo: Analyze) -> None:
    scene = front(76, Pose((0.5, 0.5), 0.62, 192, 10, 6), "wood")
    card = the_card(read_photo(scene.photo))
    assert card.portrait is not None
    # The picture is drawn at 55.4 to 80.2 mm of 85.6 mm, 8.2 to 38.7 mm of 54 mm.
    drawn = np.array([[55.4, 8.2], [80.2, 8.2], [80.2, 38.7], [55.4, 38.7]], np.float32)
    on_card = np.array([[0, 0], [85.6, 0], [85.6, 54], [0, 54]], np.float32)
    card_from_photo = cv2.getPerspectiveTransform(scene.quads[0], on_card)
    placed = cv2.perspectiveTransform(np.array([card.portrait], np.float32), card_from_photo)[0]
    assert quad_iou(placed, drawn) > 0.6
    assert np.linalg.norm(drawn - placed[0], axis=1).argmin() == 0, "the first corner is not the top left"


@pytest.mark.weights
def test_a_reflection_on_the_portrait_is_named(models: Models) -> None:
    shot = Shot(size_wh=(1200, 900), jpeg_quality=0, glare_at=(0.68, 0.45), glare_share=0.14)
    photo, _ = photograph(draw_resident_id_front(random_resident(78)), Pose(), "wood", 79, shot)
    result = analyze(encode(photo), models, OPTIONS)
    assert "glare:portrait" in result.verdict.reasons


@pytest.mark.weights
def test_a_side_without_a_portrait_is_not_searched_for_one(models: Models) -> None:
    def refuse(_: Image) -> NoReturn:
        pytest.fail("a side declared without a portrait was searched for faces")

    photo, _ = photograph(draw_resident_id_back(random_resident(72)), Pose(), "cloth", 73, SHOT)
    card = the_card(analyze(encode(photo), replace(models, detect_faces=refuse), OPTIONS))
    assert card.document.side is Side.BACK
    assert card.portrait is None


@pytest.mark.weights
def test_a_card_cut_by_the_frame_is_incomplete(read_photo: Analyze) -> None:
    scene = front(77, Pose((0.5, 0.17), 0.66, 2, 4, 3), "wood")
    visible = scene.quads[0][:, 1].min() / np.ptp(scene.quads[0][:, 1])
    assert visible < -0.1
    result = read_photo(scene.photo)
    card = the_card(result)
    assert card.quality.incomplete > 0.08
    assert card.verdict.decision is Decision.REJECT
    assert "incomplete" in result.verdict.reasons
    truth = scene.values[0]
    assert values_of(card)["id_number"] == truth["id_number"]


@pytest.mark.weights
@pytest.mark.parametrize("grey", [0, 90, 200])
def test_a_blank_photo_holds_no_document(grey: int, read_photo: Analyze) -> None:
    result = read_photo(np.full((900, 1200, 3), grey, np.uint8))
    assert (result.image_width, result.image_height) == (1200, 900)
    assert result.cards == ()
    assert (result.verdict.decision, result.verdict.reasons) == (Decision.REJECT, ("no_document",))


@pytest.mark.weights
def test_a_white_photo_is_rejected_without_values(read_photo: Analyze) -> None:
    result = read_photo(np.full((900, 1200, 3), 255, np.uint8))
    assert result.verdict.decision is Decision.REJECT
    assert [card for card in result.cards if card.fields or card.lines or card.mrz] == []


@pytest.mark.weights
def test_a_reflection_on_the_number_is_named(models: Models) -> None:
    person = random_resident(78)
    shot = Shot(size_wh=(1200, 900), jpeg_quality=0, glare_at=(0.62, 0.86), glare_share=0.17)
    pose = Pose((0.5, 0.5), 0.66, -4, 8, 6)
    photo, _ = photograph(draw_resident_id_front(person), pose, "wood", 79, shot)
    result = analyze(encode(photo), models, OPTIONS)
    assert result.verdict.decision is not Decision.ACCEPT
    assert "glare:id_number" in result.verdict.reasons


@pytest.fixture(scope="module")
def passport() -> tuple[bytes, date]:
    """The data page of a passport, and the day on which it expires."""
    traveller = random_traveller(80)
    pose = Pose((0.5, 0.5), 0.8, -3, 10, 4, 0.025)
    photo, _ = photograph(draw_passport(traveller), pose, "desk", 81, SHOT)
    return encode(photo), date.fromisoformat(traveller.expiry_date)


@pytest.mark.weights
def test_a_passport_expires_the_day_after_its_last(passport: tuple[bytes, date], models: Models) -> None:
    data, expiry = passport
    on_the_day = analyze(data, models, Options(today=expiry))
    after = analyze(data, models, Options(today=date.fromordinal(expiry.toordinal() + 1)))
    assert the_card(on_the_day).document.type == "passport"
    assert "expired" not in on_the_day.verdict.reasons
    assert "expired" in after.verdict.reasons
    assert after.verdict.decision is not Decision.ACCEPT


@pytest.mark.weights
def test_stages_are_timed_under_their_names(passport: tuple[bytes, date], models: Models) -> None:
    result = analyze(passport[0], models, OPTIONS)
    names = {"decode", "locate", "rectify", "read", "assess", "decide"}
    assert {name for name, _ in result.timings_ms} == names
    assert all(milliseconds >= 0 for _, milliseconds in result.timings_ms)


@pytest.mark.weights
def test_a_card_outlined_loosely_is_read_again_where_its_print_says(models: Models) -> None:
    """The locator is made to answer with the whole photo; the captions lead back to the card."""
    person = random_resident(31)
    photo, truth = photograph(
        draw_resident_id_front(person), Pose(rotation_deg=6), "cloth", seed=31, shot=Shot(size_wh=(1200, 900))
    )
    blind = replace(models, locate=lambda image: (Detection(quad_points(whole(image)), 0.7),))
    result = analyze(cv2.imencode(".jpg", photo)[1].tobytes(), blind, Options(today=date(2026, 1, 1)))
    (card,) = result.cards
    assert {field.name: field.value for field in card.fields} == person.front_fields()
    assert quad_iou(as_quad(card.quad), truth) > 0.85


def whole(image: Image) -> QuadArray:
    return frame_quad(image.shape[1], image.shape[0])


@pytest.mark.weights
@pytest.mark.parametrize("seed", range(10))
def test_no_picture_however_distorted_is_an_error(seed: int, models: Models) -> None:
    """Slivers, folds and noise have a result like any photo, and are not accepted."""
    rng = np.random.default_rng(seed)
    card = draw_resident_id_front(random_resident(seed))
    width, height = (int(side) for side in rng.integers(15, 500, 2))
    corners = np.array([[0, 0], [card.shape[1], 0], [card.shape[1], card.shape[0]], [0, card.shape[0]]])
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]]) + rng.normal(0, 0.4, (4, 2)) * width
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    image = cv2.warpPerspective(card, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
    result = analyze(cv2.imencode(".png", image)[1].tobytes(), models, OPTIONS)
    assert result.verdict.decision != Decision.ACCEPT
    assert (result.image_width, result.image_height) == (width, height)


@pytest.mark.parametrize("scale", [1, 4])
def test_an_outline_is_snapped_to_the_edges_of_a_photo_of_any_size(scale: int) -> None:
    image = np.full((600 * scale, 800 * scale, 3), 60, np.uint8)
    image[150 * scale : 400 * scale, 200 * scale : 600 * scale] = 210
    data = encode(image)
    photo = open_photo(data, read_header(data, max_pixels=10**8, max_bytes=10**8), 1)
    truth = np.array([[200, 150], [600, 150], [600, 400], [200, 400]], np.float32) * scale - np.float32(0.5)
    snapped = snap_to_edges(photo, truth + np.float32([7, -6]) * scale)
    np.testing.assert_allclose(snapped, truth, atol=0.75 * scale)
