"""Which lines of a known document are read."""

from __future__ import annotations

import numpy as np
import pytest

from idvision.documents import get_spec
from idvision.slots import closed_lines, lines_to_read, printed_fields, without_captions
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


def test_numbers_dates_and_the_zone_are_closed_where_no_other_value_stands() -> None:
    number, birth, name = line(0.34, 0.81, 0.9, 0.87), line(0.2, 0.38, 0.5, 0.44), line(0.2, 0.14, 0.3, 0.2)
    quads = np.stack([number, birth, name])
    assert closed_lines(quads, FRONT, SIZE_WH, "0123456789X年月日").tolist() == [True, True, False]
    assert closed_lines(quads, FRONT, SIZE_WH, "0123456789X").tolist() == [True, False, False]
    zone = line(0.05, 0.79, 0.94, 0.84)[None]
    assert closed_lines(zone, PASSPORT, SIZE_WH, "").all()


def test_a_date_line_that_begins_with_its_caption_is_not_closed() -> None:
    both = line(0.08, 0.38, 0.5, 0.44)[None]
    assert lines_to_read(both, FRONT, SIZE_WH).all()
    assert not closed_lines(both, FRONT, SIZE_WH, "0123456789X年月日").any()
    np.testing.assert_array_equal(without_captions(both, FRONT, SIZE_WH), both)


def test_a_caption_is_cut_off_before_the_number_that_proves_the_document() -> None:
    both = line(0.08, 0.81, 0.9, 0.87)[None]
    cut = without_captions(both, FRONT, SIZE_WH)
    number = next(field for field in FRONT.fields if field.identifies)
    np.testing.assert_allclose(cut[0, [0, 3], 0] / SIZE_WH[0], number.region[0], atol=1e-3)
    np.testing.assert_array_equal(cut[0, [1, 2]], both[0, [1, 2]])
    assert closed_lines(cut, FRONT, SIZE_WH, "0123456789X").all()


def test_a_field_is_printed_where_a_line_lies_in_its_region() -> None:
    quads = np.stack([line(0.34, 0.81, 0.9, 0.87), line(0.7, 0.2, 0.9, 0.3)])
    assert printed_fields(quads, FRONT, SIZE_WH) == {"id_number"}
    assert printed_fields(quads[:0], FRONT, SIZE_WH) == frozenset()
