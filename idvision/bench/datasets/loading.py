"""What the loaders share: listing files, reading annotations, sizes, outlines that leave the frame."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image, UnidentifiedImageError

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.source import Source
from idvision.bench.errors import UnreadableDatasetError
from idvision.bench.pictures import PictureFiles
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.geometry import as_quad, is_convex, quad_points, visible_share
from idvision.types import Quad

Item = TypeVar("Item")
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".gif"})
# As of drawn pictures: who sees less of a document than this may count it or not.
COUNTED_SHARE = 0.25
# EXIF 2.32 (CIPA DC-008): the tag, and from which value on width and height change places.
_ORIENTATION = 0x0112
_FIRST_LYING = 5
_NUMBERS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a set before it is opened: where it lies, and what makes its truth."""

    path: Path
    truth: Callable[[str, int, int], TruthPhoto]
    """Takes the picture's name in the set, and its upright width and height in pixels."""


def dataset_of(
    source: Source, root: Path, shots: Sequence[Shot], limit: int | None, synthetic: bool = False
) -> Dataset:
    """Open the pictures, or `limit` of them. Raises UnreadableDatasetError if there are none."""
    if not shots:
        where = f" where {source.name} has them; see {source.page}" if source.page else ""
        raise UnreadableDatasetError(f"{root}: no picture{where}")
    photos, paths = [], {}
    for shot in chosen(shots, limit):
        name = shot.path.relative_to(root).as_posix()
        photos.append(shot.truth(name, *upright_size(shot.path)))
        paths[name] = shot.path
    return Dataset(source.name, tuple(photos), PictureFiles(paths), synthetic, source.licence, source.page)


def chosen(items: Sequence[Item], limit: int | None) -> tuple[Item, ...]:
    """Return at most `limit` items, spread evenly, the first of them among them."""
    if limit is None or limit >= len(items):
        return tuple(items)
    return tuple(items[number * len(items) // limit] for number in range(limit))


def pictures_in(folder: Path) -> tuple[Path, ...]:
    """Return the pictures in and below a folder, in the order in which people count."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file())
    return tuple(sorted(found, key=lambda path: natural_key(path.relative_to(folder).as_posix())))


def natural_key(name: str) -> tuple[str, str]:
    """Return what names are sorted by, so that `2` comes before `10`."""
    return _NUMBERS.sub(lambda found: found[0].zfill(12), name), name


def upright_size(path: Path) -> tuple[int, int]:
    """Return width and height as displayed, reading no more than the header.

    Raises UnreadableDatasetError for a file that is no picture or cannot be opened.
    """
    try:
        with Image.open(path) as picture:
            lies = picture.getexif().get(_ORIENTATION, 1) >= _FIRST_LYING
            return picture.size[::-1] if lies else picture.size
    except FileNotFoundError as error:
        raise UnreadableDatasetError(f"{path}: the picture is missing") from error
    except (OSError, UnidentifiedImageError) as error:
        raise UnreadableDatasetError(f"{path}: not a picture that can be read") from error


def read_json(path: Path) -> Any:
    """Read an annotation. Raises UnreadableDatasetError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableDatasetError(f"{path}: cannot be opened: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableDatasetError(f"{path}: not JSON in UTF-8") from error


def usable_quad(points: object) -> Quad | None:
    """Return an outline, None where what is annotated is no convex quad that runs clockwise."""
    try:
        quad = as_quad(points)
    except (TypeError, ValueError):
        return None
    return quad_points(quad) if is_convex(quad) else None


def placed(card: TruthCard, size_wh: tuple[int, int]) -> tuple[tuple[TruthCard, ...], tuple[Quad, ...]]:
    """Return the card and the partial outlines of a picture with one document that may leave the frame.

    None of either where nothing of it is to be seen; an outline alone where it is less than a quarter.
    """
    if card.quad is None:
        return (card,), ()
    seen = visible_share(as_quad(card.quad), *size_wh)
    if seen >= COUNTED_SHARE:
        return (card,), ()
    return (), (card.quad,) if seen > 0 else ()


def subfolders(folder: Path) -> tuple[Path, ...]:
    """Return the folders in a folder, in order; none if it is not there."""
    if not folder.is_dir():
        return ()
    return tuple(sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.name))


def first_folder(candidates: Iterable[Path]) -> Path | None:
    """Return the first that is a folder."""
    return next((path for path in candidates if path.is_dir()), None)
