"""What the lens, the sensor, the phone's processing and the encoder leave of a scene.

Nothing here moves anything: the quads of the scene stay exact.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.types import Image
from training.synth.types import Plane

_POOL_SIDE = 1664


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a photo is taken and kept.

    Attributes:
        defocus_px: standard deviation of the blur that the lens and the focus leave.
        disc: whether the defocus has the flat disc of an open aperture.
        defocus_slope: relative change of the defocus from one side of the photo to the other, 0 for none.
        slope_deg: direction of that change.
        motion_px: length of the smear.
        motion_deg: its direction.
        noise: standard deviation at black and of the photon noise at white, in grey levels.
        chroma_noise: of coarse coloured noise, in grey levels.
        denoise: whether the phone smooths fine detail away.
        gain: per channel, exposure times white balance, BGR.
        contrast: steepness of the tone curve in the middle, 1 for none.
        lift: grey level of black.
        saturation: factor on colour.
        sharpen: strength of the unsharp mask.
        jpeg: qualities of the encodings that the photo passes through.
        half_chroma: whether the encoder halves the colour resolution.
        downscale: the photo was larger once by this factor.
    """

    defocus_px: float = 0.6
    disc: bool = False
    defocus_slope: float = 0.0
    slope_deg: float = 0.0
    motion_px: float = 0.0
    motion_deg: float = 0.0
    noise: tuple[float, float] = (1.0, 2.0)
    chroma_noise: float = 0.0
    denoise: bool = False
    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    contrast: float = 1.0
    lift: float = 0.0
    saturation: float = 1.0
    sharpen: float = 0.0
    jpeg: tuple[int, ...] = (92,)
    half_chroma: bool = True
    downscale: float = 1.0


CLEAN = Exposure(defocus_px=0.0, noise=(0.0, 0.0), jpeg=())
"""Projection only."""


def draw_exposure(rng: np.random.Generator, blur_share: float, long_side: int) -> Exposure:
    """Return how a phone takes a photo; `blur_share` of them are strongly blurred."""
    unit = long_side / 1100
    defocus, motion = rng.uniform(0.35, 0.95) * unit, rng.exponential(0.8) * unit
    strong = rng.random() < blur_share
    if strong:
        form = rng.random()
        if form < 0.6:
            defocus = float(np.exp(rng.uniform(np.log(1.3), np.log(5.0)))) * unit
        if form > 0.45:
            motion = float(np.exp(rng.uniform(np.log(4.0), np.log(18.0)))) * unit
    slope = rng.uniform(0.8, 2.5) if rng.random() < 0.12 else 0.0
    level = float(np.exp(rng.uniform(np.log(0.4), np.log(5.0))))
    exposure = float(np.clip(rng.normal(1.0, 0.13), 0.6, 1.35))
    if rng.random() < 0.08:
        exposure *= rng.uniform(0.3, 0.65)
    warm, green = rng.normal(0, 0.055), rng.normal(0, 0.018)
    qualities = tuple(int(q) for q in rng.integers(35, 97, size=2 if rng.random() < 0.22 else 1))
    return Exposure(
        defocus_px=float(defocus),
        disc=bool(rng.random() < 0.5),
        defocus_slope=float(slope),
        slope_deg=float(rng.uniform(0, 360)),
        motion_px=float(motion),
        motion_deg=float(rng.uniform(0, 180)),
        noise=(0.4 * level, level * rng.uniform(0.6, 1.6)),
        chroma_noise=float(level * rng.uniform(0, 1.3)),
        denoise=bool(rng.random() < 0.22),
        gain=(exposure * (1 - warm), exposure * (1 + green), exposure * (1 + warm)),
        contrast=float(rng.uniform(0.85, 1.3)),
        lift=float(max(rng.normal(2, 6), 0)),
        saturation=float(np.clip(rng.normal(1.0, 0.17), 0.35, 1.5)),
        sharpen=float(rng.uniform(0.2, 1.4) if rng.random() < 0.55 else 0.0),
        jpeg=qualities,
        half_chroma=bool(rng.random() < 0.8),
        downscale=float(rng.uniform(1.2, 1.7) if rng.random() < 0.1 else 1.0),
    )


