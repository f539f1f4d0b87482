"""Parsing of machine readable zones: ICAO's own specimens, invented people, damage."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from mrz_samples import BUILDERS, TODAY, Person, build_td1, build_td2, build_td3, random_person

from idvision.checks.mrz import check_digit, parse_mrz
from idvision.checks.mrz_formats import ALPHABETS, FORMATS
from idvision.errors import InvalidValue

ERIKSSON = {
    "issuing_country": "UTO",
    "surname": "ERIKSSON",
    "given_names": "ANNA MARIA",
    "nationality": "UTO",
    "birth_date": "1974-08-12",
    "sex": "F",
    "expiry_date": "2012-04-15",
}
VISA_HOLDER = ERIKSSON | {"nationality": "XXX", "birth_date": "1940-09-07", "expiry_date": "1996-12-10"}
STEVENSON = {
    "document_code": "I",
    "issuing_country": "UTO",
    "surname": "STEVENSON",
    "given_names": "PETER JOHN",
    "document_number": "D23145890734",
    "nationality": "UTO",
    "birth_date": "1934-07-12",
    "sex": "M",
    "expiry_date": "1995-07-12",
}
# The specimens of the fictitious state Utopia that Doc 9303 prints in parts 4 to 7.
SPECIMENS = {
    "td1": (
        (
            "I<UTOD231458907<<<<<<<<<<<<<<<",
            "7408122F1204159UTO<<<<<<<<<<<6",
            "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        ),
        "TD1",
        ERIKSSON | {"document_code": "I", "document_number": "D23145890"},
    ),
    "td2": (
        ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
        "TD2",
        ERIKSSON | {"document_code": "I", "document_number": "D23145890"},
    ),
    "td3": (
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
        "TD3",
        ERIKSSON | {"document_code": "P", "document_number": "L898902C3", "personal_number": "ZE184226B"},
    ),
    "mrva": (
        ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"),
        "MRVA",
        VISA_HOLDER | {"document_code": "V", "document_number": "L8988901C", "optional_data": "6ZE184226B"},
    ),
    "mrvb": (
        ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
        "MRVB",
        VISA_HOLDER | {"document_code": "V", "document_number": "L8988901C"},
    ),
    "td1 with a long number": (
        (
            "I<UTOD23145890<7349<<<<<<<<<<<",
            "3407127M9507122UTO<<<<<<<<<<<2",
            "STEVENSON<<PETER<JOHN<<<<<<<<<",
        ),
        "TD1",
        STEVENSON,
    ),
    "td2 with a long number": (
        ("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8"),
        "TD2",
        STEVENSON,
    ),
}
SEEDS = range(25)


ERIKSSON_SECOND_LINE = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def td3(second_line: str = ERIKSSON_SECOND_LINE, names: str = "A<<B") -> tuple[str, str]:
    return "P<UTO" + names.ljust(39, "<"), second_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("520727", "3"),  # 35 + 6 + 0 + 49 + 6 + 7 = 103, Doc 9303 part 3
        ("AB2134<<<", "5"),  # 70 + 33 + 2 + 7 + 9 + 4 = 125, Doc 9303 part 3
        ("D23145890734", "9"),  # 91+6+3 +7+12+5 +56+27+0 +49+9+4 = 269
        ("<<<<<<<<<", "0"),
        ("", "0"),
    ],
)
def test_check_digit_is_the_weighted_sum_modulo_ten(text: str, expected: str) -> None:
    assert check_digit(text) == expected


@pytest.mark.parametrize(("lines", "format_name", "values"), SPECIMENS.values(), ids=SPECIMENS)
def test_specimens_of_the_standard_parse_without_a_flaw(
    lines: tuple[str, ...], format_name: str, values: dict[str, str]
) -> None:
    data = parse_mrz(lines, TODAY)
    assert (data.format, data.lines, data.problems) == (format_name, lines, ())
    assert dict(data.values) == values
    assert all(passed for _, passed in data.checks)


def test_each_format_reports_its_own_check_digits() -> None:
    dated = {"document_number", "birth_date", "expiry_date"}
    expected = {
        "TD1": dated | {"composite"},
        "TD2": dated | {"composite"},
        "TD3": dated | {"composite", "personal_number"},
        "MRVA": dated,
        "MRVB": dated,
        "FRA_ID": {"document_number", "birth_date", "composite"},
    }
    for name, builder in BUILDERS.items():
        data = parse_mrz(builder(random_person(name, 0)), TODAY)
        assert {check for check, _ in data.checks} == expected[name]


def expected_values(format_name: str, person: Person) -> dict[str, str]:
    """What the parser should say about an invented person."""
    values = {
        "document_code": {"FRA_ID": "ID", "TD3": "P", "MRVA": "V", "MRVB": "V"}.get(format_name, "I"),
        "issuing_country": "DEU" if person.issuer == "D" else person.issuer,
        "surname": person.surname,
        "given_names": person.given_names,
        "document_number": person.number,
        "birth_date": person.birth.isoformat(),
        "sex": {"<": "X"}.get(person.sex, person.sex),
    }
    if format_name != "FRA_ID":
        values["nationality"] = "DEU" if person.nationality == "D" else person.nationality
        values["expiry_date"] = person.expiry.isoformat()
    if person.optional:
        values["personal_number" if format_name == "TD3" else "optional_data"] = person.optional
    return values


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("format_name", BUILDERS)
def test_an_invented_person_survives_the_round_trip(format_name: str, seed: int) -> None:
    person = random_person(format_name, seed)
    data = parse_mrz(BUILDERS[format_name](person), TODAY)
    assert data.format == format_name
    assert dict(data.values) == expected_values(format_name, person)
    assert data.problems == ()
    assert all(passed for _, passed in data.checks)


def checked_positions(format_name: str) -> list[tuple[int, int]]:
    """Every position that some check digit vouches for, and the check digits' own."""
    covered = {
        (line, position)
        for check in FORMATS[format_name].check_digits
        for line, start, end in (*check.covers, (check.line, check.position, check.position + 1))
        for position in range(start, end)
    }
    return sorted(covered)


