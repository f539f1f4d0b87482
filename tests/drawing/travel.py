"""Travel documents of the invented state of Utopia: passport, TD1 and TD2 cards, two visas.

Sizes and the machine readable zone follow ICAO Doc 9303 parts 3 to 7: OCR-B at ten characters an
inch, lines centred in the 23.2 mm at the foot of the page.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
from PIL import Image as PilImage

from idvision.types import Image
from tests.drawing import mrz
from tests.drawing.people import Traveller
from tests.drawing.portrait import draw_portrait
from tests.drawing.sheet import (
    OCRB_FONT,
    Colour,
    Ink,
    Plane,
    Sheet,
    blank_sheet,
    guilloche,
    millimetre_grid,
    rosette,
    tint,
)

TD1_MM, TD2_MM, TD3_MM = (85.6, 54.0), (105.0, 74.0), (125.0, 88.0)
MRVA_MM, MRVB_MM = (120.0, 80.0), (105.0, 74.0)
MRZ_HEIGHT_MM = 23.2
MRZ_PITCH_MM = 2.54

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# The advance of OCR-B is 0.723 em, so this em gives ten characters an inch and 2.4 mm capitals.
_MRZ_INK = Ink(MRZ_PITCH_MM / 0.723, (20, 20, 24), MRZ_PITCH_MM, OCRB_FONT, bold_mm=0.03)
_LABEL = Ink(1.75, (92, 96, 112))
_VALUE = Ink(2.9, (22, 22, 26), bold_mm=0.03)

Entry = tuple[float, float, str, str]
"""x and y in mm, label, value."""


def printed_date(iso: str) -> str:
    """Return a date as the visual zone prints it, `07 MAR 1988`."""
    day = date.fromisoformat(iso)
    return f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year}"


@cache
def _ground(size_mm: tuple[float, float], width_px: int, paper: Colour, line: Colour) -> Plane:
    """Return an engraved background whose lines fade out in the machine readable zone."""
    x, y = millimetre_grid(size_mm, width_px)
    ground = np.full((*x.shape, 3), paper, dtype=np.float32)
    fade = 0.25 + 0.75 / (1 + np.exp(y - (size_mm[1] - MRZ_HEIGHT_MM)))
    ground = tint(ground, guilloche(x, y, 1.2) * fade, line, 0.3)
    centre = (size_mm[0] * 0.66, size_mm[1] * 0.42)
    return tint(ground, rosette(x, y, centre, 16) * fade, line, 0.3)


def _page(size_mm: tuple[float, float], width_px: int, paper: Colour, line: Colour) -> Sheet:
    return blank_sheet(size_mm, width_px, _ground(size_mm, width_px, paper, line))


def _print_mrz(sheet: Sheet, lines: tuple[str, ...]) -> None:
    """Print the machine readable zone: three lines 4.23 mm apart, or two 6.35 mm apart."""
    width_mm, height_mm = sheet.size_mm
    spacing = 4.23 if len(lines) == 3 else 6.35
    left = (width_mm - len(lines[0]) * MRZ_PITCH_MM) / 2
    middle = height_mm - MRZ_HEIGHT_MM / 2
    for row, line in enumerate(lines):
        baseline = middle + (row - (len(lines) - 1) / 2) * spacing + 1.2
        sheet.text((left, baseline), line, _MRZ_INK)


def _print_entries(sheet: Sheet, entries: tuple[Entry, ...]) -> None:
    for x_mm, y_mm, label, value in entries:
        sheet.text((x_mm, y_mm), label, _LABEL)
        sheet.text((x_mm, y_mm + 3.4), value, _VALUE)


def _portrait(person: Traveller) -> PilImage.Image:
    return draw_portrait(person.face_seed, woman=person.sex == "F", width_px=360)


def draw_passport(person: Traveller, width_px: int = 1476) -> Image:
    """Return the data page of a passport, TD3, `(H, W, 3)` uint8 BGR."""
    sheet = _page(TD3_MM, width_px, (238, 233, 222), (168, 150, 176))
    sheet.text((44.0, 8.0), "UTOPIA", Ink(4.6, (70, 40, 90), bold_mm=0.09))
    sheet.text((5.0, 8.0), "PASSPORT", Ink(3.4, (70, 40, 90), bold_mm=0.05))
    sheet.paste((5.0, 15.0), _portrait(person), 33.0)
    entries = (
        (44.0, 13.0, "Type", "P"),
        (58.0, 13.0, "Code of issuing state", person.issuing_country),
        (88.0, 13.0, "Passport No.", person.document_number),
        (44.0, 20.2, "Surname", person.surname),
        (44.0, 27.4, "Given names", person.given_names),
        (44.0, 34.6, "Nationality", "UTOPIAN"),
        (88.0, 34.6, "Date of birth", printed_date(person.birth_date)),
        (44.0, 41.8, "Sex", person.sex),
        (58.0, 41.8, "Place of birth", person.birth_place),
        (44.0, 49.0, "Date of issue", printed_date(person.issue_date)),
        (88.0, 49.0, "Date of expiry", printed_date(person.expiry_date)),
        (44.0, 56.2, "Authority", person.issuing_authority),
    )
    _print_entries(sheet, entries)
    _print_mrz(sheet, mrz.td3_lines(person))
    return sheet.to_bgr()


def draw_td2(person: Traveller, width_px: int = 1240) -> Image:
    """Return the front of a TD2 identity card with its machine readable zone."""
    sheet = _page(TD2_MM, width_px, (226, 238, 230), (120, 172, 150))
    sheet.text((34.0, 7.0), "UTOPIA  IDENTITY CARD", Ink(3.6, (24, 84, 64), bold_mm=0.06))
    sheet.paste((4.5, 10.0), _portrait(person), 26.0)
    entries = (
        (34.0, 11.5, "Surname", person.surname),
        (34.0, 18.5, "Given names", person.given_names),
        (34.0, 25.5, "Sex", person.sex),
        (46.0, 25.5, "Nationality", person.nationality),
        (66.0, 25.5, "Date of birth", printed_date(person.birth_date)),
        (34.0, 32.5, "Document No.", person.document_number),
        (66.0, 32.5, "Date of expiry", printed_date(person.expiry_date)),
        (34.0, 39.5, "Authority", person.issuing_authority),
    )
    _print_entries(sheet, entries)
    _print_mrz(sheet, mrz.td2_lines(person))
    return sheet.to_bgr()


def draw_td1_front(person: Traveller, width_px: int = 1012) -> Image:
    """Return the front of a TD1 identity card, which has no machine readable zone."""
    sheet = _page(TD1_MM, width_px, (228, 234, 242), (136, 160, 196))
    sheet.text((29.0, 7.0), "UTOPIA  IDENTITY CARD", Ink(3.2, (28, 52, 110), bold_mm=0.05))
    sheet.paste((4.0, 10.0), _portrait(person), 21.5)
    entries = (
        (29.0, 11.5, "Surname", person.surname),
        (29.0, 18.3, "Given names", person.given_names),
        (29.0, 25.1, "Sex", person.sex),
        (38.0, 25.1, "Nationality", person.nationality),
        (54.0, 25.1, "Date of birth", printed_date(person.birth_date)),
        (29.0, 31.9, "Document No.", person.document_number),
        (54.0, 31.9, "Date of expiry", printed_date(person.expiry_date)),
    )
    _print_entries(sheet, entries)
    return sheet.to_bgr()


def draw_td1_back(person: Traveller, width_px: int = 1012) -> Image:
    """Return the back of a TD1 identity card with its three machine readable lines."""
    sheet = _page(TD1_MM, width_px, (228, 234, 242), (136, 160, 196))
    entries = (
        (5.0, 7.0, "Place of birth", person.birth_place),
        (45.0, 7.0, "Date of issue", printed_date(person.issue_date)),
        (5.0, 15.0, "Authority", person.issuing_authority),
    )
    _print_entries(sheet, entries)
    _print_mrz(sheet, mrz.td1_lines(person))
    return sheet.to_bgr()


def _draw_visa(person: Traveller, size_mm: tuple[float, float], width_px: int) -> Sheet:
    sheet = _page(size_mm, width_px, (240, 236, 214), (186, 168, 96))
    sheet.text((38.0, 8.0), "UTOPIA  VISA", Ink(4.2, (120, 84, 20), bold_mm=0.07))
    sheet.paste((5.0, 11.0), _portrait(person), 27.0)
    entries = (
        (38.0, 12.5, "Valid until", printed_date(person.expiry_date)),
        (68.0, 12.5, "Visa No.", person.document_number),
        (38.0, 20.0, "Surname", person.surname),
        (38.0, 27.5, "Given names", person.given_names),
        (38.0, 35.0, "Sex", person.sex),
        (50.0, 35.0, "Nationality", person.nationality),
        (68.0, 35.0, "Date of birth", printed_date(person.birth_date)),
        (38.0, 42.5, "Issued on", printed_date(person.issue_date)),
    )
    _print_entries(sheet, entries)
    return sheet


def draw_mrva(person: Traveller, width_px: int = 1418) -> Image:
    """Return a full-page visa, MRV-A, with two lines of 44 characters."""
    sheet = _draw_visa(person, MRVA_MM, width_px)
    _print_mrz(sheet, mrz.mrva_lines(person))
    return sheet.to_bgr()


def draw_mrvb(person: Traveller, width_px: int = 1240) -> Image:
    """Return a small visa, MRV-B, with two lines of 36 characters."""
    sheet = _draw_visa(person, MRVB_MM, width_px)
    _print_mrz(sheet, mrz.mrvb_lines(person))
    return sheet.to_bgr()
