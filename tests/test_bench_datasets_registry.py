"""One name for every kind of data set, drawn ones among them, and the page that lists them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from bench_sets import picture
from drawn_sets import Page, Picture, write_pictures

from idvision.bench.datasets import DATASETS, Wanted, dialect, docs, open_dataset, values
from idvision.bench.datasets.legible import Print
from idvision.bench.datasets.source import drawn_cache
from idvision.bench.errors import NoDrawingError, UnknownDatasetError, UnreadableDatasetError
from training.synth import given
from training.synth.types import Scene

PAGE = Path(__file__).parent.parent / "docs" / "bench-datasets.md"


def test_every_published_set_has_a_licence_and_a_page() -> None:
    assert set(DATASETS) >= {
        *("midv500", "midv2019", "midv2020", "dlc2021", "smartdoc2015", "sidtd", "docxpand", "kid34k"),
        *("passporteye", "realset", "folder", "drawn", "idbench"),
    }
    own = {"folder", "realset"}
    assert all(source.licence and source.page for name, source in DATASETS.items() if name not in own)


def test_the_page_of_data_sets_agrees_with_the_loaders(tmp_path: Path) -> None:
    docs.main([str(tmp_path / "page.md")])
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")


def test_what_is_not_there_and_what_has_no_name_are_two_errors(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDatasetError, match="there is no such file or folder"):
        open_dataset(str(tmp_path / "missing"))
    with pytest.raises(UnreadableDatasetError, match="there is no such file or folder"):
        open_dataset(f"midv500:{tmp_path / 'missing'}")
    with pytest.raises(
        UnknownDatasetError, match="no data set called midv600; there are dlc2021, "
    ) as caught:
        open_dataset(f"midv600:{tmp_path}")
    assert caught.value.code == "unknown_dataset"
    with pytest.raises(UnreadableDatasetError, match=r"no picture$"):
        open_dataset(str(tmp_path))


def test_a_folder_whose_name_has_a_colon_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    picture(tmp_path / "shots:may" / "a.jpg")
    assert open_dataset("shots:may").name == "shots:may"


@pytest.mark.parametrize(
    ("drawn", "attack", "defects", "severity"),
    [
        (Picture((Page(),)), "", (), 0.5 / 20),
        (Picture((Page(attack="screen"),)), "screen_recapture", (), 0.5 / 20),
        (Picture((Page(attack="photocopy_grey"),)), "photocopy", (), 0.5 / 20),
        (Picture((Page(attack="edited"),)), "tampered", (), 0.5 / 20),
        # The print is 20 px high: 4.5 px are 0.225 of it.
        (Picture((Page(),), smear_px=4.5), "", ("blur",), 0.225),
        # A hand over the whole name, and nothing over the number.
        (Picture((Page(),), covered=(80, 80, 230, 150)), "", ("occlusion",), (1 + 0.5 / 20) / 2),
        # A card of 320 px of which 60 lie left of the frame: 40 of the name's 100 px, 40 of the number's 200.
        (Picture((Page(at=(-60.0, 80.0)),)), "", ("incomplete",), (0.4 + 0.2) / 2),
    ],
)
def test_a_drawing_tells_attack_defects_and_how_much_print_is_lost(
    tmp_path: Path, drawn: Picture, attack: str, defects: tuple[str, ...], severity: float
) -> None:
    write_pictures(tmp_path / "set", (drawn,))
    dataset = open_dataset(str(tmp_path / "set"))
    (photo,) = dataset.photos
    assert (dataset.name, dataset.synthetic) == ("set", True)
    assert (photo.attack, photo.defects) == (attack, defects)
    assert photo.severity == pytest.approx(severity, abs=0.02)


def test_a_drawing_without_documents_says_nothing_of_attacks_and_defects(tmp_path: Path) -> None:
    write_pictures(tmp_path / "set", (Picture(), Picture((Page(visible=0.1),))))
    for photo in open_dataset(f"drawn:{tmp_path}").photos:
        assert (photo.cards, photo.attack, photo.defects, photo.severity) == ((), None, None, None)


def test_the_loss_of_a_line_is_what_covers_or_smears_it_more_and_at_most_all_of_it() -> None:
    assert Print(20.0, covered=0.3, smear=0.1).loss == 0.3
    assert Print(20.0, covered=0.0, smear=1.5).loss == 1.0
    assert [Print(4.9).is_illegible, Print(5.0).is_illegible] == [True, False]
    assert [Print(20, smear=0.19).is_illegible, Print(20, smear=0.2).is_illegible] == [False, True]
    assert [Print(20, smear=0.12, han=True).is_smeared, Print(20, smear=0.13, han=True).is_smeared] == [
        False,
        True,
    ]


def test_a_damaged_drawn_set_is_named(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "truth.jsonl").write_text('{"index": 0}\n', encoding="utf-8")
    with pytest.raises(UnreadableDatasetError, match="not a drawn set, or damaged"):
        open_dataset(str(tmp_path))
    with pytest.raises(UnreadableDatasetError, match=r"no truth\.jsonl"):
        open_dataset(f"drawn:{tmp_path / 'bare'}")


def test_drawn_sets_need_the_code_that_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pictures(tmp_path / "set", (Picture((Page(),)),))
    for name in ("training", "training.synth", "training.synth.dataset", "training.synth.given"):
        monkeypatch.setitem(sys.modules, name, None)
    for spec in (str(tmp_path / "set"), "idbench"):
        with pytest.raises(NoDrawingError, match="training/, which is not installed") as caught:
            open_dataset(spec)
        assert caught.value.code == "drawing_missing"


def tiny(spec: object, condition: str, rng: np.random.Generator, _split: str) -> Scene:
    noise = rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)
    plane = np.zeros((40, 60), np.float32)
    return Scene(noise, (), plane, plane, plane)


def test_idbench_is_drawn_into_the_cache_with_what_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "draw_given", tiny)
    told: list[tuple[str, int, int]] = []
    wanted = Wanted(
        per_document=2,
        only=frozenset({"passport"}),
        cache=tmp_path,
        progress=lambda *step: told.append(step),
    )
    dataset = open_dataset("idbench", wanted)
    groups = [f"{side}-{condition}" for side in ("passport_page", "passport_page_chn")
              for condition in ("clean", "degraded")]  # fmt: skip
    assert [photo.group for photo in dataset.photos] == ["clean", "clean", "degraded", "degraded"] * 2
    assert [(name, done) for name, done, _ in told] == [*zip(groups, range(4), strict=True), ("", 4)]
    assert (dataset.name, dataset.synthetic) == ("idbench", True)
    assert all(dataset.pictures[photo.file].startswith(b"\xff\xd8") for photo in dataset.photos)
    few = open_dataset("idbench", Wanted(limit=2, only=wanted.only, cache=tmp_path))
    assert [photo.group for photo in few.photos] == ["clean", "degraded"]


def test_idbench_refuses_types_that_are_not_declared(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDatasetError, match="no declared type library_card"):
        open_dataset("idbench", Wanted(only=frozenset({"library_card"}), cache=tmp_path))


def test_drawn_pictures_are_kept_in_the_cache_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert drawn_cache() == tmp_path / "idvision" / "idbench"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert drawn_cache() == Path.home() / ".cache" / "idvision" / "idbench"


@pytest.mark.parametrize(
    ("doc_type", "side", "country", "expected"),
    [
        ("licence_plate", "na", "CN", ("vehicle_plate", "front")),
        ("licence_plate", "na", "CZ", ("licence_plate", "na")),
        ("us_permanent_resident_card", "front", "US", ("usa_permanent_resident", "front")),
        ("us_green_card", "na", "", ("usa_permanent_resident", "front")),
        ("driver_licence", "front", "US", ("usa_driver_licence", "front")),
        ("driving_license", "back", "CA", ("usa_driver_licence", "back")),
        ("driver_licence", "front", "FR", ("eu_driving_licence", "front")),
        ("driver_licence", "front", "AU", ("driver_licence", "front")),
        ("cn_driving_licence", "back", "CN", ("chn_driving_licence", "back")),
        ("kr_driver_licence", "na", "KR", ("kor_driver_licence", "front")),
        ("jp_driver_licence", "front", "JP", ("jp_driver_licence", "front")),
        ("cn_social_security_card", "front", "CN", ("chn_social_security_card", "front")),
        ("cn_vehicle_licence", "back", "CN", ("chn_vehicle_licence", "back")),
        ("cn_business_licence", "na", "CN", ("chn_business_licence", "page")),
        ("cn_library_card", "front", "CN", ("cn_library_card", "front")),
        ("kr_resident_card", "front", "KR", ("kor_resident_id", "front")),
        ("id_card", "front", "ES", ("id_td1", "front")),
        ("id_card", "back", "ES", ("id_card", "back")),
        ("id_card", "front", "XX", ("id_card", "front")),
        ("bank_card", "front", "US", ("bank_card", "front")),
    ],
)
def test_an_annotated_type_becomes_the_declared_one(
    doc_type: str, side: str, country: str, expected: tuple[str, str]
) -> None:
    assert dialect.document_of(doc_type, side, (), country) == expected


def test_a_number_is_called_what_the_document_calls_it() -> None:
    called = {
        name: dialect.field_names(name)["number"] for name in ("bank_card", "vehicle_plate", "passport")
    }
    assert called == {
        "bank_card": "card_number",
        "vehicle_plate": "plate_number",
        "passport": "document_number",
    }
    assert "name" not in dialect.field_names("usa_driver_licence"), "printed as two values there"


@pytest.mark.parametrize(
    ("function", "written", "expected"),
    [
        (values.card_expiry, "12/27", "2027-12"),
        (values.card_expiry, "1/2030", "2030-01"),
        (values.card_expiry, "13/27", ""),
        (values.country_code, "UTO", "UTO"),
        (values.country_code, "D", "DEU"),
        (values.country_code, "British", ""),
    ],
)
def test_values_that_are_written_otherwise(function: object, written: str, expected: str) -> None:
    assert callable(function)
    assert function(written) == expected


def test_a_plate_is_its_letters_and_digits() -> None:
    assert values.canonical("plate_number", "京a·12345") == "京A12345"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("P<" + "A" * 42, "1" * 44), 2),
        (("I<" + "A" * 28, "1" * 30, "B" * 30), 3),
        (("Brandt", "P<" + "A" * 42, "1" * 44), 2),
        (("1" * 44, "2" * 44), 0),
        (("P<" + "A" * 42,), 0),
        (("P<" + "A" * 42, "1" * 36), 0),
    ],
)
def test_a_zone_is_two_or_three_lines_of_one_length_with_a_filler(
    lines: tuple[str, ...], expected: int
) -> None:
    assert len(values.zone_of(lines)) == expected
