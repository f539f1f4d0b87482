"""Document declarations: all of ours load, and every kind of slip is refused by file and key."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import idvision
from idvision.checks import CHECKS, CLEANERS, CROSS_CHECKS
from idvision.checks.mrz_formats import FORMATS
from idvision.documents import UNKNOWN_SPEC, DocumentSpec, all_specs, get_spec
from idvision.documents.docs import overview_row, page_of, render
from idvision.documents.spec import load_spec
from idvision.errors import DocumentSpecError
from idvision.types import UNKNOWN_DOCUMENT, Side
from tests.golden_documents import path_of, remembered_specs

DOCS = Path(__file__).parent.parent / "docs" / "documents.md"
PACKAGE = Path(idvision.__file__).parent
SPEC_FILES = sorted((PACKAGE / "documents").glob("*.toml"))
FILE = "library_card_front.toml"
GOOD = """
type = "library_card"
side = "front"
title_en = "Library card"
title_zh = "借书证"
aspect = 1.586
layout_source = "invented"
form = "pocket"
codes = { b = "LC2", a = "LC1" }
portrait = [0.6, 0.1, 0.95, 0.4]
excludes = ["VOID"]

[[anchors]]
text = "NUMBER"
centre = [0.2, 0.8]
variants = ["NO."]
fields = ["id_number"]

[[fields]]
name = "id_number"
region = [0.3, 0.7, 0.95, 0.9]
pattern = '\\d{18}'
clean = ["no_spaces"]
checks = ["cn_id_number"]

[[fields]]
name = "birth_date"
region = [0.3, 0.4, 0.95, 0.6]
required = false

[[labels]]
text = "BORN"
field = "birth_date"
value = "right"

[[cross_checks]]
name = "cn_id_birth_date"
fields = ["id_number", "birth_date"]

