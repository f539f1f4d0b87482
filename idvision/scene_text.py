"""Find the numbers that stand in a photo without a card around them: number plates, identification numbers.

all lines of the photo -> rough reading -> those that look like a declared number -> `scene_carrier`
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from idvision.documents import DocumentSpec
from idvision.geometry import quad_area, quad_sides
from idvision.models import Models
from idvision.rectify import crop_line
from idvision.scene_carrier import RoughLine, SceneDocument, beside, read_carrier
from idvision.scene_lines import find_scene_lines
from idvision.types import Image, QuadArray

MAX_LINES = 32
"""A photo with more lines shows a page."""
MAX_CANDIDATES = 4
MIN_HEIGHT_PX = 7
# Length over height of a line; a number of five characters is about as long as two and a half of it.
_ASPECTS = (1.2, 16.0)


def rough_lines(image: Image, specs: Sequence[DocumentSpec], models: Models) -> tuple[RoughLine, ...]:
    """Find and roughly read the lines of a photo `(H, W, 3)` uint8 BGR; none of a photo that shows a page."""
    colours = tuple(colour for spec in specs if spec.scene for colour in spec.scene.colours)
    plain, patched = find_scene_lines(image, models.detect_text, colours)
    if len(plain) > MAX_LINES:
        return ()
    legible = [
        (quad, number >= len(plain)) for number, quad in enumerate([*plain, *patched]) if _is_legible(quad)
    ]
    readings = models.recognize_everyday([crop_line(image, quad) for quad, _ in legible])
    pairs = zip(legible, readings, strict=True)
    return tuple(RoughLine(quad, one.text, patch) for (quad, patch), one in pairs if one.text.strip())


def may_hold(lines: Sequence[RoughLine], spec: DocumentSpec) -> tuple[RoughLine, ...]:
    """Return the lines that look like the declared number and stand apart; none where a line rules it out."""
    if spec.scene is None or any(word in line.text for line in lines for word in spec.excludes):
        return ()
    hint = re.compile(spec.scene.hint)
    patches = bool(spec.scene.colours)
    found = [
        line for line in lines if hint.fullmatch(line.text.upper().strip()) or (patches and line.on_patch)
    ]
    apart = [line for line in found if beside(line.quad, lines) <= spec.scene.beside]
    return tuple(sorted(apart, key=lambda line: -quad_area(line.quad))[:MAX_CANDIDATES])


def read_scene(
    image: Image, lines: Sequence[RoughLine], specs: Sequence[DocumentSpec], models: Models
) -> tuple[SceneDocument, ...]:
    """Return the carriers among the lines of a photo, quads in its pixels; a place holds one at most."""
    found: list[SceneDocument] = []
    for spec in specs:
        for line in may_hold(lines, spec):
            document = read_carrier(image, line.quad, lines, spec, models)
            if document is not None and not any(_contains(one.quad, document.quad) for one in found):
                found.append(document)
    return tuple(found)


def _is_legible(quad: QuadArray) -> bool:
    top, right, bottom, left = quad_sides(quad)
    height = (right + left) / 2
    return height >= MIN_HEIGHT_PX and _ASPECTS[0] <= (top + bottom) / 2 / max(height, 1e-6) <= _ASPECTS[1]


def _contains(outer: QuadArray, inner: QuadArray) -> bool:
    low, high = outer.min(axis=0), outer.max(axis=0)
    middle = inner.mean(axis=0)
    return bool(np.all(middle >= low) and np.all(middle <= high))
