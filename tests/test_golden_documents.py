"""Every declared side answers to its remembered lines as it did: see `tests/golden_documents.py`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from idvision.documents import DocumentSpec, all_specs
from tests.golden_documents import (
    FOLDER,
    Golden,
    answer_of,
    as_text,
    load,
    path_of,
    remembered_specs,
    sure_but_wrong,
    wrong_values,
)

BACK = next(spec for spec in all_specs() if spec.key == "chn_resident_id_back")
PASSPORT = next(spec for spec in all_specs() if spec.key == "passport_page")


@pytest.mark.parametrize("spec", remembered_specs(), ids=lambda spec: spec.key)
def test_the_answer_is_the_committed_one(spec: DocumentSpec) -> None:
    golden = load(path_of(spec))
    # After a change that is meant: make golden.
    assert answer_of(golden.lines, golden.zone, golden.size_wh) == golden.answer
    assert wrong_values(golden.answer, golden.drawn["values"]) == golden.wrong


@pytest.mark.parametrize("spec", remembered_specs(), ids=lambda spec: spec.key)
def test_a_golden_document_is_known_and_no_value_surely_wrong(spec: DocumentSpec) -> None:
    golden = load(path_of(spec))
    (card,) = golden.answer["cards"]
    assert card["document"] == {"type": spec.type, "side": spec.side.value, "form": spec.form}
    assert sure_but_wrong(golden) == ()
    # Most of the values come out right, or the file holds nothing together.
    assert 2 * len(golden.wrong) < len(golden.drawn["values"])


def test_no_golden_file_is_of_a_side_that_is_not_declared() -> None:
    assert set(FOLDER.glob("*.json")) == {path_of(spec) for spec in remembered_specs()}


def test_a_golden_file_is_written_as_it_was_read(tmp_path: Path) -> None:
    for spec in (BACK, PASSPORT):
        text = path_of(spec).read_text(encoding="utf-8")
        assert as_text(load(path_of(spec))) == text
        assert json.loads(text)["lines"]


def altered(golden: Golden, old: str, new: str) -> dict[str, Any]:
    """The answer where every line reads `new` for `old`, both of one length."""
    lines = tuple(replace(line, text=line.text.replace(old, new)) for line in golden.lines)
    assert len(old) == len(new)
    assert lines != golden.lines
    return answer_of(lines, golden.zone, golden.size_wh)


def test_another_reading_gives_another_answer() -> None:
    golden = load(path_of(BACK))
    name = golden.drawn["values"]["issuing_authority"]
    answer = altered(golden, name[:2], "某某")
    (card,) = answer["cards"]
    assert card["fields"]["issuing_authority"]["value"] == "某某" + name[2:]
    assert wrong_values(answer, golden.drawn["values"]) == ("issuing_authority",)


def test_a_date_that_breaks_its_check_is_named_in_the_answer() -> None:
    golden = load(path_of(BACK))
    year, month, day = golden.drawn["values"]["valid_from"].split("-")
    (card,) = altered(golden, f"{year}.{month}.{day}", f"{year}.99.{day}")["cards"]
    assert card["fields"]["valid_from"]["problems"] == ["invalid_date"]
    assert card["decision"] == "review"


def test_a_zone_is_read_by_its_rows() -> None:
    golden = load(path_of(PASSPORT))
    rows = list(golden.zone)
    digit = rows[1][9]
    rows[1] = rows[1][:9] + str((int(digit) + 1) % 10) + rows[1][10:]
    (card,) = answer_of(golden.lines, rows, golden.size_wh)["cards"]
    assert card["mrz"]["fields"]["document_number"]["problems"] == ["checksum_failed"]
    assert card["decision"] != "accept"


def test_nothing_remembered_is_no_document() -> None:
    answer = answer_of((), (), (1142, 720))
    assert answer == {"cards": []}
    assert wrong_values(answer, {"name": "x"}) == ("name",)
