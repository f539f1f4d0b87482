"""Head-and-shoulders pictures of people who do not exist.

A face is painted as a shaded solid: flat shapes first, then a plane of light made of blurred blobs, then the
sharp features. At the size of a passport photo it has the values and edges of a portrait, and the features of
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import Image
from training.synth.chance import Bgr, chance, colour, of_split, pick
from training.synth.types import Mask, Split

_W, _H = 180, 234
_SHIFT = 4

# BGR of lit skin, from light to dark.
_SKINS: tuple[Bgr, ...] = (
    (190, 208, 238), (172, 194, 229), (155, 184, 224), (160, 190, 232),
    (142, 172, 214), (128, 160, 205), (105, 140, 190), (118, 150, 198),
    (85, 118, 168), (66, 94, 142), (52, 74, 115), (74, 106, 155),
    (44, 60, 92),
)  # fmt: skip
_HAIRS: tuple[Bgr, ...] = (
    (22, 20, 22), (30, 32, 40), (38, 48, 66), (50, 66, 92),
    (70, 100, 140), (110, 150, 185), (140, 140, 142), (18, 16, 18),
    (205, 205, 205), (40, 60, 110),
)  # fmt: skip
_BACKGROUNDS: tuple[Bgr, ...] = (
    (240, 240, 240), (250, 250, 250), (225, 222, 218), (235, 225, 205),
    (215, 190, 150), (205, 165, 95), (190, 190, 192), (190, 120, 50),
    (55, 45, 200), (232, 236, 240), (165, 160, 158), (210, 216, 205),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the features are, in canvas pixels."""

    cx: float
    cy: float
    half_w: float
    half_h: float
    skin: Bgr
    hair: Bgr
    light: float
    """-1 lit from the left to 1 lit from the right."""

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return canvas coordinates of a place in the face, both in [-1, 1]."""
        return self.cx + x * self.half_w, self.cy + y * self.half_h


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    fixed: NDArray[np.int32] = np.round(points * 2**_SHIFT).astype(np.int32)
    return fixed


def _fill(canvas: Image, points: NDArray[np.float64], of_colour: Bgr | int) -> None:
    cv2.fillPoly(canvas, [_fixed(points)], of_colour, cv2.LINE_AA, _SHIFT)


def _oval(
    canvas: Image,
    centre: tuple[float, float],
    half: tuple[float, float],
    of_colour: Bgr | int,
    turn: float = 0.0,
) -> None:
    box = (centre, (2 * half[0], 2 * half[1]), turn)
    cv2.ellipse(canvas, box, of_colour, -1, cv2.LINE_AA)


def _stroke(canvas: Image, points: list[tuple[float, float]], of_colour: Bgr | int, width: int) -> None:
    """Draw a smooth curve through three points."""
    (x0, y0), (x1, y1), (x2, y2) = points
    t = np.linspace(0, 1, 12)
    xs = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * (2 * x1 - (x0 + x2) / 2) + t**2 * x2
    ys = (1 - t) ** 2 * y0 + 2 * t * (1 - t) * (2 * y1 - (y0 + y2) / 2) + t**2 * y2
    cv2.polylines(canvas, [_fixed(np.stack([xs, ys], 1))], False, of_colour, width, cv2.LINE_AA, _SHIFT)


def _toned(of_colour: Bgr, gain: float) -> Bgr:
    blue, green, red = (min(255, round(c * gain)) for c in of_colour)
    return blue, green, red


def _face_outline(head: _Head, jaw: float, grow: float = 1.0) -> NDArray[np.float64]:
    """Return the face's edge: a round skull that narrows to the chin."""
    t = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    x, y = np.sin(t), -np.cos(t)
    low = np.clip(y, 0, 1)
    x = np.sign(x) * np.abs(x) ** (0.85 + 0.1 * low) * (1 - jaw * low**1.6)
    return np.stack([head.cx + grow * head.half_w * x, head.cy + grow * head.half_h * y], 1)