[mrz]
formats = ["TD1"]
codes = ["I"]
rows = [0.7, 0.8, 0.9]
extent = [0.05, 0.95]
"""


def specs_by_name() -> list[object]:
    return [pytest.param(spec, id=spec.key) for spec in all_specs()]


def test_every_file_is_loaded_once_in_the_order_of_names() -> None:
    types = [re.search(r'^type = "(\w+)"', path.read_text(encoding="utf-8"), re.M) for path in SPEC_FILES]
    assert [spec.type for spec in all_specs()] == [found and found.group(1) for found in types]
    assert len(SPEC_FILES) >= 7
    assert all_specs() is all_specs()


def test_no_two_files_declare_the_same_side_and_form() -> None:
    assert max(Counter((spec.type, spec.side, spec.form) for spec in all_specs()).values()) == 1


@pytest.mark.parametrize("spec", specs_by_name())
def test_a_declared_document_can_be_recognised(spec: DocumentSpec) -> None:
    assert spec.anchors or spec.labels or spec.mrz or any(field.identifies for field in spec.fields)
    assert spec.side is not Side.UNKNOWN
    assert spec.title_en and spec.title_zh and spec.layout_source
    assert (0.7 if spec.page else 1) <= spec.aspect < 2
    assert 0 < spec.min_score < 1


@pytest.mark.parametrize("spec", specs_by_name())
def test_declared_places_lie_on_the_card(spec: DocumentSpec) -> None:
    for field, region in spec.placed:
        x1, y1, x2, y2 = region
        assert 0 <= x1 < x2 <= 1, field.name
        assert 0 <= y1 < y2 <= 1, field.name
    if spec.portrait is not None:
        x1, y1, x2, y2 = spec.portrait
        assert 0 <= x1 < x2 <= 1
        assert 0 <= y1 < y2 <= 1
    for anchor in spec.anchors:
        assert 0 < anchor.centre[0] < 1, anchor.text
        assert 0 < anchor.centre[1] < 1, anchor.text
        assert anchor.weight > 0


@pytest.mark.parametrize("spec", specs_by_name())
def test_a_document_does_not_exclude_itself(spec: DocumentSpec) -> None:
    printed = [caption for anchor in spec.anchors for caption in (anchor.text, *anchor.variants)]
    assert not [word for word in spec.excludes for caption in printed if word in caption]


@pytest.mark.parametrize("spec", specs_by_name())
def test_names_of_fields_and_captions_are_unique_and_variants_differ(spec: DocumentSpec) -> None:
    for names in ([field.name for field in spec.fields], [anchor.text for anchor in spec.anchors]):
        assert len(set(names)) == len(names)
    for anchor in spec.anchors:
        assert anchor.text not in anchor.variants


@pytest.mark.parametrize("spec", specs_by_name())
def test_a_declared_zone_is_of_a_known_format(spec: DocumentSpec) -> None:
    formats = spec.mrz.formats if spec.mrz is not None else ()
    assert set(formats) <= set(FORMATS)


@pytest.mark.parametrize("spec", specs_by_name())
def test_a_number_that_identifies_has_a_check(spec: DocumentSpec) -> None:
    assert all(field.checks and field.pattern for field in spec.fields if field.identifies)


def test_a_declaration_becomes_a_spec() -> None:
    spec = load_spec(GOOD, FILE)
    assert (spec.type, spec.side, spec.required) == ("library_card", Side.FRONT, ("id_number",))
    assert (spec.anchors[0].centre, spec.anchors[0].variants) == ((0.2, 0.8), ("NO.",))
    assert (spec.anchors[0].weight, spec.min_score) == (1.0, 0.5)
    assert spec.fields[0].checks == ("cn_id_number",)
    assert spec.cross_checks[0].fields == ("id_number", "birth_date")
    assert (spec.form, spec.codes) == ("pocket", (("a", "LC1"), ("b", "LC2")))
    assert (spec.labels[0].field, spec.labels[0].value, spec.labels[0].proves) == (
        "birth_date",
        "right",
        False,
    )
    assert spec.portrait == (0.6, 0.1, 0.95, 0.4)
    assert spec.mrz is not None
    assert spec.mrz.formats == ("TD1",)
    assert hash(spec) == hash(load_spec(GOOD, FILE))


@pytest.mark.parametrize(
    ("good", "bad", "key"),
    [
        ("aspect =", "aspekt =", "document"),
        ("layout_source =", "fields_source =", "document"),
        ('title_zh = "借书证"\n', "", "document"),
        ('side = "front"', 'side = "frnt"', "side"),
        ('side = "front"\n', "", "side"),
        ("centre =", "center =", "anchors"),
        ('text = "NUMBER"\n', "", "anchors"),
        ('fields = ["id_number"]', 'fields = ["number"]', "anchors.NUMBER.fields"),
        ("required =", "requird =", "fields"),
        ("required = false\n", 'required = false\nblock = "town"\n', "fields.birth_date.block"),
        ('field = "birth_date"', 'field = "birthday"', "labels.BORN.field"),
        ('value = "right"', 'value = "left"', "labels.BORN.value"),
        ('"no_spaces"', '"no_space"', "fields.id_number.clean"),
        ('checks = ["cn_id_number"]', 'checks = ["id_number"]', "fields.id_number.checks"),
        (r"'\d{18}'", r"'(\d{18}'", "fields.id_number.pattern"),
        ('name = "cn_id_birth_date"', 'name = "cn_id_birthday"', "cross_checks.name"),
        ('["id_number", "birth_date"]', '["id_number", "birth"]', "cross_checks.cn_id_birth_date.fields"),
        ("formats =", "format =", "mrz"),
        ('codes = ["I"]\n', "", "mrz"),
        ("rows = [0.7, 0.8, 0.9]\n", "", "mrz"),
        ('type = "library_card"', "type = library_card", "TOML"),
    ],
)
def test_a_slip_is_refused_with_file_and_key(good: str, bad: str, key: str) -> None:
    assert GOOD.count(good) == 1
    with pytest.raises(DocumentSpecError) as caught:
        load_spec(GOOD.replace(good, bad), FILE)
    assert (caught.value.file, caught.value.key) == (FILE, key)
    assert str(caught.value).startswith(f"{FILE}: {key}: ")


def test_names_in_declarations_are_those_of_the_tables() -> None:
    fields = [field for spec in all_specs() for field in spec.fields]
    assert {name for field in fields for name in field.clean} <= set(CLEANERS)
    assert {name for field in fields for name in field.checks} <= set(CHECKS)
    assert {check.name for spec in all_specs() for check in spec.cross_checks} <= set(CROSS_CHECKS)


def test_a_spec_is_found_by_type_and_side() -> None:
    back = get_spec("chn_resident_id", Side.BACK)
    assert (back.type, back.side) == ("chn_resident_id", Side.BACK)
    assert get_spec("chn_resident_id", Side.PAGE) is UNKNOWN_SPEC
    assert get_spec("library_card", Side.FRONT) is UNKNOWN_SPEC
    assert (UNKNOWN_SPEC.type, UNKNOWN_SPEC.fields) == (UNKNOWN_DOCUMENT, ())


def test_a_field_needs_a_region_a_caption_a_label_or_a_block() -> None:
    homeless = GOOD.replace("region = [0.3, 0.7, 0.95, 0.9]\n", "")
    assert load_spec(homeless, FILE).fields[0].region is None
    with pytest.raises(DocumentSpecError, match="nothing tells where it is"):
        load_spec(homeless.replace('fields = ["id_number"]\n\n', "\n"), FILE)


def strings_in(path: Path) -> set[str]:
    """Every string in the code of a file, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose)
    return {node.value for node in constants if isinstance(node.value, str)}


