"""Lays flat pictures into a photo: warping without aliasing, rims, sides and shadows.

Everything works on the bounding box of the thing that is laid, in 8 bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from idvision.geometry import quad_area
from idvision.types import Homography, Image, QuadArray
from training.synth.camera import Camera, page_quad, plane_from_page
from training.synth.types import Mask, Plane

_MARGIN_PX = 3
# Below this many pixels a thing is drawn at double size and averaged.
_FINE_AREA_PX = 130_000


@dataclass(frozen=True, slots=True)
class Light:
    """Where the light comes from, as far as shadows know.

    Attributes:
        towards: direction on the photo in which shadows fall, a unit vector.
        slope: length of a shadow over the height of what casts it.
        softness: width of the half shadow over that height.
        strength: share of the light that a shadow takes at most.
    """

    towards: tuple[float, float] = (0.6, 0.8)
    slope: float = 0.8
    softness: float = 0.8
    strength: float = 0.45


@dataclass(slots=True)
class Canvas:
    """A photo while it is being put together.

    Attributes:
        image: `(H, W, 3)` uint8, the evenly lit scene.
        gloss: `(H, W)` uint8, 255 where the topmost thing reflects like a laminated card.
        cover: `(H, W)` uint8, share of the pixel that an occluder covers.
        paper: `(H, W)` uint8, share of the pixel that is a document, under whatever covers it.
        camera: that takes the photo.
        light: that casts the shadows.
    """

    image: Image
    camera: Camera
    light: Light
    gloss: Mask = field(init=False)
    cover: Mask = field(init=False)
    paper: Mask = field(init=False)

    def __post_init__(self) -> None:
        shape = self.image.shape[:2]
        self.gloss, self.cover, self.paper = (np.zeros(shape, np.uint8) for _ in range(3))

    def coat(self, view: tuple[slice, slice], alpha: Mask, gloss: float) -> None:
        """Make what `alpha` covers of a part of the frame reflect like the topmost thing."""
        bare = cv2.multiply(self.gloss[view], cv2.bitwise_not(alpha), scale=1 / 255)
        self.gloss[view] = cv2.scaleAdd(alpha, gloss, bare)


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat thing that lies on the plane.

    Attributes:
        picture: `(H, W, 3)` uint8 BGR.
        outline: `(H, W)` uint8, 255 where the thing is.
        size_mm: width and height.
        at_mm: middle on the plane.
        turn_deg: clockwise turn on the plane.
        thickness_mm: it stands over the plane by this much.
        gloss: 0 to 1.
    """

    picture: Image
    outline: Mask
    size_mm: tuple[float, float]
    at_mm: tuple[float, float] = (0.0, 0.0)
    turn_deg: float = 0.0
    thickness_mm: float = 0.8
    gloss: float = 0.3

    def homography(self, camera: Camera, height_mm: float = 0.0) -> Homography:
        """Return the map from the picture's pixels to the photo, raised over the plane."""
        page = plane_from_page(self.picture.shape[:2], self.size_mm, self.at_mm, self.turn_deg)
        return camera.photo_from_plane(height_mm) @ page


Box = tuple[int, int, int, int]


def box_of(quad: QuadArray, shape_hw: tuple[int, int], margin: float) -> Box | None:
    """Return the part of the frame that holds the quad and a margin: x0, y0, x1, y1."""
    x0, y0 = np.floor(quad.min(axis=0) - margin).astype(int)
    x1, y1 = np.ceil(quad.max(axis=0) + margin).astype(int) + 1
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, shape_hw[1]), min(y1, shape_hw[0])
    return None if x1 - x0 < 2 or y1 - y0 < 2 else (int(x0), int(y0), int(x1), int(y1))


def _shrunk(picture: Image, scale: float) -> tuple[Image, Homography]:
    """Return the picture at about the photo's resolution, padded, and the map from its pixels to the old."""
    height, width = picture.shape[:2]
    if scale < 0.9:
        size = (max(round(width * scale * 1.08), 4), max(round(height * scale * 1.08), 4))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    factor_x, factor_y = width / picture.shape[1], height / picture.shape[0]
    pad = _MARGIN_PX
    back = np.array(
        [
            [factor_x, 0, (0.5 - pad) * factor_x - 0.5],
            [0, factor_y, (0.5 - pad) * factor_y - 0.5],
            [0, 0, 1],
        ]
    )
    return picture, back


