"""What every loader is: a published layout, where it comes from, how it is recognised and opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from idvision.bench.dataset import Dataset


def drawn_cache() -> Path:
    """Return where drawn pictures are kept: below `XDG_CACHE_HOME`, or `~/.cache`."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "idvision" / "idbench"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of a data set is wanted.

    Attributes:
        limit: at most so many pictures, spread evenly over the set; None for all of them.
        per_document: pictures drawn of a declared side in one condition (`idbench`).
        only: draw these types alone; all of them if empty (`idbench`).
        cache: where drawn pictures are kept (`idbench`).
        jobs: processes that draw (`idbench`).
        progress: is told what is drawn, how many lots are done, and of how many (`idbench`).
    """

    limit: int | None = None
    per_document: int = 8
    only: frozenset[str] = frozenset()
    cache: Path = field(default_factory=drawn_cache)
    jobs: int = 1
    progress: Callable[[str, int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of data set.

    Attributes:
        name: before the colon of `name:PATH`, and the name of the data set in reports.
        title: what it holds, for people.
        licence: SPDX id or words; empty of what is the user's own.
        size: pictures and bytes, as published.
        page: where it is described and asked for.
        load: opens a folder or file of that layout; raises DatasetError.
        recognises: tells whether a folder is laid out so, by names alone.
    """

    name: str
    title: str
    licence: str
    size: str
    page: str
    load: Callable[[Path, Wanted], Dataset]
    recognises: Callable[[Path], bool]
