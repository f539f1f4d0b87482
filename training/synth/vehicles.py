"""Photographs of the parts of a vehicle that carry a number: bumper and boot lid, dashboard, engine bay."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from idvision.types import Image
from training.synth.backdrops import draw_room
from training.synth.camera import Camera, draw_camera, frame_points
from training.synth.chance import Bgr, chance, pick
from training.synth.light import draw_light, illuminate, light_gain, low_noise, metering
from training.synth.plates import draw_foreign_plate, draw_plate
from training.synth.raster import Canvas, Flat, lay
from training.synth.sensor import develop, draw_exposure
from training.synth.surfaces import draw_surface_texture, lay_surface
from training.synth.types import Document, Plane, Scene, Split
from training.synth.vin_plates import draw_vin
from training.synth.visibility import Laid, place_all

Rng = np.random.Generator
# The drawn part of a body, its pixels a metre.
_BODY_MM, _BODY_PX = (1700.0, 900.0), 700
_FOREIGN_SHARE = 0.12
_VIN_SHARE = 0.3
_NIGHT_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class VehicleShot:
    """How a part of a vehicle is photographed.

    Attributes:
        fill: shortest and longest share of the frame's width that the plate takes.
        tilt_deg: the steepest tilt against the camera.
        night: whether only a lamp lights it.
    """

    fill: tuple[float, float] = (0.07, 0.8)
    tilt_deg: float = 45.0
    night: bool = False


def draw_vehicle_scene(rng: Rng, split: Split) -> Scene:
    """Draw a photo of a number plate, a plate of another country, or a vehicle identification number."""
    shot = VehicleShot(night=chance(rng, _NIGHT_SHARE))
    if chance(rng, _VIN_SHARE):
        return photograph_vehicle(
            rng, split, draw_vin(rng, split), replace(shot, fill=(0.3, 0.85), tilt_deg=30)
        )
    draw = draw_foreign_plate if chance(rng, _FOREIGN_SHARE) else draw_plate
    return photograph_vehicle(rng, split, draw(rng, split), shot)


def photograph_vehicle(rng: Rng, split: Split, document: Document, shot: VehicleShot) -> Scene:
    """Take a photo of the vehicle that carries the document."""
    long_side = int(rng.integers(800, 2000))
    size_wh = (
        (long_side, round(long_side * 0.75)) if chance(rng, 0.8) else (round(long_side * 0.75), long_side)
    )
    camera = _framed(rng, draw_camera(rng, size_wh, shot.tilt_deg), document, shot)
    on_body = document.size_mm[0] > 300
    ground = draw_room(rng, split, size_wh) if on_body else _lid(rng, split, camera)
    canvas = Canvas(ground, camera, draw_light(rng))
    if on_body:
        body = draw_body(rng)
        at = (float(rng.uniform(-60, 60)), float(rng.uniform(-260, 120)))
        outline = np.full(body.shape[:2], 255, np.uint8)
        lay(canvas, Flat(body, outline, _BODY_MM, at, 0.0, 20.0, 0.5), rim=0.0, side=False)
    flat = Flat(
        document.picture, document.outline, document.size_mm, (0.0, 0.0), float(rng.normal(0, 2)), 3.0
    )
    lay(canvas, flat, rim=float(rng.uniform(0.1, 0.6)))
    image, blur = _taken(rng, canvas, shot.night, document, long_side)
    laid = (Laid(document, flat.homography(camera)),)
    nothing = np.zeros(size_wh[::-1], np.float32)
    return Scene(image, place_all(laid, canvas.cover), blur, nothing, nothing)


def _framed(rng: Rng, camera: Camera, document: Document, shot: VehicleShot) -> Camera:
    """Move the camera so that the plate takes a share of the frame, off its middle when it is small."""
    low, high = np.log(shot.fill[0]), np.log(shot.fill[1])
    fill = float(np.exp(rng.uniform(low, high)))
    half_w, half_h = document.size_mm[0] / 2, document.size_mm[1] / 2
    corners = np.array([[-half_w, -half_h], [half_w, -half_h], [half_w, half_h], [-half_w, half_h]])
    room = (1 - fill) * 0.3
    offset = (float(rng.uniform(-room, room)), float(rng.uniform(-room, room)))
    return frame_points(camera, corners, fill, offset)


def _taken(rng: Rng, canvas: Canvas, night: bool, document: Document, long_side: int) -> tuple[Image, Plane]:
    """Light the scene and take the photo; blur stays below what a reader of the plate could bear."""
    shape = canvas.image.shape[:2]
    exposure = draw_exposure(rng, 0.0, long_side)
    field = light_gain(rng, shape, canvas.light)
    gain = np.asarray(exposure.gain, np.float32) * metering(rng, canvas.image, field)
    if night:
        dim = np.float32(rng.uniform(0.18, 0.5)) * np.array((0.75, 0.95, 1.1), np.float32)
        lamp = low_noise(rng, field.shape[:2], 2)[..., None]
        gain = gain * (dim + np.float32(0.35) * lamp * lamp)
    px_per_mm = canvas.camera.px_per_mm
    # The strokes of a plate are a ninetieth of its width.
    limit = 0.3 * document.size_mm[0] * px_per_mm / 90 + 0.35
    exposure = replace(
        exposure, defocus_px=min(exposure.defocus_px, limit), motion_px=min(exposure.motion_px, 2 * limit)
    )
    return develop(rng, illuminate(canvas.image, field * gain), exposure)


def _lid(rng: Rng, split: Split, camera: Camera) -> Image:
    """Return what lies around a small plate inside of a vehicle."""
    if chance(rng, 0.5):
        surface = draw_surface_texture(rng, split)
        return lay_surface(rng, surface, camera.photo_from_plane(), camera.size_wh)
    width, height = camera.size_wh
    shade = low_noise(rng, (height, width), 4)[..., None] * float(rng.uniform(20, 60))
    base = np.array(_paint(rng), np.float32)
    return np.asarray(np.clip(base + shade - 20, 0, 255), np.uint8)


def _paint(rng: Rng) -> Bgr:
    """Return a colour that cars have."""
    return pick(
        rng,
        ((235, 236, 236), (28, 27, 26), (150, 148, 146), (190, 190, 188), (110, 50, 25), (35, 30, 150),
         (90, 88, 84), (60, 90, 30), (40, 160, 215), (160, 190, 205)),
    )  # fmt: skip


def draw_body(rng: Rng) -> Image:
    """Return the front or rear of a car or truck: paint, creases, lamps, perhaps a grille, BGR."""
    width, height = round(_BODY_MM[0] * _BODY_PX / 1000), round(_BODY_MM[1] * _BODY_PX / 1000)
    shade = np.interp(np.arange(height), [0, height * 0.3, height * 0.62, height], rng.uniform(0.55, 1.15, 4))
    body = np.array(_paint(rng), np.float32)[None, None] * shade[:, None, None] * np.ones((1, width, 1))
    body = np.ascontiguousarray(
        np.clip(body + low_noise(rng, (height, width), 6)[..., None] * 14, 0, 255), np.float32
    )
    for _ in range(int(rng.integers(2, 6))):
        y, dark = int(rng.uniform(0.05, 0.95) * height), float(rng.uniform(0.3, 0.8))
        body[y : y + int(rng.integers(1, 5))] *= dark
    if chance(rng, 0.6):
        _grille(rng, body)
    lamp = pick(rng, ((60, 40, 180), (220, 225, 228), (120, 190, 235)))
    for x in (0.02, 0.8):
        top = int(rng.uniform(0.02, 0.2) * height)
        corner = (int(x * width), top)
        end = (int((x + 0.18) * width), top + int(0.16 * height))
        cv2.rectangle(body, corner, end, lamp, -1, cv2.LINE_AA)
        cv2.rectangle(body, corner, end, (40, 40, 42), 3, cv2.LINE_AA)
    return np.asarray(np.clip(body, 0, 255), np.uint8)


def _grille(rng: Rng, body: Plane) -> None:
    """Draw dark bars or a mesh, in place."""
    height, width = body.shape[:2]
    top, deep = int(rng.uniform(0.1, 0.6) * height), int(rng.uniform(0.1, 0.3) * height)
    left, right = int(rng.uniform(0.1, 0.3) * width), int(rng.uniform(0.7, 0.9) * width)
    body[top : top + deep, left:right] = rng.uniform(10, 45)
    pitch = int(rng.integers(8, 26))
    bright = float(rng.uniform(60, 190))
    if chance(rng, 0.5):
        body[top : top + deep : pitch, left:right] = bright
    else:
        body[top : top + deep, left:right:pitch] = bright
