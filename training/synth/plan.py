"""Decides what a scene shows: how many documents, where, and how the camera looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from training.synth.camera import Camera, draw_camera, flat_camera, frame_points
from training.synth.layout import Spot, arrange, corners, on_page
from training.synth.recipe import SceneRecipe
from training.synth.types import Document, Split

Rng = np.random.Generator
Setting = Literal["table", "held", "scan", "digital", "exact"]
_ASPECTS = ((4 / 3, 0.5), (16 / 9, 0.2), (3 / 2, 0.12), (1.0, 0.1), (19.5 / 9, 0.08))


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be photographed, before anything is laid.

    Attributes:
        setting: where.
        documents: in drawing order.
        spots: where each lies.
        camera: that looks at them.
        on_page: the first is a page that the others lie on.
    """

    setting: Setting
    documents: tuple[Document, ...]
    spots: tuple[Spot, ...]
    camera: Camera
    on_page: bool


def _setting(rng: Rng, recipe: SceneRecipe, count: int) -> Setting:
    weights = {"table": recipe.table, "held": recipe.held, "scan": recipe.scan, "digital": recipe.digital}
    if count == 1:
        weights["exact"] = recipe.exact
    if count > 2:
        weights["held"] = 0.0
    names = list(weights)
    share = np.array(list(weights.values()))
    return names[int(rng.choice(len(names), p=share / share.sum()))]  # type: ignore[return-value]


def _size(rng: Rng, recipe: SceneRecipe, setting: Setting) -> tuple[int, int]:
    """Return the photo's width and height."""
    low, high = recipe.long_side
    long_side = low + (high - low) * float(rng.beta(1.5, 2.4))
    ratios, weights = np.array(_ASPECTS).T
    if setting == "digital":
        weights = weights * np.array([1, 1, 1, 1, 6])
    aspect = float(rng.choice(ratios, p=weights / weights.sum())) * rng.uniform(0.98, 1.02)
    size = (round(long_side), round(long_side / max(aspect, 1.0)))
    portrait = rng.random() < (0.75 if aspect > 2 else 0.5)
    return (size[1], size[0]) if portrait else size


def _source(recipe: SceneRecipe, rng: Rng, split: Split, width_px: int) -> Document:
    if recipe.source is not None:
        return recipe.source(rng, split, width_px)
    # The catalogue draws on every layout there is, which a scene of given documents does without.
    from training.synth.catalogue import draw_document  # noqa: PLC0415

    kind = recipe.kinds[int(rng.integers(len(recipe.kinds)))] if recipe.kinds else ""
    return draw_document(rng, split, width_px, kind)


def _attacked(rng: Rng, split: Split, recipe: SceneRecipe, document: Document) -> Document:
    if document.attack != "none" or rng.random() >= recipe.attack_share:
        return document
    from training.synth.attacks import attack_document  # noqa: PLC0415

    names, weights = zip(*recipe.attacks, strict=True)
    share = np.asarray(weights) / sum(weights)
    return attack_document(rng, document, names[int(rng.choice(len(names), p=share))], split)


def _draw_documents(
    rng: Rng, split: Split, recipe: SceneRecipe, count: int, width_px: int
) -> tuple[tuple[Document, ...], bool]:
    """Return the documents and whether the first is a page that the second lies on."""
    width_px = int(np.clip(width_px, 300, recipe.detail_px))
    on_a_page = count == 2 and recipe.source is None and rng.random() < recipe.page_share * 2
    documents = []
    if on_a_page:
        from training.synth.pages import draw_page  # noqa: PLC0415

        documents.append(draw_page(rng, split, min(width_px * 2, 1400)))
    while len(documents) < count:
        documents.append(_attacked(rng, split, recipe, _source(recipe, rng, split, width_px)))
    on_a_page = on_a_page and max(documents[1].size_mm) < 0.8 * max(documents[0].size_mm)
    return tuple(documents), on_a_page


def _fill(rng: Rng, recipe: SceneRecipe, count: int) -> float:
    if count > 1:
        return float(rng.uniform(0.6, 1.02))
    weights = np.array([w for w, _, _ in recipe.fills])
    _, low, high = recipe.fills[int(rng.choice(len(weights), p=weights / weights.sum()))]
    return float(rng.uniform(low, high))


