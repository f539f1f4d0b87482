"""Names, sexes, listed words, amounts of money and free text."""

from __future__ import annotations

import pytest

from idvision.checks import CHECKS, CLEANERS, LEXICONS
from idvision.errors import InvalidValue


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        ("latin_name", "  FENNOCK   GRETA ", "FENNOCK GRETA"),
        ("latin_name", "O’NEILL-MÜLLER, Anna M.", "O'NEILL-MÜLLER, Anna M."),
        ("latin_name", "NGUYỄN THỊ ÁNH", "NGUYỄN THỊ ÁNH"),
        ("latin_name", "VAN 'T HOOFT", "VAN 'T HOOFT"),
        ("latin_name", "D' Souza", "D' Souza"),
        ("latin_name", "A. B. CAROW", "A. B. CAROW"),
        ("latin_name", "O", "O"),
        ("latin_name", "Ｇｒｅｔａ", "Greta"),
        # A letter and its accent, parted or not, are the same name.
        ("latin_name", "Mu\u0308ller", "Müller"),
        ("sex", "LAKI-LAKI", "M"),
        ("sex", "Laki - Laki", "M"),
        ("sex", "PEREMPUAN", "F"),
        ("sex", "LELAKI", "M"),
        ("sex", "Nam", "M"),
        ("sex", "Nữ", "F"),
        ("sex", "NU", "F"),
        ("sex", "Nam / M", "M"),
        ("sex", "女/F", "F"),
        ("sex", "女 F", "F"),
        ("sex", "M/M", "M"),
        ("sex", "Female", "F"),
        ("sex", "<", "X"),
        ("sex_pl", "K", "F"),
        ("sex_pl", "K/F", "F"),
        ("sex_pl", "m", "M"),
        ("id_religion", "Islam", "ISLAM"),
        ("id_religion", "KATOLIK", "KATHOLIK"),
        ("id_religion", "budha", "BUDDHA"),
        ("id_marital", "BELUM  KAWIN", "BELUM KAWIN"),
        ("id_marital", "cerai hidup", "CERAI HIDUP"),
        ("id_marital", "CERAIMATI", "CERAI MATI"),
        ("id_province", "SULAWESISELATAN", "SULAWESI SELATAN"),
        ("id_province", "TIMOR TIMUR", "TIMOR TIMUR"),
        ("eu_classes", "am/B1 B", "AM/B1 B"),
        ("eu_classes", "B/BE/L", "B/BE/L"),
        ("my_classes", "DDA", "D DA"),
        ("my_classes", "B2D", "B2 D"),
        ("my_classes", "DA", "DA"),
        ("blood_group", "ab", "AB"),
        ("blood_group", "O+", "O+"),
        ("blood_group", "0*", "O+"),
        ("blood_group", "-", "-"),
        ("free_text", " PELAJAR /  MAHASISWA", "PELAJAR / MAHASISWA"),
        ("money", "USD 1,234.50", "USD 1234.50"),
        ("money", "USD1234.5", "USD 1234.50"),
        ("money", "1.234,56 €", "EUR 1234.56"),
        ("money", "1 234,56 EUR", "EUR 1234.56"),
        ("money", "CHF 1'234.50", "CHF 1234.50"),
        ("money", "CHF 1’234’567.50", "CHF 1234567.50"),
        ("money", "RM12.00", "MYR 12.00"),
        ("money", "Rp 1.250.000", "IDR 1250000.00"),
        ("money", "Rp. 1.250.000,00", "IDR 1250000.00"),
        ("money", "HK$1,234", "HKD 1234.00"),
        ("money", "₩1,234", "KRW 1234"),
        ("money", "JPY 1,234.00", "JPY 1234"),
        ("money", "1.234.567₫", "VND 1234567"),
        ("money", "KWD 12,345.678", "KWD 12345.678"),
        ("money", "KWD 1 234,567", "KWD 1234.567"),
        ("money", "KWD 1.25", "KWD 1.250"),
        ("money", "KWD -1.234", "KWD -1.234"),
        ("money", "-USD 5.00", "USD -5.00"),
        ("money", "USD −5.00", "USD -5.00"),
        ("money", "+EUR 0,05", "EUR 0.05"),
        ("money", "USD 5.00 USD", "USD 5.00"),
        ("money", "人民币 88.8", "CNY 88.80"),
        ("money_cny", "¥1,234.50", "CNY 1234.50"),
        ("money_cny", "￥-88", "CNY -88.00"),
        ("money_cny", "1234.50元", "CNY 1234.50"),
        ("money_cny", "-1,234,567.89", "CNY -1234567.89"),
        ("money_cny", "0.01", "CNY 0.01"),
        ("money_cny", "12,34", "CNY 12.34"),
        ("money_cny", "HKD 20.00", "HKD 20.00"),
    ],
)
def test_a_right_value_is_taken_in_its_canonical_form(check: str, text: str, value: str) -> None:
    assert CHECKS[check](text) == value
    assert CHECKS[check](value) == value


