"""Outlines and the pairing of cards with documents, with squares whose overlaps can be worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from truth_files import square

from idvision.bench.matching import compare, match_cards
from idvision.bench.metrics.localisation import (
    corner_error,
    detections,
    iou,
    is_localised,
    is_upright,
    jaccard_index,
)
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.types import Quad

# Twice as wide at the bottom: seen from below, the horizon 100 px above the top side.
TRAPEZE: Quad = ((100, 100), (200, 100), (250, 200), (50, 200))
SIDE = 100


def rectangle(left: float, top: float, right: float, bottom: float) -> Quad:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


UNIT = rectangle(0, 0, SIDE, SIDE)
HALF = rectangle(0, 0, SIDE / 2, SIDE)


def test_iou_does_not_care_at_which_corner_or_in_which_direction_an_outline_begins() -> None:
    shifted = rectangle(50, 0, 150, 100)
    assert iou(shifted, UNIT) == pytest.approx(1 / 3)
    assert iou((shifted[2], shifted[1], shifted[0], shifted[3]), UNIT) == pytest.approx(1 / 3)
    assert iou(None, UNIT) == 0


def test_an_outline_that_is_not_convex_encloses_no_card() -> None:
    arrow: Quad = ((0, 0), (100, 0), (20, 20), (0, 100))
    assert iou(arrow, UNIT) == 0
    assert jaccard_index(arrow, UNIT) == 0


def test_the_jaccard_index_of_an_upright_card_is_the_plain_overlap() -> None:
    assert jaccard_index(HALF, UNIT) == pytest.approx(0.5)
    assert jaccard_index(UNIT, UNIT, (2100, 2970)) == pytest.approx(1)
    assert jaccard_index(None, UNIT) == 0


def test_the_jaccard_index_is_taken_in_the_frame_of_the_document() -> None:
    # Width 1 at the top and 2 at the bottom: the line halfway down the picture, 1.5 wide, is two thirds down
    # the card (depth is one by width: 1 above, 2/3 there, 1/2 below: (1 - 2/3) / (1 - 1/2) = 2/3).
    upper_half: Quad = ((100, 100), (200, 100), (225, 150), (75, 150))
    assert jaccard_index(upper_half, TRAPEZE) == pytest.approx(2 / 3, abs=1e-4)
    # In the picture it has 100 + 150 of 100 + 200 by twice its height.
    assert iou(upper_half, TRAPEZE) == pytest.approx(250 / 600, abs=1e-4)


def test_an_outline_beyond_the_horizon_of_the_card_shares_nothing_with_it() -> None:
    beyond: Quad = ((100, -50), (200, -50), (250, 200), (50, 200))
    assert iou(beyond, TRAPEZE) > 0.3
    assert jaccard_index(beyond, TRAPEZE) == 0
    assert corner_error(beyond, TRAPEZE) is None
    assert not is_localised(beyond, TRAPEZE)


def test_the_corner_error_is_the_mean_distance_in_the_frame_of_the_card() -> None:
    # One corner of four is 10 of 100 off along an axis that is 856 px long: 85.6 / 4.
    moved: Quad = ((10, 0), (100, 0), (100, 100), (0, 100))
    assert corner_error(moved, UNIT) == pytest.approx(85.6 / 4, abs=1e-3)
    assert corner_error((UNIT[2], UNIT[3], UNIT[0], UNIT[1]), UNIT) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(("off", "expected"), [(5.0, True), (6.0, False)])
def test_one_corner_decides_whether_a_card_is_localised(off: float, expected: bool) -> None:
    # The limit is 0.017 of 2 * (856 + 540) = 47.5 px; 5 % of 856 is 42.8, 6 % is 51.4.
    moved: Quad = ((off, 0), (100, 0), (100, 100), (0, 100))
    assert is_localised(moved, UNIT) is expected
    assert jaccard_index(moved, UNIT) > 0.96


def test_a_card_with_little_overlap_is_not_localised() -> None:
    assert not is_localised(HALF, UNIT)
    assert not is_localised(None, UNIT)


@pytest.mark.parametrize("quad", [TRAPEZE, ((44, 111), (1047, 122), (1050, 757), (38, 756))])
def test_an_outline_is_as_good_as_can_be_against_itself(quad: Quad) -> None:
    assert jaccard_index(quad, quad) == pytest.approx(1)
    assert is_localised(quad, quad)
    nearly = tuple((x + 1e-5, y - 1e-6) for x, y in quad)
    assert iou(nearly, quad) == pytest.approx(1, abs=1e-5)


def test_overlap_is_that_of_any_two_convex_outlines() -> None:
    # A diamond in a square of side 2 has half its area; cut by a quarter of the square, an eighth of it.
    diamond, whole = ((1, 0), (2, 1), (1, 2), (0, 1)), rectangle(0, 0, 2, 2)
    assert iou(diamond, whole) == pytest.approx(2 / 4)
    assert iou(diamond, rectangle(0, 0, 1, 1)) == pytest.approx(0.5 / 2.5)
    assert iou(whole, rectangle(2, 0, 4, 2)) == 0
    assert iou(whole, rectangle(9, 9, 10, 10)) == 0


def test_the_first_corner_tells_whether_the_card_was_turned_upright() -> None:
    assert is_upright(UNIT, UNIT)
    assert not is_upright((UNIT[1], UNIT[2], UNIT[3], UNIT[0]), UNIT)


def test_outlines_are_counted_as_found_false_and_missed() -> None:
    counts = detections([0.95, 0.5, 0.0], outlines=4, threshold=0.5)
    assert (counts.precision, counts.recall, counts.f1) == ((2, 4), (2, 3), (4, 7))
    stricter = detections([0.95, 0.5, 0.0], outlines=4, threshold=0.9)
    assert (stricter.precision, stricter.recall, stricter.f1) == ((1, 4), (1, 3), (2, 7))


@dataclass(frozen=True)
class Said:
    """A card of a provider; `word` is what it is taken for."""

    quad: Quad | None
    word: str = ""


def truth(*quads: Quad | None, partial: tuple[Quad, ...] = ()) -> TruthPhoto:
    cards = tuple(TruthCard(f"type_{i}", "front", quad, ()) for i, quad in enumerate(quads))
    return TruthPhoto("a.jpg", "g", 400, 400, cards, partial=partial)


def named_alike(card: TruthCard, said: Said) -> float:
    return float(card.document == said.word)


def test_cards_are_paired_by_overlap_and_each_is_used_once() -> None:
    photo = truth(square(0), square(150))
    assert match_cards(photo, [Said(square(160)), Said(square(10))]) == {0: 1, 1: 0}
    assert match_cards(photo, [Said(square(160)), Said(square(140))]) == {1: 0}
    assert match_cards(photo, []) == {}


def test_one_card_and_one_document_belong_together_even_without_outlines() -> None:
    assert match_cards(truth(square(0)), [Said(None)]) == {0: 0}
    pair = compare(truth(square(0)), [Said(None)], None).pairs[0]
    assert (pair.card, pair.iou) == (Said(None), None)


def test_cards_without_outlines_share_what_is_left_in_order() -> None:
    photo = truth(square(0), square(150), None)
    assert match_cards(photo, [Said(None), Said(None)]) == {0: 0, 1: 1}
    assert match_cards(photo, [Said(None), Said(square(0)), Said(None)]) == {0: 1, 1: 0, 2: 2}


def test_cards_without_outlines_go_first_to_what_they_are_like() -> None:
    photo = truth(square(0), square(150))
    assert match_cards(photo, [Said(None, "type_1")] * 2, named_alike) == {1: 0, 0: 1}
    assert match_cards(photo, [Said(None, "type_1")], named_alike) == {1: 0}


def test_a_partial_document_may_be_found_or_not() -> None:
    photo = truth(square(0), partial=(square(200),))
    cards = [Said(square(0)), Said(square(210)), Said(None)]
    outcome = compare(photo, cards, "accept")
    assert outcome.cards == (cards[0], cards[2])
    assert (outcome.pairs[0].card, outcome.pairs[0].iou, outcome.decision) == (cards[0], 1.0, "accept")


def test_a_missed_document_and_a_crossed_outline_overlap_by_nothing() -> None:
    arrow: Quad = ((0, 0), (100, 0), (20, 20), (0, 100))
    assert compare(truth(square(0)), [], None).pairs[0].iou == 0
    assert compare(truth(square(0)), [Said(arrow)], None).pairs[0].iou == 0
    assert compare(truth(None), [Said(square(0))], None).pairs[0].iou is None
