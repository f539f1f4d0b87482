"""A data set: pictures, what is truly on them, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idvision.bench.truth import TruthPhoto


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Pictures with truth.

    Attributes:
        name: of the data set, as in reports.
        photos: truth, in the order in which the pictures are shown.
        pictures: encoded bytes by `TruthPhoto.file`, read when asked for.
        synthetic: drawn or simulated; reports say so beside every figure.
        licence: SPDX id or words, empty of a user's own folder.
        source: where the layout was published, empty of a user's own folder.
    """

    name: str
    photos: tuple[TruthPhoto, ...]
    pictures: Mapping[str, bytes]
    synthetic: bool = False
    licence: str = ""
    source: str = ""
