"""Credentials: their numbers, what stands without a label, and that drawn ones carry their values."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

from idvision.anchors import rows_of
from idvision.checks import CHECKS, CLEANERS
from idvision.classify import classify
from idvision.documents import UNKNOWN_SPEC, DocumentSpec, FieldSpec, LabelSpec, all_specs
from idvision.errors import InvalidValue
from idvision.geometry import as_quad, quad_area
from idvision.headline_sum import headline_sum, sum_values
from idvision.joined_lines import join_lines
from idvision.label_values import label_values
from idvision.models import Models
from idvision.pipeline import analyze
from idvision.types import Options, Reading, ReadLine, Side
from training.synth.catalogue import draw_type
from training.synth.credential_people import draw_party, joined, print_sum
from training.synth.pages import draw_page

SIZE = (720, 1022)
PAGES = [spec for spec in all_specs() if spec.page]


def line(text: str, x: float, y: float, height: float = 24, fall: float = 0.0) -> ReadLine:
    """A line of print 12 px a character whose rows fall by so much a pixel."""
    width = 12.0 * len(text)
    centres = tuple((at + 0.5) / len(text) for at in range(len(text)))
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    a, b, c, d = ((left, top + fall * left) for left, top in corners)
    return ReadLine(Reading(text, (0.9,) * len(text), centres), (a, b, c, d))


def spec(labels: tuple[LabelSpec, ...], *fields: FieldSpec) -> DocumentSpec:
    return DocumentSpec("paper", Side.PAGE, "Paper", "纸", 0.7, "invented", labels=labels, fields=fields)


def read(lines: list[ReadLine], labels: tuple[LabelSpec, ...], *fields: FieldSpec) -> dict[str, str]:
    return {value.name: value.text for value in label_values(lines, spec(labels, *fields), SIZE)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("USD 1,234.50", "USD 1234.50"),
        ("$1,234.50", "1234.50"),
        ("¥26.76", "26.76"),
        ("V26.76", "26.76"),
        ("1,234.50元", "1234.50"),
        ("Rp 1.250.000", "IDR 1250000.00"),
    ],
)
def test_an_amount_keeps_the_currency_that_it_names(text: str, value: str) -> None:
    assert CHECKS["amount"](text) == value


@pytest.mark.parametrize("text", ["RM2.209.18", "XK 12.00", "$", "", "12.5194", "TRX567752051268"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        CHECKS["amount"](text)


@pytest.mark.parametrize(
    ("key", "name", "text", "value"),
    [
        ("transaction_bill_page", "amount", "S$31.50", "S$31.50"),
        ("transaction_bill_page", "amount", ": RM 1,310.00", "RM 1,310.00"),
        ("transaction_bill_page", "amount", "c402.10", "c402.10"),
        ("transaction_bill_page", "amount", "December 29, 2025 - 31 January 2026", None),
        ("transaction_bill_page", "amount", "2025-12-29 - 2026-01-31", None),
        ("transaction_bill_page", "amount", "29 December", None),
        ("transfer_record_page", "payer_account", "4417****9021", "4417****9021"),
        # What stands before a letter is no whole number of an account.
        ("transfer_record_page", "payer_account", "44g7****9021", None),
        ("transfer_record_page", "transaction_date", "20 Okt0ber 2025", "20 Okt0ber 2025"),
        ("transfer_record_page", "transaction_date", "15 Août 2025", "15 Août 2025"),
        ("vehicle_registration_page", "vin", "LB5VA2C34KX10Q775", "LB5VA2C34KX10Q775"),
    ],
)
def test_a_value_is_whole_or_none(key: str, name: str, text: str, value: str | None) -> None:
    page = next(spec for spec in PAGES if spec.key == key)
    pattern = next(field.pattern for field in page.fields if field.name == name)
    found = re.search(pattern, text)
    assert (found[min(1, found.re.groups)] if found else None) == value


def test_days_of_papers_are_latin_or_chinese() -> None:
    assert CHECKS["paper_date"]("12 Mei 2026") == "2026-05-12"
    assert CHECKS["paper_date"]("03/05/2026") == "2026-05-03"
    assert CHECKS["paper_date"]("2026年5月12日") == "2026-05-12"
    for text in ("2026年13月1日", "soon"):
        with pytest.raises(InvalidValue):
            CHECKS["paper_date"](text)


def test_marks_of_an_address_have_their_spaces() -> None:
    assert CLEANERS["street_words"]("JI. Melati NO.4,Bandung 1.5") == "Jl. Melati NO. 4, Bandung 1.5"


def test_lines_are_joined_by_a_space_but_not_between_han_characters() -> None:
    assert join_lines([("Unit 3", (0.5,) * 6), ("Row", (0.5,) * 3)]) == (
        "Unit 3 Row",
        (*[0.5] * 6, 1.0, *[0.5] * 3),
    )
    assert join_lines([("白桦", (0.5,) * 2), ("路7号", (0.5,) * 3)]) == ("白桦路7号", (0.5,) * 5)
    assert join_lines([]) == ("", ())


def test_a_sum_printed_large_needs_no_label() -> None:
    small = [
        line("Recipient", 10, 300),
        line("0.00", 500, 300),
        line("10:22", 10, 10, 40),
        line("4480774", 10, 500, 70),
    ]
    large = line(" MYR 4,404.00", 150, 200, 60)
    assert headline_sum([*small, large]) is large
    assert headline_sum([*small, line("MYR 4,404.00", 150, 200, 24)]) is None
    assert headline_sum([]) is None
    (value,) = sum_values([*small, large], spec((), FieldSpec("amount", block="sum")), SIZE)
    assert (value.name, value.text, len(value.probabilities)) == ("amount", "MYR 4,404.00", 12)
    assert sum_values([large], spec((), FieldSpec("amount")), SIZE) == ()


ADDRESS = (LabelSpec("Address", "address"),)
LINES = FieldSpec("address", lines=5)


def test_a_value_beside_its_label_ends_where_the_next_caption_begins() -> None:
    rows = [line("Address", 10, 100), line("12 Long Row", 300, 100), line("SMALLTOWN 402", 300, 132)]
    other = [line("Paint", 10, 164), line("Blue", 300, 164)]
    assert read([*rows, *other], ADDRESS, LINES) == {"address": "12 Long Row SMALLTOWN 402"}


def test_lines_of_a_value_may_end_in_one_column() -> None:
    rows = [line("Address", 10, 100), line("Unit 31", 416, 100), line("170 Harrow Drive", 308, 132)]
    assert read(rows, ADDRESS, LINES) == {"address": "Unit 31 170 Harrow Drive"}


def test_rows_that_fall_are_brought_level() -> None:
    rows = [
        line("Name", 10, 100, fall=0.06),
        line("TOM AXLEY", 500, 100, fall=0.06),
        line("Town", 10, 130, fall=0.06),
    ]
    rows += [line("LARKFIELD", 500, 130, fall=0.06)]
    labels = (LabelSpec("Name", "name"), LabelSpec("Town", "town"))
    found = label_values(rows, spec(labels, FieldSpec("name"), FieldSpec("town")), SIZE)
    assert [value.text for value in found] == ["TOM AXLEY", "LARKFIELD"]
    # The box lies where the value is printed: 100 px, and 0.06 of some 554 px further down.
    assert found[0].box[1] * SIZE[1] == pytest.approx(100 + 0.06 * 554)


def test_a_value_centred_below_its_label_is_taken_whole() -> None:
    rows = [line("Amount", 300, 100), line("MYR 4,404.00", 264, 130)]
    assert read(rows, (LabelSpec("Amount", "amount"),), FieldSpec("amount")) == {"amount": "MYR 4,404.00"}


def test_a_label_that_begins_its_line_stands_before_a_word_of_a_sentence() -> None:
    rows = [line("以下住址居住属实", 10, 50), line("住址", 10, 200), line("白桦路7号", 300, 200)]
    assert read(rows, (LabelSpec("住址", "address"),), FieldSpec("address")) == {"address": "白桦路7号"}


@pytest.mark.parametrize("spec", [spec for spec in PAGES if spec.labels], ids=lambda spec: spec.key)
def test_a_drawn_credential_shows_its_values(spec: DocumentSpec) -> None:
    for seed in range(6):
        document = draw_type(np.random.default_rng(seed), "bench", spec, 700)
        assert set(document.fields) <= {field.name for field in spec.fields}
        assert set(document.fields) == {line.field for line in document.lines} - {""}
        for field in spec.fields:
            value = document.fields.get(field.name)
            for check in field.checks if value else ():
                assert CHECKS[check](value) == value, (field.name, value)
            for cleaner in field.clean if value else ():
                assert CLEANERS[cleaner](value) == value, (field.name, value)


INVOICE = (
    *("INVOICE", "Bill to", "Tom Axley", "12 Long Row", "SMALLTOWN 40210", "Invoice date: 12 May 2026"),
    *("Due date: 26 May 2026", "Account number: 12345678", "Description", "Total", "Amount due: USD 44.00"),
    *("Previous balance 0.00", "Payment details", "Reference: 1234567"),
)
RENTAL = (
    "Car rental agreement",
    "Name: Tom Axley",
    "Address: 12 Long Row",
    "Date: 12 May 2026",
    "VIN",
    "Model",
)


@pytest.mark.parametrize("texts", [INVOICE, RENTAL], ids=["invoice", "rental"])
def test_common_labels_without_a_title_are_no_credential(texts: tuple[str, ...]) -> None:
    lines = [line(text, 40, 40 + 40 * row) for row, text in enumerate(texts)]
    assert classify(rows_of(lines, SIZE), None, PAGES, lines=lines).spec is UNKNOWN_SPEC
    titled = [line("Electricity bill", 40, 5), *lines]
    found = classify(rows_of(titled, SIZE), None, PAGES, lines=titled)
    assert found.spec.type == "transaction_bill"


def test_invented_parties_and_sums_are_printed_as_they_count() -> None:
    assert joined(("白桦路", "7号")) == "白桦路7号"
    assert joined(("12 Long Row", "SMALLTOWN")) == "12 Long Row SMALLTOWN"
    printed = print_sum(1234.5, ("Rp ", "IDR", True))
    assert (printed.canonical, printed.text) == ("IDR 1234.00", "Rp 1.234")
    assert draw_party(np.random.default_rng(3), "en") == draw_party(np.random.default_rng(3), "en")


def scanned(spec: DocumentSpec, seed: int) -> tuple[np.ndarray, bytes]:
    picture = draw_type(np.random.default_rng(seed), "bench", spec, 1700).picture
    return picture, cv2.imencode(".png", picture)[1].tobytes()


def test_a_scan_of_which_no_outline_is_found_is_read_as_the_sheet_that_it_is(models: Models) -> None:
    blind = replace(models, locate=lambda _: ())
    bill = next(spec for spec in PAGES if spec.type == "transaction_bill")
    picture, data = scanned(bill, 2)
    (card,) = analyze(data, blind, Options(today=date(2026, 7, 1))).cards
    height, width = picture.shape[:2]
    assert card.document.type == "transaction_bill"
    assert quad_area(as_quad(card.quad)) == pytest.approx(width * height, rel=0.01)
    # Who asks for identity cards alone is not answered with a sheet of paper.
    cards_only = Options(today=date(2026, 7, 1), documents=("chn_resident_id",))
    assert analyze(data, blind, cards_only).cards == ()


def test_a_frame_without_a_known_sheet_is_no_document(models: Models) -> None:
    blind = replace(models, locate=lambda _: ())
    letter = draw_page(np.random.default_rng(5), "train", 1400).picture
    data = cv2.imencode(".png", letter)[1].tobytes()
    assert analyze(data, blind, Options(today=date(2026, 7, 1))).cards == ()
