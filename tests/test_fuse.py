"""Several frames of one card as one result: hand-made frames of invented people, and drawn photos."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import cv2
import pytest

import idvision
from idvision.confidence import CALIBRATIONS, calibrated
from idvision.documents import FieldSpec
from idvision.fuse import best_first
from idvision.fuse_fields import DISPUTED, fuse_field
from idvision.models import Models
from idvision.types import (
    Decision,
    Field,
    FieldDefect,
    Reproduction,
)
from tests.drawing import (
    Pose,
    Shot,
    draw_resident_id_front,
    photograph,
    random_resident,
)
from tests.fuse_frames import (
    FRONT,
    INSIDE,
    LARGE,
    OPTIONS,
    PERSON,
    SPECS,
    STRANGER,
    changed,
    frame,
    fused,
    other_digit,
    printed,
    readings,
    the_card,
    values_of,
    without,
)
from tests.sample_results import EMPTY_RESULT, GENUINE, GOOD_QUALITY, NAME_QUAD, REVIEW

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


def test_a_reading_that_passes_its_check_digit_beats_two_that_do_not() -> None:
    number = PERSON.id_number
    wrong = other_digit(number, 9)
    field = fuse_field(readings(wrong, wrong, number), SPECS["id_number"])
    assert (field.value, field.raw, field.problems) == (number, number, ())
    assert field.confidence == pytest.approx(calibrated(0.97, 18, CALIBRATIONS["checked"]))


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
    assert 0.9 < fuse_field([remark, remark], spec).confidence < 0.99
    pair = [frame({}, fields=(replace(remark, confidence=confidence),)) for confidence in (0.8, 0.9)]
    assert values_of(fused(*pair)) == {"remark": "ABC"}


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
