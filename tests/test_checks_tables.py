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
    "diacritics_uncertain",
    "inconsistent",
    "invalid_date",
    "not_in_lexicon",
    "unknown_region",
}
GOOD = {
    "amount": "$1,234.50",
    "paper_date": "2026年5月12日",
    "vin_by_region": "1m8gdm9a xkp042788",
    "citizenship": "Việt Nam",
    "bilingual_place": "福建 / Fujian",
    "cn_permit_line": "csc123456788<3001019<9001011<6",
    "hk_symbols": "＊＊＊az",
    "hkmo_id": "A123456（3）",
    "month_year": "(06-96)",
    "telecode": "26212535",
    "cn_foreigner_id": "9118401980 0101 0013",
    "cn_hkmo_travel": "c12345678",
    "cn_passport": "ea 1234567",
    "cn_social_card": "a1234567x",
    "cn_taiwan_travel": "l12345678",
    "free_text": "  BURUH  HARIAN",
    "hk_id": "A123456（3）",
    "hkmo_cn_travel": "h12345678",
    "blood_group": "ab",
    "id_marital": "belum  kawin",
    "id_nik": "317101 570895 0001",
    "id_religion": "Katolik",
    "kr_licence": "11 18 123456 61",
    "kr_registration": "800101-1••••••",
    "kr_rrn": "800101-1234560",
    "latin_birth_date": "12 AUG/AOÛT 74",
    "latin_birth_date_mdy": "May 31, 1988",
    "latin_date": "25. 12. 1982.",
    "latin_date_mdy": "May 31, 1988",
    "latin_expiry": "Seumur Hidup",
    "latin_name": "O’NEILL,  Anna",
    "mo_id": "1/234567/8",
    "money": "1.234,50 €",
    "money_cny": "¥ 1,234.5",
    "my_nric": "880229-14-5677",
    "ph_crn": "0111-1234567-8",
    "ph_licence": "n01 23 456789",
    "ph_pcn": "1234-5678-9012-3456",
    "ph_sss": "34-1234567-8",
    "ph_tin": "123-456-789-000",
    "roc_date": "民國74年4月5日",
    "sex_pl": "k",
    "sg_nric": "s1234567d",
    "taiwan_cn_travel": "0123 4567",
    "th_pin": "1 2345 67890 12 1",
    "thai_date": "1 ม.ค. 2563",
    "tw_id": "a123456789",
    "us_licence": "d123-4567-8901",
    "us_uscis": "A012-345-678",
    "vn_sex": "Nữ",
    "vn_text": "NGUYỄN  THỊ HẠNH",
    "vn_cccd": "001 090 000001",
    "card_expiry": "08/27",
    "card_number": "6222 0212 3456 7894",
    "chinese_date": "2018年1月2日",
    "chinese_expiry": "长期",
    "cn_address": "白桦市柳林区榆钱路７８号",
    "cn_authority": "白桦市公安局",
    "cn_energy": "混合动力",
    "cn_ethnicity": "漢族",
    "cn_file_number": "4403 0123 4567",
    "cn_id_number": "110105 19900307 0025",
    "cn_province": "福 建",
    "cn_plate": "京A·12345",
    "cn_uscc": "91110000600037341L",
    "cn_vehicle_class": "a2 D",
    "country_code": "D<<",
    "han_name": "迪里夏提 • 阿合买提",
    "sex": "女/F",
    "vin": "1m8gdm9axkp042788",
    "chinese_month": "2019年11月",
    "cn_blood_type": "AB型",
    "cn_inspection": "检验有效期至2024年6月",
    "cn_passengers": "2+3人",
    "cn_registration_number": "１10108000000016",
    "mass_kg": "1715 kg",
    "vehicle_size": "4680×1820×1500mm",
    "eu_classes": "am/B1/B",
    "id_province": "jawa timur",
    "my_classes": "b2 D",
}

ACCEPTED = {"free_text": ("١٢٣", "²" * 18)}
"""Odd text that is right all the same."""


def test_every_check_has_a_good_example_here() -> None:
    assert set(GOOD) == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_canonical_value_is_its_own_canonical_form(name: str) -> None:
    once = CHECKS[name](GOOD[name])
    assert CHECKS[name](once) == once


@pytest.mark.parametrize("name", CHECKS)
def test_odd_text_raises_only_known_problems(name: str) -> None:
    for text in ("", " ", "\x00", "<<<", "١٢٣", "²" * 18, "甲" * 300, "\U0001f600"):
        if text in ACCEPTED.get(name, ()):
            continue
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
