"""A pinhole camera over a table: puts flat documents into a photo and knows where they went.

Method: R. Hartley, A. Zisserman, Multiple View Geometry, 2nd ed., section 8.1.1 (a plane maps to the
image by K [r1 r2 t]). Light and noise act after the projection, so the returned quads stay exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.geometry import frame_quad, project
from idvision.types import Homography, Image, QuadArray
from tests.drawing.surfaces import Surface, draw_surface

Plane = NDArray[np.float64]

_SUPERSAMPLING = 2
# A phone's main camera: the focal length is about 0.8 of the longer image side.
_FOCAL_PER_LONG_SIDE = 0.8


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a document lies in the photo.

    Attributes:
        centre: its centre in fractions of the photo's width and height.
        width_share: its width over the photo's width before it is tilted.
        rotation_deg: turn in the photo, clockwise.
        tilt_x_deg: tilt about the photo's horizontal axis, positive moves the upper edge away.
        tilt_y_deg: tilt about the photo's vertical axis, positive moves the right edge away.
        corner_share: corner radius over the document's width; 0.037 is the 3.18 mm of an ID-1 card.
    """

    centre: tuple[float, float] = (0.5, 0.5)
    width_share: float = 0.62
    rotation_deg: float = 0.0
    tilt_x_deg: float = 0.0
    tilt_y_deg: float = 0.0
    corner_share: float = 0.037


@dataclass(frozen=True, slots=True)
class Shot:
    """How the photo is taken.

    Attributes:
        size_wh: width and height in pixels.
        brightness: factor on the light, 1 for a well exposed photo.
        falloff: share of light lost from the brightest to the darkest corner.
        blur_px: standard deviation of the blur.
        motion_px: length of a horizontal smear, 0 for a steady hand.
        glare_at: centre of a reflection in fractions of the first document, None for no reflection.
        glare_share: radius of the reflection over the first document's width.
        noise: standard deviation of the sensor noise in grey levels.
        jpeg_quality: of the encoder that the photo passes through; 0 leaves the photo as it is.
    """

    size_wh: tuple[int, int] = (1600, 1200)
    brightness: float = 1.0
    falloff: float = 0.25
    blur_px: float = 0.6
    motion_px: float = 0.0
    glare_at: tuple[float, float] | None = None
    glare_share: float = 0.16
    noise: float = 2.0
    jpeg_quality: int = 93


STEADY_SHOT = Shot(falloff=0.0, blur_px=0.0, noise=0.0, jpeg_quality=0)
"""A perfect photo: projection only."""


def _rotation(pose: Pose) -> Plane:
    """Return the 3x3 rotation: turn in the plane first, then tilt about the photo's axes."""
    turn, tilt_x, tilt_y = np.deg2rad([pose.rotation_deg, pose.tilt_x_deg, pose.tilt_y_deg])
    about_z = [[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]]
    about_x = [[1, 0, 0], [0, np.cos(tilt_x), np.sin(tilt_x)], [0, -np.sin(tilt_x), np.cos(tilt_x)]]
    about_y = [[np.cos(tilt_y), 0, -np.sin(tilt_y)], [0, 1, 0], [np.sin(tilt_y), 0, np.cos(tilt_y)]]
    return np.array(about_y) @ np.array(about_x) @ np.array(about_z)


def photo_from_card(card: Image, pose: Pose, size_wh: tuple[int, int]) -> Homography:
    """Return the homography that maps pixels of the card picture to pixels of the photo."""
    height, width = card.shape[:2]
    frame = np.asarray(size_wh, dtype=np.float64)
    focal = _FOCAL_PER_LONG_SIDE * frame.max()
    middle = (frame - 1) / 2
    depth = focal / (pose.width_share * size_wh[0])
    target = np.asarray(pose.centre) * frame - 0.5
    shift = np.append((target - middle) / focal, 1.0) * depth
    camera = np.array([[focal, 0, middle[0]], [0, focal, middle[1]], [0, 0, 1]])
    plane = np.column_stack([_rotation(pose)[:, :2], shift])
    unit_from_card = np.array(
        [[1 / width, 0, (1 - width) / 2 / width], [0, 1 / width, (1 - height) / 2 / width], [0, 0, 1]]
    )
    return np.asarray(camera @ plane @ unit_from_card, dtype=np.float64)


def card_quad(card: Image, pose: Pose, size_wh: tuple[int, int]) -> QuadArray:
    """Return where the page's outer corners lie in the photo, printed top left first."""
    return project(photo_from_card(card, pose, size_wh), frame_quad(card.shape[1], card.shape[0]))


def _outline(card: Image, corner_share: float) -> NDArray[np.uint8]:
    """Return the card's shape, 255 inside, with rounded corners."""
    height, width = card.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    radius = max(corner_share * width, 0.5)
    outside_x = np.maximum(np.abs(x - (width - 1) / 2) - (width / 2 - radius), 0)
    outside_y = np.maximum(np.abs(y - (height - 1) / 2) - (height / 2 - radius), 0)
    return (np.clip(radius - np.hypot(outside_x, outside_y) + 0.5, 0, 1) * 255).astype(np.uint8)


