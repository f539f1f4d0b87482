"""The report by document: what is counted for a row, what is marked, and how its pictures are drawn."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sample_results import ACCEPT, CARD, MRZ
from truth_files import native_entry, square, write_truth

from benchmarks import accuracy, accuracy_options, by_document
from benchmarks.by_document import Measured, confusion_of, measured_of, summarise, text_of, to_json, values_of
from idvision.bench.datasets import Wanted, idbench
from idvision.bench.matching import Pair, compare
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.documents import get_spec
from idvision.geometry import quad_area
from idvision.types import Card, DocumentClass, Field, Side
from training.synth import given
from training.synth.given import CONDITIONS, draw_given
from training.synth.types import Scene

TODAY = date(2026, 11, 21)
FRONT = get_spec("chn_resident_id", Side.FRONT)
TRUE = (("name", "林小舟"), ("sex", "F"), ("birth_date", "1990-04-05"), ("note", "of no field"))
ZONE = ("P<UTOBRANDT<<ILSE<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X123456784UTO8001014F3001019<<<<<<<<<<<<<<06")


def card_of(document: str = "chn_resident_id", side: Side = Side.FRONT, **values: tuple[str, float]) -> Card:
    fields = tuple(Field(name, value, value, confidence) for name, (value, confidence) in values.items())
    known = DocumentClass(document, side, 1.0)
    return replace(CARD, quad=square(0), document=known, fields=fields, mrz=None, verdict=ACCEPT)


def pair_of(card: Card | None, iou: float = 1.0, hidden: tuple[str, ...] = ()) -> Pair:
    truth = TruthCard("chn_resident_id", "front", square(0), TRUE, hidden_fields=hidden)
    return Pair(TruthPhoto("a.jpg", "g", 400, 300, (truth,)), truth, card, iou)


RIGHT = card_of(name=("林小舟", 0.9), sex=("F", 0.9), birth_date=("1990-04-05", 0.9))


def test_a_row_counts_what_its_documents_gave() -> None:
    wrong = card_of(name=("林小丹", 0.9), birth_date=("1990-04-06", 0.5))
    other = card_of("passport", Side.PAGE)
    pairs = (pair_of(RIGHT), pair_of(wrong), pair_of(other, 0.6), pair_of(None, 0.0))
    times = (10.0, 20.0, 40.0, 100.0)
    report = summarise(
        [Measured("a", "clean", pair, ms) for pair, ms in zip(pairs, times, strict=True)], TODAY
    )
    (row,) = report.rows
    assert (row.documents, str(row.detected)) == (4, "2/4")
    assert (str(row.type_right), str(row.side_right), str(row.exact)) == ("2/4", "2/4", "3/12")
    # A third of the name, a tenth of the day; the sex and two whole documents are missing.
    assert row.mean_cer == pytest.approx((1 / 3 + 1 / 10 + 1 + 6) / 12, abs=1e-4)
    assert (row.sure_but_wrong, row.p50_ms, row.hidden) == (1, 30.0, 0)
    assert report.confusion == {"chn_resident_id": {"chn_resident_id": 2, "no_card": 1, "passport": 1}}


def test_a_value_that_nobody_can_read_counts_only_if_it_is_surely_wrong() -> None:
    guessed = card_of(name=("林小丹", 0.9), sex=("F", 0.9), birth_date=("1990-04-05", 0.9))
    (row,) = summarise([Measured("a", "degraded", pair_of(guessed, hidden=("name",)), 1.0)], TODAY).rows
    assert (str(row.exact), row.hidden, row.sure_but_wrong) == ("2/2", 1, 1)


@pytest.mark.parametrize(
    ("condition", "right", "low"),
    [
        ("clean", 19, False),
        ("clean", 18, True),
        ("degraded", 17, False),
        ("degraded", 16, True),
        ("given", 0, False),
    ],
)
def test_a_row_is_marked_below_what_its_condition_should_give(condition: str, right: int, low: bool) -> None:
    missing = card_of()
    name_only = replace(pair_of(None).truth, fields=TRUE[:1])
    pairs = [
        Pair(pair_of(None).photo, name_only, RIGHT if number < right else missing, 1.0)
        for number in range(20)
    ]
    report = summarise([Measured("a_front", condition, pair, 1.0) for pair in pairs], TODAY)
    assert report.rows[0].is_low is low
    assert to_json(report)["rows"][0]["low"] is low
    assert f": {int(low)} of 1" in text_of(report)


def test_a_row_of_documents_without_values_is_not_marked() -> None:
    truth = replace(pair_of(None).truth, fields=())
    pair = Pair(pair_of(None).photo, truth, None, 0.0)
    (row,) = summarise([Measured("a", "clean", pair, 1.0)], TODAY).rows
    assert (row.is_low, row.mean_cer, row.exact.of) == (False, None, 0)


def test_what_the_zone_gives_counts_once_beside_the_declared_fields() -> None:
    truth = TruthCard("passport", "page", square(0), (("surname", "Brandt"), ("sex", "F")), ZONE)
    in_zone = (Field("surname", "BRANDT", "BRANDT", 0.9), Field("sex", "M", "M", 0.9))
    card = replace(card_of("passport", Side.PAGE), mrz=replace(MRZ, fields=in_zone))
    pair = Pair(TruthPhoto("a.jpg", "g", 400, 300, (truth,)), truth, card, 1.0)
    found = [(value.name, value.read, value.read == value.true) for value in values_of(pair, TODAY)]
    assert found == [("surname", "BRANDT", True), ("sex", "M", False)]


def test_a_confusion_is_listed_only_off_the_diagonal() -> None:
    pairs = [pair_of(RIGHT), pair_of(card_of("passport", Side.PAGE)), pair_of(card_of("passport", Side.PAGE))]
    assert confusion_of(pairs) == {"chn_resident_id": {"chn_resident_id": 1, "passport": 2}}
    text = text_of(summarise([Measured("a", "clean", pair, 1.0) for pair in pairs], TODAY))
    assert "  chn_resident_id as passport: 2" in text
    assert "chn_resident_id as chn_resident_id" not in text
    assert text_of(summarise([Measured("a", "clean", pairs[0], 1.0)], TODAY)).endswith("  none")


def test_of_a_type_that_is_not_declared_unknown_is_the_right_answer() -> None:
    truth = TruthCard("library_card", "front", square(0), ())
    answers = ("unknown", "passport")
    pairs = [Pair(pair_of(None).photo, truth, card_of(answer), 1.0) for answer in answers]
    report = summarise([Measured("library_card_front", "given", pair, 1.0) for pair in pairs], TODAY)
    assert (report.rows[0].type_right.of, report.rows[0].side_right.of) == (0, 0)
    assert "library_card as passport: 1" in text_of(report)
    assert "as unknown" not in text_of(report)


def test_pictures_count_for_the_case_they_were_drawn_for_others_for_their_truth() -> None:
    photo = pair_of(None).photo
    outcome = compare(photo, (RIGHT,), ACCEPT.decision)
    (drawn,) = measured_of(outcome, 5.0, {"g": ("chn_resident_id_front_old", "clean")})
    (given,) = measured_of(outcome, 5.0, {})
    assert (drawn.side, drawn.condition, drawn.milliseconds) == ("chn_resident_id_front_old", "clean", 5.0)
    assert (given.side, given.condition) == ("chn_resident_id_front", by_document.GIVEN)


def tiny(spec: object, condition: str, rng: np.random.Generator, _split: str) -> Scene:
    noise = rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)
    plane = np.zeros((40, 60), np.float32)
    return Scene(noise, (), plane, plane, plane)


def test_a_cache_keeps_the_pictures_of_one_state_of_declaration_and_drawing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "draw_given", tiny)
    cases = idbench.cases_of([FRONT])
    assert [case.name for case in cases] == [f"chn_resident_id_front-{name}" for name in CONDITIONS]
    photos, pictures = idbench.draw_cases(cases, Wanted(cache=tmp_path, per_document=2))
    assert [photo.group for photo in photos] == [case.name for case in cases for _ in range(2)]
    first = {name: pictures[name] for name in pictures}
    assert len(set(first.values())) == 4, "every case and every picture is another"
    fewer, _ = idbench.draw_cases(cases, Wanted(cache=tmp_path, per_document=1))
    assert {photo.file for photo in fewer} < set(first)
    again, repeated = idbench.draw_cases(cases, Wanted(cache=tmp_path / "elsewhere", per_document=2))
    assert [photo.file for photo in again] == [photo.file for photo in photos]
    assert {name: repeated[name] for name in repeated} == first
    moved = replace(FRONT, aspect=1.5)
    others, _ = idbench.draw_cases(idbench.cases_of([moved]), Wanted(cache=tmp_path, per_document=1))
    assert not {photo.file for photo in others} & set(first)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_given_side_is_photographed_alone_and_large(condition: str) -> None:
    spec = get_spec("visa_mrvb", Side.PAGE)
    for seed in range(2):
        scene = draw_given(spec, condition, np.random.default_rng(seed), "bench")
        (placed,) = scene.placed
        assert (placed.document.type, placed.document.side) == ("visa_mrvb", "page")
        assert placed.visible > 0.99
        assert quad_area(placed.quad) > 0.08 * scene.image.shape[0] * scene.image.shape[1]
    assert max(scene.image.shape[:2]) >= min(CONDITIONS[condition].long_side) * 0.98


def test_a_clean_photo_is_sharp_evenly_lit_and_hardly_turned() -> None:
    for seed in range(3):
        scene = draw_given(FRONT, "clean", np.random.default_rng(seed), "bench")
        assert scene.blur.max() <= 0.8
        assert scene.glare.max() == scene.occlusion.max() == 0
        top = scene.placed[0].quad[1] - scene.placed[0].quad[0]
        assert abs(np.degrees(np.arctan2(top[1], top[0]))) < 25


def test_the_truth_of_given_pictures_makes_rows_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = write_truth(tmp_path, native_entry())
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    monkeypatch.setattr(accuracy.idvision, "warmup", lambda _: None)
    accuracy.main(["--truth", str(truth), "--dataset", "realset", "--by-document", "--today", "2026-11-21"])
    *text, line = capsys.readouterr().out.splitlines()
    numbers = json.loads(line)
    assert text[0].startswith("document side")
    (row,) = numbers["rows"]
    assert (row["side"], row["condition"], row["exact"]["right"]) == ("chn_resident_id_front", "given", 0)
    assert numbers["confusion"] == {"chn_resident_id": {"no_card": 1}}
    assert "dataset" not in numbers
    assert numbers["environment"]["cores"] >= 1


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--dataset", "realset"),
        ("--dataset", "idbench", "--truth", "x.json"),
        ("--dataset", "idbench", "--only", "library_card"),
        ("--dataset", "idbench", "--per-document", "0"),
    ],
)
def test_wrong_usage_is_refused(wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        accuracy_options.parse(wrong, "description")
    assert ended.value.code == 2
    assert "error" in capsys.readouterr().err
