"""Read one line of a photo as the number of a declared carrier: colour, outline, rows -> number, rules.

Much in the world looks like such a number. It is one only if its ground has a declared colour, nearly every
character is what the network read there anyway, and it does not stand among the lines of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from idvision.cascade import probabilities
from idvision.documents import DocumentSpec, SceneForm, SceneKind, SceneSpec
from idvision.geometry import as_quad, frame_quad, homography_from_quad, project, quad_points, quad_sides
from idvision.models import Models
from idvision.rectify import crop_line
from idvision.repair import changes, repair
from idvision.scene_colour import coloured_outline, ground_colour
from idvision.scene_grammar import Reading, best_reading, row_probabilities
from idvision.scene_outline import grown_outline, has_proportions, on_edges, part_of
from idvision.types import Box, Field, FoundValue, Image, QuadArray, TextLine
from idvision.validate import validate

MIN_SCORE = 0.5
"""The least geometric mean of the characters' probabilities."""
SURE_SCORE = 0.9
"""No other outline is tried after a reading as sure as this."""
HOPELESS = 0.15
"""What no outline reads better than this is no such number."""
WIDENED = (1.0, 1.5)
"""Characters of plates are half as wide as the printed ones that the network knows best."""
POOR = 0.2
MAX_POOR = 1
"""How many characters may be other than what the network read."""
SEEN_HAN = 0.25
"""The least probability of a Han character that speaks for itself."""
MAX_CHANGES = 2
"""How far the unrestricted reading may be from the number, as an edit distance."""
# Lines within so many heights of a carrier stand beside it.
BESIDE_HEIGHTS = 4.0
UNPROVEN = 0.8
"""What is left of the confidence in a number that has no check digit to prove it, where others have one."""
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
Found = tuple[Reading, QuadArray, SceneForm]


@dataclass(frozen=True, slots=True)
class RoughLine:
    """A line of the photo `(4, 2)` in its pixels, and what it seems to say.

    That is little of one `on_patch`: on a patch of a declared colour where print is small or slanted.
    """

    quad: QuadArray
    text: str
    on_patch: bool = False


@dataclass(frozen=True, slots=True)
class SceneDocument:
    """A carrier: outline in pixels of the picture it was read in, values, rows of text, how sure it is."""

    spec: DocumentSpec
    quad: QuadArray
    fields: tuple[Field, ...]
    lines: tuple[TextLine, ...]
    confidence: float


def read_carrier(
    image: Image, line: QuadArray, lines: Sequence[RoughLine], spec: DocumentSpec, models: Models
) -> SceneDocument | None:
    """Read one line as the declared number, None where it is not."""
    scene = spec.scene
    if scene is None:
        return None
    colour = ground_colour(_ground(crop_line(image, line)), scene.colours) if scene.colours else ""
    kinds = [kind for kind in scene.kinds if kind.colour == colour]
    ground = coloured_outline(image, line, scene.colours) if colour else None
    best: Found | None = None
    for widened in WIDENED if scene.colours else WIDENED[:1]:
        for found in _attempts(image, (line, ground, widened), kinds, scene, models):
            if best is None or found[0].score > best[0].score:
                best = found
            if best[0].score >= SURE_SCORE:
                break
        if best is None or not HOPELESS <= best[0].score < SURE_SCORE:
            break
    if best is None or not is_believable(best[0]):
        return None
    return _document(image, best, (colour, lines), spec, models)


def is_believable(reading: Reading) -> bool:
    """Tell whether the network saw nearly every character of a number where the grammar has it."""
    poor = sum(probability < POOR for probability in reading.probabilities)
    return reading.score >= MIN_SCORE and poor <= MAX_POOR


