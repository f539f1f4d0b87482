"""Votes on texts: worked out by hand, and what holds for any texts."""

from __future__ import annotations

import random
from itertools import permutations
from math import log

import pytest

from idvision.fuse_vote import CORRELATION, Ballot, agreement, columns, elect, elect_text, likeness


def ballot(text: str, probability: float = 0.9) -> Ballot:
    return Ballot(text, (probability,) * len(text))


@pytest.mark.parametrize(
    ("probabilities", "agreed"),
    [
        ((0.9,), 0.9),
        # Two frames are worth 2 / (1 + 1/2) = 4/3 of one: doubt 0.1 ** (4/3).
        ((0.9, 0.9), 0.95358),
        # Three are worth 3 / 2: doubt 0.1 ** 1.5.
        ((0.9, 0.9, 0.9), 0.96838),
        # With the unsure one the mean doubt is 0.3: 0.3 ** (4/3) = 0.2 says less than the sure one alone.
        ((0.9, 0.1), 0.9),
        ((1.0, 0.2), 1.0),
        ((0.0, 0.0), 0.0),
    ],
)
def test_agreement_is_worth_less_than_that_of_independent_frames(
    probabilities: tuple[float, ...], agreed: float
) -> None:
    assert agreement(probabilities) == pytest.approx(agreed, abs=1e-5)


def test_no_number_of_frames_is_worth_more_than_two_independent_ones() -> None:
    assert pytest.approx(0.5) == CORRELATION
    assert 0.98 < agreement([0.9] * 1000) < 0.99


def test_agreement_lies_between_the_surest_frame_and_independence() -> None:
    rng = random.Random(5)
    for _ in range(200):
        probabilities = [rng.random() for _ in range(rng.randint(1, 6))]
        independent = 1.0
        for probability in probabilities:
            independent *= 1 - probability
        assert max(probabilities) - 1e-12 <= agreement(probabilities) <= 1 - independent + 1e-12


def test_a_vote_weighs_what_its_doubt_is_rare() -> None:
    # ln 10 for 0.9 and ln 2 for 0.5: the share of the winner is log 10 / log 20.
    elected = elect([Ballot("O", (0.5,)), Ballot("0", (0.9,))])
    assert elected.text == "0"
    assert elected.share == pytest.approx(log(10) / log(20))
    assert elected.probabilities == (pytest.approx(0.9 * log(10) / log(20)),)


def test_two_alike_votes_leave_half_of_either() -> None:
    elected = elect([Ballot("O", (0.9,)), Ballot("0", (0.9,))])
    assert (elected.share, elected.probabilities) == (0.5, (0.45,))


def test_a_line_that_is_hardly_legible_says_less_than_its_characters() -> None:
    sure, poor = Ballot("A", (0.9,)), Ballot("B", (0.95,), trust=0.5)
    assert elect([sure, poor]).text == "A"


@pytest.mark.parametrize(
    ("texts", "elected"),
    [
        (("建设南街97号", "建设南街97号"), "建设南街97号"),
        # Each frame has another character wrong; no frame is right as a whole.
        (("A2C4E6", "1BC4E6", "ABC4X6"), "ABC4E6"),
        # What one frame lacks is there in the other; what one of three has is not.
        (("建设街97号", "建设南街97号"), "建设南街97号"),
        (("建设街97号", "建设街97号", "建设南街97号"), "建设街97号"),
        (("", "7号"), "7号"),
        (("1234567890", "567890", "123490"), "1234567890"),
    ],
)
def test_texts_are_lined_up_and_elected_character_by_character(texts: tuple[str, ...], elected: str) -> None:
    assert elect_text([ballot(text) for text in texts]).text == elected


def test_a_character_that_only_some_frames_have_makes_the_text_less_sure() -> None:
    assert min(elect_text([ballot("ABC"), ballot("ABC")]).probabilities) > 0.95
    kept = elect_text([ballot("ABC"), ballot("AC")])
    dropped = elect_text([ballot("ABC"), ballot("AC"), ballot("AC")])
    # 1 against 0.6, then 1 against twice 0.6.
    assert (kept.text, kept.share) == ("ABC", pytest.approx(1 / 1.6))
    assert (dropped.text, dropped.share) == ("AC", pytest.approx(1.2 / 2.2))
    assert max(dropped.probabilities) < 0.6


def test_every_text_has_one_place_in_every_column() -> None:
    texts = ["市辖区12号", "市区12号", "市辖区2号楼"]
    network = columns([ballot(text) for text in texts])
    laid = {"".join(column[place].text for column in network) for place in range(3)}
    assert laid == set(texts)


def test_the_order_of_the_frames_does_not_matter() -> None:
    ballots = [ballot("12O4", 0.8), ballot("1204", 0.7), ballot("124", 0.9), ballot("I204", 0.6)]
    assert len({elect_text(order) for order in permutations(ballots)}) == 1


def test_copies_of_one_text_change_no_character() -> None:
    rng = random.Random(6)
    for _ in range(50):
        text = "".join(rng.choices("0123456789XO省市区", k=rng.randint(1, 20)))
        single = Ballot(text, tuple(rng.random() for _ in text))
        assert elect_text([single] * rng.randint(1, 5)).text == text


def test_likeness_is_the_share_of_alike_columns() -> None:
    assert likeness("1234", "1234") == 1.0
    assert likeness("1234", "1294") == 0.75
    assert likeness("1234", "134") == 0.75
    assert likeness("12", "ab") == 0.0
    assert likeness("", "") == 1.0
