"""Bytes to BGR: every kind of pixel, and reduction."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from encoded import SAMPLES, bgr, decode_all, encode, exif, header_of, picture
from PIL import Image as PillowImage

from idvision.decode import Header, decode, photo_from_reduced, reduction_for
from idvision.errors import DecodeError
from idvision.geometry import project


def without_adobe_marker(jpeg: bytes) -> bytes:
    start = jpeg.index(b"\xff\xee")
    return jpeg[:start] + jpeg[start + 2 + int.from_bytes(jpeg[start + 2 : start + 4]) :]


@pytest.mark.parametrize(
    ("picture_format", "options"),
    [
        ("PNG", {}),
        ("BMP", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ],
)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_lossless_formats_keep_every_pixel(
    picture_format: str, options: dict[str, object], mode: str
) -> None:
    source = picture().convert(mode)
    data = encode(source, picture_format, **options)
    image = decode_all(data)
    assert header_of(data) == Header(picture_format, 40, 30, 1)
    assert image.dtype == np.uint8 and image.flags.c_contiguous and image.flags.writeable
    np.testing.assert_array_equal(image, bgr(source))


@pytest.mark.parametrize("picture_format", ["PNG", "BMP", "TIFF", "GIF"])
@pytest.mark.parametrize("mode", ["P", "1"])
def test_palettes_and_single_bits_become_colours(picture_format: str, mode: str) -> None:
    source = picture().convert(mode)
    np.testing.assert_array_equal(decode_all(encode(source, picture_format)), bgr(source))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"keep_rgb": True}, {"subsampling": 0}])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_jpeg_shows_the_source_picture(options: dict[str, object], mode: str) -> None:
    source = picture(160, 120).convert(mode)
    image = decode_all(encode(source, "JPEG", quality=95, **options))
    assert np.abs(image.astype(int) - bgr(source)).mean() < 2


def test_inks_of_jpeg_are_inverted_only_with_adobe_marker() -> None:
    cyan, red = (255, 0, 0, 0), [0, 0, 255]
    adobe = encode(PillowImage.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", quality=100)
    assert np.abs(decode_all(adobe)[8, 8].astype(int) - red).max() <= 4
    # The file stores 255 - ink; without the marker the stored numbers are the inks.
    plain = without_adobe_marker(
        encode(PillowImage.new("CMYK", (16, 16), tuple(255 - i for i in cyan)), "JPEG", quality=100)
    )
    assert np.abs(decode_all(plain)[8, 8].astype(int) - [255, 255, 0]).max() <= 4


def test_inks_of_tiff_become_colours() -> None:
    data = encode(PillowImage.new("CMYK", (16, 16), (0, 255, 255, 0)), "TIFF")
    assert decode_all(data)[8, 8].tolist() == [0, 0, 255]


@pytest.mark.parametrize("picture_format", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_and_rounded(picture_format: str) -> None:
    values = np.zeros((16, 16), np.uint16)
    values[0, :4] = 0, 200 * 257, 200 * 257 + 129, 65535
    image = decode_all(encode(PillowImage.fromarray(values), picture_format))
    assert image[0, :4].tolist() == [[0] * 3, [200] * 3, [201] * 3, [255] * 3]


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_sixteen_bit_colour_keeps_its_upper_bytes(suffix: str) -> None:
    eight = np.ascontiguousarray(bgr(picture()))
    data = cv2.imencode(suffix, eight.astype(np.uint16) * 257)[1].tobytes()
    np.testing.assert_array_equal(decode_all(data), eight)


@pytest.mark.parametrize("picture_format", ["PNG", "WEBP", "TIFF"])
def test_transparency_lies_on_white(picture_format: str) -> None:
    layer = PillowImage.new("RGBA", (16, 16), (0, 0, 200, 255))
    layer.paste((0, 0, 200, 0), (0, 0, 8, 16))
    layer.paste((0, 0, 0, 128), (0, 8, 8, 16))
    options = {"lossless": True, "exact": True} if picture_format == "WEBP" else {}
    image = decode_all(encode(layer, picture_format, **options))
    assert image[0, 0].tolist() == [255, 255, 255]
    assert image[15, 0].tolist() == [127, 127, 127]
    assert image[0, 15].tolist() == [200, 0, 0]


@pytest.mark.parametrize("picture_format", ["PNG", "GIF"])
def test_transparent_palette_entry_is_white(picture_format: str) -> None:
    source = PillowImage.new("P", (16, 16), 1)
    source.putpalette([10, 20, 30, 40, 50, 60])
    source.putpixel((0, 0), 0)
    image = decode_all(encode(source, picture_format, transparency=0))
    assert image[0, 0].tolist() == [255, 255, 255]
    assert image[0, 1].tolist() == [60, 50, 40]


def test_samples_without_known_range_are_refused() -> None:
    floats = encode(PillowImage.new("F", (20, 20), 0.5), "TIFF")
    with pytest.raises(DecodeError, match="32 bits"):
        decode_all(floats)


@pytest.mark.parametrize("picture_format", ["GIF", "TIFF", "WEBP", "PNG", "MPO"])
def test_first_picture_of_several_is_read(picture_format: str) -> None:
    first, second = PillowImage.new("RGB", (20, 20), "red"), PillowImage.new("RGB", (20, 20), "blue")
    data = encode(first, picture_format, save_all=True, append_images=[second])
    assert header_of(data).format == ("JPEG" if picture_format == "MPO" else picture_format)
    assert np.abs(decode_all(data).astype(int) - [0, 0, 255]).max() <= 6


@pytest.mark.parametrize(
    ("long_side_px", "reduction"),
    [(416, 8), (500, 8), (501, 4), (1000, 4), (1001, 2), (2000, 2), (2001, 1), (9000, 1)],
)
def test_reduction_leaves_the_wanted_long_side(long_side_px: int, reduction: int) -> None:
    assert reduction_for(Header("JPEG", 3000, 4000, 6), long_side_px) == reduction


def test_only_jpeg_is_reduced() -> None:
    data = encode(picture(), "PNG")
    header = header_of(data)
    assert reduction_for(header, 1) == 1
    with pytest.raises(ValueError, match="reduction 2"):
        decode(data, header, 2)


def test_reduction_of_three_is_refused() -> None:
    data = SAMPLES["jpeg"]
    with pytest.raises(ValueError, match="reduction 3"):
        decode(data, header_of(data), 3)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("reduction", [2, 4, 8])
def test_reduced_picture_is_the_mean_of_the_full_one(mode: str, reduction: int) -> None:
    data = encode(picture(160, 120).convert(mode), "JPEG", quality=95, subsampling=0)
    header = header_of(data)
    reduced, full = decode(data, header, reduction), decode(data, header)
    mean = cv2.resize(full, (160 // reduction, 120 // reduction), interpolation=cv2.INTER_AREA)
    assert np.abs(reduced.astype(int) - mean).max() <= 4


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("reduction", [1, 2, 4, 8])
def test_reduced_points_map_onto_the_full_picture(orientation: int, reduction: int) -> None:
    y, x = np.mgrid[:203, :301]
    spot = 255 * np.exp(-((x - 120) ** 2 + (y - 80) ** 2) / (2 * 20**2))
    data = encode(PillowImage.fromarray(spot.astype(np.uint8)), "JPEG", quality=98, exif=exif(orientation))
    header = header_of(data)
    found = centroid(decode(data, header, reduction))
    mapped = project(photo_from_reduced(header, reduction), [found])[0]
    np.testing.assert_allclose(mapped, centroid(decode(data, header)), atol=0.3)


def centroid(image: np.ndarray) -> tuple[float, float]:
    weights = np.maximum(image[:, :, 0].astype(float) - 20, 0)
    y, x = np.mgrid[: weights.shape[0], : weights.shape[1]]
    return float((x * weights).sum() / weights.sum()), float((y * weights).sum() / weights.sum())


def test_odd_sizes_round_up_when_reduced() -> None:
    data = encode(picture(41, 30), "JPEG")
    assert decode(data, header_of(data), 8).shape == (4, 6, 3)
