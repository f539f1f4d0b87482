"""Judge a whole card by one small network: card image -> maps, which way is up, type, side, copies.

The maps of defects and text live on a grid over the card, so a defect can be told for the card and for each
field on it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from idvision.detail import network_input
from idvision.types import DefectMaps, FloatArray, Image, Session

NOT_A_DOCUMENT = "not_a_document"


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What the network says of a card image as it was given, probabilities in [0, 1].

    Attributes:
        maps: where the card is spoilt, 52 rows of 80 cells.
        text: `(104, 160)` float32 in [0, 1], the cores of text lines; see `idvision.text_map`.
        turns: probability of each number of clockwise quarter turns that makes the card upright.
        types: probability of each document type, `unknown` and `not_a_document` among them.
        sides: probability of `front`, `back`, `page`, `unknown`.
        copies: probability that the card is a `screen`, a `photocopy`, `edited`.
    """

    maps: DefectMaps
    text: FloatArray
    turns: tuple[float, float, float, float]
    types: dict[str, float]
    sides: dict[str, float]
    copies: dict[str, float]


class CardAssessor:
    """Assesses card images with the long side across, `(720, W, 3)` uint8 BGR."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, card_image: Image) -> Assessment:
        """Assess one card."""
        image, detail = network_input(card_image)
        defects, text, turns, types, sides, copies = self._session.run(image[None], detail[None])
        return Assessment(
            DefectMaps(*defects[0]),
            text[0],
            (float(turns[0, 0]), float(turns[0, 1]), float(turns[0, 2]), float(turns[0, 3])),
            self._named("types", types[0]),
            self._named("sides", sides[0]),
            self._named("copies", copies[0]),
        )

    def _named(self, key: str, values: FloatArray) -> dict[str, float]:
        return dict(zip(json.loads(self._session.metadata[key]), values.tolist(), strict=True))


def turn_maps(maps: DefectMaps, quarter_turns: int) -> DefectMaps:
    """Turn the maps clockwise along with the card image."""
    grids = (maps.blur, maps.glare, maps.occlusion)
    return DefectMaps(*(np.ascontiguousarray(np.rot90(grid, -quarter_turns)) for grid in grids))
