"""Grammars of two-dimensional codes: hand-made payloads, whole, of every version, and broken ones."""

from __future__ import annotations

import numpy as np
import pytest

from idvision.checks import GRAMMARS, country_code
from idvision.checks.aamva_issuers import ISSUERS, country_of
from idvision.checks.payload import Payload
from tests.barcode_samples import CITIZEN, LICENCE, OF_2000
from training.synth.licences import VERSIONS, draw_licensee, payload


def read(grammar: str, text: str) -> Payload:
    found = GRAMMARS[grammar](text)
    assert found is not None
    return found


def values(found: Payload) -> dict[str, str]:
    return {value.name: value.value for value in found.values}


def test_a_licence_of_the_united_states_is_read() -> None:
    found = read("aamva", LICENCE)
    assert found.problems == ()
    assert values(found) == {
        "document_code": "DL",
        "issuing_country": "USA",
        "issuing_authority": "US-TX",
        "document_number": "12345678",
        "surname": "QUILLBY",
        "given_names": "GRETA ANN LEE",
        "sex": "F",
        "birth_date": "1999-12-31",
        "issue_date": "2023-02-28",
        "expiry_date": "2031-02-28",
        "address": "12 HERON ST, HALDEN, TX 77001-0042",
        "vehicle_class": "C",
        "restrictions": "A",
        "height": "70 in",
        "eye_colour": "GRN",
        "document_discriminator": "100200300",
        "inventory_number": "998877",
    }


def test_a_name_that_the_code_says_is_shortened_is_named() -> None:
    problems = {value.name: value.problems for value in read("aamva", LICENCE).values if value.problems}
    assert problems == {"given_names": ("cut_off",)}
    raw = {value.name: value.raw for value in read("aamva", LICENCE).values}
    assert (raw["given_names"], raw["birth_date"], raw["sex"]) == ("GRETA ANN,LEE", "12311999", "2")


def test_the_standard_of_2000_is_read() -> None:
    found = read("aamva", OF_2000)
    assert found.problems == ()
    assert values(found) == {
        "document_code": "DL",
        "issuing_country": "USA",
        "issuing_authority": "US-VA",
        "document_number": "T555",
        "surname": "MERROW",
        "given_names": "ORRIN JAY",
        "name_suffix": "JR",
        "sex": "M",
        "birth_date": "1980-02-29",
        "expiry_date": "2030-01-15",
        "address": "QUARRY RD 1, OLD TAVO, VA 23000",
        "vehicle_class": "D",
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_the_same_of_a_holder(version: int) -> None:
    for seed in range(20):
        person = draw_licensee(np.random.default_rng(seed))
        found = read("aamva", payload(person, version))
        assert values(found) == person.fields()
        assert found.problems == ()


def test_dates_are_read_in_the_order_that_they_are_written_in() -> None:
    canadian = LICENCE.replace("636015", "636012").replace("DCGUSA", "DCGCAN")
    found = read("aamva", canadian.replace("DBB12311999", "DBB19991231"))
    assert values(found)["birth_date"] == "1999-12-31"
    assert values(found)["expiry_date"] == "2031-02-28"
    assert (values(found)["issuing_country"], values(found)["issuing_authority"]) == ("CAN", "CA-ON")


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("DBB12311999", "DBB02301999", "invalid_date:birth_date"),
        ("DBB12311999", "DBB1231199", "bad_format:birth_date"),
        ("DBA02282031", "DBA", "missing:expiry_date"),
        ("DCSQUILLBY\n", "", "missing:surname"),
        ("DAQ12345678", "DAQunavl", "missing:document_number"),
        ("DBC2", "DBC7", "bad_format:sex"),
        ("DAYGRN", "DAYRED", "not_in_lexicon:eye_colour"),
        ("636015", "999999", "not_in_lexicon:issuing_authority"),
        ("DCGUSA", "DCGQQQ", "not_in_lexicon:issuing_country"),
    ],
)
def test_a_broken_part_is_left_out_and_named(good: str, bad: str, problem: str) -> None:
    assert LICENCE.count(good) == 1
    found = read("aamva", LICENCE.replace(good, bad))
    name = problem.partition(":")[2]
    assert found.problems == (problem,)
    assert values(found) == {
        key: value for key, value in values(read("aamva", LICENCE)).items() if key != name
    }


@pytest.mark.parametrize(
    ("good", "bad", "name"),
    [("DBC2", "DBC0", "sex"), ("DAYGRN", "DAYUNK", "eye_colour"), ("070 in", "510", "height")],
)
def test_what_the_code_does_not_know_is_no_problem(good: str, bad: str, name: str) -> None:
    found = read("aamva", LICENCE.replace(good, bad))
    assert (name in values(found), found.problems) == (False, ())


