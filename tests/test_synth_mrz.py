"""Drawn zones against the reader's own parser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from idvision.checks.mrz import parse_mrz
from training.synth.mrz import MrzFormatName, Zone, check_digit, mrz_lines, transliterate
from training.synth.travel_words import fields_of
from training.synth.travellers import draw_traveller

TODAY = date(2026, 1, 1)
FORMATS: tuple[MrzFormatName, ...] = ("TD1", "TD2", "TD3", "MRVA", "MRVB")
SPECIMEN = Zone(
    "P", "UTO", "Eriksson", "Anna Maria", "L898902C3", "UTO", "1974-08-12", "F", "2012-04-15", "ZE184226B"
)


def test_the_specimen_of_the_standard() -> None:
    assert mrz_lines("TD3", SPECIMEN) == (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )
    card = replace(SPECIMEN, code="I", number="D23145890", optional="")
    assert mrz_lines("TD1", card) == (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )


def test_an_overlong_number_goes_on_in_the_optional_data() -> None:
    lines = mrz_lines("TD1", replace(SPECIMEN, code="I", number="D23145890734", optional=""))
    assert lines[0] == "I<UTOD23145890<7349<<<<<<<<<<<"


def test_a_check_digit_weighs_7_3_1() -> None:
    assert check_digit("520727") == "3"
    assert check_digit("AB2134<<<") == "5"


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Müller-Groß", "MUELLER<GROSS"),
        ("O'Brien", "OBRIEN"),
        ("Łukasz Żak", "LUKASZ<ZAK"),
        ("Þórð Ærø", "THORD<AEROE"),
        ("İzmirİ", "IZMIRI"),
        ("Núñez", "NUNEZ"),
    ],
)
def test_names_are_transliterated(name: str, zone: str) -> None:
    assert transliterate(name) == zone


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_reader_reads_what_was_drawn(fmt: MrzFormatName) -> None:
    for seed in range(120):
        zone = draw_traveller(np.random.default_rng([9, seed]), fmt).zone
        read = parse_mrz(mrz_lines(fmt, zone), TODAY)
        assert read.format == fmt
        assert all(passed for _, passed in read.checks), (seed, read)
        assert {problem.partition(":")[0] for problem in read.problems} <= {"incomplete_date"}, (seed, read)
        assert dict(read.values) == fields_of(fmt, zone)
