"""Every declared side has its golden answers in the vendors' shapes: see `tests/golden_schemas.py`."""

from __future__ import annotations

import json

import pytest

from idvision.documents import all_specs
from idvision.schemas.vendor_codes import CREDENTIAL, GREEN, OCR_MAX, code_of
from tests.golden_schemas import FOLDER, SCHEMAS, Schema, files, golden_result
from tests.vendors_page import names_by_value, render

PAGE = FOLDER.parent.parent.parent / "docs" / "vendors.md"


@pytest.mark.parametrize(
    ("schema", "spec"),
    tuple(files()),
    ids=lambda value: value.name if isinstance(value, Schema) else value.key,
)
def test_the_answer_is_the_committed_one(schema, spec):
    # After a change that is meant: make golden.
    committed = schema.path(spec).read_text(encoding="utf-8")
    assert schema.text(spec, golden_result(spec)) == committed


def test_no_golden_answer_is_of_a_side_that_its_schema_does_not_know():
    assert set(FOLDER.rglob("*.*")) == {schema.path(spec) for schema, spec in files()}


def test_every_schema_but_that_of_papers_not_declared_yet_has_answers():
    known = {schema.name for schema, _ in files()}
    papers = any(code_of(spec, CREDENTIAL) for spec in all_specs())
    assert known == {schema.name for schema in SCHEMAS} - (set() if papers else {"aliyun_credential"})


def test_every_golden_document_is_read_in_every_shape():
    for schema, spec in files():
        text = schema.path(spec).read_text(encoding="utf-8")
        assert '"Error"' not in text
        if schema.name == "aliyun_ocr_max":
            named = json.loads(text)["OcrModel 0"]["Result"]
            info = named["ExtIdInfo"]["JSON TEXT"]["ocrIdInfo"]
            assert (named["SubCode"], any(info.values())) == ("200", True), spec.key
        if schema.name == "aliyun_green":
            entry = json.loads(text)
            assert entry["label"] == "ocr", spec.key


def test_the_page_of_the_vendors_is_that_of_the_code():
    # After a change that is meant: make docs.
    assert PAGE.read_text(encoding="utf-8") == render()


@pytest.mark.parametrize("spec", all_specs(), ids=lambda spec: spec.key)
def test_a_code_comes_with_a_name_for_some_of_the_values(spec):
    ocr_max, credential, _, green, _ = names_by_value(spec)
    for scheme, names in ((OCR_MAX, ocr_max), (CREDENTIAL, credential), (GREEN, green)):
        own = {one.name for one in spec.fields}
        if code_of(spec, scheme) and own:
            assert own & set(names), scheme