def _ground(crop: Image) -> Image:
    """Return the middle of a line, without what may show beside a plate."""
    height, width = crop.shape[:2]
    return crop[height // 6 : height - height // 6, width // 14 : max(width - width // 14, width // 14 + 1)]


def _outlines(image: Image, line: QuadArray, ground: QuadArray | None, form: SceneForm) -> list[QuadArray]:
    """Return where the carrier may lie: best guess first: by the line, by the ground of it."""
    grown = grown_outline(line, form)
    if not form.edged:
        return [grown]
    by_line = [on_edges(image, grown, form), grown]
    if ground is None or not has_proportions(ground, form):
        return by_line
    return [*by_line, on_edges(image, ground, form)]


def _attempts(
    image: Image,
    where: tuple[QuadArray, QuadArray | None, float],
    kinds: Sequence[SceneKind],
    scene: SceneSpec,
    models: Models,
) -> Iterator[Found]:
    """Yield what can be read of a line in every form and outline that its carrier may have.

    `where` is the line, the ground it stands on and how much wider than in the photo it is read.
    """
    line, ground, widened = where
    for form in scene.forms:
        of_form = [kind for kind in kinds if form.name in kind.forms or not kind.forms]
        for outline in _outlines(image, line, ground, form) if of_form else ():
            crops = [_widened(crop_line(image, part_of(outline, row)), widened) for row in form.rows]
            probs = row_probabilities(crops, scene, models.text_probabilities)
            reading = best_reading(probs, scene, of_form)
            if reading is not None:
                yield reading, outline, form


def _widened(crop: Image, factor: float) -> Image:
    size_wh = (max(2, round(crop.shape[1] * factor)), crop.shape[0])
    return (
        np.asarray(cv2.resize(crop, size_wh, interpolation=cv2.INTER_CUBIC), np.uint8)
        if factor != 1
        else crop
    )


def _document(
    image: Image,
    best: Found,
    seen: tuple[str, Sequence[RoughLine]],
    spec: DocumentSpec,
    models: Models,
) -> SceneDocument | None:
    """Hold a number against the rules of its field, and its carrier against what stands around it."""
    (reading, outline, form), (colour, lines), scene = best, seen, spec.scene
    if scene is None:
        return None
    rows = [part_of(outline, row) for row in form.rows]
    crops = [crop_line(image, row) for row in rows]
    raw = models.recognize_text(crops)
    values = [FoundValue(scene.field, reading.text, reading.probabilities, WHOLE)]
    fields = _checked(crops[-1], values, spec, models)
    number = replace(fields[0], raw="".join(one.text for one in raw).strip(), probabilities=())
    if not is_borne_out(number.raw, reading):
        return None
    is_proven = not number.problems and (scene.proofs is None or number.value[:1] in tuple(scene.proofs))
    if not is_proven and scene.proofs is not None:
        number = replace(number, confidence=number.confidence * UNPROVEN)
    is_named = any(caption in line.text for line in lines for caption in scene.captions)
    if beside(outline, lines) > (scene.beside if is_proven or is_named else scene.beside_unproven):
        return None
    told = [(scene.kind_field, reading.kind.name), (scene.colour_field, colour)]
    others = [Field(name, value, value, reading.score) for name, value in told if name]
    texts = tuple(
        TextLine(one.text, one.confidence, quad_points(row)) for one, row in zip(raw, rows, strict=True)
    )
    return SceneDocument(spec, outline, (number, *others), texts, number.confidence)


def _checked(
    crop: Image, values: Sequence[FoundValue], spec: DocumentSpec, models: Models
) -> tuple[Field, ...]:
    """Return the field of the number, mended where it breaks a rule and the network nearly read another."""
    inner = replace(values[0], box=(0.01, 0.01, 0.99, 0.99))
    fields = validate([inner], spec)
    return repair(crop, [inner], fields, spec, partial(probabilities, models=models))


def is_borne_out(raw: str, reading: Reading) -> bool:
    """Tell whether what was read without a grammar is nearly the number.

    Latin letters look alike everywhere. Where a Han character hardly was what the grammar asks for, something
    of its kind must have been read in its place, and everything else as it is.
    """
    read = compact(raw)
    han = [
        chance for one, chance in zip(reading.text, reading.probabilities, strict=True) if not one.isascii()
    ]
    distance = changes(read, reading.text)
    if min(han, default=1.0) >= SEEN_HAN:
        return distance <= MAX_CHANGES
    return distance <= 1 and sum(not character.isascii() for character in read) >= len(han)


def compact(text: str) -> str:
    """Return the letters and digits of a text, in capitals."""
    return re.sub(r"[\W_]", "", text.upper())


def beside(outline: QuadArray, lines: Sequence[RoughLine]) -> int:
    """Return how many lines stand around an outline, those on it left out."""
    unit = frame_quad(1, 1) + 0.5
    unit_from_image = homography_from_quad(outline, as_quad(unit))
    top, right, bottom, left = quad_sides(outline)
    reach_x = BESIDE_HEIGHTS * (right + left) / max(top + bottom, 1e-6)
    count = 0
    for line in lines:
        x, y = project(unit_from_image, line.quad.mean(axis=0))[0].tolist()
        on_it = -0.05 < x < 1.05 and -0.1 < y < 1.1
        near = -reach_x < x < 1 + reach_x and -BESIDE_HEIGHTS < y < 1 + BESIDE_HEIGHTS
        count += near and not on_it
    return count
