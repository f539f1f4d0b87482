"""A known document is read the short way, and the long way wherever that leaves a doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pytest

from idvision.assess import Assessment
from idvision.models import Models
from idvision.read_document import read_documents
from idvision.types import FloatArray, Image, Options, Reading
from tests.assessments import with_lines
from tests.mrz_samples import build_td3, random_person

CARD = np.full((720, 1144, 3), 200, np.uint8)
OPTIONS = Options(today=date(2026, 1, 1))
BOXES = (
    (0.2, 0.14, 0.3, 0.2),
    (0.2, 0.26, 0.24, 0.32),
    (0.36, 0.26, 0.4, 0.32),
    (0.2, 0.38, 0.5, 0.44),
    (0.2, 0.49, 0.6, 0.55),
    (0.34, 0.81, 0.9, 0.87),
)
VALUES = ("沈若棠", "女", "汉", "1993年7月4日", "四川省成都市武侯区晴川路8号", "510107199307046021")
LEVELS = 60
OTHER_NUMBER = (*VALUES[:-1], "510107199307046022")


def reading_of(text: str, certainty: float) -> Reading:
    return Reading(text, (certainty,) * len(text), tuple(np.linspace(0.05, 0.95, len(text)).tolist()))


@dataclass(slots=True)
class CompactReader:
    """A compact recogniser that is sure of the numbers in `texts`, or of nothing."""

    texts: Sequence[str] = ()
    alphabet: str = "0123456789X年月日"

    def __call__(self, crops: Sequence[Image]) -> tuple[Reading, ...]:
        if not self.texts:
            return tuple(Reading("0", (0.1,), (0.5,)) for _ in crops)
        return tuple(reading_of(text, 0.99) for text in self.texts)

    def probabilities(self, crop: Image, alphabet: str) -> FloatArray:
        """Give the text whose number the crop's middle names, every character sure, blanks between."""
        text = self.texts[round(int(np.median(crop)) / LEVELS) - 1] if self.texts else ""
        probs = np.full((max(1, 2 * len(text)), 1 + len(alphabet)), 1e-4, np.float32)
        probs[1::2, 0] = 1
        for place, character in enumerate(text):
            probs[2 * place, 1 + alphabet.index(character)] = 1
        return probs


@dataclass(slots=True)
class Reader:
    """A recogniser that reads the lines of `texts` in order, and a detector that is counted."""

    texts: Sequence[str]
    certainty: float = 0.99
    compact: CompactReader = field(default_factory=CompactReader)
    detected: int = 0
    read: list[int] = field(default_factory=list)

    def recognize(self, crops: Sequence[Image]) -> tuple[Reading, ...]:
        self.read.append(len(crops))
        if len(crops) != len(self.texts):
            return tuple(Reading("", (), ()) for _ in crops)
        return tuple(reading_of(text, self.certainty) for text in self.texts)

    def detect(self, _image: Image, _long_side: int) -> tuple[FloatArray, FloatArray]:
        self.detected += 1
        return np.zeros((0, 4, 2), np.float32), np.zeros(0, np.float32)

    def models(self) -> Models:
        return Models(
            locate=lambda _: (),
            locate_roughly=lambda _: (),
            assess=lambda _: with_lines(),
            detect_text=self.detect,
            orient_text=lambda crops: np.zeros(len(crops), np.float32),
            recognize_text=self.recognize,
            text_probabilities=lambda _, alphabet: np.zeros((1, 1 + len(alphabet)), np.float32),
            recognize_everyday=lambda crops: tuple(Reading("", (), ()) for _ in crops),
            recognize_closed=self.compact,
            detect_faces=lambda _: (),
        )


def read(reader: Reader, assessment: Assessment, options: Options = OPTIONS) -> dict[str, str]:
    (document,) = read_documents([(CARD, assessment)], reader.models(), options)
    return {found.name: found.value for found in document.fields}


def test_a_sound_card_is_read_without_looking_for_text() -> None:
    reader = Reader(VALUES)
    values = read(reader, with_lines(*BOXES))
    assert values["id_number"] == VALUES[-1]
    assert (values["name"], values["birth_date"]) == ("沈若棠", "1993-07-04")
    assert reader.detected == 0
    assert reader.read[0] == len(BOXES)


