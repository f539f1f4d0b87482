"""The machine readable zone of a card, from CTC tables that know the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from idvision.checks.mrz_formats import ALPHABETS
from idvision.mrz_reader import Probabilities, read_mrz
from idvision.mrz_rows import find_rows
from idvision.types import FloatArray, Image, Mrz, Reading, ReadLine
from tests.mrz_samples import BUILDERS, TODAY, Person, random_person, signed

ALPHABET = ALPHABETS["any"]
CARD_WH = (1000, 640)
LEFT, RIGHT, HEIGHT, SPACING = 40.0, 960.0, 30.0, 50.0
SURE = 0.97
Weak = dict[int, tuple[str, float]]
"""Place -> what the network prefers there and how strongly; an empty string stands for nothing at all."""

PERSON = Person(
    surname="HALVORSEN",
    given_names="TILDA",
    issuer="UTO",
    nationality="UTO",
    number="X0000000A",
    birth=date(1980, 10, 20),
    sex="F",
    expiry=date(2030, 1, 1),
)


def top_of(index: int) -> float:
    return 440.0 + SPACING * index


def zone_line(text: str, index: int, left: float = LEFT, right: float = RIGHT) -> ReadLine:
    top, bottom = top_of(index), top_of(index) + HEIGHT
    reading = Reading(text, (0.9,) * len(text), tuple(np.linspace(0, 1, len(text)).tolist()))
    return ReadLine(reading, ((left, top), (right, top), (right, bottom), (left, bottom)))


def card_image() -> Image:
    """A card whose rows can be told apart by their grey."""
    image = np.zeros((CARD_WH[1], CARD_WH[0], 3), np.uint8)
    for index in range(3):
        image[int(top_of(index)) : int(top_of(index) + HEIGHT)] = 50 * (index + 1)
    return image


def table(text: str, weak: Weak | None = None) -> FloatArray:
    """A CTC table that spells `text`: a step for every character, each followed by a blank."""
    probs = np.zeros((2 * len(text), 1 + len(ALPHABET)), np.float32)
    probs[1::2, 0] = SURE
    for place, character in enumerate(text):
        seen, strength = (weak or {}).get(place, (character, SURE))
        probs[2 * place, 1 + ALPHABET.index(character)] = 0.98 - strength
        probs[2 * place, 1 + ALPHABET.index(seen) if seen else 0] = strength
    rest = 1 - probs.sum(axis=1, keepdims=True)
    return np.where(probs == 0, rest / (probs == 0).sum(axis=1, keepdims=True), probs).astype(np.float32)


def reader_of(tables: Sequence[FloatArray]) -> Probabilities:
    """A network that knows the rows of `card_image` by their grey."""
    return lambda crop, _: tables[round(float(crop.mean()) / 50) - 1]


def read_zone(
    lines: Sequence[str], weak: dict[int, Weak] | None = None, seen: Sequence[str] | None = None
) -> Mrz | None:
    """Read a zone whose rows say `lines` but for the places in `weak`; `seen` is the first, free reading."""
    tables = [table(line, (weak or {}).get(index)) for index, line in enumerate(lines)]

    def probabilities(crop: Image, alphabet: str) -> FloatArray:
        assert alphabet == ALPHABET
        return tables[round(float(crop.mean()) / 50) - 1]

    first = [zone_line(text, index) for index, text in enumerate(seen or lines)]
    return read_mrz(card_image(), first, [probabilities], TODAY)


def the_zone(lines: Sequence[str], weak: dict[int, Weak] | None = None) -> Mrz:
    mrz = read_zone(lines, weak)
    assert mrz is not None
    return mrz


def field(mrz: Mrz, name: str) -> str:
    return next(field.value for field in mrz.fields if field.name == name)


@pytest.mark.parametrize("format_name", BUILDERS)
@pytest.mark.parametrize("seed", [0, 1, 2, 4])
def test_a_clear_zone_is_read_as_printed(format_name: str, seed: int) -> None:
    person = random_person(format_name, seed)
    lines = BUILDERS[format_name](person)
    mrz = the_zone(lines)
    assert (mrz.format, mrz.lines, mrz.raw_lines) == (format_name, lines, lines)
    assert all(passed for _, passed in mrz.checks)
    assert mrz.checks[-1] == ("name", True)
    assert field(mrz, "document_number") == person.number
    assert field(mrz, "birth_date") == person.birth.isoformat()
    assert mrz.confidence == pytest.approx(SURE)


@pytest.mark.parametrize("format_name", BUILDERS)
def test_lost_fillers_come_back(format_name: str) -> None:
    lines = BUILDERS[format_name](random_person(format_name, 1))
    for index, line in enumerate(lines):
        start = line.find("<<<")
        if start >= 0:
            lost: Weak = {start: ("", 0.7), start + 2: ("", 0.6)}
            assert the_zone(lines, {index: lost}).lines == lines


def test_a_letter_among_digits_is_read_as_its_digit() -> None:
    lines = BUILDERS["TD3"](PERSON)
    assert lines[1][16] == "0"
    mrz = the_zone(lines, {1: {16: ("O", 0.9)}})
    assert mrz.lines == lines
    assert all(passed for _, passed in mrz.checks)
    # Either of the twins speaks for the digit: the place says which one it is.
    assert mrz.confidence > 0.95


def test_a_letter_that_is_no_twin_does_not_vouch_for_the_digit() -> None:
    lines = BUILDERS["TD3"](PERSON)
    mrz = the_zone(lines, {1: {16: ("K", 0.9)}})
    assert mrz.lines == lines
    assert mrz.confidence == pytest.approx(0.08, abs=0.001)


def test_where_both_may_stand_the_printed_one_is_not_changed() -> None:
    lines = BUILDERS["TD3"](PERSON)
    assert lines[1][1] == "0"
    mrz = the_zone(lines, {1: {1: ("O", 0.9)}})
    assert mrz.lines[1].startswith("XO000000A")
    assert dict(mrz.checks)["document_number"] is False


@pytest.mark.parametrize(("strength", "is_clear"), [(0.52, True), (0.49, False)])
def test_a_name_with_a_doubtful_character_does_not_pass_its_check(strength: float, is_clear: bool) -> None:
    lines = BUILDERS["TD3"](PERSON)
    weak: Weak = {5: ("H", strength)}
    mrz = read_zone_with_rival(lines, weak, rival="N")
    assert mrz.checks[-1] == ("name", is_clear)
    assert ("doubtful_name" in mrz.problems) is not is_clear
    assert all(passed for name, passed in mrz.checks if name != "name")


def test_of_each_row_the_network_is_believed_that_is_surer_of_it() -> None:
    upper, lower = BUILDERS["TD3"](PERSON)
    blurred = dict.fromkeys(range(5, 15), ("Q", 0.5))
    networks = [
        reader_of([table(upper), table(lower, dict.fromkeys(range(9), ("0", 0.5)))]),
        reader_of([table(upper, blurred), table(lower)]),
    ]
    first = [zone_line(text, index) for index, text in enumerate((upper, lower))]
    mrz = read_mrz(card_image(), first, networks, TODAY)
    assert mrz is not None
    assert mrz.lines == (upper, lower)


def test_a_row_that_is_sure_is_given_to_no_further_network() -> None:
    upper, lower = BUILDERS["TD3"](PERSON)
    asked: list[int] = []

    def second(crop: Image, _: str) -> FloatArray:
        asked.append(round(float(crop.mean()) / 50) - 1)
        return table(upper)

    networks = [reader_of([table(upper, {7: ("Q", 0.5)}), table(lower)]), second]
    first = [zone_line(text, index) for index, text in enumerate((upper, lower))]
    mrz = read_mrz(card_image(), first, networks, TODAY, 0.85)
    assert mrz is not None
    assert (mrz.lines, asked) == ((upper, lower), [0])


def read_zone_with_rival(lines: Sequence[str], weak: Weak, rival: str) -> Mrz:
    """Read a zone in whose first line `rival` competes at the weak places."""
    tables = [table(line) for line in lines]
    for place, (character, strength) in weak.items():
        tables[0][2 * place] = (1 - strength - 0.45) / len(ALPHABET)
        tables[0][2 * place, 1 + ALPHABET.index(character)] = strength
        tables[0][2 * place, 1 + ALPHABET.index(rival)] = 0.45
    first = [zone_line(text, index) for index, text in enumerate(lines)]
    mrz = read_mrz(card_image(), first, [reader_of(tables)], TODAY)
    assert mrz is not None
    return mrz


def test_a_doubtful_character_elsewhere_leaves_the_name_clear() -> None:
    lines = BUILDERS["TD3"](PERSON)
    mrz = the_zone(lines, {1: {0: ("X", 0.3), 30: ("<", 0.3)}})
    assert mrz.checks[-1] == ("name", True)
    assert mrz.problems == ()


def test_what_follows_the_end_of_the_names_are_fillers_only() -> None:
    lines = BUILDERS["TD3"](PERSON)
    mrz = the_zone(lines, {0: {30: ("K", 0.9), 40: ("", 0.6)}})
    assert mrz.lines == lines
    # The stray letter was clear, so the name is not believed without a look.
    assert mrz.checks[-1] == ("name", False)


def test_the_first_reading_is_kept_beside_the_decoded_lines() -> None:
    lines = BUILDERS["TD2"](random_person("TD2", 3))
    seen = [line.replace("<<<", "«<") for line in lines]
    mrz = read_zone(lines, seen=seen)
    assert mrz is not None
    assert mrz.raw_lines == tuple(seen)
    assert mrz.lines == lines


def test_a_field_lies_on_its_characters_and_is_as_sure_as_the_weakest() -> None:
    mrz = the_zone(BUILDERS["TD3"](PERSON), {1: {3: ("0", 0.6)}})
    number = next(field for field in mrz.fields if field.name == "document_number")
    right, top = LEFT + (RIGHT - LEFT) * 9 / 44, top_of(1)
    assert number.quad is not None
    expected = ((LEFT, top), (right, top), (right, top + HEIGHT), (LEFT, top + HEIGHT))
    np.testing.assert_allclose(number.quad, expected, atol=0.01)
    assert number.confidence == pytest.approx(0.6)
    assert mrz.confidence == pytest.approx(0.6)
    others = [field.confidence for field in mrz.fields if field.name != "document_number"]
    assert min(others) == pytest.approx(SURE)


def test_the_day_of_reading_decides_the_century_of_a_birth() -> None:
    lines = BUILDERS["TD3"](replace(PERSON, birth=date(2030, 5, 6)))
    first = [zone_line(line, index) for index, line in enumerate(lines)]

    def born(today: date) -> str:
        tables = [table(line) for line in lines]
        mrz = read_mrz(card_image(), first, [reader_of(tables)], today)
        assert mrz is not None
        return field(mrz, "birth_date")

    assert (born(date(2026, 1, 1)), born(date(2035, 1, 1))) == ("1930-05-06", "2030-05-06")


def test_an_impossible_date_is_a_problem_and_no_value() -> None:
    upper, lower = BUILDERS["TD3"](PERSON)
    mrz = the_zone((upper, lower[:13] + "801399" + lower[19:]))
    assert mrz.problems == ("invalid_date:birth_date",)
    assert "birth_date" not in {field.name for field in mrz.fields}
    assert dict(mrz.checks)["birth_date"] is False


def test_a_date_that_is_known_in_part_is_a_problem_of_its_field() -> None:
    upper, lower = BUILDERS["TD3"](PERSON)
    mrz = the_zone((upper, lower[:13] + signed("8010<<") + lower[20:]))
    assert field(mrz, "birth_date") == "1980-10"
    problems = {field.name: field.problems for field in mrz.fields if field.problems}
    assert problems == {"birth_date": ("incomplete_date",)}


def test_a_wrong_check_digit_is_a_problem_of_its_field_which_is_trusted_less() -> None:
    upper, lower = BUILDERS["TD3"](PERSON)
    mrz = the_zone((upper, "X1" + lower[2:]))
    (broken,) = [field for field in mrz.fields if field.problems]
    assert (broken.name, broken.value, broken.problems) == (
        "document_number", "X1000000A", ("checksum_failed",)
    )  # fmt: skip
    assert broken.confidence == pytest.approx(SURE * 0.3)


def test_an_issuer_whose_last_letter_begins_the_name_does_not_blur_it() -> None:
    mrz = the_zone(BUILDERS["TD3"](replace(PERSON, issuer="USA", surname="AALVORSEN")))
    assert mrz.checks[-1] == ("name", True)
    assert field(mrz, "surname") == "AALVORSEN"


def test_one_letter_three_times_in_a_name_is_doubtful() -> None:
    mrz = the_zone(BUILDERS["TD3"](replace(PERSON, given_names="TILDAKKK")))
    assert mrz.checks[-1] == ("name", False)
    assert field(mrz, "given_names") == "TILDAKKK"


def test_fillers_read_as_one_letter_over_and_over_are_fillers_again() -> None:
    lines = BUILDERS["TD3"](PERSON)
    blurred: Weak = dict.fromkeys(range(len("P<UTOHALVORSEN<<TILDA"), 44), ("K", 0.9))
    mrz = the_zone(lines, {0: blurred})
    assert mrz.lines == lines
    assert mrz.checks[-1] == ("name", False)


def test_an_issuer_of_one_letter_does_not_end_the_names() -> None:
    lines = BUILDERS["TD3"](replace(PERSON, issuer="D", given_names="TILDA MAREN"))
    assert lines[0].startswith("P<D<<HALVORSEN<<TILDA<MAREN<<")
    mrz = the_zone(lines, {0: {35: ("", 0.7)}})
    assert mrz.lines == lines
    assert field(mrz, "given_names") == "TILDA MAREN"


def test_no_rows_of_the_shape_are_no_zone() -> None:
    assert read_zone([]) is None
    assert read_zone(BUILDERS["TD3"](PERSON)[:1]) is None
    # Capitals in a zone's place, but with no length and no code of a zone.
    assert read_zone(["UNIVERSITY<LIBRARY<OF<UTOPIA", "READER<CARD<NUMBER<FORTY<TWO"]) is None


def test_other_print_above_the_zone_is_not_a_part_of_it() -> None:
    lines = BUILDERS["TD3"](PERSON)
    zone = [zone_line(text, index) for index, text in enumerate(lines)]
    others = [
        zone_line("UTOPIAN PASSPORT OFFICE EASTMERE", -6),
        zone_line("Place of birth", -4, right=200),
        zone_line("A", -1, right=60),
    ]
    assert [row.text for row in find_rows([*others, *zone])] == list(lines)
    assert find_rows(others[1:]) == ()


def test_a_row_in_pieces_is_joined_and_stretched_over_the_zone() -> None:
    upper, lower = BUILDERS["TD3"](PERSON)
    # The detector saw the names without their trailing fillers, and the second row in two pieces.
    pieces = [
        zone_line(lower[28:], 1, left=620),
        zone_line(upper[:24], 0, right=540),
        zone_line(lower[:28], 1, right=600),
    ]
    first, second = find_rows(pieces)
    assert (first.text, second.text) == (upper[:24], lower)
    np.testing.assert_allclose(first.quad[:, 0], [LEFT, RIGHT, RIGHT, LEFT], atol=0.01)
    np.testing.assert_allclose(second.quad[:, 0], [LEFT, RIGHT, RIGHT, LEFT], atol=0.01)


def test_three_rows_are_a_zone_only_when_they_are_short() -> None:
    short = BUILDERS["TD1"](random_person("TD1", 2))
    assert len(find_rows([zone_line(text, index) for index, text in enumerate(short)])) == 3
    long = ("SIGNATURE<OF<THE<BEARER<<<<<<<<<<<<<<<<<<<<<", *BUILDERS["TD3"](PERSON))
    rows = find_rows([zone_line(text, index) for index, text in enumerate(long)])
    assert [row.text for row in rows] == list(long[1:])


def test_a_row_whose_fillers_are_read_as_small_letters_belongs_to_the_zone() -> None:
    lines = BUILDERS["TD1"](random_person("TD1", 2))
    names = lines[2].replace("<", "C")[:-2] + "ee"
    zone = [zone_line(text, index) for index, text in enumerate((*lines[:2], names))]
    assert [row.text for row in find_rows(zone)] == [*lines[:2], names]
    # What stands apart, or is a sentence, does not.
    assert len(find_rows([*zone[:2], zone_line(names, 7)])) == 2
    assert len(find_rows([*zone[:2], zone_line("signature of the holder of it", 2)])) == 2


def test_a_passport_of_which_an_end_is_covered_is_no_visa() -> None:
    lines = BUILDERS["TD3"](PERSON)
    assert read_zone([line[:36] for line in lines]) is None
    visa = BUILDERS["MRVB"](random_person("MRVB", 1))
    assert read_zone(visa, {0: {0: ("Y", SURE)}}) is not None


def test_a_name_that_two_readings_spell_differently_is_not_clear() -> None:
    """A mark before the zone can be read into it as letters, at the cost of fillers at the end."""
    lines = BUILDERS["TD3"](PERSON)
    with_mark = lines[0][:2] + "IH" + lines[0][2:-2]
    mrz = read_zone((with_mark, lines[1]), seen=lines)
    assert mrz is not None
    assert dict(mrz.checks)["composite"]
    assert not dict(mrz.checks)["name"]


def test_a_digit_for_a_letter_in_the_first_reading_is_no_other_spelling() -> None:
    lines = BUILDERS["TD3"](PERSON)
    mrz = read_zone(lines, seen=(lines[0].replace("O", "0"), lines[1]))
    assert mrz is not None
    assert dict(mrz.checks)["name"]