def test_a_country_that_is_not_the_issuers_is_inconsistent() -> None:
    found = read("aamva", LICENCE.replace("DCGUSA", "DCGCAN"))
    countries = [value for value in found.values if value.name == "issuing_country"]
    assert [(value.value, value.problems) for value in countries] == [("CAN", ("inconsistent",))]


def test_wrong_offsets_and_bare_line_ends_change_nothing() -> None:
    told = read("aamva", LICENCE)
    assert read("aamva", LICENCE.replace("00410180", "99990001")) == told
    assert read("aamva", LICENCE.replace("\n", "\r\n")) == told
    assert read("aamva", LICENCE.replace("ANSI ", "AAMVA")) == told


def test_without_a_table_of_subfiles_the_structure_is_named() -> None:
    found = read("aamva", LICENCE.replace("DL00410180ZT02210010", ""))
    assert found.problems == ("bad_structure",)
    assert "document_code" not in values(found)
    assert values(found)["surname"] == "QUILLBY"


def test_what_the_issuer_adds_for_itself_is_no_value_of_the_holder() -> None:
    found = read("aamva", LICENCE.replace("ZTZTAN", "ZTZTAN\nZTDAQ0"))
    assert values(found) == values(read("aamva", LICENCE))


def test_a_citizens_code_is_read() -> None:
    found = read("cccd_qr", CITIZEN)
    assert found.problems == ()
    assert [value for value in found.values if value.problems] == []
    assert values(found) == {
        "id_number": "001199000017",
        "former_id_number": "012345678",
        "name": "Trần Thị Ánh",
        "birth_date": "1999-03-02",
        "sex": "F",
        "address": "Thôn Đông, Xã An Bình",
        "issue_date": "2021-06-15",
    }


def test_newer_citizens_codes_append_parts_and_leave_out_the_former_number() -> None:
    found = read("cccd_qr", CITIZEN.replace("012345678", "") + "||Trần Văn A|Lê Thị B|")
    assert "former_id_number" not in values(found)
    assert (values(found)["issue_date"], found.problems) == ("2021-06-15", ())


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("02031999", "31021999", "invalid_date:birth_date"),
        ("02031999", "1999", "bad_format:birth_date"),
        ("Nữ", "?", "bad_format:sex"),
        ("Nữ", "", "missing:sex"),
        ("012345678", "12", "bad_format:former_id_number"),
        ("Trần Thị Ánh", " ", "missing:name"),
        ("|15062021", "", "missing:issue_date"),
    ],
)
def test_a_broken_part_of_a_citizens_code_is_left_out_and_named(good: str, bad: str, problem: str) -> None:
    found = read("cccd_qr", CITIZEN.replace(good, bad))
    name = problem.partition(":")[2]
    assert problem in found.problems
    assert name not in values(found)


@pytest.mark.parametrize(
    # The fourth digit says 0 and 1 for men and women of the 20th century, 2 and 3 of the 21st.
    ("number", "agrees"),
    [("001199000017", True), ("001099000017", False), ("001399000017", False), ("001198000017", False)],
)
def test_a_citizens_number_is_held_against_birth_and_sex(number: str, agrees: bool) -> None:
    found = read("cccd_qr", CITIZEN.replace("001199000017", number))
    assert found.values[0].problems == (() if agrees else ("inconsistent",))
    young = read("cccd_qr", CITIZEN.replace("001199000017", "001304000017").replace("1999", "2004"))
    assert young.values[0].problems == ()


@pytest.mark.parametrize("grammar", GRAMMARS)
@pytest.mark.parametrize(
    "text", ["", "@", "https://example.org/1", "@\n\x1e\rANSI 12", "1|2|3|4|5|6|7", "|||||||"]
)
def test_a_text_of_another_kind_is_of_no_grammar(grammar: str, text: str) -> None:
    assert GRAMMARS[grammar](text) is None


@pytest.mark.parametrize("text", [LICENCE, OF_2000, CITIZEN])
def test_no_damage_makes_a_grammar_raise(text: str) -> None:
    rng = np.random.default_rng(5)
    understood = 0
    for _ in range(400):
        damaged = list(text)
        for place in rng.integers(0, len(text), 6):
            damaged[place] = chr(int(rng.integers(1, 0x250)))
        cut = "".join(damaged)[: int(rng.integers(1, len(text) + 1))]
        understood += sum(read(cut) is not None for read in GRAMMARS.values())
    assert 0 < understood < 400


def test_issuers_are_states_and_provinces_of_three_countries() -> None:
    assert len(ISSUERS) == 72
    assert (ISSUERS["636014"], ISSUERS["636061"], ISSUERS["604432"]) == ("US-CA", "US-WV", "CA-AB")
    assert {country_of(issuer) for issuer in ISSUERS} == {"USA", "CAN", "MEX"}
    assert all(country_code.is_valid(country_of(issuer)) for issuer in ISSUERS)
    assert country_of("000000") == ""
