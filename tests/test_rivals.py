"""Which of several cards that claim one place stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from idvision.rivals import are_rivals, is_proven, proof, without_other_sheets, without_rivals
from idvision.types import UNKNOWN_DOCUMENT, Card, DocumentClass, Field, Quad, Side, TextLine
from tests.sample_results import CARD, MRZ


def square(left: float, top: float, side: float = 100.0) -> Quad:
    right, bottom = left + side, top + side
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def text(*lines: str, confidence: float = 0.9) -> tuple[TextLine, ...]:
    return tuple(TextLine(line, confidence, square(0, 0)) for line in lines)


def field(confidence: float = 0.95, *problems: str) -> Field:
    return Field("name", "林小舟", "林小舟", confidence, problems=problems)


UNKNOWN = replace(
    CARD,
    quad=square(0, 0),
    score=0.5,
    document=DocumentClass(UNKNOWN_DOCUMENT, Side.UNKNOWN, 0.0),
    fields=(),
    mrz=None,
    lines=text("some words"),
)
KNOWN = replace(UNKNOWN, document=DocumentClass("chn_resident_id", Side.FRONT, 0.8), fields=(field(),))


@pytest.mark.parametrize(
    ("other", "rivals"),
    [
        (square(0, 0), True),
        (square(59, 0), True),
        (square(61, 0), False),
        (square(200, 0), False),
        # A card inside another shares all of itself, however large the other is.
        (square(-500, -500, 1100), True),
        (((0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (50.0, 0.0)), True),
    ],
)
def test_cards_that_share_over_two_fifths_of_the_smaller_are_rivals(other: Quad, rivals: bool) -> None:
    one, two = KNOWN, replace(KNOWN, quad=other)
    assert are_rivals(one, two) is rivals
    assert are_rivals(two, one) is rivals


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (KNOWN, replace(UNKNOWN, lines=text("a whole page of words" * 20), score=0.99)),
        (replace(KNOWN, mrz=MRZ), replace(KNOWN, fields=(field(), field(), field()))),
        (replace(KNOWN, fields=(field(), field())), KNOWN),
        (KNOWN, replace(KNOWN, fields=(field(0.95, "checksum_failed"),))),
        (replace(KNOWN, document=DocumentClass("chn_resident_id", Side.FRONT, 0.9)), KNOWN),
        (replace(UNKNOWN, lines=text("some more words")), UNKNOWN),
        (UNKNOWN, replace(UNKNOWN, lines=text("some words", confidence=0.4))),
        (replace(KNOWN, score=0.6), replace(KNOWN, lines=text("some words and others"))),
    ],
    ids=["type", "check digits", "sound values", "problems", "places", "more text", "sure text", "score"],
)
def test_the_better_proven_of_two_rivals_stands(better: Card, worse: Card) -> None:
    assert proof(better) > proof(worse)
    assert without_rivals([better, worse]) == (better,)
    assert without_rivals([worse, better]) == (better,)


def test_cards_beside_one_another_all_stay_in_their_order() -> None:
    cards = (UNKNOWN, replace(KNOWN, quad=square(150, 0)), replace(KNOWN, quad=square(0, 150), score=0.9))
    for order in permutations(cards):
        assert without_rivals(order) == order


def test_a_frame_around_two_proven_cards_gives_way_to_both() -> None:
    frame = replace(UNKNOWN, quad=square(-10, -10, 400), lines=text("all the words of both"))
    cards = [frame, KNOWN, replace(KNOWN, quad=square(150, 150))]
    assert without_rivals(cards) == tuple(cards[1:])


def test_a_loser_drives_out_nobody() -> None:
    # The middle one loses against the best, so the third, a rival of the middle one only, stays.
    best, third = KNOWN, replace(UNKNOWN, quad=square(100, 0))
    middle = replace(UNKNOWN, quad=square(50, 0), lines=text("some words and others"))
    assert without_rivals([best, middle, third]) == (best, third)


def test_a_textless_rectangle_gives_way_to_any_card_with_text() -> None:
    blank = replace(UNKNOWN, quad=square(200, 0), lines=())
    assert without_rivals([blank, UNKNOWN]) == (UNKNOWN,)
    assert without_rivals([blank]) == (blank,)
    assert without_rivals([]) == ()


def test_a_whole_photo_without_text_is_no_card() -> None:
    whole = replace(UNKNOWN, lines=(), quality=replace(CARD.quality, coverage=1.0))
    assert without_rivals([whole]) == ()


def test_an_outlined_card_without_text_is_kept() -> None:
    blank = replace(UNKNOWN, lines=(), quality=replace(CARD.quality, coverage=0.5))
    assert without_rivals([blank]) == (blank,)


def test_a_weak_outline_must_prove_itself_by_its_type() -> None:
    quality = replace(CARD.quality, coverage=0.4)
    guess = replace(UNKNOWN, score=0.3, quality=quality)
    proven = replace(KNOWN, score=0.3, quality=quality, quad=square(200, 0))
    assert without_rivals([guess, proven]) == (proven,)


@pytest.mark.parametrize(
    ("card", "proven"),
    [
        (replace(KNOWN, document=DocumentClass("chn_resident_id", Side.FRONT, 1.0)), True),
        (replace(KNOWN, document=DocumentClass("chn_resident_id", Side.FRONT, 0.9)), False),
        (UNKNOWN, False),
    ],
    ids=["in place", "captions astray", "unknown"],
)
def test_only_a_sound_card_in_its_place_is_proven(card: Card, proven: bool) -> None:
    assert is_proven(card) is proven
    assert not is_proven(replace(card, fields=(field(0.9, "bad_format"),)))


def test_a_ticket_beside_a_card_is_left_out_and_alone_it_is_told() -> None:
    ticket = replace(UNKNOWN, verdict=replace(UNKNOWN.verdict, reasons=("not_a_document", "blur")))
    assert without_other_sheets([ticket, UNKNOWN]) == (UNKNOWN,)
    assert without_other_sheets([ticket]) == (ticket,)
    assert without_other_sheets([]) == ()
