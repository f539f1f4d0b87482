"""What is kept of a run: it comes back the same, survives a cut, and redacted it scores the same."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bench_fakes import ANSWERS, FIELDS, QUAD, RIGHT, TODAY, ZONE, card_of, dataset_of, truth_of
from hypothesis import given
from hypothesis import strategies as st

from idvision.bench.answer import Answer, AnsweredCard, AnsweredField
from idvision.bench.answer_json import answer_from_json, answer_to_json
from idvision.bench.metrics.basics import edit_distance
from idvision.bench.metrics.fields import normalised
from idvision.bench.metrics.mrz import is_zone_exact, passes_checks
from idvision.bench.providers.protocol import About, Price
from idvision.bench.recordings import (
    Recording,
    RecordingError,
    about_from_json,
    about_to_json,
    load_recording,
    open_recording,
    recording_path,
)
from idvision.bench.redaction import FOREIGN, redact, restore, stand_in, truth_mark
from idvision.bench.scoring import score
from idvision.bench.truth import TruthCard, TruthPhoto

ABOUT = About("fake", "1", "cloud", ANSWERS, Price(9.9, "CNY", "a page", date(2026, 1, 2)))
FULL = replace(
    RIGHT, decision="review", defects=("blur",), quality=0.25, attacks=(("photocopy", 0.5),), error=None
)
PHOTO = truth_of("a.jpg")


@pytest.mark.parametrize(
    "answer", [Answer(), FULL, Answer(error="refused", milliseconds=3.0), Answer(defects=(), attacks=())]
)
def test_an_answer_comes_back_the_same(answer: Answer) -> None:
    assert answer_from_json(json.loads(json.dumps(answer_to_json(answer)))) == answer


@pytest.mark.parametrize("about", [ABOUT, replace(ABOUT, price=None)])
def test_a_description_comes_back_the_same(about: About) -> None:
    assert about_from_json(json.loads(json.dumps(about_to_json(about)))) == about


def recorded(path: Path, redacted: bool = False, answer: Answer = FULL) -> Recording:
    recording = open_recording(path, redacted, TODAY)
    recording.begin(ABOUT)
    recording.keep(b"picture", PHOTO, answer)
    return recording


def reopened(path: Path) -> Recording:
    recording = load_recording(path, TODAY)
    assert recording is not None
    return recording


def test_a_recording_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "own@fake.jsonl"
    recorded(path)
    recording = open_recording(path, False, TODAY)
    recording.begin(ABOUT)
    recording.keep(b"other", PHOTO, Answer(error="refused"))
    assert reopened(path).answer(b"picture", PHOTO) == FULL
    assert reopened(path).answer(b"other", PHOTO) == Answer(error="refused")
    assert reopened(path).answer(b"a third", PHOTO) is None
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3, "one description, two answers"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_later_of_two_answers_about_a_picture_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    recorded(path, answer=Answer(error="busy")).keep(b"picture", PHOTO, FULL)
    assert reopened(path).answer(b"picture", PHOTO) == FULL


def test_answers_of_another_version_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    recorded(path).begin(replace(ABOUT, version="2"))
    again = reopened(path)
    assert again.about == replace(ABOUT, version="2")
    assert again.answer(b"picture", PHOTO) is None


@pytest.mark.parametrize("rest", [b'{"picture": "ab', b"\xff\xfe", b"{}"])
def test_a_line_that_was_cut_off_is_dropped_and_the_next_one_is_whole(tmp_path: Path, rest: bytes) -> None:
    path = tmp_path / "a.jsonl"
    recorded(path)
    whole = path.read_bytes()
    path.write_bytes(whole + rest)
    assert reopened(path).answer(b"picture", PHOTO) == FULL
    assert path.read_bytes() == whole
    recorded(path).keep(b"other", PHOTO, Answer())
    assert reopened(path).answer(b"other", PHOTO) == Answer()


def test_a_file_of_which_only_a_cut_off_line_is_left_is_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"recording": 1')
    assert load_recording(path, TODAY) is None
    assert recorded(path).answer(b"picture", PHOTO) == FULL
    assert load_recording(tmp_path / "none.jsonl", TODAY) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("{", "JSONDecodeError"),
        ('{"picture": "ab"}', "KeyError"),
        ('{"recording": 99}', "ValueError"),
        ("[]", "TypeError"),
    ],
)
def test_a_damaged_line_is_named_without_what_it_says(tmp_path: Path, line: str, kind: str) -> None:
    path = tmp_path / "a.jsonl"
    recorded(path)
    path.write_bytes(path.read_bytes() + line.encode() + b"\n")
    with pytest.raises(RecordingError, match=rf"^a.jsonl: line 3 is damaged \({kind}\)$"):
        load_recording(path, TODAY)


def test_answers_before_any_description_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"picture": "ab", "version": "1", "answer": {}}\n')
    with pytest.raises(RecordingError, match="line 1"):
        load_recording(path, TODAY)


def test_a_damaged_answer_is_an_error_of_the_file(tmp_path: Path) -> None:
    recording = recorded(tmp_path / "a.jsonl")
    next(iter(recording.entries.values()))["answer"] = {"cards": [{"quad": [[0, 0]]}]}
    with pytest.raises(RecordingError, match="an answer is damaged"):
        recording.answer(b"picture", PHOTO)


@pytest.mark.parametrize(("first", "word"), [(False, "values"), (True, "no values")])
def test_values_and_none_do_not_share_a_file(tmp_path: Path, first: bool, word: str) -> None:
    path = tmp_path / "a.jsonl"
    recorded(path, first)
    with pytest.raises(RecordingError, match=f"a.jsonl was recorded with {word}: choose another folder"):
        open_recording(path, not first, TODAY)


def test_names_that_differ_have_files_that_differ(tmp_path: Path) -> None:
    names = ["own", "a/b", "a_b", "a b", "../x", "林"]
    paths = {recording_path(tmp_path, name, "local") for name in names}
    assert len(paths) == len(names)
    assert {path.parent for path in paths} == {tmp_path}
    assert recording_path(tmp_path, "own", "local").name == "own@local.jsonl"


# --- redacted ---


def test_a_redacted_file_holds_no_value(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    wrong = card_of(
        {"name": "林小丹", "birth_date": "1990-04-06"}, (ZONE[0], ZONE[1].replace("8001", "8081"))
    )
    recorded(path, True, replace(FULL, cards=(wrong,), text=("SECRET LINE",)))
    text = path.read_text(encoding="utf-8")
    for secret in ("林小", "1990", "BRANDT", "SECRET", "X1234", "8081", "a.jpg"):
        assert secret not in text


def test_the_mark_of_the_truth_cannot_be_made_from_what_the_file_holds() -> None:
    assert truth_mark(b"picture", PHOTO) != truth_mark(b"another", PHOTO)
    changed = replace(PHOTO, cards=(replace(PHOTO.cards[0], fields=(("name", "林小丹"),)),))
    assert truth_mark(b"picture", PHOTO) != truth_mark(b"picture", changed)


def test_a_redacted_answer_is_good_for_its_truth_only(tmp_path: Path) -> None:
    recording = recorded(tmp_path / "a.jsonl", True)
    changed = replace(PHOTO, cards=(replace(PHOTO.cards[0], fields=(("name", "林小丹"),)),))
    assert recording.answer(b"picture", PHOTO) is not None
    assert recording.answer(b"picture", changed) is None


@pytest.mark.parametrize(
    ("true", "errors", "length", "expected"),
    [
        ("abcd", 0, 4, "abcd"),
        ("abcd", 2, 4, "ab" + FOREIGN * 2),
        ("abcd", 1, 3, "abc"),
        ("abcd", 4, 3, FOREIGN * 3),
        ("abcd", 2, 5, "abc" + FOREIGN * 2),
        ("abcd", 4, 0, ""),
        ("", 3, 3, FOREIGN * 3),
        # Cut at its end it would end in a space, which does not count.
        ("ab cd", 2, 3, "b c"),
    ],
)
def test_a_stand_in_has_length_and_distance(true: str, errors: int, length: int, expected: str) -> None:
    made = stand_in(true, errors, length)
    assert (len(made), edit_distance(made, true)) == (length, errors)
    if true != "ab cd":
        assert made == expected
    assert normalised(made) == made


@given(st.text("abc 林", max_size=12), st.text("abc 林x", max_size=12))
def test_every_misreading_has_a_stand_in_of_the_same_distance(true: str, read: str) -> None:
    plain_true, plain_read = normalised(true), normalised(read)
    errors = edit_distance(plain_read, plain_true)
    made = stand_in(plain_true, errors, len(plain_read))
    assert edit_distance(normalised(made), plain_true) == errors
    assert (normalised(made) == plain_true) == (errors == 0)


FALSE_VALID = ("P<UTOBRANDT<<ELSE<<<<<<<<<<<<<<<<<<<<<<<<<<<", ZONE[1])
MISREAD = {"name": "林小丹", "birth_date": "1990-04-05", "surname": "BRAND"}


@pytest.mark.parametrize(
    "card",
    [
        card_of(),
        card_of(MISREAD),
        card_of({}),
        card_of(MISREAD, FALSE_VALID),
        card_of(MISREAD, (ZONE[0], ZONE[1].replace("X1", "K1"))),
        card_of(MISREAD, ZONE[:1]),
        card_of({"name": " 林小舟 ", "surname": "brandt", "unasked": "more"}, ()),
        replace(card_of(MISREAD), quad=None, document=None, side=None),
    ],
)
def test_a_redacted_answer_scores_the_same(card: AnsweredCard) -> None:
    dataset = dataset_of("a.jpg", "b.jpg")
    answer = replace(FULL, cards=(card,), text=("林小舟 and more", "05.04.1990"))
    kept = json.loads(json.dumps(redact(answer, dataset.photos[0], TODAY)))
    again = restore(kept, dataset.photos[0], TODAY)
    plain = score(dataset, ABOUT, {"a.jpg": answer, "b.jpg": RIGHT}, TODAY)
    redacted = score(dataset, ABOUT, {"a.jpg": again, "b.jpg": RIGHT}, TODAY)
    assert redacted == plain


def test_a_zone_that_is_wrong_and_valid_stays_so() -> None:
    assert passes_checks(FALSE_VALID, TODAY)
    answer = Answer(cards=(card_of(mrz=FALSE_VALID),))
    (card,) = restore(redact(answer, PHOTO, TODAY), PHOTO, TODAY).cards
    assert passes_checks(card.mrz, TODAY)
    assert not is_zone_exact(card.mrz, ZONE)
    assert card.mrz != FALSE_VALID


def test_of_two_documents_each_answer_is_measured_against_its_own() -> None:
    right = ((150.0, 10.0), (190.0, 10.0), (190.0, 40.0), (150.0, 40.0))
    cards = (
        TruthCard("passport", "page", QUAD, (("name", "ANNA"),)),
        TruthCard("passport", "page", right, (("name", "BERTHOLD"),)),
    )
    photo = TruthPhoto("a.jpg", "pair", 200, 100, cards)
    said = tuple(
        AnsweredCard("passport", "page", quad, (AnsweredField("name", value, 0.5),))
        for quad, value in ((right, "BERTHOLT"), (QUAD, "ANNA"), (None, "STRANGER"))
    )
    again = restore(redact(Answer(cards=said), photo, TODAY), photo, TODAY)
    values = [card.fields[0].value for card in again.cards]
    assert values == ["berthol" + FOREIGN, "anna", FOREIGN * 8]


def test_what_stands_in_the_text_stays_apart() -> None:
    photo = replace(PHOTO, cards=(replace(PHOTO.cards[0], fields=(("a", "AB"), ("b", "CD"), ("c", "BC"))),))
    again = restore(redact(Answer(text=("AB", "...", "X", "CD")), photo, TODAY), photo, TODAY)
    assert [text for text in again.text if text != FOREIGN] == ["AB", "CD"]
    assert again.text.count(FOREIGN) == 2


@pytest.mark.parametrize("answer", [Answer(error="refused"), Answer(cards=(card_of(),))])
def test_a_picture_without_documents_keeps_what_is_no_value(answer: Answer) -> None:
    photo = replace(PHOTO, cards=())
    again = restore(redact(answer, photo, TODAY), photo, TODAY)
    assert (again.error, len(again.cards)) == (answer.error, len(answer.cards))
    assert all(field.value.strip(FOREIGN) == "" for card in again.cards for field in card.fields)
    assert dict(FIELDS).keys() >= {field.name for card in again.cards for field in card.fields}
