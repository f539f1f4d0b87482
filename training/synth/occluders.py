"""Fingers and hands that hold or touch documents, and objects that lie over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from idvision.types import Homography, Image, QuadArray
from training.synth.camera import page_quad
from training.synth.light import low_noise
from training.synth.objects import SMALL_OBJECTS, draw_object
from training.synth.raster import Canvas, Flat, blend, box_of, cast_shadow, lay, warp_into
from training.synth.surfaces import banded, from_hsv
from training.synth.types import Mask, Plane, Split

Rng = np.random.Generator
Point = tuple[float, float]
Part = Literal["nail", "soft", "palm"]
_FINGER_MM = 16.5


@dataclass(frozen=True, slots=True)
class Skin:
    """A person's skin.

    Attributes:
        colour: (3,) BGR in full light.
        red: how much warmer the fold and the tips are.
        light: direction from which the light comes over the photo, and from above: a unit vector.
    """

    colour: Plane
    red: float
    light: tuple[float, float, float]


def draw_skin(rng: Rng, split: Split, canvas: Canvas) -> Skin:
    """Return a person's skin in the canvas's light, from very dark to very fair."""
    depth = banded(rng, split, 0, 1)
    hue = 11 + 13 * depth + rng.normal(0, 2.0)
    colour = from_hsv(hue, 0.56 - 0.29 * depth + rng.normal(0, 0.03), 0.36 + 0.6 * depth)
    across = rng.uniform(0.35, 0.75)
    dx, dy = canvas.light.towards
    light = (-dx * across, -dy * across, float(np.sqrt(1 - across**2)))
    return Skin(np.asarray(colour, np.float32), float(rng.uniform(0.4, 0.95)), light)


def _half_width(x: Plane, length: float, width: float, rng: Rng) -> Plane:
    """Return the half width of a finger along x: a round tip at `length`, joints, a wider root."""
    half = width / 2
    tip = np.clip((length - x) / (half * 1.15), 0, 1)
    round_tip = np.sqrt(np.clip(1 - (1 - tip) ** 2.2, 0, 1))
    from_tip = (length - x) / width
    joints = 0.05 * np.exp(-(((from_tip - 1.55) / 0.35) ** 2)) + 0.07 * np.exp(
        -(((from_tip - 3.1) / 0.45) ** 2)
    )
    taper = 0.93 + 0.045 * np.minimum(from_tip, 4)
    return np.asarray(half * round_tip * (taper + joints * rng.uniform(0.5, 1.4)), dtype=np.float32)


def _nail(picture: Plane, u: Plane, across: Plane, skin: Skin, rng: Rng) -> Plane:
    """Paint a nail; `u` is the distance from the tip and `across` the side, both over the finger's width."""
    middle, long, wide = 0.47, rng.uniform(0.34, 0.42), rng.uniform(0.31, 0.36)
    free = rng.uniform(0.0, 0.09)
    reach = np.where(u < middle, long + free, long)
    shape = (np.abs((u - middle) / reach) ** 3.0 + np.abs(across / wide) ** 3.2) ** (1 / 3)
    inside = np.clip((1 - shape) * 14, 0, 1)[..., None]
    groove = np.exp(-(((shape - 1.04) / 0.07) ** 2))[..., None]
    tone = skin.colour * np.array([1.06, 1.0, 1.06], np.float32) + np.array([26, 22, 24], np.float32)
    white = np.clip((middle - long + 0.06 - u) * 18, 0, 1)[..., None] * min(free * 12, 1.0)
    moon = np.exp(-(((u - middle - long * 0.86) / 0.09) ** 2) - (across / 0.2) ** 2)[..., None] * 0.3
    tone = tone * (1 - white - moon) + (white + moon) * np.array([215, 225, 232], np.float32)
    bend = 0.8 + 0.25 * (1 - (across / wide) ** 2)[..., None]
    gleam = np.exp(-(((across - 0.1 * skin.light[1] * 3) / 0.06) ** 2) - ((u - middle) / 0.3) ** 2)[..., None]
    tone = tone * bend + 60 * gleam * rng.uniform(0.1, 0.9)
    picture = picture * (1 - 0.3 * groove)
    return picture * (1 - 0.85 * inside) + tone * 0.85 * inside


