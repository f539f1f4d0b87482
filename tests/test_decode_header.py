"""What the header tells: orientation, limits, and which bytes are no picture."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from encoded import SAMPLES, decode_all, encode, exif, header_of, picture, png_chunk, png_of_size
from PIL import Image as PillowImage
from PIL import ImageFile

from idvision.decode import Header, decode, read_header
from idvision.errors import (
    EmptyInputError,
    ImageTooLargeError,
    ImageTooSmallError,
    UnsupportedFormatError,
)

_UPRIGHT = {
    1: lambda a: a,
    2: np.fliplr,
    3: lambda a: np.rot90(a, 2),
    4: np.flipud,
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
    8: np.rot90,
}


def tiff_exif(order: str, orientation: int) -> bytes:
    mark = b"II" if order == "<" else b"MM"
    return mark + struct.pack(order + "HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_is_turned_upright(picture_format: str, orientation: int) -> None:
    stored = decode_all(encode(picture(), picture_format))
    data = encode(picture(), picture_format, exif=exif(orientation))
    header = header_of(data)
    upright = decode(data, header)
    assert header.orientation == orientation
    assert upright.shape == (header.height, header.width, 3) and upright.flags.c_contiguous
    np.testing.assert_array_equal(upright, _UPRIGHT[orientation](stored))


@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_of_either_byte_order_is_read(order: str) -> None:
    assert header_of(encode(picture(), "JPEG", exif=b"Exif\0\0" + tiff_exif(order, 8))).orientation == 8


def test_exif_chunk_after_the_pixels_of_a_png_counts() -> None:
    plain = encode(picture(), "PNG")
    late = plain[:-12] + png_chunk(b"eXIf", tiff_exif(">", 3)) + plain[-12:]
    np.testing.assert_array_equal(decode_all(late), np.rot90(decode_all(plain), 2))


@pytest.mark.parametrize("block", [tiff_exif("<", 0), tiff_exif("<", 9), tiff_exif("<", 6)[:15], b"rubbish"])
def test_damaged_exif_means_upright(block: bytes) -> None:
    assert header_of(encode(picture(), "JPEG", exif=b"Exif\0\0" + block)).orientation == 1


def test_file_and_bytes_agree(tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    picture().save(path, exif=exif(6))
    data = encode(picture(), "JPEG", exif=exif(6))
    assert header_of(path.read_bytes()) == header_of(data) == Header("JPEG", 30, 40, 6)
    np.testing.assert_array_equal(decode_all(path.read_bytes()), decode_all(data))


def test_no_bytes_is_its_own_error() -> None:
    with pytest.raises(EmptyInputError):
        header_of(b"")


@pytest.mark.parametrize(
    "data",
    [
        b"BM is how this text begins, yet it is no bitmap",
        b"%PDF-1.7\n",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        random.Random(5).randbytes(500),
        b"\xff",
    ],
)
def test_other_bytes_are_unsupported(data: bytes) -> None:
    with pytest.raises(UnsupportedFormatError):
        header_of(data)


def test_too_many_bytes_are_refused_with_numbers() -> None:
    with pytest.raises(ImageTooLargeError) as caught:
        read_header(bytes(101), max_pixels=10**6, max_bytes=100)
    assert (caught.value.amount, caught.value.limit, caught.value.unit) == (101, 100, "bytes")


def test_pixel_limit_is_inclusive() -> None:
    data = encode(picture(), "PNG")
    assert header_of(data, max_pixels=1200).width == 40
    with pytest.raises(ImageTooLargeError) as caught:
        header_of(data, max_pixels=1199)
    assert (caught.value.amount, caught.value.limit, caught.value.unit) == (1200, 1199, "pixels")


def test_short_side_under_fifteen_pixels_is_refused() -> None:
    assert header_of(encode(picture(15, 40), "PNG")).width == 15
    with pytest.raises(ImageTooSmallError) as caught:
        header_of(encode(picture(14, 40), "PNG"))
    assert (caught.value.short_side_px, caught.value.limit) == (14, 15)


BOMBS = {
    "png": png_of_size(60000, 60000),
    "bmp": b"BM" + bytes(12) + struct.pack("<IiiHH", 40, 60000, -60000, 1, 24) + bytes(24),
    "gif screen": b"GIF89a" + struct.pack("<HHBBB", 60000, 60000, 0, 0, 0) + b"," + bytes(20),
    "gif frame": b"GIF89a" + struct.pack("<HHBBB4xH", 9, 9, 0, 0, 0, 0)[:7] + b"," + b"\xff" * 8 + bytes(20),
    "webp": b"RIFF\xff\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0" + b"\x5f\xea\0" * 2 + bytes(20),
    "tiff": b"II*\0\x08\0\0\0\x02\0"
    + struct.pack("<HHII", 256, 4, 1, 60000)
    + struct.pack("<HHII", 257, 4, 1, 60000),
    "jpeg": b"\xff\xd8\xff\xc0\0\x11\x08\xea\x60\xea\x60\x03" + bytes(9) + b"\xff\xda\0\x0c" + bytes(10),
}


@pytest.mark.parametrize("name", BOMBS)
def test_decompression_bombs_are_too_large(name: str) -> None:
    with pytest.raises(ImageTooLargeError):
        header_of(BOMBS[name], max_pixels=64_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is counted in kibibytes on Linux")
def test_decompression_bombs_take_no_memory(tmp_path: Path) -> None:
    for name, data in BOMBS.items():
        (tmp_path / name.replace(" ", "_")).write_bytes(data)
    script = (
        "import pathlib, resource, sys\n"
        "from idvision.decode import read_header\n"
        "from idvision.errors import ImageTooLargeError\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak()\n"
        "for path in pathlib.Path(sys.argv[1]).iterdir():\n"
        "    try:\n"
        "        read_header(path.read_bytes(), max_pixels=64_000_000, max_bytes=10**6)\n"
        "    except ImageTooLargeError:\n"
        "        continue\n"
        "    sys.exit(f'{path.name} passed')\n"
        "print(peak() - before)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 4096, "kibibytes"


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "BMP", "WEBP", "GIF"])
def test_pictures_above_the_limit_of_pillow_raise_no_warning(
    picture_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = encode(picture(), picture_format)
    monkeypatch.setattr(PillowImage, "MAX_IMAGE_PIXELS", 1199)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode_all(data).shape == (30, 40, 3)


def test_tiff_that_pillow_would_warn_about_is_too_large() -> None:
    with pytest.raises(ImageTooLargeError) as caught:
        header_of(BOMBS["tiff"], max_pixels=10**10)
    assert caught.value.limit == PillowImage.MAX_IMAGE_PIXELS


def test_switches_of_pillow_are_left_alone() -> None:
    before = PillowImage.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    for data in SAMPLES.values():
        decode_all(data)
    after = PillowImage.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    assert after == before
