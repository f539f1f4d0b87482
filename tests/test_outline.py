"""An outline that the printed captions contradict follows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from idvision.anchors import AnchorMatch, Classified, Mark, register
from idvision.documents import AnchorSpec, DocumentSpec
from idvision.geometry import frame_quad, homography_from_quad, is_convex, order_quad
from idvision.outline import corrected_outline, lengthened
from idvision.types import Point, QuadArray, Side

ASPECT = 1.6
SIZE_WH = (960, 600)
PLACES: tuple[Point, ...] = ((0.1, 0.15), (0.75, 0.2), (0.1, 0.5), (0.8, 0.55), (0.2, 0.85), (0.9, 0.8))
CAPTIONS = tuple(AnchorSpec(f"caption {place}", place) for place in PLACES)
SPEC = DocumentSpec("library_card", Side.FRONT, "Library card", "借书证", ASPECT, "invented", CAPTIONS)
QUAD = np.array([[100, 80], [700, 120], [690, 500], [90, 470]], np.float32)
PHOTO_FROM_CARD = homography_from_quad(frame_quad(*SIZE_WH), QUAD)
LEVEL_QUAD = frame_quad(*SIZE_WH) + np.float32(50)
LEVEL_PHOTO_FROM_CARD = homography_from_quad(frame_quad(*SIZE_WH), LEVEL_QUAD)


def seen(move: Callable[[float, float], Point], captions: Sequence[AnchorSpec] = CAPTIONS) -> Classified:
    """Captions found where `move` takes their declared places, both in fractions of the card image."""
    matches = tuple(AnchorMatch(a, 0, 0, 1, move(*a.centre)) for a in captions)
    return Classified(SPEC, 1.0, matches, register(matches))


def level_outline(classified: Classified) -> QuadArray:
    """The outline for a card image that lies upright in the photo at 50 px from the top left."""
    return corrected_outline(LEVEL_QUAD, LEVEL_PHOTO_FROM_CARD, SIZE_WH, classified)


@pytest.mark.parametrize("shift", [0.0, 0.03])
def test_captions_in_their_places_leave_the_outline(shift: float) -> None:
    classified = seen(lambda x, y: (x, y + shift))
    np.testing.assert_array_equal(corrected_outline(QUAD, PHOTO_FROM_CARD, SIZE_WH, classified), QUAD)


def test_two_captions_are_no_evidence() -> None:
    classified = seen(lambda x, y: (x, 1.5 * y), CAPTIONS[:2])
    np.testing.assert_array_equal(corrected_outline(QUAD, PHOTO_FROM_CARD, SIZE_WH, classified), QUAD)


def test_a_card_without_captions_keeps_its_outline() -> None:
    classified = Classified(SPEC, 1.0)
    np.testing.assert_array_equal(corrected_outline(QUAD, PHOTO_FROM_CARD, SIZE_WH, classified), QUAD)


def test_a_missing_lower_part_is_added() -> None:
    # The lower third of the card was cut off: what stands at y shows at 1.5 y.
    outline = level_outline(seen(lambda x, y: (x, 1.5 * y)))
    np.testing.assert_allclose(outline, [[50, 50], [1010, 50], [1010, 950], [50, 950]], atol=2)


def test_a_missing_left_part_is_added_outside_the_photo() -> None:
    # A fifth of the width lies left of the image: what stands at x shows at 1.25 x - 0.25.
    outline = level_outline(seen(lambda x, y: (1.25 * x - 0.25, y)))
    np.testing.assert_allclose(outline, [[-190, 50], [1010, 50], [1010, 650], [-190, 650]], atol=2)


def test_a_card_turned_and_shrunk_within_its_image_is_outlined() -> None:
    cosine, sine = np.cos(np.deg2rad(10)), np.sin(np.deg2rad(10))

    def move(x: float, y: float) -> Point:
        across, down = 0.7 * x * ASPECT, 0.7 * y
        return (0.2 + (cosine * across - sine * down) / ASPECT, 0.1 + sine * across + cosine * down)

    corners = [move(x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    expected = np.array(corners) * SIZE_WH + 50
    np.testing.assert_allclose(level_outline(seen(move)), expected, atol=2)


def test_one_wrong_caption_does_not_move_the_outline_astray() -> None:
    wrong = PLACES[3]
    classified = seen(lambda x, y: (0.3, 0.2) if (x, y) == wrong else (x, 1.5 * y))
    np.testing.assert_allclose(
        level_outline(classified), [[50, 50], [1010, 50], [1010, 950], [50, 950]], atol=2
    )


def test_the_outline_is_given_in_the_photo_from_the_printed_top_left() -> None:
    # The card lies on its head in the photo, and its lower third was cut off.
    turned = np.roll(QUAD, 2, axis=0)
    photo_from_card = homography_from_quad(frame_quad(*SIZE_WH), turned)
    outline = corrected_outline(turned, photo_from_card, SIZE_WH, seen(lambda x, y: (x, 1.5 * y)))
    np.testing.assert_allclose(outline[:2], turned[:2], atol=2)
    assert (outline[2:, 1] < turned[2:, 1] - 50).all()
    np.testing.assert_array_equal(order_quad(outline), np.roll(outline, 2, axis=0))


def with_zone(shift: float) -> Classified:
    """A zone of two lines, seen `shift` of the height above its declared place."""
    ends = [(x, y) for y in (0.8, 0.9) for x in (0.05, 0.95)]
    zone = tuple(Mark(place, (place[0], place[1] - shift)) for place in ends)
    return Classified(SPEC, 1.0, zone=zone)


def test_a_zone_far_from_its_place_moves_the_outline() -> None:
    expected = LEVEL_QUAD - np.float32([0, 0.3 * SIZE_WH[1]])
    np.testing.assert_allclose(level_outline(with_zone(0.3)), expected, atol=2)


def test_a_zone_that_its_issuer_moved_a_little_leaves_the_outline() -> None:
    np.testing.assert_array_equal(level_outline(with_zone(0.08)), LEVEL_QUAD)


def test_marks_that_ask_for_no_card_leave_the_outline() -> None:
    """A fold or a mirror image is no picture of a card."""
    classified = seen(lambda x, y: (1.0 - x, y), CAPTIONS)
    outline = level_outline(classified)
    assert is_convex(outline)


def test_an_outline_is_lengthened_along_its_sides() -> None:
    longer = lengthened(QUAD, 0.5)
    np.testing.assert_allclose(longer[:2], QUAD[:2])
    np.testing.assert_allclose(longer[2:], [[685, 690], [85, 665]])