def draw_scan_exposure(rng: np.random.Generator) -> Exposure:
    """Return how a flatbed scanner or an editor keeps a picture: sharp, hardly any noise."""
    return Exposure(
        defocus_px=float(rng.uniform(0.0, 0.8)),
        noise=(float(rng.uniform(0, 1.0)), float(rng.uniform(0, 1.5))),
        gain=(float(rng.uniform(0.94, 1.04)), float(rng.uniform(0.96, 1.04)), float(rng.uniform(0.94, 1.04))),
        contrast=float(rng.uniform(0.95, 1.2)),
        saturation=float(rng.uniform(0.8, 1.15)),
        sharpen=float(rng.uniform(0, 0.9)),
        jpeg=tuple(int(q) for q in rng.integers(45, 97, size=1)),
        half_chroma=bool(rng.random() < 0.7),
    )


def _disc_kernel(sigma: float) -> Plane:
    """Return a disc whose standard deviation along an axis is `sigma`: its radius is 2 sigma."""
    radius = 2 * sigma
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.clip(radius - np.hypot(x, y) + 0.5, 0, 1).astype(np.float32)
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)


def _defocus(image: Image, sigma: float, disc: bool) -> Image:
    if sigma < 0.2:
        return image
    if disc and sigma > 1.2:
        # Wide discs are drawn at half size; the two resizings smear by about half a pixel more.
        step = 2 if sigma > 2.2 else 1
        height, width = image.shape[:2]
        small = (
            image if step == 1 else cv2.resize(image, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        )
        small = cv2.filter2D(small, -1, _disc_kernel(sigma / step), borderType=cv2.BORDER_REPLICATE)
        return np.asarray(small if step == 1 else cv2.resize(small, (width, height)), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), dtype=np.uint8)


def _motion_kernel(length: float, angle_deg: float) -> Plane:
    """Return a line of a length through the middle, drawn with sub-pixel ends."""
    reach = int(np.ceil(length / 2)) + 1
    angle = np.deg2rad(angle_deg)
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    along = np.abs(x * np.cos(angle) + y * np.sin(angle))
    across = np.abs(y * np.cos(angle) - x * np.sin(angle))
    kernel = np.clip(length / 2 + 0.5 - along, 0, 1) * np.clip(1 - across, 0, 1)
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)


def blur(image: Image, exposure: Exposure) -> tuple[Image, Plane]:
    """Return the blurred picture and the standard deviation of the blur, `(H, W)` float32 photo pixels."""
    shape = image.shape[:2]
    smear = exposure.motion_px**2 / 12
    spread = np.full(shape, np.sqrt(exposure.defocus_px**2 + smear), np.float32)
    if exposure.defocus_slope > 0 and exposure.defocus_px > 0:
        angle = np.deg2rad(exposure.slope_deg)
        x = (np.arange(shape[1], dtype=np.float32)[None, :] / shape[1] - 0.5) * np.cos(angle)
        y = (np.arange(shape[0], dtype=np.float32)[:, None] / shape[0] - 0.5) * np.sin(angle)
        share = np.clip(0.5 + x + y, 0, 1).astype(np.float32)
        near, far = exposure.defocus_px, exposure.defocus_px * (1 + exposure.defocus_slope)
        soft, softer = _defocus(image, near, exposure.disc), _defocus(image, far, exposure.disc)
        image = np.asarray(cv2.blendLinear(soft, softer, 1 - share, share), dtype=np.uint8)
        spread = np.sqrt(near**2 * (1 - share) + far**2 * share + smear).astype(np.float32)
    else:
        image = _defocus(image, exposure.defocus_px, exposure.disc)
    if exposure.motion_px > 0.4:
        kernel = _motion_kernel(exposure.motion_px, exposure.motion_deg)
        image = np.asarray(cv2.filter2D(image, -1, kernel, borderType=cv2.BORDER_REPLICATE), dtype=np.uint8)
    return image, spread


