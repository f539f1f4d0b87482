"""The benchmark of the assessor, with one that always says the same and cards whose numbers are known."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from drawn_sets import FIELDS, Page, Picture, write_pictures
from sample_results import ACCEPT, CARD, GOOD_QUALITY

from benchmarks import judging, judging_scores, reading_quality
from benchmarks.judged import JudgedCard, declared_types, judged
from benchmarks.judging_tables import judging_text, reading_text
from benchmarks.straightened import BACKGROUND, CardTruth, Straightened, straightened
from idvision.assess import NOT_A_DOCUMENT, Assessment
from idvision.bench.datasets.drawn import load_drawn
from idvision.bench.matching import compare
from idvision.bench.metrics.basics import Share
from idvision.limits import PRESETS
from idvision.types import DefectMaps, DocumentClass, Field, Image, Result, Side
from training.synth.dataset import read_dataset

TYPES = (*sorted(declared_types()), "unknown", NOT_A_DOCUMENT)
TODAY = date(2026, 11, 21)
CLEAN = dict.fromkeys(("blur", "glare", "occlusion", "incomplete"), 0.0)


def types(**chances: float) -> dict[str, float]:
    return dict.fromkeys(TYPES, 0.0) | chances


def assess(_: Image) -> Assessment:
    """Everything is the upright front of a resident card, a little blurred."""
    nothing = np.zeros((52, 80), np.float32)
    return Assessment(
        maps=DefectMaps(nothing + 0.3, nothing, nothing),
        text=np.zeros((104, 160), np.float32),
        turns=(0.7, 0.1, 0.1, 0.1),
        types=types(chn_resident_id=0.8, unknown=0.2),
        sides={"front": 0.9, "back": 0.1, "page": 0.0, "unknown": 0.0},
        copies={"screen": 0.1, "photocopy": 0.6, "edited": 0.2},
    )


def cards_of(folder: Path, *pictures: Picture) -> list[Straightened]:
    sets = read_dataset(write_pictures(folder, pictures))
    return [card for sample in sets for card in straightened(sample)]


def card(said: str = "chn_resident_id", chance: float = 0.9, **changes: object) -> JudgedCard:
    truth = CardTruth("chn_resident_id", "front", "none", 0, dict(CLEAN))
    names = {name: changes.pop(name) for name in ("type", "attack", "side") if name in changes}
    known = JudgedCard(
        file="a.jpg",
        group="mixed",
        truth=replace(truth, **names),
        turns=0,
        types=types(**{said: chance}),
        sides={"front": 1.0, "back": 0.0},
        copies={"screen": 0.0, "photocopy": 0.0, "edited": 0.0},
        defects=dict(CLEAN),
    )
    return replace(known, **changes)


def counts(share: Share) -> tuple[int, int]:
    return share.right, share.of


# Straightening


def test_documents_and_a_place_without_any_are_cut_as_the_engine_cuts(tmp_path: Path) -> None:
    found = cards_of(tmp_path / "s", Picture((Page(),)), Picture((Page(half_turn=True),)), Picture())
    documents = [one for one in found if one.truth.type != BACKGROUND]
    # Chance names another first corner, so the upright one is cut upside down and the other is not.
    assert [one.truth.turns for one in documents] == [2, 0]
    assert {one.image.shape[0] for one in found} == {720}
    true = np.array([[79.5, 79.5], [399.5, 79.5], [399.5, 279.5], [79.5, 279.5]])
    moved = np.abs(np.roll(documents[0].quad, 2, axis=0) - true)
    # 0.8 % of the root of 320 * 200 are 2 px.
    assert 0 < moved.max() < 9
    empty = found[-1]
    assert (empty.file, empty.truth) == (
        "s/pictures/000002.jpg",
        CardTruth(BACKGROUND, "unknown", "none", None, {}),
    )
    again = [one for sample in read_dataset(tmp_path / "s") for one in straightened(sample)]
    assert [one.quad.tolist() for one in again] == [one.quad.tolist() for one in found]


def test_a_document_hardly_to_be_seen_is_not_judged(tmp_path: Path) -> None:
    found = cards_of(tmp_path, Picture((Page(visible=0.3),)))
    assert [one for one in found if one.truth.type != BACKGROUND] == []


def test_true_defects_are_measured_as_the_engine_measures(tmp_path: Path) -> None:
    # A finger over a quarter of the page, reflections over an eighth, smeared by 4 px of 720.
    picture = Picture((Page(),), (80, 80, 240, 180), (240, 80, 400, 130), smear_px=4 * 200 / 720)
    cut = Picture((Page(at=(80, 260)),))
    whole, half = (one for one in cards_of(tmp_path, picture, cut) if one.truth.type != BACKGROUND)
    assert whole.truth.defects["occlusion"] == pytest.approx(0.25, abs=0.02)
    assert whole.truth.defects["glare"] == pytest.approx(0.125, abs=0.02)
    assert whole.truth.defects["blur"] == pytest.approx(0.5, abs=0.02)
    assert whole.truth.defects["incomplete"] == 0
    assert half.truth.defects["incomplete"] == pytest.approx(0.5, abs=0.01)
    assert half.truth.defects["occlusion"] == 0


# Numbers


def test_turns_types_and_sides_are_shares_of_those_that_have_them() -> None:
    cards = [
        card(),
        card(turns=2),
        card("unknown", types=types(unknown=0.6, chn_resident_id=0.4)),
        card("passport", side="back"),
        card("passport", type="unknown"),
        card(truth=CardTruth(NOT_A_DOCUMENT, "page", "none", None, dict(CLEAN))),
    ]
    total = judging_scores.class_score(cards)
    assert (total.cards, counts(total.upright)) == (6, (4, 5))
    assert (counts(total.type_closed), counts(total.type_open)) == ((3, 4), (2, 4))
    assert counts(total.side) == (3, 4)
    numbers = judging_scores.summarise(cards, PRESETS)
    assert numbers.type_confusions == {
        "chn_resident_id as passport": 1,
        "chn_resident_id as unknown": 1,
        "not_a_document as chn_resident_id": 1,
        "unknown as passport": 1,
    }
    assert numbers.side_confusions == {"back as front": 1}


def test_the_open_set_asks_how_sure_it_is_of_any_declared_type() -> None:
    cards = [
        card(chance=0.9),
        card(chance=0.6),
        card("passport", 0.7, type="unknown"),
        card(NOT_A_DOCUMENT, 1.0, type=NOT_A_DOCUMENT),
        card(NOT_A_DOCUMENT, 0.5, truth=CardTruth(BACKGROUND, "unknown", "none", None, {})),
    ]
    found = {(one.kind, one.against, one.score): one.ranking for one in judging_scores.open_set(cards)}
    assert found["declared", "unknown", "declared type"].auroc == 0.5
    assert found["declared", "all of these", "declared type"].auroc == pytest.approx(5 / 6, abs=1e-4)
    both = found["identity document", "no identity document", "a document"]
    assert (both.positives, both.negatives, both.auroc, str(both.hits)) == (3, 2, 1.0, "3/3")


def test_a_defect_is_found_where_both_measures_reach_the_limit() -> None:
    limits = {"default": PRESETS["default"]}
    pairs = [(0.5, 0.6), (0.9, 0.5), (0.8, 0.1), (0.1, 0.7), (0.0, 0.0), (0.31, 0.5)]
    cards = [
        card(truth=replace(card().truth, defects={**CLEAN, "blur": true}), defects={**CLEAN, "blur": said})
        for true, said in pairs
    ]
    scores = judging_scores.defect_scores(cards, limits)
    every, clear = (score for score in scores if score.defect == "blur")
    # The limit is 0.45: three are blurred, four are said to be, two of them rightly.
    assert (every.limit, every.affected, every.cards) == (0.45, 3, 6)
    assert (counts(every.precision), counts(every.recall), every.f1) == ((2, 4), (2, 3), round(4 / 7, 4))
    assert every.f1_low is not None and every.f1_high is not None and every.f1_low < 4 / 7 < every.f1_high
    # From 0.3 to 0.675 is borderline.
    assert (clear.borderline, clear.cards, clear.affected, clear.f1) == (False, 4, 2, 0.5)
    calm = next(score for score in scores if score.defect == "glare")
    assert (calm.affected, calm.recall.of, calm.f1, calm.f1_low) == (0, 0, None, None)


def test_severity_is_compared_by_error_and_by_rank() -> None:
    pairs = [(0.0, 0.1), (0.2, 0.2), (0.4, 0.3), (0.6, 0.9)]
    cards = [
        card(truth=replace(card().truth, defects={**CLEAN, "blur": true}), defects={**CLEAN, "blur": said})
        for true, said in pairs
    ]
    found = judging_scores.severity(cards, "blur")
    assert found.error.mean == pytest.approx(0.125)
    assert (found.all_cards.rho, found.all_cards.n, found.touched_cards.n) == (1.0, 4, 3)


def test_copies_are_told_from_genuine_cards_by_their_own_probability() -> None:
    def copy(attack: str, screen: float, photocopy: float, **changes: object) -> JudgedCard:
        copies = {"screen": screen, "photocopy": photocopy, "edited": 0.0}
        return card(attack=attack, copies=copies, **changes)

    cards = [
        copy("none", 0.1, 0.2),
        copy("none", 0.6, 0.1),
        copy("screen", 0.9, 0.0),
        copy("screen", 0.3, 0.8),
        copy("print", 0.0, 0.7),
        copy("photocopy_grey", 0.0, 0.15),
        # A letter is no genuine identity document.
        copy("none", 1.0, 1.0, type=NOT_A_DOCUMENT),
    ]
    numbers = judging_scores.summarise(cards, PRESETS)
    heads = {one.head: one for one in numbers.heads}
    attacks = {one.attack: one for one in numbers.attacks}
    assert heads["screen"].ranking.auroc == 0.75
    assert (counts(heads["screen"].bpcer), counts(heads["photocopy"].bpcer)) == ((1, 2), (0, 2))
    assert counts(numbers.bpcer_any) == (1, 2)
    assert (counts(attacks["screen"].apcer), counts(attacks["screen"].apcer_any)) == ((1, 2), (0, 2))
    assert (counts(attacks["print"].apcer), attacks["print"].ranking.auroc) == ((0, 1), 1.0)
    assert (counts(attacks["photocopy_grey"].apcer), attacks["photocopy_grey"].ranking.auroc) == ((1, 1), 0.5)
    assert attacks["edited"].ranking.auroc is None


def test_a_set_is_judged_and_reported(tmp_path: Path) -> None:
    pages = (Picture((Page(),)), Picture((Page(half_turn=True, attack="print"),)), Picture())
    folder = write_pictures(tmp_path / "mixed", pages)
    cards = judging.judge_folders([folder], assess)
    numbers = judging_scores.summarise(cards, PRESETS)
    assert counts(numbers.groups["mixed"].upright) == (1, 2)
    assert counts(numbers.types["chn_resident_id"].type_open) == (2, 2)
    assert numbers.severity[0].error.mean == pytest.approx(0.3, abs=0.25)
    text = judging_text(numbers)
    assert "Synthetic" in text and "APCER" in text
    json.dumps(asdict(numbers))
    assert list(judging.fault_lines(cards)) == [
        "  mixed/pictures/000000.jpg: 0 quarter turns for 2 (chn_resident_id)"
    ]


def test_a_card_keeps_what_was_said_of_it(tmp_path: Path) -> None:
    first = cards_of(tmp_path / "s", Picture((Page(),)))[0]
    said = judged(first, assess)
    assert (said.turns, said.types["chn_resident_id"], said.copies["photocopy"]) == (0, 0.8, 0.6)
    assert (said.defects["blur"], said.defects["glare"]) == (pytest.approx(0.3), 0)


def test_a_folder_without_a_drawn_set_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        judging.main(["--data", str(tmp_path)])
    assert ended.value.code == 2
    assert "no drawn set" in capsys.readouterr().err


def test_the_command_prints_tables_and_one_line_of_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pictures(tmp_path / "sets" / "mixed", (Picture((Page(),)), Picture()))
    model, out = tmp_path / "fake.onnx", tmp_path / "out.json"
    model.write_bytes(b"weights")
    monkeypatch.setattr(judging, "OnnxSession", lambda path, name, threads: (path, name, threads))
    monkeypatch.setattr(judging, "CardAssessor", lambda _session: assess)
    data = str(tmp_path / "sets")
    judging.main(["--data", data, "--model", str(model), "--threads", "1", "--out", str(out), "--show"])
    printed = capsys.readouterr().out.splitlines()
    document = json.loads(printed[-1])
    assert printed[0].startswith("Synthetic") and json.loads(out.read_text("utf-8")) == document
    assert (document["benchmark"], document["data"]) == ("judging", "synthetic")
    assert document["total"]["cards"] == 1
    assert document["environment"]["threads"] == 1


# Reading


def test_quality_falls_with_the_worst_defect_or_with_all() -> None:
    perfect = replace(GOOD_QUALITY, blur=0.0, short_side_px=10**9)
    assert reading_quality.worst_score(perfect) == pytest.approx(1)
    # The default limits reject from a blur of 0.70 and a glare of 0.15.
    spoilt = replace(perfect, blur=0.7, glare=0.075)
    assert reading_quality.worst_score(spoilt) == pytest.approx(0.5)
    assert reading_quality.sum_score(spoilt) == pytest.approx(1 / 2.5)


def test_reading_is_compared_with_quality(tmp_path: Path) -> None:
    pictures = (Picture((Page(),)), Picture((Page(), Page(at=(80, 230)))), Picture((Page("unknown"),)))
    photos = load_drawn(write_pictures(tmp_path / "blur", pictures))
    read = replace(
        CARD,
        quad=photos[0].cards[0].quad,
        document=DocumentClass("chn_resident_id", Side.FRONT, 1.0),
        fields=(
            Field("name", "林晓舟", "", 0.9),
            Field("id_number", FIELDS["id_number"], "", 0.9),
        ),
        quality=GOOD_QUALITY,
    )
    names = {photo.file: photo.file.encode() for photo in photos}
    asked: list[bytes] = []

    def analyze(data: bytes) -> Result:
        asked.append(data)
        return Result(480, 360, (read,), ACCEPT)

    (found,) = reading_quality.read_cards(photos, names, analyze, TODAY)
    # Only the first shows one document that is declared.
    assert asked == [photos[0].file.encode()]
    assert found is not None
    assert (found.exact, found.legible) == (0.5, pytest.approx(1 - 1 / 6))
    missed = compare(photos[0], (), ACCEPT.decision).pairs[0]
    assert reading_quality.read_card(missed, TODAY) is None


def test_a_better_quality_with_a_better_reading_correlates() -> None:
    cards = [
        reading_quality.ReadCard("a.jpg", "blur", exact, exact, replace(GOOD_QUALITY, blur=blur))
        for exact, blur in ((1.0, 0.1), (0.8, 0.4), (0.5, 0.6), (0.1, 0.9))
    ]
    numbers = reading_quality.summarise([*cards, None])
    assert (numbers.cards, numbers.not_found, numbers.exact.mean) == (4, 1, 0.6)
    assert numbers.with_exact["sum"].rho == numbers.with_legible["sum"].rho == 1.0
    assert "1 not found" in reading_text(numbers)
    assert next(judging.reading_lines([None, *cards])).startswith("  a.jpg: 0.10 exact")
    json.dumps(asdict(numbers))
