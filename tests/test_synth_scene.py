"""A drawn scene's truth must be exact: it is what a locator is trained and judged on."""

from __future__ import annotations

import struct
from dataclasses import replace

import cv2
import numpy as np
import pytest

from idvision.geometry import frame_quad, project, quad_area
from training.synth.camera import draw_camera, frame_points, photo_from_page
from training.synth.layout import Spot, arrange, corners
from training.synth.materials import MATERIALS, material_map
from training.synth.raster import Canvas, Flat, Light, lay
from training.synth.recipe import SceneRecipe
from training.synth.scene import draw_scene
from training.synth.sensor import CLEAN, Exposure, blur, develop
from training.synth.surfaces import banded, draw_surface
from training.synth.textures import of_split, read_gimp_pattern
from training.synth.types import Document, Split
from training.synth.visibility import Laid, place_all, visible_share


def marker_card(width: int = 400, gloss: float = 0.6) -> Document:
    """A card with a black square near each corner."""
    height = round(width / 1.585)
    picture = np.full((height, width, 3), 235, np.uint8)
    for x in (30, width - 50):
        for y in (30, height - 50):
            picture[y : y + 20, x : x + 20] = 10
    return Document(
        picture, np.full((height, width), 255, np.uint8), (85.6, 54.0), "unknown", "front", gloss=gloss
    )


def source(rng: np.random.Generator, split: Split, width_px: int) -> Document:
    return marker_card(int(np.clip(width_px, 200, 500)))


# Kept small: a scene of this size takes a few hundredths of a second.
SMALL = SceneRecipe(long_side=(300, 420), source=source, attack_share=0.0, clutter_share=0.0)
ONE = replace(SMALL, counts=(0.0, 1.0), table=1.0, held=0.0, scan=0.0, digital=0.0, exact=0.0)
BARE = replace(ONE, glare_share=0.0, occlusion_share=0.0, blur_share=0.0, cut_share=0.0)


def draw(seed: int, recipe: SceneRecipe = SMALL, split: Split = "train"):
    return draw_scene(np.random.default_rng(seed), split, recipe)


def test_a_seed_decides_everything():
    for seed in (1, 2):
        a, b = draw(seed), draw(seed)
        assert np.array_equal(a.image, b.image)
        assert np.array_equal(a.blur, b.blur) and np.array_equal(a.glare, b.glare)
        assert [p.quad.tolist() for p in a.placed] == [p.quad.tolist() for p in b.placed]
    assert not np.array_equal(draw(1).image.ravel()[:500], draw(2).image.ravel()[:500])


@pytest.mark.parametrize("split", ["train", "bench"])
def test_scenes_keep_their_contract(split: Split):
    for seed in range(12):
        scene = draw(seed, split=split)
        shape = scene.image.shape[:2]
        assert scene.image.dtype == np.uint8 and scene.image.ndim == 3
        for plane in (scene.blur, scene.glare, scene.occlusion):
            assert plane.shape == shape and plane.dtype == np.float32
        assert scene.glare.min() >= 0 and scene.glare.max() <= 1
        assert scene.occlusion.min() >= 0 and scene.occlusion.max() <= 1
        for placed in scene.placed:
            assert 0.12 <= placed.visible <= 1
            height, width = placed.document.outline.shape
            again = project(placed.photo_from_page, frame_quad(width, height))
            assert np.allclose(placed.quad, again, atol=1e-3)
            assert quad_area(placed.quad) > 0