def types_in(strings: set[str], types: set[str]) -> set[str]:
    """The document types among the strings; one of several words also inside of a longer string."""
    inside = {name for name in types if "_" in name and any(name in string for string in strings)}
    return strings & types | inside


def test_no_code_knows_a_document_type() -> None:
    # A new document is a new file of declarations, never a branch in the code.
    types = {spec.type for spec in all_specs()}
    modules = list(PACKAGE.rglob("*.py"))
    assert len(modules) > 40
    found = {path.relative_to(PACKAGE).as_posix(): types_in(strings_in(path), types) for path in modules}
    assert {name: known for name, known in found.items() if known} == {}


@pytest.mark.parametrize(
    ("strings", "found"),
    [
        ({"library_card"}, {"library_card"}),
        ({"library_card_front.toml"}, {"library_card"}),
        ({"visa"}, {"visa"}),
        ({"visage", "library"}, set()),
    ],
)
def test_a_type_is_found_in_code(strings: set[str], found: set[str]) -> None:
    assert types_in(strings, {"library_card", "visa"}) == found


def test_a_side_is_named_by_type_side_and_form() -> None:
    spec = load_spec(GOOD, FILE)
    assert spec.key == "library_card_front_pocket"
    assert replace(spec, form="").key == "library_card_front"


@pytest.mark.parametrize("spec", specs_by_name())
def test_a_declared_side_has_a_golden_file_and_a_row_in_the_documents(spec: DocumentSpec) -> None:
    # That it can be drawn is seen in test_synth_documents.
    assert path_of(spec).exists() == (spec in remembered_specs()), "run make golden"
    row = f"| {' | '.join(overview_row(spec))} |"
    assert row in DOCS.read_text(encoding="utf-8").splitlines(), "run make docs"


def test_the_documented_documents_are_those_declared() -> None:
    assert DOCS.read_text(encoding="utf-8") == render(), "run make docs"


def test_a_documented_side_has_its_fields_checks_and_codes() -> None:
    page = page_of([load_spec(GOOD, FILE)])
    assert (
        "| [`library_card`](#library_card) | front | pocket | Library card | 借书证 | values, zone TD1 | 2 "
        "| a `LC1`, b `LC2` |"
    ) in page
    assert "| `id_number` | yes | NUMBER, its place | `cn_id_number` |" in page
    assert "| `birth_date` | no | BORN, its place |  |" in page
    assert "Held against one another: `cn_id_birth_date` (id_number, birth_date)." in page
    assert "form pocket" in page and "Layout: invented." in page
    with_bar = replace(load_spec(GOOD, FILE), title_en="a|b")
    assert "| a\\|b |" in page_of([with_bar])
