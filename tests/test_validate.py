"""Values held against their rules: what breaks one is kept, named and trusted less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.confidence import CALIBRATIONS, calibrated
from idvision.documents import CrossCheckSpec, DocumentSpec, FieldSpec
from idvision.types import UNKNOWN_DOCUMENT, Box, Field, FoundValue, Side
from idvision.validate import cross_check, validate, validate_field
from tests.drawing import random_resident

PERSON = random_resident(8)
BOX = (0.1, 0.1, 0.4, 0.2)
SPEC = DocumentSpec(
    UNKNOWN_DOCUMENT,
    Side.FRONT,
    "Card",
    "证件",
    1.586,
    "invented",
    fields=(
        FieldSpec("id_number", BOX, clean=("no_spaces", "digits_x"), checks=("cn_id_number",)),
        FieldSpec("birth_date", BOX, checks=("chinese_date",)),
        FieldSpec("sex", BOX, checks=("sex",)),
        FieldSpec("remark", BOX),
    ),
    cross_checks=(
        CrossCheckSpec("cn_id_birth_date", ("id_number", "birth_date")),
        CrossCheckSpec("cn_id_sex", ("id_number", "sex")),
    ),
)
NUMBER_SPEC = SPEC.fields[0]


def confidence(kind: str, characters: int, score: float = 0.9) -> float:
    return calibrated(score, characters, CALIBRATIONS[kind])


def found(name: str, text: str, *probabilities: float) -> FoundValue:
    return FoundValue(name, text, probabilities or (0.9,) * len(text), BOX)


def with_other_end(number: str) -> str:
    return number[:-1] + ("7" if number[-1] != "7" else "8")


def fields_of(**texts: str) -> dict[str, Field]:
    fields = validate([found(name, text) for name, text in texts.items()], SPEC)
    return {field.name: field for field in fields}


def test_a_sound_value_becomes_canonical_and_keeps_what_was_read() -> None:
    read = f" {PERSON.id_number[:6]} {PERSON.id_number[6:]}"
    field = validate_field(found("id_number", read), NUMBER_SPEC)
    assert (field.value, field.raw, field.problems) == (PERSON.id_number, read, ())
    assert field.confidence == pytest.approx(confidence("checked", len(read)))


def test_a_letter_that_can_only_be_a_digit_is_mended_and_raw_shows_it() -> None:
    number = "110105199001010" + "000"
    read = number.replace("0", "O")
    field = validate_field(found("id_number", read), NUMBER_SPEC)
    assert (field.value, field.raw) == (number, read)


def test_a_broken_value_is_kept_named_and_trusted_less() -> None:
    wrong = with_other_end(PERSON.id_number)
    field = validate_field(found("id_number", wrong), NUMBER_SPEC)
    assert (field.value, field.raw, field.problems) == (wrong, wrong, ("checksum_failed",))
    assert field.confidence == pytest.approx(confidence("checked", 18) * 0.3)


@pytest.mark.parametrize(
    ("box", "is_cut"),
    [
        ((0.4, 0.8, 0.985, 0.9), False),
        ((0.4, 0.8, 0.995, 0.9), True),
        ((0.001, 0.8, 0.9, 0.9), True),
        ((0.4, 0.9, 0.9, 1.02), True),
    ],
)
def test_a_value_that_reaches_the_edge_of_the_card_is_named_as_cut_off(box: Box, is_cut: bool) -> None:
    whole = found("id_number", PERSON.id_number)
    field = validate_field(replace(whole, box=box), NUMBER_SPEC)
    assert field.value == PERSON.id_number
    assert field.problems == (("cut_off",) if is_cut else ())
    assert field.confidence == pytest.approx(confidence("checked", 18) * (0.3 if is_cut else 1))


def test_the_first_problem_ends_the_checks() -> None:
    twice = replace(NUMBER_SPEC, checks=("chinese_date", "cn_id_number"))
    assert validate_field(found("id_number", "13"), twice).problems == ("bad_format",)


def test_a_value_without_rules_passes_as_it_was_read() -> None:
    field = validate_field(found("remark", " Ω ", 0.5, 0.5, 0.5), SPEC.fields[3])
    assert (field.value, field.raw, field.problems) == (" Ω ", " Ω ", ())
    assert field.confidence == pytest.approx(confidence("words", 3, 0.5))


def test_fields_come_in_the_order_of_the_values_found() -> None:
    assert list(fields_of(sex="女", remark="x")) == ["sex", "remark"]
    assert validate([], SPEC) == ()


def test_values_that_agree_have_no_problem() -> None:
    sex = {"M": "男", "F": "女"}[PERSON.sex]
    fields = fields_of(id_number=PERSON.id_number, birth_date=PERSON.birth_date, sex=sex)
    assert {name: field.value for name, field in fields.items()} == {
        "id_number": PERSON.id_number,
        "birth_date": PERSON.birth_date,
        "sex": PERSON.sex,
    }
    assert not any(field.problems for field in fields.values())


def test_values_that_disagree_are_both_named_once_and_kept() -> None:
    other = {"M": "女", "F": "男"}[PERSON.sex]
    fields = fields_of(id_number=PERSON.id_number, birth_date="1931-01-01", sex=other)
    assert [field.problems for field in fields.values()] == [("inconsistent",)] * 3
    assert fields["id_number"].value == PERSON.id_number
    assert fields["birth_date"].confidence == pytest.approx(confidence("words", 10) * 0.6)
    assert fields["id_number"].confidence == pytest.approx(confidence("checked", 18) * 0.6)


def test_a_value_with_a_problem_of_its_own_accuses_no_other() -> None:
    fields = fields_of(id_number=with_other_end(PERSON.id_number), birth_date="1931-01-01")
    assert fields["id_number"].problems == ("checksum_failed",)
    assert fields["birth_date"].problems == ()


def test_a_missing_value_disagrees_with_nothing() -> None:
    assert fields_of(birth_date="1931-01-01")["birth_date"].problems == ()


def test_checking_again_adds_nothing() -> None:
    fields = validate([found("id_number", PERSON.id_number), found("birth_date", "1931-01-01")], SPEC)
    assert cross_check(fields, SPEC) == fields
