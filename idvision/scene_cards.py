"""Cards of a photo that shows no known document: the plates and numbers that stand in it without a card.

A plate is no document that the assessor learned: its blur, glare and occlusion stay 0, and how well it is
shown is told by the confidence of what was read of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from idvision.documents import DocumentSpec, all_specs
from idvision.geometry import (
    as_quad,
    frame_quad,
    order_quad,
    project,
    project_quad,
    quad_area,
    quad_points,
    quad_sides,
    quarter_turns_between,
)
from idvision.models import Models
from idvision.photo import Photo, open_photo, to_image
from idvision.quality import measure
from idvision.rectify import crop_line
from idvision.rivals import OTHER_SHEET, share_place
from idvision.scene_carrier import RoughLine, SceneDocument
from idvision.scene_text import may_hold, read_scene, rough_lines
from idvision.types import (
    UNKNOWN_DOCUMENT,
    Card,
    CornerFlags,
    DefectMaps,
    DocumentClass,
    Limits,
    Options,
    QuadArray,
    Reproduction,
)
from idvision.verdict import CardEvidence, decide_card

PAGE_LINES = 24
"""A card with more lines is a page of print; a number on it is its text."""
FINE_HEIGHT_PX = 44
"""A line of this height gains nothing from more detail: the networks read lines at 48."""
# A located card around a number is its carrier if the number takes this share of its width.
_MIN_SHARE = 0.35
_NO_DEFECTS = np.zeros((52, 80), np.float32)


def may_show_scene(cards: Sequence[Card]) -> bool:
    """Tell whether a photo shows no document of a known type and no page of print."""
    return all(card.document.type == UNKNOWN_DOCUMENT and len(card.lines) <= PAGE_LINES for card in cards)


def with_scenes(
    cards: Sequence[Card], photo: Photo, data: bytes, models: Models, options: Options
) -> tuple[Card, ...]:
    """Return the carriers found in the photo and the cards beside them; without any, `cards` as they are."""
    specs = [spec for spec in all_specs() if spec.scene and spec.type in (options.documents or (spec.type,))]
    if not specs:
        return tuple(cards)
    lines = rough_lines(photo.image, specs, models)
    likely = [line for spec in specs for line in may_hold(lines, spec)]
    if not likely:
        return tuple(cards)
    fine, lines = _with_detail(photo, data, likely, lines)
    found = [_card(one, cards, fine, options) for one in read_scene(fine.image, lines, specs, models)]
    if not found:
        return tuple(cards)
    apart = [card for card in cards if not any(share_place(card.quad, other.quad) for other in found)]
    return (*found, *(card for card in apart if OTHER_SHEET not in card.verdict.reasons))


def _with_detail(
    photo: Photo, data: bytes, likely: Sequence[RoughLine], lines: Sequence[RoughLine]
) -> tuple[Photo, tuple[RoughLine, ...]]:
    """Return the photo at the scale that the likely lines need, and all lines in its pixels."""
    lowest = min(float(np.mean(quad_sides(line.quad)[1::2])) for line in likely)
    reduction = photo.reduction
    while reduction > 1 and lowest * photo.reduction / reduction < FINE_HEIGHT_PX:
        reduction //= 2
    if reduction == photo.reduction:
        return photo, tuple(lines)
    fine = open_photo(data, photo.header, reduction)
    moved = (to_image(fine, project(photo.photo_from_image, line.quad)) for line in lines)
    return fine, tuple(replace(line, quad=quad) for line, quad in zip(lines, moved, strict=True))


def _card(found: SceneDocument, cards: Sequence[Card], photo: Photo, options: Options) -> Card:
    """Return a carrier as a card, its quads in pixels of the full photo."""
    quad = as_quad(project(photo.photo_from_image, found.quad))
    around = _carrier(quad, found.spec, cards)
    outline = as_quad(around.quad) if around is not None else quad
    crop = crop_line(photo.image, to_image(photo, outline))
    maps = DefectMaps(_NO_DEFECTS, _NO_DEFECTS, _NO_DEFECTS)
    shape_hw = (photo.header.height, photo.header.width)
    evidence = CardEvidence(
        document=DocumentClass(found.spec.type, found.spec.side, found.confidence, _turns(quad)),
        quality=measure(crop, maps, outline, shape_hw, {}),
        reproduction=Reproduction(0.0, 0.0, 0.0),
        fields=tuple(replace(field, quad=quad_points(quad)) for field in found.fields),
        lines=tuple(
            replace(line, quad=project_quad(photo.photo_from_image, line.quad)) for line in found.lines
        ),
        required=found.spec.expected,
    )
    return Card(
        quad=quad_points(outline),
        corners_seen=_in_frame(outline, shape_hw),
        score=found.confidence,
        document=evidence.document,
        quality=evidence.quality,
        reproduction=evidence.reproduction,
        fields=evidence.fields,
        mrz=None,
        portrait=None,
        lines=evidence.lines,
        verdict=decide_card(evidence, replace(options, limits=_limits(found.spec, options.limits))),
    )


def _carrier(quad: QuadArray, spec: DocumentSpec, cards: Sequence[Card]) -> Card | None:
    """Return the located card that carries the number, if the type may be carried by one."""
    if spec.scene is None or not spec.scene.on_card:
        return None
    top, _, bottom, _ = quad_sides(quad)
    fitting = [
        card
        for card in cards
        if share_place(card.quad, quad_points(quad))
        and quad_area(as_quad(card.quad)) > quad_area(quad)
        and (top + bottom) / 2 > _MIN_SHARE * max(quad_sides(as_quad(card.quad)))
    ]
    return min(fitting, key=lambda card: quad_area(as_quad(card.quad)), default=None)


def _turns(quad: QuadArray) -> int:
    """Return the clockwise quarter turns that make a quad upright whose first side runs along the text."""
    return quarter_turns_between(order_quad(quad), quad)


def _in_frame(quad: QuadArray, shape_hw: tuple[int, int]) -> CornerFlags:
    right, bottom = frame_quad(shape_hw[1], shape_hw[0])[2].tolist()
    a, b, c, d = (bool(-0.5 <= x <= right and -0.5 <= y <= bottom) for x, y in quad.tolist())
    return a, b, c, d


def _limits(spec: DocumentSpec, limits: Limits) -> Limits:
    """Return the limits, those of size as the declaration has them."""
    review, reject = spec.scene.short_side_px if spec.scene else (0, 0)
    return replace(
        limits,
        short_side_review_px=min(review, limits.short_side_review_px),
        short_side_reject_px=min(reject, limits.short_side_reject_px),
    )
