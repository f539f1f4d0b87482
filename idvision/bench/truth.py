"""Pictures and what is truly on them: a truth file -> frozen values.

A truth file is a JSON list with one object a picture. Its native form uses the ids and field names of
a result; `idvision.bench.datasets.realset` turns the other dialect into it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from idvision.geometry import as_quad, is_convex, quad_points
from idvision.types import Quad

_SEX_AS_PRINTED = {"男": "M", "女": "F"}


@dataclass(frozen=True, slots=True)
class TruthCard:
    """One document of a picture.

    `quad` runs clockwise from the printed top left in pixels of the upright picture, None where the
    outline is not stated. `mrz` holds full lines, empty if none is printed or stated. `hidden_fields` cannot
    be read by anyone on this document; the zone stands among them as `mrz`.
    """

    document: str
    side: str
    quad: Quad | None
    fields: tuple[tuple[str, str], ...]
    mrz: tuple[str, ...] = ()
    hidden_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TruthPhoto:
    """One picture; width and height in pixels, upright.

    `hidden_fields` cannot be read by anyone on any of its documents. `partial` are the outlines of documents
    of which so little is to be seen that they may be found or not. `defects` and `attack` use the names of
    `idvision.bench.answer`, None where the truth does not say; `attack` is empty of a genuine document.
    `severity` orders pictures by how much they are spoilt, in the unit of the data set. `stated` is false
    where nobody said what the picture shows: that it has no cards then means nothing.
    """

    file: str
    group: str
    width: int
    height: int
    cards: tuple[TruthCard, ...]
    hidden_fields: tuple[str, ...] = ()
    partial: tuple[Quad, ...] = ()
    defects: tuple[str, ...] | None = None
    attack: str | None = None
    severity: float | None = None
    stated: bool = True


def load_truth(path: Path) -> tuple[TruthPhoto, ...]:
    """Read a truth file of either dialect. Raises ValueError for a quad that is not convex and clockwise."""
    # The package of the data sets builds on the types of this module.
    from idvision.bench.datasets import realset  # noqa: PLC0415

    entries = json.loads(path.read_text(encoding="utf-8"))
    if realset.is_dialect(entries):
        entries = [realset.to_native(entry) for entry in entries]
    return tuple(_photo(entry) for entry in entries)


def _photo(entry: Mapping[str, Any]) -> TruthPhoto:
    return TruthPhoto(
        file=entry["file"],
        group=entry["kind"],
        width=entry["width"],
        height=entry["height"],
        cards=tuple(_card(card, entry["file"]) for card in entry["cards"]),
        hidden_fields=tuple(entry.get("hidden_fields", ())),
        defects=None if entry.get("defects") is None else tuple(entry["defects"]),
        attack=entry.get("attack"),
        severity=entry.get("severity"),
    )


def _card(card: Mapping[str, Any], file: str) -> TruthCard:
    fields = dict(card["fields"])
    if "sex" in fields:
        fields["sex"] = _SEX_AS_PRINTED.get(fields["sex"], fields["sex"])
    return TruthCard(
        document=card["document"],
        side=card["side"],
        quad=None if card["quad"] is None else _quad(card["quad"], file),
        fields=tuple(fields.items()),
        mrz=tuple(card.get("mrz") or ()),
    )


def _quad(points: object, file: str) -> Quad:
    quad = as_quad(points)
    if not is_convex(quad):
        raise ValueError(f"{file}: quad is not convex and clockwise")
    return quad_points(quad)
