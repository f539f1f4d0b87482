"""Numbers of people and papers of many countries, all invented; check digits are worked out by hand."""

from __future__ import annotations

import random

import pytest

from idvision.checks import CHECK_DIGITS, CHECKS, CROSS_CHECKS
from idvision.errors import InvalidValue

RIGHT = [
    # Jakarta; 17 August 1995, 40 added for a woman; a leap day that 1900 did not have.
    ("id_nik", "3171015708950001", "3171015708950001"),
    ("id_nik", "31 7101 170895 0001", "3171011708950001"),
    ("id_nik", "3171012902000001", "3171012902000001"),
    # South Papua and North Kalimantan, provinces of 2022 and 2012.
    ("id_nik", "9301011708950001", "9301011708950001"),
    ("id_nik", "6501011708950001", "6501011708950001"),
    ("my_nric", "880229-14-5677", "880229145677"),
    ("my_nric", "000229 71 5678", "000229715678"),
    # 2*1 + 7*2 + 6*3 + 5*4 + 4*5 + 3*6 + 2*7 = 106 = 9*11 + 7; 4 more for T and G, 3 more for M.
    ("sg_nric", "s1234567d", "S1234567D"),
    ("sg_nric", "T1234567J", "T1234567J"),
    ("sg_nric", "F1234567N", "F1234567N"),
    ("sg_nric", "G1234567X", "G1234567X"),
    ("sg_nric", "M1234567K", "M1234567K"),
    # 36*9 + 10*8 + 77 = 481 = 43*11 + 8, and 11 - 8 = 3.
    ("hk_id", "A123456（3）", "A123456(3)"),
    # 36*9 + 16*8 + 77 = 529 = 48*11 + 1, and 11 - 1 = 10, written A.
    ("hk_id", "G123456(A)", "G123456(A)"),
    # 10*9 + 11*8 + 63 + 48 + 35 + 24 + 15 + 8 = 371 = 33*11 + 8.
    ("hk_id", "AB987654[3]", "AB987654(3)"),
    ("hk_id", "A1234563", "A123456(3)"),
    ("mo_id", "1234567(8)", "1234567(8)"),
    ("mo_id", "5/123456/7", "5123456(7)"),
    # A is 10: 1*1 + 0*9 + 1*8 + 2*7 + 3*6 + 4*5 + 5*4 + 6*3 + 7*2 + 8*1 + 9 = 130.
    ("tw_id", "A123456789", "A123456789"),
    # 1 + 8*8 + 1*1 + 4 = 70.
    ("tw_id", "A800000014", "A800000014"),
    # C is 12, of which 2 counts: 1 + 2*8 + 1*6 + 2*5 + 3*4 + 4*3 + 5*2 + 6*1 + 7 = 80.
    ("tw_id", "ac 01234567", "AC01234567"),
    # Z is 33: 3*1 + 3*9 + 1*8 + 2 = 40.
    ("tw_id", "Z100000002", "Z100000002"),
    # 13 + 24 + 33 + 40 + 45 + 48 + 49 + 48 + 45 + 0 + 3 + 4 = 352 = 32*11.
    ("th_pin", "1 2345 67890 12 1", "1234567890121"),
    ("vn_cccd", "001 090 000001", "001090000001"),
    ("vn_cccd", "096301123456", "096301123456"),
    ("vn_cccd", "101190123456", "101190123456"),
    # 16 + 0 + 0 + 5 + 0 + 7 + 8 + 18 + 6 + 12 + 20 + 30 = 122 = 11*11 + 1, and 11 - 1 = 10, written 0.
    ("kr_rrn", "800101-1234560", "8001011234560"),
    # Born on the first day without a check digit: any last digit will do.
    ("kr_rrn", "201005-3123459", "2010053123459"),
    ("kr_rrn", "201005-3123458", "2010053123458"),
    ("kr_registration", "800101-1234560", "8001011234560"),
    ("kr_registration", "800101-*******", "800101*******"),
    ("kr_registration", "800101-1••••••", "8001011******"),
    ("kr_registration", "800101-5234567", "8001015234567"),
    ("ph_pcn", "1234-5678-9012-3456", "1234567890123456"),
    ("ph_crn", "0111-1234567-8", "011112345678"),
    ("ph_sss", "34-1234567-8", "3412345678"),
    ("ph_tin", "123-456-789", "123456789"),
    ("ph_tin", "123-456-789-000", "123456789000"),
    ("ph_tin", "123-456-789-00000", "12345678900000"),
    ("ph_licence", "n01 23 456789", "N01-23-456789"),
    ("cn_passport", "E12345678", "E12345678"),
    ("cn_passport", "ea1234567", "EA1234567"),
    ("cn_passport", "G12345678", "G12345678"),
    ("cn_passport", "151234567", "151234567"),
    ("cn_passport", "PE1234567", "PE1234567"),
    ("cn_passport", "K12345678", "K12345678"),
    ("cn_passport", "MA1234567", "MA1234567"),
    ("cn_hkmo_travel", "C12345678", "C12345678"),
    ("cn_hkmo_travel", "ca 1234567", "CA1234567"),
    ("cn_hkmo_travel", "W12345678", "W12345678"),
    ("cn_taiwan_travel", "L12345678", "L12345678"),
    ("hkmo_cn_travel", "H12345678", "H12345678"),
    ("hkmo_cn_travel", "M12345678 02", "M1234567802"),
    ("taiwan_cn_travel", "01234567", "01234567"),
    # 63+9+10+40+32+0+2+9+48+0+0+9+0+5+0+0+2 = 229 = 20*11 + 9, for which GB 11643 writes 3.
    ("cn_foreigner_id", "911840198001010013", "911840198001010013"),
    ("cn_foreigner_id", "USA110080010112", "USA110080010112"),
    ("cn_social_card", "a1234567x", "A1234567X"),
    ("us_uscis", "A012-345-678", "012345678"),
    ("us_uscis", "012-345-678", "012345678"),
    ("us_uscis", "A12 345 678", "A12345678"),
    ("us_licence", "d123-4567-8901", "D12345678901"),
    ("us_licence", "DOE**MJ501P1", "DOE**MJ501P1"),
]
WRONG = [
    ("id_nik", "317101170895001", "bad_length"),
    ("id_nik", "317101170895000O", "bad_format"),
    ("id_nik", "3171013002950001", "invalid_date"),
    ("id_nik", "3171018108950001", "invalid_date"),
    ("id_nik", "3171014008950001", "invalid_date"),
    ("id_nik", "3171017208950001", "invalid_date"),
    ("id_nik", "0171011708950001", "unknown_region"),
    ("my_nric", "900229-14-567", "bad_length"),
    ("my_nric", "9002l9145678", "bad_format"),
    ("my_nric", "901301-14-5678", "invalid_date"),
    ("my_nric", "900101-17-5678", "unknown_region"),
    ("sg_nric", "S1234567E", "checksum_failed"),
    ("sg_nric", "T1234567D", "checksum_failed"),
    ("sg_nric", "A1234567D", "bad_format"),
    ("sg_nric", "S123456D", "bad_length"),
    ("hk_id", "A123456(4)", "checksum_failed"),
    ("hk_id", "A123465(3)", "checksum_failed"),
    ("hk_id", "A12345(3)", "bad_length"),
    ("hk_id", "1123456(3)", "bad_format"),
    ("mo_id", "2234567(8)", "bad_format"),
    ("mo_id", "123456(7)", "bad_length"),
    ("tw_id", "A123456788", "checksum_failed"),
    ("tw_id", "B123456789", "checksum_failed"),
    ("tw_id", "A323456789", "bad_format"),
    ("tw_id", "A12345678", "bad_length"),
    ("th_pin", "1234567890122", "checksum_failed"),
    ("th_pin", "0234567890121", "bad_format"),
    ("th_pin", "123456789012", "bad_length"),
    ("vn_cccd", "003090000001", "unknown_region"),
    ("vn_cccd", "001490000001", "invalid_date"),
    ("vn_cccd", "00109000001", "bad_length"),
    ("vn_cccd", "OO1090000001", "bad_format"),
    ("kr_rrn", "800101-1234561", "checksum_failed"),
    # 4 + 4 + 28 + 24 + 9 + 4 + 9 + 16 + 25 = 123 = 11*11 + 2, and 11 - 2 = 9.
    ("kr_rrn", "201004-3123458", "checksum_failed"),
    ("kr_rrn", "801301-1234560", "invalid_date"),
    # 16 + 5 + 7 + 8 + 81 + 14 + 12 + 20 + 30 = 193 = 17*11 + 6: a right digit behind a place that is none.
    ("kr_rrn", "800101-1974565", "unknown_region"),
    ("kr_rrn", "800101-5234567", "bad_format"),
    ("kr_rrn", "800101-1******", "bad_format"),
    ("kr_rrn", "800101-123456", "bad_length"),
    ("kr_registration", "800101-1234561", "checksum_failed"),
    ("kr_registration", "801301-*******", "invalid_date"),
    ("kr_registration", "801301-1******", "invalid_date"),
    ("kr_registration", "800101-12*****", "bad_format"),
    ("kr_registration", "800101-******", "bad_length"),
    ("ph_pcn", "1234-5678-9012-345", "bad_length"),
    ("ph_crn", "0111-123456-8", "bad_length"),
    ("ph_sss", "34-1234567-B", "bad_format"),
    ("ph_tin", "1234567890", "bad_length"),
    ("ph_licence", "001-23-456789", "bad_format"),
    ("ph_licence", "N01-23-45678", "bad_length"),
    ("cn_passport", "EI1234567", "bad_format"),
    ("cn_passport", "A12345678", "bad_format"),
    ("cn_passport", "E1234567890", "bad_length"),
    ("cn_hkmo_travel", "CI1234567", "bad_format"),
    ("cn_hkmo_travel", "C1234567", "bad_length"),
    ("cn_taiwan_travel", "C12345678", "bad_format"),
    ("hkmo_cn_travel", "T12345678", "bad_format"),
    ("hkmo_cn_travel", "H123456780", "bad_length"),
    ("taiwan_cn_travel", "1234567", "bad_length"),
    ("taiwan_cn_travel", "1234567A", "bad_format"),
    ("cn_foreigner_id", "911840198001010014", "checksum_failed"),
    ("cn_foreigner_id", "QQQ110080010112", "not_in_lexicon"),
    ("cn_foreigner_id", "811840198001010013", "bad_format"),
    ("cn_foreigner_id", "9118401980010100", "bad_length"),
    ("cn_social_card", "12345678X", "bad_format"),
    ("cn_social_card", "A12345678X", "bad_length"),
    # Eight digits without their letter may be nine of which one was not read.
    ("us_uscis", "12345678", "bad_length"),
    ("us_uscis", "B12345678", "bad_format"),
    ("us_licence", "ABCDEFG", "bad_format"),
    ("us_licence", "A12", "bad_length"),
    ("us_licence", "AB.12345", "bad_format"),
]


