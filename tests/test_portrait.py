from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.anchors import Classified, Layout
from idvision.documents import UNKNOWN_SPEC, DocumentSpec
from idvision.face import Face
from idvision.portrait import framed, portrait_box
from idvision.types import Side

SIZE_WH = (1000, 500)
SPEC = DocumentSpec(
    "library_card", Side.FRONT, "Library card", "借书证", 2.0, "invented", portrait=(0.6, 0.2, 0.9, 0.8)
)
KNOWN = Classified(SPEC, 0.9)
UNKNOWN = Classified(UNKNOWN_SPEC, 0.0)


def face_at(x: float, y: float, height: float = 100, score: float = 0.8) -> Face:
    half = height / 2
    return Face((x - half, y - half, x + half, y + half), score)


def test_a_portrait_is_head_and_shoulders_about_the_face() -> None:
    assert framed(face_at(500, 250), SIZE_WH) == pytest.approx((0.42, 0.27, 0.58, 0.71))


def test_a_portrait_ends_with_the_card() -> None:
    assert framed(face_at(20, 480), SIZE_WH) == pytest.approx((0, 0.73, 0.1, 1))
    assert framed(face_at(990, 30), SIZE_WH) == pytest.approx((0.91, 0, 1, 0.27))


def test_without_a_face_there_is_no_portrait() -> None:
    assert portrait_box((), SIZE_WH, KNOWN) is None
    assert portrait_box((), SIZE_WH, UNKNOWN) is None


def test_a_face_counts_only_where_the_portrait_is_declared() -> None:
    inside, outside = face_at(750, 250), face_at(300, 250, height=200, score=0.99)
    assert portrait_box((outside, inside), SIZE_WH, KNOWN) == framed(inside, SIZE_WH)
    assert portrait_box((outside,), SIZE_WH, KNOWN) is None


def test_the_declared_place_moves_with_the_layout() -> None:
    face = face_at(560, 250)
    assert portrait_box((face,), SIZE_WH, KNOWN) is None
    moved = replace(KNOWN, layout=Layout(scale=(1.0, 1.0), offset=(-0.1, 0.0)))
    assert portrait_box((face,), SIZE_WH, moved) == framed(face, SIZE_WH)


def test_the_larger_of_two_faces_is_the_portrait_even_if_the_ghost_is_surer() -> None:
    ghost, holder = face_at(800, 250, height=40, score=0.95), face_at(200, 250, score=0.8)
    assert portrait_box((ghost, holder), SIZE_WH, UNKNOWN) == framed(holder, SIZE_WH)


def test_a_large_doubtful_face_does_not_hide_a_sure_one() -> None:
    ornament, holder = face_at(700, 250, height=200, score=0.55), face_at(750, 250, score=0.9)
    assert portrait_box((holder, ornament), SIZE_WH, KNOWN) == framed(holder, SIZE_WH)


@pytest.mark.parametrize(("classified", "found"), [(KNOWN, True), (UNKNOWN, False)])
def test_where_no_portrait_is_declared_a_face_has_to_be_sure(classified: Classified, found: bool) -> None:
    box = portrait_box((face_at(750, 250, score=0.6),), SIZE_WH, classified)
    assert (box is not None) is found
