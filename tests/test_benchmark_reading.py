"""Values by kind of character, by confidence and by repair, on examples computed by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sample_results import CARD

from benchmarks import reading_scores
from benchmarks.judge import ComparedField
from benchmarks.reading_scores import CharacterScore
from idvision.bench.matching import Pair
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.types import DocumentClass, Field, Side
from tests.drawing import random_resident

PERSON = random_resident(4)


@pytest.mark.parametrize(
    ("read", "true", "errors"),
    [("abc", "abc", ""), ("abd", "abc", "c"), ("ab", "abc", "c"), ("abcx", "abc", "x"), ("", "ab", "ba")],
)
def test_errors_fall_upon_true_characters_or_invented_ones(read: str, true: str, errors: str) -> None:
    assert sorted(reading_scores.misread(read, true)) == sorted(errors)


def test_characters_are_counted_by_kind() -> None:
    scores = reading_scores.score_characters([("晴川路12号A", "晴州路12号A-"), ("1", "1")])
    assert scores == {
        "han": CharacterScore(4, 1),
        "digit": CharacterScore(3, 0),
        "latin": CharacterScore(1, 0),
        "other": CharacterScore(1, 1),
    }
    assert scores["han"].cer == 0.25


def compared(confidence: float, right: bool) -> ComparedField:
    return ComparedField("name", "甲", "甲" if right else "乙", confidence, is_hidden=False)


def test_the_surest_values_are_taken_first() -> None:
    fields = [compared(0.9, True), compared(0.8, True), compared(0.7, False), compared(0.6, True)]
    score = reading_scores.score_confidence([*fields, ComparedField("name", "甲", "", 0.0, False)])
    assert score.values == 4
    assert score.risk[1.0] == 0.25
    assert score.risk[0.5] == 0
    # Two of five printed values stand before the first wrong one.
    assert score.answered[0.999] == 0.4


def test_a_confidence_that_says_how_often_it_is_right_has_no_calibration_error() -> None:
    right = np.array([True, True, True, False] * 15)
    assert reading_scores.expected_calibration_error(np.full(60, 0.75), right) == 0
    assert reading_scores.expected_calibration_error(np.full(60, 0.95), right) == pytest.approx(0.2)
    assert reading_scores.expected_calibration_error(np.zeros(0), np.zeros(0, bool)) is None


def pair(value: str, raw: str) -> Pair:
    truth = TruthCard("chn_resident_id", "front", None, (("id_number", PERSON.id_number),))
    card = replace(
        CARD,
        document=DocumentClass("chn_resident_id", Side.FRONT, 1.0),
        fields=(Field("id_number", value, raw, 0.9),),
    )
    return Pair(TruthPhoto("a.jpg", "clean", 9, 9, (truth,)), truth, card, None)


def test_a_repair_is_right_or_harmful_by_what_the_raw_reading_gave() -> None:
    true, other = PERSON.id_number, PERSON.id_number[:-2] + "00"
    as_read = pair(true, true)
    mended, spoilt, neither = pair(true, other), pair(other, true), pair(other, other[:-1] + "1")
    score = reading_scores.score_repairs([as_read, mended, spoilt, neither])
    assert (score.repaired, score.right, score.harmful) == (3, 1, 1)


def test_nothing_read_is_no_score() -> None:
    score = reading_scores.score_reading([])
    assert (score.confidence.values, score.confidence.risk, score.repairs.repaired) == (0, {}, 0)
