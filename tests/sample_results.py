"""Hand-made results of invented people, for the tests of what comes after reading."""

from __future__ import annotations

from dataclasses import replace

from idvision.types import (
    Barcode,
    Card,
    Decision,
    DocumentClass,
    Field,
    FieldDefect,
    Mrz,
    Prompt,
    Quad,
    Quality,
    Reproduction,
    Result,
    Side,
    TextLine,
    Verdict,
)

CARD_QUAD: Quad = ((40.0, 30.0), (360.0, 40.0), (355.0, 240.0), (35.0, 230.0))
NAME_QUAD: Quad = ((80.0, 50.0), (140.0, 50.0), (140.0, 66.0), (80.0, 66.0))
NUMBER_QUAD: Quad = ((120.125, 200.0), (300.0, 200.0), (300.0, 216.0), (120.0, 216.0))

GOOD_QUALITY = Quality(
    blur=0.1,
    glare=0.0,
    occlusion=0.0,
    exposure=0.0,
    incomplete=0.0,
    coverage=0.5,
    short_side_px=600,
    luminance=0.6,
)
GENUINE = Reproduction(screen=0.01, photocopy=0.0, edited=0.02)
ACCEPT = Verdict(Decision.ACCEPT, (), Prompt("Done.", "完成。"))
REVIEW = Verdict(Decision.REVIEW, ("glare:id_number",), Prompt("Tilt it.", "倾斜。"))
NAME = Field("name", "林小舟", "林 小舟", 0.98765, NAME_QUAD)
NUMBER = Field(
    "id_number", "990101200001011234", "99O101200001011234", 0.31, NUMBER_QUAD, ("checksum_failed",)
)
MRZ = Mrz(
    format="TD1",
    lines=(
        "I<UTOX00000000<<<<<<<<<<<<<<<<",
        "0001010X3001010UTO<<<<<<<<<<<0",
        "LIN<<XIAOZHOU<<<<<<<<<<<<<<<<<",
    ),
    raw_lines=("I<UT0X00000000<<<<<<<<<<<<<<<", "0001010X3001010UTO<<<<<<<<<<<0", "LIN<<XIAOZHOU<<<<<<<<"),
    checks=(("document_number", True), ("composite", False)),
    fields=(Field("surname", "LIN", "LIN", 0.99, NUMBER_QUAD),),
    confidence=0.9,
    problems=("bad_name",),
)
CODE_QUAD: Quad = ((300.0, 180.0), (330.0, 180.0), (330.0, 210.0), (300.0, 210.0))
CODES = (
    Barcode(
        "QRCode",
        "A|1",
        b"",
        CODE_QUAD,
        "cccd_qr",
        (Field("sex", "F", "Nữ", 0.99, CODE_QUAD),),
        ("missing:name",),
    ),
    Barcode("Aztec", "", b"\x00\x01\xff", CODE_QUAD),
)
CARD = Card(
    quad=CARD_QUAD,
    corners_seen=(True, True, False, True),
    score=0.99,
    document=DocumentClass("chn_resident_id", Side.FRONT, 0.97, 1),
    quality=replace(
        GOOD_QUALITY,
        glare=0.05,
        field_defects=(
            FieldDefect("id_number", "blur", 0.30004),
            FieldDefect("id_number", "glare", 0.38),
            FieldDefect("name", "occlusion", 0.05),
        ),
    ),
    reproduction=GENUINE,
    fields=(NAME, NUMBER),
    mrz=MRZ,
    portrait=((250.0, 60.0), (330.0, 60.0), (330.0, 160.0), (250.0, 160.0)),
    lines=(TextLine("姓名 林小舟", 0.9, NAME_QUAD),),
    verdict=REVIEW,
    barcodes=CODES,
)
RESULT = Result(400, 300, (CARD,), REVIEW, (("decode", 3.14159), ("locate", 5.0)))
REJECT = Verdict(Decision.REJECT, ("no_document",), Prompt("Lay it flat.", "放平。"))
EMPTY_RESULT = Result(400, 300, (), REJECT, (("decode", 1.0),))
