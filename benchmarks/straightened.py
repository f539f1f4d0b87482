"""Documents of drawn pictures, straightened along outlines that err as a locator's do, with their truth.

So the assessor is judged alone. The truth of each defect is what `idvision.quality` measures when it is given
the true maps and the true outline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from idvision.geometry import (
    is_convex,
    order_quad,
    quad_area,
    quarter_turns_between,
    roll_quad,
)
from idvision.quality import measure
from idvision.rectify import long_side_first, rectify
from idvision.types import Image, QuadArray, Quality
from training.synth.crops import empty_place, has_upright, true_maps
from training.synth.truth import Sample

BACKGROUND = "background"
"""The type of a place where no document lies."""
DEFECTS = ("blur", "glare", "occlusion", "incomplete")
MIN_VISIBLE = 0.35
CORNER_ERROR = 0.008
"""Standard deviation of a corner's place, in square roots of the document's area."""


@dataclass(frozen=True, slots=True)
class CardTruth:
    """What is true of a straightened card.

    Attributes:
        type, side, attack: as in the drawn set; `background` where nothing lies.
        turns: clockwise quarter turns that stand the image upright, None where there is no upright.
        defects: true measure of each of `DEFECTS`, none for background.
    """

    type: str
    side: str
    attack: str
    turns: int | None
    defects: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Straightened:
    """One card image as the engine would cut it, long side across, and the outline it was cut along."""

    file: str
    group: str
    image: Image
    quad: QuadArray
    photo_shape_hw: tuple[int, int]
    truth: CardTruth


def straightened(sample: Sample) -> Iterator[Straightened]:
    """Yield the documents of a picture that are well to be seen, and a place without any if there is room."""
    rng = np.random.default_rng([sample.truth.seed, sample.truth.index, 8])
    photo = sample.picture()
    for number, document in enumerate(sample.truth.documents):
        quad = erring(document.quad, rng)
        if document.visible >= MIN_VISIBLE and is_convex(quad):
            image = rectify(photo, quad)
            yield _card(sample, image, quad, _truth(sample, number, image, quad))
    place = empty_place(sample, rng)
    if place is not None:
        nothing = CardTruth(BACKGROUND, "unknown", "none", None, {})
        yield _card(sample, rectify(photo, place), place, nothing)


def erring(quad: QuadArray, rng: np.random.Generator) -> QuadArray:
    """Move the corners of a true outline as a locator errs; which of them comes first is left to chance.

    Most pictures show the card upright: in the engine's order, answering "no turn" would be right too often.
    """
    moved = quad + rng.normal(0, CORNER_ERROR * np.sqrt(quad_area(quad)), (4, 2))
    return long_side_first(roll_quad(order_quad(moved), int(rng.integers(4))))[0]


def defects_of(quality: Quality) -> dict[str, float]:
    """Return the measures that are compared, by name."""
    return {name: float(getattr(quality, name)) for name in DEFECTS}


def _card(sample: Sample, image: Image, quad: QuadArray, truth: CardTruth) -> Straightened:
    group = sample.folder.name
    shape_hw = (sample.truth.height, sample.truth.width)
    return Straightened(f"{group}/{sample.truth.file}", group, image, quad, shape_hw, truth)


def _truth(sample: Sample, number: int, image: Image, quad: QuadArray) -> CardTruth:
    document = sample.truth.documents[number]
    # The true outline, its corners named as those of the erring one.
    nearest = int(np.argmin(np.linalg.norm(document.quad - quad[0], axis=1)))
    outline = np.roll(document.quad, -nearest, axis=0)
    shape_hw = (sample.truth.height, sample.truth.width)
    quality = measure(image, true_maps(sample, number, outline), outline, shape_hw, {})
    turns = quarter_turns_between(quad, document.quad) if has_upright(document) else None
    return CardTruth(document.type, document.side, document.attack, turns, defects_of(quality))
