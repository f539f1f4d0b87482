"""What a card looks like counts only where it is clear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.documents import all_specs, get_spec
from idvision.looks import looks_of
from idvision.types import Side
from tests.assessments import RESIDENT_FRONT


def test_a_clear_card_looks_like_its_declaration() -> None:
    looks = looks_of(replace(RESIDENT_FRONT, turns=(0.0, 0.0, 0.0, 1.0)), all_specs())
    assert looks is not None
    assert (looks.spec, looks.quarter_turns) == (get_spec("chn_resident_id", Side.FRONT), 3)
    assert looks.probability == pytest.approx(0.98 * 0.99)


@pytest.mark.parametrize(
    "changes",
    [
        {"turns": (0.9, 0.0, 0.1, 0.0)},
        {"types": {"chn_resident_id": 0.7, "passport": 0.3}},
        {"sides": {"front": 0.6, "back": 0.4}},
        {"types": {"unknown": 1.0}},
    ],
)
def test_doubt_about_turn_type_or_side_is_no_look(changes: dict[str, object]) -> None:
    assert looks_of(replace(RESIDENT_FRONT, **changes), all_specs()) is None


def test_without_declarations_nothing_looks_like_one() -> None:
    assert looks_of(RESIDENT_FRONT, ()) is None