def _project_picture(picture: NDArray[np.uint8], homography: Homography, size_wh: tuple[int, int]) -> Plane:
    """Warp a picture into the photo, averaged over sub-pixels; returns floats in 0..255, 0 outside."""
    half = (_SUPERSAMPLING - 1) / 2
    fine = np.array([[_SUPERSAMPLING, 0, half], [0, _SUPERSAMPLING, half], [0, 0, 1]]) @ homography
    size = (size_wh[0] * _SUPERSAMPLING, size_wh[1] * _SUPERSAMPLING)
    warped = cv2.warpPerspective(picture, fine, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return cv2.resize(warped, size_wh, interpolation=cv2.INTER_AREA).astype(np.float64)


def _lay_card(photo: Plane, card: Image, pose: Pose) -> Plane:
    """Return the photo with the card and its shadow on it."""
    size_wh = (photo.shape[1], photo.shape[0])
    homography = photo_from_card(card, pose, size_wh)
    outline = _outline(card, pose.corner_share)
    # A replicated margin keeps the card's colour under the half-covered pixels of its rim.
    framed = cv2.copyMakeBorder(card, 4, 4, 4, 4, cv2.BORDER_REPLICATE)
    moved = homography @ np.array([[1.0, 0, -4], [0, 1, -4], [0, 0, 1]])
    alpha = _project_picture(outline, homography, size_wh)[..., None] / 255
    soft = cv2.GaussianBlur(alpha[..., 0], (0, 0), photo.shape[1] / 320)
    offset = np.array([[1, 0, photo.shape[1] / 530], [0, 1, photo.shape[1] / 400]])
    shadow = cv2.warpAffine(soft, offset, size_wh, borderMode=cv2.BORDER_REPLICATE)[..., None]
    ground = photo * (1 - 0.45 * shadow)
    return ground * (1 - alpha) + _project_picture(framed, moved, size_wh) * alpha


def _light(shape_hw: tuple[int, int], shot: Shot, rng: np.random.Generator) -> Plane:
    """Return the gain of every pixel: light from one side, a little vignetting."""
    y, x = np.mgrid[-1 : 1 : shape_hw[0] * 1j, -1 : 1 : shape_hw[1] * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    slope = (x * np.cos(angle) + y * np.sin(angle)) / np.sqrt(2)
    return shot.brightness * (1 - shot.falloff * (0.5 + 0.5 * slope) - 0.3 * shot.falloff * (x**2 + y**2) / 2)


def _glare(photo: Plane, quad: QuadArray, centre: tuple[float, float], radius: float) -> Plane:
    """Return the photo with a reflection on the glossy document: a burnt-out core and a wide halo."""
    y, x = np.mgrid[0 : photo.shape[0], 0 : photo.shape[1]].astype(np.float64)
    distance = np.hypot(x - centre[0], (y - centre[1]) * 1.25) / radius
    ripple = 1 + 0.12 * np.sin(3 * np.arctan2(y - centre[1], x - centre[0]) + 1)
    share = 1.3 / (1 + np.exp((distance / ripple - 1) * 6)) + 0.3 * np.exp(-((distance / 1.8) ** 2))
    gloss = np.full(photo.shape[:2], 0.12)
    cv2.fillConvexPoly(gloss, np.rint(quad).astype(np.int32), 1.0)
    share = (np.clip(share, 0, 1) * gloss)[..., None]
    return photo * (1 - share) + 255 * share


def _expose(photo: Plane, shot: Shot, rng: np.random.Generator) -> Image:
    """Return what the sensor and the encoder leave of the photo."""
    if shot.blur_px:
        photo = cv2.GaussianBlur(photo, (0, 0), shot.blur_px)
    if shot.motion_px:
        photo = cv2.blur(photo, (max(1, round(shot.motion_px)), 1))
    if shot.noise:
        photo = photo + rng.normal(0, shot.noise, photo.shape)
    image = np.clip(np.rint(photo), 0, 255).astype(np.uint8)
    if not shot.jpeg_quality:
        return image
    _, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, shot.jpeg_quality])
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), dtype=np.uint8)


def photograph_cards(
    cards: Sequence[tuple[Image, Pose]], background: Surface | Image, seed: int, shot: Shot | None = None
) -> tuple[Image, tuple[QuadArray, ...]]:
    """Photograph documents on a table; a later one lies over an earlier one.

    Returns the photo, `(H, W, 3)` uint8 BGR, and for each document the outer corners of its page in photo
    pixels from its printed top left, as if it had no rounded corners. Corners may lie outside the photo.
    """
    shot = shot or Shot()
    rng = np.random.default_rng(seed)
    size_wh = shot.size_wh
    table = draw_surface(background, size_wh, seed) if isinstance(background, str) else background
    photo = table.astype(np.float64)
    for card, pose in cards:
        photo = _lay_card(photo, card, pose)
    quads = tuple(card_quad(card, pose, size_wh) for card, pose in cards)
    photo = photo * _light(photo.shape[:2], shot, rng)[..., None]
    if shot.glare_at is not None:
        (card, pose), (right, down) = cards[0], shot.glare_at
        spot = np.array([[right * card.shape[1], down * card.shape[0]]])
        x, y = project(photo_from_card(card, pose, size_wh), spot)[0].tolist()
        photo = _glare(photo, quads[0], (x, y), shot.glare_share * pose.width_share * size_wh[0])
    return _expose(photo, shot, rng), quads


def photograph(
    card: Image, pose: Pose, background: Surface | Image, seed: int, shot: Shot | None = None
) -> tuple[Image, QuadArray]:
    """Photograph one document; see `photograph_cards`."""
    image, (quad,) = photograph_cards([(card, pose)], background, seed, shot)
    return image, quad
