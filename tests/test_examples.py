"""The example photos end to end: every value, count and verdict, and one whole native result."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import idvision
from idvision import Card, Decision, Models, Options, Result
from idvision.geometry import as_quad, quad_iou
from idvision.schemas.native import to_native
from idvision.types import UNKNOWN_DOCUMENT

EXAMPLES = Path(__file__).parent.parent / "examples"
GOLDEN = Path(__file__).parent / "golden"
TRUTH: list[dict[str, Any]] = json.loads((EXAMPLES / "truth.json").read_text(encoding="utf-8"))
OPTIONS = Options(today=date(2025, 6, 1))

ZONE_FIELDS = {
    *("surname", "given_names", "sex", "nationality", "issuing_country"),
    *("birth_date", "expiry_date", "document_number"),
}
# How far the numbers under a name may move with another build of the runtime; whole numbers else not at all.
TOLERANCES = {"quad": 2.0, "short_side_px": 3}
SHARE_TOLERANCE = 0.02

Analyze = Callable[[str], Result]


@pytest.fixture(scope="module")
def analyzed(models: Models) -> Analyze:
    """Reads an example by its name, each once."""
    return cache(lambda name: idvision.analyze((EXAMPLES / name).read_bytes(), models, OPTIONS))


@pytest.fixture(params=TRUTH, ids=lambda photo: photo["file"])
def photo(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def result(photo: dict[str, Any], analyzed: Analyze) -> Result:
    return analyzed(photo["file"])


def card_of(result: Result, truth: dict[str, Any]) -> Card:
    """The card that lies where the true one does."""
    quad = as_quad(truth["quad"])
    return max(result.cards, key=lambda card: quad_iou(as_quad(card.quad), quad))


def values_of(card: Card) -> dict[str, str]:
    zone = card.mrz.fields if card.mrz is not None else ()
    return {field.name: field.value for field in (*zone, *card.fields)}


def test_every_photo_has_its_truth() -> None:
    assert {photo["file"] for photo in TRUTH} == {path.name for path in EXAMPLES.glob("*.jpg")}


@pytest.mark.weights
def test_every_document_is_found_where_it_lies(photo: dict[str, Any], result: Result) -> None:
    assert (result.image_width, result.image_height) == (photo["width"], photo["height"])
    # A scene without a document may be taken for a card of no kind, which the verdict rejects.
    known = [card for card in result.cards if card.document.type != UNKNOWN_DOCUMENT]
    assert len(known) == photo["n_cards"]
    assert known == list(result.cards) or photo["n_cards"] == 0
    for truth in photo["cards"]:
        card = card_of(result, truth)
        assert (card.document.type, card.document.side) == (truth["document"], truth["side"])
        assert quad_iou(as_quad(card.quad), as_quad(truth["quad"])) > 0.9
        for corner, true_corner in zip(card.quad, truth["quad"], strict=True):
            assert corner == pytest.approx(true_corner, abs=60), "another corner is the printed top left"


@pytest.mark.weights
def test_every_value_that_can_be_read_is_right(photo: dict[str, Any], result: Result) -> None:
    for truth in photo["cards"]:
        card = card_of(result, truth)
        shown = set(truth["fields"]) - set(photo["hidden_fields"])
        # Of a travel document the zone alone is read.
        expected = {name: truth["fields"][name] for name in shown & (ZONE_FIELDS if card.mrz else shown)}
        values = values_of(card)
        assert {name: values.get(name) for name in expected} == expected
        if "mrz" in truth:
            assert card.mrz is not None
            assert list(card.mrz.lines) == truth["mrz"]
            assert all(passed for _, passed in card.mrz.checks)


@pytest.mark.weights
def test_a_hidden_value_is_never_passed_off_as_good(photo: dict[str, Any], result: Result) -> None:
    for name in photo["hidden_fields"]:
        (truth,), (card,) = photo["cards"], result.cards
        fields = [field for field in card.fields if field.name == name]
        wrong = [field for field in fields if field.value != truth["fields"][name]]
        assert all(field.problems for field in wrong)
        assert f"glare:{name}" in card.verdict.reasons


@pytest.mark.weights
def test_the_verdict_is_that_of_the_kind(photo: dict[str, Any], result: Result) -> None:
    defects = {name for name, present in photo["quality"].items() if present}
    if not photo["n_cards"]:
        assert result.verdict.decision is Decision.REJECT
        assert set(result.verdict.reasons) & {"no_document", "not_a_document"}
    elif defects:
        assert result.verdict.decision is not Decision.ACCEPT
        assert {reason.partition(":")[0] for reason in result.verdict.reasons} >= defects
    else:
        assert (result.verdict.decision, result.verdict.reasons) == (Decision.ACCEPT, ())


def allowed(path: str, expected: float) -> float:
    """How far the number under a path such as `/cards/0/quad/1/0` may be off."""
    named = [tolerance for name, tolerance in TOLERANCES.items() if name in path.split("/")]
    return named[0] if named else SHARE_TOLERANCE * isinstance(expected, float)


def differences(found: Any, expected: Any, path: str = "") -> list[str]:
    """Where two JSON values differ: numbers by more than is allowed, everything else at all."""
    if isinstance(expected, dict) and isinstance(found, dict) and list(found) == list(expected):
        pairs = [(key, found[key], value) for key, value in expected.items()]
    elif isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        pairs = [(str(at), *pair) for at, pair in enumerate(zip(found, expected, strict=True))]
    elif type(expected) in {int, float} and type(found) is type(expected):
        close = abs(found - expected) <= allowed(path, expected)
        return [] if close else [f"{path}: {found}, expected {expected}"]
    else:
        same = type(found) is type(expected) and found == expected and not isinstance(found, dict | list)
        return [] if same else [f"{path}: {found!r}, expected {expected!r}"]
    return [line for key, *pair in pairs for line in differences(*pair, f"{path}/{key}")]


@pytest.mark.weights
def test_a_native_result_is_the_committed_one(analyzed: Analyze) -> None:
    # Written by `idvision scan examples/resident_id_front.jpg --format json`, the timings taken out.
    name = "resident_id_front.jpg"
    native = json.loads(json.dumps(to_native(analyzed(name), f"examples/{name}")))
    timings = native.pop("timings_ms")
    expected = json.loads((GOLDEN / "resident_id_front.json").read_text(encoding="utf-8"))
    assert differences(native, expected) == []
    assert timings.keys() == {"decode", "locate", "rectify", "read", "assess", "decide"}


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
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, 1),
        ({"a": True}, {"a": 1}, 1),
        ([1.0], [1.0, 2.0], 1),
        ({"a": "x"}, {"a": "y"}, 1),
    ],
)
def test_the_comparison_of_results_sees_differences(found: Any, expected: Any, count: int) -> None:
    assert len(differences(found, expected)) == count
