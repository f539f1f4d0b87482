"""What a blurred card is by how far its half read print resembles the captions of each document."""

from __future__ import annotations

import pytest

from idvision.anchors import Classified, rows_of
from idvision.classify import RESEMBLANCE, classify
from idvision.documents import DocumentSpec, LabelSpec, all_specs, get_spec, specs_standing
from idvision.looks import Looks
from idvision.resemble import errors_in, most_alike, resemblances
from idvision.types import UNKNOWN_DOCUMENT, Reading, ReadLine, Side

SIZE = (1142, 720)


def lines_of(*texts: str) -> list[ReadLine]:
    """Lines one below the other, on the left of a card."""
    lines = []
    for row, text in enumerate(texts):
        top, right = 10.0 + 22 * row, 40.0 + 18 * len(text)
        quad = ((40.0, top), (right, top), (right, top + 18), (40.0, top + 18))
        centres = tuple((place + 0.5) / len(text) for place in range(len(text)))
        lines.append(ReadLine(Reading(text, (0.7,) * len(text), centres), quad))
    return lines


def typed(*texts: str, looks: Looks | None = None, upright: bool = False) -> Classified:
    lines = lines_of(*texts)
    return classify(rows_of(lines, SIZE), None, specs_standing(upright=upright), looks, (), lines)


@pytest.mark.parametrize(
    ("spelling", "text", "errors"),
    [
        ("readercard", "readercard", 0),
        ("readercard", "theroadercardof", 1),
        ("readercard", "readrcard", 1),
        ("readercard", "reader", 4),
        ("往来港澳通行证", "往来海澳通行证件", 1),
    ],
)
def test_errors_are_those_of_the_best_place(spelling: str, text: str, errors: int) -> None:
    assert errors_in(spelling, text) == errors


def test_what_a_caption_says_is_measured_in_bits() -> None:
    spec = DocumentSpec(
        "reader_card", Side.FRONT, "Reader card", "借书证", 1.586, "invented",
        labels=(LabelSpec("READER CARD", weight=2.0), LabelSpec("Shelf number", "shelf")),
    )  # fmt: skip
    (found,) = resemblances(["RFADER CARD", "xxxxxx"], [spec])
    # Nine letters of 3.5 bits, one error of 3, and 16 letters in which it may stand by chance: 4 bits.
    assert found.proof == pytest.approx(9 * 3.5 - 3 - 4)
    assert found.score == pytest.approx(2 * found.proof)
    # Six of ten are too few to prove anything.
    (found,) = resemblances(["RFAXXX CARD", "xxxxxx"], [spec])
    assert found.proof == 0.0 < found.score


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        (
            "sgp_nric",
            ("REPUBL OF SINGAPORE", "IDENTITY CAR NO.", "Nnme", "Dute of birch", "Cauntry Plece of birtb"),
        ),
        ("phl_umid", ("hpitlk of te Philppioes", "Uniffied Mults-Purpose ID", "1111-2222222-3")),
        ("mac_id", ("澳門特划行激區永久性英民身份證", "旋刻被式", "1111111(1)")),
        ("chn_residence_permit", ("中华人民共和国", "港澳居民居住证", "A购", "有线新果")),
    ],
)  # fmt: skip
def test_half_read_captions_that_resemble_one_document_alone_tell_it(
    key: str, texts: tuple[str, ...]
) -> None:
    found = typed(*texts)
    assert (found.spec.type, found.confidence) == (key, pytest.approx(RESEMBLANCE, abs=0.16))


def test_a_card_is_not_what_few_captions_say_against_all_the_others() -> None:
    licence = ("Repubüic of te Phalipp", "DEPARTMENTOF TRANSPORTATION", "LAND TRANSPORTATION OFFICE",
               "DRIVER'S LICENSE", "Las Rome, Poé home", "Date af m", "1991/02/03", "Bluod Tape")  # fmt: skip
    assert typed(*licence).spec.type == "phl_driver_licence"
    assert typed("STATE OF NOWHERE", "DRIVER LICENSE", "DOB 01/02/1990", "EXP 01/02/2030").spec.type == (
        "usa_driver_licence"
    )


