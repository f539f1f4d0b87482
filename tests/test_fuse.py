"""Several frames of the same cards as one result: hand-made frames of invented people, and drawn photos."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import cv2
import pytest

import idvision
from idvision.checks.mrz import parse_mrz
from idvision.checks.mrz_formats import FORMATS
from idvision.documents import FieldSpec, get_spec
from idvision.fuse import best_first
from idvision.fuse_fields import DISPUTED, fuse_field
from idvision.fuse_mrz import fuse_mrz, units
from idvision.geometry import as_quad
from idvision.models import Models
from idvision.mrz_reader import RowReading, zone_of
from idvision.mrz_rows import MrzRow
from idvision.types import (
    UNKNOWN_DOCUMENT,
    Card,
    Decision,
    DocumentClass,
    Field,
    FieldDefect,
    FoundValue,
    Mrz,
    Options,
    Quad,
    Reproduction,
    Result,
    Side,
    TextLine,
)
from idvision.validate import validate
from tests.drawing import (
    Pose,
    Shot,
    draw_resident_id_front,
    photograph,
    random_resident,
)
from tests.mrz_samples import TODAY as ZONE_DAY
from tests.mrz_samples import build_td3, random_person
from tests.sample_results import ACCEPT, EMPTY_RESULT, GENUINE, GOOD_QUALITY, NAME_QUAD, NUMBER_QUAD, REVIEW

TODAY = date(2025, 6, 1)
OPTIONS = Options(today=TODAY)
FRONT = get_spec("chn_resident_id", Side.FRONT)
SPECS = {field.name: field for field in FRONT.fields}
PERSON, STRANGER = random_resident(91), random_resident(92)
PRINTED = {"M": "男", "F": "女"}
INSIDE = (0.2, 0.2, 0.8, 0.8)
QUAD: Quad = ((40.0, 30.0), (360.0, 30.0), (360.0, 230.0), (40.0, 230.0))
# The same card twice as large, moved by (10, 20).
LARGE: Quad = ((90.0, 80.0), (730.0, 80.0), (730.0, 480.0), (90.0, 480.0))


def printed(person: object = PERSON) -> dict[str, str]:
    """Return what the front of a card shows, as printed."""
    fields = person.front_fields()  # type: ignore[attr-defined]
    year, month, day = fields["birth_date"].split("-")
    return fields | {"sex": PRINTED[fields["sex"]], "birth_date": f"{year}年{int(month)}月{int(day)}日"}


def read_fields(texts: dict[str, str], probability: float = 0.97) -> tuple[Field, ...]:
    """Return the values that a frame with these texts gives."""
    found = [FoundValue(name, text, (probability,) * len(text), INSIDE) for name, text in texts.items()]
    return tuple(replace(field, quad=NAME_QUAD) for field in validate(found, FRONT))


def frame(texts: dict[str, str], probability: float = 0.97, **changes: object) -> Result:
    card = Card(
        quad=QUAD,
        corners_seen=(True, True, True, True),
        score=0.99,
        document=DocumentClass(FRONT.type, FRONT.side, 0.97),
        quality=GOOD_QUALITY,
        reproduction=GENUINE,
        fields=read_fields(texts, probability),
        mrz=None,
        portrait=None,
        lines=(),
        verdict=ACCEPT,
    )
    card = replace(card, **changes)  # type: ignore[arg-type]
    return Result(400, 300, (card,), card.verdict, (("read", 10.0),))


def values_of(card: Card) -> dict[str, str]:
    return {field.name: field.value for field in card.fields}


def the_card(result: Result) -> Card:
    (card,) = result.cards
    return card


def fused(*frames: Result) -> Card:
    return the_card(idvision.fuse(frames, OPTIONS))


def without(*names: str) -> dict[str, str]:
    return {name: text for name, text in printed().items() if name not in names}


def changed(text: str, place: int, character: str) -> str:
    assert text[place] != character
    return text[:place] + character + text[place + 1 :]


def other_digit(text: str, place: int) -> str:
    return changed(text, place, str((int(text[place]) + 4) % 10))


# Whole results.


def test_no_result_is_refused() -> None:
    with pytest.raises(ValueError, match="no results to fuse"):
        idvision.fuse([])


def test_one_result_comes_back_as_it_is() -> None:
    result = frame(printed())
    assert idvision.fuse([result]) is result
    assert idvision.fuse([result, result], OPTIONS) == result


def test_each_field_may_come_from_another_frame() -> None:
    card = fused(frame(without("address", "name")), frame(without("id_number")), frame(without("address")))
    assert values_of(card) == PERSON.front_fields()
    assert card.verdict.decision is Decision.ACCEPT
    assert [field.name for field in card.fields] == [field.name for field in FRONT.fields]


def test_frames_of_one_reading_change_no_value_and_raise_confidence() -> None:
    single = frame(printed())
    card = fused(single, replace(single, image_width=401), replace(single, image_width=402))
    assert values_of(card) == values_of(the_card(single))
    pairs = zip(card.fields, the_card(single).fields, strict=True)
    assert all(after.confidence > before.confidence and after.raw == before.raw for after, before in pairs)


def test_fusing_again_changes_no_value() -> None:
    number = printed()["id_number"]
    frames = [
        frame(printed() | {"name": "王小"}, 0.7),
        frame(printed() | {"id_number": other_digit(number, 9)}),
        frame(without("sex"), 0.9),
    ]
    once = idvision.fuse(frames, OPTIONS)
    twice = idvision.fuse([once, replace(once, image_width=999)], OPTIONS)
    assert values_of(the_card(twice)) == values_of(the_card(once))


def test_the_order_of_the_frames_does_not_matter() -> None:
    number = printed()["id_number"]
    frames = [
        frame(printed() | {"name": "王小"}, 0.7),
        frame(printed() | {"id_number": other_digit(number, 9)}),
        frame(printed(STRANGER), 0.9),
        EMPTY_RESULT,
    ]
    assert len({idvision.fuse(order, OPTIONS) for order in permutations(frames)}) == 1


def test_frames_without_a_card_leave_the_others_as_they_are() -> None:
    single = frame(printed())
    assert values_of(fused(EMPTY_RESULT, single)) == values_of(the_card(single))
    empty = idvision.fuse([EMPTY_RESULT, replace(EMPTY_RESULT, image_width=7)], OPTIONS)
    assert (empty.cards, empty.verdict.reasons) == ((), ("no_document",))


def test_times_add_up() -> None:
    assert idvision.fuse([frame(printed()), frame(without("sex"))], OPTIONS).timings_ms == (("read", 20.0),)


# What is seen comes from the best frame.


def test_geometry_is_that_of_the_frame_with_the_mildest_verdict() -> None:
    poor = frame(printed(), verdict=REVIEW)
    good = replace(frame(without("address"), quad=LARGE), image_width=800)
    assert best_first([poor, good]) == best_first([good, poor]) == (good, poor)
    result = idvision.fuse([poor, good], OPTIONS)
    card = the_card(result)
    assert (result.image_width, card.quad) == (800, LARGE)
    # A value that only the other frame has is put where it would be in this one.
    quads = {field.name: field.quad for field in card.fields}
    assert quads["name"] == NAME_QUAD
    assert quads["address"] == tuple((2 * x + 10, 2 * y + 20) for x, y in NAME_QUAD)


def test_a_field_has_the_defects_of_the_frame_that_shows_it() -> None:
    defects = (FieldDefect("address", "glare", 0.4), FieldDefect("name", "glare", 0.3))
    glared = frame(without("address"), quality=replace(GOOD_QUALITY, field_defects=defects))
    clear = frame(printed(), 0.9, quality=replace(GOOD_QUALITY, field_defects=()))
    assert fused(glared, clear).quality.field_defects == ()
    unread = frame(without("address", "name"), 0.9)
    assert set(fused(glared, unread).quality.field_defects) == set(defects)


def test_one_view_that_looks_genuine_does_not_outweigh_the_others() -> None:
    screen = Reproduction(screen=0.9, photocopy=0.0, edited=0.0)
    frames = [frame(printed()), frame(without("sex"), reproduction=screen)]
    assert fused(*frames).reproduction.screen == 0.9
    assert "screen_recapture" in fused(*frames).verdict.reasons
    assert fused(*frames, frame(without("name"))).reproduction.screen == GENUINE.screen


# Values.


def readings(*texts: str, name: str = "id_number", probability: float = 0.97) -> list[Field]:
    return [read_fields({name: text}, probability)[0] for text in texts]


def test_a_reading_that_passes_its_check_digit_beats_two_that_do_not() -> None:
    number = PERSON.id_number
    wrong = other_digit(number, 9)
    field = fuse_field(readings(wrong, wrong, number), SPECS["id_number"])
    assert (field.value, field.raw, field.problems) == (number, number, ())
    assert field.confidence == pytest.approx(0.97)


def test_a_number_that_no_frame_read_stands_if_its_check_digit_fits() -> None:
    number = PERSON.id_number
    wrong = [other_digit(number, place) for place in (3, 9, 15)]
    field = fuse_field(readings(*wrong), SPECS["id_number"])
    assert (field.value, field.raw, field.problems) == (number, number, ())
    assert field.confidence < fuse_field(readings(number), SPECS["id_number"]).confidence


def test_a_number_that_no_frame_read_falls_if_its_check_digit_does_not_fit() -> None:
    number = PERSON.id_number
    wrong = [other_digit(other_digit(number, 16), place) for place in (4, 8, 13)]
    assert all(field.problems == ("checksum_failed",) for field in readings(*wrong))
    field = fuse_field(readings(*wrong), SPECS["id_number"])
    assert field.raw in wrong
    assert field.problems == ("checksum_failed",)


def test_an_o_and_a_nought_are_settled_by_the_rules() -> None:
    number = next(
        person.id_number for person in map(random_resident, range(100)) if person.id_number[0] == "5"
    )
    place = number.index("0")
    field = fuse_field(readings(changed(number, place, "Q"), number), SPECS["id_number"])
    assert (field.value, field.problems) == (number, ())


def test_two_sound_readings_that_disagree_are_disputed_and_unsure() -> None:
    field = fuse_field(readings("林小舟", "林小丹", name="name"), SPECS["name"])
    assert field.problems == (DISPUTED,)
    assert field.confidence < 0.8
    three = fuse_field(readings("林小舟", "林小丹", "林小舟", "林小舟", name="name"), SPECS["name"])
    assert (three.value, three.problems) == ("林小舟", ())
    assert three.confidence < readings("林小舟", name="name")[0].confidence


def test_a_dispute_reaches_the_verdict() -> None:
    card = fused(frame(printed() | {"name": "林小舟"}), frame(printed() | {"name": "林小丹"}))
    assert card.verdict.reasons == ("low_confidence:name",)


def test_what_may_be_cut_off_in_every_frame_stays_so() -> None:
    (whole,) = readings("林小舟", name="name")
    cut = replace(whole, problems=("cut_off",), confidence=0.29)
    assert fuse_field([cut, replace(cut, confidence=0.28)], SPECS["name"]).problems == ("cut_off",)
    assert fuse_field([cut, whole], SPECS["name"]).problems == ()


def test_values_that_disagree_with_one_another_are_told_again_of_the_fused_ones() -> None:
    wrong_day = printed() | {"birth_date": "1931年1月2日"}
    assert "inconsistent" in the_card(frame(wrong_day)).fields[3].problems
    card = fused(frame(without("birth_date")), frame(wrong_day))
    assert {field.name for field in card.fields if field.problems} == {"birth_date", "id_number"}
    frames = [frame(printed(), probability) for probability in (0.9, 0.93, 0.97)]
    assert values_of(fused(*frames, frame(wrong_day))) == PERSON.front_fields()


def test_a_value_that_was_read_twice_votes_with_what_it_stands_for() -> None:
    number = PERSON.id_number
    spoilt = changed(number, 4, "千")
    mended = Field("id_number", number, spoilt, 0.8, probabilities=(0.9,) * 18)
    field = fuse_field([mended, replace(mended, confidence=0.7)], SPECS["id_number"])
    assert (field.value, field.raw, field.problems) == (number, spoilt, ())


def test_values_of_unknown_certainty_and_undeclared_names_are_fused_too() -> None:
    spec = FieldSpec("remark", INSIDE)
    remark = Field("remark", "ABC", "ABC", 0.9)
    assert fuse_field([remark, remark], spec).confidence == pytest.approx(0.95358, abs=1e-5)
    pair = [frame({}, fields=(replace(remark, confidence=confidence),)) for confidence in (0.8, 0.9)]
    assert values_of(fused(*pair)) == {"remark": "ABC"}


# Which cards are one.


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


# Machine readable zones.

HOLDER = random_person("TD3", 3)
LINES = build_td3(HOLDER)


def zone(lines: tuple[str, ...], probability: float = 0.97, quads: bool = True) -> Mrz:
    rows = [MrzRow(line, as_quad(NUMBER_QUAD)) for line in lines]
    readings_of_lines = [RowReading(line, (probability,) * len(line)) for line in lines]
    read = zone_of(parse_mrz(lines, ZONE_DAY), rows, readings_of_lines)
    return read if quads else replace(read, quads=())


def spoilt(line: int, place: int, by: str = "") -> tuple[str, ...]:
    text = LINES[line]
    character = by or ("4" if text[place] != "4" else "7")
    return tuple(changed(text, place, character) if n == line else other for n, other in enumerate(LINES))


def test_no_zone_is_none() -> None:
    assert fuse_mrz([], ZONE_DAY) is None


@pytest.mark.parametrize("name", FORMATS)
def test_every_place_of_a_zone_is_elected_once(name: str) -> None:
    spec = FORMATS[name]
    places = [(line, place) for line, start, end in units(spec) for place in range(start, end)]
    assert len(places) == len(set(places)) == spec.line_count * spec.line_length


def test_parts_whose_check_digits_hold_come_together() -> None:
    # One frame has the number wrong, the other the date of birth: both composites fail.
    frames = [zone(spoilt(1, 2)), zone(spoilt(1, 15))]
    together = fuse_mrz(frames, ZONE_DAY)
    assert together is not None
    assert together.lines == LINES
    assert all(passed for _, passed in together.checks)
    assert together.confidence >= 0.8


def test_a_zone_in_which_fewer_digits_hold_than_in_a_frame_is_not_taken() -> None:
    wrong = zone(spoilt(1, 2), 0.99)
    right = zone(LINES, 0.6)
    together = fuse_mrz([wrong, wrong, right], ZONE_DAY)
    assert together is not None
    assert together.lines == LINES


def test_names_are_not_put_together_from_halves() -> None:
    first, second = spoilt(0, 6, "K"), spoilt(0, 8, "K")
    together = fuse_mrz([zone(first, 0.95), zone(second, 0.95)], ZONE_DAY)
    assert together is not None
    assert together.lines in (first, second)
    assert not dict(together.checks)["name"]
    assert "doubtful_name" in together.problems


def test_frames_that_agree_raise_the_confidence_of_a_zone() -> None:
    together = fuse_mrz([zone(LINES, 0.9), zone(LINES, 0.9)], ZONE_DAY)
    assert together is not None
    assert together.confidence == pytest.approx(0.95358, abs=1e-5)
    assert {f.name: f.value for f in together.fields} == dict(parse_mrz(LINES, ZONE_DAY).values)
    assert together.quads == zone(LINES).quads


def test_zones_without_places_or_certainties_are_fused_too() -> None:
    bare = replace(zone(LINES, quads=False), probabilities=())
    together = fuse_mrz([bare, replace(bare, confidence=0.9)], ZONE_DAY)
    assert together is not None
    assert (together.lines, together.quads) == (LINES, ())
    assert all(field.quad is None for field in together.fields)


def test_documents_with_other_numbers_are_two() -> None:
    other = build_td3(random_person("TD3", 4))
    page = DocumentClass("passport", Side.PAGE, 0.99)
    frames = [frame({}, document=page, mrz=zone(lines)) for lines in (LINES, other, spoilt(1, 15))]
    result = idvision.fuse(frames, replace(OPTIONS, today=ZONE_DAY))
    assert {card.mrz.lines for card in result.cards if card.mrz} == {LINES, other}


# Drawn photos (synthetic).


@pytest.mark.weights
def test_photos_that_fail_at_different_fields_are_right_together(models: Models) -> None:
    person = random_resident(94)
    picture = draw_resident_id_front(person)
    # Reflections over the number, the address and the name; the last is blurred all over.
    shots = [
        Shot(size_wh=(1200, 900), jpeg_quality=0, glare_at=(0.66, 0.86), glare_share=0.15),
        Shot(size_wh=(1200, 900), jpeg_quality=0, glare_at=(0.4, 0.6), glare_share=0.15),
        Shot(size_wh=(1200, 900), jpeg_quality=0, glare_at=(0.28, 0.14), glare_share=0.15),
        Shot(size_wh=(1200, 900), jpeg_quality=0, blur_px=4.0),
    ]
    frames = []
    for number, shot in enumerate(shots):
        photo, _ = photograph(picture, Pose((0.5, 0.5), 0.62, -5 + 3 * number, 6, -4), "wood", number, shot)
        encoded = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
        frames.append(idvision.analyze(encoded, models, OPTIONS))
    singles = [values_of(card) for result in frames for card in result.cards]
    assert all(values != person.front_fields() for values in singles)
    card = fused(*frames)
    assert values_of(card) == person.front_fields()
    assert not any(field.problems for field in card.fields)
