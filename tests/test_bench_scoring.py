"""Answers of a provider beside the truth, on sets of a few pictures whose numbers can be counted by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from truth_files import square

from idvision.bench.answer import Answer, AnsweredCard, AnsweredField
from idvision.bench.comparing import BOOTSTRAP, MCNEMAR, WILCOXON
from idvision.bench.dataset import Dataset
from idvision.bench.metrics import METRICS
from idvision.bench.providers.protocol import About, Price
from idvision.bench.results import CurvePoint, Measured
from idvision.bench.scoring import compare, score
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.types import Quad

TODAY = date(2026, 11, 21)
WORDS = "document side quad fields mrz text confidence decision defects quality attacks"
EVERYTHING = frozenset(WORDS.split())
PRICE = Price(10.0, "CNY", "price list", date(2026, 1, 1))
ALL = About("all", "1", "local", EVERYTHING, PRICE)
ZONE = ("P<UTOBRANDT<<ILSE<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X123456785UTO8001014F3001019<<<<<<<<<<<<<<02")
FALSE_ZONE = (ZONE[0].replace("ILSE", "ELSE"), ZONE[1])
FIELDS = (("name", "林小舟"), ("id_number", "1234567"))
FRONT = TruthCard("chn_resident_id", "front", square(0), FIELDS)
PASSPORT = TruthCard("passport", "page", square(0), (("surname", "BRANDT"),), ZONE)


def truth(file: str, *cards: TruthCard, group: str = "clean", **more: object) -> TruthPhoto:
    return replace(TruthPhoto(file, group, 400, 400, cards), **more)


def card(
    values: tuple[tuple[str, str], ...] = FIELDS,
    quad: Quad | None = FRONT.quad,
    confidence: float | None = 0.9,
    document: str | None = "chn_resident_id",
    side: str | None = "front",
    mrz: tuple[str, ...] = (),
) -> AnsweredCard:
    fields = tuple(AnsweredField(name, value, confidence) for name, value in values)
    return AnsweredCard(document, side, quad, fields, mrz)


def said(*cards: AnsweredCard, milliseconds: float = 100.0, **more: object) -> Answer:
    return replace(Answer(cards, milliseconds=milliseconds), **more)


def measured(
    answers: Mapping[TruthPhoto, Answer], about: About = ALL, unasked: tuple[TruthPhoto, ...] = ()
) -> Measured:
    dataset = Dataset("set", (*answers, *unasked), {})
    return score(dataset, about, {photo.file: answer for photo, answer in answers.items()}, TODAY)


def values(found: Measured, *names: str) -> list[float | None]:
    return [found.scores[name].value for name in names]


def test_right_wrong_and_missing_values_are_counted_over_all_documents() -> None:
    found = measured(
        {
            truth("a", FRONT): said(card()),
            truth("b", FRONT): said(card((("name", "林小丹"), ("id_number", "1234567")), confidence=0.5)),
            truth("c", FRONT): said(card((("name", "林小舟"),))),
            truth("d", FRONT): said(),
        }
    )
    # Of 8 values 4 are right, 1 is wrong, 3 are missing; of 40 characters 1 + 7 + 10 are.
    assert values(found, "field_exact", "field_wrong", "field_missing") == [4 / 8, 1 / 8, 3 / 8]
    assert values(found, "cer", "fields_all_exact", "hit_rate") == [18 / 40, 1 / 4, 1 / 4]
    assert found.scores["field_exact"].n == 8
    assert values(found, "sure_wrong", "found", "type_abstention") == [0, 3 / 4, 1 / 4]


def test_a_wrong_value_that_is_sure_is_a_number_of_its_own() -> None:
    wrong = (("name", "林小丹"), ("id_number", "1234567"))
    found = measured({truth("a", FRONT): said(card(wrong, confidence=0.8))})
    assert values(found, "sure_wrong", "field_wrong") == [0.5, 0.5]
    assert found.worst[0].faults == ("name wrong but sure",)


def test_values_without_a_confidence_are_not_sure() -> None:
    found = measured({truth("a", FRONT): said(card((("name", "林小丹"),), confidence=None))})
    assert values(found, "sure_wrong", "field_wrong") == [0, 0.5]


def test_what_nobody_can_read_is_left_out_of_what_is_exact_but_must_not_be_made_up() -> None:
    wrong = said(card((("name", "林小丹"), ("id_number", "1234567"))))
    by_photo = measured({truth("a", FRONT, hidden_fields=("name",)): wrong})
    by_card = measured({truth("a", replace(FRONT, hidden_fields=("name",))): wrong})
    for found in (by_photo, by_card):
        assert values(found, "field_exact", "fields_all_exact", "field_wrong") == [1, 1, 0]
        assert found.scores["field_exact"].n == 1
        assert values(found, "sure_wrong") == [0.5]


def test_a_hidden_zone_is_not_asked_for_but_must_not_be_valid_and_wrong() -> None:
    photo = truth("a", replace(PASSPORT, hidden_fields=("mrz",)))
    found = measured({photo: said(card((), document="passport", side="page", mrz=FALSE_ZONE))})
    assert values(found, "mrz_zone_exact", "mrz_detected", "mrz_false_valid") == [None, None, 1]


def test_zones_are_counted_by_line_and_whole_and_valid_but_wrong_apart() -> None:
    passport = card((("surname", "Brandt"),), document="passport", side="page")
    found = measured(
        {
            truth("a", PASSPORT): said(replace(passport, mrz=ZONE)),
            truth("b", PASSPORT): said(replace(passport, mrz=FALSE_ZONE)),
            truth("c", PASSPORT): said(passport),
            truth("d", FRONT): said(card()),
        }
    )
    assert values(found, "mrz_detected", "mrz_line_exact", "mrz_zone_exact") == [2 / 3, 3 / 6, 1 / 3]
    assert values(found, "mrz_valid", "mrz_false_valid") == [2 / 3, 1 / 3]
    assert values(found, "mrz_anls") == [pytest.approx((1 + 87 / 88) / 3)]
    assert ("MRZ valid but wrong",) in [bad.faults for bad in found.worst]
    # A page has no other side.
    assert found.scores["side_accuracy"].n == 1


def test_an_error_is_wrong_in_everything() -> None:
    refused = said(card(), error="too_large", decision="accept", text=("林小舟",), milliseconds=5.0)
    photo = truth("a", FRONT, defects=("blur",), attack="photocopy")
    found = measured({photo: refused, truth("b", PASSPORT, attack=""): refused})
    wrong = ("found", "exact_count", "jaccard", "localised", "type_accuracy", "side_accuracy", "field_exact")
    assert values(found, *wrong, "fields_all_exact", "text_found", "mrz_zone_exact") == [0] * 10
    assert values(found, "error_rate", "cer", "defect_recall", "apcer.photocopy", "bpcer") == [1, 1, 0, 1, 1]
    assert values(found, "accepted", "accepted_wrong", "latency_p50") == [0, None, 5]
    assert found.worst[0].faults == ("error too_large",)


def test_only_what_a_provider_answers_has_a_value() -> None:
    reader = About("lines", "1", "engine", frozenset({"text"}))
    found = measured({truth("a", FRONT): said(text=("姓名 林小舟", "123456"))}, reader)
    assert {name for name, one in found.scores.items() if one.value is not None} == {
        "error_rate",
        "text_found",
        "latency_mean",
        "latency_p50",
        "latency_p95",
        "latency_p99",
    }
    assert values(found, "text_found") == [0.5]
    assert (found.confusion, found.risk_coverage, found.severity) == ({}, (), ())
    assert found.worst[0].faults == ("id_number not in the text",)
    assert list(found.scores) == list(METRICS)


def test_outlines_are_measured_on_documents_whose_outline_is_known() -> None:
    found = measured(
        {
            truth("a", FRONT): said(card(quad=square(0))),
            truth("b", FRONT): said(card(quad=square(50))),
            truth("c", replace(FRONT, quad=None)): said(card(quad=square(50))),
        }
    )
    assert values(found, "iou", "jaccard", "localised") == [
        pytest.approx(2 / 3),
        pytest.approx(2 / 3, abs=1e-5),
        0.5,
    ]
    assert found.scores["iou"].n == 2
    # The outline of b is a third of its union: not found, and false; c is not counted.
    assert values(found, "detection_precision_50", "detection_recall_50", "detection_f_50") == [0.5] * 3
    assert values(found, "found", "upright") == [2 / 3, 1]


def test_pictures_without_a_document_show_what_is_made_up() -> None:
    found = measured(
        {
            truth("a"): said(card()),
            truth("b"): said(card(values=(), document=None)),
            truth("c"): said(error="no_card"),
            truth("d", FRONT): said(card()),
            truth("e", partial=(square(200),)): said(card(quad=square(200))),
        }
    )
    assert values(found, "false_documents") == [pytest.approx(1 / 3)]
    assert found.scores["false_documents"].n == 3
    # The error is no right count.
    assert values(found, "exact_count", "detection_precision_50") == [3 / 5, 1 / 3]
    assert "document where there is none" in [fault for bad in found.worst for fault in bad.faults]


def test_cards_without_outlines_are_paired_by_what_they_say() -> None:
    back = TruthCard("chn_resident_id", "back", square(150), (("valid_from", "2020-01-01"),))
    answer = said(
        card((("valid_from", "2020-01-01"),), quad=None, side="back"),
        card(quad=None),
    )
    found = measured({truth("a", FRONT, back): answer})
    assert values(found, "field_exact", "side_accuracy", "side_balanced", "found") == [1, 1, 1, 1]


def test_types_without_an_id_should_not_be_given_one() -> None:
    library = TruthCard("library_card", "front", square(0), ())
    found = measured(
        {
            truth("a", library): said(card(())),
            truth("b", library): said(card((), document=None)),
            truth("c", FRONT): said(card(document=None)),
            truth("d", FRONT): said(card(document="passport")),
            truth("e", library): said(card((), document="library_card")),
        }
    )
    assert values(found, "type_false", "type_accuracy", "type_abstention") == [1 / 3, 0, 0.5]
    assert found.confusion == {
        "chn_resident_id": {"(none)": 1, "passport": 1},
        "library_card": {"(none)": 1, "chn_resident_id": 1, "library_card": 1},
    }


def test_defects_are_scored_only_where_the_truth_names_them() -> None:
    found = measured(
        {
            truth("a", FRONT, defects=("blur",)): said(card(), defects=("blur", "glare")),
            truth("b", FRONT, defects=("blur",)): said(card(), defects=()),
            truth("c", FRONT): said(card(), defects=("too_dark",)),
        }
    )
    assert values(found, "defect_precision", "defect_recall", "defect_f1") == [0.5, 0.5, 0.5]
    assert values(found, "defect_precision.blur", "defect_recall.blur") == [1, 0.5]
    assert values(found, "defect_f1.blur") == [pytest.approx(2 / 3)]
    assert values(found, "defect_precision.glare", "defect_recall.glare") == [0, None]


def test_attacks_are_scored_by_their_highest_probability() -> None:
    def answer(*attacks: tuple[str, float]) -> Answer:
        return said(card(), attacks=attacks)

    found = measured(
        {
            truth("a", FRONT, attack="photocopy"): answer(("photocopy", 0.2), ("screen_recapture", 0.9)),
            truth("b", FRONT, attack="photocopy"): answer(("photocopy", 0.3)),
            truth("c", FRONT, attack=""): answer(("photocopy", 0.1)),
            truth("d", FRONT, attack=""): answer(),
            truth("e", FRONT): answer(("photocopy", 1.0)),
            truth("f", FRONT, attack="mask"): answer(("photocopy", 1.0)),
        }
    )
    assert values(found, "apcer.photocopy", "apcer.tampered", "apcer_max", "bpcer") == [0.5, None, 0.5, 0]
    assert values(found, "eer", "bpcer10", "av_rank") == [0, 0, 0]
    assert found.scores["eer"].n == 4


def test_confidences_are_measured_over_values_answered() -> None:
    found = measured(
        {
            truth("a", FRONT): said(card(confidence=1.0)),
            truth("b", FRONT): said(card((("name", "林小丹"),), confidence=0.5)),
        }
    )
    # Two right at 1, one wrong at 0.5; of four printed values two can be taken.
    assert values(found, "ece", "confidence_auroc", "coverage_99") == [pytest.approx(0.5 / 3), 1, 0.5]
    assert found.risk_coverage == (
        CurvePoint(pytest.approx(2 / 3), 0.0, 2),
        CurvePoint(1.0, pytest.approx(1 / 3), 3),
    )


def test_quality_is_held_against_reading_and_severity() -> None:
    names = ("林小舟", "林小丹", "林大丹")
    found = measured(
        {
            truth(str(i), replace(FRONT, fields=FIELDS[:1]), severity=float(i)): said(
                card((("name", name),)), quality=1.0 - i / 10
            )
            for i, name in enumerate(names)
        }
    )
    assert (
        values(found, "quality_srocc", "quality_plcc", "quality_severity", "quality_monotone")
        == [pytest.approx(1)] * 4
    )
    assert found.severity == (CurvePoint(0, 1, 1), CurvePoint(1, 0, 1), CurvePoint(2, 0, 1))


def test_many_severities_become_ten_points() -> None:
    found = measured({truth(str(i), FRONT, severity=float(i)): said(card()) for i in range(40)})
    assert len(found.severity) == 10
    assert found.severity[0] == CurvePoint(1.5, 1, 8)


def test_groups_have_their_own_numbers() -> None:
    found = measured(
        {
            truth("a", FRONT, group="clean"): said(card(), milliseconds=10),
            truth("b", FRONT, group="dark"): said(milliseconds=30),
        }
    )
    assert {group: scores["field_exact"].value for group, scores in found.by_group.items()} == {
        "clean": 1,
        "dark": 0,
    }
    assert found.by_group["dark"]["latency_p50"].value == 30
    assert found.latencies_ms == (10, 30)
    assert values(found, "latency_mean", "latency_p50") == [20, 20]


def test_pictures_that_were_not_asked_are_not_held_against_anyone() -> None:
    found = measured({truth("a", FRONT): said(card())}, unasked=(truth("b", FRONT),))
    assert (found.scores["field_exact"].value, found.scores["field_exact"].n) == (1, 2)


def test_a_run_without_pictures_has_no_numbers() -> None:
    found = measured({})
    assert {one.value for name, one in found.scores.items() if name != "cost_per_1000"} == {None}
    assert (found.worst, found.by_group, found.latencies_ms) == ((), {}, ())


def test_cost_is_told_by_call_and_by_right_document() -> None:
    answers = {truth("a", FRONT): said(card()), truth("b", FRONT): said()}
    assert values(measured(answers), "cost_per_1000", "cost_per_1000_right") == [10, 20]
    free = measured(answers, replace(ALL, price=None))
    assert values(free, "cost_per_1000", "cost_per_1000_right") == [None, None]


def test_an_accepted_picture_with_something_wrong_is_named() -> None:
    wrong = card((("name", "林小丹"),))
    found = measured(
        {
            truth("a", FRONT): said(card(), decision="accept"),
            truth("b", FRONT): said(wrong, decision="accept"),
            truth("c", FRONT): said(wrong, decision="review"),
            truth("d"): said(decision="accept"),
            truth("e", FRONT, attack="tampered"): said(card(), decision="accept"),
        }
    )
    assert values(found, "accepted", "accepted_wrong") == [4 / 5, 3 / 4]


def test_the_worst_pictures_come_first_and_say_no_value() -> None:
    found = measured(
        {
            truth("a", FRONT): said(card()),
            truth("b", FRONT): said(card((("name", "林小丹"), FIELDS[1]), confidence=0.1, side="back")),
            truth("c", FRONT): said(),
        }
    )
    assert [bad.file for bad in found.worst] == ["c", "b"]
    assert found.worst[0].faults == ("chn_resident_id front not found", "name missing", "id_number missing")
    assert found.worst[1].faults == ("side front taken for back", "name wrong")
    assert "林" not in repr(found)


def test_intervals_hold_the_number_and_are_the_same_every_time() -> None:
    answers = {truth(str(i), FRONT): said(card() if i % 3 else card(())) for i in range(30)}
    first, second = measured(answers), measured(answers)
    assert first == second
    exact = first.scores["field_exact"]
    assert exact.low is not None and exact.high is not None and exact.value is not None
    assert 0.4 < exact.low < exact.value < exact.high < 0.9


OTHER = replace(ALL, name="other")


def answers_of(right: int, of: int, milliseconds: float) -> dict[str, Answer]:
    return {
        str(i): said(card() if i < right else card((FIELDS[0],)), milliseconds=milliseconds + i)
        for i in range(of)
    }


def test_two_providers_are_compared_on_the_pictures_that_both_saw() -> None:
    dataset = Dataset("set", tuple(truth(str(i), FRONT) for i in range(12)), {})
    found = compare(dataset, (ALL, answers_of(12, 12, 10)), (OTHER, answers_of(4, 10, 30)), TODAY)
    by_metric = {one.metric: one for one in found}
    whole = by_metric["fields_all_exact"]
    assert (whole.first, whole.second, whole.n, whole.test) == ("all", "other", 10, MCNEMAR)
    # 10 of 10 against 4 of 10; six differ, all one way: 2 / 2 ** 6.
    assert (whole.difference, whole.p_value) == (pytest.approx(0.6), pytest.approx(2 / 64))
    assert 0.2 <= whole.low < 0.6 < whole.high <= 1
    exact = by_metric["field_exact"]
    assert (exact.test, exact.difference) == (BOOTSTRAP, pytest.approx(6 / 20))
    time = by_metric["latency_mean"]
    assert (time.test, time.difference) == (WILCOXON, -20)
    assert time.p_value == pytest.approx(2 / 2**10)


def test_only_what_both_answer_is_compared() -> None:
    dataset = Dataset("set", (truth("0", FRONT),), {})
    reader = About("lines", "1", "engine", frozenset({"text"}))
    answers = {"0": said(card(), text=("林小舟",))}
    found = compare(dataset, (ALL, answers), (reader, answers), TODAY)
    assert [one.metric for one in found] == ["error_rate", "text_found", "latency_mean"]
    assert {(one.difference, one.p_value) for one in found} == {(0, 1)}


def test_providers_without_a_common_picture_are_not_compared() -> None:
    dataset = Dataset("set", (truth("0", FRONT), truth("1", FRONT)), {})
    assert compare(dataset, (ALL, {"0": said()}), (OTHER, {"1": said()}), TODAY) == ()