def draw_finger(
    rng: Rng, skin: Skin, size: tuple[float, float], turn_rad: float, part: Part
) -> tuple[Image, Mask]:
    """Return a finger that points to the right and its coverage.

    Args:
        rng: source of every decision.
        skin: its colour and light.
        size: length from the left rim of the picture to the tip, and width, in pixels.
        turn_rad: by how much it will be turned, so that its light is right afterwards.
        part: a finger from its back with a nail, from its soft side, or the whole hand.
    """
    length, width = size
    w, h = max(int(length) + 3, 8), max(int(width * 1.5), 8)
    x = np.arange(w, dtype=np.float32)[None, :]
    y = np.arange(h, dtype=np.float32)[:, None] - h / 2
    y = y - rng.uniform(-0.16, 0.16) * width * ((length - x) / length) ** 2
    half = np.maximum(_half_width(x, length, width, rng), 1e-3)
    across = y / half
    outline = np.clip((1 - np.abs(across)) * half + 0.5, 0, 1) * (half > 0.6) * 255
    if part != "palm":
        # The root melts into the hand.
        outline = outline * np.clip(x / (0.22 * length), 0, 1)
    outline = outline.astype(np.uint8)
    # Normals of a cylinder that is a little flat, rounded off at the tip.
    side = np.clip(across, -1, 1) * 0.96
    if part == "palm":
        side = side**5
    tip = np.clip(1 - (length - x) / (width * 0.7), 0, 1) ** 2 * 0.8 + 0 * y
    up = np.sqrt(np.clip(1 - side**2 - tip**2 * (1 - side**2), 0.02, 1))
    cos, sin = np.cos(turn_rad), np.sin(turn_rad)
    light_x, light_y = skin.light[0] * cos + skin.light[1] * sin, skin.light[1] * cos - skin.light[0] * sin
    facing = tip * light_x + side * light_y + up * skin.light[2]
    # Light goes through skin: the terminator is soft and red.
    diffuse = np.clip((facing + 0.45) / 1.45, 0, 1)
    level = 0.26 + 0.78 * diffuse
    warmth = skin.red * (0.10 * (1 - diffuse) + 0.07 * np.clip(1 - (length - x) / width, 0, 1))
    blotch = 0.12 * (low_noise(rng, (h, w), 6) - 0.5) + 0.07 * (low_noise(rng, (h, w), max(w // 4, 4)) - 0.5)
    wrinkle = np.zeros((h, w), np.float32)
    for joint in (1.5, 3.05) if part != "palm" else ():
        for _ in range(4):
            at = (
                length - width * (joint + rng.normal(0, 0.14)) + width * 0.06 * across**2 * rng.uniform(-1, 1)
            )
            wrinkle += (
                rng.uniform(0.03, 0.12) * np.exp(-(((x - at) / (0.022 * width)) ** 2)) * (1 - 0.6 * across**2)
            )
    level = level * (1 + blotch) - wrinkle * 0.8
    shade = np.stack([level * (1 - 1.3 * warmth), level * (1 - warmth), level * (1 + 0.5 * warmth)], axis=2)
    picture = skin.colour * shade
    gleam = np.clip(facing, 0, 1) ** 14 * 16
    picture = picture + gleam[..., None]
    if part == "nail":
        u = (length - x) / width + 0 * y
        picture = _nail(picture, u, y / width + 0 * x, skin, rng)
    return np.clip(picture, 0, 255).astype(np.uint8), outline


def _paste(
    canvas: Canvas, thing: tuple[Image, Mask], homography: Homography, height_mm: float, over: bool
) -> None:
    """Lay a thing that is no document, with its shadow; `over` documents, or before any is laid."""
    picture, alpha = thing
    margin = height_mm * canvas.camera.px_per_mm * 3 + 6
    box = box_of(page_quad(homography, alpha.shape), canvas.image.shape[:2], margin)
    if box is None:
        return
    cover = warp_into(alpha, homography, box, 0)
    cast_shadow(canvas, box, cover, height_mm)
    view = (slice(box[1], box[3]), slice(box[0], box[2]))
    share = cover.astype(np.float32) / 255
    canvas.image[view] = blend(canvas.image[view], warp_into(picture, homography, box), share)
    canvas.coat(view, cover, 0.05)
    if over:
        canvas.cover[view] = np.maximum(canvas.cover[view], cover)


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand at one side of a document, in photo pixels.

    Attributes:
        skin: its skin.
        at: where it crosses the document's edge.
        outward: direction from the document to the wrist in radians.
        unit: pixels per millimetre.
        reach_mm: how far the tip of the thumb or the first finger comes into the document.
    """

    skin: Skin
    at: Point
    outward: float
    unit: float
    reach_mm: float


def plan_hands(rng: Rng, split: Split, canvas: Canvas, quad: QuadArray, unit: float) -> tuple[Hand, ...]:
    """Return one or two hands at a document; they come from below rather than from above."""
    skin = draw_skin(rng, split, canvas)
    middle = quad.mean(axis=0)
    starts, ends = quad, np.roll(quad, -1, axis=0)
    normals = (starts + ends) / 2 - middle
    normals = normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-6)
    likely = np.clip(0.25 + 0.7 * normals[:, 1] + 0.35 * np.abs(normals[:, 0]), 0.03, None)
    first = int(rng.choice(4, p=likely / likely.sum()))
    sides = [first, (first + 2) % 4] if abs(normals[first, 0]) > 0.7 and rng.random() < 0.45 else [first]
    hands = []
    for side in sides:
        along = rng.uniform(0.1, 0.9)
        at = starts[side] * (1 - along) + ends[side] * along
        outward = np.arctan2(normals[side, 1], normals[side, 0]) + rng.normal(0, 0.35)
        reach = float(rng.choice([rng.uniform(2, 9), rng.uniform(8, 24)], p=[0.45, 0.55]))
        hands.append(Hand(skin, (float(at[0]), float(at[1])), float(outward), unit, reach))
    return tuple(hands)


def _finger(canvas: Canvas, rng: Rng, hand: Hand, pose: tuple[float, float, float], over: bool) -> None:
    """Lay one finger: pose is its shift along the edge and its reach in millimetres, and its angle."""
    aside, reach, angle = pose
    u, v = np.cos(hand.outward), np.sin(hand.outward)
    tip = np.asarray(hand.at) - hand.unit * reach * np.array([u, v]) + hand.unit * aside * np.array([-v, u])
    width = _FINGER_MM * hand.unit * rng.uniform(0.88, 1.12) * (1.15 if over and aside == 0 else 1.0)
    length = hand.unit * (reach + rng.uniform(62, 80))
    inward = hand.outward + np.pi + angle
    thing = draw_finger(
        rng, hand.skin, (length, width), inward, "nail" if over and rng.random() < 0.8 else "soft"
    )
    _paste(canvas, thing, _turned(tip, inward, (length, thing[1].shape[0] / 2), 1.0), 6.0, over)


def _turned(tip: object, angle: float, anchor: Point, factor: float) -> Homography:
    """Return the map that turns a picture about its anchor and puts that at `tip`."""
    cos, sin = np.cos(angle) * factor, np.sin(angle) * factor
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    turn[:2, 2] = np.asarray(tip) - turn[:2, :2] @ np.asarray(anchor)
    return turn


def _palm(canvas: Canvas, rng: Rng, hand: Hand, aside: float, over: bool) -> None:
    """Lay the back of the hand and the wrist, which leave the frame; `aside` in mm along the edge."""
    u, v = np.cos(hand.outward), np.sin(hand.outward)
    out = rng.uniform(24, 34) * hand.unit
    at = np.asarray(hand.at) + out * np.array([u, v]) + aside * hand.unit * np.array([-v, u])
    width = rng.uniform(76, 90) * hand.unit
    # So wide and so smooth a shape needs no more pixels than this.
    shrink = max(1.0, width / 150)
    size = (230 * hand.unit / shrink, width / shrink)
    inward = hand.outward + np.pi + rng.normal(0, 0.15)
    thing = draw_finger(rng, hand.skin, size, inward, "palm")
    _paste(canvas, thing, _turned(at, inward, (size[0], thing[1].shape[0] / 2), shrink), 9.0, over)


def lay_hands_behind(canvas: Canvas, rng: Rng, hands: tuple[Hand, ...]) -> None:
    """Lay what of the hands is behind a document that is held in the air; call it before laying that."""
    for hand in hands:
        middle = rng.normal(4, 3)
        _palm(canvas, rng, hand, middle, False)
        for k in range(4):
            aside = (k - 1.5) * _FINGER_MM * 1.04 + rng.normal(0, 1.0)
            pose = (aside + middle, rng.uniform(6, 40), -0.004 * aside + rng.normal(0, 0.03))
            _finger(canvas, rng, hand, pose, False)


def lay_thumbs(canvas: Canvas, rng: Rng, hands: tuple[Hand, ...]) -> None:
    """Lay the thumbs of hands that hold a document."""
    for hand in hands:
        _finger(canvas, rng, hand, (0.0, hand.reach_mm, rng.normal(0, 0.2)), True)


def lay_touching_hands(canvas: Canvas, rng: Rng, hands: tuple[Hand, ...]) -> None:
    """Lay hands that press a document to the table."""
    for hand in hands:
        count = int(rng.choice([1, 2, 3, 4], p=[0.45, 0.25, 0.2, 0.1]))
        way = float(rng.choice([-1, 1]))
        _palm(canvas, rng, hand, way * 1.5 * _FINGER_MM, True)
        for k in range(3, -1, -1):
            # The fingers that do not press are bent: only their middle joints show.
            bent = rng.uniform(24, 40) if k >= count else rng.uniform(0.0, 5.0) * k
            aside = way * k * _FINGER_MM * rng.uniform(0.96, 1.04)
            reach = hand.reach_mm - bent if k < count else min(hand.reach_mm, 4.0) - bent
            _finger(
                canvas,
                rng,
                hand,
                (aside, reach, -0.004 * way * _FINGER_MM * (k - 1.5) + rng.normal(0, 0.03)),
                True,
            )


def lay_objects_over(canvas: Canvas, rng: Rng, split: Split, document: Flat) -> None:
    """Lay one to three objects partly over a document, mostly at its rim."""
    for _ in range(int(rng.choice([1, 2, 3], p=[0.7, 0.2, 0.1]))):
        thing = draw_object(rng, split, SMALL_OBJECTS)
        # Nothing hides most of the card.
        limit = (
            0.5 * min(document.size_mm) * (1 + max(thing.size_mm) / min(thing.size_mm)) / max(thing.size_mm)
        )
        size = tuple(n * min(limit, 1.0) for n in thing.size_mm)
        side = rng.integers(0, 2)
        u = rng.choice([-0.5, 0.5]) * rng.uniform(0.75, 1.1)
        v = rng.uniform(-0.5, 0.5)
        local = np.array([u, v] if side == 0 else [v, u]) * document.size_mm
        turn = np.deg2rad(document.turn_deg)
        spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        at = spin @ local + document.at_mm
        laid = Flat(thing.picture, thing.outline, (size[0], size[1]), (float(at[0]), float(at[1])),
                    float(rng.uniform(0, 360)), min(thing.thickness_mm, 8.0), thing.gloss)  # fmt: skip
        alpha = lay(canvas, laid, rim=0.0, side=False)
        if alpha is not None:
            np.maximum(canvas.cover, alpha, out=canvas.cover)
