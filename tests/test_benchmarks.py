"""The accuracy benchmark measures what it says: metrics, pairing, judging, counting, the report."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sample_results import ACCEPT, CARD, EMPTY_RESULT, GOOD_QUALITY, REJECT, REVIEW
from truth_files import native_entry, square, write_truth

from benchmarks import accuracy, judge
from benchmarks.findings import findings_of
from benchmarks.summary import summarise
from benchmarks.tables import accuracy_text, table
from idvision import DecodeError, Result
from idvision.bench.environment import data_hash, environment
from idvision.bench.matching import Outcome, Pair, compare, match_cards
from idvision.bench.metrics import basics as metrics
from idvision.bench.truth import TruthCard, TruthPhoto, load_truth
from idvision.types import UNKNOWN_DOCUMENT, Card, DocumentClass, Field, Mrz, Quad, Side

TODAY = date(2026, 11, 21)
ZONE = ("P<UTOBRANDT<<ILSE<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X123456784UTO8001014F3001019<<<<<<<<<<<<<<06")
FRONT_FIELDS = (("name", "林小舟"), ("sex", "F"), ("birth_date", "1990-04-05"))
ORIGIN = square(0)


def front(quad: Quad | None = ORIGIN, fields: tuple[tuple[str, str], ...] = FRONT_FIELDS) -> TruthCard:
    return TruthCard("chn_resident_id", "front", quad, fields)


def photo(*cards: TruthCard, group: str = "clean", hidden: tuple[str, ...] = ()) -> TruthPhoto:
    return TruthPhoto("a.jpg", group, 400, 300, cards, hidden)


def card(
    quad: Quad = ORIGIN,
    document: str = "chn_resident_id",
    side: Side = Side.FRONT,
    fields: tuple[tuple[str, str], ...] = FRONT_FIELDS,
    confidence: float = 0.9,
) -> Card:
    return replace(
        CARD,
        quad=quad,
        document=DocumentClass(document, side, 1.0),
        quality=GOOD_QUALITY,
        fields=tuple(Field(name, value, value, confidence) for name, value in fields),
        mrz=None,
        verdict=ACCEPT,
    )


UNKNOWN_CARD = replace(card(document=UNKNOWN_DOCUMENT, side=Side.UNKNOWN, fields=()), verdict=REVIEW)


def outcome(truth: TruthPhoto, *cards: Card) -> Outcome:
    return compare(truth, cards, cards[0].verdict.decision if cards else REJECT.decision)


def only_pair(truth: TruthCard, *cards: Card, hidden: tuple[str, ...] = ()) -> Pair:
    return outcome(photo(truth, hidden=hidden), *cards).pairs[0]


# Metrics


def test_quad_iou_of_two_squares_shifted_by_half_is_a_third() -> None:
    assert metrics.quad_iou(
        np.array(square(0), np.float32), np.array(square(50), np.float32)
    ) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("abc", "", 3),
        ("kitten", "sitting", 3),
        ("林小舟", "林晓舟", 1),
        ("ab", "ba", 2),
    ],
)
def test_edit_distance_counts_insertions_deletions_and_substitutions(a: str, b: str, distance: int) -> None:
    assert metrics.edit_distance(a, b) == distance


def test_cer_is_relative_to_the_length_of_the_truth_and_may_exceed_one() -> None:
    assert metrics.cer("1234", "12345678") == 0.5
    assert metrics.cer("", "ab") == 1.0
    assert metrics.cer("abcd", "x") == 4.0


def test_field_accuracy_counts_exact_values_only() -> None:
    score = metrics.field_accuracy([("A", "A"), ("a", "A"), ("", "A"), ("B", "B")])
    assert (score.right, score.of, str(score)) == (2, 4, "2/4")


def test_wilson_interval_matches_the_hand_computed_one() -> None:
    # z2 = 3.8415, p = 0.8, n = 10: (0.8 + 0.19207 +- 1.96 sqrt(0.016 + 0.0096036)) / 1.38415
    assert metrics.wilson_interval(8, 10) == (0.4902, 0.9433)
    assert metrics.wilson_interval(0, 4)[0] == 0.0
    assert metrics.wilson_interval(4, 4)[1] == 1.0


def test_a_share_or_spread_of_nothing_has_no_interval() -> None:
    assert (metrics.share([]).low, metrics.share([]).of) == (None, 0)
    assert (metrics.spread([]).mean, str(metrics.spread([]))) == (None, "-")


def test_a_bootstrap_interval_holds_the_mean_and_closes_on_constant_values() -> None:
    low, high = metrics.bootstrap_interval([1.0, 2.0, 3.0, 4.0], np.mean)
    assert 1.0 <= low < 2.5 < high <= 4.0
    assert metrics.bootstrap_interval([2.0, 2.0], np.median) == (2.0, 2.0)


def test_percentiles_lie_between_neighbours() -> None:
    assert metrics.percentile([10.0, 20.0, 40.0], 50) == 20.0
    assert metrics.percentile([10.0, 20.0], 95) == pytest.approx(19.5)


# Pairing


def test_one_card_and_one_document_belong_together_without_overlap() -> None:
    assert match_cards(photo(front(square(0))), [card(square(300))]) == {0: 0}


def test_of_several_the_greatest_overlap_is_paired_first_and_strangers_stay_alone() -> None:
    truth = photo(front(square(0)), front(square(200)))
    assert match_cards(truth, [card(square(210)), card(square(10)), card(square(20))]) == {0: 1, 1: 0}
    assert match_cards(truth, [card(square(0, top=200)), card(square(200))]) == {1: 1}


def test_a_document_without_a_quad_is_the_frame_and_has_no_iou() -> None:
    truth = photo(front(None))
    small, large = card(square(0)), card(square(0, side=300))
    assert match_cards(truth, [small, large]) == {0: 1}
    assert outcome(truth, large).pairs[0].iou is None


# Judging one pair


def test_found_means_an_overlap_of_seventy_percent() -> None:
    assert judge.is_found(only_pair(front(), card(square(10))))
    assert not judge.is_found(only_pair(front(), card(square(30))))
    assert not judge.is_found(only_pair(front()))


def test_upright_means_that_the_first_corners_are_neighbours() -> None:
    turned = square(0)[1:] + square(0)[:1]
    assert judge.is_orientation_right(only_pair(front(), card()))
    assert not judge.is_orientation_right(only_pair(front(), card(turned)))


def test_a_field_not_declared_for_the_document_is_not_compared() -> None:
    pair = only_pair(front(fields=(("name", "林小舟"), ("portrait_colour", "grey"))), card())
    assert [field.name for field in judge.visual_fields(pair)] == ["name"]


def passport(*lines: str, **printed: str) -> TruthCard:
    return TruthCard("passport", "page", square(0), tuple(printed.items()), lines)


def with_zone(*lines: str, valid: bool = True, **fields: str) -> Card:
    values = tuple(Field(name, value, value, 0.9) for name, value in fields.items())
    zone = Mrz("TD3", lines, lines, (("composite", valid),), values, 0.9)
    return replace(card(document="passport", side=Side.PAGE, fields=()), mrz=zone)


def test_a_zone_is_judged_line_by_line() -> None:
    pair = only_pair(passport(*ZONE), with_zone(ZONE[0], ZONE[1][:-1] + "7"))
    assert judge.right_lines(pair) == (True, False)
    assert judge.right_lines(only_pair(passport(*ZONE), card())) == (False, False)


@pytest.mark.parametrize(
    ("valid", "last", "expected"), [(True, "7", True), (True, "6", False), (False, "7", False)]
)
def test_valid_but_wrong_needs_true_checks_and_other_lines(valid: bool, last: str, expected: bool) -> None:
    pair = only_pair(passport(*ZONE), with_zone(ZONE[0], ZONE[1][:-1] + last, valid=valid))
    assert judge.is_zone_valid_but_wrong(pair) is expected


def test_only_line_lengths_of_a_standard_are_eligible() -> None:
    assert judge.is_zone_eligible(only_pair(passport(*ZONE)))
    assert not judge.is_zone_eligible(only_pair(passport(ZONE[0][:-1], ZONE[1][:-1])))
    assert not judge.is_zone_eligible(only_pair(passport(ZONE[0], ZONE[1][:-1])))


def test_values_of_a_zone_are_compared_where_print_and_zone_agree() -> None:
    truth = passport(*ZONE, surname="Brändt", sex="M", birth_date="1980-01-01", birth_place="FERN")
    fields = list(judge.zone_fields(only_pair(truth, with_zone(*ZONE, surname="BRANDT")), TODAY))
    assert [(field.name, field.true, field.read) for field in fields] == [
        ("surname", "BRANDT", "BRANDT"),
        ("birth_date", "1980-01-01", ""),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        card(fields=(("name", "林晓舟"), *FRONT_FIELDS[1:])),
        card(fields=FRONT_FIELDS[1:]),
        card(document="passport"),
    ],
)
def test_an_accepted_card_may_have_no_error(wrong: Card) -> None:
    assert judge.is_accepted_with_error(only_pair(front(), wrong))
    assert not judge.is_accepted_with_error(only_pair(front(), replace(wrong, verdict=REVIEW)))
    assert not judge.is_accepted_with_error(only_pair(front(), card()))


# Counting


def test_a_perfect_picture_scores_full_and_has_no_findings() -> None:
    summary = summarise([outcome(photo(front()), card())], TODAY)
    total = summary.total
    shares = (total.found, total.count_right, total.type_right, total.side_right, total.orientation_right)
    assert [(score.right, score.of) for score in shares] == [(1, 1)] * 5
    assert (total.iou.mean, total.decisions, summary.findings) == (1.0, {"accept": 1}, ())
    assert {name: str(score.exact) for name, score in summary.fields.items()} == dict.fromkeys(
        ("name", "sex", "birth_date"), "1/1"
    )


def test_a_document_that_was_missed_counts_against_everything_but_orientation() -> None:
    summary = summarise([outcome(photo(front()))], TODAY)
    total = summary.total
    assert (str(total.found), str(total.count_right), str(total.type_right)) == ("0/1", "0/1", "0/1")
    assert (total.iou.mean, str(total.orientation_right), summary.fields["name"].missing) == (0.0, "0/0", 1)


def test_groups_hold_their_own_pictures_and_negatives_stand_apart() -> None:
    outcomes = [
        outcome(photo(front(), group="blur"), card()),
        outcome(photo(front(), group="glare"), UNKNOWN_CARD),
        outcome(photo(group="none"), UNKNOWN_CARD),
    ]
    summary = summarise(outcomes, TODAY)
    assert {name: str(score.type_right) for name, score in summary.groups.items()} == {
        "blur": "1/1",
        "glare": "0/1",
    }
    assert (summary.total.pictures, summary.negatives.pictures) == (2, 1)


def test_a_negative_counts_once_under_the_worst_that_was_made_of_it() -> None:
    typed = replace(card(), verdict=REVIEW)
    cards = ((), (UNKNOWN_CARD,), (UNKNOWN_CARD, typed), (typed, card()))
    negatives = summarise([outcome(photo(), *found) for found in cards], TODAY).negatives
    assert asdict(negatives) == {"pictures": 4, "no_card": 1, "unknown": 1, "typed": 1, "accepted": 1}


@pytest.mark.parametrize(
    ("read", "confidence", "accepted", "dangerous"),
    [
        ("林晓舟", 0.9, False, 1),
        ("林晓舟", 0.3, True, 1),
        ("林晓舟", 0.3, False, 0),
        ("林小舟", 0.9, True, 0),
    ],
)
def test_a_hidden_field_must_not_be_wrong_yet_sure(
    read: str, confidence: float, accepted: bool, dangerous: int
) -> None:
    found = card(fields=(("name", read),), confidence=confidence)
    found = found if accepted else replace(found, verdict=REVIEW)
    summary = summarise([outcome(photo(front(), hidden=("name",)), found)], TODAY)
    assert (summary.hidden.sure_but_wrong.right, summary.hidden.fields) == (dangerous, 1)
    assert "name" not in summary.fields


def test_an_undeclared_type_is_listed_and_not_counted_as_a_wrong_type() -> None:
    plate = TruthCard("licence_plate", "na", square(0), (("plate_number", "X 1"),))
    summary = summarise([outcome(photo(plate), UNKNOWN_CARD), outcome(photo(plate), card())], TODAY)
    assert (str(summary.total.type_right), summary.undeclared.documents) == ("0/0", {"licence_plate na": 2})
    assert (summary.undeclared.unknown, summary.undeclared.typed, summary.undeclared.accepted) == (1, 1, 1)


def test_findings_name_the_fault_and_its_place() -> None:
    found = replace(with_zone(ZONE[0], ZONE[1][:-1] + "7"), quad=square(20))
    faults = findings_of(outcome(photo(passport(*ZONE)), found, UNKNOWN_CARD))
    assert [(fault.kind, fault.detail) for fault in faults] == [
        ("count", "2 of 1"),
        ("type", "passport as unknown"),
        ("mrz", "not read"),
    ]
    faults = findings_of(outcome(photo(passport(*ZONE)), replace(found, verdict=REVIEW)))
    assert [(fault.kind, fault.detail) for fault in faults] == [
        ("not_found", "IoU 0.67"),
        ("mrz", "line 2"),
        ("mrz_valid_but_wrong", ""),
    ]


def test_columns_line_up_with_wide_characters() -> None:
    assert table(("a", "b"), [("林", "x"), ("yy", "z")]) == "a   b\n林  x\nyy  z"


# From pictures to the report


def fake_analyze(answers: dict[bytes, Result]) -> Callable[[bytes], Result]:
    def analyze(data: bytes) -> Result:
        if data not in answers:
            raise DecodeError("damaged")
        return answers[data]

    return analyze


def test_a_run_reads_pictures_compares_and_reports_without_values(tmp_path: Path) -> None:
    wrong = replace(card(square(10), fields=(("name", "林晓舟"), ("sex", "F"))), verdict=REVIEW)
    path = write_truth(
        tmp_path, native_entry(), native_entry(file="c.jpg", cards=[]), native_entry(file="d.jpg")
    )
    for name in ("a", "c", "d"):
        (tmp_path / f"{name}.jpg").write_bytes(name.encode())
    photos = load_truth(path)
    answers = {b"a": Result(400, 300, (wrong,), REVIEW), b"c": EMPTY_RESULT}
    outcomes = accuracy.run(photos, accuracy.read_pictures(photos, tmp_path), fake_analyze(answers))
    summary = summarise(outcomes, TODAY)
    plain = accuracy.summary_json(summary)
    text = accuracy_text(summary, with_values=False)
    assert plain["total"]["decisions"] == {"review": 1, "unreadable": 1}
    assert plain["total"]["found"]["right"] == 1
    assert plain["fields"]["name"]["mean_cer"] == pytest.approx((1 / 3 + 1) / 2, abs=1e-4)
    assert (plain["negatives"]["no_card"], plain["unreadable"]) == (1, ("d.jpg",))
    assert {"file": "a.jpg", "kind": "field", "detail": "name (0.90)"} in plain["findings"]
    assert "林" not in json.dumps(plain, ensure_ascii=False) + text
    assert "read 林晓舟" in accuracy_text(summary, with_values=True)


def test_the_data_hash_depends_on_names_and_bytes_and_not_on_their_order() -> None:
    assert data_hash({"a": b"1", "b": b"2"}) == data_hash({"b": b"2", "a": b"1"})
    assert (
        len({data_hash({"a": b"1"}), data_hash({"b": b"1"}), data_hash({"a": b"2"}), data_hash({"a1": b""})})
        == 4
    )


def test_the_environment_states_threads_and_versions() -> None:
    record = environment(3, {"a": b"1"})
    assert (record.threads, record.packages["numpy"], record.data) == (
        3,
        np.__version__,
        data_hash({"a": b"1"}),
    )
    assert len(record.models) == 64