@functools.cache
def _noise_pools() -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return fine grey noise `(N, N)` and coarse coloured noise `(N / 2, N / 2, 3)`, deviation 24."""
    rng = np.random.default_rng(20_250_101)
    fine = rng.normal(0, 1, (_POOL_SIDE, _POOL_SIDE)).astype(np.float32)
    # A raw sensor's noise is smeared by demosaicing.
    fine = fine * 0.8 + cv2.GaussianBlur(fine, (0, 0), 0.9)
    coarse = rng.normal(0, 1, (_POOL_SIDE // 2, _POOL_SIDE // 2, 3)).astype(np.float32)
    coarse = cv2.GaussianBlur(coarse, (0, 0), 0.9)
    coarse -= coarse.mean(axis=2, keepdims=True)
    return tuple(np.clip(p / p.std() * 24, -127, 127).astype(np.int8) for p in (fine, coarse))


def _crop(rng: np.random.Generator, pool: NDArray[np.int8], shape_hw: tuple[int, int]) -> NDArray[np.int8]:
    """Return a random piece of a pool, flipped at random; larger wishes are tiled."""
    pool = pool[:: int(rng.choice([-1, 1])), :: int(rng.choice([-1, 1]))]
    y, x = (int(rng.integers(0, max(n - w, 0) + 1)) for n, w in zip(pool.shape, shape_hw, strict=False))
    piece = pool[y : y + shape_hw[0], x : x + shape_hw[1]]
    if piece.shape[:2] != shape_hw:
        pad = [(0, shape_hw[0] - piece.shape[0]), (0, shape_hw[1] - piece.shape[1])] + [(0, 0)] * (
            pool.ndim - 2
        )
        piece = np.pad(piece, pad, mode="reflect")
    return np.ascontiguousarray(piece)


def add_noise(rng: np.random.Generator, image: Image, exposure: Exposure) -> Image:
    """Return the picture with read noise, photon noise and coarse coloured noise."""
    read, photon = exposure.noise
    if read + photon <= 0:
        return image
    shape = image.shape[:2]
    fine, coarse = _noise_pools()
    level = np.arange(256, dtype=np.float32) / 255
    # The tone curve lifts the shadows and their noise with them.
    table = np.sqrt(read**2 + photon**2 * level) * (1.25 - 0.45 * level) / 24
    sigma = cv2.LUT(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), table.astype(np.float32))
    grain = cv2.multiply(sigma, _crop(rng, fine, shape), dtype=cv2.CV_32F)
    noisy = cv2.add(image, cv2.merge([grain] * 3), dtype=cv2.CV_8U)
    if exposure.chroma_noise > 0.3:
        half = ((shape[0] + 1) // 2, (shape[1] + 1) // 2)
        coloured = _crop(rng, coarse, half).astype(np.float32) * (exposure.chroma_noise / 24)
        noisy = cv2.add(noisy, cv2.resize(coloured, shape[::-1]), dtype=cv2.CV_8U)
    return np.asarray(noisy, dtype=np.uint8)


def _tone(image: Image, exposure: Exposure) -> Image:
    """Return the picture through the tone curve and the colour saturation of a phone."""
    level = np.arange(256, dtype=np.float32) / 255
    curve = 0.5 + 0.5 * np.tanh((level - 0.5) * 2 * exposure.contrast) / np.tanh(exposure.contrast)
    share = 0.75 if exposure.contrast > 1 else 0.25
    table = level * (1 - share) + curve * share
    table = np.clip(exposure.lift + table * (255 - exposure.lift), 0, 255).astype(np.uint8)
    image = np.asarray(cv2.LUT(image, table), dtype=np.uint8)
    if abs(exposure.saturation - 1) > 0.02:
        s = exposure.saturation
        grey = np.array([0.114, 0.587, 0.299])
        matrix = (s * np.eye(3) + (1 - s) * np.ones((3, 1)) * grey[None, :]).astype(np.float32)
        image = np.asarray(cv2.transform(image, matrix), dtype=np.uint8)
    return image


def _sharpen(image: Image, strength: float) -> Image:
    soft = cv2.GaussianBlur(image, (0, 0), 1.2)
    return np.asarray(cv2.addWeighted(image, 1 + strength, soft, -strength, 0), dtype=np.uint8)


def encode(image: Image, quality: int, half_chroma: bool) -> Image:
    """Return the picture after a JPEG file."""
    sampling = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420 if half_chroma else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    _, data = cv2.imencode(".jpg", image, flags)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)


def develop(rng: np.random.Generator, photo: Image, exposure: Exposure) -> tuple[Image, Plane]:
    """Take the photo.

    Args:
        rng: source of the noise.
        photo: `(H, W, 3)` uint8, the lit and exposed scene.
        exposure: how it is taken.

    Returns:
        The photo, `(H, W, 3)` uint8, and the blur's standard deviation in photo pixels, `(H, W)` float32.
    """
    image, spread = blur(photo, exposure)
    if exposure.downscale > 1:
        # The noise and the processing of a larger photo, shrunk: softer grain.
        image = cv2.GaussianBlur(image, (0, 0), 0.35 * exposure.downscale)
        spread = np.sqrt(spread**2 + (0.35 * exposure.downscale) ** 2)
    image = add_noise(rng, image, exposure)
    if exposure.denoise:
        image = np.asarray(cv2.medianBlur(image, 3), dtype=np.uint8)
    image = _tone(image, exposure)
    if exposure.sharpen > 0:
        image = _sharpen(image, exposure.sharpen)
    for quality in exposure.jpeg:
        image = encode(image, quality, exposure.half_chroma)
    return image, spread
