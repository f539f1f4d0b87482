"""Machine readable zones of several frames: what check digits vouch for comes together, names do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.checks.mrz import parse_mrz
from idvision.checks.mrz_formats import FORMATS
from idvision.fuse_mrz import fuse_mrz, units
from tests.fuse_frames import LINES, spoilt, zone
from tests.mrz_samples import TODAY as ZONE_DAY


def test_no_zone_is_none() -> None:
    assert fuse_mrz([], ZONE_DAY) is None


@pytest.mark.parametrize("name", FORMATS)
def test_every_place_of_a_zone_is_elected_once(name: str) -> None:
    spec = FORMATS[name]
    places = [(line, place) for line, start, end in units(spec) for place in range(start, end)]
    assert len(places) == len(set(places)) == spec.line_count * spec.line_length


def test_parts_whose_check_digits_hold_come_together() -> None:
    # One frame has the number wrong, the other the date of birth: both composites fail.
    frames = [zone(spoilt(1, 2)), zone(spoilt(1, 15))]
    together = fuse_mrz(frames, ZONE_DAY)
    assert together is not None
    assert together.lines == LINES
    assert all(passed for _, passed in together.checks)
    assert together.confidence >= 0.8


def test_a_zone_in_which_fewer_digits_hold_than_in_a_frame_is_not_taken() -> None:
    wrong = zone(spoilt(1, 2), 0.99)
    right = zone(LINES, 0.6)
    together = fuse_mrz([wrong, wrong, right], ZONE_DAY)
    assert together is not None
    assert together.lines == LINES


def test_names_are_not_put_together_from_halves() -> None:
    first, second = spoilt(0, 6, "K"), spoilt(0, 8, "K")
    together = fuse_mrz([zone(first, 0.95), zone(second, 0.95)], ZONE_DAY)
    assert together is not None
    assert together.lines in (first, second)
    assert not dict(together.checks)["name"]
    assert "doubtful_name" in together.problems


def test_frames_that_agree_raise_the_confidence_of_a_zone() -> None:
    together = fuse_mrz([zone(LINES, 0.9), zone(LINES, 0.9)], ZONE_DAY)
    assert together is not None
    assert together.confidence == pytest.approx(0.95358, abs=1e-5)
    assert {f.name: f.value for f in together.fields} == dict(parse_mrz(LINES, ZONE_DAY).values)
    assert together.quads == zone(LINES).quads


def test_zones_without_places_or_certainties_are_fused_too() -> None:
    bare = replace(zone(LINES, quads=False), probabilities=())
    together = fuse_mrz([bare, replace(bare, confidence=0.9)], ZONE_DAY)
    assert together is not None
    assert (together.lines, together.quads) == (LINES, ())
    assert all(field.quad is None for field in together.fields)