OTHERS = {
    "an identity card of a state that is not declared": (
        "REPUBLIC OF SLOVIANA", "CITIZEN CARD", "SERIAL NUMBER", "ID NUMBER", "FULL NAMES",
        "DATE OF BIRTH", "SEX", "DISTRICT OF BIRTH", "PLACE OF ISSUE", "HOLDER'S SIGN",
    ),
    "a health insurance card": (
        "Northwind Health", "Subscriber name", "Identification number", "Group number", "Office visit",
    ),
    "a business card": ("Ada Brook", "Senior Engineer", "Harbour Works Ltd", "Phone 555 0100"),
    "a receipt": ("CORNER SHOP", "Receipt No. 1182", "Milk 1.20", "TOTAL 3.30", "CASH 5.00", "CHANGE 1.70"),
    "a letter": ("Dear resident,", "the social committee meets in the driving school.", "Yours sincerely"),
    "a student's card": ("某某大学", "学生证", "姓名 安宁", "学号 20200101", "有效期限 2024年7月"),
    "a work card": ("工作证", "姓名 安宁", "部门 技术部", "职务 工程师", "编号 000123"),
    "smeared print": ("wat ia lgueg", "kewewngon doi", "liiiiiiil", "aApaop", "oalgrare St"),
}  # fmt: skip


@pytest.mark.parametrize("texts", OTHERS.values(), ids=OTHERS.keys())
def test_other_print_resembles_nothing(texts: tuple[str, ...]) -> None:
    assert typed(*texts).spec.type == UNKNOWN_DOCUMENT


def test_a_title_that_two_documents_share_tells_neither() -> None:
    assert most_alike(["Driving Liome", "P000000"], all_specs()) is None
    assert most_alike([], all_specs()) is None


def test_clear_looks_make_up_for_part_of_the_proof() -> None:
    page = get_spec("chn_household_head", Side.PAGE)
    texts = ("户别农业家施户", "户生地名", "住址某省某州市某县", "住社变动暨记", "本力人正章")
    assert most_alike(texts, all_specs()) is None
    assert most_alike(texts, all_specs(), Looks(page, 0.99, 0)) is page
    assert most_alike(texts, all_specs(), Looks(page, 0.8, 0)) is None
    assert most_alike(texts, all_specs(), Looks(get_spec("passport", Side.PAGE), 0.99, 0)) is None


def test_a_sheet_full_of_text_resembles_nothing() -> None:
    title = ("Uniffied Mults-Purpose ID",)
    assert typed(*title, *["oalgrare"] * 20).spec.type == "phl_umid"
    assert typed(*title, *["oalgrare"] * 31).spec.type == UNKNOWN_DOCUMENT


ENTRIES = (
    "Motor vehicle book", "Registration number", "AB 1234", "Date of first registration", "1 May 2019",
    "Chassis number", "Engine number", "Make", "Model", "Owner", "Address",
)  # fmt: skip


def test_a_sheet_of_another_title_is_told_by_nearly_all_of_its_many_captions() -> None:
    found = typed(*ENTRIES, upright=True)
    assert found.spec.type == "vehicle_registration"
    assert found.confidence < RESEMBLANCE
    insured = [text for text in ENTRIES if text not in ("Date of first registration", "Model")]
    assert typed(*insured, upright=True).spec.type == UNKNOWN_DOCUMENT
    # An invoice shows what a bill does, and a bill has no eight captions of its own.
    invoice = ("Invoice", "Invoice date", "Due date", "Amount due", "Name", "Address", "Account number")
    assert typed(*invoice, upright=True).spec.type == UNKNOWN_DOCUMENT


def test_the_number_beside_the_authority_proves_a_temporary_card_though_little_else_is_read() -> None:
    found = typed("姓名", "白杉宁", "公民身份号码", "签发机关", "柳林市公安局")
    assert (found.spec.key, found.confidence) == ("chn_temporary_id_back", RESEMBLANCE)


@pytest.mark.parametrize("caption", ["公民身份号码", "签发机关"])
def test_one_caption_of_a_permanent_card_proves_no_temporary_one(caption: str) -> None:
    assert typed("姓名", "白杉宁", caption).spec.type != "chn_temporary_id"
