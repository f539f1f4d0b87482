"""Pictures that Debian packages bring along: patterns, wall papers, tiles, drawn objects.

None is needed: a folder that is not there is skipped.
"""

from __future__ import annotations

import functools
import importlib.util
import struct
import zipfile
from pathlib import Path

import cv2
import numpy as np

from idvision.types import Image
from training.synth.types import Split

_PATTERNS = Path("/usr/share/gimp/2.0/patterns")
_HOME = Path("/usr/share/sweethome3d/sweethome3d.jar")
_STAMPS = Path("/usr/share/tuxpaint/stamps")
_PHOTO_FOLDERS = (Path("/usr/share/backgrounds/mate"), Path("/usr/share/wallpapers"))
_PHOTO_MAX_BYTES = 4_000_000
# Of the pictures that scikit-image ships, those that could lie under or behind a document.
_SCIENCE = ("brick.png", "grass.png", "gravel.png", "chelsea.png", "coffee.png", "motorcycle_left.png")
# Drawn patterns that no table has.
_UNLIKELY = ("Legacy", "Sky", "Animal/leopard", "Water/electric", "Stone/Craters", "Food")
_LONG_SIDE = 1600
_FORMAT = struct.Struct(">6I")


def read_gimp_pattern(data: bytes) -> Image:
    """Decode a GIMP pattern file, format 1, to `(H, W, 3)` uint8 BGR. Raises ValueError for anything else."""
    if len(data) < _FORMAT.size:
        raise ValueError("a GIMP pattern begins with six numbers")
    header, version, width, height, channels, _ = _FORMAT.unpack_from(data)
    pixels = np.frombuffer(data, np.uint8, offset=min(header, len(data)))
    if version != 1 or channels not in (1, 2, 3, 4) or pixels.size < width * height * channels:
        raise ValueError("not a GIMP pattern of format 1")
    picture = pixels[: width * height * channels].reshape(height, width, channels)
    if channels < 3:
        return np.repeat(picture[..., :1], 3, axis=2)
    return np.ascontiguousarray(picture[..., 2::-1])


def _files(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in endings) if folder.is_dir() else []


@functools.cache
def tile_names() -> tuple[str, ...]:
    """Return the names of the textures that can be tiled, in a fixed order."""
    names = [str(p) for p in _files(_PATTERNS, (".pat",)) if not any(word in str(p) for word in _UNLIKELY)]
    if _HOME.is_file():
        with zipfile.ZipFile(_HOME) as jar:
            inside = [n for n in jar.namelist() if "/textures/" in n and n.endswith(".jpg")]
        names += [f"jar:{n}" for n in sorted(inside) if "loud" not in n and "Sky" not in n]
    return tuple(names)


@functools.cache
def photo_names() -> tuple[str, ...]:
    """Return the paths of photographs and wall papers, in a fixed order."""
    found = [p for folder in _PHOTO_FOLDERS for p in _files(folder, (".jpg", ".png"))]
    names = [str(p) for p in found if "screenshot" not in p.name and p.stat().st_size <= _PHOTO_MAX_BYTES]
    spec = importlib.util.find_spec("skimage")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "data"
        names += [str(folder / n) for n in _SCIENCE if (folder / n).is_file()]
    return tuple(names)


@functools.cache
def stamp_names() -> tuple[str, ...]:
    """Return the paths of drawn and photographed objects with an alpha channel, in a fixed order."""
    return tuple(str(p) for p in _files(_STAMPS, (".png",)) if not p.stem.endswith("_mirror"))


def of_split(names: tuple[str, ...], split: Split) -> tuple[str, ...]:
    """Return every fourth name for `bench`, the others for `train`."""
    return tuple(name for k, name in enumerate(names) if (k % 4 == 3) == (split == "bench"))


@functools.lru_cache(maxsize=40)
def load_tile(name: str) -> Image:
    """Return a small texture that repeats, `(H, W, 3)` uint8 BGR."""
    if not name.startswith("jar:"):
        return read_gimp_pattern(Path(name).read_bytes())
    with zipfile.ZipFile(_HOME) as jar:
        data = np.frombuffer(jar.read(name[4:]), np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)


@functools.lru_cache(maxsize=24)
def load_photo(name: str) -> Image:
    """Return a photograph, its long side at most 1600 pixels."""
    picture = cv2.imdecode(np.fromfile(name, np.uint8), cv2.IMREAD_COLOR)
    scale = _LONG_SIDE / max(picture.shape[:2])
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(picture, dtype=np.uint8)


@functools.lru_cache(maxsize=60)
def load_stamp(name: str) -> tuple[Image, Image] | None:
    """Return an object's colours and its coverage `(H, W)`; None for a file without an alpha channel."""
    picture = cv2.imdecode(np.fromfile(name, np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None or picture.ndim != 3 or picture.shape[2] != 4 or picture.dtype != np.uint8:
        return None
    alpha = picture[..., 3]
    rows, columns = np.flatnonzero(alpha.max(axis=1) > 8), np.flatnonzero(alpha.max(axis=0) > 8)
    if len(rows) < 8 or len(columns) < 8:
        return None
    picture = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = 500 / max(picture.shape[:2])
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(picture[..., :3]), np.ascontiguousarray(picture[..., 3])
