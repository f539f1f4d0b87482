"""The first directory of a TIFF file, read by hand.

Two uses: EXIF blocks are TIFF files, so one reader gives the orientation for every format; and a page
is rebuilt from the tags that its pixels need, because Pillow warns about damaged metadata in a way
that cannot be silenced for one thread alone.
Standards: TIFF 6.0 (Adobe, 1992), section 2; EXIF 2.32 (CIPA DC-008), tag 0x0112.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from idvision.errors import DecodeError

_BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_WIDTH, _HEIGHT, _ORIENTATION = 256, 257, 274
# Compression, photometry, fill order, samples, rows, planes, predictor and tile size hold one number each.
_SINGLE_TAGS = frozenset({_WIDTH, _HEIGHT, 259, 262, 266, 277, 278, 284, 317, 322, 323})
# Bits, strips, palette, tiles, extra samples, sample format, JPEG tables, YCbCr layout hold several.
_LIST_TAGS = frozenset({258, 273, 279, 320, 324, 325, 338, 339, 347, 529, 530, 531, 532})
# The longest list of an honest file, a palette of 3 x 65536 values, fits; Pillow builds an object a strip.
_MAX_VALUES = 2**18
_INTEGER_FORMATS = {1: "B", 3: "H", 4: "I"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One directory entry. `value` is the value itself where it fits four bytes, else its offset."""

    tag: int
    kind: int
    count: int
    value: bytes

    @property
    def size(self) -> int:
        """Bytes that the value takes; 0 for a type that TIFF 6.0 does not know."""
        return _TYPE_SIZES.get(self.kind, 0) * self.count


@dataclass(frozen=True, slots=True)
class Directory:
    """The tags of one page. `order` is the `struct` byte order, `start` the offset in the file."""

    order: str
    start: int
    entries: tuple[Entry, ...]

    def integer(self, tag: int) -> int | None:
        """Return the value of a tag that holds a single unsigned integer, None if it does not."""
        for entry in self.entries:
            if entry.tag == tag and entry.count == 1 and entry.kind in _INTEGER_FORMATS:
                return int(struct.unpack_from(self.order + _INTEGER_FORMATS[entry.kind], entry.value)[0])
        return None


def read_directory(data: bytes) -> Directory:
    """Return the first directory of a TIFF file or EXIF block.

    Raises:
        DecodeError: no TIFF header, or the directory reaches past the end.
    """
    order = _BYTE_ORDERS.get(data[:4])
    if order is None:
        raise DecodeError("damaged TIFF header")
    try:
        (start,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, start)
        entries = [struct.unpack_from(order + "HHI4s", data, start + 2 + 12 * i) for i in range(count)]
    except struct.error as error:
        raise DecodeError("TIFF directory is cut short") from error
    return Directory(order, start, tuple(Entry(*entry) for entry in entries))


def exif_orientation(exif: bytes) -> int:
    """Return the orientation 1..8 that an EXIF block or TIFF file states; 1 if none or damaged.

    A picture with broken metadata is still a picture, so this never raises.
    """
    try:
        orientation = read_directory(exif.removeprefix(b"Exif\0\0")).integer(_ORIENTATION)
    except DecodeError:
        return 1
    return orientation if orientation is not None and 1 <= orientation <= 8 else 1


def tiff_size(data: bytes) -> tuple[int, int]:
    """Return stored width and height of the first page in pixels. Raises DecodeError if not stated."""
    directory = read_directory(data)
    width, height = directory.integer(_WIDTH), directory.integer(_HEIGHT)
    if width is None or height is None:
        raise DecodeError("TIFF page states no size")
    return width, height


def first_page(data: bytes) -> bytes:
    """Return the file with one page and nothing but the tags that its pixels need.

    The shorter directory takes the place of the old one, so that everything else stays where it is and a
    file that was cut short stays so. Orientation is left out too: the caller turns every format the same way.

    Raises:
        DecodeError: the directory or a needed value is damaged.
    """
    page = read_directory(data)
    entries = [entry for entry in page.entries if entry.tag in _SINGLE_TAGS | _LIST_TAGS]
    for entry in entries:
        _check_entry(page.order, entry, len(data))
    packed = b"".join(
        struct.pack(page.order + "HHI4s", entry.tag, entry.kind, entry.count, entry.value)
        for entry in entries
    )
    no_next_page = bytes(4)
    directory = struct.pack(page.order + "H", len(entries)) + packed + no_next_page
    return b"".join([data[: page.start], directory, data[page.start + len(directory) :]])


def _check_entry(order: str, entry: Entry, data_size: int) -> None:
    longest = 1 if entry.tag in _SINGLE_TAGS else _MAX_VALUES
    if entry.size == 0 or entry.count > longest:
        raise DecodeError("damaged TIFF directory")
    if entry.size > 4 and struct.unpack(order + "I", entry.value)[0] + entry.size > data_size:
        raise DecodeError("TIFF directory points past the end")
