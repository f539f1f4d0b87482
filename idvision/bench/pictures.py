"""Encoded pictures by name, read when asked for: a large set does not fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, eq=False)
class PictureFiles(Mapping[str, bytes]):
    """The bytes of files by name; looking one up reads it. Raises OSError."""

    paths: dict[str, Path]

    def __getitem__(self, name: str) -> bytes:
        return self.paths[name].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def joined(sets: Iterable[PictureFiles]) -> PictureFiles:
    """Return the pictures of several sets as one. Raises ValueError for a name that stands for two files."""
    paths: dict[str, Path] = {}
    for one in sets:
        for name, path in one.paths.items():
            if paths.setdefault(name, path) != path:
                raise ValueError(f"two pictures are called {name}")
    return PictureFiles(paths)


@dataclass(frozen=True, slots=True, eq=False)
class Chosen(Mapping[str, bytes]):
    """Some pictures of a set, by name, in the order of `names`."""

    pictures: Mapping[str, bytes]
    names: dict[str, None]

    def __getitem__(self, name: str) -> bytes:
        if name not in self.names:
            raise KeyError(name)
        return self.pictures[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True, eq=False)
class Readable(Mapping[str, bytes]):
    """Pictures of which those whose files cannot be read are empty."""

    pictures: Mapping[str, bytes]

    def __getitem__(self, name: str) -> bytes:
        try:
            return self.pictures[name]
        except OSError:
            return b""

    def __iter__(self) -> Iterator[str]:
        return iter(self.pictures)

    def __len__(self) -> int:
        return len(self.pictures)
