"""Other published sets: folders of the published structure become truth, and what is damaged is named."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from bench_sets import ZONE_TD3, picture, write_json

from idvision.bench.dataset import Dataset
from idvision.bench.datasets import open_dataset
from idvision.bench.datasets.docxpand import document_of
from idvision.bench.errors import UnreadableDatasetError
from idvision.bench.truth import TruthCard

SMARTDOC_HEAD = (
    "bg_name,bg_id,model_name,model_id,modeltype_name,modeltype_id,model_subid,image_path,frame_index,"
    "model_width,model_height,tl_x,tl_y,bl_x,bl_y,br_x,br_y,tr_x,tr_y"
)
SMARTDOC_ROW = (
    "background05,4,letter001,5,letter,1,0,background05/letter001/frame_0001.jpeg,1,2100.0,2970.0,"
    "10.5,10,12,40,50,40,49,10"
)


def named(dataset: Dataset, name: str) -> Dataset:
    assert (dataset.name, bool(dataset.licence), bool(dataset.source)) == (name, True, True)
    return dataset


def smartdoc(root: Path, row: str = SMARTDOC_ROW, head: str = SMARTDOC_HEAD) -> Path:
    picture(root / "background05" / "letter001" / "frame_0001.jpeg")
    (root / "metadata.csv.gz").write_bytes(gzip.compress(f"{head}\n{row}\n".encode()))
    return root


def test_smartdoc_gives_outlines_in_our_order_and_the_background_as_severity(tmp_path: Path) -> None:
    (photo,) = named(open_dataset(str(smartdoc(tmp_path))), "smartdoc2015").photos
    outline = ((10.5, 10.0), (49.0, 10.0), (50.0, 40.0), (12.0, 40.0))
    assert photo.cards == (TruthCard("letter", "page", outline, ()),)
    assert (photo.group, photo.severity, photo.attack) == ("background05", 4.0, "")


@pytest.mark.parametrize(
    ("row", "head", "complaint"),
    [
        (SMARTDOC_ROW, SMARTDOC_HEAD.replace("tl_x", "x"), "metadata.csv.gz: no column tl_x"),
        (SMARTDOC_ROW.replace("10.5", "left"), SMARTDOC_HEAD, "frame_0001.jpeg: not a number"),
        (SMARTDOC_ROW.replace("frame_0001", "frame_0002"), SMARTDOC_HEAD, "no picture where smartdoc2015"),
    ],
)
def test_a_list_of_frames_that_is_otherwise_is_refused(
    tmp_path: Path, row: str, head: str, complaint: str
) -> None:
    with pytest.raises(UnreadableDatasetError, match=complaint):
        open_dataset(str(smartdoc(tmp_path, row, head)))


def test_a_list_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv.gz").write_bytes(b"plain")
    with pytest.raises(UnreadableDatasetError, match=r"metadata.csv.gz: cannot be read"):
        open_dataset(str(tmp_path))
    with pytest.raises(UnreadableDatasetError, match=r"no metadata.csv.gz"):
        open_dataset(f"smartdoc2015:{tmp_path.parent}")


def docxpand(root: Path, **changes: Any) -> Path:
    """One passport at a quarter to three quarters of its picture of 60 x 50 pixels."""
    values = {
        "family_name": "BRANDT",
        "given_name": ["ILSE", "UTE"],
        "birth_date": "01.01.1980",
        "gender": "F",
        "nationality": "Utopian Citizen",
        "authority": None,
        "eyes_color": "BLUE",
        "mrz": list(ZONE_TD3),
    }
    corners = {"p1": (0.25, 0.2), "p2": (0.75, 0.2), "p3": (0.75, 0.8), "p4": (0.25, 0.8)}
    annotation = {
        "template": "PP_TD3_A-front",
        "position": {name: {"x": x, "y": y} for name, (x, y) in corners.items()},
        "fields": {"front": {name: {"value": value, "type": "text"} for name, value in values.items()}},
        **changes,
    }
    name = "PP_TD3_A/0a1b-PP_TD3_A-front.jpg"
    document = {"_id": "0a1b", "filename": name, "annotations": [annotation]}
    write_json(root / "labels" / "DocXPand-25k.json", {"info": {}, "documents": [document]})
    picture(root / "images" / name)
    return root


def test_docxpand_gives_pixels_joined_lines_canonical_values_and_the_zone(tmp_path: Path) -> None:
    dataset = named(open_dataset(str(docxpand(tmp_path))), "docxpand")
    (photo,) = dataset.photos
    (card,) = photo.cards
    assert (dataset.synthetic, photo.group, photo.file) == (
        *(True, "PP_TD3_A-front"),
        "images/PP_TD3_A/0a1b-PP_TD3_A-front.jpg",
    )
    assert (card.document, card.side, card.mrz) == ("passport", "page", ZONE_TD3)
    assert card.quad == ((15.0, 10.0), (45.0, 10.0), (45.0, 40.0), (15.0, 40.0))
    assert card.fields == (
        ("surname", "BRANDT"),
        ("given_names", "ILSE UTE"),
        ("birth_date", "1980-01-01"),
        ("sex", "F"),
    )


def test_a_docxpand_document_without_a_place_fills_nothing_in(tmp_path: Path) -> None:
    (photo,) = open_dataset(str(docxpand(tmp_path, position=None))).photos
    assert photo.cards[0].quad is None


@pytest.mark.parametrize(
    ("template", "side", "expected"),
    [
        ("ID_CARD_TD1_A-back", "back", ("id_td1", "back")),
        ("RP_CARD_TD2-front", "front", ("id_td2", "front")),
        ("RP_CARD_TD2-back", "back", ("RP_CARD_TD2", "back")),
        ("PP_TD3_C-front", "front", ("passport", "page")),
    ],
)
def test_a_template_becomes_a_declared_document_where_one_fits(
    template: str, side: str, expected: tuple[str, str]
) -> None:
    assert document_of(template, side) == expected


def test_what_docxpand_would_not_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDatasetError, match="lacks fields or template"):
        open_dataset(str(docxpand(tmp_path, fields={})))
    write_json(tmp_path / "labels" / "DocXPand-25k.json", {"documents": [{"filename": "a.jpg"}]})
    with pytest.raises(UnreadableDatasetError, match="not a list of documents"):
        open_dataset(str(tmp_path))
    with pytest.raises(UnreadableDatasetError, match=r"no labels/DocXPand-25k\.json"):
        open_dataset(f"docxpand:{tmp_path.parent}")


@pytest.mark.parametrize(
    ("name", "document", "kind", "attack"),
    [
        ("DL_010#genuine#22#20221111164659_Android_Crop_image", "kor_driver_licence", "genuine", ""),
        ("ID_125#print#88#20221109103729_Android_Crop_image", "kor_resident_id", "print", "photocopy"),
        ("ID_125#screen#187#20221109164440_cropImage_w582_h907", *("kor_resident_id", "screen"),
         "screen_recapture"),
    ],
)  # fmt: skip
def test_kid34k_is_told_by_the_names_of_its_pictures(
    tmp_path: Path, name: str, document: str, kind: str, attack: str
) -> None:
    picture(tmp_path / "U02_DL" / kind / f"{name}.jpg")
    picture(tmp_path / "U02_DL" / "cover.jpg")
    (photo,) = named(open_dataset(str(tmp_path)), "kid34k").photos
    assert photo.cards == (TruthCard(document, "front", None, ()),)
    assert (photo.group, photo.attack) == (kind, attack)


def test_passporteyes_samples_are_told_by_their_names(tmp_path: Path) -> None:
    for name in ("100_pass-cze2.jpg", "0_id-esp.png", "100_visa-usa.jpg", "77_card-cmw.png", "x.jpg"):
        picture(tmp_path / name)
    dataset = named(open_dataset(str(tmp_path)), "passporteye")
    assert {photo.file: (photo.group, photo.cards[0].document) for photo in dataset.photos} == {
        "0_id-esp.png": ("id", "id_card"),
        "77_card-cmw.png": ("card", "id_card"),
        "100_pass-cze2.jpg": ("pass", "passport"),
        "100_visa-usa.jpg": ("visa", "visa"),
    }
    assert [photo.file for photo in dataset.photos][-1] == "100_visa-usa.jpg", "77 comes before 100"


@pytest.mark.parametrize(
    "name", ["midv500", "midv2019", "midv2020", "dlc2021", "sidtd", "kid34k", "passporteye"]
)
def test_a_folder_without_the_pictures_of_a_set_is_refused_and_told_where_to_ask(
    tmp_path: Path, name: str
) -> None:
    picture(tmp_path / "holiday.jpg")
    with pytest.raises(
        UnreadableDatasetError, match=re.escape(f"no picture where {name} has them; see https")
    ):
        open_dataset(f"{name}:{tmp_path}")
