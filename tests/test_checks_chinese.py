"""Checks of the Chinese resident ID card. Every number and name here is invented."""

from __future__ import annotations

import pytest
from stdnum.cn import ric

from idvision.checks import CHECKS, cn_ethnicity, cn_id_number, han_name
from idvision.errors import InvalidValue


def problem_of(check: str, text: str) -> str:
    with pytest.raises(InvalidValue) as caught:
        CHECKS[check](text)
    return caught.value.problem


def number(region: str, birth: str, sequence: str) -> str:
    """Return an identification number with its check character by GB 11643's own weights."""
    body = region + birth + sequence
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def test_an_id_number_is_accepted_as_printed_and_as_read() -> None:
    # 1*7+1*9+0+1*5+0+5*4 + 1*2+9*1+9*6+0+0+3*9+0+7*5 + 0+0+2*2 = 172 = 15*11 + 7, so the check is 5.
    assert cn_id_number.validate("110105199003070025") == "110105199003070025"
    assert cn_id_number.validate(" 110105 19900307 0025 ") == "110105199003070025"
    assert cn_id_number.validate("１１０１０５１９９００３０７００２５") == "110105199003070025"


def test_a_small_x_becomes_capital() -> None:
    invented = next(
        found for found in (number("530102", "20010911", f"{n:03}") for n in range(99)) if found.endswith("X")
    )
    assert cn_id_number.validate(invented.lower()) == invented


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "bad_length"),
        ("11010519900307002", "bad_length"),
        ("110105900307002", "bad_length"),
        ("1101051990030700255", "bad_length"),
        ("11010519900307O025", "bad_format"),
        ("X10105199003070025", "bad_format"),
        ("110105199003070026", "checksum_failed"),
        ("11010519900307002X", "checksum_failed"),
        (number("110105", "19900230", "002"), "invalid_date"),
        (number("110105", "00010101", "002"), "invalid_date"),
        (number("110199", "19900307", "002"), "unknown_region"),
        (number("990105", "19900307", "002"), "unknown_region"),
        (number("990105", "19900230", "002"), "invalid_date"),
    ],
)
def test_what_is_wrong_with_an_id_number_is_named(text: str, problem: str) -> None:
    assert problem_of("cn_id_number", text) == problem
    assert not cn_id_number.is_valid(text)


def test_every_single_wrong_character_fails_the_check() -> None:
    invented = number("440301", "19721130", "481")
    for position, printed in enumerate(invented[:17]):
        for wrong in set("0123456789") - {printed}:
            damaged = invented[:position] + wrong + invented[position + 1 :]
            assert problem_of("cn_id_number", damaged) == "checksum_failed"


@pytest.mark.parametrize(
    "region",
    [
        "110104",  # Xuanwu, abolished in 2010
        "320483",  # Wujin, 1995 to 2002: also for people born before and after
        "810000",  # residence permits of people from Hong Kong,
        "820000",  # Macao
        "830000",  # and Taiwan
    ],
)
def test_abolished_regions_and_permits_are_known(region: str) -> None:
    for birth in ("19580101", "20140101"):
        assert cn_id_number.is_valid(number(region, birth, "037"))


def test_birth_date_and_sex_are_read_from_the_number() -> None:
    assert cn_id_number.get_birth_date("110105199003070025") == "1990-03-07"
    assert cn_id_number.get_sex("110105199003070025") == "F"
    assert cn_id_number.get_sex(number("110105", "19900307", "013")) == "M"


def test_the_check_character_agrees_with_the_weights_of_the_standard() -> None:
    for sequence in range(0, 1000, 7):
        invented = number("513401", "19881224", f"{sequence:03}")
        assert ric.calc_check_digit(invented) == invented[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("男", "M"),
        ("女", "F"),
        (" 女 ", "F"),
        ("M", "M"),
        ("f", "F"),
        ("X", "X"),
        ("<", "X"),
        ("女/F", "F"),
        ("男 M", "M"),
    ],
)
def test_sex_in_either_script(text: str, expected: str) -> None:
    assert CHECKS["sex"](text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "bad_format"), ("另", "bad_format"), ("男男男", "bad_format"), ("男/F", "inconsistent")],
)
def test_sex_that_is_none_or_two(text: str, problem: str) -> None:
    assert problem_of("sex", text) == problem


def test_there_are_fifty_six_groups_and_each_is_its_own_canonical_form() -> None:
    assert len(set(cn_ethnicity.GROUPS)) == 56
    for name in cn_ethnicity.GROUPS + cn_ethnicity.OTHERS:
        assert cn_ethnicity.validate(name) == name
        assert cn_ethnicity.validate(name + "族") == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("漢", "汉"),
        ("回族", "回"),
        (" 汉 ", "汉"),
        ("維吾爾族", "维吾尔"),
        ("滿", "满"),
        ("畬", "畲"),
        ("鄂倫春", "鄂伦春"),
        ("烏孜別克", "乌孜别克"),
    ],
)
def test_traditional_and_variant_groups_are_mapped(text: str, expected: str) -> None:
    assert CHECKS["cn_ethnicity"](text) == expected


