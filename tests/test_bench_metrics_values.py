"""Values, zones, types and defects, with examples counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from idvision.bench.metrics.classification import UNNAMED, abstention, accuracy, balanced_accuracy, confusion
from idvision.bench.metrics.counts import Counts
from idvision.bench.metrics.defects import defect_counts
from idvision.bench.metrics.fields import (
    Compared,
    all_exact,
    character_errors,
    found_in_text,
    is_exact,
    is_hit,
    micro_cer,
    normalised,
)
from idvision.bench.metrics.mrz import (
    anls,
    is_false_valid,
    is_zone_exact,
    passes_checks,
    right_lines,
    zone_anls,
)

TODAY = date(2026, 11, 21)
# Check digits by the weights 7, 3, 1: number 5, birth 4, expiry 9, personal number 0, all 2.
ZONE = ("P<UTOBRANDT<<ILSE<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X123456785UTO8001014F3001019<<<<<<<<<<<<<<02")
OTHER_NAME = (ZONE[0].replace("ILSE", "ELSE"), ZONE[1])


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("ＡＢ１２", "ab12"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽 • 买买提", "阿依古丽·买买提"),
        ("林 小 舟", "林小舟"),
        ("3 号楼 2 单元", "3号楼2单元"),
        (" Ilse   Brandt", "ILSE BRANDT"),
        ("11010519491231002x", "11010519491231002X"),
    ],
)
def test_what_means_the_same_is_equal_after_normalisation(read: str, true: str) -> None:
    assert is_exact(read, true)
    assert normalised(normalised(read)) == normalised(read)


@pytest.mark.parametrize(
    ("read", "true"), [("ILSEBRANDT", "ILSE BRANDT"), ("林小丹", "林小舟"), ("买.买提", "买·买提"), ("", "F")]
)
def test_what_means_something_else_is_not(read: str, true: str) -> None:
    assert not is_exact(read, true)


def test_character_errors_are_summed_before_they_are_divided() -> None:
    assert character_errors("林小丹", "林小舟") == (1, 3)
    # 1 of 3, and a value of 7 that was not read: 8 of 10, not the mean of a third and one.
    assert micro_cer([("林小丹", "林小舟"), ("", "1234567")]) == pytest.approx(0.8)
    assert micro_cer([("12", "1")]) == 1
    assert micro_cer([]) is None


def value(read: str, true: str, hidden: bool = False) -> Compared:
    return Compared("name", true, read, 0.9, hidden)


def test_a_value_is_right_wrong_or_missing() -> None:
    assert (value("a", "A").is_right, value("a", "A").is_wrong) == (True, False)
    assert (value("b", "A").is_right, value("b", "A").is_wrong) == (False, True)
    assert (value(" ", "A").is_right, value(" ", "A").is_wrong) == (False, False)


def test_all_values_of_a_document_but_the_hidden_ones_have_to_be_exact() -> None:
    assert all_exact([value("a", "a"), value("b", "x", hidden=True)])
    assert not all_exact([value("a", "a"), value("b", "x")])


def test_a_hit_allows_one_error_in_twenty_characters() -> None:
    twenty = "01234567890123456789"
    assert is_hit([value("x" + twenty[1:], twenty)])
    assert not is_hit([value("x" + twenty[1:19], twenty[:19])])
    assert is_hit([value("", twenty, hidden=True)])


@pytest.mark.parametrize(
    ("value_", "line"),
    [
        ("1990-04-05", "出生1990年4月5日"),
        ("1990-04-05", "Born 05.04.1990"),
        ("1990-04-05", "04/05/1990"),
        ("1990-04-05", "05 APR 1990"),
        ("1990-04-05", "5 Apr 1990"),
        ("1990-04-05", "19900405"),
        ("long-term", "2010.01.01-长期"),
        ("F", "性别女民族汉"),
        ("F", "Sex F"),
        ("M", "Sex: Male"),
        ("ILSE BRANDT", "Surname BRANDT, Name: ILSE-BRANDT"),
    ],
)
def test_a_canonical_value_is_found_in_its_printed_forms(value_: str, line: str) -> None:
    assert found_in_text(value_, ["HEADER", line])


@pytest.mark.parametrize(
    ("value_", "lines"),
    [("M", ["FEMALE"]), ("F", ["FAMILY"]), ("1990-04-05", ["1990-04-06"]), ("林小舟", ["林小丹"]), ("A", [])],
)
def test_what_is_not_printed_is_not_found(value_: str, lines: list[str]) -> None:
    assert not found_in_text(value_, lines)


def test_a_value_that_runs_over_two_lines_is_found() -> None:
    assert found_in_text("虚构市样例区3号", ["住址 虚构市样", "例区3号"])


def test_punctuation_alone_is_never_found() -> None:
    assert not found_in_text("--", ["--"])


def test_zone_lines_are_compared_one_by_one_and_all_together() -> None:
    spaced = (ZONE[0].lower(), f"{ZONE[1][:10]} {ZONE[1][10:]}")
    assert right_lines(spaced, ZONE) == (True, True)
    assert is_zone_exact(spaced, ZONE)
    assert right_lines(ZONE[:1], ZONE) == (True, False)
    assert not is_zone_exact((*ZONE, "X"), ZONE)
    assert right_lines((), ZONE) == (False, False)


def test_a_zone_that_passes_its_checks_may_still_be_wrong() -> None:
    # No digit vouches for the name.
    assert passes_checks(OTHER_NAME, TODAY)
    assert is_false_valid(OTHER_NAME, ZONE, TODAY)
    assert not is_false_valid(ZONE, ZONE, TODAY)


def test_a_zone_that_fails_its_checks_or_is_none_is_not_valid() -> None:
    assert not passes_checks((ZONE[0], ZONE[1].replace("800101", "800107")), TODAY)
    assert not passes_checks(("ABC",), TODAY)
    assert not passes_checks((), TODAY)


def test_similarity_is_one_minus_distance_by_the_longer_length() -> None:
    assert anls("ABCD", "ABXDE") == pytest.approx(1 - 2 / 5)
    assert (anls("", ""), anls("", "AB")) == (1, 0)
    assert zone_anls(OTHER_NAME, ZONE) == pytest.approx(1 - 1 / 88)


NAMED: list[tuple[str, str | None]] = [("a", "a"), ("a", "a"), ("a", "b"), ("a", None), ("b", "b")]


def test_naming_nothing_is_not_right_and_counted_apart() -> None:
    assert str(accuracy(NAMED)) == "3/5"
    assert str(abstention(NAMED)) == "1/5"
    # Half of a, all of b.
    assert balanced_accuracy(NAMED) == pytest.approx(0.75)
    assert balanced_accuracy([]) is None


def test_a_confusion_counts_who_was_taken_for_what() -> None:
    assert confusion(NAMED) == {"a": {"a": 2, "b": 1, UNNAMED: 1}, "b": {"b": 1}}


def test_defects_are_counted_one_by_one() -> None:
    pictures = [(("blur",), ("blur", "glare")), (("blur",), ()), ((), ("blur",)), ((), ())]
    assert defect_counts("blur", pictures) == Counts(found=1, false=1, missed=1)
    assert defect_counts("glare", pictures) == Counts(found=0, false=1, missed=0)


def test_counts_add_up_to_precision_recall_and_f1() -> None:
    total = Counts(1, 1, 1) + Counts(2, 0, 1)
    # 3 of 4 reports, 3 of 5 things; F1 = 2 * 0.75 * 0.6 / 1.35 = 2/3.
    assert (total.precision, total.recall, total.f1) == ((3, 4), (3, 5), (6, 9))
