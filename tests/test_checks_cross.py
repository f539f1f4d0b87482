"""Rules between the fields of one document."""

from __future__ import annotations

import pytest

from idvision.checks import CROSS_CHECKS

NUMBER = "110105199003070025"  # invented; a woman born on 7 March 1990


@pytest.mark.parametrize(
    ("values", "disagreeing"),
    [
        ({"id_number": NUMBER, "birth_date": "1990-03-07"}, ()),
        ({"id_number": NUMBER, "birth_date": "1990-03-01"}, ("birth_date", "id_number")),
        ({"id_number": NUMBER}, ()),
        ({"birth_date": "1990-03-01"}, ()),
        ({"id_number": "11010519", "birth_date": "1990-03-01"}, ()),
        ({"id_number": NUMBER, "birth_date": "1990年3月"}, ()),
        ({}, ()),
    ],
)
def test_birth_date_against_the_number(values: dict[str, str], disagreeing: tuple[str, ...]) -> None:
    assert CROSS_CHECKS["cn_id_birth_date"](values) == disagreeing


@pytest.mark.parametrize(
    ("values", "disagreeing"),
    [
        ({"id_number": NUMBER, "sex": "F"}, ()),
        ({"id_number": NUMBER, "sex": "M"}, ("id_number", "sex")),
        ({"id_number": NUMBER, "sex": "X"}, ()),
        ({"id_number": NUMBER}, ()),
        ({"id_number": "1101", "sex": "M"}, ()),
    ],
)
def test_sex_against_the_number(values: dict[str, str], disagreeing: tuple[str, ...]) -> None:
    assert CROSS_CHECKS["cn_id_sex"](values) == disagreeing


WRONG = ("expiry_date", "valid_from")


@pytest.mark.parametrize(
    ("start", "end", "order", "span"),
    [
        ("2018-10-21", "2038-10-21", (), ()),
        ("2018-10-21", "2028-10-21", (), ()),
        ("2018-10-21", "2023-10-21", (), ()),
        ("2018-10-21", "long-term", (), ()),
        ("2018-10-21", "2033-10-21", (), WRONG),
        ("2018-10-21", "2038-10-22", (), WRONG),
        ("2038-10-21", "2018-10-21", WRONG, WRONG),
        ("2018-10-21", "2018-10-21", WRONG, WRONG),
        ("2020-02-29", "2040-02-29", (), ()),
        ("2020-02-29", "2025-02-28", (), ()),
        ("2020-02-29", "2030-03-01", (), ()),
        ("2020-02-29", "2030-03-02", (), WRONG),
        ("2019-02-28", "2029-03-01", (), WRONG),
        ("2018-10-21", "", (), ()),
        ("", "2018-10-21", (), ()),
        ("21.10.2018", "2033-10-21", (), ()),
    ],
)
def test_order_and_span_of_validity(
    start: str, end: str, order: tuple[str, ...], span: tuple[str, ...]
) -> None:
    values = {"valid_from": start, "expiry_date": end}
    assert CROSS_CHECKS["date_order"](values) == order
    assert CROSS_CHECKS["cn_id_validity_span"](values) == span
