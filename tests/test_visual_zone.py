"""The print above a machine readable zone: which lines are read, and which of them twice."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

import idvision
from idvision import Models, Options
from idvision.documents import FieldSpec, LabelSpec, get_spec
from idvision.label_values import label_values
from idvision.labels import matches_of, spot
from idvision.types import Reading, ReadLine, Side
from idvision.visual_zone import caption_lines, fuller, rightwards, worth_reading
from tests.test_labels import HEIGHT, SIZE, line, spec_of

LABELS = (LabelSpec("Surname", "surname"), LabelSpec("Date of birth", "birth_date"))


def test_lines_that_run_up_are_no_print_but_a_sign_alone_is() -> None:
    right = [[0, 0], [40, 0], [40, 10], [0, 10]]
    upwards = [[100, 60], [100, 0], [110, 0], [110, 60]]
    sign = [[60, 12], [60, 0], [70, 0], [70, 12]]
    kept = rightwards(np.array([right, upwards, sign], np.float32))
    assert kept.tolist() == [right, [[60, 0], [70, 0], [70, 12], [60, 12]]]


def test_a_line_of_labels_is_a_caption_and_one_with_a_value_is_none() -> None:
    lines = [line("Surname", 0, 0), line("Surname BELL-FENNIMORE", 0, 40), line("BELL", 0, 80)]
    assert caption_lines(lines, LABELS) == {0}


def readings_of(*texts: str) -> list[Reading]:
    return [line(text, 0, 0).reading for text in texts]


def test_few_values_make_all_other_lines_worth_reading_again() -> None:
    quads = np.array([[[0, y], [80, y], [80, y + 20], [0, y + 20]] for y in (0, 30, 200)], np.float32)
    spec = get_spec("passport", Side.PAGE)
    assert worth_reading(quads, readings_of("Surname", "BELL", "UTOPIA"), spec, SIZE) == [1, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PASSPORT OFFICE", []),
        ("Surname SURYAN", ["Surname"]),
        ("Sumames", []),
        ("Date of bimth 1970", ["Date of bimth"]),
    ],
)
def test_a_label_takes_nothing_from_the_word_beside_it(text: str, found: list[str]) -> None:
    labels = (
        LabelSpec("Passport of"),
        LabelSpec("Surname", variants=("Surnames",)),
        LabelSpec("Date of birth"),
    )
    matches = matches_of(spot([text], labels), labels)
    assert [text[match.start : match.end] for match in matches] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4a. 01.01.2013 4c. Utopia", ["4a.", "4c."]),
        ("5.13AA00002", ["5."]),
        ("4a ISS", ["4a"]),
        ("5.", ["5."]),
        ("14a. x", []),
        ("12 OAK AVE 5 B", []),
    ],
)
def test_numbers_are_labels_with_their_stop_or_where_a_line_begins(text: str, found: list[str]) -> None:
    labels = (LabelSpec("4a."), LabelSpec("4c."), LabelSpec("5."))
    matches = matches_of(spot([text], labels), labels)
    assert [text[match.start : match.end] for match in matches] == found


def found(lines: list[ReadLine], *labels: LabelSpec) -> dict[str, str]:
    fields = [FieldSpec(name) for name in dict.fromkeys(label.field for label in labels if label.field)]
    return {v.name: v.text for v in label_values(lines, spec_of(list(labels), fields), SIZE)}


def test_a_caption_in_an_unknown_language_after_a_stroke_is_no_value() -> None:
    lines = [line("Surname/Enevupo", 0, 50), line("BELL", 0, 80)]
    assert found(lines, LabelSpec("Surname", "surname")) == {"surname": "BELL"}


def test_the_value_below_begins_where_the_first_language_of_its_caption_does() -> None:
    lines = [
        line("Nom/Surname", 0, 50),
        line("Prénoms/Given names", 300, 50),
        line("BELL", 0, 80),
        line("ANNA", 300, 80),
    ]
    labels = (
        LabelSpec("Surname", "surname", ("Nom",)),
        LabelSpec("Given names", "given_names", ("Prénoms",)),
    )
    assert found(lines, *labels) == {"surname": "BELL", "given_names": "ANNA"}


def test_words_of_a_value_that_were_found_apart_are_joined() -> None:
    lines = [line("Given names", 0, 50), line("ANNA", 0, 80), line("MARIA", 50, 80)]
    assert found(lines, LabelSpec("Given names", "given_names")) == {"given_names": "ANNA MARIA"}


def test_a_title_among_other_words_ends_no_value() -> None:
    labels = (LabelSpec("Authority", "issuing_authority"), LabelSpec("Passport", weight=2.0))
    assert found([line("Authority PASSPORT OFFICE", 0, 50)], *labels) == {
        "issuing_authority": "PASSPORT OFFICE"
    }


@pytest.mark.weights
def test_a_passport_is_read_with_its_print_and_without(models: Models) -> None:
    data = cv2.imencode(".png", cv2.imread("examples/passport_page.jpg"))[1].tobytes()
    today = Options().today
    (bare,) = idvision.analyze(data, models, Options(today=today, visual_zone=False)).cards
    (whole,) = idvision.analyze(data, models, Options(today=today)).cards
    assert whole.mrz == bare.mrz
    assert not bare.fields
    assert {field.name for field in whole.fields} >= {"surname", "birth_date", "document_number"}
    assert not any(field.problems for field in whole.fields)


def test_a_reading_that_left_letters_out_yields_to_the_fuller_one() -> None:
    tiny, large = (line(text, 0, 10).reading for text in ("Aara/Date of birth", "//Dt of bh"))
    assert fuller(tiny, large) is tiny
    better = line("Date/Date of birth", 0, 10).reading
    assert fuller(tiny, better) is better


def test_a_shorter_text_is_no_exact_label() -> None:
    title, number = LabelSpec("Identity card", weight=4.0), LabelSpec("Identity card No", "document_number")
    assert [m.label for m in matches_of(spot(["IDENTITY CARD"], (number, title)), (number, title))] == [title]


def test_a_number_begins_an_address_where_it_is_a_label_elsewhere() -> None:
    label = LabelSpec("3.", "birth_date")
    assert [m.line for m in spot(["3. 01.02.1990", "3 High Street"], (label,))] == [0]
    assert [m.line for m in spot(["3", "Utopia"], (label,))] == [0]
    assert [m.line for m in spot(["4b2", "4b"], (LabelSpec("4b.", "expiry_date"),))] == [0, 1]


def test_a_value_far_below_its_caption_is_taken_where_nothing_stands_between() -> None:
    spec = spec_of([LabelSpec("Surname", "surname")], [FieldSpec("surname", pattern=r"[A-Z]+")])
    caption, value = line("Surname", 0, 50), line("WEBER", 0, 50 + 3.5 * HEIGHT)
    assert [found.text for found in label_values([caption, value], spec, SIZE)] == ["WEBER"]
    assert label_values([caption, line("WEBER", 0, 50 + 4.5 * HEIGHT)], spec, SIZE) == ()
    between = line("1234", 0, 50 + 1.7 * HEIGHT)
    assert label_values([caption, between, value], spec, SIZE) == ()