@pytest.mark.parametrize(("check", "text", "value"), RIGHT)
def test_a_right_number_is_taken_in_its_canonical_form(check: str, text: str, value: str) -> None:
    assert CHECKS[check](text) == value


@pytest.mark.parametrize(("check", "text", "problem"), WRONG)
def test_a_wrong_number_is_refused_with_its_problem(check: str, text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        CHECKS[check](text)
    assert caught.value.problem == problem


def test_a_permanent_residence_number_with_an_impossible_day_is_refused() -> None:
    # 30 February: 63+9+10+40+32+0+2+9+48+0+0+18+30+0+0+0+2 = 263 = 23*11 + 10, for which stands 2.
    with pytest.raises(InvalidValue) as caught:
        CHECKS["cn_foreigner_id"]("911840198002300012")
    assert caught.value.problem == "invalid_date"


# These have tests of their own; of three check digits and two days in one line chance finds no right one.
ELSEWHERE = {"card_number", "cn_id_number", "cn_permit_line", "cn_uscc", "vin"}


@pytest.mark.parametrize("check", sorted(CHECK_DIGITS - ELSEWHERE))
def test_a_wrong_digit_passes_once_in_ten_times_or_less(check: str) -> None:
    rng = random.Random(1)
    pattern = next(value for name, _, value in RIGHT if name == check)
    passed = tried = 0
    for _ in range(150):
        value = _invented(check, pattern, rng)
        places = [place for place, char in enumerate(value) if char.isdigit()]
        place = rng.choice(places)
        digit = rng.choice([digit for digit in "0123456789" if digit != value[place]])
        passed += _passes(check, value[:place] + digit + value[place + 1 :])
        tried += 1
    assert passed <= tried / 10


def _invented(check: str, pattern: str, rng: random.Random) -> str:
    """Return a right number like the pattern, its last digits at random: one is found within some tries."""
    while True:
        last = "".join(rng.choice("0123456789") if char.isdigit() else char for char in pattern[7:])
        if _passes(check, pattern[:7] + last):
            return CHECKS[check](pattern[:7] + last)


def _passes(check: str, text: str) -> bool:
    try:
        CHECKS[check](text)
    except InvalidValue:
        return False
    return True


BIRTH, SEX = ("birth_date", "id_number"), ("id_number", "sex")


@pytest.mark.parametrize(
    ("rule", "number", "birth", "disagreeing"),
    [
        ("id_nik_birth_date", "3171015708950001", "1995-08-17", ()),
        ("id_nik_birth_date", "3171011708950001", "1995-08-17", ()),
        ("id_nik_birth_date", "3171015708950001", "1995-08-16", BIRTH),
        ("id_nik_birth_date", "317101570895", "1995-08-16", ()),
        ("id_nik_birth_date", "3171015708950001", "17-08-1995", ()),
        ("my_nric_birth_date", "880229145677", "1988-02-29", ()),
        ("my_nric_birth_date", "880229145677", "1988-02-28", BIRTH),
        ("vn_cccd_birth_date", "001090000001", "1990-12-31", ()),
        ("vn_cccd_birth_date", "001290000001", "1990-12-31", BIRTH),
        ("vn_cccd_birth_date", "001305000001", "2005-01-01", ()),
        ("kr_birth_date", "8001011234560", "1980-01-01", ()),
        ("kr_birth_date", "8001011234560", "1980-01-02", BIRTH),
        ("kr_birth_date", "8001017234567", "2080-01-01", ()),
        ("kr_birth_date", "8001015234567", "2080-01-01", BIRTH),
        ("kr_birth_date", "800101*******", "1980-01-01", ()),
        ("kr_birth_date", "800101*******", "1980-10-01", BIRTH),
        ("cn_id_birth_date", "911840198001010013", "1980-01-02", BIRTH),
    ],
)
def test_birth_date_against_the_number(
    rule: str, number: str, birth: str, disagreeing: tuple[str, ...]
) -> None:
    assert CROSS_CHECKS[rule]({"id_number": number, "birth_date": birth}) == disagreeing


@pytest.mark.parametrize(
    ("rule", "number", "sex"),
    [
        ("id_nik_sex", "3171015708950001", "F"),
        ("id_nik_sex", "3171011708950001", "M"),
        ("my_nric_sex", "880229145677", "M"),
        ("my_nric_sex", "880229145678", "F"),
        ("vn_cccd_sex", "001090000001", "M"),
        ("vn_cccd_sex", "001305000001", "F"),
        ("kr_sex", "8001011234560", "M"),
        ("kr_sex", "8001016234567", "F"),
        ("tw_id_sex", "A123456789", "M"),
        ("tw_id_sex", "A800000014", "M"),
        ("tw_id_sex", "AC01234567", "M"),
    ],
)
def test_sex_against_the_number(rule: str, number: str, sex: str) -> None:
    other = {"M": "F", "F": "M"}[sex]
    assert CROSS_CHECKS[rule]({"id_number": number, "sex": sex}) == ()
    assert CROSS_CHECKS[rule]({"id_number": number, "sex": other}) == SEX
    assert CROSS_CHECKS[rule]({"id_number": number, "sex": "X"}) == ()
    assert CROSS_CHECKS[rule]({"id_number": number[:-1], "sex": other}) == ()
    assert CROSS_CHECKS[rule]({"sex": other}) == ()


def test_a_masked_sex_contradicts_nothing() -> None:
    values = {"id_number": "800101*******", "sex": "F"}
    assert CROSS_CHECKS["kr_sex"](values) == ()
