"""Printed values beside a machine readable zone: what agrees stays, what surely differs is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.types import Field, Mrz
from idvision.zone_fields import agrees, hold_against_zone

ZONE = Mrz("TD3", ("P<", ""), ("P<", ""), (), (Field("surname", "MUELLER", "MUELLER", 0.99),), 0.99)
PRINTED = Field("surname", "MÜLLER", "MÜLLER", 0.9)


@pytest.mark.parametrize(
    ("printed", "zone"),
    [
        ("MÜLLER", "MUELLER"),
        ("Müller", "MULLER"),
        ("O'NEIL-COX", "O NEIL COX"),
        ("MARIA LUISA ANNA", "MARIA LUI"),
    ],
)
def test_spellings_of_the_zone_agree(printed: str, zone: str) -> None:
    assert agrees(printed, zone)


@pytest.mark.parametrize(("printed", "zone"), [("MÜLLER", "MOELLER"), ("ANNA", "BELL"), ("", "BELL")])
def test_other_names_do_not(printed: str, zone: str) -> None:
    assert not agrees(printed, zone)


def test_a_value_that_agrees_or_that_the_zone_lacks_stays_as_it_is() -> None:
    other = Field("birth_place", "BERN", "BERN", 0.5)
    assert hold_against_zone([PRINTED, other], ZONE) == (PRINTED, other)
    assert hold_against_zone([PRINTED], None) == (PRINTED,)


def test_a_sure_contradiction_is_named_and_an_unsure_one_left_out() -> None:
    wrong = replace(PRINTED, value="BELL")
    (named,) = hold_against_zone([wrong], ZONE)
    assert named.problems == ("inconsistent",)
    assert named.confidence == pytest.approx(0.54)
    assert hold_against_zone([replace(wrong, confidence=0.7)], ZONE) == ()
    assert hold_against_zone([replace(wrong, problems=("bad_format",))], ZONE) == ()
