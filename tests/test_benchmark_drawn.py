"""Drawn sets as truth of the benchmarks: what is counted, and what nobody can read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drawn_sets import FIELDS, Page, Picture, write_pictures
from sample_results import ACCEPT, CARD

from benchmarks import accuracy, judge
from idvision.bench.datasets.drawn import drawn_folders, load_drawn
from idvision.bench.matching import Pair, compare
from idvision.bench.pictures import PictureFiles, joined
from idvision.bench.truth import TruthPhoto
from idvision.geometry import as_quad, quad_points

# In photo pixels: the name stands at 100..200 by 100..120, the number at 100..300 by 240..260.
OVER_NAME = (150, 90, 210, 130)
FAINTLY_OVER_NAME = (190, 90, 210, 130)


def only_photo(folder: Path, picture: Picture) -> TruthPhoto:
    (photo,) = load_drawn(write_pictures(folder, (picture,)))
    return photo


def test_a_drawn_document_becomes_a_card_of_the_truth(tmp_path: Path) -> None:
    photo = only_photo(tmp_path / "glare", Picture((Page(),)))
    (card,) = photo.cards
    assert (photo.file, photo.group, photo.width, photo.height) == (
        *("glare/pictures/000000.jpg", "glare"),
        *(480, 360),
    )
    assert (card.document, card.side, dict(card.fields), card.mrz) == ("chn_resident_id", "front", FIELDS, ())
    assert card.quad == ((79.5, 79.5), (399.5, 79.5), (399.5, 279.5), (79.5, 279.5))
    assert card.hidden_fields == ()


@pytest.mark.parametrize(
    ("picture", "hidden"),
    [
        (Picture((Page(),), covered=OVER_NAME), ("name",)),
        (Picture((Page(),), glare=OVER_NAME), ("name",)),
        (Picture((Page(),), glare=FAINTLY_OVER_NAME), ()),
        # A fifth of the print's height of 20 px.
        (Picture((Page(),), smear_px=4.5), ("name", "id_number")),
        # Of Han print, as the name, 13 %.
        (Picture((Page(),), smear_px=3.5), ("name",)),
        (Picture((Page(),), smear_px=2.5), ()),
        # The lower part of the page lies outside of the photo.
        (Picture((Page(at=(80, 200)),)), ("id_number",)),
        # Another document lies over the number, and hides nothing of its own.
        (Picture((Page(), Page(at=(80, 230)))), ("id_number",)),
    ],
)
def test_print_that_is_covered_or_smeared_is_hidden(
    tmp_path: Path, picture: Picture, hidden: tuple[str, ...]
) -> None:
    assert only_photo(tmp_path, picture).cards[0].hidden_fields == hidden


def test_hidden_fields_of_one_document_are_not_those_of_its_neighbour(tmp_path: Path) -> None:
    photo = only_photo(tmp_path, Picture((Page(), Page(at=(80, 230)))))
    above = Pair(photo, photo.cards[1], None, 0.0)
    assert judge.is_hidden(Pair(photo, photo.cards[0], None, 0.0), "id_number")
    assert "name" not in photo.cards[1].hidden_fields
    assert not judge.is_hidden(above, "name")


def test_a_document_hardly_to_be_seen_may_be_found_or_not(tmp_path: Path) -> None:
    photo = only_photo(tmp_path, Picture((Page(), Page(at=(80, 300), visible=0.2))))
    assert (len(photo.cards), len(photo.partial)) == (1, 1)
    whole = replace(CARD, quad=photo.cards[0].quad)
    part = replace(CARD, quad=quad_points(as_quad([[80, 300], [400, 300], [400, 359], [80, 359]])))
    table = replace(CARD, quad=quad_points(as_quad([[0, 0], [60, 0], [60, 60], [0, 60]])))
    assert compare(photo, (whole, part), ACCEPT.decision).cards == (whole,)
    assert compare(photo, (whole,), ACCEPT.decision).cards == (whole,)
    assert compare(photo, (whole, table), ACCEPT.decision).cards == (whole, table)


def test_a_path_may_be_a_set_its_truth_or_a_folder_of_sets(tmp_path: Path) -> None:
    first = write_pictures(tmp_path / "sets" / "a", (Picture(),))
    second = write_pictures(tmp_path / "sets" / "b", (Picture((Page(),)),))
    assert drawn_folders(first / "truth.jsonl") == drawn_folders(first) == (first,)
    assert drawn_folders(tmp_path / "sets") == (first, second)
    assert drawn_folders(tmp_path) == ()
    photos, pictures = accuracy.load_photos([tmp_path / "sets"])
    assert [photo.group for photo in photos] == ["a", "b"]
    assert pictures[photos[1].file] == (second / "pictures" / "000000.jpg").read_bytes()
    assert list(pictures) == ["a/pictures/000000.jpg", "b/pictures/000000.jpg"]


def test_one_name_cannot_stand_for_two_pictures() -> None:
    one = PictureFiles({"a.jpg": Path("x/a.jpg")})
    assert joined([one, one]).paths == one.paths
    with pytest.raises(ValueError, match=r"a\.jpg"):
        joined([one, PictureFiles({"a.jpg": Path("y/a.jpg")})])