@pytest.mark.parametrize("format_name", BUILDERS)
def test_any_wrong_digit_under_a_check_digit_is_noticed(format_name: str) -> None:
    rng = random.Random(format_name)
    for seed in SEEDS:
        lines = BUILDERS[format_name](random_person(format_name, seed))
        for line, position in checked_positions(format_name):
            printed = lines[line][position]
            if not printed.isdigit():
                continue
            wrong = rng.choice([other for other in "0123456789" if other != printed])
            damaged = list(lines)
            damaged[line] = lines[line][:position] + wrong + lines[line][position + 1 :]
            assert not all(passed for _, passed in parse_mrz(damaged, TODAY).checks), (lines, line, position)


@pytest.mark.parametrize("build", [build_td1, build_td2])
@pytest.mark.parametrize("number", ["ABCDEFGH12", "123456789K01", "00000000000"])
def test_a_long_document_number_is_put_together(build: object, number: str) -> None:
    person = replace(random_person("TD1", 1), number=number, optional="")
    data = parse_mrz(build(person), TODAY)  # type: ignore[operator]
    assert dict(data.values)["document_number"] == number
    assert "optional_data" not in dict(data.values)
    assert all(passed for _, passed in data.checks)


def test_optional_data_after_a_long_number_is_kept_apart() -> None:
    person = replace(random_person("TD1", 2), number="ABCDEFGH123", optional="77Q")
    values = dict(parse_mrz(build_td1(person), TODAY).values)
    assert (values["document_number"], values["optional_data"]) == ("ABCDEFGH123", "77Q")


def test_a_misread_long_number_fails_its_check() -> None:
    lines = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "A<<B".ljust(30, "<"))
    damaged = (lines[0].replace("7349", "7349".replace("3", "8")), *lines[1:])
    checks = dict(parse_mrz(damaged, TODAY).checks)
    assert (checks["document_number"], checks["composite"]) == (False, False)


