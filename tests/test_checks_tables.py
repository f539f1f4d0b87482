"""The three tables that document declarations look names up in."""

from __future__ import annotations

import importlib

import pytest

from idvision.checks import CHECKS, country_code
from idvision.errors import InvalidValue

PROBLEMS = {
    "bad_format",
    "bad_length",
    "checksum_failed",
    "inconsistent",
    "invalid_date",
    "not_in_lexicon",
    "unknown_region",
}
GOOD = {
    "card_expiry": "08/27",
    "card_number": "6222 0212 3456 7894",
    "chinese_date": "2018年1月2日",
    "chinese_expiry": "长期",
    "cn_address": "白桦市柳林区榆钱路７８号",
    "cn_authority": "白桦市公安局",
    "cn_ethnicity": "漢族",
    "cn_file_number": "4403 0123 4567",
    "cn_id_number": "110105 19900307 0025",
    "cn_plate": "京A·12345",
    "cn_uscc": "91110000600037341L",
    "cn_vehicle_class": "a2 D",
    "country_code": "D<<",
    "han_name": "迪里夏提 • 阿合买提",
    "sex": "女/F",
    "vin": "1m8gdm9axkp042788",
}


def test_every_check_has_a_good_example_here() -> None:
    assert set(GOOD) == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_canonical_value_is_its_own_canonical_form(name: str) -> None:
    once = CHECKS[name](GOOD[name])
    assert CHECKS[name](once) == once


@pytest.mark.parametrize("name", CHECKS)
def test_odd_text_raises_only_known_problems(name: str) -> None:
    for text in ("", " ", "\x00", "<<<", "١٢٣", "²" * 18, "甲" * 300, "\U0001f600"):
        with pytest.raises(InvalidValue) as caught:
            CHECKS[name](text)
        assert caught.value.problem in PROBLEMS


@pytest.mark.parametrize("name", CHECKS)
def test_each_module_has_the_three_verbs(name: str) -> None:
    module = importlib.import_module(CHECKS[name].__module__)
    assert module.validate(module.compact(GOOD[name])) == module.validate(GOOD[name])
    assert module.is_valid(GOOD[name])
    assert not module.is_valid("")


def test_the_country_table_holds_iso_and_the_additions_of_icao() -> None:
    for code in ("CHN", "TWN", "USA", "DEU", "GBS", "UNO", "XXA", "EUE", "UTO", "XOM", "XPO", "XCC"):
        assert country_code.validate(code) == code
    for code in ("QQQ", "USAA", "US", "SUN", ""):
        assert not country_code.is_valid(code)
