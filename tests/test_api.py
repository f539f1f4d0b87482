"""The public call: the same answer from every thread, and errors only for bytes that are no picture."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import cv2
import pytest
from PIL import Image as PillowImage

import idvision
from idvision import Decision, Models, Options, Result, Side, api
from idvision.errors import (
    DecodeError,
    EmptyInputError,
    ImageTooLargeError,
    ImageTooSmallError,
    InputError,
    UnsupportedFormatError,
)
from tests.drawing import Pose, Resident, Shot, draw_resident_id_front, photograph, random_resident
from tests.encoded import encode, exif, picture
from tests.sample_results import RESULT

PERSON: Resident = random_resident(91)
OPTIONS = Options(today=date(2025, 6, 1))


@pytest.fixture(scope="module")
def photo() -> PillowImage.Image:
    shot = Shot(size_wh=(1200, 900), jpeg_quality=0)
    pose = Pose((0.5, 0.5), 0.62, 7, 9, -6)
    image, _ = photograph(draw_resident_id_front(PERSON), pose, "cloth", 92, shot)
    return PillowImage.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))


@pytest.fixture(scope="module")
def data(photo: PillowImage.Image) -> bytes:
    return encode(photo, "JPEG", quality=92)


@pytest.fixture(scope="module")
def result(data: bytes, models: Models) -> Result:
    return idvision.analyze(data, models, OPTIONS)


def values_of(result: Result) -> dict[str, str]:
    (card,) = result.cards
    return {field.name: field.value for field in card.fields}


def rounded(result: Result) -> Result:
    """The result with every confidence to three decimals."""
    cards = tuple(
        replace(
            card,
            document=replace(card.document, confidence=round(card.document.confidence, 3)),
            fields=tuple(replace(field, confidence=round(field.confidence, 3)) for field in card.fields),
            lines=tuple(replace(line, confidence=round(line.confidence, 3)) for line in card.lines),
        )
        for card in result.cards
    )
    return replace(result, cards=cards)


class FakePipeline:
    """Stands for loading and running: counts loads, remembers calls."""

    def __init__(self) -> None:
        self.loads = 0
        self.calls: list[tuple[bytes, object, Options]] = []

    def load(self) -> object:
        self.loads += 1
        return "shared models"

    def run(self, data: bytes, models: object, options: Options) -> Result:
        self.calls.append((data, models, options))
        return RESULT


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    fake = FakePipeline()
    monkeypatch.setattr(api, "_default", [])
    monkeypatch.setattr(api, "load_models", fake.load)
    monkeypatch.setattr(api, "run_pipeline", fake.run)
    return fake


def test_models_are_loaded_once_and_only_when_none_are_given(pipeline: FakePipeline) -> None:
    own = Models(*[print] * 8)
    assert api.analyze(b"a", own) is RESULT
    assert pipeline.loads == 0
    api.analyze(b"b")
    api.analyze(b"c", options=OPTIONS)
    assert pipeline.loads == 1
    assert pipeline.calls == [
        (b"a", own, Options()),
        (b"b", "shared models", Options()),
        (b"c", "shared models", OPTIONS),
    ]


def test_threads_that_start_together_share_one_set_of_models(pipeline: FakePipeline) -> None:
    start = Barrier(8)

    def call(_: int) -> Models:
        start.wait()
        return api.default_models()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(call, range(8))) == {"shared models"}
    assert pipeline.loads == 1


def test_less_than_one_thread_is_refused() -> None:
    with pytest.raises(ValueError, match="threads must be at least 1, got 0"):
        idvision.load_models(threads=0)


@pytest.mark.weights
@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda _: b"", EmptyInputError),
        (lambda _: b"Dear Sir or Madam", UnsupportedFormatError),
        (lambda data: data[: len(data) // 3], DecodeError),
        (lambda _: encode(picture(20, 10), "PNG"), ImageTooSmallError),
    ],
)
def test_bytes_that_are_no_whole_picture_are_an_input_error(
    make: Callable[[bytes], bytes], error: type[InputError], data: bytes, models: Models
) -> None:
    with pytest.raises(InputError) as caught:
        idvision.analyze(make(data), models, OPTIONS)
    assert type(caught.value) is error


@pytest.mark.weights
def test_the_limits_of_one_call_are_kept(data: bytes, models: Models) -> None:
    with pytest.raises(ImageTooLargeError) as caught:
        idvision.analyze(data, models, Options(max_pixels=1200 * 900 - 1))
    assert (caught.value.amount, caught.value.limit) == (1_080_000, 1_079_999)
    with pytest.raises(ImageTooLargeError, match="bytes"):
        idvision.analyze(data, models, Options(max_bytes=len(data) - 1))


@pytest.mark.weights
def test_a_card_is_read_through_the_public_call(result: Result) -> None:
    assert values_of(result) == PERSON.front_fields()
    assert result.verdict.decision is Decision.ACCEPT


@pytest.mark.weights
def test_the_same_bytes_give_the_same_result(data: bytes, result: Result, models: Models) -> None:
    again = idvision.analyze(data, models, OPTIONS)
    assert again == result
    assert hash(again) == hash(result)


@pytest.mark.weights
def test_the_number_of_threads_changes_nothing(data: bytes, result: Result) -> None:
    single = idvision.analyze(data, idvision.load_models(threads=1), OPTIONS)
    assert rounded(single) == rounded(result)


@pytest.mark.weights
def test_eight_threads_with_different_options_do_not_disturb_one_another(
    data: bytes, result: Result, models: Models
) -> None:
    asked = (
        OPTIONS,
        replace(OPTIONS, side=Side.BACK),
        replace(OPTIONS, documents=("passport",)),
        replace(OPTIONS, max_cards=0),
    )
    reasons = ((), ("wrong_side",), ("wrong_document",), ("multiple_cards",))
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda options: idvision.analyze(data, models, options), asked * 2))
    assert [found.verdict.reasons for found in results] == list(reasons * 2)
    assert results[0] == results[4] == result
    for found in results:
        assert values_of(found) == PERSON.front_fields()
        assert found.cards[0].quad == result.cards[0].quad


@pytest.mark.weights
@pytest.mark.parametrize(
    ("orientation", "operation"),
    [
        (3, PillowImage.Transpose.ROTATE_180),
        (6, PillowImage.Transpose.ROTATE_90),
        (8, PillowImage.Transpose.ROTATE_270),
    ],
)
def test_a_photo_stored_turned_gives_what_the_upright_one_gives(
    orientation: int,
    operation: PillowImage.Transpose,
    photo: PillowImage.Image,
    result: Result,
    models: Models,
) -> None:
    stored = encode(photo.transpose(operation), "JPEG", quality=92, exif=exif(orientation))
    turned = idvision.analyze(stored, models, OPTIONS)
    assert (turned.image_width, turned.image_height) == (1200, 900)
    assert values_of(turned) == values_of(result)
    assert turned.verdict == result.verdict
    assert turned.cards[0].document.quarter_turns == result.cards[0].document.quarter_turns
    for (x, y), expected in zip(turned.cards[0].quad, result.cards[0].quad, strict=True):
        assert (x, y) == pytest.approx(expected, abs=2)
