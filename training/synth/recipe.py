"""What kinds of scenes are drawn, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from training.synth.types import Attack, Document, Scene, Split

CARDS = ("resident_id", "travel", "chinese", "bank", "generic")
"""Kinds of the catalogue that are identity or payment documents."""
DocumentSource = Callable[[np.random.Generator, Split, int], Document]
"""Draws a document for a split whose long side is printed so many pixels wide."""


@dataclass(frozen=True, slots=True)
class SceneRecipe:
    """Shares are probabilities in [0, 1]; weights need not add up to 1.

    Attributes:
        counts: weight of 0, 1, 2, ... documents.
        long_side: shortest and longest long side of the photo in pixels.
        fills: (weight, low, high) of the document's extent over the frame's, in the tighter direction.
        table: weight of documents that lie on something.
        held: weight of documents held in the air.
        scan: weight of flatbed scans.
        digital: weight of screenshots and drawn pages.
        exact: weight of scans cut to the document, whose quad is the frame.
        cut_share: of photos whose frame cuts the document.
        page_share: of scenes with several documents where a card lies on a page.
        clutter_share: of tables with other things on them.
        glare_share: of photos (table and held, about three scenes in four) with a reflection.
        occlusion_share: of photos with fingers or objects over a document.
        blur_share: of photos that are strongly blurred.
        attack_share: of documents that are a copy, a print, a screen or edited.
        attacks: weight of each attack.
        kinds: kinds of the catalogue to draw from; empty for all.
        source: draws the documents instead of the catalogue.
        tilt_limit_deg: how far the camera leans at most.
        upright: share of documents that lie as they are read, within some degrees; None for the usual one.
        detail_px: most pixels that the long side of a document is printed with.
        even_light: lit and exposed as by a scanner: sharp, no shadows, hardly any noise.
    """

    counts: tuple[float, ...] = (0.06, 0.62, 0.16, 0.07, 0.05, 0.025, 0.015)
    long_side: tuple[int, int] = (720, 1600)
    fills: tuple[tuple[float, float, float], ...] = (
        (0.16, 0.12, 0.36), (0.46, 0.36, 0.86), (0.28, 0.86, 1.0), (0.10, 1.0, 1.18),
    )  # fmt: skip
    table: float = 0.68
    held: float = 0.10
    scan: float = 0.10
    digital: float = 0.08
    exact: float = 0.04
    cut_share: float = 0.13
    page_share: float = 0.16
    clutter_share: float = 0.3
    glare_share: float = 0.33
    occlusion_share: float = 0.29
    blur_share: float = 0.2
    attack_share: float = 0.2
    attacks: tuple[tuple[Attack, float], ...] = (
        ("screen", 0.35), ("photocopy_grey", 0.2), ("photocopy_colour", 0.15), ("print", 0.15),
        ("edited", 0.15),
    )  # fmt: skip
    kinds: tuple[str, ...] = ()
    source: DocumentSource | None = None
    tilt_limit_deg: float = 45.0
    upright: float | None = None
    even_light: bool = False
    detail_px: int = 1400


RECIPES: dict[str, SceneRecipe] = {
    "everyday": SceneRecipe(),
    # What a locator finds hard: several documents, cards on pages, cut ones.
    "crowded": SceneRecipe(
        counts=(0.04, 0.30, 0.28, 0.16, 0.11, 0.07, 0.04), page_share=0.3, cut_share=0.2, scan=0.14
    ),
    # What an assessor sees too seldom: one card, spoilt, often a copy.
    "spoilt": SceneRecipe(
        counts=(0.0, 1.0),
        table=0.85,
        held=0.15,
        scan=0.0,
        digital=0.0,
        exact=0.0,
        glare_share=0.9,
        occlusion_share=0.35,
        attack_share=0.4,
        kinds=CARDS,
    ),
    # One card that is a copy three times in four, every kind as often as another.
    "copied": SceneRecipe(
        counts=(0.0, 1.0),
        table=0.85,
        held=0.1,
        scan=0.05,
        digital=0.0,
        exact=0.0,
        glare_share=0.2,
        occlusion_share=0.1,
        blur_share=0.1,
        attack_share=0.75,
        attacks=(
            ("screen", 1.0),
            ("photocopy_grey", 1.0),
            ("photocopy_colour", 1.0),
            ("print", 1.0),
            ("edited", 1.0),
        ),
        kinds=CARDS,
    ),
}
"""Recipes by the name that the command line knows them by."""
VEHICLES = "vehicles"
"""Number plates and identification numbers on vehicles; no recipe, because nothing of it lies on a table."""
DECLARED = "declared"
"""One document of any declared side, in any of the stated conditions."""
DRAWN = (*RECIPES, VEHICLES, DECLARED)
"""Every kind of scene that can be drawn by name."""


def draw_by_recipe(name: str, rng: np.random.Generator, split: Split) -> Scene:
    """Draw a scene by the recipe of that name."""
    # Fonts and textures are opened only when something is drawn.
    from training.synth.given import draw_any  # noqa: PLC0415
    from training.synth.scene import draw_scene  # noqa: PLC0415
    from training.synth.vehicles import draw_vehicle_scene  # noqa: PLC0415

    if name == VEHICLES:
        return draw_vehicle_scene(rng, split)
    if name == DECLARED:
        return draw_any(rng, split)
    return draw_scene(rng, split, RECIPES[name])
