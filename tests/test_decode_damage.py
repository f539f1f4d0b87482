"""Damaged, cut and hostile files: they decode or raise InputError, in any number of threads."""

from __future__ import annotations

import random
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from encoded import EXIF_TEXT, SAMPLES, decode_all, encode, header_of, picture
from PIL import Image as PillowImage
from PIL.PngImagePlugin import PngImageFile

from idvision.decode import Header, decode
from idvision.errors import DecodeError, InputError


@pytest.mark.parametrize("name", SAMPLES)
def test_cut_file_is_refused_or_loses_no_pixel(name: str) -> None:
    data = SAMPLES[name]
    whole = decode_all(data)
    refused = 0
    for length in [
        *range(1, 40),
        *range(40, len(data) - 150, 37),
        *range(max(40, len(data) - 150), len(data)),
    ]:
        try:
            np.testing.assert_array_equal(decode_all(data[:length]), whole)
        except InputError:
            refused += 1
    assert refused > 50


def damage(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 4, 16))):
        changed[chance.randrange(min(len(data), chance.choice((60, 300, 10**6))))] = chance.choice(
            (0, 1, 255)
        )
    at = chance.randrange(len(data))
    if chance.random() < 0.3:
        changed[at : at + chance.randrange(20)] = chance.randbytes(chance.randrange(20))
    return bytes(changed)


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_file_decodes_or_raises_input_error(name: str) -> None:
    chance = random.Random(name)
    refusals = []
    for _ in range(60):
        data = damage(SAMPLES[name], chance)
        try:
            header = header_of(data)
            assert decode(data, header).shape == (header.height, header.width, 3)
        except InputError as error:
            refusals.append(str(error))
    assert refusals
    assert not any(word in text for text in refusals for word in EXIF_TEXT.split())


@pytest.mark.parametrize("lost", [2, 20])
def test_jpeg_without_its_end_is_cut_short(lost: int) -> None:
    data = encode(picture(), "JPEG")
    with pytest.raises(DecodeError, match="JPEG is cut short"):
        decode_all(data[:-lost])


def test_jpeg_cut_after_its_header_was_read_is_refused() -> None:
    data = SAMPLES["jpeg"]
    header = header_of(data)
    with pytest.raises(DecodeError, match="segment is cut short"):
        decode(data[: data.index(b"\xff\xc0") + 6], header)


@pytest.mark.parametrize(
    "error",
    [
        AssertionError,
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        EOFError,
        OverflowError,
        struct.error,
        zlib.error,
        PillowImage.DecompressionBombError,
    ],
)
def test_what_pillow_raises_becomes_a_decode_error(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(_: PngImageFile) -> None:
        raise error(EXIF_TEXT)

    monkeypatch.setattr(PngImageFile, "load", load)
    with pytest.raises(DecodeError) as caught:
        decode_all(SAMPLES["png"])
    assert EXIF_TEXT not in str(caught.value)


def test_palette_picture_without_palette_is_refused() -> None:
    data = SAMPLES["png palette"].replace(b"PLTE", b"teXt")
    with pytest.raises(DecodeError, match="palette is missing"):
        decode_all(data.replace(b"tRNS", b"teXt"))


def test_header_of_another_picture_is_refused() -> None:
    for picture_format in ("JPEG", "PNG", "TIFF"):
        with pytest.raises(DecodeError, match="not the one of its header"):
            decode(encode(picture(), picture_format), Header(picture_format, 41, 30, 1))


def test_jpeg_with_thousands_of_scans_is_refused() -> None:
    data = encode(picture(), "JPEG", progressive=True)
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x01\x05\x01\x00"
    with pytest.raises(DecodeError, match="too many scans"):
        decode_all(data[:-2] + scan * 5000 + data[-2:])


def test_jpeg_with_two_frames_is_refused() -> None:
    data = encode(picture(), "JPEG")
    start = data.index(b"\xff\xc0")
    with pytest.raises(DecodeError, match="2 frame headers"):
        header_of(data[:start] + data[start : start + 19] + data[start:])


def test_threads_decode_alike() -> None:
    jobs = [data for data in SAMPLES.values() for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        for data, image in zip(jobs, pool.map(decode_all, jobs), strict=True):
            np.testing.assert_array_equal(image, decode_all(data))
