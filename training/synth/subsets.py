"""The subsets of idbench: how many pictures each has, and by which recipe they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from training.synth.recipe import CARDS, SceneRecipe
from training.synth.types import Document, Split

_WHITEST_OF = 4
_RIM_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Subset:
    """How many pictures, and how they are drawn."""

    count: int
    recipe: SceneRecipe = field(default_factory=SceneRecipe)


def whitest(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    """Draw a few documents and return the one with the lightest rim."""
    # Drawing opens fonts and textures; the list of subsets needs none.
    from training.synth.catalogue import draw_document  # noqa: PLC0415

    return max((draw_document(rng, split, width_px) for _ in range(_WHITEST_OF)), key=_rim_level)


def _rim_level(document: Document) -> float:
    page = document.picture
    rim = max(2, round(_RIM_SHARE * min(page.shape[:2])))
    sides = (page[:rim], page[-rim:], page[:, :rim], page[:, -rim:])
    # The darkest channel of the darkest side: white only if all are.
    return min(float(side.mean(axis=(0, 1)).min()) for side in sides)


_ONE = (0.0, 1.0)
# One document on a table or in the hand with nothing else wrong, so that a defect stands alone.
_CALM = {
    "counts": _ONE,
    "kinds": CARDS,
    "scan": 0.0,
    "digital": 0.0,
    "exact": 0.0,
    "cut_share": 0.0,
    "glare_share": 0.0,
    "occlusion_share": 0.0,
    "blur_share": 0.0,
    "attack_share": 0.0,
}


def _calm(**changes: object) -> SceneRecipe:
    return SceneRecipe(**{**_CALM, **changes})  # type: ignore[arg-type]


SUBSETS: dict[str, Subset] = {
    # Everything, as often as training meets it.
    "mixed": Subset(600),
    "single": Subset(100, _calm()),
    "several": Subset(80, SceneRecipe(counts=(0, 0, 0.4, 0.25, 0.2, 0.1, 0.05), kinds=CARDS)),
    "white_on_white": Subset(60, _calm(source=whitest, table=0.3, held=0, scan=0.5, digital=0.2)),
    "cut": Subset(60, _calm(cut_share=1.0)),
    "glare": Subset(60, _calm(glare_share=1.0)),
    "occlusion": Subset(60, _calm(occlusion_share=1.0)),
    "blur": Subset(60, _calm(blur_share=1.0)),
    "screen": Subset(40, _calm(attack_share=1.0, attacks=(("screen", 1.0),))),
    "copies": Subset(
        60,
        _calm(attack_share=1.0, attacks=(("photocopy_grey", 1.0), ("photocopy_colour", 1.0), ("print", 1.0))),
    ),
    "edited": Subset(40, _calm(attack_share=1.0, attacks=(("edited", 1.0),))),
    "empty": Subset(60, SceneRecipe(counts=(1.0,))),
    "pages": Subset(60, SceneRecipe(counts=(0, 0.8, 0.2), kinds=("page",), page_share=0.0, attack_share=0.0)),
    "scans": Subset(80, _calm(counts=(0, 0.7, 0.2, 0.1), table=0, held=0, scan=0.75, exact=0.25)),
}