def warp_into(picture: Image, homography: Homography, box: Box, fill: int | None = None) -> Image:
    """Warp a picture of any channels into a box of the photo, averaged where it shrinks.

    Args:
        picture: `(H, W)` or `(H, W, C)` uint8.
        homography: photo from picture.
        box: x0, y0, x1, y1 in the photo.
        fill: what lies around the picture; None repeats its rim.
    """
    quad = page_quad(homography, picture.shape[:2])
    scale = float(np.sqrt(max(quad_area(quad), 1.0) / (picture.shape[0] * picture.shape[1])))
    small, back = _shrunk(picture, scale)
    mode = cv2.BORDER_REPLICATE if fill is None else cv2.BORDER_CONSTANT
    pad = _MARGIN_PX
    small = cv2.copyMakeBorder(small, pad, pad, pad, pad, mode, value=(fill or 0,) * 4)
    width, height = box[2] - box[0], box[3] - box[1]
    fine = 2 if width * height < _FINE_AREA_PX else 1
    to_box = np.array(
        [[fine, 0, (fine - 1) / 2 - fine * box[0]], [0, fine, (fine - 1) / 2 - fine * box[1]], [0, 0, 1]]
    )
    warped = cv2.warpPerspective(
        small,
        to_box @ homography @ back,
        (width * fine, height * fine),
        flags=cv2.INTER_LINEAR,
        borderMode=mode,
    )
    if fine > 1:
        warped = cv2.resize(warped, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(warped, dtype=np.uint8)


def blend(ground: Image, over: Image, share: Plane) -> Image:
    """Return `over` laid on `ground` with a `(H, W)` float32 share in [0, 1]."""
    return np.asarray(cv2.blendLinear(ground, over, 1 - share, share), dtype=np.uint8)


def relight(ground: Image, gain: Plane) -> Image:
    """Return the ground with its light multiplied by a `(H, W)` float32 gain."""
    return np.asarray(cv2.multiply(ground, cv2.merge([gain] * 3), dtype=cv2.CV_8U), dtype=np.uint8)


def shift_blur(mask: Mask, shift: tuple[float, float], sigma: float) -> Mask:
    """Return a mask moved by `shift` and blurred, quickly for wide blurs."""
    height, width = mask.shape
    step = 1 if sigma < 2.5 else 2 if sigma < 6 else 4
    # What is cut off at the frame may be a strip of a pixel or two, which cannot be reduced.
    step = step if min(height, width) >= 4 * step else 1
    small = (
        mask if step == 1 else cv2.resize(mask, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    )
    move = np.array([[1.0, 0, shift[0] / step], [0, 1, shift[1] / step]])
    small = cv2.warpAffine(small, move, (small.shape[1], small.shape[0]), borderMode=cv2.BORDER_CONSTANT)
    small = cv2.GaussianBlur(small, (0, 0), max(sigma / step, 0.4))
    return np.asarray(small if step == 1 else cv2.resize(small, (width, height)), dtype=np.uint8)


def cast_shadow(
    canvas: Canvas, box: Box, alpha: Mask, height_mm: float, strength: float | None = None
) -> None:
    """Darken the canvas in a box by the shadow of a thing whose coverage of the box is `alpha`."""
    light = canvas.light
    reach = height_mm * canvas.camera.px_per_mm
    length = reach * light.slope
    sigma = max(0.35 * length, 0.5 * reach * light.softness, 0.5)
    shift = (light.towards[0] * length * 0.6, light.towards[1] * length * 0.6)
    wide = shift_blur(alpha, shift, sigma)
    # The dark line where the thing touches the ground, whatever the light.
    close = shift_blur(alpha, (shift[0] * 0.2, shift[1] * 0.2), max(0.25 * reach, 0.6))
    power = light.strength if strength is None else strength
    share = cv2.max(wide, cv2.convertScaleAbs(close, alpha=0.7))
    view = (slice(box[1], box[3]), slice(box[0], box[2]))
    canvas.image[view] = relight(canvas.image[view], cv2.LUT(share, _fading(power)))


def _fading(power: float) -> Plane:
    """Return the light that is left for each 8-bit share of shadow, `(256,)` float32."""
    return np.asarray(1 - power * np.linspace(0, 1, 256), dtype=np.float32)


def _side(canvas: Canvas, flat: Flat, box: Box) -> None:
    """Paint the cut side of a thick thing, which a tilted camera sees below its upper face."""
    if flat.thickness_mm * canvas.camera.px_per_mm < 0.7:
        return
    view = (slice(box[1], box[3]), slice(box[0], box[2]))
    edge = np.median(flat.picture[:: max(flat.picture.shape[0] // 12, 1), :2].reshape(-1, 3), axis=0)
    foot = warp_into(flat.outline, flat.homography(canvas.camera, -flat.thickness_mm), box, 0)
    colour = np.empty_like(canvas.image[view])
    colour[:] = np.clip(edge * 0.5 + 28, 0, 255)
    canvas.image[view] = blend(canvas.image[view], colour, foot.astype(np.float32) / 255)


def _rim(picture: Image, alpha: Mask, canvas: Canvas, strength: float) -> Image:
    """Return the warped picture with its rim lit on the side of the light and shaded on the other."""
    size = max(0.22 * canvas.camera.px_per_mm, 0.7)
    dx, dy = canvas.light.towards
    lit, away = (shift_blur(alpha, (sign * dx * size, sign * dy * size), 0.5) for sign in (-1, 1))
    # Moving the coverage towards the light leaves the far rim bare.
    slope = cv2.subtract(lit, away, dtype=cv2.CV_32F)
    return relight(picture, 1 + slope * (0.6 * strength / 255))


def lay(canvas: Canvas, flat: Flat, rim: float = 0.5, side: bool = True) -> Mask | None:
    """Lay a flat thing on the canvas and return its coverage of the frame, None if it is out of sight.

    The upper face is where truth says: the plane is the upper face's, the ground lies below.
    """
    homography = flat.homography(canvas.camera)
    quad = page_quad(homography, flat.picture.shape[:2])
    reach = flat.thickness_mm * canvas.camera.px_per_mm * (1 + 2 * canvas.light.slope) + 6
    box = box_of(quad, canvas.image.shape[:2], reach)
    if box is None:
        return None
    alpha = warp_into(flat.outline, homography, box, 0)
    view = (slice(box[1], box[3]), slice(box[0], box[2]))
    if canvas.light.strength > 0:
        cast_shadow(canvas, box, alpha, flat.thickness_mm)
    if side:
        _side(canvas, flat, box)
    picture = warp_into(flat.picture, homography, box)
    if rim > 0:
        picture = _rim(picture, alpha, canvas, rim)
    share = alpha.astype(np.float32) / 255
    canvas.image[view] = blend(canvas.image[view], picture, share)
    canvas.coat(view, alpha, flat.gloss)
    whole = np.zeros(canvas.image.shape[:2], np.uint8)
    whole[view] = alpha
    return whole
