"""The answer for a photo depends on the photo alone: not on threads, callers, or what else is read beside it.

In one process with one number of threads every answer is the same to the last bit. With another number of
threads the sums in a product of matrices may be shared out in another way, and a line that is read in a batch
meets other routines than one read alone; both moved probabilities by up to 8e-7 where this was measured, the
answers of all examples not at all. A difference so small may still tip the rounding of a share, so between
numbers of threads the last digit of one is let off.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import pytest

import idvision
from idvision import Models, Options, cli
from idvision.schemas.native import to_native
from idvision.types import Image, Reading
from tests.conftest import PrintLine

pytestmark = pytest.mark.weights

EXAMPLES = Path(__file__).parents[1] / "examples"
PHOTOS = tuple(sorted(EXAMPLES.glob("*.jpg")))
OPTIONS = Options(today=date(2026, 1, 1))
EVERY_LINE = Options(today=date(2026, 1, 1), every_line=True)
LAST_DIGIT = 1.01e-4
BATCH_TOLERANCE = 5e-6
TEXTS = ("510107198002104572", "1980.02.10", "OFFICE", "TU30799836", "2032", "D23145890<7UTO", "12 34")


def answer(photo: Path, models: Models, options: Options = OPTIONS) -> dict[str, Any]:
    """The native result without the times."""
    result = idvision.analyze(photo.read_bytes(), models, options)
    native = json.loads(json.dumps(to_native(result, photo.name)))
    del native["timings_ms"]
    return native


def without_shares(value: Any) -> Any:
    """The value with every number between 0 and 1 that is no whole one taken out."""
    if isinstance(value, dict):
        return {key: without_shares(part) for key, part in value.items()}
    if isinstance(value, list):
        return [without_shares(part) for part in value]
    return None if isinstance(value, float) and 0 <= value <= 1 else value


def shares(value: Any) -> list[float]:
    """Every number between 0 and 1 that is no whole one, in order."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return [share for part in parts for share in shares(part)]
    return [value] if isinstance(value, float) and 0 <= value <= 1 else []


@pytest.fixture(scope="module")
def answers(models: Models) -> list[dict[str, Any]]:
    """The answers one by one, on two threads."""
    return [answer(photo, models) for photo in PHOTOS]


@pytest.mark.parametrize(
    ("photos", "options"), [(PHOTOS, OPTIONS), (PHOTOS[1:3], EVERY_LINE)], ids=["values", "every line"]
)
def test_the_number_of_threads_does_not_change_an_answer(
    models: Models, photos: tuple[Path, ...], options: Options
) -> None:
    single = idvision.load_models(threads=1)
    for photo in photos:
        one, two = answer(photo, single, options), answer(photo, models, options)
        assert without_shares(one) == without_shares(two)
        assert shares(one) == pytest.approx(shares(two), abs=LAST_DIGIT)


def test_eight_callers_that_share_the_models_get_the_answers_of_one(
    models: Models, answers: list[dict[str, Any]]
) -> None:
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda photo: answer(photo, models), PHOTOS * 2))
    assert together == answers * 2


def test_a_photo_among_others_gets_the_answer_it_gets_alone(capsys: pytest.CaptureFixture[str]) -> None:
    def scan(photos: Sequence[Path]) -> list[dict[str, Any]]:
        cli.main(["scan", *map(str, photos), "--format", "json", "--threads", "2"])
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [{key: part for key, part in line.items() if key != "timings_ms"} for line in lines]

    chosen = PHOTOS[:3]
    assert scan(chosen) == [line for photo in chosen for line in scan([photo])]


def as_read(readings: Sequence[Reading]) -> list[str]:
    return [reading.text for reading in readings]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", ["recognize_text", "recognize_closed"])
def test_a_line_in_a_batch_is_read_as_it_is_alone(name: str, threads: int, print_line: PrintLine) -> None:
    recognize = getattr(idvision.load_models(threads=threads), name)
    # Two sizes of print, so that lines of several widths meet in one batch.
    printed = [print_line(text) for text in TEXTS]
    crops: list[Image] = printed + [cv2.resize(crop, None, fx=0.6, fy=0.5) for crop in printed]
    together = recognize(crops)
    alone = tuple(recognize([crop])[0] for crop in crops)
    assert as_read(together) == as_read(alone)
    for one, other in zip(together, alone, strict=True):
        assert one.probabilities == pytest.approx(other.probabilities, abs=BATCH_TOLERANCE)
        assert one.centres == other.centres


def test_the_comparison_sees_a_share_by_its_value_and_all_else_by_name() -> None:
    value = {"a": [0.25, 3.5, "x"], "b": {"c": 1.0, "d": True}}
    assert shares(value) == [0.25, 1.0]
    assert without_shares(value) == {"a": [None, 3.5, "x"], "b": {"c": None, "d": True}}
