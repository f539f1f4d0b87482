"""Photographs of one declared side at a time, in stated conditions: what is measured document by document."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from idvision.documents import DocumentSpec, all_specs
from training.synth.chance import chance, pick
from training.synth.recipe import SceneRecipe
from training.synth.types import Scene, Split

CARD_MM = 85.6
"""Long side of an identity card (ISO/IEC 7810, ID-1)."""
LARGEST_PX = 2000
"""A larger document is photographed larger than a card, up to this long side of the photo."""
PAGE_PX = 2800
"""The same of a sheet of small print."""
PAGE_DETAIL_PX = 2200
_SMALL_PX = 300
CLEAN_SHARE = 0.15
"""Of the pictures of any declared side, how many are in the condition "clean"."""
_ALONE = SceneRecipe(
    counts=(0.0, 1.0),
    digital=0.0,
    exact=0.0,
    cut_share=0.0,
    occlusion_share=0.0,
    attack_share=0.0,
)
CONDITIONS: dict[str, SceneRecipe] = {
    # Flat or slightly tilted in good light, large enough for its smallest print.
    "clean": replace(
        _ALONE,
        long_side=(1500, 2000),
        fills=((1.0, 0.6, 0.9),),
        table=0.8,
        held=0.0,
        scan=0.2,
        clutter_share=0.0,
        glare_share=0.0,
        blur_share=0.0,
        tilt_limit_deg=10.0,
        upright=1.0,
        even_light=True,
    ),
    # As phones photograph: any light, any turn, some tilt, compressed, one in three with a reflection, one in
    # ten strongly blurred; a card has about half the resolution, a larger page more, as print stays print.
    "degraded": replace(
        _ALONE,
        long_side=(900, 1300),
        fills=((1.0, 0.55, 0.9),),
        table=0.85,
        held=0.15,
        scan=0.0,
        glare_share=0.35,
        blur_share=0.1,
        tilt_limit_deg=30.0,
    ),
}
"""Name of a condition -> the recipe of its photographs, but for their `source`."""


def draw_given(spec: DocumentSpec, condition: str, rng: np.random.Generator, split: Split) -> Scene:
    """Draw a photo of one document of that declared side. Raises KeyError for an unknown condition."""
    # Fonts and textures are opened only when something is drawn.
    from training.synth.catalogue import source_of  # noqa: PLC0415
    from training.synth.scene import draw_scene  # noqa: PLC0415

    recipe = CONDITIONS[condition]
    if spec.scene is not None:
        return _in_the_open(spec, condition, rng, split)
    low, high = recipe.long_side
    factor = _long_side_mm(spec, split) / CARD_MM
    largest = PAGE_PX if spec.page else LARGEST_PX
    low, high = (min(max(side, largest), round(side * max(1.0, factor))) for side in (low, high))
    recipe = replace(recipe, long_side=(low, high), source=source_of(spec))
    return draw_scene(rng, split, replace(recipe, detail_px=PAGE_DETAIL_PX) if spec.page else recipe)


def draw_any(rng: np.random.Generator, split: Split) -> Scene:
    """Draw a photo of a declared side at random, mostly in the worse condition."""
    spec = pick(rng, all_specs())
    return draw_given(spec, "clean" if chance(rng, CLEAN_SHARE) else "degraded", rng, split)


def _in_the_open(spec: DocumentSpec, condition: str, rng: np.random.Generator, split: Split) -> Scene:
    """Draw what no table carries where it belongs: near and square on when clean, else as it comes."""
    from training.synth.catalogue import draw_type  # noqa: PLC0415
    from training.synth.vehicles import VehicleShot, photograph_vehicle  # noqa: PLC0415

    near = VehicleShot(fill=(0.3, 0.7), tilt_deg=15)
    shot = near if condition == "clean" else VehicleShot(fill=(0.12, 0.6))
    return photograph_vehicle(rng, split, draw_type(rng, split, spec, LARGEST_PX // 2), shot)


@cache
def _long_side_mm(spec: DocumentSpec, split: Split) -> float:
    """Return how long such a document is: of a small drawing of one."""
    from training.synth.catalogue import draw_type  # noqa: PLC0415

    return max(draw_type(np.random.default_rng(0), split, spec, _SMALL_PX).size_mm)
