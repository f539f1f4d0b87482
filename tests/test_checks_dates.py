"""Days as the documents of many countries print them."""

from __future__ import annotations

from datetime import date

import pytest

from idvision.checks import (
    CHECKS,
    latin_birth_date,
    latin_birth_date_mdy,
    latin_date,
    latin_date_mdy,
    thai_date,
)
from idvision.checks._latin_dates import fold, months_called
from idvision.errors import InvalidValue
from training.adopt_months import folded, table

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17.11.1976", "1976-11-17"),
        ("25.12.1982.", "1982-12-25"),
        ("25. 12. 1982", "1982-12-25"),
        ("2004-12-31", "2004-12-31"),
        ("2004/12/31", "2004-12-31"),
        ("13 07 1990", "1990-07-13"),
        ("14/07/1981", "1981-07-14"),
        ("１４／０７／１９８１", "1981-07-14"),
        ("1/7/1981", "1981-07-01"),
        ("14071981", "1981-07-14"),
        ("19810714", "1981-07-14"),
        ("20101990", "1990-10-20"),
        ("14:07.1981", "1981-07-14"),
        ("1407/1981", "1981-07-14"),
        ("14.071981", "1981-07-14"),
        ("31 10月/0CT 2018", "2018-10-31"),
        ("05FEB1965", "1965-02-05"),
        ("05 FEB. 1965", "1965-02-05"),
        ("31 MAY 1988", "1988-05-31"),
        ("31-May-1988", "1988-05-31"),
        ("May 31, 1988", "1988-05-31"),
        ("MAY31 1988", "1988-05-31"),
        ("1 de mayo de 1988", "1988-05-01"),
        ("12 AUG/AOUT 1974", "1974-08-12"),
        ("12 AUG / AOÛT 1974", "1974-08-12"),
        ("12AUG/AOUT1974", "1974-08-12"),
        ("12 août 1974", "1974-08-12"),
        ("05 8月/AUG 1974", "1974-08-05"),
        ("05 8월/AUG 1974", "1974-08-05"),
        ("03 OCT/OKT 2011", "2011-10-03"),
        ("7 Şubat 1999", "1999-02-07"),
        ("7 października 1999", "1999-10-07"),
        ("7 HEINÄ/JULI 1999", "1999-07-07"),
        ("22 OGOS 2001", "2001-08-22"),
        # One character of the name misread, and all names so near mean one month.
        ("20 OKDOBER 2025", "2025-10-20"),
        ("20 Apr9 2026", "2026-04-20"),
        ("12 A0UT 1974", "1974-08-12"),
        ("9 Septembar 2024", "2024-09-09"),
        # LIP is June in Croatian and July in Polish: the second name tells.
        ("12 LIP/JUL 1974", "1974-07-12"),
        ("12 LIP/JUN 1974", "1974-06-12"),
    ],
)
def test_a_latin_day(text: str, value: str) -> None:
    assert latin_date.validate(text) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("01/14", "bad_format"),
        ("JAN 1988", "bad_format"),
        ("140781", "bad_format"),
        ("14/07/198", "bad_format"),
        ("14/07/81/1", "bad_format"),
        # Month before day, where the day is declared to come first.
        ("07/14/1981", "invalid_date"),
        ("2004-31-12", "invalid_date"),
        ("31.02.2004", "invalid_date"),
        ("29 FEB 2001", "invalid_date"),
        ("00 JAN 2001", "invalid_date"),
        ("12 AUG 1749", "invalid_date"),
        ("12 JUN/JUILLET 1974", "inconsistent"),
        ("12 7月/AUG 1974", "inconsistent"),
        ("12 13月 1974", "bad_format"),
        # Two languages, two months; and two months that begin alike.
        ("12 LISTOPAD 1974", "bad_format"),
        ("12 JUI 1974", "bad_format"),
        # Near June and July, or too short to be near anything.
        ("12 JUNL 1974", "bad_format"),
        ("12 JU1 1974", "bad_format"),
        ("12 XYZTU 1974", "bad_format"),
        ("12 AUG/AQUT 1974", "bad_format"),
        ("12 JA 1974", "bad_format"),
        ("12 DE 1974", "bad_format"),
    ],
)
def test_what_is_no_latin_day(text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        latin_date.validate(text)
    assert caught.value.problem == problem


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("03/04/1981", "1981-04-03", "1981-03-04"),
        ("03041981", "1981-04-03", "1981-03-04"),
        ("03-04-81", "1981-04-03", "1981-03-04"),
        ("19810403", "1981-04-03", "1981-04-03"),
        ("3 APR 1981", "1981-04-03", "1981-04-03"),
        ("2031-04-03", "2031-04-03", "2031-04-03"),
    ],
)
def test_figures_are_read_in_the_order_that_is_declared(text: str, day_first: str, month_first: str) -> None:
    assert latin_date.validate(text, TODAY) == day_first
    assert latin_date_mdy.validate(text, TODAY) == month_first
    assert latin_birth_date.validate(text, TODAY) == day_first
    assert latin_birth_date_mdy.validate(text, TODAY) == month_first


