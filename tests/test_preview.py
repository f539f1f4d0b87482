"""The gate before the photo: what a camera frame shows, and what the person should do next."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import cv2
import numpy as np
import pytest

import idvision
from idvision import Decision, InputError, Models, Options, Preview
from idvision.assess import Assessment
from idvision.geometry import as_quad, quad_iou
from idvision.prompts import ACCEPTED, PROMPTS
from idvision.types import DefectMaps, Detection, Image, QuadArray
from tests.drawing import Pose, Shot, draw_resident_id_front, photograph, random_resident

SHOT = Shot(size_wh=(1280, 720), jpeg_quality=0)
CARD = ((100.0, 80.0), (500.0, 80.0), (500.0, 330.0), (100.0, 330.0))


class Gate:
    """Stands for the models: cards at the given places, with the given share of them spoilt."""

    def __init__(self, quads: tuple[object, ...], blur: float = 0.0, glare: float = 0.0) -> None:
        self.quads, self.blur, self.glare = quads, blur, glare
        self.frames: list[Image] = []
        self.cards: list[Image] = []

    def locate_roughly(self, image: Image) -> tuple[Detection, ...]:
        self.frames.append(image)
        return tuple(Detection(quad, 0.9) for quad in self.quads)

    def assess(self, card_image: Image) -> Assessment:
        self.cards.append(card_image)
        blur = np.full((52, 80), self.blur, np.float32)
        glare = np.zeros((52, 80), np.float32)
        glare[:, : round(80 * self.glare)] = 1
        maps = DefectMaps(blur, glare, np.zeros_like(blur))
        return Assessment(maps, np.zeros((104, 160), np.float32), (1, 0, 0, 0), {}, {}, {})


def frame(lightness: int = 200, size_wh: tuple[int, int] = (640, 480)) -> Image:
    """A frame with a plain card of that lightness at the place of `CARD` in 640 x 480."""
    image = np.full((size_wh[1], size_wh[0], 3), lightness // 2, np.uint8)
    scale = size_wh[0] / 640
    x1, y1, x2, y2 = (round(at * scale) for at in (100, 80, 500, 330))
    image[y1:y2, x1:x2] = lightness
    return image


def seen(gate: Gate, image: Image, options: Options | None = None) -> Preview:
    return idvision.preview(image, gate, options)


def test_a_card_that_is_well_shown_passes() -> None:
    found = seen(Gate((CARD,)), frame())
    assert (found.verdict.decision, found.verdict.reasons, found.verdict.prompt) == (
        Decision.ACCEPT,
        (),
        ACCEPTED,
    )
    (card,) = found.cards
    assert (card.quad, card.score, card.quality.short_side_px) == (CARD, 0.9, 250)
    assert card.quality.coverage == pytest.approx(400 * 250 / (640 * 480), abs=1e-6)


@pytest.mark.parametrize(
    ("gate", "lightness", "reason", "decision"),
    [
        (Gate(()), 200, "no_document", Decision.REJECT),
        (Gate((CARD,), blur=0.5), 200, "blur", Decision.REVIEW),
        (Gate((CARD,), glare=0.25), 200, "glare", Decision.REJECT),
        (Gate((CARD,)), 20, "too_dark", Decision.REJECT),
        (Gate((CARD,)), 255, "overexposed", Decision.REJECT),
        (Gate((tuple((x / 3, y / 3) for x, y in CARD),)), 200, "too_small", Decision.REJECT),
        (Gate((tuple((x + 300, y) for x, y in CARD),)), 200, "incomplete", Decision.REJECT),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    gate: Gate, lightness: int, reason: str, decision: Decision
) -> None:
    verdict = seen(gate, frame(lightness)).verdict
    assert (verdict.decision, verdict.reasons[0], verdict.prompt) == (decision, reason, PROMPTS[reason])


def test_limits_and_the_number_of_cards_are_those_of_the_options() -> None:
    beside = tuple((x, y + 270) for x, y in CARD)
    gate = Gate((CARD, beside), blur=0.5)
    strict = replace(Options().limits, blur_reject=0.5, incomplete_review=1.0, incomplete_reject=1.0)
    found = seen(gate, frame(), Options(max_cards=1, limits=strict))
    assert found.verdict.reasons == ("multiple_cards", "blur")
    assert [card.verdict.decision for card in found.cards] == [Decision.REJECT] * 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b"\xff\xd8", "got bytes"),
        (None, "got NoneType"),
        (np.zeros((480, 640), np.uint8), r"got \(480, 640\) uint8"),
        (np.zeros((480, 640, 4), np.uint8), r"got \(480, 640, 4\) uint8"),
        (np.zeros((480, 640, 3), np.float32), r"got \(480, 640, 3\) float32"),
    ],
)
def test_anything_but_a_frame_is_an_input_error(given: object, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        idvision.preview(given, Gate(()))
    assert caught.value.code == "invalid_frame"


@pytest.mark.parametrize(
    ("size_wh", "code"), [((640, 14), "image_too_small"), ((641, 480), "image_too_large")]
)
def test_the_limits_of_size_are_kept(size_wh: tuple[int, int], code: str) -> None:
    with pytest.raises(InputError) as caught:
        seen(Gate(()), np.zeros((size_wh[1], size_wh[0], 3), np.uint8), Options(max_pixels=640 * 480))
    assert caught.value.code == code


def test_frames_may_be_views_of_other_arrays_and_are_not_changed() -> None:
    rgb = np.dstack([frame()[:, :, 0], frame()[:, :, 0] // 2, frame()[:, :, 0] // 4])
    before = rgb.copy()
    assert seen(Gate((CARD,)), rgb[:, :, ::-1]) == seen(Gate((CARD,)), np.ascontiguousarray(rgb[:, :, ::-1]))
    np.testing.assert_array_equal(rgb, before)


def test_a_preview_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        seen(Gate(()), frame()).cards = ()  # type: ignore[misc]


@pytest.fixture(scope="module")
def shot() -> tuple[Image, QuadArray]:
    card = draw_resident_id_front(random_resident(91))
    return photograph(card, Pose((0.5, 0.5), 0.6, 7, 9, -6), "cloth", 92, SHOT)


@pytest.mark.weights
def test_a_photographed_card_passes_and_agrees_with_the_whole_reading(
    shot: tuple[Image, QuadArray], models: Models
) -> None:
    image, quad = shot
    found = idvision.preview(image, models)
    data = cv2.imencode(".png", image)[1].tobytes()
    whole = idvision.analyze(data, models).cards[0].quality
    (card,) = found.cards
    assert found.verdict.decision is Decision.ACCEPT
    assert quad_iou(as_quad(card.quad), quad) > 0.97
    for measured in ("blur", "glare", "occlusion", "exposure", "incomplete", "coverage"):
        assert getattr(card.quality, measured) == pytest.approx(getattr(whole, measured), abs=0.05)


@pytest.mark.weights
def test_a_smeared_frame_asks_for_a_still_hand(shot: tuple[Image, QuadArray], models: Models) -> None:
    smeared = np.asarray(cv2.GaussianBlur(shot[0], (0, 0), 6), np.uint8)
    verdict = idvision.preview(smeared, models).verdict
    assert verdict.reasons[0] == "blur"
    assert verdict.prompt == PROMPTS["blur"]


@pytest.mark.weights
def test_an_empty_table_shows_no_document(models: Models) -> None:
    found = idvision.preview(np.full((720, 1280, 3), 128, np.uint8), models, Options(max_cards=1))
    assert (found.cards, found.verdict.reasons) == ((), ("no_document",))
