"""What the paths on a command line stand for: pictures, folders of pictures, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from idvision.errors import UnreadableSourceError

STANDARD_INPUT = "-"
PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".mpo", ".png", ".bmp", ".webp", ".tif", ".tiff", ".gif"}
)


@dataclass(frozen=True, slots=True)
class Source:
    """One input; `name` is what the answer is labelled with, `path` is None for standard input."""

    name: str
    path: Path | None


def find_sources(paths: Iterable[str]) -> tuple[Source, ...]:
    """Return every input in order; a folder stands for the pictures in and below it, sorted by path.

    A path that does not exist and a folder without pictures stay in the list: reading them is the error.
    """
    return tuple(source for path in paths for source in _expand(path))


def read_source(source: Source, max_bytes: int) -> bytes:
    """Return the bytes of an input, at most one more than `max_bytes`: enough to see that it is too large.

    Raises UnreadableSourceError.
    """
    if source.path is not None and _is_folder(source.path):
        raise UnreadableSourceError("the folder holds no pictures")
    try:
        if source.path is None:
            return sys.stdin.buffer.read(max_bytes + 1)
        with source.path.open("rb") as stream:
            return stream.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableSourceError(f"cannot be opened: {error.strerror}") from error
    except ValueError as error:  # a path with a null character
        raise UnreadableSourceError("cannot be opened: not a path") from error


def overlay_names(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return one file name a source, `<stem>.jpg`, numbered where stems repeat on any file system."""
    taken: set[str] = set()
    names = []
    for source in sources:
        stem = "stdin" if source.path is None else source.path.stem
        number, candidate = 1, stem
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{stem}-{number}"
        taken.add(candidate.casefold())
        names.append(f"{candidate}.jpg")
    return tuple(names)


def _expand(path: str) -> Iterator[Source]:
    if path == STANDARD_INPUT:
        yield Source("-", None)
        return
    found = sorted(_pictures(Path(path))) if _is_folder(Path(path)) else []
    yield from (Source(str(picture), picture) for picture in found)
    if not found:
        yield Source(path, Path(path))


def _pictures(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file())


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above may not be entered; opening the path will say so
        return False