def test_numbers_and_dates_are_read_by_the_compact_network_where_it_is_sure() -> None:
    reader = Reader(VALUES[:3] + VALUES[4:5], compact=CompactReader((VALUES[3], VALUES[5])))
    values = read(reader, with_lines(*BOXES))
    assert (values["birth_date"], values["id_number"]) == ("1993-07-04", VALUES[5])
    assert (reader.detected, reader.read[0]) == (0, 4)


def test_a_value_that_breaks_a_check_is_read_the_long_way() -> None:
    reader = Reader(OTHER_NUMBER)
    read(reader, with_lines(*BOXES))
    assert reader.detected > 0


def test_an_unsure_value_stays_as_it_is() -> None:
    reader = Reader(VALUES, 0.6)
    assert read(reader, with_lines(*BOXES))["name"] == "沈若棠"
    assert reader.detected == 0


def test_a_missing_value_is_looked_for_the_long_way() -> None:
    reader = Reader(VALUES[1:])
    read(reader, with_lines(*BOXES[1:]))
    assert reader.detected > 0


def test_small_print_is_read_the_long_way_only() -> None:
    reader = Reader(VALUES)
    name = (0.2, 0.15, 0.3, 0.18)
    read(reader, with_lines(name, *BOXES[1:]))
    assert reader.detected > 0 and reader.read in ([], [0])


def test_a_card_of_doubtful_looks_is_read_the_long_way_only() -> None:
    reader = Reader(VALUES)
    read(reader, replace(with_lines(*BOXES), turns=(0.6, 0.0, 0.4, 0.0)))
    assert reader.detected > 0 and reader.read in ([], [0])


def test_every_line_is_read_when_asked_for() -> None:
    reader = Reader(VALUES)
    read(reader, with_lines(*BOXES), replace(OPTIONS, every_line=True))
    assert reader.detected > 0


def zone_card(rows: Sequence[tuple[float, float, float, float]]) -> Image:
    """A card whose rows are told apart by their grey level."""
    image = np.full_like(CARD, 200)
    for number, (_, y1, _, y2) in enumerate(rows, start=1):
        image[round((y1 - 0.02) * 720) : round((y2 + 0.02) * 720)] = number * LEVELS
    return image


def test_a_document_of_doubtful_looks_is_read_by_a_sound_zone() -> None:
    person = random_person("TD3", 3)
    reader = Reader((), compact=CompactReader(build_td3(person)))
    rows = ((0.05, 0.76, 0.95, 0.82), (0.05, 0.87, 0.95, 0.93))
    unknown = replace(with_lines(*rows), types={"unknown": 1.0})
    (document,) = read_documents(
        [(zone_card(rows), unknown)], reader.models(), replace(OPTIONS, visual_zone=False)
    )
    assert document.mrz is not None
    assert document.mrz.lines == build_td3(person)
    assert (document.classified.spec.type, reader.detected) == ("passport", 0)
    # Its print is looked for above the zone alone, once.
    (whole,) = read_documents([(zone_card(rows), unknown)], reader.models(), OPTIONS)
    assert (whole.mrz, reader.detected) == (document.mrz, 1)


def test_a_zone_that_breaks_a_check_digit_is_looked_for_the_long_way() -> None:
    upper, lower = build_td3(random_person("TD3", 3))
    wrong = lower[:-1] + str((int(lower[-1]) + 1) % 10)
    reader = Reader((), compact=CompactReader((upper, wrong)))
    rows = ((0.05, 0.76, 0.95, 0.82), (0.05, 0.87, 0.95, 0.93))
    unknown = replace(with_lines(*rows), types={"unknown": 1.0})
    read_documents([(zone_card(rows), unknown)], reader.models(), OPTIONS)
    assert reader.detected > 0


def test_cards_of_one_photo_are_recognised_together() -> None:
    reader = Reader(VALUES * 2)
    card = (CARD, with_lines(*BOXES))
    documents = read_documents([card, card], reader.models(), OPTIONS)
    assert reader.read == [2 * len(BOXES)]
    assert [{found.name: found.value for found in document.fields}["name"] for document in documents] == [
        "沈若棠",
        "沈若棠",
    ]


def test_the_day_must_be_given() -> None:
    with pytest.raises(ValueError, match="day"):
        read(Reader(VALUES), with_lines(*BOXES), Options())