def marker_centres(picture: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Centroids of the dark squares nearest to where they should be, weighted by darkness."""
    grey = 255.0 - cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found = []
    for x, y in near:
        x0, y0 = round(x) - 16, round(y) - 16
        window = grey[y0 : y0 + 33, x0 : x0 + 33]
        weight = np.clip(window - 90, 0, None)
        gy, gx = np.mgrid[y0 : y0 + 33, x0 : x0 + 33]
        found.append([(gx * weight).sum() / weight.sum(), (gy * weight).sum() / weight.sum()])
    return np.array(found)


@pytest.mark.parametrize("seed", range(6))
def test_print_lands_where_the_homography_says(seed: int):
    rng = np.random.default_rng(seed)
    document = marker_card()
    spot = Spot((3.0, -4.0), float(rng.uniform(0, 360)))
    camera = frame_points(draw_camera(rng, (560, 420), 25.0), corners(document.size_mm, spot), 0.9)
    canvas = Canvas(np.full((420, 560, 3), 230, np.uint8), camera, Light())
    flat = Flat(document.picture, document.outline, document.size_mm, spot.at_mm, spot.turn_deg)
    lay(canvas, flat)
    homography = photo_from_page(camera, document.outline.shape, document.size_mm, spot.at_mm, spot.turn_deg)
    height, width = document.outline.shape
    page = np.array([[x + 9.5, y + 9.5] for x in (30, width - 50) for y in (30, height - 50)])
    expected = project(homography, page)
    assert np.abs(marker_centres(canvas.image, expected) - expected).max() < 0.3
    assert np.allclose(homography, flat.homography(camera))


def test_nothing_is_covered_or_reflected_where_nothing_is():
    for seed in range(4):
        scene = draw(seed, BARE)
        assert scene.glare.max() == 0 and scene.occlusion.max() == 0
        assert scene.placed[0].visible > 0.75


def test_fingers_and_reflections_are_in_the_truth():
    recipe = replace(BARE, occlusion_share=1.0, glare_share=1.0, fills=((1.0, 0.6, 0.8),))
    scenes = [draw(seed, recipe) for seed in range(6)]
    assert sum(s.occlusion.max() > 0.9 for s in scenes) >= 4
    assert sum(s.glare.max() > 0.1 for s in scenes) >= 4
    for scene in scenes:
        # Only what lies over the document counts.
        inside = np.zeros(scene.image.shape[:2], np.uint8)
        cv2.fillConvexPoly(inside, np.round(scene.placed[0].quad).astype(np.int32), 255)
        assert scene.occlusion[cv2.dilate(inside, np.ones((5, 5))) == 0].max(initial=0) == 0
        assert scene.placed[0].visible < 1


def laid_at(x: float, y: float = 50, width: int = 200) -> Laid:
    return Laid(marker_card(width), np.array([[1.0, 0, x], [0, 1, y], [0, 0, 1]]))


def test_visible_share_of_covered_cards():
    nothing = np.zeros((300, 400), np.uint8)
    below, above = laid_at(60), laid_at(160, 40, 230)
    assert visible_share(below, (), nothing) == 1
    assert visible_share(below, (above,), nothing) == pytest.approx(0.5, abs=0.02)
    first, second = place_all((below, above), nothing)
    assert first.corners_visible == (True, False, False, True)
    assert second.corners_visible == (True,) * 4 and second.visible == 1
    hand = nothing.copy()
    hand[:, 210:] = 255
    assert visible_share(below, (), hand) == pytest.approx(0.75, abs=0.02)


def test_corners_outside_the_frame_are_flagged():
    nothing = np.zeros((300, 400), np.uint8)
    (placed,) = place_all((laid_at(-50),), nothing)
    assert placed.corners_visible == (False, True, True, False)
    assert placed.visible == pytest.approx(0.75, abs=0.02)
    assert place_all((laid_at(-190),), nothing) == ()


def test_a_scan_cut_to_the_document_has_the_frame_as_its_quad():
    recipe = replace(SMALL, counts=(0.0, 1.0), table=0.0, held=0.0, scan=0.0, digital=0.0, exact=1.0)
    scene = draw(3, recipe)
    height, width = scene.image.shape[:2]
    assert np.allclose(scene.placed[0].quad, frame_quad(width, height), atol=0.01)
    assert scene.placed[0].visible == 1 and all(scene.placed[0].corners_visible)


def test_scenes_of_several_and_of_no_documents():
    assert draw(1, replace(SMALL, counts=(1.0,))).placed == ()
    scenes = [draw(seed, replace(BARE, counts=(0.0, 0.0, 0.0, 1.0))) for seed in range(3)]
    assert all(2 <= len(s.placed) <= 3 for s in scenes)
    assert all(p.visible > 0.4 for s in scenes for p in s.placed)


@pytest.mark.parametrize("tidy", [False, True])
def test_no_document_is_laid_over_most_of_another(tidy: bool):
    rng = np.random.default_rng(5)
    sizes = [(85.6, 54.0)] * 4
    for _ in range(20):
        shapes = [
            corners(s, spot).astype(np.float32)
            for s, spot in zip(sizes, arrange(rng, sizes, tidy), strict=True)
        ]
        common = sum(cv2.intersectConvexConvex(shapes[0], other)[0] for other in shapes[1:])
        assert common <= 0.36 * 85.6 * 54.0


def test_blur_is_what_it_says():
    image = np.zeros((101, 101, 3), np.uint8)
    image[:, 51:] = 200
    # An edge's slope is the line spread, whose standard deviation is the blur's.
    for exposure in (
        Exposure(defocus_px=2.0),
        Exposure(defocus_px=2.0, disc=True),
        Exposure(0.4, motion_px=12.0),
    ):
        smeared, spread = blur(image, exposure)
        line = np.diff(smeared[50, :, 0].astype(np.float64))
        at = np.arange(100)
        mean = (at * line).sum() / line.sum()
        sigma = np.sqrt(((at - mean) ** 2 * line).sum() / line.sum())
        assert sigma == pytest.approx(spread[50, 50], rel=0.12)


def test_a_clean_exposure_changes_nothing():
    image = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    developed, spread = develop(np.random.default_rng(0), image, replace(CLEAN, contrast=1.0))
    assert spread.max() == 0
    assert np.abs(developed.astype(int) - image).max() <= 12


def test_splits_share_neither_maps_nor_colours_nor_files():
    train = {banded(np.random.default_rng(s), "train", 0, 12) // 1 for s in range(80)}
    bench = {banded(np.random.default_rng(s), "bench", 0, 12) // 1 for s in range(80)}
    assert train.isdisjoint(bench)
    names = tuple("abcdefghij")
    assert set(of_split(names, "train")).isdisjoint(of_split(names, "bench"))
    assert set(of_split(names, "train")) | set(of_split(names, "bench")) == set(names)
    a, b = (material_map(np.random.default_rng(0), split, "plain") for split in ("train", "bench"))
    assert MATERIALS and not np.array_equal(a, b)


def test_a_surface_fills_the_photo():
    surface = draw_surface(np.random.default_rng(2), "train", (320, 240))
    assert surface.shape == (240, 320, 3) and surface.dtype == np.uint8


def test_gimp_patterns_are_read():
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    data = struct.pack(">6I", 28, 1, 3, 2, 3, 0x47504154) + b"abc\0" + pixels.tobytes()
    assert np.array_equal(read_gimp_pattern(data), pixels[..., ::-1])
    for broken in (b"", data[:30], data[:4] + b"\0\0\0\x02" + data[8:]):
        with pytest.raises(ValueError, match="GIMP"):
            read_gimp_pattern(broken)
