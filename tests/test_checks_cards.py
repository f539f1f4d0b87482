"""Checks of vehicle, company and payment card numbers."""

from __future__ import annotations

import pytest

from idvision.checks import CHECKS
from idvision.errors import InvalidValue


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        ("card_number", "4111 1111 1111 1111", "4111111111111111"),
        ("card_number", "６222021234567894", "6222021234567894"),
        ("card_number", "378282246310005", "378282246310005"),
        ("card_number", "2223 0031 2200 3222", "2223003122003222"),
        ("card_expiry", "08/27", "2027-08"),
        ("card_expiry", "12/2031", "2031-12"),
        ("card_expiry", "2027-08", "2027-08"),
        ("cn_file_number", "４４０３ 0123 4567", "440301234567"),
        ("cn_plate", "京A·12345", "京A12345"),
        ("cn_energy", "柴油", "柴油"),
        ("mass_kg", "990ng", "990"),
        ("cn_plate", "粤bd12345", "粤BD12345"),
        ("cn_plate", "沪A1234挂", "沪A1234挂"),
        ("cn_uscc", "91110000600037341l", "91110000600037341L"),
        ("cn_vehicle_class", "c1", "C1"),
        ("cn_vehicle_class", "Ａ2 D", "A2D"),
        ("vin", "1M8GDM9A-XKP042788", "1M8GDM9AXKP042788"),
    ],
)
def test_a_right_number_is_taken_in_its_canonical_form(check: str, text: str, value: str) -> None:
    assert CHECKS[check](text) == value


@pytest.mark.parametrize(
    ("check", "text", "problem"),
    [
        ("card_number", "4111111111111112", "checksum_failed"),
        ("card_number", "41111", "bad_length"),
        ("card_number", "4111x111", "bad_format"),
        # Right by the Luhn formula, but of no payment network, or too long for its own.
        ("card_number", "1111111111111117", "not_in_lexicon"),
        # A resident of Gansu: a right number of GB 11643 that the Luhn formula holds for too.
        ("card_number", "620102199003070069", "bad_format"),
        ("card_number", "5105105105105105103", "not_in_lexicon"),
        ("card_expiry", "13/27", "invalid_date"),
        ("card_expiry", "1327", "bad_format"),
        ("cn_file_number", "44030123456", "bad_length"),
        ("cn_file_number", "4403O1234567", "bad_format"),
        ("cn_plate", "京A1234", "bad_length"),
        ("cn_energy", "汽康", "not_in_lexicon"),
        ("mass_kg", "1838O5g", "bad_format"),
        ("cn_plate", "京I12345", "bad_format"),
        ("cn_plate", "A京12345", "bad_format"),
        ("cn_uscc", "91110000600037341M", "checksum_failed"),
        ("cn_uscc", "911100006000373", "bad_length"),
        ("cn_uscc", "I1110000600037341L", "bad_format"),
        ("cn_vehicle_class", "C7", "not_in_lexicon"),
        ("cn_vehicle_class", "CI", "not_in_lexicon"),
        ("vin", "1M8GDM9A1KP042788", "checksum_failed"),
        ("vin", "1M8GDM9AXKP04278", "bad_length"),
        ("vin", "1M8GDM9AXKPO42788", "bad_format"),
    ],
)
def test_a_wrong_number_is_refused_with_its_problem(check: str, text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        CHECKS[check](text)
    assert caught.value.problem == problem