@pytest.mark.parametrize(
    ("check", "text", "problem"),
    [
        ("latin_name", "GRETA 2", "bad_format"),
        ("latin_name", "GR3TA", "bad_format"),
        ("latin_name", "ГРЕТА", "bad_format"),
        ("latin_name", "GRETA--CELIA", "bad_format"),
        ("latin_name", "-GRETA", "bad_format"),
        ("latin_name", "GRETA,", "bad_format"),
        ("latin_name", "GRETA/CELIA", "bad_format"),
        ("latin_name", "", "bad_length"),
        ("latin_name", "A" * 81, "bad_length"),
        ("sex", "女/M", "inconsistent"),
        ("sex", "LAKI-LAKI/PEREMPUAN", "inconsistent"),
        ("sex", "K", "bad_format"),
        ("sex", "PEREMPUANF M", "bad_format"),
        ("sex", "MMM", "bad_format"),
        ("sex_pl", "K/M", "inconsistent"),
        ("sex_pl", "女", "bad_format"),
        ("id_religion", "ISLAMM", "not_in_lexicon"),
        ("eu_classes", "AM/A2JA/B", "not_in_lexicon"),
        ("eu_classes", "L/T", "not_in_lexicon"),
        ("my_classes", "DD", "not_in_lexicon"),
        ("my_classes", "B12", "not_in_lexicon"),
        ("id_province", "JAWA 7", "bad_format"),
        ("id_marital", "KAWINN", "not_in_lexicon"),
        ("blood_group", "C", "not_in_lexicon"),
        ("free_text", "- /", "bad_format"),
        ("free_text", "a\x07b", "bad_format"),
        ("free_text", "", "bad_length"),
        ("free_text", "a" * 251, "bad_length"),
        # Signs of several currencies, none, two that differ.
        ("money", "$5.00", "not_in_lexicon"),
        ("money", "¥5.00", "not_in_lexicon"),
        ("money", "5.00", "not_in_lexicon"),
        ("money", "ABC 5.00", "not_in_lexicon"),
        ("money", "USD 5.00 EUR", "not_in_lexicon"),
        ("money_cny", "$5.00", "not_in_lexicon"),
        # 1.234 dinars or 1234: nobody can tell.
        ("money", "1.234 KWD", "bad_format"),
        ("money", "KWD 1,234", "bad_format"),
        ("money", "USD 0.123", "bad_format"),
        ("money", "USD 1,2345", "bad_format"),
        ("money", "USD 1234,567", "bad_format"),
        ("money", "USD 12,34.50", "bad_format"),
        ("money", "USD 1,234,56", "bad_format"),
        ("money", "USD 1,234.567", "bad_format"),
        ("money", "USD 1.234,56.7", "bad_format"),
        ("money", "USD 1 234.567", "bad_format"),
        ("money", "USD 007", "bad_format"),
        ("money", "USD 5.", "bad_format"),
        ("money", "JPY 12.50", "bad_format"),
        ("money", "-USD -5.00", "bad_format"),
        ("money", "USD", "bad_format"),
    ],
)
def test_a_wrong_value_is_refused_with_its_problem(check: str, text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        CHECKS[check](text)
    assert caught.value.problem == problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (": FENNOCK /", "FENNOCK"),
        ("  GRETA   CELIA ", "GRETA CELIA"),
        (". - JAMES CAROW JR.", "JAMES CAROW JR."),
        ("/O'NEILL (KARL)", "O'NEILL (KARL)"),
        ("::", ""),
        ("", ""),
    ],
)
def test_what_is_left_of_a_caption_is_taken_off_words(text: str, value: str) -> None:
    assert CLEANERS["latin_words"](text) == value
    assert CLEANERS["latin_words"](value) == value


@pytest.mark.parametrize(
    ("lexicon", "check"),
    [
        ("blood_group", "blood_group"),
        ("id_marital", "id_marital"),
        ("id_religion", "id_religion"),
        ("id_sex", "sex"),
        ("my_sex", "sex"),
        ("vn_sex", "sex"),
    ],
)
def test_every_listed_word_passes_its_check(lexicon: str, check: str) -> None:
    assert len({CHECKS[check](word) for word in LEXICONS[lexicon]}) == len(LEXICONS[lexicon])
