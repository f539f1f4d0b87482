"""Draws identity documents of invented people and photographs them, for tests and examples.

Everything is decided by a seed, and nothing but the two bundled fonts is read from disk. Lengths on
a document are millimetres, the printed page's top left is the origin.
"""

from tests.drawing.camera import Pose, Shot, photograph, photograph_cards
from tests.drawing.people import Resident, Traveller, random_resident, random_traveller
from tests.drawing.resident_id import draw_resident_id_back, draw_resident_id_front
from tests.drawing.surfaces import SURFACES, Surface, draw_surface, place_objects
from tests.drawing.travel import (
    draw_mrva,
    draw_mrvb,
    draw_passport,
    draw_td1_back,
    draw_td1_front,
    draw_td2,
)

__all__ = [
    "SURFACES",
    "Pose",
    "Resident",
    "Shot",
    "Surface",
    "Traveller",
    "draw_mrva",
    "draw_mrvb",
    "draw_passport",
    "draw_resident_id_back",
    "draw_resident_id_front",
    "draw_surface",
    "draw_td1_back",
    "draw_td1_front",
    "draw_td2",
    "photograph",
    "photograph_cards",
    "place_objects",
    "random_resident",
    "random_traveller",
]