@pytest.mark.parametrize("text", ["", "族", "汉汉", "仂佬", "塔", "han"])
def test_doubtful_groups_are_not_guessed(text: str) -> None:
    assert problem_of("cn_ethnicity", text) == "not_in_lexicon"


def test_groups_that_look_alike_stay_apart() -> None:
    for name in ("仫佬", "仡佬", "土", "土家", "塔吉克", "塔塔尔", "傣", "黎"):
        assert cn_ethnicity.validate(name) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1963年3月26日", "1963-03-26"),
        ("1963 年 3 月 26日", "1963-03-26"),
        ("1963年03月26", "1963-03-26"),
        ("2018.10.21", "2018-10-21"),
        ("2018．10．21", "2018-10-21"),
        ("20181021", "2018-10-21"),
        ("2018.1021", "2018-10-21"),
        ("2018-10-21", "2018-10-21"),
        ("２０１８年１月２日", "2018-01-02"),
        ("2020年2月29日", "2020-02-29"),
    ],
)
def test_chinese_dates_become_iso(text: str, expected: str) -> None:
    assert CHECKS["chinese_date"](text) == expected
    assert CHECKS["chinese_expiry"](text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2019年2月29日", "invalid_date"),
        ("2019.13.01", "invalid_date"),
        ("20190431", "invalid_date"),
        ("0219.01.01", "invalid_date"),
        ("", "bad_format"),
        ("2018年10月", "bad_format"),
        ("2018.121", "bad_format"),
        ("18.10.21", "bad_format"),
        ("2018.10.21-2038.10.21", "bad_format"),
    ],
)
def test_impossible_and_malformed_dates_are_told_apart(text: str, problem: str) -> None:
    assert problem_of("chinese_date", text) == problem
    assert problem_of("chinese_expiry", text) == problem


@pytest.mark.parametrize("text", ["长期", "長期", "长 期", "长期有效", "long-term"])
def test_validity_without_an_end(text: str) -> None:
    assert CHECKS["chinese_expiry"](text) == "long-term"
    assert problem_of("chinese_date", text) == "bad_format"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("吕 笙", "吕笙"),
        ("迪里夏提・阿合买提", "迪里夏提·阿合买提"),
        ("迪里夏提 • 阿合买提", "迪里夏提·阿合买提"),
        ("迪里夏提.阿合买提", "迪里夏提·阿合买提"),
        ("\U00020bb7\U00030edd", "\U00020bb7\U00030edd"),  # extensions B and G
        ("〇一", "〇一"),
    ],
)
def test_names_are_unified(text: str, expected: str) -> None:
    assert CHECKS["han_name"](text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "bad_format"),
        ("吕1笙", "bad_format"),
        ("LÜ SHENG", "bad_format"),
        ("·吕笙", "bad_format"),
        ("吕笙·", "bad_format"),
        ("吕··笙", "bad_format"),
        ("吕", "bad_length"),
        ("笙" * 26, "bad_length"),
    ],
)
def test_names_that_are_none(text: str, problem: str) -> None:
    assert problem_of("han_name", text) == problem


def test_a_name_may_have_twenty_five_characters() -> None:
    assert han_name.is_valid("笙" * 25)


def test_an_address_loses_spaces_and_full_width_forms() -> None:
    printed = "云杉省白桦市 柳林区\n榆钱路７８号（３－２０１）"
    assert CHECKS["cn_address"](printed) == "云杉省白桦市柳林区榆钱路78号(3-201)"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("柳林区", "bad_length"),
        ("柳" * 121, "bad_length"),
        ("12345678", "bad_format"),
        ("Elm Street 78", "bad_format"),
        ("白桦市柳林区榆钱路?号", "bad_format"),
        ("云杉省白", "bad_length"),
        ("云杉省白桦", "incomplete"),
        ("云杉自治区白", "incomplete"),
    ],
)
def test_what_is_clearly_no_address(text: str, problem: str) -> None:
    assert problem_of("cn_address", text) == problem


@pytest.mark.parametrize("text", ["白桦市公安局柳林分局", "云杉县公安局", "云杉县公女局", "白桦市公安"])
def test_an_office_survives_one_misread_character(text: str) -> None:
    assert CHECKS["cn_authority"](text) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("公安局", "bad_length"),
        ("白" * 39 + "公安", "bad_length"),
        ("白桦市人民医院", "bad_format"),
        ("2018.10.21局", "bad_format"),
    ],
)
def test_what_is_clearly_no_office(text: str, problem: str) -> None:
    assert problem_of("cn_authority", text) == problem