def _clothes(rng: np.random.Generator, canvas: Image, head: _Head) -> None:
    base = colour(float(rng.random()), float(rng.uniform(0.08, 0.75)), float(rng.uniform(0.0, 0.5)))
    width = float(rng.uniform(1.8, 2.4)) * head.half_w
    top = head.cy + 1.3 * head.half_h
    t = np.linspace(-1, 1, 30)
    shoulder = top + 0.42 * head.half_h * np.abs(t) ** 2.2 - 0.06 * head.half_h * np.cos(3 * t)
    body = np.stack([head.cx + width * t, shoulder], 1)
    _fill(canvas, np.vstack([body, [[head.cx + width, _H + 9], [head.cx - width, _H + 9]]]), base)
    collar = head.cy + float(rng.uniform(1.45, 1.75)) * head.half_h
    neck = 0.5 * head.half_w
    kind = int(rng.integers(4))
    if kind == 0:
        _oval(canvas, (head.cx, top), (neck * 1.25, 0.3 * head.half_h), _toned(head.skin, 0.86))
    elif kind == 1:
        rim = top - 0.1 * head.half_h
        notch = np.array([[head.cx - neck * 1.2, rim], [head.cx + neck * 1.2, rim], [head.cx, collar]])
        _fill(canvas, notch, _toned(head.skin, 0.85))
    else:
        shirt = (238, 236, 234) if kind == 2 else _toned(base, 1.35)
        for side in (-1, 1):
            flap = [(side * neck * 1.3, -0.1), (side * neck * 1.6, 0.32), (0.0, 0.5), (side * 2.0, 0.22)]
            points = np.array([[head.cx + x, top + y * head.half_h] for x, y in flap])
            _fill(canvas, points, shirt)
        if kind == 2 and chance(rng, 0.5):
            tie = colour(float(rng.random()), 0.25, 0.5)
            strip = np.array([[-5, 0.4], [5, 0.4], [8, 1.4], [-8, 1.4]]) * [1, head.half_h]
            _fill(canvas, strip + np.array([head.cx, top]), tie)


def _hair_behind(canvas: Image, head: _Head, length: float) -> None:
    _oval(canvas, head.at(0, -0.22), (1.18 * head.half_w, 1.02 * head.half_h), head.hair)
    if length > 0:
        sides = np.array(
            [
                [-1.17, -0.2],
                [1.17, -0.2],
                [1.3, length],
                [0.75, length + 0.15],
                [-0.75, length + 0.15],
                [-1.3, length],
            ]
        )
        _fill(canvas, np.array([head.at(x, y) for x, y in sides]), head.hair)


def _hair_front(rng: np.random.Generator, canvas: Image, head: _Head) -> None:
    """Draw the hairline over the forehead: parted, a fringe, or drawn back."""
    t = np.linspace(-1, 1, 25)
    part = float(rng.uniform(-0.6, 0.6))
    line = float(rng.uniform(-0.72, -0.42)) + float(rng.uniform(-0.25, 0.3)) * np.abs(t - part)
    line = line + 0.02 * rng.standard_normal(25)
    line = np.where(np.abs(t) > 0.86, np.maximum(line, float(rng.uniform(-0.35, 0.0))), line)
    low = np.stack([head.cx + 1.08 * t * head.half_w, head.cy + line * head.half_h], 1)
    a = np.linspace(0, np.pi, 20)
    crown = float(rng.uniform(1.08, 1.28))
    high = np.stack(
        [head.cx + 1.14 * head.half_w * np.cos(a), head.cy - (0.2 + (crown - 0.2) * np.sin(a)) * head.half_h],
        1,
    )
    _fill(canvas, np.vstack([low, high]), head.hair)


