"""A user's own folder: a CSV or JSON beside the pictures, or pictures alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench_sets import picture, write_json
from truth_files import native_entry, write_truth

from idvision.bench.datasets import Wanted, open_dataset
from idvision.bench.errors import UnreadableDatasetError
from idvision.bench.truth import TruthCard, TruthPhoto

HEAD = "file,document,side,x1,y1,x2,y2,x3,y3,x4,y4,mrz,hidden,group,attack,defects,severity,name,id_number"
QUAD = "10,10,50,10,50,40,10,40"


def write_csv(folder: Path, *lines: str, head: str = HEAD) -> Path:
    for name in ("a.jpg", "b.png"):
        picture(folder / name)
    path = folder / "truth.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def only(folder: Path, *lines: str, head: str = HEAD) -> TruthPhoto:
    write_csv(folder, *lines, head=head)
    (photo,) = open_dataset(str(folder)).photos
    return photo


def test_a_row_is_a_document_and_rows_of_one_file_are_one_picture(tmp_path: Path) -> None:
    photo = only(
        tmp_path,
        f"a.jpg,chn_resident_id,front,{QUAD},,name,street,screen_recapture,blur|glare,2.5,林小舟,1101",
        "a.jpg,chn_resident_id,back,,,,,,,,,,,,,,,,",
    )
    outline = ((10.0, 10.0), (50.0, 10.0), (50.0, 40.0), (10.0, 40.0))
    fields = (("name", "林小舟"), ("id_number", "1101"))
    assert photo.cards == (
        TruthCard("chn_resident_id", "front", outline, fields, (), ("name",)),
        TruthCard("chn_resident_id", "back", None, ()),
    )
    assert (photo.group, photo.attack, photo.defects, photo.severity, photo.stated) == (
        *("street", "screen_recapture", ("blur", "glare")),
        *(2.5, True),
    )
    assert (photo.width, photo.height) == (60, 50)


def test_a_short_csv_with_semicolons_is_enough(tmp_path: Path) -> None:
    photo = only(tmp_path, "a.jpg;passport;AB<|CD<", head="file;document;mrz")
    assert photo.cards == (TruthCard("passport", "page", None, (), ("AB<", "CD<")),), (
        "a passport has one side"
    )
    assert (photo.group, photo.attack, photo.defects, photo.severity) == ("photo", None, None, None)


def test_a_genuine_picture_without_defects_is_another_thing_than_an_unjudged_one(tmp_path: Path) -> None:
    photo = only(tmp_path, "a.jpg,none,none", head="file,attack,defects")
    assert (photo.cards, photo.stated, photo.attack, photo.defects) == ((), True, "", ())


def test_a_line_break_inside_a_value_is_kept(tmp_path: Path) -> None:
    photo = only(tmp_path, 'a.jpg,passport,"1 Quay\nPort"', head="file,document,address")
    assert photo.cards[0].fields == (("address", "1 Quay\nPort"),)


@pytest.mark.parametrize(
    ("line", "head", "complaint"),
    [
        ("a.jpg", "picture", "no column `file`"),
        ("a.jpg,1", "file", "row 2: too many cells"),
        (",passport", "file,document", "row 2: too many cells, or no file"),
        ("c.jpg,passport", "file,document", "c.jpg: the picture is missing"),
        ("a.jpg,chn_resident_id", "file,document", "row 2: side is none of front, back, page"),
        ("a.jpg,library_card,left", "file,document,side", "row 2: side is none of front, back, page"),
        ("a.jpg,Ilse", "file,name", "row 2: no document"),
        ("a.jpg,fake", "file,attack", "row 2: attack is none or of screen_recapture"),
        ("a.jpg,dirt", "file,defects", "row 2: defects are none or of blur"),
        ("a.jpg,much", "file,severity", "row 2: severity is not a number"),
        (f"a.jpg,passport,page,{QUAD[:-2]}x" + "," * 8, HEAD, "row 2: x1 to y4 are not eight numbers"),
        ("a.jpg,passport,page,10,10,10,40,50,40,50,10" + "," * 8, HEAD, "row 2: quad is not convex"),
    ],
)
def test_a_row_that_cannot_be_is_named_without_its_values(
    tmp_path: Path, line: str, head: str, complaint: str
) -> None:
    write_csv(tmp_path, line, head=head)
    with pytest.raises(UnreadableDatasetError) as caught:
        open_dataset(str(tmp_path))
    assert complaint in str(caught.value)
    assert "Ilse" not in str(caught.value)
    assert caught.value.code == "dataset_unreadable"


def test_a_csv_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_bytes("file,name\na.jpg,Zoé".encode("latin-1"))
    with pytest.raises(UnreadableDatasetError, match="cannot be read as UTF-8"):
        open_dataset(str(tmp_path / "truth.csv"))


def test_a_json_of_either_dialect_is_opened_by_its_folder_or_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    picture(folder / "a.jpg", 400, 300)
    path = write_truth(folder, native_entry(attack="photocopy", severity=3))
    for spec in (str(folder), str(path)):
        dataset = open_dataset(spec)
        (photo,) = dataset.photos
        assert (dataset.name, dataset.licence, dataset.synthetic) == ("mine", "", False)
        assert (photo.attack, photo.severity, photo.cards[0].document) == ("photocopy", 3, "chn_resident_id")
        assert dataset.pictures["a.jpg"] == (folder / "a.jpg").read_bytes()
    assert open_dataset(f"realset:{folder}").name == "realset"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[{", "not JSON in UTF-8"),
        ('["a"]', "not a list of pictures"),
        ('[{"file": "a.jpg", "cards": []}]', "an entry has no 'kind'"),
        (json.dumps([native_entry(cards=[])]), "a.jpg: the picture is missing"),
    ],
)
def test_a_json_that_cannot_be_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "truth.json").write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableDatasetError, match=complaint):
        open_dataset(str(tmp_path))


def test_a_quad_of_a_json_that_runs_the_wrong_way_is_refused(tmp_path: Path) -> None:
    entry: dict[str, Any] = native_entry()
    entry["cards"][0]["quad"] = entry["cards"][0]["quad"][::-1]
    write_json(tmp_path / "truth.json", [entry])
    with pytest.raises(UnreadableDatasetError, match=r"a\.jpg: quad is not convex and clockwise"):
        open_dataset(str(tmp_path))


def test_pictures_without_truth_say_so_and_come_in_the_order_people_count(tmp_path: Path) -> None:
    for name in ("10.jpg", "9.png", "deep/1.tif"):
        picture(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    dataset = open_dataset(str(tmp_path))
    assert [photo.file for photo in dataset.photos] == ["9.png", "10.jpg", "deep/1.tif"]
    assert [(photo.stated, photo.cards) for photo in dataset.photos] == [(False, ())] * 3
    few = open_dataset(str(tmp_path), Wanted(limit=1))
    assert list(few.pictures) == ["9.png"]


def test_a_file_that_only_looks_like_a_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"not a picture")
    with pytest.raises(UnreadableDatasetError, match=r"a\.jpg: not a picture that can be read"):
        open_dataset(str(tmp_path))
