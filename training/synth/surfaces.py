"""What documents lie on or are held before; the splits never share a texture, a palette or a map."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from idvision.types import Image
from training.synth.materials import SIDE, material_map
from training.synth.textures import load_photo, load_tile, of_split, photo_names, tile_names
from training.synth.types import Mask, Split

Rng = np.random.Generator
Bgr = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Surface:
    """A texture that fills a plane.

    Attributes:
        texture: `(SIDE, SIDE, 3)` uint8 BGR or another size.
        gloss: 0 to 1, share of a mirror's reflection that it shows.
        name: what it is.
    """

    texture: Image
    gloss: float
    name: str


# Weight, gloss, and what hue (degrees), saturation and value of the bright end may be.
_Look = tuple[float, float, tuple[float, float], tuple[float, float], tuple[float, float]]
_LOOKS: dict[str, _Look] = {
    "table": (9, 0.16, (14, 36), (0.2, 0.62), (0.3, 0.95)),
    "planks": (6, 0.10, (14, 38), (0.15, 0.6), (0.35, 0.9)),
    "herringbone": (2, 0.12, (16, 36), (0.3, 0.6), (0.4, 0.85)),
    "weave": (5, 0.0, (0, 360), (0.0, 0.6), (0.2, 0.98)),
    "denim": (3, 0.0, (205, 235), (0.15, 0.6), (0.25, 0.75)),
    "carpet": (4, 0.0, (0, 360), (0.05, 0.55), (0.2, 0.8)),
    "paper": (5, 0.0, (20, 60), (0.0, 0.15), (0.8, 1.0)),
    "crumpled": (1.5, 0.0, (20, 60), (0.0, 0.2), (0.7, 1.0)),
    "cardboard": (2.5, 0.0, (24, 36), (0.25, 0.5), (0.6, 0.85)),
    "leather": (4, 0.08, (0, 40), (0.1, 0.7), (0.15, 0.7)),
    "marble": (3, 0.2, (20, 220), (0.0, 0.12), (0.7, 1.0)),
    "granite": (3, 0.15, (0, 240), (0.0, 0.18), (0.25, 0.85)),
    "terrazzo": (1, 0.12, (0, 360), (0.0, 0.15), (0.6, 0.95)),
    "tiles": (3, 0.16, (0, 360), (0.0, 0.25), (0.4, 1.0)),
    "brushed": (2, 0.2, (190, 230), (0.0, 0.08), (0.4, 0.9)),
    "specks": (5, 0.08, (0, 360), (0.0, 0.12), (0.45, 0.95)),
    "plain": (11, 0.08, (0, 360), (0.0, 0.45), (0.12, 1.0)),
    "white": (9, 0.1, (20, 230), (0.0, 0.04), (0.92, 1.0)),
    "plaster": (2, 0.0, (0, 360), (0.0, 0.2), (0.6, 1.0)),
    "concrete": (2, 0.0, (0, 240), (0.0, 0.1), (0.35, 0.8)),
    "gravel": (1.5, 0.0, (0, 60), (0.0, 0.25), (0.4, 0.8)),
    "grass": (1.2, 0.0, (60, 110), (0.3, 0.7), (0.3, 0.65)),
}
# How deep the dark end of the palette lies under the bright one.
_DEPTH = {
    "plain": 0.16, "white": 0.09, "paper": 0.14, "specks": 0.35, "plaster": 0.5, "marble": 0.7,
    "crumpled": 0.55,
    "cardboard": 0.3, "tiles": 0.6,
}  # fmt: skip
_BANDS = 12


def banded(rng: Rng, split: Split, low: float, high: float) -> float:
    """Return a number of a range; every third of twelve bands is for `bench` alone."""
    k = int(rng.integers(0, _BANDS // 3))
    band = 3 * k + 1 if split == "bench" else 3 * k + int(rng.choice([0, 2]))
    return low + (high - low) * (band + float(rng.random())) / _BANDS


def from_hsv(hue: float, saturation: float, value: float) -> Bgr:
    """Return BGR in 0 to 255 of a hue in degrees, a saturation and a value in 0 to 1."""
    pixel = np.array([[[hue % 360, np.clip(saturation, 0, 1), np.clip(value, 0, 1)]]], np.float32)
    b, g, r = (cv2.cvtColor(pixel, cv2.COLOR_HSV2BGR)[0, 0] * 255).tolist()
    return b, g, r


def colour_map(level: Mask, dark: Bgr, light: Bgr, middle_shift: Bgr = (0, 0, 0)) -> Image:
    """Return a height map in colours from `dark` to `light`; the middle may lean to another colour."""
    share = np.linspace(0, 1, 256)[:, None]
    stops = np.asarray(dark) * (1 - share) + np.asarray(light) * share
    stops = stops + np.asarray(middle_shift) * 4 * share * (1 - share)
    table = np.clip(stops, 0, 255).astype(np.uint8)[:, None, :]
    return np.asarray(cv2.applyColorMap(level, table), dtype=np.uint8)


def _procedural(rng: Rng, split: Split, name: str) -> Surface:
    _, gloss, hues, saturations, values = _LOOKS[name]
    level = material_map(rng, split, "plain" if name == "white" else name)
    hue = banded(rng, split, *hues)
    saturation, value = rng.uniform(*saturations), rng.uniform(*values)
    depth = _DEPTH.get(name, rng.uniform(0.45, 0.8))
    light = from_hsv(hue, saturation, value)
    dark = from_hsv(hue - rng.uniform(-8, 14), min(saturation * 1.25 + 0.03, 1), value * (1 - depth))
    shift = tuple(rng.normal(0, 5 * depth, 3).tolist())
    texture = colour_map(level, dark, light, (shift[0], shift[1], shift[2]))
    return Surface(texture, gloss * float(rng.uniform(0, 2)), name)


def _tiled(rng: Rng, name: str) -> Surface:
    """Return a small texture repeated and recoloured a little."""
    tile = load_tile(name)
    factor = float(np.clip(rng.uniform(250, 700) / max(tile.shape[:2]), 0.6, 3.0))
    tile = cv2.resize(tile, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    rows, columns = (int(np.ceil(SIDE / n)) for n in tile.shape[:2])
    texture = np.tile(tile, (rows, columns, 1))[:SIDE, :SIDE]
    gain = np.clip(rng.normal(1, 0.1, 3), 0.7, 1.3) * rng.uniform(0.7, 1.15)
    texture = cv2.multiply(texture, (*gain.tolist(), 1.0))
    return Surface(np.asarray(texture, dtype=np.uint8), float(rng.uniform(0, 0.12)), "tile")


def draw_surface_texture(rng: Rng, split: Split) -> Surface:
    """Return a surface for documents to lie on."""
    tiles = of_split(tile_names(), split)
    photos = of_split(photo_names(), split)
    choice = rng.random()
    if tiles and choice < 0.2:
        return _tiled(rng, tiles[int(rng.integers(len(tiles)))])
    if photos and choice < 0.25:
        photo = load_photo(photos[int(rng.integers(len(photos)))])
        return Surface(photo, float(rng.uniform(0, 0.2)), "picture")
    names = sorted(_LOOKS)
    weights = np.array([_LOOKS[n][0] for n in names])
    return _procedural(rng, split, names[int(rng.choice(len(names), p=weights / weights.sum()))])


def lay_surface(rng: Rng, surface: Surface, photo_from_plane: np.ndarray, size_wh: tuple[int, int]) -> Image:
    """Return the surface as the camera sees it: `(H, W, 3)` uint8.

    The texture leans with the plane; how large it is, is chosen so that its detail is about the photo's.
    """
    height, width = surface.texture.shape[:2]
    straight = float(rng.choice([0, 90, 180, 270]) + rng.normal(0, 12))
    turn = np.deg2rad(straight if rng.random() < 0.7 else rng.uniform(0, 360))
    # One texture pixel covers so many photo pixels in the middle of the frame.
    zoom = float(rng.uniform(0.75, 1.5)) * max(size_wh) / 1100
    plane_from_photo = np.linalg.inv(photo_from_plane)
    middle = plane_from_photo @ np.array([size_wh[0] / 2, size_wh[1] / 2, 1.0])
    beside = plane_from_photo @ np.array([size_wh[0] / 2 + 1, size_wh[1] / 2, 1.0])
    centre = middle[:2] / middle[2]
    mm = float(np.linalg.norm(beside[:2] / beside[2] - centre)) * zoom
    cos, sin = np.cos(turn) * mm, np.sin(turn) * mm
    at = rng.uniform(0.3, 0.7, 2) * (width, height)
    plane_from_texture = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    plane_from_texture[:2, 2] = centre - plane_from_texture[:2, :2] @ at
    picture = cv2.warpPerspective(
        surface.texture,
        photo_from_plane @ plane_from_texture,
        size_wh,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return np.asarray(picture, dtype=np.uint8)


def draw_surface(rng: Rng, split: Split, size_wh: tuple[int, int]) -> Image:
    """Return a surface seen from straight above that fills a photo, `(H, W, 3)` uint8 BGR."""
    return lay_surface(rng, draw_surface_texture(rng, split), np.eye(3), size_wh)