def _turn(rng: Rng, recipe: SceneRecipe, setting: Setting) -> float:
    """Return how documents are turned against the photo, in degrees."""
    choice = rng.random()
    spread = 1.2 if setting == "scan" else 0.0 if setting == "digital" else 5.0
    upright = 0.8 if setting == "digital" else 0.55
    upright = upright if recipe.upright is None else recipe.upright
    if choice < upright:
        return float(rng.normal(0, spread))
    if choice < upright + 0.2 or setting == "digital":
        return float(rng.choice([90, 180, 270]) + rng.normal(0, spread))
    return float(rng.uniform(0, 360))


def _spun(spot: Spot, turn_deg: float) -> Spot:
    turn = np.deg2rad(turn_deg)
    x, y = spot.at_mm
    at = (float(x * np.cos(turn) - y * np.sin(turn)), float(x * np.sin(turn) + y * np.cos(turn)))
    return Spot(at, spot.turn_deg + turn_deg)


def _offset(rng: Rng, recipe: SceneRecipe, fill: float) -> tuple[float, float]:
    """Return where the documents' middle comes to lie, from the frame's middle in frame sizes."""
    slack = max(1 - fill, 0) / 2
    x, y = (float(np.clip(rng.normal(0, 0.5), -1, 1)) * slack for _ in range(2))
    if rng.random() < recipe.cut_share:
        # Push the group out over one edge, sometimes over two.
        out = (0.5 - fill / 2) + rng.uniform(0.06, 0.42) * fill
        side, sign = int(rng.integers(0, 2)), float(rng.choice([-1, 1]))
        x, y = (sign * out, y) if side == 0 else (x, sign * out)
        if rng.random() < 0.3:
            other = float(rng.choice([-1, 1])) * ((0.5 - fill / 2) + rng.uniform(0.03, 0.2) * fill)
            x, y = (x, other) if side == 0 else (other, y)
    return x, y


def make_plan(rng: Rng, split: Split, recipe: SceneRecipe) -> Plan:
    """Decide what lies where and how the camera looks at it, and draw the documents."""
    count = int(rng.choice(len(recipe.counts), p=np.asarray(recipe.counts) / sum(recipe.counts)))
    setting = _setting(rng, recipe, count)
    size_wh = _size(rng, recipe, setting)
    fill = _fill(rng, recipe, count)
    width_px = round(1.1 * fill * max(size_wh) * 0.9 / max(count, 1) ** 0.5)
    documents, on_a_page = _draw_documents(
        rng, split, recipe, count, max(size_wh) if setting == "exact" else width_px
    )
    if setting == "exact":
        return _exact_plan(documents[0], max(size_wh))
    sizes = [d.size_mm for d in documents]
    if on_a_page:
        spots = on_page(rng, sizes[0], sizes[1])
    else:
        spots = arrange(rng, sizes, setting in ("scan", "digital")) if sizes else []
    turn = _turn(rng, recipe, setting)
    spots = [_spun(spot, turn) for spot in spots]
    flat = setting in ("scan", "digital")
    if setting == "digital":
        fill = max(fill, float(rng.uniform(0.3, 0.9)))
    camera = flat_camera(size_wh, 5.0) if flat else draw_camera(rng, size_wh, recipe.tilt_limit_deg)
    if spots:
        framed = list(zip(sizes, spots, strict=True))[1 if on_a_page and rng.random() < 0.6 else 0 :]
        points = np.concatenate([corners(size, spot) for size, spot in framed])
        fill = min(fill, 0.98) if flat else fill
        camera = frame_points(camera, points, fill, _offset(rng, recipe, fill))
    else:
        camera = frame_points(camera, corners((200, 150), Spot((0, 0), 0)), float(rng.uniform(0.3, 1.2)))
    return Plan(setting, documents, tuple(spots), camera, on_a_page)


def _exact_plan(document: Document, long_side: int) -> Plan:
    """Return a scan that is cut to the document: its quad is the frame."""
    height, width = document.picture.shape[:2]
    scale = long_side / max(width, height)
    size_wh = (round(width * scale), round(height * scale))
    return Plan("exact", (document,), (Spot((0.0, 0.0), 0.0),), flat_camera(size_wh, 1.0), False)
