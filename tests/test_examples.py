"""The example photos end to end: every value, count and verdict, and one whole native result."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import idvision
from idvision import Card, Decision, Models, Options, Result
from idvision.geometry import as_quad, quad_iou
from idvision.schemas.native import to_native

EXAMPLES = Path(__file__).parent.parent / "examples"
GOLDEN = Path(__file__).parent / "golden"
TRUTH: list[dict[str, Any]] = json.loads((EXAMPLES / "truth.json").read_text(encoding="utf-8"))
OPTIONS = Options(today=date(2025, 6, 1))

# How far numbers of the golden result may move with another build of the runtime, by the name they stand under.
TOLERANCES = {"quad": 2.0, "short_side_px": 3.0}
SHARE_TOLERANCE = 0.02

pytestmark = pytest.mark.weights
results: dict[str, Result] = {}


@pytest.fixture(params=TRUTH, ids=lambda photo: photo["file"])
def photo(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def result(photo: dict[str, Any], models: Models) -> Result:
    return analyzed(photo["file"], models)


def analyzed(name: str, models: Models) -> Result:
    if name not in results:
        results[name] = idvision.analyze((EXAMPLES / name).read_bytes(), models, OPTIONS)
    return results[name]


def card_of(result: Result, truth: dict[str, Any]) -> Card:
    """The card that lies where the true one does."""
    quad = as_quad(truth["quad"])
    return max(result.cards, key=lambda card: quad_iou(as_quad(card.quad), quad))


def values_of(card: Card) -> dict[str, str]:
    zone = card.mrz.fields if card.mrz is not None else ()
    return {field.name: field.value for field in (*zone, *card.fields)}


def test_every_photo_has_its_truth() -> None:
    assert {photo["file"] for photo in TRUTH} == {path.name for path in EXAMPLES.glob("*.jpg")}


def test_every_document_is_found_where_it_lies(photo: dict[str, Any], result: Result) -> None:
    assert (result.image_width, result.image_height) == (photo["width"], photo["height"])
    assert len(result.cards) == photo["n_cards"]
    for truth in photo["cards"]:
        card = card_of(result, truth)
        assert (card.document.type, card.document.side) == (truth["document"], truth["side"])
        assert quad_iou(as_quad(card.quad), as_quad(truth["quad"])) > 0.9
        for corner, true_corner in zip(card.quad, truth["quad"], strict=True):
            assert corner == pytest.approx(true_corner, abs=60), "another corner is the printed top left"


def test_every_value_that_can_be_read_is_right(photo: dict[str, Any], result: Result) -> None:
    for truth in photo["cards"]:
        card = card_of(result, truth)
        values = values_of(card)
        read = {name: value for name, value in truth["fields"].items() if name in values}
        hidden = set(photo["hidden_fields"])
        assert {name: values[name] for name in read if name not in hidden} == {
            name: value for name, value in read.items() if name not in hidden
        }
        # A declared document shows all of its fields; of others only the zone is read.
        assert read.keys() | hidden >= truth["fields"].keys() or card.mrz is not None
        if "mrz" in truth:
            assert card.mrz is not None
            assert list(card.mrz.lines) == truth["mrz"]
            assert all(passed for _, passed in card.mrz.checks)


def test_a_hidden_value_is_never_passed_off_as_good(photo: dict[str, Any], result: Result) -> None:
    for name in photo["hidden_fields"]:
        (truth,), (card,) = photo["cards"], result.cards
        fields = [field for field in card.fields if field.name == name]
        wrong = [field for field in fields if field.value != truth["fields"][name]]
        assert all(field.problems for field in wrong)
        assert f"glare:{name}" in card.verdict.reasons


def test_the_verdict_is_that_of_the_kind(photo: dict[str, Any], result: Result) -> None:
    defects = {name for name, present in photo["quality"].items() if present}
    if not photo["n_cards"]:
        assert (result.verdict.decision, result.verdict.reasons) == (Decision.REJECT, ("no_document",))
    elif defects:
        assert result.verdict.decision is not Decision.ACCEPT
        assert {reason.partition(":")[0] for reason in result.verdict.reasons} >= defects
    else:
        assert (result.verdict.decision, result.verdict.reasons) == (Decision.ACCEPT, ())


def differences(found: Any, expected: Any, path: str = "", tolerance: float = SHARE_TOLERANCE) -> list[str]:
    """Where two JSON values differ: numbers by more than the tolerance, everything else at all."""
    if isinstance(expected, dict) and isinstance(found, dict) and found.keys() == expected.keys():
        return [
            line
            for key in expected
            for line in differences(
                found[key], expected[key], f"{path}/{key}", TOLERANCES.get(key, tolerance)
            )
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        pairs = enumerate(zip(found, expected, strict=True))
        return [line for at, pair in pairs for line in differences(*pair, f"{path}/{at}", tolerance)]
    if type(expected) is float and type(found) is float:
        return [] if abs(found - expected) <= tolerance else [f"{path}: {found}, expected {expected}"]
    if path.endswith("short_side_px"):
        return [] if abs(found - expected) <= tolerance else [f"{path}: {found}, expected {expected}"]
    same = type(found) is type(expected) and found == expected
    return [] if same else [f"{path}: {found!r}, expected {expected!r}"]


def test_a_native_result_is_the_committed_one(models: Models) -> None:
    # Written by `idvision scan examples/resident_id_front.jpg --format json`, without the timings.
    name = "resident_id_front.jpg"
    native = json.loads(json.dumps(to_native(analyzed(name, models), f"examples/{name}")))
    timings = native.pop("timings_ms")
    expected = json.loads((GOLDEN / "resident_id_front.json").read_text(encoding="utf-8"))
    assert differences(native, expected) == []
    assert list(native) == list(expected)
    assert set(timings) == {"decode", "locate", "rectify", "read", "parse", "assess", "decide"}


@pytest.mark.parametrize(
    ("found", "expected", "count"),
    [
        ({"a": 1.0, "b": "x"}, {"a": 1.015, "b": "x"}, 0),
        ({"a": 1.0}, {"a": 1.03}, 1),
        ({"quad": [[1.0, 2.0]]}, {"quad": [[2.5, 2.0]]}, 0),
        ({"quad": [[1.0, 2.0]]}, {"quad": [[3.5, 2.0]]}, 1),
        ({"short_side_px": 500}, {"short_side_px": 503}, 0),
        ({"a": None}, {"a": 0.0}, 1),
        ({"a": 1}, {"a": 2}, 1),
        ({"a": 1}, {"b": 1}, 1),
        ([1.0], [1.0, 2.0], 1),
        ({"a": "x"}, {"a": "y"}, 1),
    ],
)
def test_the_comparison_of_results_sees_differences(found: Any, expected: Any, count: int) -> None:
    assert len(differences(found, expected)) == count