def _light_plane(rng: np.random.Generator, head: _Head) -> Mask:
    """Return the light on the solid shape of head and neck, `(H, W)` uint8; 128 leaves a colour as it is."""
    # Blurred planes need no more than half the resolution.
    plane = np.full((_H // 2, _W // 2), 128, np.uint8)
    head = replace(head, cx=head.cx / 2, cy=head.cy / 2, half_w=head.half_w / 2, half_h=head.half_h / 2)
    side = head.light
    _oval(plane, head.at(0.35 * np.sign(side), -0.95), (0.6 * head.half_w, 0.2 * head.half_h), 172)
    _oval(plane, head.at(0.75 * -np.sign(side), 0.2), (0.42 * head.half_w, 0.9 * head.half_h), 104)
    _oval(plane, head.at(0.35 * np.sign(side), -0.45), (0.5 * head.half_w, 0.3 * head.half_h), 140)
    neck = np.array([head.at(x, y) for x, y in ((-0.62, 0.72), (0.62, 0.72), (0.5, 1.5), (-0.5, 1.5))])
    _fill(plane, neck, 84)
    _oval(plane, head.at(0, 0.62), (0.7 * head.half_w, 0.34 * head.half_h), 124)
    plane = np.asarray(cv2.GaussianBlur(plane, (0, 0), 4), np.uint8)
    for x in (-0.4, 0.4):
        _oval(plane, head.at(x, -0.08), (0.25 * head.half_w, 0.11 * head.half_h), 100)
        _oval(plane, head.at(1.3 * x, 0.28), (0.2 * head.half_w, 0.13 * head.half_h), 136)
    _oval(plane, head.at(-0.14 * np.sign(side), 0.2), (0.08 * head.half_w, 0.24 * head.half_h), 108)
    _oval(plane, head.at(0.02, 0.22), (0.07 * head.half_w, 0.24 * head.half_h), 146)
    _oval(plane, head.at(0, 0.42), (0.22 * head.half_w, 0.04 * head.half_h), 96)
    _oval(plane, head.at(0, 0.76), (0.26 * head.half_w, 0.035 * head.half_h), 104)
    soft = cv2.GaussianBlur(plane, (0, 0), float(rng.uniform(1.1, 1.7)))
    return np.asarray(cv2.resize(soft, (_W, _H), interpolation=cv2.INTER_LINEAR), np.uint8)


def _eyes(rng: np.random.Generator, canvas: Image, head: _Head) -> None:
    iris = pick(rng, ((40, 50, 70), (30, 30, 40), (120, 100, 70), (70, 95, 85), (25, 25, 30)))
    y = float(rng.uniform(-0.1, -0.02))
    gap = float(rng.uniform(0.38, 0.45))
    open_by = float(rng.uniform(0.045, 0.075))
    brow_y = y - float(rng.uniform(0.14, 0.2))
    brow = _toned(head.hair, 0.9) if max(head.hair) < 150 else (90, 100, 115)
    thick = int(rng.integers(2, 5))
    for side in (-1, 1):
        centre = head.at(side * gap, y)
        _oval(canvas, centre, (0.19 * head.half_w, open_by * head.half_h), _toned((222, 222, 226), 0.92))
        _oval(canvas, centre, (0.085 * head.half_w, (open_by + 0.005) * head.half_h), iris)
        _oval(canvas, centre, (0.04 * head.half_w, 0.03 * head.half_h), (12, 12, 14))
        lid = [
            head.at(side * gap - 0.2, y + 0.02),
            head.at(side * gap, y - open_by),
            head.at(side * gap + 0.2, y + 0.02),
        ]
        _stroke(canvas, lid, _toned(head.skin, 0.32), 2)
        under = [
            head.at(side * gap - 0.17, y + 0.03),
            head.at(side * gap, y + open_by),
            head.at(side * gap + 0.17, y + 0.03),
        ]
        _stroke(canvas, under, _toned(head.skin, 0.66), 1)
        _stroke(
            canvas,
            [
                head.at(side * (gap - 0.21), brow_y + 0.03),
                head.at(side * gap, brow_y - 0.02),
                head.at(side * (gap + 0.24), brow_y + 0.04),
            ],
            brow,
            thick,
        )
        glint = head.at(side * gap + 0.03, y - 0.02)
        canvas[min(_H - 1, round(glint[1])), min(_W - 1, round(glint[0]))] = 235


def _nose_and_mouth(rng: np.random.Generator, canvas: Image, head: _Head) -> None:
    y = float(rng.uniform(0.34, 0.42))
    for side in (-1, 1):
        _oval(
            canvas,
            head.at(side * 0.11, y),
            (0.055 * head.half_w, 0.022 * head.half_h),
            _toned(head.skin, 0.42),
        )
        wing = [head.at(side * 0.2, y - 0.07), head.at(side * 0.23, y - 0.02), head.at(side * 0.18, y + 0.03)]
        _stroke(canvas, wing, _toned(head.skin, 0.68), 1)
    mouth = float(rng.uniform(0.58, 0.64))
    wide = float(rng.uniform(0.32, 0.44))
    smile = float(rng.uniform(-0.01, 0.03))
    red = np.array(head.skin, float) * np.array([0.72, 0.66, 0.86])
    lips = (round(red[0]), round(red[1]), round(red[2]))
    _oval(
        canvas, head.at(0, mouth - 0.02), (0.82 * wide * head.half_w, 0.035 * head.half_h), _toned(lips, 0.9)
    )
    _oval(canvas, head.at(0, mouth + 0.035), (0.72 * wide * head.half_w, 0.045 * head.half_h), lips)
    line = [head.at(-wide, mouth - smile), head.at(0, mouth + 0.004), head.at(wide, mouth - smile)]
    _stroke(canvas, line, _toned(lips, 0.5), 2)


def _extras(rng: np.random.Generator, canvas: Image, head: _Head) -> None:
    if chance(rng, 0.16):
        rim = pick(rng, ((30, 30, 34), (60, 70, 90), (120, 120, 124)))
        for side in (-1, 1):
            box = (head.at(side * 0.42, -0.03), (0.62 * head.half_w, 0.26 * head.half_h), 0.0)
            cv2.ellipse(canvas, box, rim, 2, cv2.LINE_AA)
        _stroke(canvas, [head.at(-0.12, -0.05), head.at(0, -0.08), head.at(0.12, -0.05)], rim, 2)


def _beard(rng: np.random.Generator, canvas: Image, head: _Head) -> None:
    edge = [(-0.97, 0.1), (-0.8, 0.45), (-0.35, 0.47), (0, 0.44), (0.35, 0.47), (0.8, 0.45), (0.97, 0.1)]
    low = [(0.84, 0.65), (0.45, 0.98), (0, 1.06), (-0.45, 0.98), (-0.84, 0.65)]
    layer = canvas.copy()
    _fill(layer, np.array([head.at(x, y) for x, y in edge + low]), head.hair)
    share = float(rng.uniform(0.2, 0.75))
    cv2.addWeighted(cv2.GaussianBlur(layer, (0, 0), 2.2), share, canvas, 1 - share, 0, dst=canvas)


def portrait(
    rng: np.random.Generator, split: Split, size_wh: tuple[int, int], grey: bool | None = None
) -> Image:
    """Return a passport-style picture of an invented person.

    Args:
        rng: source of chance.
        split: which backgrounds, hair colours and skins may be used.
        size_wh: width and height in pixels; other shapes than 3:4 are cut from the middle.
        grey: whether to return a black-and-white picture; None leaves it to chance.

    Returns:
        `(h, w, 3)` uint8 BGR.
    """
    backdrop = pick(rng, of_split(_BACKGROUNDS, split))
    canvas = np.empty((_H, _W, 3), np.uint8)
    canvas[:] = backdrop
    half_w = float(rng.uniform(43, 51))
    head = _Head(
        cx=_W / 2 + float(rng.uniform(-4, 4)),
        cy=float(rng.uniform(100, 112)),
        half_w=half_w,
        half_h=half_w * float(rng.uniform(1.28, 1.45)),
        skin=pick(rng, of_split(_SKINS, split)),
        hair=pick(rng, of_split(_HAIRS, split)),
        light=float(rng.uniform(0.3, 1)) * (1 if chance(rng, 0.5) else -1),
    )
    bald, scarf = chance(rng, 0.08), chance(rng, 0.05)
    length = float(rng.uniform(0.5, 1.5)) if chance(rng, 0.45) else 0.0
    jaw = float(rng.uniform(0.28, 0.48))
    if scarf:
        cloth = colour(float(rng.random()), float(rng.uniform(0.15, 0.8)), 0.3)
        head_cloth = _Head(head.cx, head.cy, head.half_w, head.half_h, head.skin, cloth, head.light)
        _hair_behind(canvas, head_cloth, 1.5)
    elif not bald:
        _hair_behind(canvas, head, length)
    neck = np.array([head.at(x, y) for x, y in ((-0.55, 0.6), (0.55, 0.6), (0.62, 1.6), (-0.62, 1.6))])
    _fill(canvas, neck, _toned(head.skin, 0.93))
    _clothes(rng, canvas, head)
    for side in (-1, 1):
        _oval(
            canvas, head.at(side * 1.0, 0.08), (0.1 * head.half_w, 0.2 * head.half_h), _toned(head.skin, 0.85)
        )
    _fill(canvas, _face_outline(head, jaw), head.skin)
    if not scarf and length == 0.0 and chance(rng, 0.25):
        _beard(rng, canvas, head)
    if scarf:
        canvas = _with_scarf(canvas, head, cloth)
    elif not bald:
        _hair_front(rng, canvas, head)
    canvas = np.asarray(cv2.GaussianBlur(canvas, (0, 0), 1.1), np.uint8)
    light = _light_plane(rng, head)
    near = cv2.inRange(canvas, tuple(c - 4 for c in backdrop), tuple(c + 4 for c in backdrop))
    light[near > 0] = 128
    canvas = np.asarray(cv2.multiply(canvas, cv2.merge([light] * 3), scale=1 / 128), np.uint8)
    _eyes(rng, canvas, head)
    _nose_and_mouth(rng, canvas, head)
    _extras(rng, canvas, head)
    return _developed(rng, canvas, size_wh, chance(rng, 0.3) if grey is None else grey)


def _with_scarf(canvas: Image, head: _Head, cloth: Bgr) -> Image:
    ring = canvas.copy()
    outer = _face_outline(head, 0.2, 1.22)
    inner = _face_outline(head, 0.3, 0.9)[::-1] + np.array([0, 4])
    cv2.fillPoly(ring, [_fixed(outer), _fixed(inner)], cloth, cv2.LINE_AA, _SHIFT)
    return ring


def _developed(rng: np.random.Generator, canvas: Image, size_wh: tuple[int, int], grey: bool) -> Image:
    """Bring the painting to size with the tone, softness and grain of a printed photograph."""
    width, height = size_wh
    grain = rng.standard_normal((_H // 2, _W // 2)).astype(np.float32) * float(rng.uniform(2, 6))
    speckle = cv2.resize(grain, (_W, _H), interpolation=cv2.INTER_LINEAR)
    speckle += np.linspace(rng.uniform(-14, 8), rng.uniform(-14, 8), _W, dtype=np.float32)
    change = speckle.astype(np.int16)
    soft = cv2.GaussianBlur(canvas, (0, 0), float(rng.uniform(0.5, 0.9)))
    toned = np.asarray(cv2.add(soft, cv2.merge([change] * 3), dtype=cv2.CV_8U), np.uint8)
    if grey:
        toned = np.asarray(
            cv2.cvtColor(cv2.cvtColor(toned, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), np.uint8
        )
    aspect = width / height
    cut_w, cut_h = min(_W, round(_H * aspect)), min(_H, round(_W / aspect))
    x, y = (_W - cut_w) // 2, (_H - cut_h) // 2
    part = toned[y : y + cut_h, x : x + cut_w]
    shrink = width < cut_w
    return np.asarray(
        cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC),
        np.uint8,
    )
