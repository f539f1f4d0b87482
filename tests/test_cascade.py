"""Every line is read by the cheapest network that is sure of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from idvision.cascade import recognize_by_kind
from idvision.models import Models
from idvision.slots import LineKind
from idvision.types import Image, Reading

CROP = np.zeros((40, 112, 3), np.uint8)


@dataclass(slots=True)
class Network:
    """Answers every crop alike and counts them."""

    reading: Reading
    seen: list[int] = field(default_factory=list)

    def __call__(self, crops: Sequence[Image]) -> tuple[Reading, ...]:
        self.seen.append(len(crops))
        return (self.reading,) * len(crops)


def reading(text: str, probability: float) -> Reading:
    centres = tuple((0.5 + 0.9 * (place + 0.5)) / 2.8 for place in range(len(text)))
    return Reading(text, (probability,) * len(text), centres)


def read(
    kinds: Sequence[LineKind], compact: Reading, tiny: Reading
) -> tuple[list[str], dict[str, list[int]]]:
    networks = {"compact": Network(compact), "tiny": Network(tiny), "large": Network(reading("大字", 0.9))}
    bundle = Models.__new__(Models)
    for name, network in (
        ("recognize_closed", networks["compact"]),
        ("recognize_everyday", networks["tiny"]),
        ("recognize_text", networks["large"]),
    ):
        object.__setattr__(bundle, name, network)
    found = recognize_by_kind([CROP] * len(kinds), kinds, bundle)
    return [one.text for one in found], {name: network.seen for name, network in networks.items()}


ALL = (LineKind.ZONE, LineKind.CLOSED, LineKind.EVERYDAY, LineKind.RARE)


def test_each_kind_has_its_network() -> None:
    texts, seen = read(ALL, reading("12", 0.99), reading("小字", 0.99))
    assert texts == ["12", "12", "小字", "大字"]
    assert seen == {"compact": [2], "tiny": [1], "large": [1]}


def test_what_is_doubted_goes_to_the_large_network_in_one_batch() -> None:
    texts, seen = read(ALL, reading("12", 0.6), reading("小字", 0.6))
    assert texts == ["12", "大字", "大字", "大字"]
    assert seen["large"] == [3]


@pytest.mark.parametrize(
    "tiny", [Reading("小", (0.99,), (0.34,)), Reading("", (), ())], ids=["a hole", "nothing"]
)
def test_a_line_with_room_for_another_character_is_doubted(tiny: Reading) -> None:
    assert read([LineKind.EVERYDAY], reading("12", 0.99), tiny)[0] == ["大字"]


def test_a_hole_that_the_large_network_leaves_too_lowers_its_last_character() -> None:
    lone = Reading("大", (0.99,), (0.34,))
    networks = Models.__new__(Models)
    for name in ("recognize_closed", "recognize_everyday", "recognize_text"):
        object.__setattr__(networks, name, lambda crops: (lone,) * len(crops))
    (found,) = recognize_by_kind([CROP], [LineKind.RARE], networks)
    assert (found.text, found.probabilities) == ("大", (0.5,))
