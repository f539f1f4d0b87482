"""Codes of states in a zone: listed ones stand, nearly read ones are taken, others are left."""

from __future__ import annotations

import numpy as np
import pytest

from idvision.checks.mrz_formats import ALPHABETS
from idvision.mrz_states import listed_state
from idvision.types import FloatArray

ALPHABET = ALPHABETS["any"]


def seen(text: str, rivals: dict[int, tuple[str, float]] | None = None) -> FloatArray:
    near = np.full((3, 1 + len(ALPHABET)), 1e-5, np.float32)
    for place, character in enumerate(text):
        near[place, 1 + ALPHABET.index(character)] = 0.9
    for place, (character, strength) in (rivals or {}).items():
        near[place, 1 + ALPHABET.index(character)] = strength
    return near


@pytest.mark.parametrize("code", ["UTO", "D<<", "VNM", "EUE"])
def test_a_listed_code_stands_whatever_else_was_nearly_read(code: str) -> None:
    assert listed_state(code, seen(code, {0: ("A", 0.95)}))[0] == code


def test_a_listed_code_that_was_nearly_read_is_taken() -> None:
    code, share = listed_state("BTH", seen("BTH", {1: ("I", 0.08)}))
    assert code == "BIH"
    assert share > 0.9


def test_a_code_that_the_network_did_not_see_is_not_made_up() -> None:
    assert listed_state("BTH", seen("BTH")) == ("BTH", 0)


def test_a_listed_code_is_surer_than_its_weakest_letter_where_no_other_comes_near() -> None:
    near = seen("UTO")
    near[2] *= 0.3
    assert listed_state("UTO", near)[1] > 0.95
    near[1, 1 + ALPHABET.index("S")], near[2, 1 + ALPHABET.index("A")] = 0.3, 0.27
    # USA is listed too, and a third as likely in its second letter.
    assert listed_state("UTO", near)[1] == pytest.approx(0.75, abs=0.01)


def test_of_two_listed_codes_as_likely_none_is_taken() -> None:
    assert listed_state("PRX", seen("PRX", {2: ("T", 0.1)}))[0] == "PRT"
    rivals = seen("PRX", {2: ("T", 0.1)})
    rivals[2, 1 + ALPHABET.index("Y")] = 0.09
    assert listed_state("PRX", rivals) == ("PRX", 0)
