"""A photograph of flat documents with the whole truth about it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from idvision.geometry import project
from idvision.types import Image
from training.synth.backdrops import draw_digital, draw_room, draw_scanner_bed
from training.synth.camera import page_quad
from training.synth.light import draw_glare, draw_light, illuminate, lamp_tint, light_gain, metering, reflect
from training.synth.mounts import draw_mounts, printed_on
from training.synth.objects import draw_object
from training.synth.occluders import (
    Hand,
    lay_hands_behind,
    lay_objects_over,
    lay_thumbs,
    lay_touching_hands,
    plan_hands,
)
from training.synth.plan import Plan, make_plan
from training.synth.raster import Canvas, Flat, Light, lay
from training.synth.recipe import SceneRecipe
from training.synth.sensor import develop, draw_exposure, draw_scan_exposure
from training.synth.surfaces import draw_surface_texture, lay_surface
from training.synth.types import Plane, Scene, Split
from training.synth.visibility import Laid, place_all

Rng = np.random.Generator
_NO_SHADOW = Light(strength=0.0)


def _ground(rng: Rng, split: Split, plan: Plan) -> tuple[Image, float]:
    """Return what the documents lie on or are held before, and how glossy it is."""
    size_wh = plan.camera.size_wh
    if plan.setting in ("scan", "exact"):
        return draw_scanner_bed(rng, size_wh), 0.0
    if plan.setting == "digital":
        return draw_digital(rng, split, size_wh), 0.0
    if plan.setting == "held":
        return draw_room(rng, split, size_wh), 0.0
    if rng.random() < 0.06 and (plan.on_page or not plan.documents or max(plan.documents[0].size_mm) < 140):
        from training.synth.pages import text_texture  # noqa: PLC0415

        return text_texture(rng, split, size_wh[::-1]), 0.03
    surface = draw_surface_texture(rng, split)
    return lay_surface(rng, surface, plan.camera.photo_from_plane(), size_wh), surface.gloss


def _clutter(rng: Rng, split: Split, canvas: Canvas) -> None:
    """Lay other things about, below the documents."""
    width, height = canvas.camera.size_wh
    back = np.linalg.inv(canvas.camera.photo_from_plane())
    for _ in range(int(rng.choice([1, 2, 3, 5], p=[0.4, 0.3, 0.2, 0.1]))):
        angle = rng.uniform(0, 2 * np.pi)
        spot = np.array([[width * (0.5 + 0.5 * np.cos(angle)), height * (0.5 + 0.5 * np.sin(angle))]])
        x, y = project(back, spot)[0].tolist()
        thing = replace(draw_object(rng, split), at_mm=(x, y), turn_deg=float(rng.uniform(0, 360)))
        lay(canvas, thing, rim=0.15, side=thing.thickness_mm < 12)


def _flat(rng: Rng, plan: Plan, k: int) -> Flat:
    """Return the k-th document as a thing with a thickness."""
    document, spot = plan.documents[k], plan.spots[k]
    thickness = float(rng.uniform(0.6, 1.0) if document.gloss > 0.3 else rng.uniform(0.1, 0.35))
    size = document.size_mm
    if plan.setting == "exact":
        size = (float(plan.camera.size_wh[0]), float(plan.camera.size_wh[1]))
    picture = document.picture if plan.setting == "digital" else printed_on(rng, document)
    return Flat(picture, document.outline, size, spot.at_mm, spot.turn_deg, thickness, document.gloss)


def _lay_documents(rng: Rng, split: Split, canvas: Canvas, plan: Plan, occluded: bool) -> tuple[Laid, ...]:
    """Lay the documents and whatever is under and over them; return where they went."""
    photo = plan.setting in ("table", "held")
    flats = [_flat(rng, plan, k) for k in range(len(plan.documents))]
    laid = tuple(
        Laid(d, flat.homography(canvas.camera)) for d, flat in zip(plan.documents, flats, strict=True)
    )
    target = int(rng.integers(len(flats))) if flats else 0
    hands: tuple[Hand, ...] = ()
    if flats and (occluded or plan.setting == "held"):
        quad = page_quad(laid[target].photo_from_page, flats[target].outline.shape)
        hands = plan_hands(rng, split, canvas, quad, canvas.camera.px_per_mm)
    if plan.setting == "held":
        lay_hands_behind(canvas, rng, hands)
    for document, flat in zip(plan.documents, flats, strict=True):
        if photo:
            for mount in draw_mounts(rng, document, flat):
                lay(canvas, mount, rim=0.1)
    for flat in flats:
        alpha = lay(canvas, flat, rim=float(rng.uniform(0.1, 0.7)) if photo else 0.0, side=photo)
        if alpha is not None:
            np.maximum(canvas.paper, alpha, out=canvas.paper)
    if plan.setting == "held" and occluded:
        lay_thumbs(canvas, rng, hands)
    elif occluded and photo and flats:
        if rng.random() < 0.62:
            lay_touching_hands(canvas, rng, hands)
        else:
            lay_objects_over(canvas, rng, split, flats[target])
    return laid


def _glare(rng: Rng, plan: Plan, laid: tuple[Laid, ...], share: float) -> Plane | None:
    """Return the reflections of a scene as a mirror would show them, or nothing."""
    if not laid or plan.setting not in ("table", "held") or rng.random() >= share:
        return None
    # Who looks for a reflection finds it on what shines.
    shine = np.array([0.1 + d.gloss for d in plan.documents])
    one = laid[int(rng.choice(len(laid), p=shine / shine.sum()))]
    quad = page_quad(one.photo_from_page, one.document.outline.shape)
    return draw_glare(rng, plan.camera.size_wh[::-1], quad)


def draw_scene(rng: Rng, split: Split, recipe: SceneRecipe | None = None) -> Scene:
    """Draw a photograph of flat documents.

    Args:
        rng: the source of every decision.
        split: whose surfaces, fonts, layouts and lights are used.
        recipe: how often which kind of scene is drawn; None for the usual mixture.

    Returns:
        The photo and where everything is in it.
    """
    recipe = recipe or SceneRecipe()
    plan = make_plan(rng, split, recipe)
    photo = plan.setting in ("table", "held")
    ground, gloss = _ground(rng, split, plan)
    canvas = Canvas(ground, plan.camera, draw_light(rng) if photo else _NO_SHADOW)
    canvas.gloss[:] = round(255 * gloss)
    if plan.setting == "table" and rng.random() < recipe.clutter_share:
        _clutter(rng, split, canvas)
    laid = _lay_documents(rng, split, canvas, plan, rng.random() < recipe.occlusion_share)
    shape = ground.shape[:2]
    uneven = photo and not recipe.even_light
    exposure = draw_exposure(rng, recipe.blur_share, max(shape)) if uneven else draw_scan_exposure(rng)
    gain = np.asarray(exposure.gain, np.float32)
    field = light_gain(rng, shape, canvas.light) if uneven else np.ones((2, 2, 3), np.float32)
    if uneven:
        gain = gain * metering(rng, canvas.image, field)
    lit = illuminate(canvas.image, field * gain)
    mirror = _glare(rng, plan, laid, recipe.glare_share)
    glare = np.zeros(shape, np.float32)
    if mirror is not None:
        # A lamp is so bright that an exposure hardly darkens its reflection.
        lit, glare = reflect(canvas, lit, mirror, lamp_tint(rng, split))
    image, blur = develop(rng, lit, exposure)
    occlusion = cv2.multiply(canvas.cover, canvas.paper, scale=1 / 255**2, dtype=cv2.CV_32F)
    return Scene(image, place_all(laid, canvas.cover), blur, glare, np.asarray(occlusion, dtype=np.float32))
