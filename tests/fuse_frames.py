"""Hand-made frames of the cards of invented people, for the tests of their fusion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import idvision
from idvision.checks.mrz import parse_mrz
from idvision.documents import get_spec
from idvision.geometry import as_quad
from idvision.mrz_reader import RowReading, zone_of
from idvision.mrz_rows import MrzRow
from idvision.types import (
    Card,
    DocumentClass,
    Field,
    FoundValue,
    Mrz,
    Options,
    Quad,
    Result,
    Side,
)
from idvision.validate import validate
from tests.drawing import Resident, random_resident
from tests.mrz_samples import TODAY as ZONE_DAY
from tests.mrz_samples import build_td3, random_person
from tests.sample_results import ACCEPT, GENUINE, GOOD_QUALITY, NAME_QUAD, NUMBER_QUAD

TODAY = date(2025, 6, 1)
OPTIONS = Options(today=TODAY)
FRONT = get_spec("chn_resident_id", Side.FRONT)
SPECS = {field.name: field for field in FRONT.fields}
PERSON, STRANGER = random_resident(91), random_resident(92)
PRINTED = {"M": "男", "F": "女"}
INSIDE = (0.2, 0.2, 0.8, 0.8)
QUAD: Quad = ((40.0, 30.0), (360.0, 30.0), (360.0, 230.0), (40.0, 230.0))
# The same card twice as large, moved by (10, 20).
LARGE: Quad = ((90.0, 80.0), (730.0, 80.0), (730.0, 480.0), (90.0, 480.0))


def printed(person: Resident = PERSON) -> dict[str, str]:
    """Return what the front of a card shows, as printed."""
    fields = person.front_fields()
    year, month, day = fields["birth_date"].split("-")
    return fields | {"sex": PRINTED[fields["sex"]], "birth_date": f"{year}年{int(month)}月{int(day)}日"}


def read_fields(texts: dict[str, str], probability: float = 0.97) -> tuple[Field, ...]:
    """Return the values that a frame with these texts gives."""
    found = [FoundValue(name, text, (probability,) * len(text), INSIDE) for name, text in texts.items()]
    return tuple(replace(field, quad=NAME_QUAD) for field in validate(found, FRONT))


def frame(texts: dict[str, str], probability: float = 0.97, **changes: object) -> Result:
    card = Card(
        quad=QUAD,
        corners_seen=(True, True, True, True),
        score=0.99,
        document=DocumentClass(FRONT.type, FRONT.side, 0.97),
        quality=GOOD_QUALITY,
        reproduction=GENUINE,
        fields=read_fields(texts, probability),
        mrz=None,
        portrait=None,
        lines=(),
        verdict=ACCEPT,
    )
    card = replace(card, **changes)  # type: ignore[arg-type]
    return Result(400, 300, (card,), card.verdict, (("read", 10.0),))


def values_of(card: Card) -> dict[str, str]:
    return {field.name: field.value for field in card.fields}


def the_card(result: Result) -> Card:
    (card,) = result.cards
    return card


def fused(*frames: Result) -> Card:
    return the_card(idvision.fuse(frames, OPTIONS))


def without(*names: str) -> dict[str, str]:
    return {name: text for name, text in printed().items() if name not in names}


def changed(text: str, place: int, character: str) -> str:
    assert text[place] != character
    return text[:place] + character + text[place + 1 :]


def other_digit(text: str, place: int) -> str:
    return changed(text, place, str((int(text[place]) + 4) % 10))


HOLDER = random_person("TD3", 3)
LINES = build_td3(HOLDER)


def zone(lines: tuple[str, ...], probability: float = 0.97, quads: bool = True) -> Mrz:
    rows = [MrzRow(line, as_quad(NUMBER_QUAD)) for line in lines]
    readings_of_lines = [RowReading(line, (probability,) * len(line)) for line in lines]
    read = zone_of(parse_mrz(lines, ZONE_DAY), rows, readings_of_lines)
    return read if quads else replace(read, quads=())


def spoilt(line: int, place: int, by: str = "") -> tuple[str, ...]:
    text = LINES[line]
    character = by or ("4" if text[place] != "4" else "7")
    return tuple(changed(text, place, character) if n == line else other for n, other in enumerate(LINES))


def readings(*texts: str, name: str = "id_number", probability: float = 0.97) -> list[Field]:
    return [read_fields({name: text}, probability)[0] for text in texts]
