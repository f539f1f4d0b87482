"""Values that follow from others."""

from __future__ import annotations

from dataclasses import replace

from idvision.derive import derive, with_derived, without_derived
from idvision.documents import get_spec
from idvision.fuse import fuse
from idvision.types import DocumentClass, Field, Result, Side
from tests.sample_results import ACCEPT, CARD, NUMBER_QUAD

SPEC = get_spec("bank_card", Side.FRONT)
NUMBER = Field("card_number", "6222021234567890128", "6222 0212 3456 7890 128", 0.93, NUMBER_QUAD)
BANK_CARD = replace(CARD, document=DocumentClass("bank_card", Side.FRONT, 0.99), fields=(NUMBER,), mrz=None)


def test_bank_kind_and_network_follow_from_the_number() -> None:
    fields = derive((NUMBER,), SPEC)
    assert fields[0] is NUMBER
    assert [(field.name, field.value) for field in fields[1:]] == [
        ("bank", "中国工商银行"),
        ("card_kind", "debit"),
        ("card_scheme", "unionpay"),
    ]


def test_a_derived_value_is_as_sure_as_its_source_and_was_read_nowhere() -> None:
    for field in derive((NUMBER,), SPEC)[1:]:
        assert (field.raw, field.quad, field.confidence, field.problems) == ("", None, 0.93, ())


def test_nothing_follows_from_a_value_with_a_problem() -> None:
    wrong = replace(NUMBER, problems=("checksum_failed",))
    assert derive((wrong,), SPEC) == (wrong,)
    assert derive((), SPEC) == ()


def test_what_a_rule_cannot_tell_is_left_out() -> None:
    visa = replace(NUMBER, value="4111111111111111")
    assert [(field.name, field.value) for field in derive((visa,), SPEC)[1:]] == [("card_scheme", "visa")]


def test_derived_values_come_and_go_without_a_trace() -> None:
    card = with_derived(BANK_CARD)
    assert len(card.fields) == 4
    assert with_derived(without_derived(card)) == card
    assert without_derived(card) == BANK_CARD
    assert with_derived(CARD) == CARD == without_derived(CARD)


def test_derived_values_have_no_vote_and_follow_from_the_fused_number() -> None:
    other = replace(NUMBER, confidence=0.9)
    results = [
        Result(400, 300, (with_derived(replace(BANK_CARD, fields=(number,))),), ACCEPT)
        for number in (NUMBER, other)
    ]
    (card,) = fuse(results).cards
    assert [field.name for field in card.fields] == ["card_number", "bank", "card_kind", "card_scheme"]
    assert len({field.confidence for field in card.fields}) == 1
