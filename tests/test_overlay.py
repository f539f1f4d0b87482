from dataclasses import replace

import numpy as np
import pytest

from idvision.overlay import DECISION_COLOURS, FIELD_COLOUR, MRZ_COLOUR, draw_overlay, free_place
from idvision.types import Decision, Quad, Result
from tests.sample_results import CARD, CARD_QUAD, EMPTY_RESULT, NAME, NAME_QUAD, RESULT

GREY = 128


def photo(width: int = 400, height: int = 300):
    return np.full((height, width, 3), GREY, np.uint8)


def shows(image, colour) -> bool:
    return bool(np.any(np.all(image == colour, axis=2)))


def plain_card(decision: Decision = Decision.ACCEPT, quad: Quad = CARD_QUAD) -> Result:
    card = replace(
        CARD,
        quad=quad,
        fields=(),
        mrz=None,
        portrait=None,
        verdict=replace(CARD.verdict, decision=decision, reasons=()),
    )
    return replace(RESULT, cards=(card,))


def test_the_photo_is_left_alone_and_the_drawing_is_new():
    image = photo()
    drawing = draw_overlay(image, RESULT)
    assert np.all(image == GREY)
    assert drawing.shape == image.shape
    assert drawing.dtype == np.uint8
    assert not np.shares_memory(drawing, image)


@pytest.mark.parametrize("decision", list(Decision))
def test_the_outline_has_the_colour_of_the_decision(decision):
    drawing = draw_overlay(photo(), plain_card(decision))
    bottom_left = CARD_QUAD[3]
    x, y = round(bottom_left[0]), round(bottom_left[1])
    assert tuple(drawing[y, x]) == DECISION_COLOURS[decision]
    for other in set(Decision) - {decision}:
        assert not shows(drawing, DECISION_COLOURS[other])


def test_the_first_corner_carries_the_mark():
    turned = (CARD_QUAD[2], CARD_QUAD[3], CARD_QUAD[0], CARD_QUAD[1])
    drawing = draw_overlay(photo(), plain_card(quad=turned))
    colour = DECISION_COLOURS[Decision.ACCEPT]
    x, y = round(turned[0][0]), round(turned[0][1])
    assert tuple(drawing[y + 4, x + 4]) == colour
    x, y = round(turned[2][0]), round(turned[2][1])
    assert tuple(drawing[y + 6, x + 6]) != colour


def test_fields_and_mrz_have_boxes_of_their_own():
    drawing = draw_overlay(photo(), RESULT)
    assert shows(drawing, FIELD_COLOUR)
    assert not shows(draw_overlay(photo(), plain_card()), FIELD_COLOUR)
    assert not shows(drawing, MRZ_COLOUR)  # its only field shares the box of id_number, which is labelled
    mrz = replace(CARD.mrz, fields=(replace(NAME, name="surname"),))
    alone = replace(RESULT, cards=(replace(CARD, fields=(), mrz=mrz),))
    assert shows(draw_overlay(photo(), alone), MRZ_COLOUR)


def test_a_value_without_a_place_is_not_drawn():
    card = replace(CARD, fields=(replace(NAME, quad=None),), mrz=None, portrait=None)
    assert not shows(draw_overlay(photo(), replace(RESULT, cards=(card,))), FIELD_COLOUR)


def label_area(value: str):
    card = replace(CARD, fields=(replace(NAME, value=value),), mrz=None, portrait=None)
    drawing = draw_overlay(photo(), replace(RESULT, cards=(card,)))
    top = round(NAME_QUAD[0][1])
    return drawing[top - 20 : top, 80:200]


def test_han_characters_are_drawn_and_differ():
    # A font without them would draw the same empty box for each.
    assert not np.array_equal(label_area("林"), label_area("舟"))


def test_a_long_value_is_cut_instead_of_covering_the_photo():
    assert np.array_equal(label_area("A" * 60), label_area("A" * 600))


def test_a_photo_without_cards_tells_why():
    drawing = draw_overlay(photo(), EMPTY_RESULT)
    assert shows(drawing[:40], DECISION_COLOURS[Decision.REJECT])
    assert np.all(drawing[40:] == GREY)


def test_corners_outside_the_frame_do_no_harm():
    outside = ((-500.0, -300.0), (900.0, -200.0), (5000.0, 700.0), (-500.0, 900.0))
    assert draw_overlay(photo(), plain_card(quad=outside)).shape == (300, 400, 3)


def test_lines_grow_with_the_photo():
    scaled = tuple((10 * x, 10 * y) for x, y in CARD_QUAD)
    large = replace(plain_card(quad=scaled), image_width=4000, image_height=3000)
    colour = DECISION_COLOURS[Decision.ACCEPT]
    small_column = draw_overlay(photo(), plain_card())[200:260, 200]
    large_column = draw_overlay(photo(4000, 3000), large)[2000:2600, 2000]
    assert np.all(large_column == colour, axis=1).sum() > np.all(small_column == colour, axis=1).sum()


def test_a_photo_of_another_size_is_refused():
    with pytest.raises(ValueError, match=r"expected a photo of shape \(300, 400, 3\)"):
        draw_overlay(photo(200, 100), RESULT)


def test_labels_move_up_until_they_are_free():
    low, middle = (0.0, 80.0, 50.0, 90.0), (40.0, 70.0, 90.0, 80.0)
    assert free_place((10.0, 78.0, 30.0, 88.0), [low]) == (10.0, 70.0, 30.0, 80.0)
    assert free_place((30.0, 78.0, 60.0, 88.0), [middle, low]) == (30.0, 60.0, 60.0, 70.0)
    assert free_place((60.0, 85.0, 70.0, 95.0), [low, middle]) == (60.0, 85.0, 70.0, 95.0)


def test_a_label_at_the_upper_edge_stays_there():
    assert free_place((0.0, 0.0, 20.0, 10.0), [(5.0, 5.0, 25.0, 15.0)]) == (0.0, 0.0, 20.0, 10.0)
