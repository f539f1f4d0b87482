"""Small pictures drawn in memory and encoded in every format; helpers of the decoding tests."""

from __future__ import annotations

import io
import struct
import zlib

import cv2
import numpy as np
from PIL import Image as PillowImage

from idvision.decode import Header, decode, read_header

EXIF_TEXT = "Wilma Quist"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(width: int = 40, height: int = 30) -> PillowImage.Image:
    """Soft random colours: what JPEG keeps well, with no symmetry."""
    cells = np.random.default_rng(7).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return PillowImage.fromarray(cv2.resize(cells, (width, height)))


def encode(image: PillowImage.Image, picture_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, picture_format, **options)
    return buffer.getvalue()


def exif(orientation: int) -> PillowImage.Exif:
    block = PillowImage.Exif()
    block[0x0112] = orientation
    block[0x013B] = EXIF_TEXT
    return block


def header_of(data: bytes, max_pixels: int = 10**6) -> Header:
    return read_header(data, max_pixels=max_pixels, max_bytes=10**8)


def decode_all(data: bytes) -> np.ndarray:
    return decode(data, header_of(data))


def bgr(image: PillowImage.Image) -> np.ndarray:
    return np.asarray(image.convert("RGB"))[:, :, ::-1]


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises more than its few bytes of pixels hold."""
    ihdr = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(bytes(1000)))
    return PNG_SIGNATURE + ihdr + pixels + png_chunk(b"IEND", b"")


def samples() -> dict[str, bytes]:
    image, turned = picture(), picture().rotate(90)
    palette, alpha = image.convert("P"), image.convert("RGBA")
    deep = PillowImage.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    tiff = {
        f"tiff {name}": encode(image, "TIFF", compression=name, exif=exif(8))
        for name in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")
    }
    return tiff | {
        "jpeg": encode(image, "JPEG", exif=exif(6)),
        "jpeg progressive": encode(image, "JPEG", progressive=True),
        "jpeg grey": encode(image.convert("L"), "JPEG"),
        "jpeg cmyk": encode(image.convert("CMYK"), "JPEG", exif=exif(3)),
        "png": encode(image, "PNG", exif=exif(5)),
        "png palette": encode(palette, "PNG", transparency=3),
        "png 16 bit": encode(deep, "PNG"),
        "png animated": encode(image, "PNG", save_all=True, append_images=[turned]),
        "bmp": encode(image, "BMP"),
        "bmp palette": encode(palette, "BMP"),
        "webp": encode(image, "WEBP", exif=exif(7)),
        "webp lossless": encode(alpha, "WEBP", lossless=True),
        "webp animated": encode(image, "WEBP", save_all=True, append_images=[turned]),
        "gif": encode(palette, "GIF", transparency=3, comment=EXIF_TEXT.encode()),
        "tiff fax": encode(image.convert("1"), "TIFF", compression="group4"),
        "tiff 16 bit": encode(deep, "TIFF"),
    }


SAMPLES = samples()
