"""A value that breaks its checks: what is mended by what the network nearly read, and what is left."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from stdnum.cn import ric

from idvision.documents import CrossCheckSpec, DocumentSpec, FieldSpec
from idvision.repair import changes, repair
from idvision.types import Field, FloatArray, FoundValue, Image, Side
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


class Network:
    """Sees the same in every crop: texts with their odds at each place; remembers what it was asked."""

    def __init__(self, *texts: str, odds: Sequence[float] = ()) -> None:
        self.texts, self.odds = texts, odds or (1 / len(texts),) * len(texts)
        self.asked: list[tuple[Image, str]] = []

    def __call__(self, crop: Image, alphabet: str) -> FloatArray:
        self.asked.append((crop, alphabet))
        probs = np.full((2 * max(map(len, self.texts)), 1 + len(alphabet)), 1e-6, np.float32)
        probs[1::2, 0] = 1
        for text, odds in zip(self.texts, self.odds, strict=True):
            for place, character in enumerate(text):
                probs[2 * place, 1 + alphabet.find(character)] += odds * (character in alphabet)
        return probs


def run(first: str, network: Network, birth: str = PERSON.birth_date) -> dict[str, Field]:
    found = [
        FoundValue("id_number", first, (0.9,) * len(first), BOX),
        FoundValue("birth_date", birth, (0.9,), BOX),
    ]
    fields = repair(CARD_IMAGE, found, validate(found, SPEC), SPEC, network)
    return {field.name: field for field in fields}


def other(digit: str) -> str:
    return str((int(digit) + 1) % 10) if digit.isdigit() else "7"


def with_changes(number: str, places: Sequence[int]) -> str:
    return "".join(other(c) if place in places else c for place, c in enumerate(number))


def test_a_letter_among_digits_is_mended_and_raw_keeps_it() -> None:
    first = "O" + NUMBER[1:]
    number = run(first, Network(NUMBER))["id_number"]
    assert (number.value, number.raw, number.problems) == (NUMBER, first, ())


def test_a_mended_value_is_less_sure_than_one_read_freely() -> None:
    assert run("O" + NUMBER[1:], Network(NUMBER))["id_number"].confidence == pytest.approx(0.9, abs=0.01)


def test_the_field_is_cut_out_with_a_margin_and_read_with_its_alphabet() -> None:
    network = Network(NUMBER)
    run("O" + NUMBER[1:], network)
    ((crop, alphabet),) = network.asked
    assert alphabet == ALPHABET
    # 0.012 of the height is 2.4 px on every side.
    np.testing.assert_array_equal(crop, CARD_IMAGE[97:152, 77:242])


@pytest.mark.parametrize(("places", "is_mended"), [((0,), True), ((0, 5), True), ((0, 5, 9), False)])
def test_more_than_two_changes_are_an_invention(places: Sequence[int], is_mended: bool) -> None:
    first = with_changes(NUMBER, places)
    number = run(first, Network(NUMBER))["id_number"]
    assert number.value == (NUMBER if is_mended else first)
    assert bool(number.problems) is not is_mended


def test_a_second_reading_that_breaks_a_check_too_is_thrown_away() -> None:
    first = with_changes(NUMBER, [4])
    fields = run(first, Network(with_changes(NUMBER, [5])))
    found = [FoundValue("id_number", first, (0.9,) * 18, BOX)]
    assert fields["id_number"] == validate(found, SPEC)[0]


def test_a_sound_value_is_not_read_again() -> None:
    network = Network("1")
    assert run(NUMBER, network)["id_number"].value == NUMBER
    assert network.asked == []


def test_a_field_without_an_alphabet_is_not_read_again() -> None:
    network = Network("2000-01-01")
    assert run(NUMBER, network, birth="2000-13-77")["birth_date"].problems == ("invalid_date",)
    assert network.asked == []


def test_values_that_only_disagree_are_not_read_again_and_stay_in_doubt() -> None:
    network = Network(NUMBER)
    fields = run(NUMBER, network, birth="1931-01-01")
    assert network.asked == []
    assert {field.problems for field in fields.values()} == {("inconsistent",)}


def test_a_mended_value_is_held_against_the_others() -> None:
    fields = run("O" + NUMBER[1:], Network(NUMBER), birth="1931-01-01")
    assert fields["id_number"].value == NUMBER
    assert {field.problems for field in fields.values()} == {("inconsistent",)}


def test_a_document_without_fields_has_nothing_to_read_again() -> None:
    assert repair(CARD_IMAGE, (), (), replace(SPEC, fields=(), cross_checks=()), Network("1")) == ()


def test_a_value_is_mended_to_what_was_nearly_read() -> None:
    first = with_changes(NUMBER, [4])
    number = run(first, Network(first, NUMBER, odds=(0.7, 0.3)))["id_number"]
    assert (number.value, number.raw, number.problems) == (NUMBER, first, ())
    assert 0.4 < number.confidence < 0.8


def test_a_value_that_the_network_hardly_saw_is_not_taken() -> None:
    first = with_changes(NUMBER, [4])
    number = run(first, Network(first, NUMBER, odds=(0.999, 0.001)))["id_number"]
    assert number.value == first
    assert number.problems


def test_of_two_sound_values_as_likely_none_is_taken() -> None:
    first = NUMBER[:-1] + other(NUMBER[-1])
    near = next(n for n in sound_numbers(NUMBER[:14]) if n != NUMBER and changes(n, first) <= 2)
    number = run(first, Network(first, NUMBER, near))["id_number"]
    assert number.value == first
    assert number.problems


def sound_numbers(stem: str) -> Iterator[str]:
    """All numbers of that region and birth date."""
    for sequence in range(1000):
        number = f"{stem}{sequence:03d}"
        yield number + ric.calc_check_digit(number + "0")


WORDS = replace(SPEC, fields=(FieldSpec("ethnicity", BOX, checks=("cn_ethnicity",), lexicon="cn_ethnicity"),))


@pytest.mark.parametrize(
    ("texts", "odds", "expected"),
    [
        (("么佬", "仫佬"), (0.6, 0.4), "仫佬"),
        (("么佬", "仫佬", "仡佬"), (0.6, 0.2, 0.2), "么佬"),
        (("么佬",), (1.0,), "么佬"),
    ],
    ids=["the listed word", "two listed words", "no listed word"],
)
def test_a_word_of_a_list_is_mended_where_one_is_likely(
    texts: tuple[str, ...], odds: tuple[float, ...], expected: str
) -> None:
    found = [FoundValue("ethnicity", texts[0], (0.9, 0.9), BOX)]
    network = Network(*texts, odds=odds)
    (field,) = repair(CARD_IMAGE, found, validate(found, WORDS), WORDS, network)
    assert field.value == expected


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
