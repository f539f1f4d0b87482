"""Photos that Tencent's two recognisers must refuse or warn of, drawn for the tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from idvision.types import Image
from tests.drawing import Pose, Shot, draw_resident_id_front, photograph_cards, random_resident

EXAMPLES = Path(__file__).parents[1] / "examples"
FRONT = (EXAMPLES / "resident_id_front.jpg").read_bytes()
BACK = (EXAMPLES / "resident_id_back.jpg").read_bytes()
BOTH = (EXAMPLES / "resident_id_both_sides.jpg").read_bytes()
GLARE = (EXAMPLES / "resident_id_glare.jpg").read_bytes()
NOTHING = (EXAMPLES / "no_document.jpg").read_bytes()
PASSPORT = (EXAMPLES / "passport_page.jpg").read_bytes()


def encoded(image: Image, suffix: str = ".jpg") -> bytes:
    """Return a picture in the format of a suffix."""
    return cv2.imencode(suffix, image)[1].tobytes()


def black(width: int, height: int, suffix: str) -> bytes:
    """Return a picture of nothing."""
    return encoded(np.zeros((height, width, 3), np.uint8), suffix)


@cache
def two_fronts() -> bytes:
    """Return a photo of the fronts of two people."""
    poses = (Pose((0.28, 0.4), 0.46, 4), Pose((0.74, 0.6), 0.46, -5))
    cards = [(draw_resident_id_front(random_resident(61 + i)), pose) for i, pose in enumerate(poses)]
    return encoded(photograph_cards(cards, "desk", 63)[0])


@cache
def blurred(blur_px: float) -> bytes:
    """Return a photo that is too blurred to be read."""
    card = draw_resident_id_front(random_resident(64))
    return encoded(photograph_cards([(card, Pose())], "cloth", 65, Shot(blur_px=blur_px))[0])


@cache
def wrong_number() -> bytes:
    """Return a photo of a card whose number has another check character than it must have."""
    person = random_resident(66)
    number = person.id_number
    other = "1" if number[-1] != "1" else "2"
    card = draw_resident_id_front(replace(person, id_number=number[:-1] + other))
    return encoded(photograph_cards([(card, Pose())], "desk", 67)[0])
