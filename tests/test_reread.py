"""A value read again with its own alphabet: what is mended, and what is left as it was read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from idvision.documents import CrossCheckSpec, DocumentSpec, FieldSpec
from idvision.reread import changes, reread
from idvision.types import Field, FoundValue, Image, Reading, Side
from idvision.validate import validate
from tests.drawing import random_resident

PERSON = random_resident(9)
NUMBER = PERSON.id_number
ALPHABET = "0123456789X"
CARD_IMAGE = np.arange(200 * 320 * 3, dtype=np.uint32).reshape(200, 320, 3).astype(np.uint8)
BOX = (0.25, 0.5, 0.75, 0.75)
SPEC = DocumentSpec(
    "library_card",
    Side.FRONT,
    "Library card",
    "借书证",
    1.6,
    "invented",
    fields=(
        FieldSpec("id_number", BOX, checks=("cn_id_number",), alphabet=ALPHABET),
        FieldSpec("birth_date", BOX, checks=("chinese_date",)),
    ),
    cross_checks=(CrossCheckSpec("cn_id_birth_date", ("id_number", "birth_date")),),
)


class Recogniser:
    """Reads the same text from every crop, and remembers what it was asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: list[tuple[Image, str]] = []

    def __call__(self, crops: Sequence[Image], alphabet: str) -> tuple[Reading, ...]:
        self.asked += [(crop, alphabet) for crop in crops]
        centres = tuple(float(place) for place in range(len(self.text)))
        return (Reading(self.text, (0.8,) * len(self.text), centres),) * len(crops)


def run(first: str, recogniser: Recogniser, birth: str = PERSON.birth_date) -> dict[str, Field]:
    found = [
        FoundValue("id_number", first, (0.9,) * len(first), BOX),
        FoundValue("birth_date", birth, (0.9,), BOX),
    ]
    fields = reread(CARD_IMAGE, found, validate(found, SPEC), SPEC, recogniser)
    return {field.name: field for field in fields}


def other(digit: str) -> str:
    return str((int(digit) + 1) % 10) if digit.isdigit() else "7"


def with_changes(number: str, places: Sequence[int]) -> str:
    return "".join(other(c) if place in places else c for place, c in enumerate(number))


def test_a_letter_among_digits_is_mended_and_raw_keeps_it() -> None:
    first = "O" + NUMBER[1:]
    number = run(first, Recogniser(NUMBER))["id_number"]
    assert (number.value, number.raw, number.problems) == (NUMBER, first, ())


def test_a_mended_value_is_less_sure_than_one_read_freely() -> None:
    assert run("O" + NUMBER[1:], Recogniser(NUMBER))["id_number"].confidence == pytest.approx(0.8 * 0.9)


def test_the_field_is_cut_out_with_a_margin_and_read_with_its_alphabet() -> None:
    recogniser = Recogniser(NUMBER)
    run("O" + NUMBER[1:], recogniser)
    ((crop, alphabet),) = recogniser.asked
    assert alphabet == ALPHABET
    # 0.012 of the height is 2.4 px on every side.
    np.testing.assert_array_equal(crop, CARD_IMAGE[97:152, 77:242])


@pytest.mark.parametrize(("places", "is_mended"), [((0,), True), ((0, 5), True), ((0, 5, 9), False)])
def test_more_than_two_changes_are_an_invention(places: Sequence[int], is_mended: bool) -> None:
    first = with_changes(NUMBER, places)
    number = run(first, Recogniser(NUMBER))["id_number"]
    assert number.value == (NUMBER if is_mended else first)
    assert bool(number.problems) is not is_mended


def test_a_second_reading_that_breaks_a_check_too_is_thrown_away() -> None:
    first = with_changes(NUMBER, [4])
    fields = run(first, Recogniser(with_changes(NUMBER, [5])))
    found = [FoundValue("id_number", first, (0.9,) * 18, BOX)]
    assert fields["id_number"] == validate(found, SPEC)[0]


def test_a_sound_value_is_not_read_again() -> None:
    recogniser = Recogniser("1")
    assert run(NUMBER, recogniser)["id_number"].value == NUMBER
    assert recogniser.asked == []


def test_a_field_without_an_alphabet_is_not_read_again() -> None:
    recogniser = Recogniser("2000-01-01")
    assert run(NUMBER, recogniser, birth="2000-13-77")["birth_date"].problems == ("invalid_date",)
    assert recogniser.asked == []


def test_values_that_only_disagree_are_not_read_again_and_stay_in_doubt() -> None:
    recogniser = Recogniser(NUMBER)
    fields = run(NUMBER, recogniser, birth="1931-01-01")
    assert recogniser.asked == []
    assert {field.problems for field in fields.values()} == {("inconsistent",)}


def test_a_mended_value_is_held_against_the_others() -> None:
    fields = run("O" + NUMBER[1:], Recogniser(NUMBER), birth="1931-01-01")
    assert fields["id_number"].value == NUMBER
    assert {field.problems for field in fields.values()} == {("inconsistent",)}


def test_a_document_without_fields_has_nothing_to_read_again() -> None:
    assert reread(CARD_IMAGE, (), (), replace(SPEC, fields=(), cross_checks=()), Recogniser("")) == ()


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("abc", "", 3),
        ("O123", "0123", 1),
        ("0123", "123", 1),
        ("123", "1223", 1),
        ("kitten", "sitting", 3),
        ("ab", "ba", 2),
    ],
)
def test_changes_are_counted_as_insertions_deletions_and_substitutions(a: str, b: str, distance: int) -> None:
    assert changes(a, b) == distance


@cache
def plain_distance(a: str, b: str) -> int:
    if not a or not b:
        return len(a) + len(b)
    kept = plain_distance(a[1:], b[1:]) + (a[0] != b[0])
    return min(kept, plain_distance(a[1:], b) + 1, plain_distance(a, b[1:]) + 1)


def test_changes_agree_with_the_definition() -> None:
    rng = random.Random(3)
    words = ["".join(rng.choices("AB1", k=rng.randint(0, 7))) for _ in range(40)]
    for a, b in pairwise(words):
        assert changes(a, b) == plain_distance(a, b)
