"""Invented holders: every value obeys the rule that the reader holds it against."""

from __future__ import annotations

import re

import numpy as np
import pytest

from idvision.checks import CHECKS, cn_id_number
from training.synth import fonts
from training.synth.numbers import draw_credit_code, draw_payment_card, draw_vin
from training.synth.people import draw_resident
from training.synth.places import draw_address, draw_plate, office, regions
from training.synth.travellers import draw_traveller, state_codes

COUNT = 60


def rngs() -> list[np.random.Generator]:
    return [np.random.default_rng([5, seed]) for seed in range(COUNT)]


def test_residents_obey_the_checks_of_their_card() -> None:
    for rng in rngs():
        person = draw_resident(rng)
        assert CHECKS["han_name"](person.name) == person.name
        assert CHECKS["cn_ethnicity"](person.ethnicity) == person.ethnicity
        assert CHECKS["cn_id_number"](person.id_number) == person.id_number
        assert CHECKS["cn_address"](person.address) == person.address
        assert CHECKS["cn_authority"](person.issuing_authority) == person.issuing_authority
        assert cn_id_number.get_sex(person.id_number) == person.sex
        assert cn_id_number.get_birth_date(person.id_number) == person.birth.isoformat()
        assert person.expiry is None or person.expiry.year - person.valid_from.year in {5, 10, 20}


def test_a_seed_decides_a_person() -> None:
    first, second = (draw_resident(np.random.default_rng(3)) for _ in range(2))
    assert first == second
    assert len({draw_resident(rng).name for rng in rngs()}) > COUNT // 2


def test_names_are_printable_on_this_machine() -> None:
    names = "".join(draw_resident(rng).name + draw_address(rng, regions()[0]) for rng in rngs())
    assert [char for char in set(names) if not fonts.is_printable(char)] == []


def test_regions_are_counties_in_force() -> None:
    assert len(regions()) > 2500
    assert len({region.code[:2] for region in regions()}) == 31
    for region in regions():
        assert cn_id_number.is_known_region(region.code)
        assert re.fullmatch("[\u4e00-\u9fff]+", region.printed), region
        assert CHECKS["cn_authority"](office(region))


@pytest.mark.parametrize("seed", range(20))
def test_numbers_have_right_check_digits(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert CHECKS["vin"](draw_vin(rng))
    assert CHECKS["cn_uscc"](draw_credit_code(rng, "310115"))
    assert CHECKS["card_number"](draw_payment_card(rng))
    plate = draw_plate(rng, regions()[seed * 100])
    assert CHECKS["cn_plate"](plate) == plate


def test_travellers_come_from_states_of_the_standard() -> None:
    assert len(state_codes()) > 240
    for rng in rngs():
        zone = draw_traveller(rng, "TD3").zone
        assert CHECKS["country_code"](zone.issuer)
        assert CHECKS["country_code"](zone.nationality)
        assert zone.expiry_date > zone.birth_date
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", zone.birth_date)


@pytest.mark.parametrize("script", ["latin", "han", "digits", "ocra", "script"])
def test_the_splits_share_no_face(script: fonts.Script) -> None:
    train, bench = fonts.faces_of("train", script), fonts.faces_of("bench", script)
    if min(len(train), len(bench)) == 1:
        pytest.skip("no system fonts: both splits fall back on the bundled face")
    assert not {face.path for face in train} & {face.path for face in bench}


def test_a_face_that_lacks_a_character_is_replaced() -> None:
    latin_only = fonts.faces_of("train", "ocrb")[0]
    assert fonts.covers(latin_only, "A")
    assert not fonts.covers(latin_only, "汉")
    assert fonts.covers(fonts.face_for(latin_only, "汉", "train"), "汉")
    assert fonts.face_for(latin_only, "A", "train") == latin_only