def test_a_filler_in_place_of_a_check_digit_fails_where_nothing_continues() -> None:
    lines = ("I<UTOD23145890<<<<<<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "A<<B".ljust(30, "<"))
    data = parse_mrz(lines, TODAY)
    assert dict(data.checks)["document_number"] is False
    assert dict(data.values)["document_number"] == "D23145890"


def test_a_filler_in_place_of_a_date_check_digit_fails() -> None:
    checks = dict(parse_mrz(td3("L898902C36UTO740812<F1204159ZE184226B<<<<<10"), TODAY).checks)
    assert checks["birth_date"] is False


@pytest.mark.parametrize(("digit", "passes"), [("<", True), ("0", True), ("1", False)])
def test_an_empty_personal_number_may_go_without_check_digit(digit: str, passes: bool) -> None:
    # 0 and < weigh nothing in the composite: 358 (number) + 70 (birth) + 50 (expiry) = 478.
    lines = td3(f"L898902C36UTO7408122F1204159{'<' * 14}{digit}8")
    checks = dict(parse_mrz(lines, TODAY).checks)
    assert checks["personal_number"] is passes
    assert checks["composite"] is passes
    assert "personal_number" not in dict(parse_mrz(lines, TODAY).values)


def test_a_personal_number_without_its_check_digit_fails() -> None:
    checks = dict(parse_mrz(td3("L898902C36UTO7408122F1204159ZE184226B<<<<<<0"), TODAY).checks)
    assert checks["personal_number"] is False


def test_the_french_card_separates_given_names_and_spares_what_it_does_not_print() -> None:
    person = Person(
        surname="QUERZOLI VANT",
        given_names="ODA<<PIM",
        issuer="FRA",
        nationality="FRA",
        number="1203754K0127",
        birth=date(1991, 5, 30),
        sex="F",
        expiry=TODAY,
        optional="754003",
    )
    data = parse_mrz(BUILDERS["FRA_ID"](person), TODAY)
    assert data.lines == ("IDFRAQUERZOLI<VANT<<<<<<<<<<<<754003", "1203754K01278ODA<<PIM<<<<<<9105300F3")
    values = dict(data.values)
    assert (values["surname"], values["given_names"]) == ("QUERZOLI VANT", "ODA PIM")
    assert {"nationality", "expiry_date"}.isdisjoint(values)
    assert all(passed for _, passed in data.checks)


@pytest.mark.parametrize(
    ("names", "problems"),
    [
        ("MIRALDO<<OLA", ()),
        ("MIRALDO", ()),
        ("MIRALDO<<" + "A" * 30, ()),
        ("MIRA1DO<<OLA", ("bad_name:surname",)),
        ("<<OLA", ("bad_name:surname",)),
        ("", ("bad_name:surname",)),
        ("MIRALDO<<OLA<<<K", ("bad_name:surname",)),
    ],
)
def test_names_must_follow_the_grammar(names: str, problems: tuple[str, ...]) -> None:
    assert parse_mrz(td3(names=names), TODAY).problems == problems


def test_problems_name_the_field_and_keep_what_is_known() -> None:
    data = parse_mrz(td3("L898902C36QQQ7413122K99<<<<8ZE184226B<<<<<10"), TODAY)
    assert data.problems == (
        "unknown_country:nationality",
        "invalid_date:birth_date",
        "bad_sex:sex",
        "incomplete_date:expiry_date",
    )
    values = dict(data.values)
    assert (values["nationality"], values["expiry_date"]) == ("QQQ", "1999")
    assert {"birth_date", "sex"}.isdisjoint(values)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ((), "bad_format"),
        (("",), "bad_format"),
        (("HELLO", "WORLD"), "bad_format"),
        (("p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<", td3()[1]), "bad_format"),
        ((td3()[0], td3()[1].replace("U", "Ü")), "bad_format"),
        ((td3()[0][:-1], td3()[1]), "bad_length"),
        ((td3()[0], td3()[1] + "<"), "bad_length"),
    ],
)
def test_what_is_not_a_zone_is_refused(lines: tuple[str, ...], problem: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_mrz(lines, TODAY)
    assert caught.value.problem == problem


def test_the_century_follows_the_given_day() -> None:
    born = dict(parse_mrz(td3(), date(2074, 8, 12)).values)
    unborn = dict(parse_mrz(td3(), date(2074, 8, 11)).values)
    assert (born["birth_date"], unborn["birth_date"]) == ("2074-08-12", "1974-08-12")


def test_without_a_day_the_system_clock_decides() -> None:
    assert parse_mrz(td3()) == parse_mrz(td3(), date.today())


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_position_belongs_to_one_field_or_check_digit(format_name: str) -> None:
    spec = FORMATS[format_name]
    taken = [(f.line, position) for f in spec.fields for position in range(f.start, f.end)]
    taken += [(check.line, check.position) for check in spec.check_digits]
    whole = [(line, position) for line in range(spec.line_count) for position in range(spec.line_length)]
    assert sorted(taken) == whole
    assert {field.kind for field in spec.fields} <= set(ALPHABETS)


def test_a_passport_with_an_all_digit_number_keeps_its_zeroes() -> None:
    person = replace(random_person("TD3", 3), number="000120")
    assert dict(parse_mrz(build_td3(person), TODAY).values)["document_number"] == "000120"
