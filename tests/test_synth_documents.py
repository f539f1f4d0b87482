"""Drawn documents: drawable, deterministic, and their truth passes the declaration's own checks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from idvision import documents
from idvision.checks import CHECKS, CROSS_CHECKS
from idvision.documents import DocumentSpec, all_specs, get_spec
from idvision.types import Side
from training.synth import catalogue, fonts
from training.synth.catalogue import draw_type, drawer_of, source_of
from training.synth.declared import draw_declared
from training.synth.looks import look_of
from training.synth.sheet import Ink, sheet_on, wrap
from training.synth.travel import draw_front, draw_travel
from training.synth.types import Document, Split

WIDTH = 320
# What the general drawers draw, forms and zones; a type with a drawer of its own looks as that says.
CARDS = [spec for spec in all_specs() if spec.scene is None]
PLAIN = [spec for spec in all_specs() if drawer_of(spec) is draw_declared]
TRAVEL = [spec for spec in all_specs() if drawer_of(spec) is draw_travel]


@cache
def draw(spec: DocumentSpec, seed: int, split: Split = "train") -> Document:
    return draw_anew(spec, seed, split)


def draw_anew(spec: DocumentSpec, seed: int, split: Split = "train") -> Document:
    return draw_type(np.random.default_rng(seed), split, spec, WIDTH)


def name_of(spec: DocumentSpec) -> str:
    return spec.key


def assert_sound(document: Document) -> None:
    height, width = document.picture.shape[:2]
    assert document.picture.dtype == np.uint8
    assert document.outline.shape == (height, width)
    assert max(width, height) == WIDTH
    assert width / height == pytest.approx(document.size_mm[0] / document.size_mm[1], rel=0.01)
    assert 0 <= document.gloss <= 1
    for line in document.lines:
        assert line.text.strip()
        assert line.quad.shape == (4, 2)
        assert (line.quad >= -0.03 * width).all(), line
        assert (line.quad <= np.array([width, height]) + 0.03 * width).all(), line
        assert (line.quad[2] > line.quad[0]).all()


@pytest.mark.parametrize("split", ["train", "bench"])
@pytest.mark.parametrize("spec", CARDS, ids=name_of)
def test_every_declared_document_is_drawable(spec: DocumentSpec, split: Split) -> None:
    document = draw(spec, 1, split)
    assert_sound(document)
    assert (document.type, document.side) == (spec.type, spec.side.value)
    # A sheet of any layout has any size.
    if not spec.page:
        assert document.size_mm[0] / document.size_mm[1] == pytest.approx(spec.aspect, rel=0.03)


@pytest.mark.parametrize("spec", PLAIN, ids=name_of)
def test_the_truth_passes_the_checks_of_the_declaration(spec: DocumentSpec) -> None:
    for seed in (1, 2):
        document = draw(spec, seed)
        assert set(spec.required) <= set(document.fields)
        for field in spec.fields:
            value = document.fields.get(field.name, "")
            for check in field.checks if value else ():
                assert CHECKS[check](value) == value, (field.name, value)
        for rule in spec.cross_checks:
            assert CROSS_CHECKS[rule.name](document.fields) == ()


@pytest.mark.parametrize("spec", PLAIN, ids=name_of)
def test_captions_are_printed_where_they_are_declared(spec: DocumentSpec) -> None:
    document = draw(spec, 2)
    height, width = document.picture.shape[:2]
    wordings = {caption for wording in look_of(spec).wordings for caption, _ in wording.captions}
    for anchor in spec.anchors:
        lines = [line for line in document.lines if line.text == anchor.text]
        assert lines or anchor.optional or anchor.text in wordings, anchor.text
        if not lines:
            continue
        middle = lines[0].quad.mean(axis=0) / (width, height)
        assert np.abs(middle - anchor.centre).max() < 0.05, anchor.text


@pytest.mark.parametrize("spec", PLAIN, ids=name_of)
def test_values_are_printed_in_their_regions(spec: DocumentSpec) -> None:
    document = draw(spec, 1)
    height, width = document.picture.shape[:2]
    for field, (x1, y1, x2, y2) in spec.placed:
        for line in document.lines:
            if line.field == field.name:
                x, y = line.quad.mean(axis=0) / (width, height)
                assert x1 - 0.05 < x < x2 + 0.05, (field.name, line)
                assert y1 - 0.05 < y < y2 + 0.05, (field.name, line)


@pytest.mark.parametrize("spec", TRAVEL, ids=name_of)
def test_the_zone_is_printed_where_it_is_declared(spec: DocumentSpec) -> None:
    assert spec.mrz is not None
    document = draw(spec, 1)
    rows = [line for line in document.lines if line.field == "mrz"]
    assert len(rows) == len(spec.mrz.rows)
    for row, declared in zip(rows, spec.mrz.rows, strict=True):
        assert row.quad[:, 1].mean() / document.picture.shape[0] == pytest.approx(declared, abs=0.05)


def test_a_seed_decides_everything() -> None:
    for spec in (PLAIN[-1], TRAVEL[0]):
        first, second, other = draw(spec, 1), draw_anew(spec, 1), draw_anew(spec, 8)
        assert np.array_equal(first.picture, second.picture)
        assert first.fields == second.fields
        assert not np.array_equal(first.picture, other.picture)


def test_the_front_of_a_card_whose_zone_is_on_its_back_is_of_no_declared_type() -> None:
    document = draw_front(np.random.default_rng(1), "train", None, WIDTH)
    assert_sound(document)
    assert (document.type, document.side) == ("unknown", Side.FRONT.value)
    assert not any(line.field == "mrz" for line in document.lines)


def test_a_place_is_free_where_no_print_reaches() -> None:
    sheet = sheet_on(np.full((400, 600, 3), 255, np.uint8), 60.0, "train")
    sheet.text((10.0, 20.0), "MARIA", Ink(fonts.faces_of("train", "latin")[0], 4.0, (0, 0, 0)))
    assert not sheet.is_free((5.0, 10.0, 30.0, 30.0))
    assert not sheet.is_free((12.0, 17.0, 14.0, 18.0))
    assert sheet.is_free((5.0, 24.0, 30.0, 30.0))
    assert sheet.is_free((40.0, 10.0, 50.0, 30.0))


def test_kinds_are_drawn_by_weight_or_by_name() -> None:
    assert sum(catalogue.KINDS.values()) == pytest.approx(1)
    document = catalogue.draw_document(np.random.default_rng(1), "train", WIDTH, "resident_id")
    assert document.type == "chn_resident_id"
    with pytest.raises(KeyError):
        catalogue.draw_document(np.random.default_rng(1), "train", WIDTH, "library_card")


def test_a_declaration_of_today_changes_no_stream_of_yesterday(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(kind: str) -> list[Document]:
        rngs = (np.random.default_rng(seed) for seed in range(6))
        return [catalogue.draw_document(rng, "bench", WIDTH, kind) for rng in rngs]

    kinds = ("resident_id", "chinese", "travel")
    before = {kind: drawn(kind) for kind in kinds}
    front = get_spec("chn_resident_id", Side.FRONT)
    zone = get_spec("passport", Side.PAGE)
    newcomers = (
        *(
            replace(front, type="chn_library_card"),
            replace(front, side=Side.PAGE),
            replace(front, form="old"),
        ),
        *(replace(zone, type="library_pass"), replace(front, type="id_td1"), replace(zone, form="old")),
    )
    everything = (*all_specs(), *newcomers)
    for module in (documents.spec, catalogue):
        monkeypatch.setattr(module, "all_specs", lambda: everything, raising=False)
    for kind in kinds:
        for old, new in zip(before[kind], drawn(kind), strict=True):
            assert (new.type, new.side, new.fields) == (old.type, old.side, old.fields)
            assert np.array_equal(new.picture, old.picture)


def test_a_given_side_is_drawn_by_its_own_drawer(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = get_spec("visa_mrva", Side.PAGE)
    other = draw(get_spec("passport", Side.PAGE), 1)
    asked: list[tuple[str, int]] = []

    def mine(_rng: np.random.Generator, _split: Split, given: DocumentSpec, width_px: int) -> Document:
        asked.append((given.key, width_px))
        return replace(other, type=given.type, side=given.side.value)

    monkeypatch.setitem(catalogue.DRAWERS, "visa_mrva", mine)
    document = source_of(spec)(np.random.default_rng(1), "bench", WIDTH)
    assert (document.type, document.side) == ("visa_mrva", "page")
    assert asked == [("visa_mrva_page", WIDTH)]
    monkeypatch.setitem(catalogue.DRAWERS, "visa_mrva", lambda *_: other)
    with pytest.raises(ValueError, match="visa_mrva_page was drawn as passport page"):
        draw_type(np.random.default_rng(1), "bench", spec, WIDTH)


def test_a_bank_card_is_drawn_in_its_declared_layout() -> None:
    spec = get_spec("bank_card", Side.FRONT)
    seeds = range(16)
    drawn = [draw_type(np.random.default_rng(seed), "bench", spec, WIDTH) for seed in seeds]
    assert {document.type for document in drawn} == {"bank_card"}
    assert {document.size_mm for document in drawn} == {(85.6, 53.98)}
    # The same seeds draw an upright card, too, where nobody asks for the declared layout.
    any_layout = [catalogue.draw_document(np.random.default_rng(s), "bench", WIDTH, "bank") for s in seeds]
    assert (53.98, 85.6) in {document.size_mm for document in any_layout}
    upright = draw_type(
        np.random.default_rng(1), "bench", get_spec("bank_card", Side.FRONT, "upright"), WIDTH
    )
    assert upright.size_mm == (53.98, 85.6)
    back = draw_type(np.random.default_rng(1), "bench", get_spec("bank_card", Side.BACK), WIDTH)
    assert (back.side, len(back.fields["card_number"]) >= 16) == ("back", True)


def test_text_has_its_truth() -> None:
    sheet = sheet_on(np.full((100, 200, 3), 255, np.uint8), 50.0, "train")
    ink = Ink(fonts.faces_of("train", "han")[0], 5.0, (0, 0, 0))
    end = sheet.text((5.0, 12.0), "汉A", ink, "name")
    (line,) = sheet.lines
    assert (line.text, line.field) == ("汉A", "name")
    dark = np.argwhere(sheet.to_bgr()[..., 0] < 128)
    (y1, x1), (y2, x2) = dark.min(axis=0), dark.max(axis=0)
    assert np.abs(line.quad[0] - (x1, y1)).max() < 2
    assert np.abs(line.quad[2] - (x2, y2)).max() < 2
    assert end == pytest.approx(5.0 + sheet.width_mm("汉A", ink))
    assert wrap(sheet, "汉" * 5, ink, 11.0) == ["汉汉", "汉汉", "汉"]
