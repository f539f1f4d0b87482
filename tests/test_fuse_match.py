"""Which cards of several frames are one: never a mixture of two, seldom two of one."""

from __future__ import annotations

from dataclasses import replace

import idvision
from idvision.types import (
    UNKNOWN_DOCUMENT,
    DocumentClass,
    Field,
    Result,
    Side,
    TextLine,
)
from tests.fuse_frames import (
    LARGE,
    LINES,
    OPTIONS,
    PERSON,
    QUAD,
    STRANGER,
    frame,
    fused,
    other_digit,
    printed,
    spoilt,
    the_card,
    values_of,
    without,
    zone,
)
from tests.mrz_samples import TODAY as ZONE_DAY
from tests.mrz_samples import build_td3, random_person
from tests.sample_results import ACCEPT, NAME_QUAD


def test_a_frame_of_another_card_is_kept_apart() -> None:
    result = idvision.fuse([frame(printed()), frame(printed(), 0.95), frame(printed(STRANGER))], OPTIONS)
    assert sorted(map(repr, map(values_of, result.cards))) == sorted(
        map(repr, (PERSON.front_fields(), STRANGER.front_fields()))
    )
    only_one = idvision.fuse([frame(printed()), frame(printed(STRANGER))], replace(OPTIONS, max_cards=1))
    assert only_one.verdict.reasons == ("multiple_cards",)


def test_without_numbers_other_values_tell_cards_apart() -> None:
    stranger = {name: text for name, text in printed(STRANGER).items() if name != "id_number"}
    assert len(idvision.fuse([frame(printed()), frame(stranger)], OPTIONS).cards) == 2


def test_a_number_that_a_reflection_cut_short_is_no_other_card() -> None:
    whole, left_of_it = "4872782163856347", "4872782163347"
    bank = DocumentClass("bank_card", Side.FRONT, 0.99)
    # Both pass the Luhn formula: one in ten does.
    frames = [
        frame({}, document=bank, fields=(Field("card_number", number, number, 0.97),))
        for number in (whole, left_of_it)
    ]
    assert values_of(fused(*frames)) == {"card_number": whole}


def test_a_sure_date_that_was_misread_is_no_other_card() -> None:
    misread = {name: text for name, text in printed().items() if name in ("birth_date", "sex", "address")}
    misread["birth_date"] = other_digit(misread["birth_date"], 3)
    misread["address"] = "口口" + misread["address"][2:]
    assert values_of(fused(frame(without("id_number")), frame(misread)))["name"] == PERSON.name


def test_a_garbled_view_that_is_sure_of_one_word_is_no_other_card() -> None:
    one_word = frame(without("id_number") | {"name": "口口口", "address": "龙门"}, 0.9)
    card = the_card(one_word)
    only = replace(card, fields=tuple(field for field in card.fields if field.name in ("name", "address")))
    assert values_of(fused(frame(printed()), replace(one_word, cards=(only,)))) == PERSON.front_fields()


def test_a_garbled_view_gives_no_values() -> None:
    garbled = {name: "口" * len(text) for name, text in printed().items()}
    card = fused(frame(without("address")), frame(garbled, 0.3))
    values = PERSON.front_fields()
    del values["address"]
    assert values_of(card) == values


def test_sides_and_types_are_never_mixed() -> None:
    back = DocumentClass("chn_resident_id", Side.BACK, 0.9)
    result = idvision.fuse([frame(printed()), frame({}, document=back)], OPTIONS)
    assert [card.document.side for card in result.cards] == [Side.FRONT, Side.BACK]


def test_a_card_too_poor_to_be_named_is_a_view_of_the_one_it_stands_for() -> None:
    unknown = frame({}, document=DocumentClass(UNKNOWN_DOCUMENT, Side.UNKNOWN, 0.0))
    assert values_of(fused(unknown, frame(printed()))) == PERSON.front_fields()


def test_unknown_cards_are_matched_by_their_print() -> None:
    unknown = DocumentClass(UNKNOWN_DOCUMENT, Side.UNKNOWN, 0.0)

    def card_with(text: str, confidence: float = 0.95) -> Result:
        return frame({}, document=unknown, lines=(TextLine(text, confidence, NAME_QUAD),))

    one, other = "MEMBER OF THE LENDING LIBRARY", "会员积分卡请勿折叠妥善保管遗失不补"
    assert len(idvision.fuse([card_with(one), card_with(one[:20])], OPTIONS).cards) == 1
    assert len(idvision.fuse([card_with(one), card_with(other)], OPTIONS).cards) == 2
    assert len(idvision.fuse([card_with(one), card_with(other, 0.3)], OPTIONS).cards) == 1


def test_two_cards_of_one_kind_find_their_own_views() -> None:
    ours, theirs = the_card(frame(printed())), the_card(frame(printed(STRANGER), quad=LARGE))
    number = printed()["id_number"]
    unread = the_card(frame(printed() | {"id_number": other_digit(number, 5)}, quad=LARGE))
    both = Result(800, 600, (ours, theirs), ACCEPT)
    swapped = Result(800, 600, (replace(theirs, quad=QUAD), unread), ACCEPT)
    result = idvision.fuse([both, swapped, Result(800, 600, (ours,), ACCEPT)], OPTIONS)
    assert {repr(values_of(card)) for card in result.cards} == {
        repr(PERSON.front_fields()),
        repr(STRANGER.front_fields()),
    }


def test_documents_with_other_numbers_are_two() -> None:
    other = build_td3(random_person("TD3", 4))
    page = DocumentClass("passport", Side.PAGE, 0.99)
    frames = [frame({}, document=page, mrz=zone(lines)) for lines in (LINES, other, spoilt(1, 15))]
    result = idvision.fuse(frames, replace(OPTIONS, today=ZONE_DAY))
    assert {card.mrz.lines for card in result.cards if card.mrz} == {LINES, other}
