"""The MIDV family: folders of the published structure become outlines, values, zones and kinds of attack."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench_sets import SQUARE, ZONE_TD3, outline_region, picture, text_region, via_project, write_json

from idvision.bench.datasets import Wanted, open_dataset
from idvision.bench.datasets.midv_names import document_of, fields_of
from idvision.bench.errors import UnreadableDatasetError
from idvision.bench.truth import TruthCard, TruthPhoto

# In a frame of 60 x 50 pixels: a fifth of it is to be seen, and nothing of it.
MOSTLY_OUTSIDE = [[51.5, 10], [91.5, 10], [91.5, 40], [51.5, 40]]
OUTSIDE = [[100, 10], [140, 10], [140, 40], [100, 40]]


def by_name(root: Path, spec: str = "{}") -> dict[str, TruthPhoto]:
    dataset = open_dataset(spec.format(root))
    assert set(dataset.pictures) == {photo.file for photo in dataset.photos}
    return {photo.file: photo for photo in dataset.photos}


def midv500(root: Path, clip: str = "TA") -> Path:
    """One passport with its artwork and three frames of a clip."""
    folder = root / "05_aze_passport"
    picture(folder / "images" / "05_aze_passport.tif")
    fields = {"field01": {"value": "BRANDT", "quad": SQUARE}, "photo": {"quad": SQUARE}}
    fields |= {f"field{number}": {"value": line, "quad": SQUARE} for number, line in enumerate(ZONE_TD3, 10)}
    write_json(folder / "ground_truth" / "05_aze_passport.json", fields)
    for number, quad in enumerate((SQUARE, MOSTLY_OUTSIDE, OUTSIDE), start=1):
        name = f"{clip}05_{number:02d}"
        picture(folder / "images" / clip / f"{name}.tif")
        write_json(folder / "ground_truth" / clip / f"{name}.json", {"quad": quad})
    return root


def test_midv500_gives_artwork_and_frames_with_the_zone_of_the_artwork(tmp_path: Path) -> None:
    photos = by_name(midv500(tmp_path))
    flat = photos["05_aze_passport/images/05_aze_passport.tif"]
    first = photos["05_aze_passport/images/TA/TA05_01.tif"]
    assert (flat.group, first.group, first.width, first.height) == ("template", "table", 60, 50)
    assert flat.cards == (TruthCard("passport", "page", None, (), ZONE_TD3),)
    outline = ((10.0, 10.0), (50.0, 10.0), (50.0, 40.0), (10.0, 40.0))
    assert first.cards == (TruthCard("passport", "page", outline, (), ZONE_TD3),)
    assert first.attack == ""


def test_what_leaves_the_frame_is_partial_and_what_has_left_it_is_not_there(tmp_path: Path) -> None:
    photos = by_name(midv500(tmp_path))
    second = photos["05_aze_passport/images/TA/TA05_02.tif"]
    third = photos["05_aze_passport/images/TA/TA05_03.tif"]
    assert (second.cards, second.partial[0][0]) == ((), (51.5, 10.0))
    assert (third.cards, third.partial) == ((), ())


def test_midv2019_is_told_by_the_letters_of_its_clips(tmp_path: Path) -> None:
    midv500(tmp_path, "DG")
    assert open_dataset(str(tmp_path)).name == "midv2019"
    groups = {photo.group for photo in by_name(tmp_path).values()}
    assert groups == {"template", "distorted"}
    assert open_dataset(f"midv500:{tmp_path}").name == "midv500"


def test_a_frame_without_an_outline_is_named(tmp_path: Path) -> None:
    midv500(tmp_path)
    path = tmp_path / "05_aze_passport" / "ground_truth" / "TA" / "TA05_01.json"
    write_json(path, {})
    with pytest.raises(UnreadableDatasetError, match=r"TA05_01\.json: no `quad`"):
        open_dataset(str(tmp_path))


def test_pictures_are_taken_evenly_where_few_are_wanted(tmp_path: Path) -> None:
    dataset = open_dataset(str(midv500(tmp_path)), Wanted(limit=2))
    names = [photo.file.rpartition("/")[2] for photo in dataset.photos]
    assert names == ["05_aze_passport.tif", "TA05_02.tif"], "0 and 2 of 4"
    assert list(dataset.pictures) == [photo.file for photo in dataset.photos]


def midv2020(root: Path) -> Path:
    """One card as artwork, photo and clip."""
    texts = {
        "surname": "Brandt",
        "name": "Ilse",
        "birth_date": "20-11-1991",
        "gender": "F",
        "number": "367 253",
        "nationality": "Utopian",
        "face": "",
    }
    regions = [text_region(name, value) for name, value in texts.items()]
    write_json(root / "templates" / "annotations" / "alb_id.json", via_project({"00.jpg": regions}))
    picture(root / "templates" / "images" / "alb_id" / "00.jpg")
    seen = [outline_region(SQUARE), text_region("face")]
    write_json(root / "photo" / "annotations" / "alb_id.json", via_project({"00.jpg": seen, "01.jpg": seen}))
    picture(root / "photo" / "images" / "alb_id" / "00.jpg")
    write_json(root / "clips" / "annotations" / "alb_id" / "00.json", via_project({"000001.jpg": seen}))
    picture(root / "clips" / "images" / "alb_id" / "00" / "000001.jpg")
    return root


FIELDS = (
    ("surname", "Brandt"),
    ("given_names", "Ilse"),
    ("birth_date", "1991-11-20"),
    ("sex", "F"),
    ("document_number", "367253"),
)


def test_midv2020_gives_every_picture_the_values_of_its_artwork(tmp_path: Path) -> None:
    dataset = open_dataset(str(midv2020(tmp_path)))
    assert dataset.name == "midv2020"
    files = [photo.file for photo in dataset.photos]
    assert files == [
        "templates/images/alb_id/00.jpg",
        "photo/images/alb_id/00.jpg",
        "clips/images/alb_id/00/000001.jpg",
    ], "a picture that is not there is no part of it"
    assert [photo.group for photo in dataset.photos] == ["templates", "photo", "clips"]
    assert {(card.document, card.side, card.fields) for photo in dataset.photos for card in photo.cards} == {
        ("id_td1", "front", FIELDS)
    }
    assert [photo.cards[0].quad is None for photo in dataset.photos] == [True, False, False]


def test_what_is_no_project_of_the_annotator_is_named(tmp_path: Path) -> None:
    midv2020(tmp_path)
    write_json(tmp_path / "photo" / "annotations" / "alb_id.json", {"pictures": []})
    with pytest.raises(UnreadableDatasetError, match=r"alb_id\.json: not a project"):
        open_dataset(str(tmp_path))


@pytest.mark.parametrize("above", ["clips", "."])
@pytest.mark.parametrize(
    ("letters", "group", "attack"),
    [
        ("or", "original", ""),
        ("cc", "colour_copy", "photocopy"),
        ("cg", "grey_copy", "photocopy"),
        ("re", "screen", "screen_recapture"),
    ],
)
def test_dlc2021_tells_the_attack_by_the_name_of_the_clip(
    tmp_path: Path, letters: str, group: str, attack: str, above: str
) -> None:
    root, clip = tmp_path / above, f"07.{letters}0001"
    picture(root / "images" / "svk_id" / clip / "000001.jpg")
    picture(root / "images" / "svk_id" / clip / "000007.jpg")
    project = via_project({"000001.jpg": [outline_region(SQUARE)]})
    write_json(root / "annotations" / "svk_id" / f"{clip}.json", project)
    dataset = open_dataset(str(tmp_path))
    (photo,) = dataset.photos
    assert (dataset.name, photo.group, photo.attack) == ("dlc2021", group, attack)
    (card,) = photo.cards
    assert (card.document, card.side, card.quad is not None) == ("id_td1", "front", True)


def test_frames_of_a_clip_without_annotation_are_taken_without_outline(tmp_path: Path) -> None:
    picture(tmp_path / "images" / "svk_id" / "07.re0002" / "000001.jpg")
    (photo,) = open_dataset(f"dlc2021:{tmp_path}").photos
    assert (photo.cards[0].quad, photo.attack) == (None, "screen_recapture")


def sidtd(root: Path) -> Path:
    """A genuine card, a forgery of its name, one that is not annotated, and frames of both."""
    regions = [text_region("surname", "Brandt"), text_region("name", "Ilse")]
    truth = root / "templates" / "Annotations"
    write_json(truth / "reals" / "alb_id.json", via_project({"00.jpg": regions}))
    write_json(truth / "fakes" / "alb_id_00_fake_6_25.json", {"src": "alb_id_00.jpg", "field": "surname"})
    images = root / "templates" / "Images"
    picture(images / "reals" / "alb_id_00.jpg")
    picture(images / "fakes" / "alb_id_00_fake_6_25.jpg")
    picture(images / "fakes" / "alb_id_00_fake_6_26.jpg")
    picture(root / "clips" / "reals" / "alb_id_00_frame_000121.jpg")
    picture(root / "clips" / "fakes" / "alb_id_00_fake_6_25_frame_90_extracted.png")
    return root


def test_sidtd_tells_forgeries_and_leaves_out_the_value_that_was_altered(tmp_path: Path) -> None:
    dataset = open_dataset(str(sidtd(tmp_path)))
    assert dataset.name == "sidtd"
    told = {photo.file.rpartition("/")[2]: (photo.attack, photo.cards[0].fields) for photo in dataset.photos}
    both = (("surname", "Brandt"), ("given_names", "Ilse"))
    assert told == {
        "alb_id_00.jpg": ("", both),
        "alb_id_00_frame_000121.jpg": ("", both),
        "alb_id_00_fake_6_25.jpg": ("tampered", both[1:]),
        "alb_id_00_fake_6_25_frame_90_extracted.png": ("tampered", both[1:]),
        "alb_id_00_fake_6_26.jpg": ("tampered", ()),
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("aze_passport", ("passport", "page")),
        ("deu_passport_new", ("passport", "page")),
        ("rus_internalpassport", ("rus_internalpassport", "page")),
        ("usa_passportcard", ("usa_passportcard", "front")),
        ("svk_id", ("id_td1", "front")),
        ("pol_drvlic", ("eu_driving_licence", "front")),
        ("jpn_drvlic", ("jpn_drvlic", "front")),
        ("chn_id", ("chn_resident_id", "front")),
        ("xpo_id", ("xpo_id", "front")),
    ],
)
def test_a_code_becomes_a_declared_document_where_one_fits(code: str, expected: tuple[str, str]) -> None:
    assert document_of(code) == expected


def test_a_card_with_its_zone_on_the_front_is_named_after_the_zone() -> None:
    assert document_of("deu_id_old", ("I<UTO" + "<" * 31, "1" * 36)) == ("id_td2", "front")


def test_a_nationality_is_kept_where_it_is_a_code() -> None:
    assert fields_of({"nationality": "UTO", "photo": "x"}) == (("nationality", "UTO"),)
    assert fields_of({"nationality": "Utopian"}) == ()