def test_a_day_in_the_month_s_place_is_refused_not_moved() -> None:
    for validate in (latin_date_mdy.validate, latin_birth_date_mdy.validate):
        with pytest.raises(InvalidValue) as caught:
            validate("31/12/1981", TODAY)
        assert caught.value.problem == "invalid_date"


@pytest.mark.parametrize(
    ("text", "birth", "other"),
    [
        ("12 AUG/AOUT 74", "1974-08-12", "2074-08-12"),
        # The nearest year lies up to 50 years back and 49 ahead; a birth lies in the past.
        ("01.01.76", "1976-01-01", "1976-01-01"),
        ("01.01.75", "1975-01-01", "2075-01-01"),
        ("15.06.26", "2026-06-15", "2026-06-15"),
        ("16.06.26", "1926-06-16", "2026-06-16"),
        ("31.12.35", "1935-12-31", "2035-12-31"),
    ],
)
def test_two_digits_of_a_year_by_what_the_day_is(text: str, birth: str, other: str) -> None:
    assert latin_birth_date.validate(text, TODAY) == birth
    assert latin_date.validate(text, TODAY) == other


def test_a_leap_day_of_a_year_without_one_is_refused_in_every_century() -> None:
    with pytest.raises(InvalidValue):
        latin_birth_date.validate("29.02.75", TODAY)


def test_names_of_months_are_folded_and_cut() -> None:
    assert fold("Août Şubat ekım") == "AOUT SUBAT EKIM"
    assert months_called("SEPT") == {9}
    assert months_called("NOVE") == {11}
    assert months_called("SRP") == {7, 8}
    assert months_called("CER") == {6, 7}
    assert months_called("NO") == months_called("QUX") == frozenset()


def test_the_table_of_months_holds_what_can_be_looked_up() -> None:
    assert folded(["août", "Août", "ao.", "9", "Meán Fómhair", "Sept."]) == ["AOUT", "SEPT"]
    text = table({number: [f"{'abc'}{chr(96 + number)}"] for number in range(1, 13)})
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert rows[0] == "1 ABCA"
    assert rows[11] == "12 ABCL"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("民國74年4月5日", "1985-04-05"),
        ("中華民國 074 年 04 月 05 日", "1985-04-05"),
        ("民国1年1月1日", "1912-01-01"),
        ("74.04.05", "1985-04-05"),
        ("074/4/5", "1985-04-05"),
        ("0740405", "1985-04-05"),
        ("民國113年12月31日", "2024-12-31"),
        ("1130229", "2024-02-29"),
        ("2024/02/29", "2024-02-29"),
        ("1985-04-05", "1985-04-05"),
    ],
)
def test_a_day_of_the_republic(text: str, value: str) -> None:
    assert CHECKS["roc_date"](text) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("民國前1年1月1日", "bad_format"),
        ("民國74年4月", "bad_format"),
        ("740405", "bad_format"),
        ("19850405", "bad_format"),
        ("民國0年1月1日", "invalid_date"),
        ("1140229", "invalid_date"),
        ("民國74年13月5日", "invalid_date"),
        ("民國999年1月5日", "invalid_date"),
    ],
)
def test_what_is_no_day_of_the_republic(text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        CHECKS["roc_date"](text)
    assert caught.value.problem == problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 Jan. 2020", "2020-01-01"),
        ("1 ม.ค. 2563", "2020-01-01"),
        ("๑ ม.ค. ๒๕๖๓", "2020-01-01"),
        ("31 ธันวาคม 2549", "2006-12-31"),
        ("29 ก.พ. 2543", "2000-02-29"),
        ("5 พ.ย. 2563 / 5 Nov. 2020", "2020-11-05"),
        ("5 Nov. 2020 5 พ.ย. 2563", "2020-11-05"),
        ("1 เม.ย. 2483", "1940-04-01"),
        ("1 ม.ค. 2484", "1941-01-01"),
        ("2020-01-01", "2020-01-01"),
    ],
)
def test_a_thai_day(text: str, value: str) -> None:
    assert thai_date.validate(text, TODAY) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1 Jan. 2563", "invalid_date"),
        ("1 ม.ค. 2020", "invalid_date"),
        ("1 ม.ค. 63", "bad_format"),
        ("1 ก.ม. 2563", "bad_format"),
        ("31 เม.ย. 2563", "invalid_date"),
        # Before 1941 the Buddhist year began in April.
        ("31 มี.ค. 2483", "invalid_date"),
        ("5 พ.ย. 2563 / 6 Nov. 2020", "inconsistent"),
        ("ม.ค. 2563", "bad_format"),
    ],
)
def test_what_is_no_thai_day(text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        thai_date.validate(text, TODAY)
    assert caught.value.problem == problem
