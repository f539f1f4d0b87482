"""Truth files of both dialects become the same frozen values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from truth_files import native_entry, square, write_truth

from idvision.bench.datasets import dialect, realset, values
from idvision.bench.truth import TruthCard, load_truth


def annotated_entry(doc_type: str, **changes: Any) -> dict[str, Any]:
    document = {"doc_type": doc_type, "side": "front", "quad": None, "fields": {}, **changes}
    return {"file": "b.jpg", "kind": "photo", "width": 40, "height": 30, "cards": [document]}


def test_the_native_form_is_read_as_it_is_with_the_printed_sex_as_its_code(tmp_path: Path) -> None:
    (found,) = load_truth(write_truth(tmp_path, native_entry(hidden_fields=["name"])))
    assert (found.group, found.hidden_fields) == ("glare", ("name",))
    assert found.cards == (
        TruthCard("chn_resident_id", "front", square(10), (("name", "林小舟"), ("sex", "F"))),
    )


def test_a_quad_that_runs_the_wrong_way_round_is_refused(tmp_path: Path) -> None:
    entry = native_entry()
    entry["cards"][0]["quad"] = square(10)[::-1]
    with pytest.raises(ValueError, match=r"a\.jpg: quad is not convex and clockwise"):
        load_truth(write_truth(tmp_path, entry))


def test_the_annotated_dialect_takes_our_names_and_canonical_values(tmp_path: Path) -> None:
    fields = {"name": "林小舟", "sex": "女", "birth": "1990年4月5日", "number": "9901 0120", "colour": "red"}
    (found,) = load_truth(write_truth(tmp_path, annotated_entry("cn_id_card", fields=fields)))
    expected = (("name", "林小舟"), ("sex", "F"), ("birth_date", "1990-04-05"), ("id_number", "99010120"))
    assert found.cards == (TruthCard("chn_resident_id", "front", None, expected),)


def test_a_picture_stored_on_its_side_gets_its_quad_and_size_turned(tmp_path: Path) -> None:
    entry = annotated_entry("bank_card", quad=[[0, 29], [0, 0], [39, 0], [39, 29]])
    (found,) = load_truth(write_truth(tmp_path, {**entry, "exif_orientation": 6}))
    assert (found.width, found.height) == (30, 40)
    assert found.cards[0].quad == ((0.0, 0.0), (29.0, 0.0), (29.0, 39.0), (0.0, 39.0))


@pytest.mark.parametrize(("orientation", "place"), [(1, (3, 2)), (3, (36, 27)), (6, (27, 3)), (8, (2, 36))])
def test_a_stored_point_goes_where_the_orientation_says(orientation: int, place: tuple[int, int]) -> None:
    assert realset.upright_point((3, 2), orientation, (40, 30)) == place


def test_a_mirrored_orientation_is_refused() -> None:
    with pytest.raises(ValueError, match="orientation 2"):
        realset.upright_point((0, 0), 2, (40, 30))


@pytest.mark.parametrize(
    ("doc_type", "side", "mrz", "expected"),
    [
        ("cn_id_card", "back", (), ("chn_resident_id", "back")),
        ("passport", "na", (), ("passport", "page")),
        ("travel_document", "na", ("P" * 44, "1" * 44), ("passport", "page")),
        ("id_card", "back", ("I" * 30, "1" * 30, "A" * 30), ("id_td1", "back")),
        ("id_card", "front", ("I" * 36, "1" * 36), ("id_td2", "front")),
        ("visa", "na", ("V" * 44, "1" * 44), ("visa_mrva", "page")),
        ("visa", "na", ("V" * 36, "1" * 36), ("visa_mrvb", "page")),
        ("id_card", "front", ("I" * 36, "1" * 35), ("id_card", "front")),
        ("driver_licence", "front", ("D" * 30,), ("driver_licence", "front")),
    ],
)
def test_an_annotated_type_is_named_after_its_zone(
    doc_type: str, side: str, mrz: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert dialect.document_of(doc_type, side, mrz) == expected


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("1990年4月5日", "1990-04-05"),
        ("2004-12-31", "2004-12-31"),
        ("2020.08.16.", "2020-08-16"),
        ("14.07.1981 (Utopia city)", "1981-07-14"),
        ("13 07 1990", "1990-07-13"),
        ("05FEB1965", "1965-02-05"),
        ("01 Jan 1976", "1976-01-01"),
        ("03/23/1988", "1988-03-23"),
        ("23/03/1988", "1988-03-23"),
        ("04/04/1988", "1988-04-04"),
        ("长期", "long-term"),
        ("03/04/1988", ""),
        ("12 AUG/AOUT 74", ""),
        ("01.11.10", ""),
        ("05XYZ1965", ""),
        ("85/03/1915", ""),
        ("31.02.2001", ""),
    ],
)
def test_a_printed_date_is_read_only_where_it_has_one_meaning(printed: str, iso: str) -> None:
    assert values.iso_date(printed) == iso


@pytest.mark.parametrize(
    ("printed", "code"), [("F/F", "F"), ("Q/F", "F"), ("男", "M"), ("X", "X"), ("K", "")]
)
def test_a_printed_sex_is_read_only_where_it_is_a_code(printed: str, code: str) -> None:
    assert values.sex_code(printed) == code
