"""Which lines of a known document are read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from idvision.documents import get_spec
from idvision.slots import LineKind, are_large, declared_starts, line_kinds, lines_to_read, printed_fields
from idvision.types import Side

SIZE_WH = (1144, 720)
FRONT = get_spec("chn_resident_id", Side.FRONT)
BACK = get_spec("chn_resident_id", Side.BACK)
PASSPORT = get_spec("passport", Side.PAGE)


def line(x1: float, y1: float, x2: float, y2: float) -> np.ndarray:
    corners = np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]])
    return (corners * SIZE_WH).astype(np.float32)


@pytest.mark.parametrize("field", FRONT.fields, ids=lambda field: field.name)
def test_a_value_in_its_region_is_read(field: object) -> None:
    x1, y1, _, y2 = field.region  # type: ignore[attr-defined]
    assert lines_to_read(line(x1, y1, x1 + 0.1, y2)[None], FRONT, SIZE_WH).all()
    shifted = line(x1 + 0.02, y1 + 0.02, x1 + 0.12, y2 + 0.02)
    assert lines_to_read(shifted[None], FRONT, SIZE_WH).all()


def test_captions_are_left_out_where_a_number_proves_the_document() -> None:
    captions = [line(0.08, 0.81, 0.28, 0.86), line(0.08, 0.15, 0.155, 0.195)]
    assert not lines_to_read(np.stack(captions), FRONT, SIZE_WH).any()


def test_a_caption_that_runs_into_its_value_is_read() -> None:
    assert lines_to_read(line(0.08, 0.14, 0.3, 0.2)[None], FRONT, SIZE_WH).all()


def test_the_title_that_proves_the_emblem_side_is_read() -> None:
    title, country = line(0.45, 0.32, 0.8, 0.4), line(0.45, 0.14, 0.8, 0.22)
    assert lines_to_read(np.stack([title, country]), BACK, SIZE_WH).tolist() == [True, False]


def test_of_a_passport_only_the_zone_is_read() -> None:
    zone = [line(0.05, y - 0.02, 0.94, y + 0.02) for y in (0.815, 0.885)]
    other = [line(0.3, 0.3, 0.6, 0.34), line(0.05, 0.8, 0.2, 0.83)]
    chosen = lines_to_read(np.stack(zone + other), PASSPORT, SIZE_WH)
    assert chosen.tolist() == [True, True, False, False]


def test_no_lines_are_no_choice() -> None:
    assert lines_to_read(np.zeros((0, 4, 2), np.float32), FRONT, SIZE_WH).shape == (0,)


def test_a_line_is_read_by_what_its_place_holds() -> None:
    number, birth, name = line(0.34, 0.81, 0.9, 0.87), line(0.2, 0.38, 0.5, 0.44), line(0.2, 0.14, 0.3, 0.2)
    address = line(0.2, 0.5, 0.6, 0.56)
    quads = np.stack([number, birth, name, address])
    digits, words, rare = LineKind.CLOSED, LineKind.EVERYDAY, LineKind.RARE
    assert line_kinds(quads, FRONT, SIZE_WH, "0123456789X年月日") == [digits, digits, rare, words]
    assert line_kinds(quads, FRONT, SIZE_WH, "0123456789X") == [digits, words, rare, words]
    zone = line(0.05, 0.79, 0.94, 0.84)[None]
    assert line_kinds(zone, PASSPORT, SIZE_WH, "") == [LineKind.ZONE]


def test_a_date_line_that_begins_with_its_caption_is_not_closed() -> None:
    both = line(0.08, 0.38, 0.5, 0.44)[None]
    assert lines_to_read(both, FRONT, SIZE_WH).all()
    assert line_kinds(both, FRONT, SIZE_WH, "0123456789X年月日") == [LineKind.EVERYDAY]


def test_a_value_behind_its_caption_begins_at_the_declared_place() -> None:
    number = next(field for field in FRONT.fields if field.identifies)
    (start,) = declared_starts(line(0.08, 0.81, 0.9, 0.87)[None], FRONT, SIZE_WH).tolist()
    assert 0.08 + start * (0.9 - 0.08) == pytest.approx(number.region[0], abs=1e-3)
    assert declared_starts(line(0.34, 0.81, 0.9, 0.87)[None], FRONT, SIZE_WH).tolist() == [0]


def test_a_caption_alone_is_not_cut() -> None:
    caption = line(0.1, 0.81, 0.325, 0.87)[None]
    assert declared_starts(caption, FRONT, SIZE_WH).tolist() == [0]


def test_of_two_values_in_one_line_the_first_ones_caption_is_cut_off() -> None:
    (start,) = declared_starts(line(0.08, 0.26, 0.5, 0.32)[None], FRONT, SIZE_WH).tolist()
    assert 0.08 + start * (0.5 - 0.08) == pytest.approx(0.19, abs=1e-3)


def test_where_a_title_proves_the_document_other_captions_are_cut_off_too() -> None:
    (start,) = declared_starts(line(0.2, 0.7, 0.9, 0.76)[None], BACK, SIZE_WH).tolist()
    assert start > 0.2


def test_captions_that_may_have_to_prove_the_document_stay() -> None:
    untitled = replace(BACK, anchors=tuple(replace(anchor, weight=1.0) for anchor in BACK.anchors))
    assert declared_starts(line(0.2, 0.7, 0.9, 0.76)[None], untitled, SIZE_WH).tolist() == [0]


def test_small_captions_do_not_make_the_print_small() -> None:
    value, caption = line(0.36, 0.26, 0.4, 0.32), line(0.29, 0.27, 0.35, 0.3)
    assert are_large(np.stack([value, caption]), FRONT, SIZE_WH)
    assert not are_large(line(0.2, 0.5, 0.6, 0.53)[None], FRONT, SIZE_WH)


def test_a_field_is_printed_where_a_line_lies_in_its_region() -> None:
    quads = np.stack([line(0.34, 0.81, 0.9, 0.87), line(0.7, 0.2, 0.9, 0.3)])
    assert printed_fields(quads, FRONT, SIZE_WH) == {"id_number"}
    assert printed_fields(quads[:0], FRONT, SIZE_WH) == frozenset()
