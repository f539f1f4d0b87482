"""Where a picture file keeps its size, its EXIF block and its pixels; no pixel is decoded.

Bytes -> `Layout` for each format, and copies of PNG and JPEG files without their metadata. Pillow reads
the same headers, but it decodes some pictures for their EXIF block, allocates the canvas of a WebP
file, and warns about sizes and damage through process-wide state; a reader for hostile bytes may not.
Standards: ITU-T T.81 annex B (JPEG), W3C PNG section 5, RFC 9649 (WebP), GIF89a, Microsoft BITMAPINFOHEADER.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from idvision.decode_tiff import tiff_size
from idvision.errors import DecodeError

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_PIXEL_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_JPEG_STANDALONE = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_APP1, _JPEG_APP14, _JPEG_SCAN, _JPEG_END = 0xE1, 0xEE, 0xDA, 0xD9
_JPEG_METADATA = frozenset(range(0xE0, 0xF0)) - {_JPEG_APP14}
_EXIF_PREFIX, _ADOBE_PREFIX = b"Exif\0\0", b"Adobe"
# A progressive picture of a camera has about ten scans; thousands of empty ones stall any decoder.
_JPEG_MAX_SCANS = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """Stored size in pixels (EXIF orientation not applied) and the EXIF block, empty if there is none."""

    width: int
    height: int
    exif: bytes = b""


@dataclass(frozen=True, slots=True)
class JpegFrame:
    """What a JPEG file states before its first scan."""

    width: int
    height: int
    bits: int
    components: int
    has_adobe_marker: bool


def jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield `(marker, start, end)` of each segment up to and with the first scan's header.

    Raises:
        DecodeError: a segment reaches past the end, or there is no scan.
    """
    position = 2
    while True:
        start = data.find(b"\xff", position)
        if start < 0 or start + 4 > len(data) or data[start + 1] == _JPEG_END:
            raise DecodeError("JPEG is cut short before its first scan")
        marker = data[start + 1]
        if marker == 0xFF or marker in _JPEG_STANDALONE:
            position = start + (1 if marker == 0xFF else 2)
            continue
        position = start + 2 + struct.unpack_from(">H", data, start + 2)[0]
        if position > len(data):
            raise DecodeError("JPEG segment is cut short")
        yield marker, start, position
        if marker == _JPEG_SCAN:
            return


def jpeg_frame(data: bytes) -> JpegFrame:
    """Return the frame of a JPEG file. Raises DecodeError if there is none, or more than one."""
    frames, has_adobe_marker = [], False
    for marker, start, end in jpeg_segments(data):
        if marker in _JPEG_FRAMES:
            if end < start + 10:
                raise DecodeError("damaged JPEG frame header")
            frames.append(struct.unpack_from(">BHHB", data, start + 4))
        has_adobe_marker |= marker == _JPEG_APP14 and data.startswith(_ADOBE_PREFIX, start + 4)
    if len(frames) != 1:
        raise DecodeError(f"JPEG has {len(frames)} frame headers instead of 1")
    bits, height, width, components = frames[0]
    return JpegFrame(width, height, bits, components, has_adobe_marker)


def jpeg_layout(data: bytes) -> Layout:
    """Return the layout of a JPEG file; of a multi-picture file (MPO), the first picture's."""
    frame = jpeg_frame(data)
    exif = next(
        (
            data[start + 4 : end]
            for marker, start, end in jpeg_segments(data)
            if marker == _JPEG_APP1 and data.startswith(_EXIF_PREFIX, start + 4)
        ),
        b"",
    )
    return Layout(frame.width, frame.height, exif)


def check_jpeg_scans(data: bytes) -> None:
    """Refuse a JPEG file whose coded pixels are cut short or that has absurdly many scans.

    Decoders fill what is missing with grey and at most warn. Coded data never hold an end marker,
    so the first one after the first scan's header is the picture's own.
    """
    *_, (_, _, scan) = jpeg_segments(data)
    end = data.find(bytes([0xFF, _JPEG_END]), scan)
    if end < 0:
        raise DecodeError("JPEG is cut short")
    if data.count(bytes([0xFF, _JPEG_SCAN]), scan, end) >= _JPEG_MAX_SCANS:
        raise DecodeError("JPEG has too many scans")


def jpeg_pixels_only(data: bytes) -> bytes:
    """Return a JPEG file without application segments, except the Adobe one that tells its colours."""
    kept, end = [data[:2]], 2
    for marker, start, stop in jpeg_segments(data):
        end = stop
        if marker not in _JPEG_METADATA:
            kept.append(data[start:stop])
    return b"".join([*kept, data[end:]])


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    position = len(PNG_SIGNATURE)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            return
        yield kind, position, end
        if kind == b"IEND":
            return
        position = end


def png_layout(data: bytes) -> Layout:
    """Return the layout of a PNG file; its EXIF chunk may follow the pixels."""
    kind, width, height = struct.unpack_from(">4sII", data, 12)
    if kind != b"IHDR":
        raise DecodeError("damaged PNG header")
    exif = (data[start + 8 : end - 4] for kind, start, end in _png_chunks(data) if kind == b"eXIf")
    return Layout(width, height, next(exif, b""))


def png_pixels_only(data: bytes) -> bytes:
    """Return a PNG file with nothing but its pixels, palette and transparency.

    Raises:
        DecodeError: the file ends before its end chunk.
    """
    chunks = [chunk for chunk in _png_chunks(data) if chunk[0] in _PNG_PIXEL_CHUNKS]
    if not chunks or chunks[-1][0] != b"IEND":
        raise DecodeError("PNG is damaged or cut short")
    return b"".join([PNG_SIGNATURE, *(data[start:end] for _, start, end in chunks)])


def bmp_layout(data: bytes) -> Layout:
    """Return the layout of a BMP file; a negative height marks rows stored from the top."""
    (header_size,) = struct.unpack_from("<I", data, 14)
    width, height = struct.unpack_from("<HH" if header_size == 12 else "<ii", data, 18)
    return Layout(width, abs(height))


def webp_layout(data: bytes) -> Layout:
    """Return the layout of a lossy, lossless or extended WebP file."""
    kind = data[12:16]
    if kind == b"VP8X":
        canvas = struct.unpack_from("<HBHB", data, 24)
        return Layout(canvas[0] + (canvas[1] << 16) + 1, canvas[2] + (canvas[3] << 16) + 1, _webp_exif(data))
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return Layout((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Layout(width & 0x3FFF, height & 0x3FFF)
    raise DecodeError("damaged WebP header")


def _webp_exif(data: bytes) -> bytes:
    position = 12
    while position + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, position)
        if kind == b"EXIF":
            return data[position + 8 : position + 8 + length]
        position += 8 + length + length % 2
    return b""


def gif_layout(data: bytes) -> Layout:
    """Return the layout of a GIF file: the screen, widened to hold the first frame."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position = 13 + (6 << (flags & 7) if flags & 0x80 else 0)
    while data[position] == 0x21:
        position += 2
        while data[position]:
            position += data[position] + 1
        position += 1
    if data[position] != 0x2C:
        raise DecodeError("GIF holds no picture")
    left, top, frame_width, frame_height = struct.unpack_from("<4H", data, position + 1)
    return Layout(max(width, left + frame_width), max(height, top + frame_height))


def tiff_layout(data: bytes) -> Layout:
    """Return the layout of a TIFF file's first page; the file is its own EXIF block."""
    return Layout(*tiff_size(data), exif=data)
