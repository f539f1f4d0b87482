"""Labels without a declared place: how they are spotted, and which print is their value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.anchors import rows_of
from idvision.classify import classify
from idvision.documents import DocumentSpec, FieldSpec, LabelSpec, all_specs
from idvision.label_values import label_values
from idvision.labels import fold, matches_of, spot
from idvision.types import Reading, ReadLine, Side

SIZE = (1000, 700)
HEIGHT = 20


def line(text: str, x: float, y: float, *, pitch: float = 10) -> ReadLine:
    """A line that begins at `x` and whose middle is at `y`, every character as wide as `pitch`."""
    width, centres = pitch * len(text), tuple((place + 0.5) / len(text) for place in range(len(text)))
    top, bottom = y - HEIGHT / 2, y + HEIGHT / 2
    quad = ((x, top), (x + width, top), (x + width, bottom), (x, bottom))
    return ReadLine(Reading(text, (0.9,) * len(text), centres), quad)


def spec_of(labels: list[LabelSpec], fields: list[FieldSpec]) -> DocumentSpec:
    return DocumentSpec(
        type="library_card",
        side=Side.FRONT,
        title_en="Library card",
        title_zh="借书证",
        aspect=1.5,
        layout_source="invented",
        labels=tuple(labels),
        fields=tuple(fields),
    )


def values(lines: list[ReadLine], labels: list[LabelSpec], fields: list[FieldSpec]) -> dict[str, str]:
    return {value.name: value.text for value in label_values(lines, spec_of(labels, fields), SIZE)}


def spotted(text: str, *labels: LabelSpec) -> list[tuple[str, str]]:
    matches = matches_of(spot([text], labels), labels)
    return [(match.label.text, text[match.start : match.end]) for match in matches]


def test_folding_keeps_letters_and_digits_without_accents_and_knows_their_places() -> None:
    folded = fold("Né(e) le:  12")
    assert folded.text == "neele12"
    assert folded.places == (0, 1, 3, 6, 7, 11, 12)
    assert fold("STRASSE") == fold("straße") or fold("STRASSE").text == fold("straße").text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Date of birth 1 May", "Date of birth"),
        ("DATE OF BIRTH", "DATE OF BIRTH"),
        ("Dateofbirth:", "Dateofbirth"),
        ("Date of b1rth", "Date of b1rth"),
        ("Daté ôf birth", "Daté ôf birth"),
    ],
)
def test_spelling_gaps_accents_and_one_misreading_do_not_hide_a_label(text: str, found: str) -> None:
    assert spotted(text, LabelSpec("Date of birth")) == [("Date of birth", found)]


@pytest.mark.parametrize("text", ["Surname", "Names", "renamed", "Nam", "in the name of"])
def test_a_short_label_is_no_part_of_a_longer_word(text: str) -> None:
    assert spotted(text, LabelSpec("Name")) == []


def test_han_labels_need_no_gaps_and_may_be_misread_in_one_character_of_four() -> None:
    assert spotted("姓名王安", LabelSpec("姓名")) == [("姓名", "姓名")]
    assert spotted("签发机夫某地", LabelSpec("签发机关")) == [("签发机关", "签发机夫")]
    assert spotted("姓各王安", LabelSpec("姓名")) == []


def test_the_end_of_a_short_han_label_is_another_label() -> None:
    assert spotted("证件号码", LabelSpec("身份证号码")) == []
    assert spotted("份证号码", LabelSpec("身份证号码")) == [("身份证号码", "份证号码")]
    # Of a long title the end is enough.
    assert spotted("永久居留身份证", LabelSpec("外国人永久居留身份证")) == []
    assert spotted("人永久居留身份证", LabelSpec("外国人永久居留身份证")) == [
        ("外国人永久居留身份证", "人永久居留身份证")
    ]


def test_the_longest_label_stands_where_two_would() -> None:
    labels = (LabelSpec("Place of birth"), LabelSpec("Birth"), LabelSpec("Sex"))
    assert spotted("Place of birth Sex", *labels) == [("Place of birth", "Place of birth"), ("Sex", "Sex")]


def test_nothing_is_spotted_without_lines_or_labels() -> None:
    assert spot([], (LabelSpec("Name"),)) == ()
    assert spot(["Name"], ()) == ()


NAME = [FieldSpec("name")]


def test_a_value_follows_its_label_in_its_line_up_to_the_next_label() -> None:
    labels = [LabelSpec("Name", "name"), LabelSpec("Sex", "sex")]
    fields = [*NAME, FieldSpec("sex")]
    assert values([line("Name: ANNA BELL Sex F", 0, 50)], labels, fields) == {"name": "ANNA BELL", "sex": "F"}


def test_a_label_in_two_languages_is_no_value() -> None:
    labels = [LabelSpec("Surname", "name", variants=("Nom",))]
    lines = [line("Surname / Nom", 0, 50), line("BELL", 0, 80)]
    assert values(lines, labels, NAME) == {"name": "BELL"}


def test_a_value_stands_beside_its_label_or_below_it() -> None:
    label = [LabelSpec("Name", "name")]
    assert values([line("Name", 0, 50), line("BELL", 100, 53)], label, NAME) == {"name": "BELL"}
    assert values([line("Name", 0, 50), line("BELL", 5, 80)], label, NAME) == {"name": "BELL"}
    assert values([line("Name", 0, 50), line("BELL", 5, 180)], label, NAME) == {}
    assert values([line("Name", 0, 50), line("BELL", 5, 20)], label, NAME) == {}


def test_what_stands_under_the_next_caption_of_a_column_is_no_value_of_the_one_before() -> None:
    labels = [LabelSpec("Birth place", "place"), LabelSpec("Home", "home")]
    fields = [FieldSpec("place"), FieldSpec("home")]
    lines = [line("Birth place", 0, 50), line("Home", 0, 75), line("LOWER QUAY", 0, 95)]

    assert values(lines, labels, fields) == {"home": "LOWER QUAY"}
    assert values([*lines, line("UPPER TOWN", 2, 60)], labels, fields) == {
        "place": "UPPER TOWN",
        "home": "LOWER QUAY",
    }


def test_of_two_lines_that_end_at_one_place_the_more_level_one_is_beside_a_label() -> None:
    labels = [LabelSpec("New balance", "sum"), LabelSpec("Bill period", "period")]
    fields = [FieldSpec("sum", pattern=r"\d+\.\d+"), FieldSpec("period", pattern=r"\w+ - \w+")]
    lines = [line("New balance", 0, 50), line("Bill period", 0, 62)]
    lines += [line("29.43", 350, 50), line("3.10 May - June", 250, 61)]
    assert values(lines, labels, fields) == {"sum": "29.43", "period": "May - June"}


def test_a_line_under_a_label_that_is_no_value_leaves_it_the_value_far_beside() -> None:
    label = [LabelSpec("Pay by", "due")]
    due = [FieldSpec("due", pattern=r"\d+ May")]
    lines = [line("Pay by", 0, 50), line("16 May", 300, 50), line("Yov owe", 2, 76), line("9 May", 300, 76)]
    assert values(lines, label, due) == {"due": "16 May"}
    # With a value under its beginning a caption stands above it.
    lines[2] = line("12 May", 2, 76)
    assert values(lines, label, due) == {"due": "12 May"}


def test_what_begins_far_beside_a_label_is_not_below_it() -> None:
    label = [LabelSpec("Name", "name")]

    assert values([line("Name", 0, 50), line("BELL", 230, 80)], label, NAME) == {"name": "BELL"}
    assert values([line("Name", 0, 50), line("BELL", 250, 80)], label, NAME) == {}


def test_where_a_value_stands_can_be_declared() -> None:
    lines = [line("Name", 0, 50), line("OTHER", 100, 50), line("BELL", 5, 80)]
    assert values(lines, [LabelSpec("Name", "name", value="below")], NAME) == {"name": "BELL"}
    assert values(lines, [LabelSpec("Name", "name", value="right")], NAME) == {"name": "OTHER"}


def test_a_line_under_two_labels_is_cut_between_its_words() -> None:
    labels = [LabelSpec("Name", "name", value="below"), LabelSpec("Sex", "sex", value="below")]
    lines = [line("Name", 0, 50), line("Sex", 300, 50), line("ANNA BELL" + " " * 21 + "F", 0, 80)]
    fields = [*NAME, FieldSpec("sex")]
    assert values(lines, labels, fields) == {"name": "ANNA BELL", "sex": "F"}


def test_a_pattern_passes_over_what_does_not_fit() -> None:
    lines = [line("No. of the card", 0, 50), line("12345", 5, 80)]
    field = [FieldSpec("id_number", pattern=r"\d{5}")]
    assert values(lines, [LabelSpec("No", "id_number")], field) == {"id_number": "12345"}
    assert values(lines[:1], [LabelSpec("No", "id_number")], field) == {}


def test_a_value_runs_on_over_as_many_lines_as_declared_and_stops_at_a_label() -> None:
    label, name = LabelSpec("Address", "address"), LabelSpec("Name", "name")
    lines = [line("Address", 0, 50), line("12 Long Row", 100, 50), line("Smalltown", 100, 78)]
    lines += [line("Name BELL", 100, 106), line("East", 100, 134)]
    three = [FieldSpec("address", lines=3)]
    assert values(lines[:3], [label], [FieldSpec("address", lines=1)]) == {"address": "12 Long Row"}
    assert values(lines, [label, name], [*three, *NAME]) == {
        "address": "12 Long Row Smalltown",
        "name": "BELL",
    }


def test_a_found_value_has_a_probability_for_every_character_and_its_box() -> None:
    (value,) = label_values(
        [line("Name AB", 100, 70), line("CD", 150, 98)],
        spec_of([LabelSpec("Name", "name")], [FieldSpec("name", lines=2)]),
        SIZE,
    )
    assert value.text == "AB CD"
    assert value.probabilities == (0.9, 0.9, 1.0, 0.9, 0.9)
    assert value.box == pytest.approx((0.15, 60 / 700, 0.17, 108 / 700))


def test_a_value_may_stand_above_its_label() -> None:
    lines = [line("29 Dec. 2021", 100, 60), line("Date of Issue", 100, 90), line("Bangkok", 100, 120)]
    labels = [LabelSpec("Date of Issue", "issue_date", value="above")]
    assert values(lines, labels, [FieldSpec("issue_date")]) == {"issue_date": "29 Dec. 2021"}


def test_a_label_has_several_values_that_their_patterns_pick() -> None:
    labels = [LabelSpec("Validity", "valid_from", also=("expiry_date",))]
    fields = [FieldSpec("valid_from", pattern=r"^\d+"), FieldSpec("expiry_date", pattern=r"\d+$")]
    found = values([line("Validity 2018 - 2023", 100, 60)], labels, fields)
    assert found == {"valid_from": "2018", "expiry_date": "2023"}


def test_the_end_of_a_misread_label_is_no_value() -> None:
    lines = [line("Mga Pangalan/Given Narues", 100, 60), line("ROSARIO", 100, 90)]
    assert values(lines, [LabelSpec("Mga Pangalan/Given Names", "name")], [FieldSpec("name")]) == {
        "name": "ROSARIO"
    }


def test_the_misread_front_of_a_caption_does_not_cut_the_value_below_it() -> None:
    lines = [line("Hoya t / Full name", 100, 60), line("LE VAN TUAN", 100, 90)]
    assert values(lines, [LabelSpec("Full name", "name")], [FieldSpec("name")]) == {"name": "LE VAN TUAN"}


def test_a_value_does_not_go_on_in_what_stands_beside_the_next_label() -> None:
    lines = [
        line("Street", 100, 60),
        line("ROSE LANE 7", 300, 60),
        line("RT/RW", 100, 85),
        line("008/018", 300, 85),
    ]
    labels = [LabelSpec("Street", "address"), LabelSpec("RT/RW", "neighbourhood")]
    fields = [FieldSpec("address", lines=2), FieldSpec("neighbourhood")]
    assert values(lines, labels, fields) == {"address": "ROSE LANE 7", "neighbourhood": "008/018"}


def test_a_stroke_through_a_letter_is_no_other_letter() -> None:
    assert fold("Địa điểm").text == fold("Dia diem").text


TITLED = [
    LabelSpec("Card of Example Readers", weight=2.0),
    *(LabelSpec(f"Caption{place}") for place in "abcdef"),
]


@pytest.mark.parametrize(
    ("title", "captions", "known"),
    [
        ("CARD OF EXAMPLE READERS", 0, True),
        ("CARD OF EXAMP1E READERS", 0, True),
        ("READERS", 3, False),
        ("CARD OF EXAMPLE READERS", 40, False),
    ],
)
def test_a_legible_title_lets_fewer_captions_suffice_on_a_card(
    title: str, captions: int, known: bool
) -> None:
    spec = replace(spec_of(TITLED, []), min_score=0.45)
    lines = [line(title, 0, 30), *(line("gibberish", 0, 60 + 20 * row) for row in range(captions))]
    found = classify(rows_of(lines, SIZE), None, (spec,), lines=lines)
    # The title is 2 of 8 points: a quarter, which is over half of what is asked for.
    assert (found.spec is spec) == known


def test_a_misread_caption_under_another_does_not_hide_the_value_far_beside_that() -> None:
    labels = [LabelSpec("FIRST NAME", field="given_names"), LabelSpec("MIDDLE NAME", field="middle_name")]
    lines = [
        line("FIRST NAME", 10, 100),
        line("OTTOLINE", 400, 100),
        line("MDDLE NASE", 10, 132),
        line("VESPER", 400, 132),
    ]
    assert values(lines, labels, [FieldSpec("given_names")]) == {"given_names": "OTTOLINE"}


def test_a_date_is_no_part_of_the_words_beside_it_whose_caption_is_another() -> None:
    labels = [LabelSpec("Issued", field="issue_date"), LabelSpec("Authority", field="issuing_authority")]
    fields = [
        FieldSpec("issue_date", pattern=r"\d\d? [A-Z]{3} \d{4}"),
        FieldSpec("issuing_authority", pattern=r"[^\W\d_].*"),
    ]
    lines = [line("Issued", 10, 100), line("Authority", 90, 100), line("26 JAN 2016 Town Hall", 10, 132)]
    found = values(lines, labels, fields)
    assert found == {"issue_date": "26 JAN 2016", "issuing_authority": "Town Hall"}


def test_a_line_that_is_the_value_of_another_caption_continues_none() -> None:
    labels = [LabelSpec("ADDRESS", field="address"), LabelSpec("PRECINCT", field="precinct")]
    fields = [FieldSpec("address", lines=2), FieldSpec("precinct", pattern=r"\d{4}[A-Z]")]
    lines = [
        line("ADDRESS", 10, 100),
        line("PRECINCT", 140, 112),
        line("12 CROWN ROW", 10, 130),
        line("6010A", 140, 135),
        line("OLDPORT", 10, 160),
    ]
    assert values(lines, labels, fields) == {"address": "12 CROWN ROW OLDPORT", "precinct": "6010A"}


def test_the_misread_last_letter_of_a_plural_is_no_value() -> None:
    labels = [LabelSpec("Given names", field="given_names", variants=("Given name",))]
    lines = [line("Given namea", 10, 100), line("Ottoline", 10, 132)]
    assert values(lines, labels, [FieldSpec("given_names")]) == {"given_names": "Ottoline"}


def test_a_short_label_within_a_value_is_none_where_its_entry_is_numbered() -> None:
    labels = [
        LabelSpec("LN", field="surname", variants=("1.",)),
        LabelSpec("Address", field="address", variants=("8.",)),
    ]
    fields = [FieldSpec("surname"), FieldSpec("address")]
    lines = [line("1 ALDERMOOR", 10, 100), line("8 74 CEDAR LN OLDPORT", 10, 160)]
    assert values(lines, labels, fields) == {"surname": "ALDERMOOR", "address": "74 CEDAR LN OLDPORT"}


def test_a_numbered_label_takes_its_word_along_if_one_letter_of_it_is_misread() -> None:
    labels = [LabelSpec("END", field="endorsements", variants=("9a.", "9a END"))]
    fields = [FieldSpec("endorsements", pattern=r"\b[A-Z0-9]{1,5}\b")]
    assert values([line("9a ENO NONE", 10, 100)], labels, fields) == {"endorsements": "NONE"}
    assert values([line("9a ENO", 10, 100)], labels, fields) == {"endorsements": "ENO"}
    assert values([line("9a M NONE", 10, 100)], labels, fields) == {"endorsements": "M"}


@pytest.mark.parametrize(
    ("title", "captions"),
    [
        ("居留许可", ("姓", "名", "性别", "国籍", "出生日期", "有效期至")),
        ("在留カード", ("姓", "名", "性別", "国籍", "生年月日", "有効期間満了日")),
    ],
)
def test_a_residence_card_with_captions_in_han_alone_is_an_identity_card(
    title: str, captions: tuple[str, ...]
) -> None:
    printed = ("ASPDAL", "RUNE", "M", "JPN", "03 02 1971", "11 04 2025")
    lines = [line(title, 500, 20, pitch=20)]
    for row, (caption, value) in enumerate(zip(captions, printed, strict=True)):
        lines += [line(caption, 300, 100 + 70 * row, pitch=20), line(value, 300, 130 + 70 * row)]
    spec = classify(rows_of(lines, SIZE), None, all_specs(), lines=lines).spec
    assert spec.key == "id_td1_front"
    found = {value.name: value.text for value in label_values(lines, spec, SIZE)}
    assert found["surname"] == "ASPDAL"
    assert found["expiry_date"] == "11 04 2025"


CYRILLIC = (
    LabelSpec("Surname", "surname", variants=("Фамилия",)),
    LabelSpec("Identity card", weight=2.0, variants=("Удостоверение личности",)),
    LabelSpec("Document No", "document_number", variants=("Номер",)),
    LabelSpec("Sex", "sex", variants=("Пол",)),
    LabelSpec("Given names", "given_names", variants=("Имя",)),
)


@pytest.mark.parametrize(
    ("read", "label"),
    [
        ("Φamunug/Nom", "Surname"),
        ("YOCTOBEPEHNE NNHHOCTW", "Identity card"),
        ("Homep A1234567", "Document No"),
        ("Πon F", "Sex"),
        ("Nmg: ANNA", "Given names"),
        ("NMA: ANNA", "Given names"),
    ],
)
def test_cyrillic_captions_are_found_by_what_latin_letters_they_look_like(read: str, label: str) -> None:
    assert [match.label.text for match in spot([read], CYRILLIC)] == [label]


@pytest.mark.parametrize("read", ["FAMILIA", "NO SMOKING", "Hobbes", "CAMPING", "LENTOPOSTI YOKOHAMA NIHON"])
def test_latin_words_are_no_cyrillic_captions(read: str) -> None:
    assert spot([read], CYRILLIC) == ()
